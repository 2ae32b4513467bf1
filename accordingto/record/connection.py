"""Opens the SQLite file of a record and speaks to it.

Any Python string goes in and comes out unchanged: what SQLite holds as TEXT without trouble is TEXT, so that every
SQLite tool can read it; a string with NUL or a lone surrogate is a BLOB of UTF-8 ("surrogatepass"). Whatever comes back
as bytes is such a string; the one column that holds bytes (`page.packed`) is read with `blob`. SQLite's errors become
ours here and nowhere else.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from accordingto.errors import AccordingtoError, NotARecord, RecordBusy, RecordMissing, UsageError
from accordingto.settings import settings

Value = str | int | float | bytes | None
Row = tuple[Any, ...]
"""What a column holds is declared in `migrations`; SQLite cannot tell a type checker."""


def stored(value: Value) -> Value:
    """Return the form in which SQLite keeps a value."""
    if not isinstance(value, str):
        return value
    try:
        whole = value.encode("utf-8")
    except UnicodeEncodeError:
        return value.encode("utf-8", "surrogatepass")
    return whole if b"\0" in whole else value


def restored(value: Value) -> str | int | float | None:
    """Return the value that `stored` was given."""
    return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else value


@contextmanager
def errors_of(path: Path) -> Iterator[None]:
    """Turn SQLite's errors about the file at `path` into RecordBusy, NotARecord, UsageError or AccordingtoError."""
    try:
        yield
    except sqlite3.OperationalError as error:
        words = str(error)
        if "locked" in words or "busy" in words:
            raise RecordBusy(str(path), settings().busy_timeout_s) from error
        if "readonly" in words or "unable to open" in words:
            raise UsageError(f"{path} cannot be opened for this: {words}; check who may write there") from error
        if "full" in words or "disk I/O" in words:
            raise AccordingtoError(f"{path} could not be written: {words}; what was written before is kept") from error
        raise
    except sqlite3.IntegrityError:
        raise
    except sqlite3.DatabaseError as error:
        if "not a database" in str(error):
            raise NotARecord(str(path), "it is no SQLite file") from error
        if "malformed" in str(error):
            raise NotARecord(str(path), "the file is damaged (database disk image is malformed)") from error
        raise


class Connection:
    """A connection to one record: statements in, rows out, strings kept whole."""

    def __init__(self, path: Path, raw: sqlite3.Connection) -> None:
        self.path = path
        self._raw = raw

    def run(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Carry out one statement; return the id of the row that it inserted last."""
        with errors_of(self.path):
            return self._raw.execute(sql, [stored(value) for value in values]).lastrowid or 0

    def run_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Carry out one statement for each row of values."""
        with errors_of(self.path):
            self._raw.executemany(sql, [[stored(value) for value in row] for row in rows])

    def rows(self, sql: str, values: Sequence[Value] = ()) -> Iterator[Row]:
        """Yield the rows that a query finds."""
        with errors_of(self.path):
            for row in self._raw.execute(sql, [stored(value) for value in values]):
                yield row if bytes not in map(type, row) else tuple(map(restored, row))

    def row(self, sql: str, values: Sequence[Value] = ()) -> Row | None:
        """Return the first row that a query finds, or None."""
        return next(self.rows(sql, values), None)

    def blob(self, sql: str, values: Sequence[Value] = ()) -> bytes:
        """Return the bytes in the first column of the first row that a query finds; none where it finds no row."""
        with errors_of(self.path):
            row = self._raw.execute(sql, [stored(value) for value in values]).fetchone()
        return bytes(row[0]) if row else b""

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write everything inside, or nothing of it; wait for another writer up to `busy_timeout_s`."""
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            if self._raw.in_transaction:
                self._raw.rollback()
            raise

    def close(self) -> None:
        """Close the file."""
        with errors_of(self.path):
            self._raw.close()


def open_for_writing(path: Path) -> Connection:
    """Open the file at `path` to write, and make it where it is missing.

    Raises UsageError where it cannot be made, NotARecord where it is no SQLite file, RecordBusy where another writes.
    """
    _refuse_directory(path)
    if not path.parent.is_dir():
        raise UsageError(f"{path} cannot be made: there is no directory {path.parent}; make it first")
    connection = _connect(path, "rwc")
    try:
        # Whether it is a database at all shows only when the first page is read.
        connection.row("SELECT count(*) FROM sqlite_master")
    except BaseException:
        connection.close()
        raise
    return connection


def open_for_reading(path: Path) -> Connection:
    """Open the file at `path` read-only; a writer is neither waited for nor hindered.

    Raises RecordMissing where there is none, NotARecord where it is no SQLite file.
    """
    _refuse_directory(path)
    if not path.exists():
        raise RecordMissing(str(path))
    connection = _connect(path, "ro")
    try:
        connection.row("SELECT count(*) FROM sqlite_master")
    except UsageError as error:
        connection.close()
        log = path.with_name(path.name + "-wal")
        if isinstance(error, NotARecord) or (log.exists() and log.stat().st_size):
            raise
        # SQLite needs to write beside a WAL file even to read it; on a read-only disk, nobody writes: read as it is.
        return _connect(path, "ro&immutable=1")
    return connection


def _connect(path: Path, mode: str) -> Connection:
    with errors_of(path):
        raw = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=settings().busy_timeout_s,
            isolation_level=None,
        )
    connection = Connection(path, raw)
    connection.run("PRAGMA foreign_keys = ON")
    return connection


def _refuse_directory(path: Path) -> None:
    if path.is_dir():
        raise NotARecord(str(path), "it is a directory")
