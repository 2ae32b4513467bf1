"""The network: who acts towards whom, friendly or hostile, up to a day that can be moved; the same as a table."""

from __future__ import annotations

import math
from dataclasses import dataclass

from accordingto import query
from accordingto.answers import Tie
from accordingto.desk.ask import Ask, Leaf
from accordingto.desk.memory import remembered
from accordingto.desk.pages import ROWS
from accordingto.desk.wording import day_of
from accordingto.record.connection import Connection

PATH = "/network"
TITLE = "Network"
NODES = 18
"""Actors drawn: more names on a ring cannot be read."""
SIZE = 640
RING = 210
THICKEST = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An actor on the ring; `anchor` says on which side of its point the name stands."""

    actor: int
    name: str
    x: float
    y: float
    label_x: float
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A tie as it is drawn: a path, how thick, of which sign ("friendly", "hostile", "mixed", "neither")."""

    tie: Tie
    path: str
    width: float
    sign: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkPage:
    """Ties up to a day: drawn for the actors with most of them, as a table for all."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    ties: tuple[Tie, ...]
    leaf: Leaf
    days: tuple[str, ...]
    """Days that the slider stops at, in order."""
    until: str
    actor: int | None


def gather(view: Connection, ask: Ask) -> NetworkPage:
    """Return the ties (of one `actor`) in reports up to `until`, a date."""
    until = ask.text("until")
    query.Filter(until=until)
    actor = ask.number("actor") if ask.text("actor") else None
    found = remembered(view, f"ties {until}", lambda view: query.ties(view, until=until)).rows
    if actor is not None:
        found = tuple(tie for tie in found if actor in (tie.actor, tie.other))
    leaf = Leaf(number=ask.number("page"), size=ROWS, total=len(found))
    nodes = _nodes(found)
    return NetworkPage(
        nodes=nodes,
        lines=_lines(found, nodes),
        ties=found[leaf.offset : leaf.offset + ROWS],
        leaf=leaf,
        days=_days(view),
        until=until,
        actor=actor,
    )


def _nodes(ties: tuple[Tie, ...]) -> tuple[Node, ...]:
    weight: dict[tuple[int, str], int] = {}
    for tie in ties:
        for one in ((tie.actor, tie.name), (tie.other, tie.other_name)):
            weight[one] = weight.get(one, 0) + tie.events
    chosen = sorted(sorted(weight, key=lambda one: (-weight[one], one[1]))[:NODES], key=lambda one: one[1].casefold())
    nodes = []
    for number, (actor, name) in enumerate(chosen):
        angle = 2 * math.pi * number / len(chosen) - math.pi / 2
        x, y = SIZE / 2 + RING * math.cos(angle), SIZE / 2 + RING * math.sin(angle)
        side = math.cos(angle)
        anchor = "middle" if abs(side) < 0.2 else "start" if side > 0 else "end"
        label = x if anchor == "middle" else x + (12 if side > 0 else -12)
        nodes.append(Node(actor=actor, name=name, x=round(x, 1), y=round(y, 1), label_x=round(label, 1), anchor=anchor))
    return tuple(nodes)


def _lines(ties: tuple[Tie, ...], nodes: tuple[Node, ...]) -> tuple[Line, ...]:
    at = {node.actor: node for node in nodes}
    drawn = [tie for tie in ties if tie.actor in at and tie.other in at]
    most = max((tie.events for tie in drawn), default=1)
    lines = []
    for tie in drawn:
        begin, end = at[tie.actor], at[tie.other]
        # Bent towards the middle and to the right of its direction, so that both directions can be seen.
        bend_x = SIZE / 2 + (end.y - begin.y) * 0.12
        bend_y = SIZE / 2 - (end.x - begin.x) * 0.12
        lines.append(
            Line(
                tie=tie,
                path=f"M{begin.x} {begin.y}Q{bend_x:.1f} {bend_y:.1f} {end.x} {end.y}",
                width=round(1 + (THICKEST - 1) * math.sqrt(tie.events / most), 1),
                sign=_sign(tie),
            )
        )
    return tuple(lines)


def _sign(tie: Tie) -> str:
    if tie.friendly and tie.hostile:
        return "mixed"
    return "friendly" if tie.friendly else "hostile" if tie.hostile else "neither"


def _days(view: Connection, stops: int = 24) -> tuple[str, ...]:
    extent = query.extent(view)
    first, last = day_of(extent.first), day_of(extent.last)
    if first is None or last is None:
        return ()
    days = (last - first).days
    step = max(1, math.ceil(days / stops))
    found = [first.fromordinal(first.toordinal() + at) for at in range(0, days, step)]
    return tuple(day.isoformat() for day in [*found, last])
