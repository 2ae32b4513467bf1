"""Outlets: how much each reports, how much of it on anonymous words, and on whose words it leans."""

from __future__ import annotations

from accordingto.answers import Lean, OutletRow
from accordingto.record.connection import Connection
from accordingto.table import Table


def outlets(view: Connection) -> Table[OutletRow]:
    """Return the outlets, those with the most reports first."""
    said = {
        outlet: (statements, anonymous)
        for outlet, statements, anonymous in view.rows(
            "SELECT r.outlet, count(*), sum(s.naming = 'anonymous') FROM statement s"
            " JOIN version v ON v.id = s.version AND v.current JOIN report r ON r.id = v.report GROUP BY r.outlet"
        )
    }
    rows = view.rows(
        "SELECT r.outlet, count(*), (SELECT count(DISTINCT h.origin) FROM report o JOIN version w ON w.report = o.id"
        " JOIN holder h ON h.version = w.id WHERE o.outlet = r.outlet AND w.current)"
        " FROM report r GROUP BY r.outlet ORDER BY 2 DESC, 1"
    )
    found = tuple(
        OutletRow(
            outlet=outlet,
            reports=reports,
            statements=said.get(outlet, (0, 0))[0],
            anonymous=said.get(outlet, (0, 0))[1],
            origins=origins,
        )
        for outlet, reports, origins in rows
    )
    return Table(rows=found, total=len(found))


def leans(view: Connection, *, least: int = 2) -> Table[Lean]:
    """Return which outlets have words of which origins, for origins that at least so many outlets have words of.

    The origins that most outlets lean on come first.
    """
    rows = list(
        view.rows(
            "SELECT o.name, o.how, o.who, r.outlet, count(DISTINCT v.report), count(*) FROM holder h"
            " JOIN origin o ON o.id = h.origin JOIN version v ON v.id = h.version AND v.current"
            " JOIN report r ON r.id = v.report WHERE o.how <> 'unknown' GROUP BY o.id, r.outlet"
        )
    )
    wide: dict[str, int] = {}
    for name, *_ in rows:
        wide[name] = wide.get(name, 0) + 1
    found = [
        Lean(origin=name, how=how, who=who, outlet=outlet, reports=reports, holders=holders)
        for name, how, who, outlet, reports, holders in rows
        if wide[name] >= least
    ]
    found.sort(key=lambda one: (-wide[one.origin], one.origin, one.outlet))
    return Table(rows=tuple(found), total=len(found))
