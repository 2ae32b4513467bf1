"""Events of a record: who did what to whom, whose word that is, and why it was taken for one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from accordingto.answers import EventRow
from accordingto.data import EVENT_STATUSES, EVENT_TYPES, Span
from accordingto.errors import UsageError
from accordingto.record.connection import Connection, Row, Value
from accordingto.table import Table
from accordingto.times.calendar import overlap

_FROM = (
    " FROM event e JOIN version v ON v.id = e.version AND v.current JOIN report r ON r.id = v.report"
    " LEFT JOIN time t ON t.version = e.version AND t.number = e.time"
    " LEFT JOIN statement s ON s.version = e.version AND s.number = e.statement"
)
_COLUMNS = (
    "e.version, v.text, r.name, r.outlet, v.title, v.published, v.number, e.number, e.type, e.mode, e.status,"
    ' e.negated, e."begin", e."end", e.source, e.target, e.place, coalesce(t.value, \'\'), t."begin", t."end",'
    " e.statement, coalesce(nullif(s.speaker, ''), s.source, ''), e.score, e.why"
)
_NAMED = (
    "EXISTS (SELECT 1 FROM json_each(e.{part}) j JOIN mention m ON m.version = e.version AND m.number = j.value"
    " JOIN mention n ON n.version = m.version AND n.chain = m.chain"
    " LEFT JOIN actor_chain c ON c.version = m.version AND c.chain = m.chain"
    " LEFT JOIN alias a ON a.actor = c.actor WHERE {words})"
)
_HAS_WORD = (
    '(instr(lower(coalesce(a.name, \'\')), ?) OR instr(lower(substr(v.text, n."begin" + 1, n."end" - n."begin")), ?))'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """Which events are asked for; an empty field asks for all.

    `by` and `to` are words of who does it and of whom it is done to: of a name of the actor, or of what the report
    calls them. `during` is a day, month or year, or two of them joined by "/": an event falls in it by its own time,
    or by that of its report where it has none. `told` leaves out what is negated, planned, asked for, possible or
    feared.
    """

    type: Sequence[str] = ()
    by: str = ""
    to: str = ""
    during: str = ""
    report: str = ""
    told: bool = False

    def __post_init__(self) -> None:
        if isinstance(self.type, str):
            object.__setattr__(self, "type", (self.type,) if self.type else ())
        for root in self.type:
            if root not in EVENT_TYPES:
                raise UsageError(f"type {root!r} is no root code of PLOVER: {', '.join(EVENT_TYPES)}")
        for end in self.during.split("/") if self.during else ():
            _check_day(end, self.during)


def events(
    view: Connection, what: EventFilter | None = None, *, limit: int | None = None, offset: int = 0
) -> Table[EventRow]:
    """Return the events that fit, in order of the reports' dates and of their texts."""
    what = what or EventFilter()
    where, values = _where(what)
    sql = f"SELECT {_COLUMNS}{_FROM} WHERE {where} ORDER BY v.published = '', v.published, r.name, r.outlet, e.number"
    rows, total = list[EventRow](), 0
    for row in view.rows(sql, values):
        if what.during and not overlap(row[17] or row[5][:10], what.during):
            continue
        if total >= offset and (limit is None or len(rows) < limit):
            rows.append(_event(view, row))
        total += 1
    return Table(rows=tuple(rows), total=total)


def _where(what: EventFilter) -> tuple[str, list[Value]]:
    conditions, values = ["1"], list[Value]()
    if what.type:
        conditions.append(f"e.type IN ({', '.join('?' * len(what.type))})")
        values += what.type
    for part, words in (("source", what.by), ("target", what.to)):
        if some := words.casefold().split():
            conditions.append(_NAMED.format(part=part, words=" AND ".join([_HAS_WORD] * len(some))))
            values += [word for one in some for word in (one, one)]
    if what.report:
        conditions.append("r.name = ?")
        values.append(what.report)
    if what.told:
        conditions.append(f"NOT e.negated AND e.status = '{EVENT_STATUSES[0]}'")
    return " AND ".join(conditions), values


def _event(view: Connection, row: Row) -> EventRow:
    version, text, report, outlet, title, published, number_of_text, number, type_, mode, status, negated = row[:12]
    begin, end, source, target, place, value, time_begin, time_end, statement, speaker, score, why = row[12:]
    return EventRow(
        report=report,
        outlet=outlet,
        title=title,
        published=published,
        version=number_of_text,
        number=number,
        type=type_,
        mode=mode,
        status=status,
        negated=bool(negated),
        words=text[begin:end],
        span=Span(begin, end),
        source=tuple(_names(view, version, text, json.loads(source))),
        target=tuple(_names(view, version, text, json.loads(target))),
        place="".join(_names(view, version, text, [] if place is None else [place])),
        time=value,
        time_words="" if time_begin is None else text[time_begin:time_end],
        statement=statement,
        speaker=speaker,
        sentence=_sentence(view, version, text, begin),
        score=score,
        why=why,
    )


def _names(view: Connection, version: int, text: str, numbers: Sequence[int]) -> Iterator[str]:
    """Yield the name of the actor behind each mention; else the fullest name, or words, of its chain."""
    for number in numbers:
        actor = view.row(
            "SELECT a.name FROM mention m JOIN actor_chain c ON c.version = m.version AND c.chain = m.chain"
            " JOIN actor a ON a.id = c.actor WHERE m.version = ? AND m.number = ?",
            (version, number),
        )
        if actor is not None:
            yield actor[0]
            continue
        chain = view.row(
            'SELECT n."begin", n."end" FROM mention m JOIN mention n ON n.version = m.version AND n.chain = m.chain'
            " WHERE m.version = ? AND m.number = ?"
            " ORDER BY n.form <> 'name', n.form = 'pronoun', n.\"end\" - n.\"begin\" DESC, n.number LIMIT 1",
            (version, number),
        )
        if chain is not None:
            yield text[chain[0] : chain[1]]


def _sentence(view: Connection, version: int, text: str, at: int) -> str:
    row = view.row(
        'SELECT "begin", "end" FROM sentence WHERE version = ? AND "begin" <= ? AND "end" > ? LIMIT 1',
        (version, at, at),
    )
    return text[row[0] : row[1]] if row else ""


def _check_day(end: str, during: str) -> None:
    try:
        date.fromisoformat((end + "-01-01")[:10])
        if len(end) not in (4, 7, 10):
            raise ValueError
    except ValueError:
        raise UsageError(
            f"during {during!r} is no time: write 2026-03-14, 2026-03, 2026, or two of them as 2026-03/2026-05"
        ) from None
