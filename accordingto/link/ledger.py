"""Changes rows of a record so that each change can be taken back: what a row was is written to the table `effect`.

It writes inside the transaction that its caller has opened.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import suppress

from accordingto.record.connection import Connection, Value

Key = Mapping[str, Value]
"""The columns that name one row of a table, and their values."""


class Ledger:
    """Writes for one correction."""

    def __init__(self, connection: Connection, correction: int) -> None:
        self._connection, self._correction = connection, correction

    def insert(self, table: str, row: Mapping[str, Value], key: str = "id") -> int:
        """Add a row; return its id where the table has ids."""
        number = _insert(self._connection, table, row)
        held = {key: number} if key == "id" else {name: row[name] for name in key.split()}
        self._note("insert", table, held, {})
        return number

    def update(self, table: str, key: Key, changes: Mapping[str, Value]) -> None:
        """Change columns of a row that are no part of its key."""
        if before := self._row(table, key):
            self._note("update", table, key, {name: before[name] for name in changes})
            _update(self._connection, table, key, changes)

    def delete(self, table: str, key: Key) -> None:
        """Take a row out; rows that rest on it must have gone before, each by itself."""
        if before := self._row(table, key):
            self._note("delete", table, key, before)
            where, values = _where(key)
            self._connection.run(f"DELETE FROM {table} WHERE {where}", values)

    def _row(self, table: str, key: Key) -> dict[str, Value]:
        names = [row[1] for row in self._connection.rows(f"PRAGMA table_info({table})")]
        where, values = _where(key)
        columns = ", ".join(f'"{name}"' for name in names)
        row = self._connection.row(f"SELECT {columns} FROM {table} WHERE {where}", values)
        return dict(zip(names, row, strict=True)) if row else {}

    def _note(self, done: str, table: str, key: Key, before: Mapping[str, Value]) -> None:
        self._connection.run(
            "INSERT INTO effect (correction, done, place, held_key, before) VALUES (?, ?, ?, ?, ?)",
            (self._correction, done, table, json.dumps(dict(key)), json.dumps(dict(before))),
        )


def take_back(connection: Connection) -> None:
    """Take back every change that stands in the ledger, the last one first; what has gone since stays gone."""
    for number, done, table, held_key, before in list(
        connection.rows("SELECT id, done, place, held_key, before FROM effect ORDER BY id DESC")
    ):
        key, row = json.loads(held_key), json.loads(before)
        where, values = _where(key)
        # A row that it names may have been taken out with its report: then there is nothing to bring back.
        with suppress(sqlite3.IntegrityError):
            if done == "insert":
                connection.run(f"DELETE FROM {table} WHERE {where}", values)
            elif done == "update":
                _update(connection, table, key, row)
            else:
                _insert(connection, table, row)
        connection.run("DELETE FROM effect WHERE id = ?", (number,))


def _insert(connection: Connection, table: str, row: Mapping[str, Value]) -> int:
    columns = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" * len(row))
    return connection.run(f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuple(row.values()))


def _update(connection: Connection, table: str, key: Key, changes: Mapping[str, Value]) -> None:
    where, values = _where(key)
    sets = ", ".join(f'"{name}" = ?' for name in changes)
    connection.run(f"UPDATE {table} SET {sets} WHERE {where}", (*changes.values(), *values))


def _where(key: Key) -> tuple[str, tuple[Value, ...]]:
    return " AND ".join(f'"{name}" = ?' for name in key), tuple(key.values())
