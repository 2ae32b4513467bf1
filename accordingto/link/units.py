"""Places where somebody, or the report in its own voice, may take a stance: one version of a report in, `Unit`s out.

A unit is a clause of what a statement says, or of what the report says itself. Of a statement that stands inside
another the inner one has the words. A denial that names what it denies in a word or two ("denied it") is taken with
its cue.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from accordingto.data import Cut, Report, Sentence, Span, Statement, Time, words_at
from accordingto.link.pieces import asides, count_words, is_clause, outside, stretches, tolls
from accordingto.link.stances import is_neutral
from accordingto.link.uncued import Told, is_seen
from accordingto.record.connection import Connection
from accordingto.times import said

VAGUE_WORDS = 3
"""A content of fewer words ("it", "the charge") says nothing without its cue."""
OWN_WORDS = 4
"""What a report says itself has so many words at least: less is a remnant between statements."""
WITH_CUE = frozenset(("deny", "doubt", "decline", "criticise"))
TAKEN_UP = frozenset(("deny", "doubt", "decline"))
"""Acts that take a stance on what nobody named is said to claim."""
FAR = 80
"""Characters between a cue and a vague content that still makes them one stretch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A version of a report as it was recorded, with what was found in it."""

    version: int
    run: int
    """The run that analysed it."""
    report: Report
    sentences: tuple[Sentence, ...]
    statements: tuple[Statement, ...]
    rows: tuple[int, ...]
    """The number of each statement in the record."""
    times: tuple[Time, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A clause that may hold a stance. `statement` is a number in its report; None is the report's own voice."""

    span: Span
    sentence: Span
    """The sentence (of a vague content, all from its cue on) that gives the words their meaning."""
    statement: int | None
    said: str
    said_how: str
    aside: bool = False
    """Whether the words only name something as known: who denies what is said of it does not deny that it was."""


def source_of(connection: Connection, version: int) -> Source:
    """Read a version of a report from the record."""
    row = connection.row(
        "SELECT r.name, r.outlet, v.text, v.title, v.published, v.language, coalesce(v.analysed_run, 0) FROM version v"
        " JOIN report r ON r.id = v.report WHERE v.id = ?",
        (version,),
    )
    assert row is not None  # the caller took its number from the record
    cuts = connection.rows('SELECT "begin", "end", reason FROM cut WHERE version = ?', (version,))
    report = Report(
        id=row[0],
        outlet=row[1],
        text=row[2],
        title=row[3],
        published=row[4],
        language=row[5],
        cut=tuple(Cut(*cut) for cut in cuts),
    )
    sentences = connection.rows(
        'SELECT "begin", "end", paragraph FROM sentence WHERE version = ? ORDER BY number', (version,)
    )
    times = connection.rows(
        'SELECT "begin", "end", value, grain, anchor FROM time WHERE version = ? ORDER BY number', (version,)
    )
    found = list(_statements(connection, version))
    return Source(
        version=version,
        run=row[6],
        report=report,
        sentences=tuple(Sentence(span=Span(b, e), words=(), paragraph=p) for b, e, p in sentences),
        statements=tuple(statement for _, statement in found),
        rows=tuple(number for number, _ in found),
        times=tuple(Time(span=Span(b, e), value=v, grain=g, anchor=a) for b, e, v, g, a in times),
    )


def units_of(source: Source) -> list[Unit]:
    """Return the units of a version, in the order of its text, each span once."""
    text, taken = source.report.text, list[Span]()
    spans = [Span(begin, end) for begin, end, _ in source.report.cut]
    inner: dict[int, list[Span]] = {}
    told = [number for number, one in enumerate(source.statements) if not is_seen(text, one)]
    rest = Told(text, source.sentences, source.statements, told)
    for statement in (source.statements[number] for number in told):
        pieces = [*statement.source, *statement.cue, *statement.content]
        taken += pieces
        if statement.parent is not None:
            inner.setdefault(statement.parent, []).extend(pieces)
    found: dict[Span, Unit] = {}
    for number in told:
        statement = source.statements[number]
        when = said(statement, source.times, source.report, source.sentences)
        whose = _holder(text, source.statements, number)
        for span, sentence in _said(source, statement, inner.get(number, ())):
            for part, aside in _parts(text, span):
                # Where a nested statement has the same words, they are its own.
                if part not in found or statement.parent is not None:
                    found[part] = Unit(
                        span=part,
                        sentence=sentence,
                        statement=whose,
                        said=when.value,
                        said_how=when.how,
                        aside=aside,
                    )
    own = said(Statement(), source.times, source.report, source.sentences)
    for one in source.sentences:
        for span, aside in _own(text, one.span, [*taken, *spans]):
            if span not in found:
                by = rest.whose(span)
                when = own if by is None else said(source.statements[by], source.times, source.report, source.sentences)
                found[span] = Unit(
                    span=span, sentence=one.span, statement=by, said=when.value, said_how=when.how, aside=aside
                )
    return [found[span] for span in sorted(found)]


def _holder(text: str, statements: Sequence[Statement], number: int) -> int:
    """Return whose the words of a statement are: of "dismissed reports of a build-up" theirs who dismiss them."""
    above = None if statements[number].source else statements[number].parent
    if above is None or statements[above].act not in TAKEN_UP:
        return number
    return number if is_neutral(words_at(text, statements[above].cue)) else above


def _parts(text: str, clause: Span) -> Iterator[tuple[Span, bool]]:
    """Yield a clause and the stretches in it that hold something by themselves, each with whether it is an aside."""
    yield from ((span, False) for span in (clause, *tolls(text, *clause)))
    yield from ((span, True) for span in asides(text, *clause))


def _own(text: str, sentence: Span, taken: Sequence[Span]) -> Iterator[tuple[Span, bool]]:
    """Yield the clauses of a sentence that the report says itself, with what is in them."""
    for begin, end in outside(*sentence, taken):
        for span in stretches(text, begin, end):
            if count_words(text, span) >= OWN_WORDS and is_clause(text[slice(*span)]):
                yield from _parts(text, span)


def _said(source: Source, statement: Statement, inner: Sequence[Span]) -> Iterator[tuple[Span, Span]]:
    """Yield the clauses of a content, each with its sentence; what belongs to inner statements is left out."""
    text = source.report.text
    words = sum(count_words(text, piece) for piece in statement.content)
    if words < VAGUE_WORDS and statement.act in WITH_CUE and statement.cue and statement.content:
        begin = min(statement.cue[0].begin, statement.content[0].begin)
        end = max(statement.cue[-1].end, statement.content[-1].end)
        if end - begin <= FAR + sum(e - b for b, e in (*statement.cue, *statement.content)):
            yield Span(begin, end), _around(source, begin, end)
            return
    for piece in statement.content:
        for sentence in _sentences(source, piece):
            begin, end = max(piece.begin, sentence.begin), min(piece.end, sentence.end)
            for b, e in outside(begin, end, inner):
                for span in stretches(text, b, e):
                    if count_words(text, span) >= VAGUE_WORDS or (not inner and words < VAGUE_WORDS):
                        yield span, sentence


def _sentences(source: Source, piece: Span) -> list[Span]:
    spans = [one.span for one in source.sentences if one.span.begin < piece.end and one.span.end > piece.begin]
    return spans or [piece]


def _around(source: Source, begin: int, end: int) -> Span:
    spans = _sentences(source, Span(begin, end))
    return Span(min(begin, spans[0].begin), max(end, spans[-1].end))


_COLUMNS = (
    *("source_spans", "cue_spans", "content_spans", "quote", "speaker", "kind", "naming", "act", "firmness"),
    *("polarity", "distance", "ground", "parent"),
)


def _statements(connection: Connection, version: int) -> Iterator[tuple[int, Statement]]:
    rows = connection.rows(
        f"SELECT id, {', '.join(_COLUMNS)} FROM statement WHERE version = ? ORDER BY number", (version,)
    )
    for number, *values in rows:
        row: dict[str, Any] = dict(zip(_COLUMNS, values, strict=True))
        parts: dict[str, Any] = {
            part: tuple(Span(*piece) for piece in json.loads(row.pop(f"{part}_spans")))
            for part in ("source", "cue", "content")
        }
        yield number, Statement(**parts, **row)
