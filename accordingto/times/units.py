"""Days, weeks, months, years as one counts them: the unit around a day, so many units on, the part of one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from accordingto.times import calendar as cal
from accordingto.times.calendar import Period
from accordingto.times.grammar import tables

_DAYS = {"minute": 0, "hour": 0, "day": 1, "night": 1, "week": 7, "weekend": 7, "fortnight": 14}
_YEARS = {"year": 1, "decade": 10, "century": 100}


def around(when: date, unit: str) -> Period | None:
    """Return the day, week, month, year … that a day lies in."""
    year = when.year
    match unit:
        case "week" | "fortnight":
            return cal.week(when)
        case "weekend":
            found = cal.week(when)
            saturday = cal.moved(found.first, 5) if found else None
            return Period(first=saturday, last=found.last, grain="weekend") if found and saturday else None
        case "month":
            return cal.month(year, when.month)
        case "quarter":
            return cal.months(year, when.month - (when.month - 1) % 3, 3, "quarter")
        case "year":
            return cal.years(year, year, "year")
        case "decade":
            return cal.years(max(year - year % 10, 1), year - year % 10 + 9, "decade")
        case "century":
            return cal.years(max(year - year % 100, 1), year - year % 100 + 99, "century")
    return cal.day(when)


def shifted(period: Period, unit: str, by: int) -> Period | None:
    """Return the unit that is `by` units from the one in which a period begins; days and weeks stay days."""
    first = period.first
    if unit in _YEARS:
        year = first.year + by * _YEARS[unit]
        return cal.years(year, year, "year")
    if unit in ("month", "quarter"):
        return cal.moved_month(first.year, first.month, by * (3 if unit == "quarter" else 1))
    moved = cal.moved(first, by * _DAYS[unit])
    if unit in ("hour", "minute") and moved:
        moved = cal.moved(moved, (-1 if by < 0 else 1) * (abs(by) // (24 if unit == "hour" else 1440)))
    return cal.day(moved) if moved else None


def calendar_unit(when: date, unit: str, by: int) -> Period | None:
    """Return the unit that is `by` units from the one that a day lies in: last week from Monday to Sunday."""
    period: Period | None = cal.day(when)
    if unit in ("month", "year", "decade", "century", "quarter"):
        period = shifted(cal.day(when), unit, by) if by else cal.day(when)
        return around(period.first, unit) if period else None
    moved = cal.moved(when, by * _DAYS[unit])
    return around(moved, unit) if moved else None


def weekend(when: date, sense: str, side: str) -> Period | None:
    """Return a weekend: the last one is the one that is over, this one the nearest on the side of the verbs."""
    running = when.weekday() >= 5
    by = {"last": -1, "rolling": -1, "next": int(running)}.get(sense, -int(side != "ahead" and not running))
    moved = cal.moved(when, 7 * by)
    return around(moved, "weekend") if moved else None


def stretch(when: date, unit: str, by: int) -> Period | None:
    """Return the days from so many units ago up to a day, or from it on."""
    if unit in ("month", "quarter", "year", "decade", "century"):
        there = shifted(cal.day(when), unit, by)
        if there is None:
            return None
        month = when.month if unit in _YEARS else there.first.month
        last = cal.month_end(there.first.replace(month=month))
        end = last.replace(day=min(when.day, last.day))
    else:
        found = shifted(cal.day(when), unit, by)
        if found is None:
            return None
        end = found.first
    first, last = sorted((when, end))
    return Period(first=first, last=last, grain=grain_of(unit))


def grain_of(unit: str) -> str:
    """Return the grain of what is counted in a unit."""
    return "day" if unit in ("minute", "hour", "night", "fortnight", "weekend") else unit


def halved(unit: str, halves: int) -> tuple[str, int]:
    """Return so many halves of a unit in the unit that holds them: three half years are eighteen months."""
    smaller = {"century": ("year", 50), "decade": ("year", 5), "year": ("month", 6), "month": ("day", 15),
               "week": ("day", 4), "day": ("hour", 12), "hour": ("minute", 30)}  # fmt: skip
    to, size = smaller.get(unit, (unit, 1))
    return to, halves * size


def part_of(period: Period | None, word: str, today: date | None) -> Period | None:
    """Return the part of a period that "early", "late", "the end of" … name; the period itself where it has none.

    "Earlier this week" goes from its Monday to the report's day, "later this week" from that day to its Sunday.
    """
    if period is None:
        return None
    if word in ("earlier", "later") and period.grain in ("decade", "century"):
        word = {"earlier": "early", "later": "late"}[word]
    if word in ("earlier", "later"):
        if today is None or not period.first <= today <= period.last or period.grain == "day":
            return period
        return replace(period, last=today) if word == "earlier" else replace(period, first=today)
    known = tables()
    borders = known.parts.get(period.grain, {}).get(known.part_words.get(word, word))
    return _slice(period, *borders) if borders and _whole(period) else period


def _whole(period: Period) -> bool:
    """Tell whether a period is a whole month, whole years … of the calendar, not the days up to the report."""
    first, last = period.first, period.last
    if period.grain == "month":
        return first.day == 1 and last == cal.month_end(first)
    return period.grain == "week" or ((first.month, first.day) == (1, 1) and (last.month, last.day) == (12, 31))


def _slice(period: Period, begin: int, end: int) -> Period:
    """Return the days of a month or week, months of a year, years of a longer period, from `begin` to `end`."""
    first, last = period.first, period.last
    if period.grain in ("month", "week"):
        days = (last - first).days + 1
        begin, end = (n if n > 0 else days + 1 + n for n in (begin, end))
        return replace(period, first=_at(first, begin), last=min(last, _at(first, end)))
    if period.grain == "year":
        if first.year != last.year:
            return period
        return replace(period, first=first.replace(month=begin), last=cal.month_end(first.replace(month=end)))
    years = last.year - first.year + 1
    begin, end = (n if n > 0 else years + 1 + n for n in (begin, end))
    return replace(
        period, first=first.replace(year=first.year + begin - 1), last=last.replace(year=first.year + end - 1)
    )


def _at(first: date, number: int) -> date:
    return cal.moved(first, number - 1) or first
