"""A report in, its time expressions out, with their values, grains and what they were counted from.

A hit of the grammar grows by what stands beside it: "late" before a month, "night" behind a weekday, "since" before
any, an hour beside a day, a second end ("from … to …"). Then it is resolved, in the order of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from accordingto.data import Report, Sentence, Span, Statement, Syntax, Time
from accordingto.times.calendar import Period, a_date
from accordingto.times.grammar import Hit, hits, small, tables
from accordingto.times.ground import NOTHING, Ground, Resolved
from accordingto.times.resolve import CLOCKS, clock, resolve
from accordingto.times.tense import Tense
from accordingto.times.units import part_of

DATELINES = 4
"""Sentences at the head of a report in which the day on which it was written is looked for."""
DATELINE_DAYS = 3
"""A day at the head counts where the report came without a date, or with one at most so many days from it."""

_LOOK = 40
_BY_VERBS = (
    *("weekday", "which_weekday", "month", "month_day", "day_month", "month_days", "days_month"),
    *("weekend", "which_unit", "feasts", "the_season"),
)
_ONLY_IF_REAL = ("iso", "years")
"""What is no date, if it is none in the calendar, is some other number."""
_WHOLE = ("early", "late", "mid", "earlier", "later")
"""Words that stand before any time; the others ("the end", "the first half") need an "of" between."""
_DAYPART = re.compile(r"(?:\s|-)(?:morning|afternoon|evening|night)\b")
_DAYPART_OF = re.compile(
    r"\b(?:(?:early|late)\s(?:in\s|on\s)?)?the\s(?:morning|afternoon|evening|night)\s(?:of|on)\s(?:the\s)?\Z"
)
_ZONE = re.compile(r"\s(?:gmt|utc|[ecmp][sd]t|bst|cest|cet|local time)\b")
_TO_CLOCK = re.compile(
    r"\s?,?\s(?:at\s|around\s|about\s|by\s|just before\s|just after\s|shortly before\s|shortly after\s)*\Z"
)
_TO_DAY = re.compile(r"\s?,?\s(?:on\s|the\s|of\s)*\Z")
_SIDE = re.compile(
    r"\b(?P<side>since|until|till|by|before|after|from|between)\s"
    r"(?:the\s|about\s|around\s|at least\s)?\Z"
)
_OPEN: dict[str, Literal["before", "after"]] = {
    **{"since": "after", "after": "after"},
    **{"until": "before", "till": "before", "by": "before", "before": "before"},
}
_TO = re.compile(r"\s(?:to|until|till|through|and)\s(?:about\s|around\s|the\s)?\Z")
_DIGITS = re.compile(r"\d{4}")
_NOT = re.compile(r"\b(?:not|never)\b|n[’']t\b")
_DASH = re.compile(r"\s?[-–—]\s?\Z")
_POSSESSIVE = re.compile(r"\s?[’']s?\b|-")
_LABEL = re.compile(r"\W*(?:published|posted|issued|released|date)?(?:\s(?:on|at))?\W*\Z")
_AGENCY = re.compile(r"(?:\s?\([^()]{1,40}\))?\s?[-–—:]")


@dataclass(frozen=True, slots=True)
class _Told:
    """A time on the way to being one: its span with what belongs to it, its hit, and what it is."""

    begin: int
    end: int
    hit: Hit
    found: Resolved

    @property
    def form(self) -> str:
        """The form of the hit."""
        return self.hit.form


def find_times(
    report: Report, sentences: Sequence[Sentence], *, syntax: Syntax | None = None, statements: Sequence[Statement] = ()
) -> tuple[Time, ...]:
    """Return the time expressions of a report, in order and apart from each other.

    They are counted from `report.published`, else from the dateline of the text; without either, what needs a day to
    count from has an empty value. `syntax` and `statements` help to tell "on Wednesday" ahead from the one behind.
    """
    return _Finder(report, sentences, syntax, statements).all()


def report_day(report: Report, sentences: Sequence[Sentence]) -> tuple[date | None, str]:
    """Return the day that a report's times are counted from, and where it stands: "published", "dateline", "none"."""
    published = _full(report.published[:10])
    there = _full(report.dateline.day) if report.dateline else _dateline(report.text, sentences)
    if there and (published is None or abs((published - there).days) <= DATELINE_DAYS):
        return there, "dateline"
    return published, "published" if published else "none"


def _full(day: str) -> date | None:
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None


def _dateline(text: str, sentences: Sequence[Sentence]) -> date | None:
    """Return the date that a line at the head is, or that stands before the dash of "TELN, 9 September 2031 –"."""
    for sentence in sentences[:DATELINES]:
        line = text[slice(*sentence.span)]
        if not _DIGITS.search(line):
            continue
        for hit in hits(line, small(line), Span(0, len(line))):
            if hit.form not in ("iso", "month_day", "day_month") or "year" not in hit.parts:
                continue
            alone = _LABEL.match(line[: hit.begin].lower()) and len(line) - hit.end <= _LOOK
            placed = hit.begin <= _LOOK and line[0].isupper() and _AGENCY.match(line, hit.end)
            found = resolve(hit, Ground(None, "", None, 0, 0)).period
            if found and (alone or placed):
                return found.first
    return None


class _Finder:
    """The times of one report as they are found."""

    def __init__(
        self, report: Report, sentences: Sequence[Sentence], syntax: Syntax | None, statements: Sequence[Statement]
    ) -> None:
        self.text, self.lower = report.text, small(report.text)
        self.sentences = sentences
        self.day, self.anchor = report_day(report, sentences)
        self.tense = Tense(self.lower, syntax, statements)
        self.last: Period | None = None
        self.last_at = 0
        self.year = self.year_at = 0

    def all(self) -> tuple[Time, ...]:
        return tuple(self._time(told) for s in self.sentences for told in self._sentence(s.span))

    def _sentence(self, span: Span) -> list[_Told]:
        found: list[_Told] = []
        floor = span.begin
        for hit in hits(self.text, self.lower, span):
            ground = self._ground(hit, span)
            resolved = resolve(hit, ground)
            if resolved is NOTHING and hit.form in _ONLY_IF_REAL:
                continue
            told = _Told(hit.begin, hit.end, hit, resolved)
            told = self._with_clock(told, hit) if hit.form in CLOCKS else self._with_part(told, floor, span.end)
            self._remember(hit, told)
            told = self._joined(found, told)
            found.append(told)
            floor = told.end
        floors = [span.begin, *(told.end for told in found)]
        return [self._with_side(told, floor) for told, floor in zip(found, floors, strict=False)]

    def _ground(self, hit: Hit, span: Span) -> Ground:
        side = self.tense.side(hit, span) if hit.form in _BY_VERBS and self.day else ""
        at = self.last_at if hit.form in CLOCKS else self.year_at
        return Ground(self.day, side, self.last, self.year, hit.begin - at)

    def _remember(self, hit: Hit, told: _Told) -> None:
        period = told.found.period
        if not period or hit.form in CLOCKS or period.open:
            return
        self.last, self.last_at = period, hit.begin
        if "year" in hit.parts or told.found.anchor == "text":
            self.year, self.year_at = period.last.year, hit.begin

    def _with_part(self, told: _Told, floor: int, end: int) -> _Told:
        """Take in "late", "the end of" before a time, and "night" behind a day."""
        period = told.found.period
        begin, stop = told.begin, told.end
        grain = period.grain if period else ""
        if part := tables().part.search(self.lower, max(floor, begin - _LOOK), begin):
            word, coarse = part["part"], grain in ("month", "year", "decade", "century", "week")
            of_games = told.form == "year" and part[0].endswith("the ")  # "the start of the 2014 games"
            if not of_games and (word in _WHOLE or (coarse and re.search(r"\sof\s", part[0]))):
                begin = part.start()
                period = part_of(period, word, self.day)
        if daypart := _DAYPART_OF.search(self.lower, max(floor, begin - _LOOK), begin):
            begin = daypart.start()
        if grain in ("day", "") and (daypart := _DAYPART.match(self.lower, stop, end)):
            stop = daypart.end()
        return replace(told, begin=begin, end=stop, found=replace(told.found, period=period))

    def _with_clock(self, told: _Told, hit: Hit) -> _Told:
        """Give a time of day its hour."""
        end = zone.end() if (zone := _ZONE.match(self.lower, hit.end)) else hit.end
        period = told.found.period
        if period is None:
            return replace(told, end=end)
        hour, grain = clock(hit)
        return replace(told, end=end, found=replace(told.found, period=replace(period, clock=hour, grain=grain)))

    def _joined(self, found: list[_Told], told: _Told) -> _Told:
        """Join a time with the one before it where both are one: "Friday at 3 p.m.", "from May to July"."""
        if not found:
            return told
        before = found[-1]
        between = self.lower[before.end : told.begin]
        a, b = before.found.period, told.found.period
        if told.form in CLOCKS and a and a.grain == "day" and not a.clock and _TO_CLOCK.fullmatch(between):
            found.pop()
            there = replace(a, clock=b.clock, grain=b.grain) if b else a
            return replace(before, end=told.end, found=replace(before.found, period=there))
        if before.form in CLOCKS and a and b and b.grain == "day" and _TO_DAY.fullmatch(between):
            found.pop()
            return replace(
                told, begin=before.begin, found=replace(told.found, period=replace(b, clock=a.clock, grain=a.grain))
            )
        if a and b and a.grain == b.grain and not (a.clock or b.clock or a.open or b.open):
            return self._range(found, before, told, between)
        return told

    def _range(self, found: list[_Told], before: _Told, told: _Told, between: str) -> _Told:
        a, b = before.found.period, told.found.period
        assert a and b
        first = a.first
        if "year" in told.hit.parts and "year" not in before.hit.parts and a.grain in ("day", "month"):
            first = a_date(b.first.year - (first.month > b.first.month), first.month, first.day) or first
        opened = _SIDE.search(self.lower, max(0, before.begin - _LOOK), before.begin)
        words = bool(opened and opened["side"] in ("from", "between") and _TO.fullmatch(between))
        dashed = a.grain != "day" and bool(_DASH.fullmatch(between))
        if not (words or dashed) or first > b.last:
            return told
        found.pop()
        return replace(told, begin=before.begin, found=replace(told.found, period=replace(b, first=first)))

    def _with_side(self, told: _Told, floor: int) -> _Told:
        """Take in "since", "until", "by" …: they leave one end open. "After Friday's vote" counts from the vote."""
        period = told.found.period
        side = _SIDE.search(self.lower, max(floor, told.begin - _LOOK), told.begin)
        if not side or not period or period.open or period.clock or side["side"] not in _OPEN:
            return told
        if _POSSESSIVE.match(self.lower, told.end):
            return told
        if side["side"] in ("until", "till") and _NOT.search(self.lower, floor, side.start("side")):
            return told  # "not until Friday" is on Friday
        return replace(
            told,
            begin=side.start("side"),
            found=replace(told.found, period=_opened(period, side["side"])),
        )

    def _time(self, told: _Told) -> Time:
        span, period = Span(told.begin, told.end), told.found.period
        if period is None:
            return Time(span=span, value="", grain="", anchor="none")
        anchor = self.anchor if told.found.anchor == "report" else told.found.anchor
        return Time(span=span, value=period.value, grain=period.grain, anchor=anchor)


def _opened(period: Period, word: str) -> Period:
    """Return the period with the end that "since", "until", "before" … leave open; "after 1939–1945" is after 1945."""
    if word == "after" and "/" in period.value:
        period = replace(period, first=period.last)
    if word == "before" and "/" in period.value:
        period = replace(period, last=period.first)
    return replace(period, open=_OPEN[word])
