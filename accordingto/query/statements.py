"""Statements of a record: found, counted, and spread over labels and speakers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from accordingto.answers import Count, Found, SpeakerCount
from accordingto.data import Span, Statement
from accordingto.errors import UsageError
from accordingto.query import kept
from accordingto.query.filters import FROM, Filter, terms_of, where
from accordingto.record.connection import Connection, Row
from accordingto.table import Table

_LABELS = ("act", "naming", "kind", "firmness", "quote", "outlet")
"""What is kept counted of all statements, in the order of the rows of `labels` in `kept.toml`."""
_NEWEST = "v.published = '', v.published DESC, r.name, r.outlet, s.number"
ORDERS = {
    "newest": _NEWEST,
    "oldest": "v.published = '', v.published, r.name, r.outlet, s.number",
    "report": "r.name, r.outlet, s.number",
    "best": _NEWEST,
}
"""What `find` can be ordered by; before "best" goes how near the meaning is, then how well the words fit (BM25)."""

COUNTED = (
    "speaker",
    "act",
    "naming",
    "kind",
    "firmness",
    "quote",
    "polarity",
    "distance",
    "ground",
    "outlet",
    "report",
)


def find(
    view: Connection, what: Filter | None = None, *, limit: int | None = None, offset: int = 0, order: str = ""
) -> Table[Found]:
    """Return the statements that fit a filter.

    `order` is one of ORDERS; empty takes "best" where words or a meaning are looked for, else "newest".
    """
    what = what or Filter()
    fits = [by for by, asked in (("l.near DESC", what.like.strip()), ("m.rank", terms_of(what.words))) if asked]
    order = order or ("best" if fits else "newest")
    if order not in ORDERS:
        raise UsageError(f"order {order!r} is none of {', '.join(ORDERS)}")
    by = ", ".join([*(fits if order == "best" else ()), ORDERS[order]])
    source, values = where(view, what)
    near = "l.near" if what.like.strip() else "NULL"
    sql = f"{_SELECTED}, {near}{source} ORDER BY {by} LIMIT ? OFFSET ?"
    rows = list(view.rows(sql, (*values, -1 if limit is None else limit, offset)))
    total = len(rows) if limit is None and not offset else count_statements(view, what)
    return Table(rows=tuple(_found(view, rows)), total=total)


def statements_of(view: Connection, version: int) -> tuple[Found, ...]:
    """Return the statements of one version of a report, by its key in the table `version`, in order."""
    source = " FROM statement s JOIN version v ON v.id = s.version JOIN report r ON r.id = v.report"
    sql = f"{_SELECTED}, NULL{source} WHERE v.id = ? ORDER BY s.number"
    return tuple(_found(view, list(view.rows(sql, (version,)))))


def statements_at(view: Connection, rows: Sequence[int]) -> dict[int, Found]:
    """Return the statements of some rows of the table `statement`, by row."""
    source = f"{FROM} WHERE s.id IN (SELECT value FROM json_each(?)) ORDER BY v.id, s.number"
    keys, found = list[int](), list[Row]()
    for *row, key in view.rows(f"{_SELECTED}, NULL, s.id{source}", (json.dumps(list(rows)),)):
        keys.append(key)
        found.append(tuple(row))
    return dict(zip(keys, _found(view, found), strict=True))


def count_statements(view: Connection, what: Filter | None = None) -> int:
    """Return how many statements fit a filter."""
    what = what or Filter()
    if _only_labels(what):
        return sum(row[-1] for row in _of_labels(view, what))
    source, values = where(view, what)
    return number_of(view.row(f"SELECT count(*){source}", values))


def count(view: Connection, field: str, what: Filter | None = None) -> Table[Count]:
    """Return how many statements there are of each value of a field (one of COUNTED), most frequent first."""
    if field not in COUNTED:
        raise UsageError(f"cannot count by {field!r}: it is none of {', '.join(COUNTED)}")
    column = {"outlet": "r.outlet", "report": "r.name", "speaker": _WHO}.get(field, f"s.{field}")
    source, values = where(view, what or Filter())
    rows = view.rows(
        f"SELECT {column} AS value, count(*), count(DISTINCT r.id), count(DISTINCT nullif(r.outlet, '')){source}"
        " GROUP BY value ORDER BY 2 DESC, 3 DESC, value",
        values,
    )
    found = tuple(Count(value=row[0], **_figures(row[1:4])) for row in rows)
    return Table(rows=found, total=len(found))


def spread(view: Connection, labels: Sequence[str], what: Filter | None = None) -> dict[str, dict[str, int]]:
    """Return how many statements have each value of several of COUNTED, from one look at them, most frequent first."""
    what = what or Filter()
    if _only_labels(what) and set(labels) <= set(_LABELS):
        rows = list(_of_labels(view, what))
        return {label: _summed(rows, _LABELS.index(label)) for label in labels}
    columns = [{"outlet": "r.outlet", "report": "r.name", "speaker": _WHO}.get(label, f"s.{label}") for label in labels]
    source, values = where(view, what)
    numbered = ", ".join(str(at) for at in range(1, len(columns) + 1))
    found = {label: Counter[str]() for label in labels}
    for *row, number in view.rows(f"SELECT {', '.join(columns)}, count(*){source} GROUP BY {numbered}", values):
        for label, value in zip(labels, row, strict=True):
            found[label][value] += number
    return {label: dict(counted.most_common()) for label, counted in found.items()}


def _only_labels(what: Filter) -> bool:
    """Tell whether a filter asks for nothing but labels that are kept counted."""
    return replace(what, outlet=None, act=(), naming=(), kind=(), firmness=(), quote=()) == Filter()


def _of_labels(view: Connection, what: Filter) -> Iterator[Row]:
    """Yield the rows of what is kept counted that fit a filter of labels alone, the number last in each."""
    asked = [(place, getattr(what, label)) for place, label in enumerate(_LABELS[:-1]) if getattr(what, label)]
    for row in kept.counted(view, "labels"):
        if all(row[place] in chosen for place, chosen in asked) and what.outlet in (None, row[-2]):
            yield row


def _summed(rows: Sequence[Row], place: int) -> dict[str, int]:
    found = Counter[str]()
    for row in rows:
        found[row[place]] += row[-1]
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def speakers(view: Connection, what: Filter | None = None) -> Table[SpeakerCount]:
    """Return who speaks, how often and how, most frequent first; statements without any source are left out."""
    source, values = where(view, what or Filter())
    acts: dict[str, dict[str, int]] = {}
    labels: dict[str, tuple[str, str]] = {}
    grouped = f"SELECT {_WHO} AS who, %s, count(*){source} GROUP BY %s ORDER BY 1, count(*)%s"
    for who, act, number in view.rows(grouped % ("s.act", "who, s.act", " DESC, s.act"), values):
        acts.setdefault(who, {})[act] = number
    for who, kind, naming, _ in view.rows(grouped % ("s.kind, s.naming", "who, s.kind, s.naming", ""), values):
        labels[who] = (kind, naming)
    found = tuple(
        SpeakerCount(
            speaker=one.value,
            kind=labels[one.value][0],
            naming=labels[one.value][1],
            statements=one.statements,
            reports=one.reports,
            outlets=one.outlets,
            acts=acts[one.value],
        )
        for one in count(view, "speaker", what)
        if one.value
    )
    return Table(rows=found, total=len(found))


_WHO = "coalesce(nullif(s.speaker, ''), s.source)"
_STATEMENT = (
    *("source_spans", "cue_spans", "content_spans", "quote", "speaker", "kind", "naming", "act", "firmness"),
    *("polarity", "distance", "ground", "parent", "scores"),
)

_SELECTED = (
    f"SELECT {', '.join(f's.{name}' for name in _STATEMENT)}, s.number, s.model, v.id, v.number, v.title, v.published,"
    " v.url, r.name, r.outlet, (SELECT coalesce(nullif(p.speaker, ''), p.source) FROM statement p"
    " WHERE p.version = s.version AND p.number = s.parent)"
)


def _found(view: Connection, rows: Sequence[Row]) -> Iterator[Found]:
    held, text = 0, ""
    for row in rows:
        statement = _statement(row)
        number, model, version_id, version, title, published, url, report, outlet, parent, near = row[len(_STATEMENT) :]
        # Statements of one report mostly stand together: its text is fetched once.
        if version_id != held:
            found = view.row("SELECT text FROM version WHERE id = ?", (version_id,))
            held, text = version_id, found[0] if found else ""
        span = _sentence(view, held, statement)
        words = [
            tuple(text[begin:end] for begin, end in spans)
            for spans in (statement.source, statement.cue, statement.content)
        ]
        yield Found(
            number=number,
            statement=statement,
            source_words=words[0],
            cue_words=words[1],
            content_words=words[2],
            parent_speaker=parent or "",
            report=report,
            outlet=outlet,
            title=title,
            published=published,
            url=url,
            version=version,
            sentence=text[slice(*span)] if span else "",
            sentence_span=span,
            model=model,
            likeness=near,
        )


def _statement(row: Row) -> Statement:
    values = dict(zip(_STATEMENT, row, strict=False))
    source, cue, content = (
        tuple(Span(*piece) for piece in json.loads(values.pop(f"{part}_spans")))
        for part in ("source", "cue", "content")
    )
    scores = json.loads(values.pop("scores"))
    return Statement(source=source, cue=cue, content=content, scores=scores, **values)


def _sentence(view: Connection, version: int, statement: Statement) -> Span | None:
    pieces = statement.cue or statement.content or statement.source
    if not pieces:
        return None
    row = view.row(
        'SELECT "begin", "end" FROM sentence WHERE version = ? AND "begin" <= ? AND "end" > ?'
        ' ORDER BY "begin" DESC LIMIT 1',
        (version, pieces[0].begin, pieces[0].begin),
    )
    return Span(row[0], row[1]) if row else None


def _figures(values: Row) -> dict[str, int]:
    return dict(zip(("statements", "reports", "outlets"), values, strict=True))


def number_of(row: Row | None) -> int:
    """Return the number in the first column of a row, 0 where there is none."""
    return row[0] if row else 0
