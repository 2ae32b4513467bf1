"""Time as two lanes: on which days things were said, and on which they are said to have happened.

A statement counts for the day of its report, a happening for the time that the words give; what they leave open is in
`unresolved`, not on a day that was made up.
"""

from __future__ import annotations

from accordingto.answers import DayCount, Happening
from accordingto.query.kept import counted
from accordingto.record.connection import Connection, Row, Value
from accordingto.table import Table

GRAINS = {"day": 10, "month": 7, "year": 4}
"""How much of an ISO date names a day, a month, a year."""


def said_by_day(view: Connection, *, grain: str = "day", since: str = "", until: str = "") -> tuple[DayCount, ...]:
    """Return how many statements stand in the reports of each day (month, year), by act."""
    found: dict[str, dict[str, int]] = {}
    for day, act, number in counted(view, "said_by_day"):
        if within(day, since, until):
            acts = found.setdefault(day[: GRAINS[grain]], {})
            acts[act] = acts.get(act, 0) + number
    return tuple(DayCount(day=day, number=sum(acts.values()), acts=acts) for day, acts in found.items())


def happened_by_day(view: Connection, *, grain: str = "day", since: str = "", until: str = "") -> tuple[DayCount, ...]:
    """Return how many times of each day (month, year) are told of; a range counts where it begins."""
    found: dict[str, int] = {}
    for day, number in counted(view, "happened_by_day"):
        if within(day, since, until):
            found[day[: GRAINS[grain]]] = found.get(day[: GRAINS[grain]], 0) + number
    return tuple(DayCount(day=day, number=number, acts={}) for day, number in found.items())


def count_unresolved(view: Connection) -> int:
    """Return how many times are not established."""
    ((number,),) = counted(view, "unresolved")
    return int(number)


def within(day: str, since: str, until: str) -> bool:
    """Tell whether a day is in a time between two dates, both included, either of them open where it is empty."""
    return day[: len(since)] >= since and ((not until) or "" != day[: len(until)] <= until)


def happenings(
    view: Connection, *, since: str = "", until: str = "", limit: int | None = None, offset: int = 0
) -> Table[Happening]:
    """Return what is told with a time, in order of that time."""
    condition, values = _between("t.first", since, until)
    return _happenings(view, f"t.value <> ''{condition}", values, "t.first, t.version, t.number", limit, offset)


def unresolved(view: Connection, *, limit: int | None = None, offset: int = 0) -> Table[Happening]:
    """Return the times that are not established, in order of the reports."""
    return _happenings(view, "t.value = ''", [], "t.version, t.number", limit, offset)


def _between(column: str, since: str, until: str) -> tuple[str, list[Value]]:
    condition, values = "", list[Value]()
    for day, comparison in ((since, ">="), (until, "<=")):
        if day:
            condition += f" AND {column} <> '' AND substr({column}, 1, {len(day)}) {comparison} ?"
            values.append(day)
    return condition, values


def _happenings(
    view: Connection, where: str, values: list[Value], order: str, limit: int | None, offset: int
) -> Table[Happening]:
    source = f" FROM time t JOIN version v ON v.id = t.version AND v.current WHERE {where}"
    part = f"SELECT t.version, t.number{source} ORDER BY {order} LIMIT ? OFFSET ?"
    rows = view.rows(
        'SELECT r.name, r.outlet, v.published, v.text, t."begin", t."end", t.value, t.grain, t.anchor, e.type,'
        ' e."begin", e."end", e.negated, e.statement,'
        " (SELECT coalesce(nullif(s.speaker, ''), s.source) FROM statement s"
        "  WHERE s.version = t.version AND s.number = e.statement),"
        ' (SELECT o."begin" FROM sentence o WHERE o.version = t.version AND o."begin" <= t."begin"'
        "  ORDER BY o.number DESC LIMIT 1),"
        ' (SELECT o."end" FROM sentence o WHERE o.version = t.version AND o."begin" <= t."begin"'
        "  ORDER BY o.number DESC LIMIT 1)"
        f" FROM ({part}) p JOIN time t ON t.version = p.version AND t.number = p.number"
        " JOIN version v ON v.id = t.version JOIN report r ON r.id = v.report"
        " LEFT JOIN event e ON e.version = t.version AND e.time = t.number"
        f" GROUP BY t.version, t.number ORDER BY {order}",
        (*values, -1 if limit is None else limit, offset),
    )
    total = view.row(f"SELECT count(*){source}", values)
    return Table(rows=tuple(_happening(row) for row in rows), total=total[0] if total else 0)


def _happening(row: Row) -> Happening:
    report, outlet, published, text, begin, end, value, grain, anchor, kind, low, high, negated, statement, who = row[
        :15
    ]
    first, last = (row[15], row[16]) if row[15] is not None and row[16] > begin else (begin, end)
    return Happening(
        report=report,
        outlet=outlet,
        published=published,
        span=(begin, end),
        words=text[begin:end],
        sentence=text[first:last],
        value=value,
        grain=grain,
        anchor=anchor,
        event=kind or "",
        trigger=text[low:high] if low is not None else "",
        negated=bool(negated),
        statement=statement,
        speaker=who or "",
    )
