"""Outlets: how much each reports, how much of it on anonymous words, and on whose words it leans."""

from __future__ import annotations

from accordingto.answers import Lean, OutletRow
from accordingto.query.kept import counted
from accordingto.record.connection import Connection
from accordingto.table import Table


def outlets(view: Connection) -> Table[OutletRow]:
    """Return the outlets, those with the most reports first."""
    said = {outlet: (statements, anonymous) for outlet, statements, anonymous in counted(view, "outlet_statements")}
    origins: dict[str, int] = dict(counted(view, "outlet_origins"))
    rows = view.rows("SELECT outlet, count(*) FROM report GROUP BY outlet ORDER BY 2 DESC, 1")
    found = tuple(
        OutletRow(
            outlet=outlet,
            reports=reports,
            statements=said.get(outlet, (0, 0))[0],
            anonymous=said.get(outlet, (0, 0))[1],
            origins=origins.get(outlet, 0),
        )
        for outlet, reports in rows
    )
    return Table(rows=found, total=len(found))


def leans(view: Connection, *, least: int = 2) -> Table[Lean]:
    """Return which outlets have words of which origins, for origins that at least so many outlets have words of.

    The origins that most outlets lean on come first.
    """
    rows = counted(view, "leans")
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
