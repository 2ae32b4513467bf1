"""Small charts as geometry: dated stances in, places of marks out, in pixels; templates draw them as SVG.

A chart is never the only way to read something: the page has the same as a list or table. What has no date stands in
`undated`, not at a made-up place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from accordingto.desk.wording import STANCES, day_of, stance_of_act, when

LANE = 28
"""Height of a lane: a mark of 12 and room to hit it with a finger."""
MARK = 12
TOP = 8
AXIS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A stance at a time (EDTF, or empty), in a lane, with where it leads and what it says when asked."""

    lane: str
    at: str
    stance: str
    firmness: str
    href: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A mark and where its middle stands."""

    x: float
    y: float
    point: Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A row of a chart: its name, where it leads, the height of its middle."""

    name: str
    href: str
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A day on the axis; `anchor` is how its words stand to it (start, middle, end)."""

    x: float
    words: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Lanes with marks in time; `steps` is a path from mark to mark in order of time."""

    width: int
    height: int
    left: int
    lanes: tuple[Lane, ...]
    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]
    steps: str
    undated: tuple[Point, ...]


def lanes(
    points: Sequence[Point],
    names: Sequence[tuple[str, str]],
    *,
    width: int,
    left: int,
    shown: Mapping[str, str] | None = None,
) -> Chart | None:
    """Return the chart of some points, or None where none has a date.

    `names` are the lanes with where they lead; `shown` has the words of a lane where they are others than its name.
    """
    dated = sorted(((day, point) for point in points if (day := day_of(point.at))), key=lambda both: both[0])
    if not dated:
        return None
    rows = {name: TOP + LANE * (number + 0.5) for number, (name, _) in enumerate(names)}
    scale = Scale(dated[0][0], dated[-1][0], left + MARK, width - MARK)
    dots = _spread(tuple(Dot(x=scale.x(day), y=rows[point.lane], point=point) for day, point in dated))
    return Chart(
        width=width,
        height=TOP + LANE * len(names) + AXIS,
        left=left,
        lanes=tuple(Lane(name=(shown or {}).get(name, name), href=href, y=rows[name]) for name, href in names),
        dots=dots,
        ticks=scale.ticks(),
        steps=_steps(dots),
        undated=tuple(point for point in points if day_of(point.at) is None),
    )


@dataclass(frozen=True, slots=True)
class Scale:
    """Days on a line from `left` to `right`."""

    first: date
    last: date
    left: float
    right: float

    def x(self, day: date) -> float:
        """Return where a day stands."""
        days = (self.last - self.first).days
        share = (day - self.first).days / days if days else 0.5
        return round(self.left + share * (self.right - self.left), 1)

    def ticks(self) -> tuple[Tick, ...]:
        """Return the first and the last day, and one between them where there is room for it."""
        days = (self.last - self.first).days
        if not days:
            return (Tick(x=self.x(self.first), words=when(self.first.isoformat()), anchor="middle"),)
        ends = [(self.first, "start"), (self.last, "end")]
        if days > 1 and self.right - self.left > 260:
            ends.insert(1, (self.first + timedelta(days=days // 2), "middle"))
        return tuple(Tick(x=self.x(day), words=when(day.isoformat()), anchor=anchor) for day, anchor in ends)


def _spread(dots: tuple[Dot, ...]) -> tuple[Dot, ...]:
    """Move marks of one lane that would cover each other apart, as far as half of each stays visible."""
    last: dict[float, float] = {}
    spread = []
    for dot in dots:
        x = max(dot.x, last.get(dot.y, 0.0) + MARK / 2) if dot.y in last else dot.x
        last[dot.y] = x
        spread.append(Dot(x=x, y=dot.y, point=dot.point))
    return tuple(spread)


def _steps(dots: Sequence[Dot]) -> str:
    return f"M{dots[0].x} {dots[0].y}" + "".join(f"H{dot.x}V{dot.y}" for dot in dots[1:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A piece of a bar: a stance, how many, where it begins and how long it is."""

    stance: str
    number: int
    x: float
    width: float


def bars(acts: dict[str, int], *, most: int, width: int) -> tuple[Bar, ...]:
    """Return the bar of someone's acts, split by stance; the longest bar of the list (`most`) is `width` long."""
    numbers = dict.fromkeys(STANCES, 0)
    for act, number in acts.items():
        numbers[stance_of_act(act).name] += number
    found, x = [], 0.0
    for stance, number in numbers.items():
        if number:
            long = round(width * number / max(most, 1), 1)
            found.append(Bar(stance=stance, number=number, x=round(x, 1), width=long))
            x += long
    return tuple(found)
