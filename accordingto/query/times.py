"""When things were said, when they happened, and what could not be dated: three lanes of one timeline.

`said` has a row a statement, `happened` a row a time expression that is not the time at which something was said, and
`unresolved` those whose time is not established, of either sort. A day stands in a lane as often as it was written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from accordingto.answers import Moment, TimelineRow
from accordingto.data import Span
from accordingto.errors import UsageError
from accordingto.record.connection import Connection, Row, Value
from accordingto.table import Table
from accordingto.times import bounds

LANES = ("said", "happened", "unresolved")

_FINE = ("minute", "hour", "day", "weekend", "week", "month")
_REPORT = " JOIN version v ON v.id = t.version AND v.current JOIN report r ON r.id = v.report"
_BEGIN, _END = "json_extract(j.value, '$[0]')", "json_extract(j.value, '$[1]')"
_BESIDE = "SELECT d.number FROM said d WHERE d.version = t.version AND d.time = t.number"
_AROUND = (
    "SELECT c.number FROM statement c, json_each(c.content_spans) j WHERE c.version = t.version"
    f' AND {_BEGIN} <= t."begin" AND {_END} > t."begin" ORDER BY {_END} - {_BEGIN}, c.number DESC LIMIT 1'
)
"""The statement that a time is beside the cue of, and the innermost one whose content it stands in."""
_EVENTS = "SELECT json_group_array(e.type) FROM event e WHERE e.version = t.version AND e.time = t.number"
_FROM = {
    "said": f" FROM said t{_REPORT} LEFT JOIN time w ON w.version = t.version AND w.number = t.time",
    "happened": f" FROM time t{_REPORT}",
    "unresolved": f" FROM time t{_REPORT}",
}
_WHERE = {
    "said": "t.value <> ''",
    "happened": f"t.value <> '' AND NOT EXISTS ({_BESIDE})",
    "unresolved": "t.value = ''",
}
_TIME = f't."begin", t."end", t.grain, t.anchor, coalesce(({_BESIDE}), ({_AROUND})), ({_EVENTS})'
_OWN = {
    "said": "w.\"begin\", w.\"end\", coalesce(w.grain, 'day'), t.how, t.number, '[]'",
    "happened": _TIME,
    "unresolved": _TIME,
}
_ORDER = {
    "said": "t.first, t.last, r.name, r.outlet, t.number",
    "happened": "t.first, t.last, r.name, r.outlet, t.number",
    "unresolved": "r.name, r.outlet, t.number",
}


def timeline(
    view: Connection, lane: str, *, during: str = "", report: str = "", limit: int | None = None, offset: int = 0
) -> Table[TimelineRow]:
    """Return the rows of a lane (one of LANES) in order of time, the unresolved ones in order of their reports.

    `during` is a day, month, year or range (`2017-06-21/2017-06-30`, `2015/..`) that a row must share a day with;
    `report` takes one report. Raises UsageError where a lane or a range is none.
    """
    if lane not in LANES:
        raise UsageError(f"lane {lane!r} is none of {', '.join(LANES)}")
    conditions, values = [_WHERE[lane]], list[Value]()
    if during:
        condition, days = overlapping(during)
        conditions.append(condition)
        values += days
    if report:
        conditions.append("r.name = ?")
        values.append(report)
    return _rows(view, lane, (" AND ".join(conditions), values), limit, offset)


def moments(view: Connection, *, limit: int) -> tuple[Moment, ...]:
    """Return the times that most reports tell of, in order of time: days, weeks and months with both ends known."""
    among = f"{_WHERE['happened']} AND t.grain IN ({', '.join('?' * len(_FINE))}) AND t.value NOT LIKE '%..%'"
    found = view.rows(
        f"SELECT t.value, t.first, t.last, count(DISTINCT r.id){_FROM['happened']} WHERE {among}"
        " GROUP BY t.value, t.first, t.last ORDER BY 4 DESC, count(*) DESC, t.first DESC LIMIT ?",
        (*_FINE, limit),
    )
    out = []
    for value, first, last, _ in sorted(found, key=lambda row: row[1:3]):
        here = (f"{_WHERE['happened']} AND t.value = ?", [value])
        source = view.rows(f"SELECT DISTINCT r.name, r.outlet{_FROM['happened']} WHERE {here[0]}", here[1])
        reports = tuple(sorted((str(name), str(outlet)) for name, outlet in source))
        out.append(
            Moment(value=value, first=first, last=last, reports=reports, row=_rows(view, "happened", here, 1, 0)[0])
        )
    return tuple(out)


def _rows(
    view: Connection, lane: str, where: tuple[str, list[Value]], limit: int | None, offset: int
) -> Table[TimelineRow]:
    condition, values = where
    source = f"{_FROM[lane]} WHERE {condition}"
    rows = view.rows(
        "SELECT v.id, r.name, r.outlet, v.title, v.published, v.url, v.number, t.value, t.first, t.last,"
        f" {_OWN[lane]}{source} ORDER BY {_ORDER[lane]} LIMIT ? OFFSET ?",
        (*values, -1 if limit is None else limit, offset),
    )
    total = view.row(f"SELECT count(*){source}", values)
    return Table(rows=tuple(_told(view, lane, list(rows))), total=total[0] if total else 0)


def overlapping(during: str) -> tuple[str, list[Value]]:
    """Return the condition that a row `t` (of `time` or `said`) shares a day with an EDTF range, and its values."""
    try:
        first, last = bounds(during)
    except ValueError as error:
        raise UsageError(f"during {during!r}: {error}, or two with a stroke between: 2026-03-14/2026-03-20") from None
    if first and last and first > last:
        raise UsageError(f"during {during!r} ends before it begins: write the earlier one first")
    return "t.value <> '' AND t.first <= ? AND t.last >= ?", [last or "9999-12-31", first]


def _told(view: Connection, lane: str, rows: Sequence[Row]) -> Iterator[TimelineRow]:
    held, text = 0, ""
    for row in rows:
        version_id, report, outlet, title, published, url, version, value, first, last = row[:10]
        begin, end, grain, anchor, number, events = row[10:]
        if version_id != held:
            found = view.row("SELECT text FROM version WHERE id = ?", (version_id,))
            held, text = version_id, found[0] if found else ""
        statement = _statement(view, held, number)
        span = Span(begin, end) if begin is not None else None
        who, act, polarity, kind, naming, content, at = statement
        sentence = _sentence(view, held, span.begin if span else at)
        yield TimelineRow(
            lane=lane,
            value=value,
            first=first,
            last=last,
            grain=grain if value else "",
            anchor=anchor,
            words=text[slice(*span)] if span else "",
            span=span,
            who=who,
            act=act,
            polarity=polarity,
            kind=kind,
            naming=naming,
            what=tuple(text[b:e] for b, e in content),
            sentence=text[slice(*sentence)] if sentence else "",
            statement=number,
            events=tuple(json.loads(events)),
            report=report,
            outlet=outlet,
            title=title,
            published=published,
            url=url,
            version=version,
        )


def _statement(view: Connection, version: int, number: int | None) -> tuple[str, str, str, str, str, list[Span], int]:
    """Return who says what in a statement, and where its cue or content begins; empty without one."""
    row = view.row(
        "SELECT coalesce(nullif(speaker, ''), source), act, polarity, kind, naming, content_spans, cue_spans"
        " FROM statement WHERE version = ? AND number = ?",
        (version, -1 if number is None else number),
    )
    if row is None:
        return "", "", "", "", "", [], 0
    content, cue = ([Span(*piece) for piece in json.loads(spans)] for spans in row[5:])
    return (*row[:5], content, (cue or content or [Span(0, 0)])[0].begin)


def _sentence(view: Connection, version: int, at: int) -> Span | None:
    row = view.row(
        'SELECT "begin", "end" FROM sentence WHERE version = ? AND "begin" <= ? AND "end" > ?'
        ' ORDER BY "begin" DESC LIMIT 1',
        (version, at, at),
    )
    return Span(row[0], row[1]) if row else None
