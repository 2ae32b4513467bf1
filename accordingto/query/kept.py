"""Counts over a whole record, kept in it until anything changes that they count.

`keep` works them out once a record has been linked or corrected. Triggers of the record throw all of them away with the
first change of what they count, whoever makes it, so that what is kept is right; where nothing is kept, it is counted.
"""

from __future__ import annotations

import json
import tomllib
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path

from accordingto.errors import RecordBusy, UsageError
from accordingto.record.connection import Connection, Row, open_for_writing
from accordingto.settings import settings


def keep(record: str | Path | None = None) -> bool:
    """Work out what is not kept of a record (None takes the setting); tell whether that could be done.

    It cannot be while another process writes, or where the record may only be read; then each reader counts.
    """
    with suppress(RecordBusy, UsageError):
        connection = open_for_writing(Path(settings().record if record is None else record))
        try:
            with connection.transaction():
                for name in _questions():
                    if _held(connection, name) is None:
                        rows = json.dumps(list(connection.rows(_questions()[name])), separators=(",", ":"))
                        connection.run("INSERT OR REPLACE INTO kept VALUES (?, ?)", (_key(name), rows))
        finally:
            connection.close()
        return True
    return False


def counted(view: Connection, name: str) -> list[Row]:
    """Return the rows of one of the questions of `kept.toml`: kept ones, else counted now."""
    held = _held(view, name)
    return list(view.rows(_questions()[name])) if held is None else held


def is_kept(view: Connection, name: str) -> bool:
    """Tell whether the answer to a question is kept."""
    return view.row("SELECT 1 FROM kept WHERE question = ?", (_key(name),)) is not None


def _held(view: Connection, name: str) -> list[Row] | None:
    row = view.row("SELECT answer FROM kept WHERE question = ?", (_key(name),))
    return None if row is None else [tuple(one) for one in json.loads(row[0])]


@cache
def _questions() -> dict[str, str]:
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        found: dict[str, str] = tomllib.load(file)
    return found


@cache
def _key(name: str) -> str:
    # What another version of the program asked is not what this one asks.
    return f"{name} {blake2b(_questions()[name].encode(), digest_size=6).hexdigest()}"
