"""The title of a text that comes without one: its first line, where that clearly is a headline.

In comes the text, out goes the headline or nothing. The line stays in the text.
"""

from __future__ import annotations

LONGEST = 160
"""Characters of the longest headline; 120 is rare in print already."""

WORDS = range(3, 26)
_CLOSING = ".:;,…"


def title_of(text: str) -> str:
    """Return the first line of `text` if it is short, has no closing stop, and a longer paragraph follows."""
    lines = text[: 4 * LONGEST + 4000].lstrip("\ufeff \t\r\n").splitlines()
    if len(lines) < 2:
        return ""
    line, following = lines[0].strip(), next((line.strip() for line in lines[1:] if line.strip()), "")
    if len(line) > LONGEST or len(line.split()) not in WORDS or line.rstrip("\"'”’)").endswith(tuple(_CLOSING)):
        return ""
    begins = line.lstrip("\"'“‘«([")[:1]
    if not (begins.isupper() or begins.isdigit()):
        return ""
    return line if len(following) > len(line) and following.rstrip("\"'”’)")[-1:] in ".!?" else ""
