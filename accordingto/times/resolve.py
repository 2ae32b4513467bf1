"""What a written time is in the calendar, counted from the report's day or from a time before it in the text.

Nothing is counted from the day on which the program runs: without a day to count from there is no period.
"""

from __future__ import annotations

from collections.abc import Mapping

from accordingto.times import calendar as cal
from accordingto.times import counted, dated
from accordingto.times.grammar import Hit
from accordingto.times.ground import Form, Ground, Resolved, on_report, on_text

SAME_DAY = 400
"""Characters back to the day that an hour without one stands on."""


def resolve(hit: Hit, ground: Ground) -> Resolved:
    """Return what a hit is; `NOTHING` where what it counts from is not known."""
    return FORMS[hit.form](hit.parts, ground)


def clock(hit: Hit) -> tuple[str, str]:
    """Return a time of day as hh:mm:ss, and its grain."""
    if "word" in hit.parts:
        return ("00:00:00" if hit.parts["word"] == "midnight" else "12:00:00"), "hour"
    hour, minute = int(hit.parts["hour"]), int(hit.parts.get("minute", 0))
    if "half" in hit.parts:
        hour = hour % 12 + (12 if hit.parts["half"] == "p" else 0)
    return f"{hour:02}:{minute:02}:00", "minute" if "minute" in hit.parts else "hour"


def _clock(_: Mapping[str, str], ground: Ground) -> Resolved:
    """A time of day stands on the day that was told of last, else on the report's."""
    if ground.last and ground.last.first == ground.last.last and ground.back <= SAME_DAY:
        return on_text(ground.last)
    return on_report(cal.day(ground.day) if ground.day else None)


CLOCKS = ("clock", "clock_24", "clock_named")

FORMS: Mapping[str, Form] = {**dated.FORMS, **counted.FORMS, **dict.fromkeys(CLOCKS, _clock)}
