"""When something was said, and when what is said happened: two times that are kept apart.

The first hangs on the words that say so ("said on Wednesday"), the second stands in what they say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from accordingto.data import Report, Sentence, Span, Statement, Time
from accordingto.times.find import report_day

NEAR = 120
"""How far from the cue its time may stand, in characters: "said in an interview with … on Friday"."""

_BORDER = re.compile(
    r"[.!?…][”’\"')\]]*\s|[;\n]|\s(?:that|which|who|whose|when|where|after|before|because|while|but)\s"
)
_LEADING = re.compile(r"\A[\s,]*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """When a statement was made.

    `value` is EDTF, empty where it is not established. `how` says where it is from: "words" (a time beside the cue,
    number `time` of the report's times), "published" or "dateline" (the report's own day: it was said by then), "none".
    """

    value: str
    how: str
    time: int | None = None


def said(statement: Statement, times: Sequence[Time], report: Report, sentences: Sequence[Sentence] = ()) -> Said:
    """Return when a statement was made: the time beside its cue, else the report's day.

    `times` are those of the report; `sentences` are looked at only where the report came without a date.
    """
    best, chosen = NEAR, None
    for cue in statement.cue:
        for number, time in enumerate(times):
            if time.span.begin - cue.end > NEAR:
                break
            far = _far(report.text, statement, cue, time.span)
            if far < best:
                best, chosen = far, number
    if chosen is not None:
        return Said(value=times[chosen].value, how="words", time=chosen)
    day, how = report_day(report, sentences)
    return Said(value=day.isoformat() if day else "", how=how)


def happened(statement: Statement, times: Sequence[Time]) -> tuple[int, ...]:
    """Return the numbers of the times that stand in what a statement says."""
    return tuple(
        number
        for number, time in enumerate(times)
        if any(piece.begin <= time.span.begin < piece.end for piece in statement.content)
    )


def _far(text: str, statement: Statement, cue: Span, time: Span) -> int:
    """Return how far a time is from the cue that it belongs to; NEAR where it belongs to something else."""
    parts = (*statement.content, *statement.source, *statement.cue)
    if any(piece.begin < time.end and time.begin < piece.end for piece in parts):
        return NEAR
    begin, end = (time.end, cue.begin) if time.end <= cue.begin else (cue.end, time.begin)
    for piece in sorted(parts):
        # Content and source between the two are stepped over; what is left must be one clause.
        if begin <= piece.begin and piece.end <= end and piece not in statement.content:
            text = text[: piece.begin] + "_" * (piece.end - piece.begin) + text[piece.end :]
    between = text[begin:end]
    if _BORDER.search(between) or any(begin < piece.end and piece.begin < end for piece in statement.content):
        return NEAR
    return len(between.strip(" ,_")) if _LEADING.match(between.replace("_", "")) else len(between)
