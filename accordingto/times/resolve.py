"""What a written time is in the calendar, counted from the report's day or from a time before it in the text.

Nothing is counted from the day on which the program runs: without a day to count from there is no period.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from accordingto.times import calendar as cal
from accordingto.times.calendar import Period
from accordingto.times.grammar import Hit, tables

NARRATED = 400
"""Characters back that a year is taken over from ("In 1831 … On 30 May"), where the report itself is of another."""
NEAR_DAYS = 100
"""A date without a year lies this near to the report's day, before or behind, whatever the verbs say."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}
"""The month in which a season begins (on the northern half); it has three."""
_DAYS = {"minute": 0, "hour": 0, "day": 1, "night": 1, "week": 7, "weekend": 7, "fortnight": 14}
_YEARS = {"year": 1, "decade": 10, "century": 100}


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


def resolve(hit: Hit, ground: Ground) -> Resolved:
    """Return what a hit is; `NOTHING` where what it counts from is not known."""
    return _FORMS[hit.form](hit.parts, ground)


def _text(period: Period | None) -> Resolved:
    return Resolved(period, "text") if period else NOTHING


def _report(period: Period | None) -> Resolved:
    return Resolved(period, "report") if period else NOTHING


def _number(word: str) -> int:
    return int(word) if word.isdigit() else tables().numbers.get(word, 0)


def _month_of(word: str) -> int:
    return _MONTHS.index(word[:3]) + 1


def _sense(which: str) -> str:
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


# Dates


def _iso(parts: Mapping[str, str], _: Ground) -> Resolved:
    when = cal.a_date(int(parts["year"]), int(parts["month"]), int(parts["day"]))
    return _text(cal.day(when) if when else None)


def _numeric(parts: Mapping[str, str], _: Ground) -> Resolved:
    """03/14/2015 and 14.3.2015 are dates; 03/04/2015 could be two."""
    first, second, year = int(parts["first"]), int(parts["second"]), int(parts["year"])
    if first <= 12 and second <= 12 and first != second:
        return NOTHING
    when = cal.a_date(year, *((first, second) if first <= 12 else (second, first)))
    return _text(cal.day(when) if when else None)


def _date(parts: Mapping[str, str], ground: Ground) -> Resolved:
    """A day of a month, or several ("5–6 September"), with or without a year."""
    number = _month_of(parts["month"])
    first = _digits(parts["day"])
    year, anchor = _year_for(parts, ground, number, first)
    begin = cal.a_date(year, number, first) if year else None
    end = cal.a_date(year, number, _digits(parts["to"])) if begin and "to" in parts else begin
    if not begin or not end or end < begin:
        return NOTHING
    return Resolved(Period(first=begin, last=end, grain="day"), anchor)


def _digits(word: str) -> int:
    return int("".join(sign for sign in word if sign.isdigit()))


def _year_for(parts: Mapping[str, str], ground: Ground, number: int, day: int = 0) -> tuple[int, str]:
    """Return the year of a month or day, and what it was counted from; 0 where it is not known."""
    if "year" in parts:
        return int(parts["year"]), "text"
    if "of" in parts:
        found = _unit({"which": parts["of"], "unit": "year"}, ground)
        return (found.period.first.year if found.period else 0), found.anchor
    told = ground.back <= NARRATED and ground.year
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
    number = _month_of(parts["month"])
    year, anchor = _year_for(parts, ground, number)
    return Resolved(cal.month(year, number), anchor) if year else NOTHING


def _months_year(parts: Mapping[str, str], _: Ground) -> Resolved:
    number, to = _month_of(parts["month"]), _month_of(parts["to"])
    return _text(cal.months(int(parts["year"]), number, to - number + 1, "month") if to >= number else None)


def _which_month(parts: Mapping[str, str], ground: Ground) -> Resolved:
    number, sense = _month_of(parts["month"]), _sense(parts["which"])
    if sense in ("same", "before", "after"):
        if not ground.last:
            return NOTHING
        year = ground.last.first.year
        later = number > ground.last.first.month
        return _text(cal.month(year + {"same": 0, "before": later - 1, "after": 1 - later}[sense], number))
    if not ground.day:
        return NOTHING
    year = ground.day.year
    past = number < ground.day.month
    by = {"last": past - 1, "rolling": past - 1, "this": 0, "next": 1 - (number > ground.day.month)}[sense]
    return _report(cal.month(year + by, number))


# Years and more


def _century_named(parts: Mapping[str, str], _: Ground) -> Resolved:
    word = parts["ordinal"]
    first = 100 * (tables().ordinals.get(word) or _digits(word)) - 100
    return _text(cal.years(max(first, 1), first + 99, "century"))


def _decade(parts: Mapping[str, str], _: Ground) -> Resolved:
    """The 1990s are ten years, the 1800s a hundred; the 2000s are ten again."""
    first = int(parts["decade"])
    century = first % 100 == 0 and first < 2000
    return _text(cal.years(first, first + (99 if century else 9), "century" if century else "decade"))


def _short_decade(parts: Mapping[str, str], _: Ground) -> Resolved:
    word = parts["decade"]
    first = 1900 + (int(word) if word.isdigit() else tables().decades[word])
    return _text(cal.years(first, first + 9, "decade"))


def _years(parts: Mapping[str, str], _: Ground) -> Resolved:
    first, to = int(parts["year"]), int(parts["to"])
    last = to if to > 99 else first - first % 100 + to
    return _text(cal.years(first, last, "year"))


def _year(parts: Mapping[str, str], _: Ground) -> Resolved:
    year = int(parts["year"])
    return _text(cal.years(year, year, "year"))


def _season(parts: Mapping[str, str], ground: Ground) -> Resolved:
    """The season of a year; "last summer" is the last that has begun, "next summer" the first that has not."""
    number = _SEASONS[parts["season"]]
    if "year" in parts or "of" in parts:
        year, anchor = _year_for(parts, ground, number)
        return Resolved(cal.months(year, number, 3, "season"), anchor) if year else NOTHING
    sense = _sense(parts["which"])
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
    return _text(found) if sense in ("same", "before", "after") else _report(found)


def _quarter(parts: Mapping[str, str], ground: Ground) -> Resolved:
    word = parts["ordinal"]
    number = 4 if word in ("last", "final") else tables().ordinals[word]
    year, anchor = _year_for(parts, ground, 3 * number)
    return Resolved(cal.months(year, 3 * number - 2, 3, "quarter"), anchor) if year else NOTHING


# Days


def _weekday(parts: Mapping[str, str], ground: Ground) -> Resolved:
    """A day of the week: the last one up to the report's day, the next one where the verbs look ahead."""
    number = _WEEKDAYS.index(parts["weekday"])
    sense = _sense(parts["which"]) if "which" in parts else ""
    if sense in ("same", "after", "before"):
        if not ground.last:
            return NOTHING
        base, step = ground.last.last, {"same": 0, "after": 1, "before": -1}[sense]
        return _text(_day(cal.moved(base, _to_weekday(base, number, step))))
    if not ground.day:
        return NOTHING
    step = {"last": -1, "rolling": -1, "next": 1}.get(sense, 0)
    by = _to_weekday(ground.day, number, step) if step else _around(ground.day, number, ground.side)
    return _report(_day(cal.moved(ground.day, by)))


def _to_weekday(base: date, number: int, step: int) -> int:
    """Return how many days it is to a weekday: in the same week (0), after the day (1) or before it (-1)."""
    by = number - base.weekday()
    if step > 0 and by <= 0:
        return by + 7
    return by - 7 if step < 0 and by >= 0 else by


def _around(base: date, number: int, side: str) -> int:
    return (number - base.weekday()) % 7 if side == "ahead" else -((base.weekday() - number) % 7)


def _day(when: date | None) -> Period | None:
    return cal.day(when) if when else None


def _dayword(parts: Mapping[str, str], ground: Ground) -> Resolved:
    by = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}[parts["word"]]
    return _report(_day(cal.moved(ground.day, by)) if ground.day else None)


def _before_yesterday(_: Mapping[str, str], ground: Ground) -> Resolved:
    return _report(_day(cal.moved(ground.day, -2)) if ground.day else None)


def _after_tomorrow(_: Mapping[str, str], ground: Ground) -> Resolved:
    return _report(_day(cal.moved(ground.day, 2)) if ground.day else None)


def _daypart(parts: Mapping[str, str], ground: Ground) -> Resolved:
    """This morning is the report's day, last night the day before it."""
    return _unit({"which": parts["which"], "unit": "day"}, ground)


def _feast(parts: Mapping[str, str], ground: Ground) -> Resolved:
    number, day = tables().feasts[" ".join(parts["word"].split())]
    year, anchor = _year_for(parts, ground, number, day)
    return Resolved(_day(cal.a_date(year, number, day)), anchor) if year else NOTHING


def _named(parts: Mapping[str, str], _: Ground) -> Resolved:
    first, last = cal.bounds(tables().named[" ".join(parts["word"].split())])
    return _text(Period(first=date.fromisoformat(first), last=date.fromisoformat(last), grain="day"))


# Counted


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


def _unit(parts: Mapping[str, str], ground: Ground) -> Resolved:
    """Last week, next month, that year: a unit of the calendar, counted from the report's day or from the text."""
    unit, sense = parts["unit"], _sense(parts["which"])
    if sense in ("same", "before", "after"):
        return _text(_from_text(ground, unit, {"same": 0, "before": -1, "after": 1}[sense]))
    if not ground.day:
        return NOTHING
    if sense == "rolling" and unit not in ("weekend", "century"):
        return _report(_stretch(ground.day, unit, -1))
    if unit == "weekend":
        return _report(_weekend(ground.day, sense, ground.side))
    return _report(_calendar(ground.day, unit, {"last": -1, "rolling": -1, "next": 1}.get(sense, 0)))


def _calendar(when: date, unit: str, by: int) -> Period | None:
    period: Period | None = cal.day(when)
    if unit in ("month", "year", "decade", "century", "quarter"):
        period = shifted(cal.day(when), unit, by) if by else cal.day(when)
        return around(period.first, unit) if period else None
    moved = cal.moved(when, by * _DAYS[unit])
    return around(moved, unit) if moved else None


def _from_text(ground: Ground, unit: str, by: int) -> Period | None:
    """Return a unit counted from the period told of before, which must be as fine as the unit."""
    last = ground.last
    if not last or ((last.last - last.first).days > 1 and unit in ("day", "night", "hour", "minute")):
        return None
    if unit in ("week", "weekend") and (last.last - last.first).days > 7:
        return None
    if unit == "month" and (last.first.year, last.first.month) != (last.last.year, last.last.month):
        return None
    return _calendar(last.last if by > 0 else last.first, unit, by)


def _weekend(when: date, sense: str, side: str) -> Period | None:
    """Return a weekend: the last one is the one that is over, this one the nearest on the side of the verbs."""
    weekday = when.weekday()
    by = 0
    if sense == "last" or sense == "rolling":
        by = -1 if weekday < 7 else 0
    elif sense == "next":
        by = 0 if weekday < 5 else 1
    elif side != "ahead" and weekday < 5:
        by = -1
    moved = cal.moved(when, 7 * by)
    return around(moved, "weekend") if moved else None


def _stretch(when: date, unit: str, by: int) -> Period | None:
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
    return Period(first=first, last=last, grain=_grain(unit))


def _grain(unit: str) -> str:
    return "day" if unit in ("minute", "hour", "night", "fortnight", "weekend") else unit


def _rolling(parts: Mapping[str, str], ground: Ground) -> Resolved:
    """The past five years, the next two weeks; "the past few days" has no beginning that could be named."""
    if not ground.day:
        return NOTHING
    back = parts["which"] in ("last", "past", "previous", "preceding")
    unit = parts["unit"]
    if "some" in parts:
        here = cal.day(ground.day)
        return _report(replace(here, open="before" if back else "after", grain=_grain(unit)))
    number = _number(parts["number"])
    if "half" in parts:
        unit, number = _halved(unit, 2 * number + 1)
    return _report(_stretch(ground.day, unit, -number if back else number))


def _recent(parts: Mapping[str, str], ground: Ground) -> Resolved:
    if not ground.day:
        return NOTHING
    back = parts["which"] in ("recent", "past", "last")
    here = cal.day(ground.day)
    return _report(replace(here, open="before" if back else "after", grain=_grain(parts["unit"].removesuffix("s"))))


def _the_day_before(parts: Mapping[str, str], ground: Ground) -> Resolved:
    unit = {"night": "day"}.get(parts["unit"], parts["unit"])
    return _text(_from_text(ground, unit, 1 if parts["side"] == "after" else -1))


def _ago(parts: Mapping[str, str], ground: Ground) -> Resolved:
    """Two years ago, three weeks later, two months on: counted from the report's day, or from the time before it."""
    side, unit = parts["side"], parts["unit"]
    number, halves = _number(parts["number"]), "half" in parts or "half_after" in parts
    if parts["number"].startswith("half"):
        number, halves = 0, True
    if halves:
        unit, number = _halved(unit, 2 * number + 1)
    if side in ("ago", "back", "from now"):
        by = -number if side != "from now" else number
        return _report(shifted(cal.day(ground.day), unit, by) if ground.day and number else None)
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
    return _text(found)


def _halved(unit: str, halves: int) -> tuple[str, int]:
    """Return so many halves of a unit in the unit that holds them: three half years are eighteen months."""
    smaller = {"century": ("year", 50), "decade": ("year", 5), "year": ("month", 6), "month": ("day", 15),
               "week": ("day", 4), "day": ("hour", 12), "hour": ("minute", 30)}  # fmt: skip
    to, size = smaller.get(unit, (unit, 1))
    return to, halves * size


def _some_ago(parts: Mapping[str, str], ground: Ground) -> Resolved:
    """Several years ago: before the report, no more is said."""
    if not ground.day or parts["side"] in ("earlier", "later"):
        return NOTHING
    back = parts["side"] == "ago"
    unit = (parts.get("unit") or parts.get("plural", "day")).removesuffix("s")
    return _report(replace(cal.day(ground.day), open="before" if back else "after", grain=_grain(unit)))


def _the_weekend(_: Mapping[str, str], ground: Ground) -> Resolved:
    return _report(_weekend(ground.day, "this", ground.side) if ground.day else None)


def _end_of(parts: Mapping[str, str], ground: Ground) -> Resolved:
    """The end of the year, later in the day: of the unit in which the report was published."""
    if not ground.day:
        return NOTHING
    word = parts["part"].removeprefix("the ").split()[0]
    return _report(part_of(around(ground.day, parts["unit"]), word, ground.day))


def _year_end(_: Mapping[str, str], ground: Ground) -> Resolved:
    return _report(cal.day(date(ground.day.year, 12, 31)) if ground.day else None)


def part_of(period: Period | None, word: str, today: date | None) -> Period | None:
    """Return the part of a period that "early", "late", "the end of" … name; the period itself where it has none.

    "Earlier this week" goes from its Monday to the report's day, "later this week" from that day to its Sunday.
    """
    if period is None:
        return None
    if word in ("earlier", "later"):
        if today is None or not period.first <= today <= period.last or period.grain == "day":
            return period
        return replace(period, last=today) if word == "earlier" else replace(period, first=today)
    known = tables()
    grain = {"season": "", "quarter": ""}.get(period.grain, period.grain)
    if not (borders := known.parts.get(grain, {}).get(known.part_words.get(word, word))):
        return period
    return _slice(period, *borders) or period


def _slice(period: Period, begin: int, end: int) -> Period | None:
    first, last = period.first, period.last
    if period.grain in ("month", "week"):
        days = (last - first).days + 1
        begin, end = (n if n > 0 else days + 1 + n for n in (begin, end))
        return replace(period, first=first.replace(day=begin) if period.grain == "month" else _at(first, begin),
                       last=min(last, _at(first, end)))  # fmt: skip
    if period.grain == "year":
        if first.year != last.year:
            return None
        return replace(period, first=first.replace(month=begin), last=cal.month_end(first.replace(month=end)))
    years = last.year - first.year + 1
    begin, end = (n if n > 0 else years + 1 + n for n in (begin, end))
    return replace(
        period, first=first.replace(year=first.year + begin - 1), last=last.replace(year=first.year + end - 1)
    )


def _at(first: date, number: int) -> date:
    return cal.moved(first, number - 1) or first


# Times of day


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
    if ground.last and ground.last.first == ground.last.last and ground.back <= NARRATED:
        return _text(ground.last)
    return _report(cal.day(ground.day) if ground.day else None)


_FORMS: Mapping[str, Callable[[Mapping[str, str], Ground], Resolved]] = {
    "iso": _iso, "numeric": _numeric, "month_days": _date, "days_month": _date, "month_day": _date,
    "day_month": _date, "months_year": _months_year, "month_year": _month_year, "which_month": _which_month,
    "month": _month_year, "century_named": _century_named, "decade": _decade, "short_decade": _short_decade,
    "decade_named": _short_decade, "years": _years, "era_year": _year, "year_era": _year, "year_named": _year,
    "year": _year, "season": _season, "season_of": _season, "which_season": _season, "quarter": _quarter,
    "which_weekday": _weekday, "weekday": _weekday, "before_yesterday": _before_yesterday,
    "after_tomorrow": _after_tomorrow, "dayword": _dayword, "daypart": _daypart, "rolling": _rolling,
    "recent": _recent, "which_unit": _unit, "the_day_before": _the_day_before, "ago": _ago, "some_ago": _some_ago,
    "weekend": _the_weekend, "end_of": _end_of, "year_end": _year_end, "clock": _clock, "clock_24": _clock,
    "clock_named": _clock, "feasts": _feast, "named": _named,
}  # fmt: skip
