"""Teasers of other stories glued to the end of a report, with no markup to tell them from it.

In come the lines of a text up to some line, out goes the line at which teasers begin. They are told by their marks (a
kicker in capitals, or that they break off in the middle of a sentence) and above all by their words: they share hardly
any names with the report. Teasers that stand in the middle of a report are not looked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from accordingto.lines import Line, length, shared, words_of

SHORTEST = 150
"""Characters of the shortest teaser; shorter lines that break off are headings, captions and signatures."""

LONGEST_HEADLINE = 170

FOREIGN = (0.15, 0.25)
"""Shares of a paragraph's names and content words that stand in the report, up to which it is another story. Of the
last paragraphs of 300 news reports 10 % share fewer names; of last paragraphs swapped among them nearly half do."""

FOREIGN_IN_A_RUN = (0.5, 0.45)
"""The same where two or more paragraphs in a row break off, which none of the 924 reports of PolNeAR ends with (one
ends with a single marked paragraph)."""

LEAST_NAMES = 3
BROKEN_BODY = 0.2
"""Where more of the report's own paragraphs than this break off, breaking off is a mark of nothing (wrapped lines)."""

_KICKER = re.compile(r"(?:[^\W\d_a-z]|[ &’'‘-]){3,40}[:?!] ?(?=\S)")
_ITEM = re.compile(r"\d{1,3}[.)]|[•*–-] ")
_TRAILING = ("...", "…", "[…]", "read more", "[...]")


def teasers_from(lines: Sequence[Line]) -> int:
    """Return the index of the first of the teasers that `lines` end with, or `len(lines)` where there are none."""
    count = len(lines)
    first = _run(lines)
    if first == count or first == 0:
        return count
    body, run = lines[:first], lines[first:]
    own = [line for line in body if len(line.text) >= SHORTEST]
    if sum(map(_broken_off, own)) > BROKEN_BODY * len(own):
        return count
    several = sum(len(line.text) >= SHORTEST and _broken_off(line) for line in run) > 1
    most_names, most_words = FOREIGN_IN_A_RUN if several else FOREIGN
    own_words = words_of(body)
    names, content = set(own_words.names), set(own_words.content)
    for index, line in enumerate(run):
        words = words_of([line])
        foreign = shared(words.names, names) <= most_names and shared(words.content, content) <= most_words
        if foreign and len(words.names) >= LEAST_NAMES:
            return _with_headline(lines, first + index)
        # a paragraph that the report knows the words of: it, and what is before it, is the report
        names |= words.names
        content |= words.content
    return count


def is_foreign(piece: Sequence[Line], body: Sequence[Line]) -> bool:
    """Say whether the lines of `piece` hardly share a name with those of `body`, and not many words."""
    words, known = words_of(piece), words_of(body)
    names, content = shared(words.names, known.names), shared(words.content, known.content)
    return names <= FOREIGN_IN_A_RUN[0] and content <= FOREIGN_IN_A_RUN[1]


def _run(lines: Sequence[Line]) -> int:
    """Return where the run of marked paragraphs at the end begins; headlines may stand between them."""
    first = index = len(lines)
    while index > 0:
        line = lines[index - 1]
        if len(line.text) >= SHORTEST and _marked(line):
            first = index - 1
        elif index != first or line.ended or len(line.text) > LONGEST_HEADLINE or first == len(lines):
            break
        index -= 1
    return first


def _with_headline(lines: Sequence[Line], first: int) -> int:
    """Return the line before the first teaser if it is its headline, else the teaser itself."""
    before = lines[first - 1]
    if first < 2 or before.ended or not 20 <= length([before]) <= LONGEST_HEADLINE:
        return first
    words, known = words_of([before]), words_of(lines[: first - 1])
    return first - 1 if shared(words.content, known.content) <= FOREIGN_IN_A_RUN[0] else first


def _marked(line: Line) -> bool:
    return bool(_KICKER.match(line.text)) or (_broken_off(line) and not _ITEM.match(line.text))


def _broken_off(line: Line) -> bool:
    return not line.ended or line.text.lower().endswith(_TRAILING)
