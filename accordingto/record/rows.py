"""A statement as a row of the record: its columns in order, a statement to their values, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from accordingto.data import LABELS, Span, Statement
from accordingto.record.connection import Row

BETWEEN_PIECES = " … "
"""Stands between the pieces of one part where its words are shown as one string."""
STATEMENT_COLUMNS = (
    *("source", "source_spans", "cue", "cue_spans", "content", "content_spans", "speaker"),
    *LABELS,
    *("parent", "scores"),
)


def statement_values(statement: Statement, text: str) -> Iterator[str | int | None]:
    """Yield what stands in STATEMENT_COLUMNS for a statement of a text."""
    for spans in (statement.source, statement.cue, statement.content):
        yield BETWEEN_PIECES.join(text[begin:end] for begin, end in spans)
        yield _json_spans(spans)
    yield statement.speaker
    for label in LABELS:
        yield getattr(statement, label)
    yield statement.parent
    yield json.dumps({name: round(float(score), 4) for name, score in statement.scores.items()})


def statement_of(row: Row) -> Statement:
    """Return the statement of a row of STATEMENT_COLUMNS."""
    values = dict(zip(STATEMENT_COLUMNS, row, strict=True))
    fields = {name: values[name] for name in ("speaker", *LABELS, "parent")}
    for part in ("source", "cue", "content"):
        fields[part] = tuple(Span(*piece) for piece in json.loads(values[f"{part}_spans"]))
    return Statement(**fields, scores=json.loads(values["scores"]))


def _json_spans(spans: Iterable[Span]) -> str:
    return json.dumps([[int(begin), int(end)] for begin, end in spans])
