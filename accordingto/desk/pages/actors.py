"""The list of actors, those who say most first."""

from __future__ import annotations

from dataclasses import dataclass

from accordingto import query
from accordingto.answers import ActorRow
from accordingto.data import KINDS
from accordingto.desk.ask import Ask, Leaf
from accordingto.desk.charts import Bar, bars
from accordingto.desk.memory import remembered
from accordingto.desk.pages import ROWS
from accordingto.record.connection import Connection

PATH = "/actors"
TITLE = "Actors"
BAR = 200
KEPT = 500
"""Actors whose figures are kept while the record is as it is: the first ten parts of the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorLine:
    """An actor with the bar of what it does."""

    actor: ActorRow
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorsPage:
    """A part of the list."""

    words: str
    kind: str
    kinds: tuple[str, ...]
    lines: tuple[ActorLine, ...]
    leaf: Leaf


def gather(view: Connection, ask: Ask) -> ActorsPage:
    """Return the actors of a `kind` with all of the words `q` in one of their names."""
    number = ask.number("page")
    kinds = tuple(kind for kind in KINDS if kind != "none")
    kind = ask.chosen("kind", ("", *kinds), default="")
    words, offset = ask.text("q"), (number - 1) * ROWS
    if words or offset + ROWS > KEPT:
        found = query.actors(view, words=words, kind=kind, limit=ROWS, offset=offset)
        rows = found.rows
    else:
        # To rank actors, all that they say is counted: once for the first parts of the list.
        found = remembered(view, f"actors {kind}", lambda view: query.actors(view, kind=kind, limit=KEPT))
        rows = found.rows[offset : offset + ROWS]
    most = max((row.statements for row in rows), default=1)
    return ActorsPage(
        words=ask.text("q"),
        kind=kind,
        kinds=kinds,
        lines=tuple(ActorLine(actor=row, bars=bars(row.acts, most=most, width=BAR)) for row in rows),
        leaf=Leaf(number=number, size=ROWS, total=found.total),
    )
