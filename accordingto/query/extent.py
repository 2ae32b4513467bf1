"""How much a record holds: reports, outlets, days, statements, pieces cut."""

from __future__ import annotations

from accordingto.answers import Extent
from accordingto.record.connection import Connection


def extent(view: Connection) -> Extent:
    """Return how much the record holds of the reports as they stand now."""
    row = view.row(
        "SELECT count(*), count(DISTINCT nullif(r.outlet, '')), coalesce(sum(v.published = ''), 0),"
        " coalesce(min(nullif(v.published, '')), ''), coalesce(max(v.published), '')"
        " FROM version v JOIN report r ON r.id = v.report WHERE v.current"
    )
    # Versions with an older text are few: what rests on them is taken off the whole, which SQLite counts fast.
    rest = "SELECT count(*) FROM {0} t JOIN version v ON v.id = t.version WHERE NOT v.current"
    statements, cuts = (
        _number(view, f"SELECT count(*) FROM {table}") - _number(view, rest.format(table))
        for table in ("statement", "cut")
    )
    reports, outlets, undated, first, last = row or (0, 0, 0, "", "")
    return Extent(
        reports=reports,
        outlets=outlets,
        undated=undated,
        first=first,
        last=last,
        statements=statements,
        cuts=cuts,
    )


def _number(view: Connection, sql: str) -> int:
    row = view.row(sql)
    return row[0] if row else 0
