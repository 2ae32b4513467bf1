"""When something was said, and when what is said happened: two times that are kept apart.

The first hangs on the words that say so ("said on Wednesday"), the second stands in what they say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from accordingto.data import Report, Said, Sentence, Span, Statement, Time
from accordingto.times.find import report_day
from accordingto.times.grammar import tables

NEAR = 120
"""How far from its cue the time of a statement may stand, in characters, the source between them left out."""

_BORDER = re.compile(r"[.!?…][”’\"')\]]*\s|[;\n–—]|\s(?:that|which|who|whose|when|where|because|while|but|and)\s")


def said(statement: Statement, times: Sequence[Time], report: Report, sentences: Sequence[Sentence] = ()) -> Said:
    """Return when a statement was made: the time beside its cue, else the day of the report, by which it was said.

    `times` are those of the report, in order; in `sentences` a dateline is looked for.
    """
    first = report.text[slice(*statement.cue[0])].split(None, 1)[0] if statement.cue else ""
    timeless = first.lower() in tables().timeless
    beside = () if timeless else _beside(statement, times)
    near = ((_far(report.text, statement, time.span), number) for number, time in beside)
    far, number = min(near, default=(NEAR, 0))
    if far < NEAR:
        return Said(value=times[number].value, how="words", time=number)
    day, how = report_day(report, sentences)
    return Said(value=day.isoformat() if day else "", how=how)


def happened(statement: Statement, times: Sequence[Time]) -> tuple[int, ...]:
    """Return the numbers of the times that stand in what a statement says."""
    return tuple(
        number
        for number, time in enumerate(times)
        if any(piece.begin <= time.span.begin < piece.end for piece in statement.content)
    )


def _beside(statement: Statement, times: Sequence[Time]) -> Iterator[tuple[int, Time]]:
    """Yield the times near a cue that are no part of the statement's own source or content."""
    parts = (*statement.content, *statement.source, *statement.cue)
    for number, time in enumerate(times):
        close = any(cue.begin - time.span.end < 4 * NEAR > time.span.begin - cue.end for cue in statement.cue)
        if close and not any(piece.begin < time.span.end and time.span.begin < piece.end for piece in parts):
            yield number, time


def _far(text: str, statement: Statement, time: Span) -> int:
    """Return how far a time is from the nearest piece of the cue; NEAR where it belongs to something else."""
    best = NEAR
    for cue in statement.cue:
        gap = Span(time.end, cue.begin) if time.end <= cue.begin else Span(cue.end, time.begin)
        if any(piece.begin < gap.end and gap.begin < piece.end for piece in statement.content):
            continue
        between = _without(text, gap, sorted((*statement.source, *statement.cue)))
        if not _BORDER.search(between):
            best = min(best, len(between))
    return best


def _without(text: str, gap: Span, pieces: Sequence[Span]) -> str:
    """Return the text of a gap, these pieces left out."""
    kept, at = "", gap.begin
    for piece in pieces:
        if gap.begin <= piece.begin and piece.end <= gap.end:
            kept += text[at : piece.begin]
            at = max(at, piece.end)
    return kept + text[at : gap.end]
