"""Ties between actors: who does what to whom, as events say it, and who speaks for or against whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from accordingto.answers import Tie
from accordingto.query.days import within
from accordingto.query.kept import counted
from accordingto.record.connection import Connection, Row
from accordingto.table import Table

SIGNS: Mapping[str, int] = MappingProxyType(
    {
        **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD"), 1),
        **dict.fromkeys(("REQUEST", "RETREAT"), 0),
        **dict.fromkeys(("ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), -1),
    }
)
"""Cooperation or conflict, as PLOVER's manual groups its root codes into quad classes; 0 belongs to neither."""


def ties(view: Connection, *, since: str = "", until: str = "", limit: int | None = None) -> Table[Tie]:
    """Return who acted towards whom, those with the most events first; what is negated did not happen and is left out.

    `since` and `until` are dates of the reports, both included.
    """
    rows = [row for row in counted(view, "ties") if within(row[5], since, until)]
    found: dict[tuple[int, int], list[Row]] = {}
    for row in rows:
        found.setdefault((row[0], row[2]), []).append(row)
    ties_ = (_tie(some) for some in found.values())
    ordered = sorted(ties_, key=lambda tie: (-tie.events, tie.name, tie.other_name))
    return Table(rows=tuple(ordered[:limit]), total=len(ordered))


def _tie(rows: Sequence[Row]) -> Tie:
    """Return the tie of one actor to another from its rows: both, type of event, day, number."""
    actor, name, other, other_name = rows[0][:4]
    types: dict[str, int] = {}
    for row in rows:
        types[row[4]] = types.get(row[4], 0) + row[6]
    days = sorted(row[5] for row in rows)
    return Tie(
        actor=actor,
        name=name,
        other=other,
        other_name=other_name,
        events=sum(types.values()),
        friendly=sum(number for kind, number in types.items() if SIGNS.get(kind, 0) > 0),
        hostile=sum(number for kind, number in types.items() if SIGNS.get(kind, 0) < 0),
        types=types,
        first=next(filter(None, days), ""),
        last=days[-1],
    )
