"""Opens a record to read: a path in, a read-only connection out. Readers never wait for the writer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from accordingto.record import migrations
from accordingto.record.connection import Connection, open_for_reading, open_for_writing
from accordingto.settings import settings


@contextmanager
def view(record: str | Path | None = None) -> Iterator[Connection]:
    """Open the record read-only; what is seen inside is as it stood, however long it takes.

    `record` is its path; None takes the setting. A record that an older version made is first brought up to date.
    Raises RecordMissing where there is none, NotARecord where the file is none or a newer version made it.
    """
    path = Path(settings().record if record is None else record)
    connection = open_for_reading(path)
    try:
        if migrations.pending(connection):
            connection.close()
            writing = open_for_writing(path)
            try:
                migrations.migrate(writing)
            finally:
                writing.close()
            connection = open_for_reading(path)
        # One snapshot for all questions, so that counts and lists agree while another process writes.
        connection.run("BEGIN")
        yield connection
    finally:
        connection.close()
