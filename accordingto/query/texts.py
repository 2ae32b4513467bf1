"""One report whole: its text, what is cut, who says what in it, what it shares with others, which claims it carries."""

from __future__ import annotations

import json
from collections.abc import Iterator

from accordingto.answers import ClaimHeld, CopiedPassage, CutRow, ReportText, VersionRow
from accordingto.data import Span
from accordingto.query.filters import Filter
from accordingto.query.reports import report_rows
from accordingto.query.statements import find
from accordingto.record.connection import Connection


def report_text(view: Connection, report: str, *, outlet: str | None = None, version: int = 0) -> ReportText | None:
    """Return a report as it stands now, or an earlier version of its text; None where the record has no such report.

    `outlet` is needed where several outlets have a report of that id: without one, the first of them is taken.
    """
    found = view.row(
        "SELECT v.id, v.number, v.current, v.text, r.id, r.name, r.outlet"
        " FROM report r JOIN version v ON v.report = r.id WHERE r.name = ? AND (? IS NULL OR r.outlet = ?)"
        " AND CASE WHEN ? THEN v.number = ? ELSE v.current END ORDER BY r.outlet LIMIT 1",
        (report, outlet, outlet, version, version),
    )
    if found is None:
        return None
    key, number, current, text, report_key, name, of = found
    versions = tuple(_versions(view, report_key))
    cuts = tuple(
        CutRow(report=name, outlet=of, begin=begin, end=end, reason=reason, words=text[begin:end])
        for begin, end, reason in view.rows(
            'SELECT "begin", "end", reason FROM cut WHERE version = ? ORDER BY "begin"', (key,)
        )
    )
    statements = find(view, Filter(report=name, outlet=of), order="report").rows if current else ()
    (row,) = report_rows(view, "v.id = ?", [key])
    return ReportText(
        row=row,
        version=number,
        text=text,
        versions=versions,
        paragraphs=tuple(
            Span(*both)
            for both in view.rows(
                'SELECT min("begin"), max("end") FROM sentence WHERE version = ? GROUP BY paragraph ORDER BY 1', (key,)
            )
        ),
        cuts=cuts,
        statements=statements,
        actors=_actors(view, key) if current else {},
        passages=tuple(_passages(view, key)) if current else (),
        claims=tuple(_claims(view, key)) if current else (),
    )


def _versions(view: Connection, report: int) -> Iterator[VersionRow]:
    for number, current, size, run, begun in view.rows(
        "SELECT v.number, v.current, v.size, v.run, n.begun FROM version v JOIN run n ON n.id = v.run"
        " WHERE v.report = ? ORDER BY v.number",
        (report,),
    ):
        yield VersionRow(version=number, current=bool(current), size=size, run=run, read=begun)


def _actors(view: Connection, version: int) -> dict[int, tuple[tuple[int, str], ...]]:
    found: dict[int, tuple[tuple[int, str], ...]] = {}
    for statement, actor, name in view.rows(
        "SELECT s.number, a.id, a.name FROM statement s JOIN actor_statement j ON j.statement = s.id"
        " JOIN actor a ON a.id = j.actor WHERE s.version = ? ORDER BY s.number, a.name",
        (version,),
    ):
        found[statement] = (*found.get(statement, ()), (actor, name))
    return found


def _passages(view: Connection, version: int) -> Iterator[CopiedPassage]:
    for name, outlet, title, turned, passages in view.rows(
        "SELECT r.name, r.outlet, v.title, c.second = ?1, c.passages FROM copy c"
        " JOIN version v ON v.id = CASE WHEN c.first = ?1 THEN c.second ELSE c.first END AND v.current"
        " JOIN report r ON r.id = v.report WHERE c.first = ?1 OR c.second = ?1"
        " ORDER BY v.published = '', v.published, r.name, r.outlet",
        (version,),
    ):
        for four in json.loads(passages):
            first, second = Span(*four[:2]), Span(*four[2:])
            own, other = (second, first) if turned else (first, second)
            yield CopiedPassage(span=own, report=name, outlet=outlet, title=title, of_span=other)


def _claims(view: Connection, version: int) -> Iterator[ClaimHeld]:
    for name, text, status, begin, end, statement, stance, act in view.rows(
        'SELECT c.name, c.text, c.status, h."begin", h."end", s.number, h.stance, h.act FROM holder h'
        " JOIN claim c ON c.id = h.claim LEFT JOIN statement s ON s.id = h.statement WHERE h.version = ?"
        ' ORDER BY h."begin", h."end", c.name',
        (version,),
    ):
        yield ClaimHeld(
            claim=name,
            text=text,
            status=status,
            span=Span(begin, end),
            statement=statement,
            stance=stance,
            act=act,
        )
