"""Reports of a record as they stand now, and what was cut from them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields

from accordingto.answers import CutCount, CutRow, ReportRow
from accordingto.query.filters import terms_of
from accordingto.query.statements import number_of
from accordingto.record.connection import Connection, Value
from accordingto.table import Table


def reports(view: Connection, *, words: str = "", limit: int | None = None, offset: int = 0) -> Table[ReportRow]:
    """Return the reports as they stand now, in order of time, those with all of `words` in title or text."""
    where, values = "v.current", list[Value]()
    if terms := terms_of(words):
        where += " AND v.id IN (SELECT rowid FROM version_fts WHERE version_fts MATCH ?)"
        values.append(terms)
    found = report_rows(view, where, values, limit=limit, offset=offset)
    return Table(rows=found, total=number_of(view.row(f"SELECT count(*) FROM version v WHERE {where}", values)))


def report_rows(
    view: Connection, where: str, values: Sequence[Value], *, limit: int | None = None, offset: int = 0
) -> tuple[ReportRow, ...]:
    """Return the versions `v` of reports for which a condition holds, in order of time."""
    names = [field.name for field in fields(ReportRow)]
    columns = ", ".join(f"v.{name}" for name in names[2 : names.index("seen")])
    first = "(SELECT n.begun FROM version o JOIN run n ON n.id = o.run WHERE o.report = r.id AND o.number = 1)"
    order = " ORDER BY v.published = '', v.published, r.name, r.outlet"
    # What is counted for each is counted after the list is cut to its part, not for all.
    part = f"SELECT v.id FROM version v JOIN report r ON r.id = v.report WHERE {where}{order} LIMIT ? OFFSET ?"
    rows = view.rows(
        f"SELECT r.name, r.outlet, {columns}, iif(v.seen = '', {first}, v.seen),"
        " iif(v.seen = '', 'first read', v.seen_how), coalesce(d.place, ''), coalesce(d.day, ''),"
        " (SELECT json_group_array(DISTINCT c.agency) FROM credit c WHERE c.version = v.id),"
        " (SELECT count(*) FROM version o WHERE o.report = r.id), v.size,"
        ' (SELECT coalesce(sum(c."end" - c."begin"), 0) FROM cut c WHERE c.version = v.id),'
        " (SELECT count(*) FROM statement s WHERE s.version = v.id), v.model"
        f" FROM version v JOIN report r ON r.id = v.report LEFT JOIN dateline d ON d.version = v.id"
        f" WHERE v.id IN ({part}){order}",
        (*values, -1 if limit is None else limit, offset),
    )
    at = names.index("credits")
    listed = ((*row[:at], tuple(json.loads(row[at])), *row[at + 1 :]) for row in rows)
    return tuple(ReportRow(**dict(zip(names, row, strict=True))) for row in listed)


def cuts(
    view: Connection, *, report: str = "", reason: str = "", limit: int | None = None, offset: int = 0
) -> Table[CutRow]:
    """Return what was cut from the reports (of one id, for one reason), with the words, in order of the text."""
    source = (
        " FROM cut c JOIN version v ON v.id = c.version JOIN report r ON r.id = v.report"
        " WHERE v.current AND ? IN ('', r.name) AND ? IN ('', c.reason)"
    )
    values: list[Value] = [report, reason]
    # The texts are fetched when the list has been cut to its part.
    part = f'SELECT v.id AS version, r.name, r.outlet, c."begin", c."end", c.reason{source}'
    rows = view.rows(
        f'SELECT p.name, p.outlet, p."begin", p."end", p.reason, v.text FROM ({part}'
        ' ORDER BY r.name, r.outlet, c."begin" LIMIT ? OFFSET ?) p JOIN version v ON v.id = p.version'
        ' ORDER BY p.name, p.outlet, p."begin"',
        (*values, -1 if limit is None else limit, offset),
    )
    found = tuple(
        CutRow(report=name, outlet=outlet, begin=begin, end=end, reason=why, words=text[begin:end])
        for name, outlet, begin, end, why, text in rows
    )
    total = len(found) if limit is None and not offset else number_of(view.row(f"SELECT count(*){source}", values))
    return Table(rows=found, total=total)


def count_cuts(view: Connection) -> Table[CutCount]:
    """Return how much was cut for each reason, most first."""
    rows = view.rows(
        'SELECT c.reason, count(*), sum(c."end" - c."begin") AS size FROM cut c'
        " JOIN version v ON v.id = c.version AND v.current GROUP BY c.reason ORDER BY size DESC, c.reason"
    )
    found = tuple(CutCount(reason=reason, pieces=pieces, size=size) for reason, pieces, size in rows)
    return Table(rows=found, total=len(found))
