"""Ties between actors: who does what to whom, as events say it, and who speaks for or against whom."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from accordingto.answers import Tie
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
    # CROSS keeps the order of the joins: from each event by keys to its actors.
    rows = view.rows(
        "SELECT a.id, a.name, b.id, b.name, e.type, count(*), min(nullif(v.published, '')), max(v.published)"
        " FROM event e CROSS JOIN version v ON v.id = e.version AND v.current"
        " CROSS JOIN json_each(e.source) s CROSS JOIN json_each(e.target) t"
        " CROSS JOIN mention m ON m.version = e.version AND m.number = s.value"
        " CROSS JOIN mention n ON n.version = e.version AND n.number = t.value"
        " CROSS JOIN actor_chain c ON c.version = e.version AND c.chain = m.chain"
        " CROSS JOIN actor_chain d ON d.version = e.version AND d.chain = n.chain"
        " CROSS JOIN actor a ON a.id = c.actor CROSS JOIN actor b ON b.id = d.actor"
        " WHERE NOT e.negated AND a.id <> b.id"
        " AND (? = '' OR substr(v.published, 1, length(?)) >= ?) AND (? = '' OR (v.published <> ''"
        " AND substr(v.published, 1, length(?)) <= ?)) GROUP BY a.id, b.id, e.type",
        (since, since, since, until, until, until),
    )
    found: dict[tuple[int, int], Tie] = {}
    for actor, name, other, other_name, kind, number, first, last in rows:
        held = found.get((actor, other))
        sign = SIGNS.get(kind, 0)
        types = {**(held.types if held else {}), kind: number}
        found[actor, other] = Tie(
            actor=actor,
            name=name,
            other=other,
            other_name=other_name,
            events=number + (held.events if held else 0),
            friendly=number * (sign > 0) + (held.friendly if held else 0),
            hostile=number * (sign < 0) + (held.hostile if held else 0),
            types=types,
            first=min(filter(None, (first or "", held.first if held else "")), default=""),
            last=max(last or "", held.last if held else ""),
        )
    ordered = sorted(found.values(), key=lambda tie: (-tie.events, tie.name, tie.other_name))
    return Table(rows=tuple(ordered[:limit]), total=len(ordered))
