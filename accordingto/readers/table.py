"""Tables: CSV and TSV with named columns, one report a row.

Columns: `text`, and where known `id title outlet published url byline language kind`, or what exports of news databases
call them (`columns.toml`). The delimiter is the one that the first line has most of. A table without a column of text
is skipped, naming the columns that it has; a row that cannot be used becomes a Problem with its line, and the rest goes
on.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from accordingto.columns import fields_in, fields_of, report_of
from accordingto.data import Problem, Report
from accordingto.decode import bom_of, decode, is_text
from accordingto.errors import SourceFailed, SourceSkipped
from accordingto.readers import failed, whole

NAME = "table"
SUMMARY = "CSV and TSV with named columns, one report a row"

QUOTED = 2
"""A row may be this many times longer than its report: quotation marks are doubled, and there are other columns."""

DELIMITERS = "\t,;|"
LONGEST_NAME = 60
"""Characters of a column's name."""

NAMED = 20
"""So many columns are named where none of them holds the text."""

_SUFFIXES = (".csv", ".tsv", ".tab")


def sniff(head: bytes, name: str) -> bool:
    """Say yes where the first line names a column of text and another, or names columns in a file called a table."""
    if not is_text(head):
        return False
    line = decode(head, source=name).lstrip("\ufeff\r\n").partition("\n")[0].rstrip("\r")
    columns = _cells(line)
    if line.startswith(("{", "<")) or not all(0 < len(column) <= LONGEST_NAME for column in columns):
        return False
    fields = fields_in(columns)
    if name.lower().endswith(_SUFFIXES):
        return len(columns) > 1 or "text" in fields
    return "text" in fields and len(fields) > 1


def read(stream: BinaryIO, *, name: str, limit_bytes: int) -> Iterator[Report | Problem]:
    """Yield a report or a problem for every row that is not blank; raise SourceSkipped where no column is of text."""
    lines = _Lines(stream, name, QUOTED * limit_bytes)
    header = next((line for line in lines if lines.problem or line.strip()), "")
    columns = _cells(header.rstrip("\r\n"))
    fields = fields_in(columns)
    if lines.problem:
        raise SourceFailed(name, "too long", lines.problem.detail)
    if not header:
        raise SourceFailed(name, "empty", "nothing but white space")
    if "text" not in fields:
        raise SourceSkipped(name, "a table, not a report", f"no column of text; its columns: {_named(columns)}")
    rows = csv.reader(lines, delimiter=_delimiter(header))
    found = 0
    while (row := _next(rows, lines, name, QUOTED * limit_bytes)) is not None:
        if problem := lines.problem:
            lines.problem = None
            yield problem
        elif isinstance(row, Problem):
            yield row
        elif any(cell.strip() for cell in row):
            values = fields_of(dict(zip(columns, row, strict=False)), fields)
            yield _report(values, len(row) - len(columns), f"{name}#{lines.number}", name, limit_bytes)
        else:
            continue
        found += 1
    if not found:
        raise SourceSkipped(name, "a table, not a report", "it has no rows")


def _report(values: dict[str, str], surplus: int, place: str, name: str, limit_bytes: int) -> Report | Problem:
    number = place.rpartition("#")[2]
    if surplus > 0:
        return failed(name, "not a row of the table", f"line {number}: {surplus} cells more than there are columns")
    if not (text := values.get("text", "")):
        return failed(name, "no text", f"line {number}: the column of the text is empty")
    if len(text) > limit_bytes or len(text.encode("utf-8", "surrogatepass")) > limit_bytes:
        return failed(name, "too long", f"line {number}: more than {limit_bytes:,} bytes (setting max_report_bytes)")
    return report_of(values, otherwise=place)


def _next(rows: Iterator[list[str]], lines: _Lines, name: str, longest_bytes: int) -> list[str] | Problem | None:
    before = csv.field_size_limit(longest_bytes)  # it is the process's, so it is set back
    try:
        return next(rows, None)
    except csv.Error as error:  # the reader begins afresh with the next line
        return failed(name, "not a row of the table", f"line {lines.number}: {error}")
    except SourceFailed as error:
        return failed(name, error.reason, f"line {lines.number}: {error.detail}")
    finally:
        csv.field_size_limit(before)


class _Lines(Iterator[str]):
    """The lines of a stream as text. One that is too long is skipped, and `problem` says so."""

    def __init__(self, stream: BinaryIO, name: str, longest_bytes: int) -> None:
        self.number = 0
        self.problem: Problem | None = None
        self._within = False  # a line whose rest is to be skipped
        self._name, self._longest = name, longest_bytes
        self._first = stream.read(4)
        if bom_of(self._first) not in ("", "utf-8"):  # UTF-16 is read whole, so it has a limit
            text = decode(self._first + whole(stream, source=name, limit_bytes=longest_bytes), source=name)
            stream, self._first = io.BytesIO(text.encode("utf-8", "surrogatepass")), b""
        self._first = self._first.removeprefix(b"\xef\xbb\xbf")
        self._stream = stream

    def __next__(self) -> str:
        while self._within:
            rest = self._stream.readline(1 << 20)
            self._within = bool(rest) and not rest.endswith(b"\n")
        line, self._first = self._first, b""
        if not line.endswith(b"\n"):
            line += self._stream.readline(self._longest + 1)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) > self._longest:
            self._within = not line.endswith(b"\n")
            self.problem = failed(self._name, "too long", f"line {self.number}: more than {self._longest:,} bytes")
            return "\n"
        return decode(line, source=self._name)


def _delimiter(header: str) -> str:
    return max(DELIMITERS, key=header.count)


def _cells(line: str) -> list[str]:
    try:
        cells = next(csv.reader([line[:10_000]], delimiter=_delimiter(line)), [])
    except csv.Error:
        return []
    return [cell.strip() for cell in cells]


def _named(columns: list[str]) -> str:
    others = len(columns) - NAMED
    return ", ".join(columns[:NAMED]) + (f" and {others} more" if others > 0 else "")
