"""The timeline: what was said and what is said to have happened, two lanes over one axis; what has no day in a tray."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from accordingto import query
from accordingto.answers import DayCount, Happening
from accordingto.desk.ask import Ask, Leaf
from accordingto.desk.charts import Scale, Tick, bars
from accordingto.desk.memory import remembered
from accordingto.desk.pages import ROWS
from accordingto.desk.wording import day_of, last_day_of
from accordingto.record.connection import Connection

PATH = "/timeline"
TITLE = "Timeline"
WIDE = 1160
SAID = 90
"""Height of the lane "said" in pixels; the fullest day reaches its top."""
DRAWN = 240
"""So many happenings at most are drawn one by one; where there are more, days are counted."""
ROW = 12
LANES = 20
DAYS_BY_DAY, DAYS_BY_MONTH = 120, 3650
"""A longer stretch of time is counted by month, one still longer by year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A day, month or year in a lane: pieces by stance from the ground up, and the address that narrows to it."""

    x: float
    width: float
    pieces: tuple[tuple[str, float, float], ...]
    """Stance, height of its lower edge, its height."""
    day: str
    number: int
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A happening as it is drawn: a range is a bar whose ends are soft, a day a short one."""

    x: float
    y: float
    width: float
    soft: bool
    happening: Happening


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelinePage:
    """Both lanes, and the list below them: happenings, or the tray."""

    since: str
    until: str
    grain: str
    said: tuple[Column, ...]
    happened: tuple[Column, ...]
    stretches: tuple[Stretch, ...]
    """Instead of `happened`, where they are few."""
    ticks: tuple[Tick, ...]
    lanes: int
    tray: bool
    happenings: tuple[Happening, ...]
    leaf: Leaf
    unresolved: int
    statements: int


def gather(view: Connection, ask: Ask) -> TimelinePage:
    """Return the lanes from `since` to `until`; `tray=1` lists what has no day instead of what has."""
    since, until = ask.text("since"), ask.text("until")
    query.Filter(since=since, until=until)
    tray, number = bool(ask.text("tray")), ask.number("page")
    days = remembered(
        view,
        f"days {since} {until}",
        lambda view: (
            query.said_by_day(view, since=since, until=until),
            query.happened_by_day(view, since=since, until=until),
            query.count_unresolved(view),
        ),
    )
    said, happened, unresolved = days
    offset = (number - 1) * ROWS
    found = (
        query.unresolved(view, limit=ROWS, offset=offset)
        if tray
        else query.happenings(view, since=since, until=until, limit=ROWS, offset=offset)
    )
    few = query.happenings(view, since=since, until=until, limit=DRAWN).rows
    scale, grain = _scale(said, happened, few)
    drawn = _stretches(few, scale) if scale and sum(one.number for one in happened) <= DRAWN else ()
    return TimelinePage(
        since=since,
        until=until,
        grain=grain,
        said=_columns(said, scale, grain, "/search"),
        happened=() if drawn else _columns(happened, scale, grain, PATH),
        stretches=drawn,
        ticks=scale.ticks() if scale else (),
        lanes=max((int(one.y // ROW) + 1 for one in drawn), default=0),
        tray=tray,
        happenings=found.rows,
        leaf=Leaf(number=number, size=ROWS, total=found.total),
        unresolved=unresolved,
        statements=sum(one.number for one in said),
    )


def _scale(
    said: tuple[DayCount, ...], happened: tuple[DayCount, ...], few: tuple[Happening, ...]
) -> tuple[Scale | None, str]:
    """Return the axis: all days on which anything was said, and what happened in their neighbourhood.

    A report of this spring may tell of a war two centuries ago; it would press everything else into one pixel. What
    lies before the axis is in the list below.
    """
    days = sorted(day for one in said if (day := day_of(one.day)))
    told = sorted(day for one in happened if (day := day_of(one.day)))
    if not days and not told:
        return None, "day"
    first, last = (days or told)[0], (days or told)[-1]
    if days:
        room = max(timedelta(days=30), last - first)
        near = [day for day in told if first - room <= day <= last + room]
        first, last = min([first, *near]), max([last, *near])
    else:
        first, last = told[len(told) // 20], told[-1]
    length = (last - first).days
    grain = "day" if length <= DAYS_BY_DAY else "month" if length <= DAYS_BY_MONTH else "year"
    return Scale(first, max(last, first + timedelta(days=1)), 12, WIDE - 12), grain


def _columns(days: tuple[DayCount, ...], scale: Scale | None, grain: str, path: str) -> tuple[Column, ...]:
    if scale is None:
        return ()
    size = query.GRAINS[grain]
    merged: dict[str, DayCount] = {}
    for one in days:
        held = merged.get(one.day[:size])
        acts = dict(held.acts) if held else {}
        for act, number in one.acts.items():
            acts[act] = acts.get(act, 0) + number
        number = one.number + (held.number if held else 0)
        merged[one.day[:size]] = DayCount(day=one.day[:size], number=number, acts=acts)
    most = max((one.number for one in merged.values()), default=1)
    columns = []
    for one in merged.values():
        begin, end = day_of(one.day), last_day_of(one.day)
        if begin is None or end is None or end < scale.first or begin > scale.last:
            continue
        x = scale.x(max(begin, scale.first))
        width = max(2.0, scale.x(min(end + timedelta(days=1), scale.last)) - x - 1)
        columns.append(
            Column(
                x=x,
                width=round(min(width, 40.0), 1),
                pieces=_pieces(one, most),
                day=one.day,
                number=one.number,
                href=f"{path}?since={one.day}&until={one.day}",
            )
        )
    return tuple(columns)


def _pieces(one: DayCount, most: int) -> tuple[tuple[str, float, float], ...]:
    high = max(2.0, SAID * one.number / most)
    if not one.acts:
        return (("told", SAID - high, high),)
    # A bar on its end: the same split by stance as everywhere.
    return tuple(
        (bar.stance, round(SAID - bar.x - bar.width, 1), bar.width)
        for bar in bars(one.acts, most=one.number, width=round(high))
    )


def _stretches(found: tuple[Happening, ...], scale: Scale) -> tuple[Stretch, ...]:
    ends: list[float] = []
    stretches = []
    for one in found:
        begin, end = day_of(one.value), last_day_of(one.value)
        if begin is None or end is None or end < scale.first or begin > scale.last:
            continue
        x = scale.x(max(begin, scale.first))
        width = max(8.0, scale.x(min(end + timedelta(days=1), scale.last)) - x)
        # The first row that is free here; where all are taken, the last one.
        lane = next((row for row, taken in enumerate(ends) if taken + 2 <= x), min(len(ends), LANES - 1))
        ends[lane:] = [max(x + width, *ends[lane : lane + 1], 0.0), *ends[lane + 1 :]]
        soft = "/" in one.value or one.grain not in ("day", "hour", "minute", "second")
        stretches.append(Stretch(x=x, y=lane * ROW, width=round(width, 1), soft=soft, happening=one))
    return tuple(stretches)
