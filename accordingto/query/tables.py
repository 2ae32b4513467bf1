"""The whole record as flat tables, for exports: a table's name in, its columns and rows out, a row at a time.

The tables, their queries and what each column says stand in tables.toml. A row is a tuple of what SQLite holds (text,
integers, numbers, None); booleans and lists are turned into Python's, so that every form writes them its own way.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from accordingto.data import Span
from accordingto.errors import UsageError
from accordingto.record.connection import Connection

TYPES = ("text", "integer", "number", "boolean", "json")
Cell = str | int | float | bool | list[object] | dict[str, object] | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name, its type (one of TYPES) and what it says."""

    name: str
    type: str
    says: str


@dataclass(frozen=True, slots=True)
class TableForm:
    """A table of an export: what a row of it is, its columns, and the query that gives them in their order."""

    name: str
    row: str
    columns: tuple[Column, ...]
    sql: str


@cache
def _forms() -> Mapping[str, TableForm]:
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        found = tomllib.load(file)
    return MappingProxyType({name: _form(name, table) for name, table in found.items()})


def _form(name: str, table: Mapping[str, object]) -> TableForm:
    columns = table["columns"]
    assert isinstance(columns, dict)
    split = (Column(column, *text.split(": ", 1)) for column, text in columns.items())
    return TableForm(name, str(table["row"]), tuple(split), str(table["sql"]))


def table_names() -> tuple[str, ...]:
    """Return the names of the tables, in the order in which an export has them."""
    return tuple(_forms())


def table_form(name: str) -> TableForm:
    """Return the columns of a table; UsageError where there is none of that name."""
    if name not in _forms():
        raise UsageError(f"there is no table {name!r}: it is none of {', '.join(_forms())}")
    return _forms()[name]


def table_rows(view: Connection, name: str) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of a table, in the order of its columns."""
    form = table_form(name)
    types = [column.type for column in form.columns]
    for row in view.rows(form.sql):
        yield tuple(_cell(value, type) for value, type in zip(row, types, strict=True))


def records(view: Connection, name: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table, by column."""
    names = [column.name for column in table_form(name).columns]
    yield from (dict(zip(names, row, strict=True)) for row in table_rows(view, name))


def by_report(view: Connection) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Yield each report as it stands now with its statements: rows of `reports` and `statements`, by column."""
    statements = records(view, "statements")
    waiting = next(statements, None)
    for report in records(view, "reports"):
        key = (report["report"], report["outlet"])
        own = []
        # Both tables come in the order of the texts.
        while waiting is not None and (waiting["report"], waiting["outlet"]) == key:
            own.append(waiting)
            waiting = next(statements, None)
        yield report, own


def sentences(view: Connection, report: str, outlet: str) -> list[tuple[Span, int]]:
    """Return the sentences of a report as it stands now, each with the number of its paragraph."""
    rows = view.rows(
        'SELECT s."begin", s."end", s.paragraph FROM sentence s JOIN version v ON v.id = s.version AND v.current'
        " JOIN report r ON r.id = v.report WHERE r.name = ? AND r.outlet = ? ORDER BY s.number",
        (report, outlet),
    )
    return [(Span(begin, end), paragraph) for begin, end, paragraph in rows]


def sentence_around(view: Connection, report: str, outlet: str, at: int) -> str:
    """Return the sentence of a report as it stands now in which a position is; empty where it is in none."""
    row = view.row(
        'SELECT substr(v.text, s."begin" + 1, s."end" - s."begin") FROM sentence s JOIN version v ON v.id = s.version'
        ' AND v.current JOIN report r ON r.id = v.report WHERE r.name = ? AND r.outlet = ? AND s."begin" <= ?'
        ' AND s."end" > ? ORDER BY s."begin" DESC LIMIT 1',
        (report, outlet, at, at),
    )
    return str(row[0]) if row else ""


def voices(view: Connection) -> Iterator[tuple[str, str, str, int]]:
    """Yield who speaks in which outlet, with which act, how often; without what has no speaker and no source."""
    who = "coalesce(nullif(s.speaker, ''), s.source)"
    rows = view.rows(
        f"SELECT {who}, r.outlet, s.act, count(*) FROM statement s JOIN version v ON v.id = s.version AND v.current"
        f" JOIN report r ON r.id = v.report WHERE {who} <> '' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    )
    yield from ((speaker, outlet, act, number) for speaker, outlet, act, number in rows)


def _cell(value: str | int | float | None, type: str) -> Cell:
    if value is None:
        return "" if type == "text" else None
    if type == "json":
        found: Cell = json.loads(str(value))
        return found
    return bool(value) if type == "boolean" else value
