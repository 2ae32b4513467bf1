"""Ties between actors: who does what to whom, as events say it, and who speaks for or against whom."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from accordingto.answers import Tie
from accordingto.query.kept import counted
from accordingto.record.connection import Connection
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
    rows = [
        row
        for row in counted(view, "ties")
        if (not since or row[5][: len(since)] >= since) and (not until or "" != row[5][: len(until)] <= until)
    ]
    found: dict[tuple[int, int], Tie] = {}
    for actor, name, other, other_name, kind, day, number in rows:
        held = found.get((actor, other))
        sign = SIGNS.get(kind, 0)
        types = dict(held.types) if held else {}
        types[kind] = types.get(kind, 0) + number
        found[actor, other] = Tie(
            actor=actor,
            name=name,
            other=other,
            other_name=other_name,
            events=number + (held.events if held else 0),
            friendly=number * (sign > 0) + (held.friendly if held else 0),
            hostile=number * (sign < 0) + (held.hostile if held else 0),
            types=types,
            first=min(filter(None, (day, held.first if held else "")), default=""),
            last=max(day, held.last if held else ""),
        )
    ordered = sorted(found.values(), key=lambda tie: (-tie.events, tie.name, tie.other_name))
    return Table(rows=tuple(ordered[:limit]), total=len(ordered))
