"""Statements, reports, copies, cuts, problems and runs of a record."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import NamedTuple

from accordingto.answers import (
    CopyCount,
    CopyGroup,
    CopyMember,
    Count,
    CutCount,
    CutRow,
    Found,
    ProblemRow,
    ReportRow,
    RunRow,
    SharedPassage,
    SpeakerCount,
)
from accordingto.data import LABELS, Span, Statement
from accordingto.errors import UsageError
from accordingto.query.actors import NAMED, WITH_MEMBERS, names_of
from accordingto.query.times import overlapping
from accordingto.record.connection import Connection, Row, Value
from accordingto.table import Table

ORDERS = {
    "newest": "v.published = '', v.published DESC, r.name, r.outlet, s.number",
    "oldest": "v.published = '', v.published, r.name, r.outlet, s.number",
    "report": "r.name, r.outlet, s.number",
    "best": "m.rank, v.published = '', v.published DESC, r.name, r.outlet, s.number",
}
"""What `find` can be ordered by; "best" is by how well the words fit (BM25)."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which statements are asked for; an empty field asks for all.

    `words` are looked for in the source, cue, content and speaker, whatever their endings: all of them must be there,
    "words in quotes" side by side, and `minist*` takes any ending. `by` are words of the speaker's name (of the source
    as written, where the speaker is not established), or any name that an actor goes by; with `members` those who speak
    for it or belong to it count too. `about` is a name of an actor that the content speaks of. `speaker` is the whole
    name. `since` and `until` are dates, months or years of the reports, both included; `during` is a day, month, year
    or range of them (`2026-03-14/2026-03-20`) in which it was said or in which what is said happened.
    """

    words: str = ""
    by: str = ""
    members: bool = False
    about: str = ""
    speaker: str = ""
    actor: int | None = None
    report: str = ""
    outlet: str | None = None
    act: Sequence[str] = ()
    kind: Sequence[str] = ()
    naming: Sequence[str] = ()
    firmness: Sequence[str] = ()
    quote: Sequence[str] = ()
    since: str = ""
    until: str = ""
    during: str = ""
    anonymous: bool = False

    def __post_init__(self) -> None:
        for label in ("act", "kind", "naming", "firmness", "quote"):
            values = getattr(self, label)
            # One label may be given as it is: `act="deny"`.
            values = (values,) if isinstance(values, str) else tuple(values)
            object.__setattr__(self, label, values)
            if unknown := [value for value in values if value not in LABELS[label]]:
                raise UsageError(f"{label} {unknown[0]!r} is none of {', '.join(LABELS[label])}")
        for name in ("words", "by", "about"):
            if (given := getattr(self, name)).strip() and not _terms(given):
                raise UsageError(f"{name} {given!r} has no word to look for")
        for name in ("since", "until"):
            _check_date(name, getattr(self, name))
        if self.during:
            overlapping(self.during)


_FROM = " FROM statement s JOIN version v ON v.id = s.version AND v.current JOIN report r ON r.id = v.report"


def find(
    view: Connection, what: Filter | None = None, *, limit: int | None = None, offset: int = 0, order: str = ""
) -> Table[Found]:
    """Return the statements that fit a filter.

    `order` is one of ORDERS; empty takes "best" where words are looked for, else "newest".
    """
    what = what or Filter()
    order = order or ("best" if _terms(what.words) else "newest")
    if order not in ORDERS:
        raise UsageError(f"order {order!r} is none of {', '.join(ORDERS)}")
    if order == "best" and not _terms(what.words):
        order = "newest"
    source, values = _where(what)
    sql = f"{_SELECTED}{source} ORDER BY {ORDERS[order]} LIMIT ? OFFSET ?"
    rows = list(view.rows(sql, (*values, -1 if limit is None else limit, offset)))
    total = len(rows) if limit is None and not offset else count_statements(view, what)
    return Table(rows=tuple(_found(view, rows)), total=total)


def statements_of(view: Connection, version: int) -> tuple[Found, ...]:
    """Return the statements of one version of a report, by its key in the table `version`, in order."""
    source = " FROM statement s JOIN version v ON v.id = s.version JOIN report r ON r.id = v.report"
    sql = f"{_SELECTED}{source} WHERE v.id = ? ORDER BY s.number"
    return tuple(_found(view, list(view.rows(sql, (version,)))))


def count_statements(view: Connection, what: Filter | None = None) -> int:
    """Return how many statements fit a filter."""
    source, values = _where(what or Filter())
    return _number(view.row(f"SELECT count(*){source}", values))


def count(view: Connection, field: str, what: Filter | None = None) -> Table[Count]:
    """Return how many statements there are of each value of a field (one of COUNTED), most frequent first."""
    if field not in COUNTED:
        raise UsageError(f"cannot count by {field!r}: it is none of {', '.join(COUNTED)}")
    column = {"outlet": "r.outlet", "report": "r.name", "speaker": _WHO}.get(field, f"s.{field}")
    source, values = _where(what or Filter())
    rows = view.rows(
        f"SELECT {column} AS value, count(*), count(DISTINCT r.id), count(DISTINCT nullif(r.outlet, '')){source}"
        " GROUP BY value ORDER BY 2 DESC, 3 DESC, value",
        values,
    )
    found = tuple(Count(value=row[0], **_figures(row[1:4])) for row in rows)
    return Table(rows=found, total=len(found))


def spread(view: Connection, labels: Sequence[str], what: Filter | None = None) -> dict[str, dict[str, int]]:
    """Return how many statements have each value of several of COUNTED, from one look at them, most frequent first."""
    columns = [{"outlet": "r.outlet", "report": "r.name", "speaker": _WHO}.get(label, f"s.{label}") for label in labels]
    source, values = _where(what or Filter())
    numbered = ", ".join(str(at) for at in range(1, len(columns) + 1))
    found = {label: Counter[str]() for label in labels}
    for *row, number in view.rows(f"SELECT {', '.join(columns)}, count(*){source} GROUP BY {numbered}", values):
        for label, value in zip(labels, row, strict=True):
            found[label][value] += number
    return {label: dict(counted.most_common()) for label, counted in found.items()}


def speakers(view: Connection, what: Filter | None = None) -> Table[SpeakerCount]:
    """Return who speaks, how often and how, most frequent first; statements without any source are left out."""
    source, values = _where(what or Filter())
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


def reports(view: Connection, *, words: str = "", limit: int | None = None, offset: int = 0) -> Table[ReportRow]:
    """Return the reports as they stand now, in order of time, those with all of `words` in title or text."""
    where, values = "v.current", list[Value]()
    if terms := _terms(words):
        where += " AND v.id IN (SELECT rowid FROM version_fts WHERE version_fts MATCH ?)"
        values.append(terms)
    found = report_rows(view, where, values, limit=limit, offset=offset)
    return Table(rows=found, total=_number(view.row(f"SELECT count(*) FROM version v WHERE {where}", values)))


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
    total = len(found) if limit is None and not offset else _number(view.row(f"SELECT count(*){source}", values))
    return Table(rows=found, total=total)


def count_cuts(view: Connection) -> Table[CutCount]:
    """Return how much was cut for each reason, most first."""
    rows = view.rows(
        'SELECT c.reason, count(*), sum(c."end" - c."begin") AS size FROM cut c'
        " JOIN version v ON v.id = c.version AND v.current GROUP BY c.reason ORDER BY size DESC, c.reason"
    )
    found = tuple(CutCount(reason=reason, pieces=pieces, size=size) for reason, pieces, size in rows)
    return Table(rows=found, total=len(found))


def problems(view: Connection, *, outcome: str = "") -> Table[ProblemRow]:
    """Return what was skipped and what failed, once each, without what a later run got right."""
    rows = view.rows(
        "SELECT p.source, p.outcome, p.stage, p.reason, p.detail, max(p.run) FROM problem p WHERE ? IN ('', p.outcome)"
        " AND NOT EXISTS (SELECT 1 FROM version v WHERE v.source = p.source AND v.analysed_run > p.run)"
        " GROUP BY p.source, p.outcome, p.stage, p.reason, p.detail ORDER BY max(p.id)",
        (outcome,),
    )
    names = [field.name for field in fields(ProblemRow)]
    found = tuple(ProblemRow(**dict(zip(names, row, strict=True))) for row in rows)
    return Table(rows=found, total=len(found))


def runs(view: Connection) -> Table[RunRow]:
    """Return the runs over the record, in order."""
    found = tuple(
        RunRow(
            run=run,
            command=command,
            sources=tuple(json.loads(sources)),
            model=model,
            begun=begun,
            ended=ended or "",
            counts=json.loads(counted),
        )
        for run, command, sources, model, begun, ended, counted in view.rows(
            "SELECT id, command, sources, model, begun, ended, counts FROM run ORDER BY id"
        )
    )
    return Table(rows=found, total=len(found))


def copies(view: Connection, *, limit: int | None = None, offset: int = 0) -> Table[CopyGroup]:
    """Return the groups of reports that share text, the largest first; a report's earlier versions are no copies.

    A group is what pairs of copies connect. Each member is shown with the one before it in the group that has most of
    its words (the first one with any).
    """
    pairs: dict[int, list[_Pair]] = {}
    for first, second, kind, *shares in view.rows("SELECT first, second, kind, share_first, share_second FROM copy"):
        pairs.setdefault(first, []).append(_Pair(second, shares[0], kind, turned=False))
        pairs.setdefault(second, []).append(_Pair(first, shares[1], kind, turned=True))
    graph = {version: [pair.other for pair in with_] for version, with_ in pairs.items()}
    groups = sorted((_ordered(view, group) for group in _connected(graph)), key=lambda group: (-len(group), group))
    part = groups[offset:] if limit is None else groups[offset : offset + limit]
    found = tuple(
        CopyGroup(
            number=number,
            outlets=len({row[3] for row in group} - {""}),
            members=tuple(_members(view, group, pairs)),
        )
        for number, group in enumerate(part, start=offset + 1)
    )
    return Table(rows=found, total=len(groups))


def count_copies(view: Connection) -> CopyCount:
    """Return how many groups of copies there are, and of how many reports."""
    with_: dict[int, list[int]] = {}
    for first, second in view.rows("SELECT first, second FROM copy"):
        with_.setdefault(first, []).append(second)
        with_.setdefault(second, [])
    return CopyCount(groups=len(_connected(with_)), reports=len(with_))


def count_unsigned(view: Connection) -> int:
    """Return how many reports an older version recorded that have not been looked through for copies."""
    unsigned = "SELECT 1 FROM signature s WHERE s.version = v.id"
    return _number(view.row(f"SELECT count(*) FROM version v WHERE v.current AND NOT EXISTS ({unsigned})"))


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
        number, model, version_id, version, title, published, url, report, outlet, parent = row[len(_STATEMENT) :]
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


def _connected(with_: Mapping[int, Iterable[int]]) -> list[list[int]]:
    """Return the connected components of a graph (union-find with path halving)."""
    above = {one: one for one in with_}

    def top(one: int) -> int:
        while above[one] != one:
            above[one] = one = above[above[one]]
        return one

    for one, others in with_.items():
        for other in others:
            above[top(other)] = top(one)
    components: dict[int, list[int]] = {}
    for one in with_:
        components.setdefault(top(one), []).append(one)
    return list(components.values())


class _Pair(NamedTuple):
    """The other report of a pair, the share of one's own words that it has, and whether it was recorded first."""

    other: int
    share: float
    kind: str
    turned: bool


def _ordered(view: Connection, versions: Iterable[int]) -> list[Row]:
    """Return whether undated, date, report, outlet, title and number of versions, first published first."""
    sql = (
        "SELECT v.published = '', v.published, r.name, r.outlet, v.title, v.id FROM version v"
        " JOIN report r ON r.id = v.report WHERE v.id = ?"
    )
    return sorted(row for version in versions if (row := view.row(sql, (version,))))


def _members(view: Connection, group: Sequence[Row], pairs: Mapping[int, Sequence[_Pair]]) -> Iterator[CopyMember]:
    place = {row[-1]: number for number, row in enumerate(group)}
    for number, (_, published, report, outlet, title, version) in enumerate(group):
        # An earlier one, where there is one that it shares text with; of these the one that has most of its words.
        pair = max(pairs[version], key=lambda pair: (place[pair.other] < number, pair.share, -place[pair.other]))
        of = group[place[pair.other]]
        yield CopyMember(
            report=report,
            outlet=outlet,
            title=title,
            published=published,
            kind=pair.kind,
            share=pair.share,
            of=of[2],
            of_outlet=of[3],
            passages=_shared(view, version, pair),
        )


def _shared(view: Connection, version: int, pair: _Pair) -> tuple[SharedPassage, ...]:
    first, second = (pair.other, version) if pair.turned else (version, pair.other)
    row = view.row(
        "SELECT c.passages, v.text FROM copy c, version v WHERE c.first = ? AND c.second = ? AND v.id = ?",
        (first, second, version),
    )
    assert row is not None  # it is of the same snapshot as the pair
    both = [(Span(*four[:2]), Span(*four[2:])) for four in json.loads(row[0])]
    own = sorted((b, a) if pair.turned else (a, b) for a, b in both)
    return tuple(SharedPassage(span=a, of_span=b, words=row[1][slice(*a)]) for a, b in own)


def _where(what: Filter) -> tuple[str, list[Value]]:
    source, values = _FROM, list[Value]()
    if terms := _terms(what.words):
        source += " JOIN statement_fts m ON m.rowid = s.id AND statement_fts MATCH ?"
        values.append(terms)
    conditions = ["1"]
    if terms := _terms(what.by):
        among = "s.id IN (SELECT rowid FROM statement_fts WHERE statement_fts MATCH ?)"
        named = WITH_MEMBERS if what.members else NAMED
        actors = f"s.id IN (SELECT statement FROM actor_statement WHERE actor IN ({named}))"
        conditions.append(f"({among} OR s.speaker = '' AND {among} OR {actors})")
        values += [f"speaker : ({terms})", f"source : ({terms})", *names_of(what.by)]
    if terms := _terms(what.about):
        conditions.append(_ABOUT)
        values += [*names_of(what.about), f"content : ({terms})"]
    if what.speaker:
        conditions.append("(s.speaker = ? OR s.speaker = '' AND s.source = ?)")
        values += [what.speaker, what.speaker]
    if what.actor is not None:
        conditions.append("s.id IN (SELECT statement FROM actor_statement WHERE actor = ?)")
        values.append(what.actor)
    for column, exact in (("r.name", what.report or None), ("r.outlet", what.outlet)):
        if exact is not None:
            conditions.append(f"{column} = ?")
            values.append(exact)
    for label in ("act", "kind", "naming", "firmness", "quote"):
        if chosen := getattr(what, label):
            conditions.append(f"s.{label} IN ({', '.join('?' * len(chosen))})")
            values += chosen
    if what.anonymous:
        conditions.append("s.naming = 'anonymous'")
    if what.since or what.until:
        conditions.append("v.published <> ''")
    for date_, comparison in ((what.since, ">="), (what.until, "<=")):
        if date_:
            conditions.append(f"substr(v.published, 1, {len(date_)}) {comparison} ?")
            values.append(date_)
    if what.during:
        condition, days = overlapping(what.during)
        conditions.append(f"({_SAID_THEN.format(condition)} OR {_HAPPENED_THEN.format(condition)})")
        values += [*days, *days]
    return f"{source} WHERE {' AND '.join(conditions)}", values


_ABOUT = (
    "(EXISTS (SELECT 1 FROM json_each(s.content_spans) p JOIN sighting g ON g.version = s.version"
    " AND g.\"begin\" >= json_extract(p.value, '$[0]') AND g.\"end\" <= json_extract(p.value, '$[1]')"
    f" WHERE g.actor IN ({NAMED})) OR s.id IN (SELECT rowid FROM statement_fts WHERE statement_fts MATCH ?))"
)
_SAID_THEN = "EXISTS (SELECT 1 FROM said t WHERE t.version = s.version AND t.number = s.number AND {0})"
_HAPPENED_THEN = (
    "EXISTS (SELECT 1 FROM time t, json_each(s.content_spans) j WHERE t.version = s.version AND {0}"
    " AND json_extract(j.value, '$[0]') <= t.\"begin\" AND json_extract(j.value, '$[1]') > t.\"begin\")"
)


def _terms(words: str) -> str:
    """Return words as a query of FTS5 in which nothing that a user types is an operator but quotes and a last `*`."""
    plain = "".join(" " if sign == "\0" or "\ud800" <= sign <= "\udfff" else sign for sign in words)
    terms = []
    for quoted, bare in re.findall(r'"([^"]*)"|([^\s"]+)', plain):
        term = quoted or bare.rstrip("*")
        if any(sign.isalnum() for sign in term):
            terms.append(f'"{term}"' + ("*" if bare.endswith("*") else ""))
    return " ".join(terms)


def _check_date(name: str, text: str) -> None:
    if not text:
        return
    try:
        if not re.fullmatch(r"\d{4}(-\d\d){0,2}", text, re.ASCII):
            raise ValueError
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        raise UsageError(f"{name} {text!r} is no date: write 2026-03-14, 2026-03 or 2026") from None


def _figures(values: Row) -> dict[str, int]:
    return dict(zip(("statements", "reports", "outlets"), values, strict=True))


def _number(row: Row | None) -> int:
    return row[0] if row else 0
