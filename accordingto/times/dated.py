"""Times that name a place in the calendar: days and months with or without a year, years, decades, seasons, feasts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from accordingto.times import calendar as cal
from accordingto.times.calendar import Period
from accordingto.times.counted import which_unit
from accordingto.times.grammar import tables
from accordingto.times.ground import (
    NOTHING,
    Form,
    Ground,
    Resolved,
    day_of,
    digits,
    month_of,
    on_report,
    on_text,
    sense_of,
)

NARRATED = 200
"""Characters back that a year is taken over from ("In 1831 … On 30 May"), where the report itself is of another. With
800, five more dates of GUM's training part (lives, voyages) are right, and ten of TDG's news more are wrong."""
NEAR_DAYS = 100
"""A date without a year lies this near to the report's day, before or behind, whatever the verbs say."""

_SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}
"""The month in which a season begins (on the northern half); it has three."""


def _iso(parts: Mapping[str, str], _: Ground) -> Resolved:
    when = cal.a_date(int(parts["year"]), int(parts["month"]), int(parts["day"]))
    return on_text(cal.day(when) if when else None)


def _numeric(parts: Mapping[str, str], _: Ground) -> Resolved:
    """03/14/2015 and 14.3.2015 are dates; 03/04/2015 could be two."""
    first, second, year = int(parts["first"]), int(parts["second"]), int(parts["year"])
    if first <= 12 and second <= 12 and first != second:
        return NOTHING
    when = cal.a_date(year, *((first, second) if first <= 12 else (second, first)))
    return on_text(cal.day(when) if when else None)


def _date(parts: Mapping[str, str], ground: Ground) -> Resolved:
    """A day of a month, or several ("5–6 September"), with or without a year."""
    number = month_of(parts["month"])
    first = digits(parts["day"])
    year, anchor = _year_for(parts, ground, number, first)
    begin = cal.a_date(year, number, first) if year else None
    end = cal.a_date(year, number, digits(parts["to"])) if begin and "to" in parts else begin
    if not begin or not end or end < begin:
        return NOTHING
    return Resolved(Period(first=begin, last=end, grain="day"), anchor)


def _year_for(parts: Mapping[str, str], ground: Ground, number: int, day: int = 0) -> tuple[int, str]:
    """Return the year of a month or day, and what it was counted from; 0 where it is not known."""
    if "year" in parts:
        return int(parts["year"]), "text"
    if "of" in parts:
        found = which_unit({"which": parts["of"], "unit": "year"}, ground)
        return (found.period.first.year if found.period else 0), found.anchor
    told = ground.back <= NARRATED and ground.year and ground.side != "ahead"
    if told and (ground.day is None or abs(ground.day.year - ground.year) > 1):
        return ground.year, "text"
    if ground.day is None:
        return 0, "none"
    return (_nearest_day(ground, number, day) if day else _nearest_month(ground, number)), "report"


def _nearest_day(ground: Ground, number: int, day: int) -> int:
    assert ground.day is not None
    around = [(y, cal.a_date(y, number, day)) for y in range(ground.day.year - 4, ground.day.year + 5)]
    far = {y: (when - ground.day).days for y, when in around if when}
    if not far:
        return 0
    nearest = min(far, key=lambda y: abs(far[y]))
    if abs(far[nearest]) <= NEAR_DAYS or not ground.side:
        return nearest
    back = ground.side == "past"
    return max((y for y in far if far[y] <= 0), default=0) if back else min((y for y in far if far[y] >= 0), default=0)


def _nearest_month(ground: Ground, number: int) -> int:
    """Return the year of a bare month: this one, else on the side that the verbs have, else the nearer one."""
    assert ground.day is not None
    ahead = (number - ground.day.month) % 12
    side = ground.side or ("ahead" if ahead < 6 else "past")
    later = number < ground.day.month
    if side == "ahead" or not ahead:
        return ground.day.year + later
    return ground.day.year + later - 1


def _month_year(parts: Mapping[str, str], ground: Ground) -> Resolved:
    number = month_of(parts["month"])
    year, anchor = _year_for(parts, ground, number)
    return Resolved(cal.month(year, number), anchor) if year else NOTHING


def _months_year(parts: Mapping[str, str], _: Ground) -> Resolved:
    number, to = month_of(parts["month"]), month_of(parts["to"])
    return on_text(cal.months(int(parts["year"]), number, to - number + 1, "month") if to >= number else None)


def _which_month(parts: Mapping[str, str], ground: Ground) -> Resolved:
    number, sense = month_of(parts["month"]), sense_of(parts["which"])
    if sense in ("same", "before", "after"):
        if not ground.last:
            return NOTHING
        year = ground.last.first.year
        later = number > ground.last.first.month
        return on_text(cal.month(year + {"same": 0, "before": later - 1, "after": 1 - later}[sense], number))
    if not ground.day:
        return NOTHING
    year = ground.day.year
    past = number < ground.day.month
    by = {"last": past - 1, "rolling": past - 1, "this": 0, "next": 1 - (number > ground.day.month)}[sense]
    return on_report(cal.month(year + by, number))


def _century_named(parts: Mapping[str, str], _: Ground) -> Resolved:
    word = parts["ordinal"]
    first = 100 * (tables().ordinals.get(word) or digits(word)) - 100
    return on_text(cal.years(max(first, 1), first + 99, "century"))


def _decade(parts: Mapping[str, str], _: Ground) -> Resolved:
    """The 1990s are ten years, the 1800s a hundred; the 2000s are ten again."""
    first = int(parts["decade"][:4])
    century = first % 100 == 0 and first < 2000
    return on_text(cal.years(first, first + (99 if century else 9), "century" if century else "decade"))


def _short_decade(parts: Mapping[str, str], _: Ground) -> Resolved:
    word = parts["decade"]
    first = 1900 + (int(word) if word.isdigit() else tables().decades[word])
    return on_text(cal.years(first, first + 9, "decade"))


def _years(parts: Mapping[str, str], _: Ground) -> Resolved:
    first, to = int(parts["year"]), int(parts["to"])
    last = to if to > 99 else first - first % 100 + to
    return on_text(cal.years(first, last, "year"))


def _year(parts: Mapping[str, str], _: Ground) -> Resolved:
    year = int(parts["year"])
    return on_text(cal.years(year, year, "year"))


def _season(parts: Mapping[str, str], ground: Ground) -> Resolved:
    """The season of a year; "last summer" is the last that has begun, "next summer" the first that has not."""
    number = _SEASONS[parts["season"]]
    if "year" in parts or "of" in parts:
        year, anchor = _year_for(parts, ground, number)
        return Resolved(cal.months(year, number, 3, "season"), anchor) if year else NOTHING
    sense = sense_of(parts["which"])
    base = ground.last.first if sense in ("same", "before", "after") and ground.last else ground.day
    if base is None or (sense in ("same", "before", "after") and not ground.last):
        return NOTHING
    begun = (base.month, base.year) if number > base.month else (13, base.year)
    year = base.year if begun[0] == 13 else base.year - 1
    running = cal.months(year, number, 3, "season")
    inside = bool(running and running.first <= base <= running.last)
    by = {"last": -inside, "rolling": -inside, "before": -inside, "next": 1, "after": 1}.get(sense)
    if by is None:  # this summer: the running one, else that of the calendar year
        by = 0 if inside else base.year - year
    found = cal.months(year + by, number, 3, "season")
    return on_text(found) if sense in ("same", "before", "after") else on_report(found)


def _the_season(parts: Mapping[str, str], ground: Ground) -> Resolved:
    """ "In the summer": the last one or the next one, as the verbs have it."""
    which = {"past": "last", "ahead": "next"}.get(ground.side, "this")
    return _season({"season": parts["season"].split()[-1], "which": which}, ground)


def _quarter(parts: Mapping[str, str], ground: Ground) -> Resolved:
    word = parts["ordinal"]
    number = 4 if word in ("last", "final") else tables().ordinals[word]
    year, anchor = _year_for(parts, ground, 3 * number)
    return Resolved(cal.months(year, 3 * number - 2, 3, "quarter"), anchor) if year else NOTHING


def _feast(parts: Mapping[str, str], ground: Ground) -> Resolved:
    number, day = tables().feasts[" ".join(parts["word"].split())]
    year, anchor = _year_for(parts, ground, number, day)
    return Resolved(day_of(cal.a_date(year, number, day)), anchor) if year else NOTHING


def _named(parts: Mapping[str, str], _: Ground) -> Resolved:
    first, last = cal.bounds(tables().named[" ".join(parts["word"].split())])
    return on_text(Period(first=date.fromisoformat(first), last=date.fromisoformat(last), grain="day"))


FORMS: Mapping[str, Form] = {
    "iso": _iso,
    "numeric": _numeric,
    "month_days": _date,
    "days_month": _date,
    "month_day": _date,
    "day_month": _date,
    "months_year": _months_year,
    "month_year": _month_year,
    "which_month": _which_month,
    "month": _month_year,
    "century_named": _century_named,
    "decade": _decade,
    "short_decade": _short_decade,
    "decade_named": _short_decade,
    "years": _years,
    "era_year": _year,
    "year_era": _year,
    "year_named": _year,
    "year": _year,
    "season": _season,
    "season_of": _season,
    "which_season": _season,
    "the_season": _the_season,
    "quarter": _quarter,
    "feasts": _feast,
    "named": _named,
}
