"""JSON lines: every row of every table, an object a line, named by `table`; or one table alone."""

from __future__ import annotations

from typing import BinaryIO

from accordingto import query
from accordingto.record.connection import Connection
from accordingto.table import json_bytes

SUFFIX, TEXT = ".jsonl", True
TABLE_SUFFIX, TABLE_TEXT = ".jsonl", True


def write(view: Connection, out: BinaryIO) -> None:
    """Write every table, a row a line, each line with the name of its table."""
    for table in query.table_names():
        _write(view, out, table, named=True)


def write_table(view: Connection, out: BinaryIO, *, table: str) -> None:
    """Write one table, a row a line."""
    _write(view, out, table, named=False)


def _write(view: Connection, out: BinaryIO, table: str, *, named: bool) -> None:
    columns = [column.name for column in query.table_form(table).columns]
    first: dict[str, object] = {"table": table} if named else {}
    for row in query.table_rows(view, table):
        out.write(json_bytes(first | dict(zip(columns, row, strict=True))) + b"\n")
