"""What a written time is counted from, and how its words are read: numbers, months, "this" and "the following"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from accordingto.times import calendar as cal
from accordingto.times.calendar import Period
from accordingto.times.grammar import tables

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Ground:
    """What a time is counted from.

    `day` is the report's, None where it has none; `side` is "past", "ahead" or "" as the verbs have it; `last` is the
    period that was told of before and `year` the last year that the text gave, `back` characters before.
    """

    day: date | None
    side: str
    last: Period | None
    year: int
    back: int


@dataclass(frozen=True, slots=True)
class Resolved:
    """A period, and whether it was counted from the report's day ("report") or stands on the text alone ("text")."""

    period: Period | None
    anchor: str


NOTHING = Resolved(None, "none")


def on_text(period: Period | None) -> Resolved:
    """Return a period that the text alone tells."""
    return Resolved(period, "text") if period else NOTHING


def on_report(period: Period | None) -> Resolved:
    """Return a period that was counted from the report's day."""
    return Resolved(period, "report") if period else NOTHING


def day_of(when: date | None) -> Period | None:
    """Return the period of a day, if there is one."""
    return cal.day(when) if when else None


def number_of(word: str) -> int:
    """Return a number in figures or words, "twenty-four" too; 0 for what is none."""
    return int(word) if word.isdigit() else sum(tables().numbers.get(part, 0) for part in word.split("-"))


def digits(word: str) -> int:
    """Return the number in "21st"."""
    return int("".join(sign for sign in word if sign.isdigit()))


def month_of(word: str) -> int:
    """Return the number of a month, whole or shortened."""
    return _MONTHS.index(word[:3]) + 1


def sense_of(which: str) -> str:
    """Return what "this", "the following", … ask for: last, this, next, rolling back or on, before, same, after."""
    word = which.removeprefix("the ")
    if which.startswith("the ") and word in ("past", "last"):
        return "rolling"
    if "same" in word or word.startswith("that"):
        return "same"
    senses = {"previous": "before", "preceding": "before", "following": "after", "current": "this", "past": "last",
              "this past": "last", "coming": "next", "this coming": "next"}  # fmt: skip
    if which == "the next":
        return "after"
    return senses.get(word, word)


Parts = Mapping[str, str]
Form = Callable[[Parts, Ground], Resolved]
"""What makes a period of the parts of a hit."""
