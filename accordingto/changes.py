"""Two texts → where their words differ, as spans in both.

White space does not count, letter case and marks do. The texts are laid side by side line by line, and word by word
where lines differ; where far too much differs for that, all of it is one change. Nothing here says what a change means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from accordingto.data import Span

MOST_PAIRS = 4_000_000
"""Words of one text times words of the other up to which they are compared word by word; it takes about a second."""
MOST_LINES = 10_000
"""Lines of a text that are compared line by line."""

_WORD = re.compile(r"\w+(?:['’.,-]\w+)*|[^\w\s]")

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Change:
    """Words that are "gone", "came", or were "replaced" by others; of what is gone or came the other span is empty."""

    kind: Literal["gone", "came", "replaced"]
    before: Span
    after: Span


@dataclass(frozen=True, slots=True)
class _Words:
    text: str
    spans: Sequence[Span]
    words: Sequence[str]

    def span(self, begin: int, end: int) -> Span:
        """Return the span of a range of words; an empty one stands where the word before it ends."""
        if begin < end:
            return Span(self.spans[begin].begin, self.spans[end - 1].end)
        at = self.spans[begin - 1].end if begin else 0
        return Span(at, at)

    def lines(self, begin: int, end: int) -> list[Range]:
        """Return the ranges of words that stand in one line each."""
        found, first = [], begin
        for at in range(begin + 1, end + 1):
            if at == end or "\n" in self.text[self.spans[at - 1].end : self.spans[at].begin]:
                found.append((first, at))
                first = at
        return found


def changes(before: str, after: str) -> list[Change]:
    """Return what differs between two texts, in their order."""
    a, b = _words(before), _words(after)
    begin = 0
    shorter = min(len(a.words), len(b.words))
    while begin < shorter and a.words[begin] == b.words[begin]:
        begin += 1
    back = 0
    while back < shorter - begin and a.words[-1 - back] == b.words[-1 - back]:
        back += 1
    found = _between(a, b, (begin, len(a.words) - back), (begin, len(b.words) - back))
    return [_change(a, b, in_a, in_b) for in_a, in_b in found]


def _words(text: str) -> _Words:
    found = list(_WORD.finditer(text))
    return _Words(text, [Span(*word.span()) for word in found], [word[0] for word in found])


def _between(a: _Words, b: _Words, in_a: Range, in_b: Range) -> Iterator[tuple[Range, Range]]:
    """Yield the ranges of words that differ between two ranges."""
    if in_a[0] == in_a[1] and in_b[0] == in_b[1]:
        return
    if (in_a[1] - in_a[0]) * (in_b[1] - in_b[0]) <= MOST_PAIRS:
        yield from _differing(a.words[slice(*in_a)], b.words[slice(*in_b)], in_a[0], in_b[0])
        return
    lines_a, lines_b = a.lines(*in_a), b.lines(*in_b)
    if max(len(lines_a), len(lines_b)) > MOST_LINES or len(lines_a) == len(lines_b) == 1:
        yield in_a, in_b
        return
    keys_a, keys_b = (
        [" ".join(of.words[slice(*line)]) for line in lines] for of, lines in ((a, lines_a), (b, lines_b))
    )
    for first, second in _differing(keys_a, keys_b, 0, 0):
        inner_a = _joined(lines_a, first, in_a[1])
        inner_b = _joined(lines_b, second, in_b[1])
        if (inner_a[1] - inner_a[0]) * (inner_b[1] - inner_b[0]) <= MOST_PAIRS:
            yield from _between(a, b, inner_a, inner_b)
        else:
            yield inner_a, inner_b


def _joined(lines: Sequence[Range], chosen: Range, end: int) -> Range:
    """Return the range of words of some lines; an empty one stands before the next line."""
    first = lines[chosen[0]][0] if chosen[0] < len(lines) else end
    return first, (lines[chosen[1] - 1][1] if chosen[0] < chosen[1] else first)


def _differing(a: Sequence[str], b: Sequence[str], at_a: int, at_b: int) -> Iterator[tuple[Range, Range]]:
    # What is frequent in a long text is no landmark (autojunk); without that, a text of one word would take for ever.
    for kind, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=True).get_opcodes():
        if kind != "equal":
            yield (at_a + a1, at_a + a2), (at_b + b1, at_b + b2)


def _change(a: _Words, b: _Words, in_a: Range, in_b: Range) -> Change:
    kind: Literal["gone", "came", "replaced"] = "replaced"
    if in_a[0] == in_a[1]:
        kind = "came"
    elif in_b[0] == in_b[1]:
        kind = "gone"
    return Change(kind, a.span(*in_a), b.span(*in_b))


def moved(span: Span, differing: Sequence[Change]) -> Span:
    """Return where a span of the first text stands in the second, give or take the white space around it.

    What was replaced moves to what replaced it.
    """
    return Span(_moved(span.begin, differing, end=False), _moved(span.end, differing, end=True))


def _moved(place: int, differing: Sequence[Change], *, end: bool) -> int:
    shift = 0
    for change in differing:
        if place < change.before.begin or (place == change.before.begin and end):
            break
        if place < change.before.end:
            return change.after.end if end else change.after.begin
        shift = change.after.end - change.before.end
    return max(0, place + shift)
