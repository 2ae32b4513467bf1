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
from accordingto.times.calendar import Period
from accordingto.times.grammar import Hit, hits, small, tables
from accordingto.times.resolve import NOTHING, Ground, Resolved, clock, part_of, resolve
from accordingto.times.tense import Tense

DATELINES = 4
"""Sentences at the head of a report in which its own date is looked for, where it came without one."""

_LOOK = 40
_CLOCKS = ("clock", "clock_24", "clock_named")
_BY_VERBS = (
    *("weekday", "which_weekday", "month", "month_day", "day_month", "month_days", "days_month"),
    *("weekend", "which_unit", "feasts"),
)
_ONLY_IF_REAL = ("iso", "years", "numeric")
"""What is no date, if it is none in the calendar, is some other number."""
_HALVES = ("beginning", "end", "start", "middle", "first half", "second half")
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
    r"\b(?P<not>not\s)?(?P<side>since|until|till|by|before|after|from|between)\s"
    r"(?:the\s|about\s|around\s|at least\s)?\Z"
)
_OPEN: dict[str, Literal["before", "after"]] = {
    **{"since": "after", "after": "after"},
    **{"until": "before", "till": "before", "by": "before", "before": "before"},
}
_TO = re.compile(r"\s(?:to|until|till|through|and)\s(?:about\s|around\s|the\s)?\Z")
_DASH = re.compile(r"\s?[-–—]\s?\Z")
_POSSESSIVE = re.compile(r"\s?[’']s?\b|-")
_LABEL = re.compile(
    r"\W*(?:(?:first|last)\s)?(?:published|posted|updated|issued|released|date|modified)?(?:\s(?:on|at))?\W*\Z"
)
_AGENCY = re.compile(r"(?:\s?\([^()]{1,40}\))?\s?[-–—:]")


@dataclass(frozen=True, slots=True)
class _Told:
    """A time on the way to being one: its hit, its span with what belongs to it, and what it is."""

    begin: int
    end: int
    form: str
    found: Resolved


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
    try:
        return date.fromisoformat(report.published[:10]), "published"
    except ValueError:
        pass
    for sentence in sentences[:DATELINES]:
        line = report.text[slice(*sentence.span)]
        if when := _dateline(line, small(line)):
            return when, "dateline"
    return None, "none"


def _dateline(line: str, lower: str) -> date | None:
    """Return the date that a line is, or that stands before the dash of "TELN, 9 September 2031 (Agency) –"."""
    for hit in hits(line, lower, Span(0, len(line))):
        if hit.form not in ("iso", "month_day", "day_month") or "year" not in hit.parts:
            continue
        alone = _LABEL.match(lower, 0, hit.begin) and len(line) - hit.end <= _LOOK
        placed = hit.begin <= _LOOK and line[0].isupper() and _AGENCY.match(lower, hit.end)
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
            told = _Told(hit.begin, hit.end, hit.form, resolved)
            told = self._with_clock(told, hit) if hit.form in _CLOCKS else self._with_part(told, floor, span.end)
            self._remember(hit, told)
            told = self._joined(found, told)
            found.append(told)
            floor = told.end
        floors = [span.begin, *(told.end for told in found)]
        return [self._with_side(told, floor) for told, floor in zip(found, floors, strict=False)]

    def _ground(self, hit: Hit, span: Span) -> Ground:
        side = self.tense.side(hit, span) if hit.form in _BY_VERBS and self.day else ""
        at = self.last_at if hit.form in _CLOCKS else self.year_at
        return Ground(self.day, side, self.last, self.year, hit.begin - at)

    def _remember(self, hit: Hit, told: _Told) -> None:
        period = told.found.period
        if not period or hit.form in _CLOCKS or period.open:
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
            word = part["part"]
            coarse = grain in ("month", "year", "decade", "century", "week")
            if word not in _HALVES or (coarse and re.search(r"\sof\s", part[0])):
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
        if told.form in _CLOCKS and a and a.grain == "day" and not a.clock and _TO_CLOCK.fullmatch(between):
            found.pop()
            there = replace(a, clock=b.clock, grain=b.grain) if b else a
            return replace(before, end=told.end, found=replace(before.found, period=there))
        if before.form in _CLOCKS and a and b and b.grain == "day" and _TO_DAY.fullmatch(between):
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
        opened = _SIDE.search(self.lower, max(0, before.begin - _LOOK), before.begin)
        words = bool(opened and opened["side"] in ("from", "between") and _TO.fullmatch(between))
        dashed = a.grain != "day" and bool(_DASH.fullmatch(between))
        if not (words or dashed) or a.first > b.last:
            return told
        found.pop()
        return replace(told, begin=before.begin, found=replace(told.found, period=replace(b, first=a.first)))

    def _with_side(self, told: _Told, floor: int) -> _Told:
        """Take in "since", "until", "by" …: they leave one end open. "After Friday's vote" counts from the vote."""
        period = told.found.period
        side = _SIDE.search(self.lower, max(floor, told.begin - _LOOK), told.begin)
        if not side or not period or period.open or period.clock or side["side"] not in _OPEN:
            return told
        if side["not"] or _POSSESSIVE.match(self.lower, told.end):
            return told
        return replace(
            told,
            begin=side.start("side"),
            found=replace(told.found, period=replace(period, open=_OPEN[side["side"]])),
        )

    def _time(self, told: _Told) -> Time:
        span, period = Span(told.begin, told.end), told.found.period
        if period is None:
            return Time(span=span, value="", grain="", anchor="none")
        anchor = self.anchor if told.found.anchor == "report" else told.found.anchor
        return Time(span=span, value=period.value, grain=period.grain, anchor=anchor)
