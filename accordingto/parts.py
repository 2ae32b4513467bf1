"""Several reports in one plain text: a file into which somebody copied one below the other.

In comes a text, out go the spans of its reports, or nothing where it is one. Reports are parted by a line of signs only
("* * *", "-----"), and a text is taken apart only if every part has a headline and, in its first lines, a dateline, a
byline or a date of its own: a line of signs alone parts the sections of one report as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from accordingto.data import Span
from accordingto.datelines import dateline_of
from accordingto.dates import date_in
from accordingto.titles import title_of

LEAST_WORDS = 60
"""Words of a report in such a file, at least."""

HEAD = 5
"""Lines at the beginning of a part that may hold its byline or date."""

SHORT = 90
"""Characters of such a line at most."""

_RULE = re.compile(r"^[ \t]*(?:[*=_~#-][ \t]?){3,80}$", re.MULTILINE)
_BY = re.compile(r"by [^\W\d_]", re.IGNORECASE)


def parts_of(text: str) -> Sequence[Span]:
    """Return the spans of the reports in `text`; none where it holds only one."""
    rules = [found.span() for found in _RULE.finditer(text)]
    spans = []
    for begin, end in zip([0, *(end for _, end in rules)], [*(begin for begin, _ in rules), len(text)], strict=True):
        part = text[begin:end]
        if part.strip():
            spans.append(Span(begin + len(part) - len(part.lstrip()), begin + len(part.rstrip())))
    return spans if len(spans) > 1 and all(_stands_alone(text[begin:end]) for begin, end in spans) else ()


def headline_of(part: str) -> str:
    """Return the headline of one of the reports; a byline may stand between it and the text."""
    lines = [line.strip() for line in part.splitlines() if line.strip()]
    return title_of(f"{lines[0]}\n{max(lines, key=len)}") if lines else ""


def _stands_alone(part: str) -> bool:
    if not headline_of(part) or len(part.split()) < LEAST_WORDS:
        return False
    lines = [line.strip() for line in part.splitlines() if line.strip()]
    signed = any(len(line) <= SHORT and (_BY.match(line) or date_in(line)) for line in lines[1:HEAD])
    return signed or dateline_of(part) is not None
