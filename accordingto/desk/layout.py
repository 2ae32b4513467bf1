"""Lays a report out as a page shows it: its text and spans in, blocks of atoms out, each with the cards beside it.

An atom is a run of characters in which no span begins or ends, so that parts of statements may overlap and stand inside
each other in any way. A block is a paragraph, or a piece that is cut. All atoms in order are the text, whole.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from accordingto.answers import ClaimHeld, CopiedPassage, CutRow, Found, ReportText
from accordingto.data import Span

MOSTLY = 0.5
"""A paragraph is barred as shared when so much of it stands in other reports too; else as shared in part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Atom:
    """A run of characters, and the numbers of the statements that it is the source, cue and content of."""

    words: str
    source: tuple[int, ...]
    cue: tuple[int, ...]
    content: tuple[int, ...]
    anchors: tuple[int, ...]
    """Statements whose card stands at the height of this atom."""
    marked: bool
    """Whether the address points at these words."""
    first_marked: bool

    @property
    def statements(self) -> tuple[int, ...]:
        """The statements that it is a part of."""
        return tuple(sorted({*self.source, *self.cue, *self.content}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A statement beside the text, how deep it is nested, and the claims that its words carry."""

    found: Found
    depth: int
    actors: tuple[tuple[int, str], ...]
    claims: tuple[ClaimHeld, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph (`cut` is None) or a piece that is cut; `shared` is "", "partly" or "mostly"."""

    span: Span
    atoms: tuple[Atom, ...]
    cards: tuple[Card, ...]
    cut: CutRow | None
    shared: str
    sharers: tuple[CopiedPassage, ...]
    """One passage for each other report that has words of this paragraph."""
    voices: tuple[ClaimHeld, ...]
    """Claims that the report makes here in its own voice."""


def laid_out(report: ReportText, *, at: Span | None = None) -> tuple[Block, ...]:
    """Return the blocks of a report; `at` are words that the address points at."""
    waiting = deque(_parts(report))
    open_: list[_Part] = []
    cards = _cards(report)
    blocks = []
    for span, cut in _pieces(report):
        while waiting and waiting[0].begin < span.end:
            open_.append(waiting.popleft())
        open_ = [part for part in open_ if part.end > span.begin]
        atoms = tuple(_atoms(report.text, span, open_, at))
        anchored = [number for atom in atoms for number in atom.anchors]
        sharers, shared = _shared(report.passages, span)
        blocks.append(
            Block(
                span=span,
                atoms=atoms,
                cards=tuple(cards[number] for number in anchored),
                cut=cut,
                shared=shared,
                sharers=sharers,
                voices=tuple(
                    one for one in report.claims if one.statement is None and span.begin <= one.span.begin < span.end
                ),
            )
        )
    return tuple(blocks)


@dataclass(frozen=True, slots=True)
class _Part:
    begin: int
    end: int
    name: str
    statement: int


def _parts(report: ReportText) -> list[_Part]:
    found = []
    for one in report.statements:
        statement = one.statement
        pieces = statement.cue or statement.content or statement.source
        if pieces:
            found.append(_Part(pieces[0].begin, pieces[0].begin + 1, "anchor", one.number))
        for name in ("source", "cue", "content"):
            found += [_Part(begin, end, name, one.number) for begin, end in getattr(statement, name)]
    return sorted(found, key=lambda part: (part.begin, part.end))


def _cards(report: ReportText) -> dict[int, Card]:
    parents = {one.number: one.statement.parent for one in report.statements}
    claims: dict[int, list[ClaimHeld]] = defaultdict(list)
    for held in report.claims:
        if held.statement is not None and all(held.claim != one.claim for one in claims[held.statement]):
            claims[held.statement].append(held)
    return {
        one.number: Card(
            found=one,
            depth=_depth(one.number, parents),
            actors=report.actors.get(one.number, ()),
            claims=tuple(claims[one.number]),
        )
        for one in report.statements
    }


def _depth(number: int, parents: dict[int, int | None]) -> int:
    depth, seen = 0, {number}
    while (parent := parents.get(number)) is not None and parent not in seen:
        seen.add(parent)
        number, depth = parent, depth + 1
    return depth


def _pieces(report: ReportText) -> Iterator[tuple[Span, CutRow | None]]:
    """Yield the paragraphs and cuts of a text in order; together they are all of it but empty lines."""
    last = 0
    for cut in report.cuts:
        yield from ((span, None) for span in _paragraphs(report, last, cut.begin))
        if cut.end > max(last, cut.begin):
            yield Span(max(last, cut.begin), cut.end), cut
        last = max(last, cut.end)
    yield from ((span, None) for span in _paragraphs(report, last, len(report.text)))


def _paragraphs(report: ReportText, begin: int, end: int) -> Iterator[Span]:
    """Yield the paragraphs from `begin` to `end`: the ones of the segmenter, and lines where it found none."""
    last = begin
    for low, high in report.paragraphs[bisect_left(report.paragraphs, Span(begin, begin)) :]:
        if low >= end:
            break
        yield from _lines(report.text, last, low)
        last = max(last, low)
        if (high := min(high, end)) > last:
            yield Span(last, high)
            last = high
    yield from _lines(report.text, last, end)


def _lines(text: str, begin: int, end: int) -> Iterator[Span]:
    for line in _LINE.finditer(text, begin, end):
        yield Span(*line.span())


_LINE = re.compile(r"[^\n]*[^\s][^\n]*")


def _atoms(text: str, span: Span, parts: Sequence[_Part], at: Span | None) -> Iterator[Atom]:
    borders = {span.begin, span.end}
    for part in parts:
        # The anchor is a place, not a run of its own.
        borders |= {part.begin} if part.name == "anchor" else {part.begin, part.end}
    if at is not None:
        borders |= {at.begin, at.end}
    inside = sorted(border for border in borders if span.begin <= border <= span.end)
    for begin, end in pairwise(inside):
        of: dict[str, list[int]] = defaultdict(list)
        for part in parts:
            if part.name == "anchor":
                if part.begin == begin:
                    of["anchor"].append(part.statement)
            elif part.begin <= begin and end <= part.end:
                of[part.name].append(part.statement)
        yield Atom(
            words=text[begin:end],
            source=tuple(of["source"]),
            cue=tuple(of["cue"]),
            content=tuple(of["content"]),
            anchors=tuple(of["anchor"]),
            marked=at is not None and at.begin <= begin and end <= at.end,
            first_marked=at is not None and begin == max(at.begin, span.begin) and at.begin >= span.begin,
        )


def _shared(passages: Sequence[CopiedPassage], span: Span) -> tuple[tuple[CopiedPassage, ...], str]:
    sharers: dict[tuple[str, str], CopiedPassage] = {}
    covered: set[int] = set()
    for one in passages:
        begin, end = max(one.span.begin, span.begin), min(one.span.end, span.end)
        if begin < end:
            sharers.setdefault((one.report, one.outlet), one)
            covered.update(range(begin, end))
    share = len(covered) / max(1, span.end - span.begin)
    return tuple(sharers.values()), "" if not covered else "mostly" if share >= MOSTLY else "partly"
