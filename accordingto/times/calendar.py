"""Stretches of the calendar, and how they are written: EDTF (ISO 8601 with intervals and open ends).

A period is the days from `first` to `last`, both included. Its value is as short as its borders allow: `2017`,
`2017-06`, `2017-06-28`, `2015-09/2015-11`, `2017-06-21/2017-06-30`, `2015-09/..`, `2017-06-28T15:00:00`.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

FIRST_YEAR, LAST_YEAR = 1, 9999
_POINT = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T.*)?)?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days from `first` to `last`; `clock` is a time of that day, `open` the side on which it has no end."""

    first: date
    last: date
    grain: str
    clock: str = ""
    open: Literal["", "before", "after"] = ""

    @property
    def value(self) -> str:
        """Return the period in EDTF."""
        begin, end = self._borders()
        if self.open == "after":
            return f"{begin}/.."
        if self.open == "before":
            return f"../{end}"
        return begin if begin == end else f"{begin}/{end}"

    def _borders(self) -> tuple[str, str]:
        first, last = self.first, self.last
        length = 10
        if first.day == 1 and last == month_end(last):
            length = 4 if first.month == 1 and last.month == 12 else 7
        begin, end = first.isoformat()[:length], last.isoformat()[:length]
        return (f"{begin}T{self.clock}", f"{end}T{self.clock}") if self.clock else (begin, end)


def day(when: date) -> Period:
    """Return the period of one day."""
    return Period(first=when, last=when, grain="day")


def month(year: int, number: int) -> Period | None:
    """Return a month, or None where the calendar has no such year."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    first = date(year, number, 1)
    return Period(first=first, last=month_end(first), grain="month")


def months(year: int, number: int, count: int, grain: str) -> Period | None:
    """Return `count` months from a month on."""
    first, last = month(year, number), moved_month(year, number, count - 1)
    return replace(first, last=last.last, grain=grain) if first and last else None


def moved_month(year: int, number: int, by: int) -> Period | None:
    """Return the month that is `by` months from another."""
    total = year * 12 + number - 1 + by
    return month(total // 12, total % 12 + 1)


def years(first: int, last: int, grain: str) -> Period | None:
    """Return the years from the first to the last, or None where the calendar does not have them."""
    if not FIRST_YEAR <= first <= last <= LAST_YEAR:
        return None
    return Period(first=date(first, 1, 1), last=date(last, 12, 31), grain=grain)


def month_end(when: date) -> date:
    """Return the last day of a day's month."""
    return when.replace(day=calendar.monthrange(when.year, when.month)[1])


def week(when: date) -> Period | None:
    """Return the week of a day, Monday to Sunday."""
    first = moved(when, -when.weekday())
    last = moved(when, 6 - when.weekday())
    return Period(first=first, last=last, grain="week") if first and last else None


def moved(when: date, days: int) -> date | None:
    """Return the day that is so many days from another, or None where the calendar ends before."""
    try:
        return when + timedelta(days=days)
    except OverflowError:
        return None


def a_date(year: int, number: int, day_: int) -> date | None:
    """Return a date, or None where there is none (30 February)."""
    try:
        return date(year, number, day_)
    except ValueError:
        return None


def bounds(value: str) -> tuple[str, str]:
    """Return the first and the last day of an EDTF value as ISO dates; an open side, or no value, is an empty text.

    Raises ValueError where it is no value of ours.
    """
    if not value:
        return "", ""
    begin, slash, end = value.partition("/")
    ends = (begin, end) if slash else (begin, begin)
    first = "" if ends[0] == ".." else _point(ends[0]).first.isoformat()
    return first, "" if ends[1] == ".." else _point(ends[1]).last.isoformat()


def days(value: str, today: str = "") -> tuple[str, str]:
    """Return the first and the last day that a value is looked up by, both empty where there is none.

    "Since 2015" reaches to `today` (the report's day, an ISO date) where that is later; what has no beginning ("until
    Friday", "several years ago") is looked up by its end alone.
    """
    first, last = bounds(value)
    if first and not last:
        begun = bounds(value.partition("/")[0])[1]
        return first, max(begun, today)
    return first or last, last


def overlap(value: str, other: str) -> bool:
    """Tell whether two EDTF values can have a day in common; an empty one has none."""
    if not (value and other):
        return False
    (first, last), (first_other, last_other) = bounds(value), bounds(other)
    return (not last or first_other <= last) and (not last_other or first <= last_other)


def _point(text: str) -> Period:
    if not (found := _POINT.fullmatch(text)):
        raise ValueError(f"{text!r} is no date: write 2026-03-14, 2026-03 or 2026")
    year, number, day_ = (int(part) if part else 0 for part in found.groups())
    if day_:
        return day(date(year, number, day_))
    period = month(year, number) if number else years(year, year, "year")
    if period is None:
        raise ValueError(f"{text!r} is no date: the calendar begins in the year {FIRST_YEAR}")
    return period
