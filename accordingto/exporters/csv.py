"""CSV: a ZIP file with a table each, or one table alone, safe to open in a spreadsheet.

A text that a spreadsheet would take for a formula (it begins with =, +, -, @, in full width too, a tab or a line end,
and goes on) gets an apostrophe before it, as does one that begins with apostrophes and then such a sign: so `unguarded`
gives every cell back as it was. UTF-8 with a byte order mark, as Excel needs it.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from typing import BinaryIO

from accordingto import query
from accordingto.query.tables import Cell
from accordingto.record.connection import Connection
from accordingto.shown import well_formed
from accordingto.table import json_bytes

SUFFIX, TEXT = ".zip", False
TABLE_SUFFIX, TABLE_TEXT = ".csv", True
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠].", re.S)
_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠].", re.S)
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""Date of the files in the ZIP, so that the same record gives the same bytes."""


def write(view: Connection, out: BinaryIO) -> None:
    """Write a ZIP file with a CSV file for each table."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in query.table_names():
            entry = zipfile.ZipInfo(f"{table}{TABLE_SUFFIX}", _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w", force_zip64=True) as stream:
                _write(view, stream, table)


def write_table(view: Connection, out: BinaryIO, *, table: str) -> None:
    """Write one table."""
    _write(view, out, table)


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """Return what `guarded` was given."""
    return cell[1:] if _GUARDED.match(cell) else cell


def _write(view: Connection, out: object, table: str) -> None:
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="")  # type: ignore[type-var]  # a stream of bytes
    try:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(column.name for column in query.table_form(table).columns)
        for row in query.table_rows(view, table):
            writer.writerow(_cell(cell) for cell in row)
    finally:
        text.detach()


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, (list, dict)):
        return json_bytes(cell).decode()
    return guarded(well_formed(cell)) if isinstance(cell, str) else str(cell)
