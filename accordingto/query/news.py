"""What a record has gained since a run: reports, statements, claims that came up or became contested."""

from __future__ import annotations

from accordingto.answers import News
from accordingto.record.connection import Connection


def news(view: Connection, since: int) -> News:
    """Return what came in by runs after `since`, the number of a run."""
    begun = view.row("SELECT coalesce(ended, begun) FROM run WHERE id = ?", (since,))
    reports = _number(view, "SELECT count(*) FROM version WHERE current AND run > ?", since)
    statements = _number(
        view, "SELECT count(*) FROM statement s JOIN version v ON v.id = s.version WHERE v.current AND v.run > ?", since
    )
    # A claim is new when none of its holders was there before.
    fresh = (
        "SELECT {} FROM claim c WHERE EXISTS (SELECT 1 FROM holder h JOIN version v ON v.id = h.version"
        " WHERE h.claim = c.id AND v.run > ?)"
    )
    old = (
        " AND NOT EXISTS (SELECT 1 FROM holder h JOIN version v ON v.id = h.version"
        " WHERE h.claim = c.id AND v.run <= ?)"
    )
    return News(
        since=begun[0] if begun else "",
        reports=reports,
        statements=statements,
        new_claims=_number(view, fresh.format("count(*)") + old, since, since),
        contested=tuple(
            name for (name,) in view.rows(fresh.format("c.name") + " AND c.status = 'contested'", (since,))
        ),
    )


def _number(view: Connection, sql: str, *values: int) -> int:
    row = view.row(sql, values)
    return row[0] if row else 0
