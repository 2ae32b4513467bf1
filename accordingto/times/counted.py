"""Times that are counted: "on Wednesday", "last month", "two years ago", "the same day", "the past five weeks"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from accordingto.times import calendar as cal
from accordingto.times.calendar import Period
from accordingto.times.ground import NOTHING, Form, Ground, Resolved, day_of, number_of, on_report, on_text, sense_of
from accordingto.times.units import around, calendar_unit, grain_of, halved, part_of, shifted, stretch, weekend

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _weekday(parts: Mapping[str, str], ground: Ground) -> Resolved:
    """A day of the week: the last one up to the report's day, the next one where the verbs look ahead."""
    number = _WEEKDAYS.index(parts["weekday"])
    sense = sense_of(parts["which"]) if "which" in parts else ""
    if sense in ("same", "after", "before"):
        if not ground.last:
            return NOTHING
        base, step = ground.last.last, {"same": 0, "after": 1, "before": -1}[sense]
        return on_text(day_of(cal.moved(base, _to_weekday(base, number, step))))
    if not ground.day:
        return NOTHING
    step = {"last": -1, "rolling": -1, "next": 1}.get(sense, 0)
    by = _to_weekday(ground.day, number, step) if step else _around(ground.day, number, ground.side)
    return on_report(day_of(cal.moved(ground.day, by)))


def _to_weekday(base: date, number: int, step: int) -> int:
    """Return how many days it is to a weekday: in the same week (0), after the day (1) or before it (-1)."""
    by = number - base.weekday()
    if step > 0 and by <= 0:
        return by + 7
    return by - 7 if step < 0 and by >= 0 else by


def _around(base: date, number: int, side: str) -> int:
    return (number - base.weekday()) % 7 if side == "ahead" else -((base.weekday() - number) % 7)


def _dayword(parts: Mapping[str, str], ground: Ground) -> Resolved:
    by = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}[parts["word"]]
    return on_report(day_of(cal.moved(ground.day, by)) if ground.day else None)


def _before_yesterday(_: Mapping[str, str], ground: Ground) -> Resolved:
    return on_report(day_of(cal.moved(ground.day, -2)) if ground.day else None)


def _after_tomorrow(_: Mapping[str, str], ground: Ground) -> Resolved:
    return on_report(day_of(cal.moved(ground.day, 2)) if ground.day else None)


def _daypart(parts: Mapping[str, str], ground: Ground) -> Resolved:
    """This morning is the report's day, last night the day before it."""
    return which_unit({"which": parts["which"], "unit": "day"}, ground)


def which_unit(parts: Mapping[str, str], ground: Ground) -> Resolved:
    """Last week, next month, that year: a unit of the calendar, counted from the report's day or from the text."""
    unit, sense = parts["unit"], sense_of(parts["which"])
    if sense in ("same", "before", "after"):
        return on_text(_from_text(ground, unit, {"same": 0, "before": -1, "after": 1}[sense]))
    if not ground.day:
        return NOTHING
    if sense == "rolling" and unit not in ("weekend", "century"):
        return on_report(stretch(ground.day, unit, -1))
    if unit == "weekend":
        return on_report(weekend(ground.day, sense, ground.side))
    return on_report(calendar_unit(ground.day, unit, {"last": -1, "rolling": -1, "next": 1}.get(sense, 0)))


def _from_text(ground: Ground, unit: str, by: int) -> Period | None:
    """Return a unit counted from the period told of before, which must be as fine as the unit."""
    last = ground.last
    if not last or ((last.last - last.first).days > 1 and unit in ("day", "night", "hour", "minute")):
        return None
    if unit in ("week", "weekend") and (last.last - last.first).days > 7:
        return None
    if unit == "month" and (last.first.year, last.first.month) != (last.last.year, last.last.month):
        return None
    return calendar_unit(last.last if by > 0 else last.first, unit, by)


def _rolling(parts: Mapping[str, str], ground: Ground) -> Resolved:
    """The past five years, the next two weeks; "the past few days" has no beginning that could be named."""
    if not ground.day:
        return NOTHING
    back = parts["which"] in ("last", "past", "previous", "preceding")
    unit = parts["unit"]
    if "some" in parts:
        here = cal.day(ground.day)
        return on_report(replace(here, open="before" if back else "after", grain=grain_of(unit)))
    number = number_of(parts["number"])
    if "half" in parts:
        unit, number = halved(unit, 2 * number + 1)
    return on_report(stretch(ground.day, unit, -number if back else number))


def _recent(parts: Mapping[str, str], ground: Ground) -> Resolved:
    """Recent weeks, the months ahead: before the report or after it, no more is said."""
    if not ground.day:
        return NOTHING
    back = parts.get("which") in ("recent", "past", "last")
    grain = grain_of((parts.get("unit") or parts["ahead"]).removesuffix("s"))
    return on_report(replace(cal.day(ground.day), open="before" if back else "after", grain=grain))


def _the_day_before(parts: Mapping[str, str], ground: Ground) -> Resolved:
    unit = {"night": "day"}.get(parts["unit"], parts["unit"])
    return on_text(_from_text(ground, unit, 1 if parts["side"] == "after" else -1))


def _ago(parts: Mapping[str, str], ground: Ground) -> Resolved:
    """Two years ago, three weeks later, two months on: counted from the report's day, or from the time before it."""
    side, unit = parts["side"], parts["unit"]
    number, halves = number_of(parts["number"]), "half" in parts or "half_after" in parts
    if parts["number"].startswith("half"):
        number, halves = 0, True
    if halves:
        unit, number = halved(unit, 2 * number + 1)
    if side in ("ago", "back", "from now"):
        by = -number if side != "from now" else number
        return on_report(shifted(cal.day(ground.day), unit, by) if ground.day and number else None)
    fine = {"hour": "day", "minute": "day"}.get(unit, unit)
    if (
        not ground.last
        or not number
        or (fine in ("day", "week", "fortnight") and ground.last.first != ground.last.last)
    ):
        return NOTHING
    found = shifted(ground.last, unit, -number if side in ("earlier", "before") else number)
    # "Two months on" tells of the report's own time: it never reaches beyond it.
    if side == "on" and (not ground.day or (found and found.first > ground.day)):
        return NOTHING
    return on_text(found)


def _some_ago(parts: Mapping[str, str], ground: Ground) -> Resolved:
    """Several years ago: before the report, no more is said."""
    if not ground.day or parts["side"] in ("earlier", "later"):
        return NOTHING
    back = parts["side"] in ("ago", "back")
    unit = (parts.get("unit") or parts.get("plural", "day")).removesuffix("s")
    return on_report(replace(cal.day(ground.day), open="before" if back else "after", grain=grain_of(unit)))


def _the_weekend(_: Mapping[str, str], ground: Ground) -> Resolved:
    return on_report(weekend(ground.day, "this", ground.side) if ground.day else None)


def _end_of(parts: Mapping[str, str], ground: Ground) -> Resolved:
    """The end of the year, later in the day: of the unit in which the report was published."""
    if not ground.day:
        return NOTHING
    word = parts["part"].removeprefix("the ").split()[0]
    return on_report(part_of(around(ground.day, parts["unit"]), word, ground.day))


def _year_end(_: Mapping[str, str], ground: Ground) -> Resolved:
    return on_report(cal.day(date(ground.day.year, 12, 31)) if ground.day else None)


FORMS: Mapping[str, Form] = {
    "which_weekday": _weekday,
    "weekday": _weekday,
    "before_yesterday": _before_yesterday,
    "after_tomorrow": _after_tomorrow,
    "dayword": _dayword,
    "daypart": _daypart,
    "rolling": _rolling,
    "recent": _recent,
    "which_unit": which_unit,
    "the_day_before": _the_day_before,
    "ago": _ago,
    "some_ago": _some_ago,
    "weekend": _the_weekend,
    "end_of": _end_of,
    "year_end": _year_end,
}
