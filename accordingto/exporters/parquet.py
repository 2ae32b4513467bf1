"""Parquet: a ZIP file with a table each, or one table alone; for pandas, Polars, R and DuckDB.

Lists and objects are JSON text. It needs pyarrow: pip install 'accordingto[tables]'.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, BinaryIO

from accordingto import query
from accordingto.errors import UsageError
from accordingto.query.tables import Cell, Column
from accordingto.record.connection import Connection
from accordingto.shown import well_formed
from accordingto.table import json_bytes

SUFFIX, TEXT = ".zip", False
TABLE_SUFFIX, TABLE_TEXT = ".parquet", False
GROUP_ROWS = 10_000
"""Rows that are held at once: texts of reports come to some 50 MB."""


def write(view: Connection, out: BinaryIO) -> None:
    """Write a ZIP file, not compressed again, with a Parquet file for each table."""
    with zipfile.ZipFile(out, "w") as archive:
        for table in query.table_names():
            whole = io.BytesIO()
            write_table(view, whole, table=table)
            archive.writestr(zipfile.ZipInfo(f"{table}{TABLE_SUFFIX}"), whole.getvalue())


def write_table(view: Connection, out: BinaryIO, *, table: str) -> None:
    """Write one table. Raises UsageError where pyarrow is not installed."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ModuleNotFoundError:
        raise UsageError("pyarrow is not installed: pip install 'accordingto[tables]'") from None
    columns = query.table_form(table).columns
    types = {"integer": pyarrow.int64(), "number": pyarrow.float64(), "boolean": pyarrow.bool_()}
    schema = pyarrow.schema([
        pyarrow.field(column.name, types.get(column.type, pyarrow.string()), metadata={"says": column.says})
        for column in columns
    ])  # fmt: skip
    with pyarrow.parquet.ParquetWriter(out, schema) as writer:
        for rows in _groups(query.table_rows(view, table)):
            arrays = [
                pyarrow.array([_cell(row[at], column) for row in rows], schema.field(at).type)
                for at, column in enumerate(columns)
            ]
            writer.write_table(pyarrow.table(arrays, schema=schema))


def _groups(rows: Iterator[tuple[Cell, ...]]) -> Iterator[Sequence[tuple[Cell, ...]]]:
    while group := list(islice(rows, GROUP_ROWS)):
        yield group


def _cell(cell: Cell, column: Column) -> Any:
    if column.type == "json":
        return json_bytes(cell).decode()
    return well_formed(cell) if isinstance(cell, str) else cell
