"""What people correct, as it is kept: appended with who and when, undone by a further entry, never changed.

It points at words of reports (`quotes`), never at rows. `corrected` applies those on a report, `link.corrected` those
on actors and claims; `correct` is the way in that does both.
"""

from __future__ import annotations

import getpass
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType

from accordingto.data import LABELS
from accordingto.errors import UsageError
from accordingto.record.connection import Connection, Row

ON_REPORTS: Mapping[str, str] = MappingProxyType(
    {
        "label": "the speaker, a label or the parent of a statement",
        "span": "where its source, cue or content stands",
        "reject": "it is no statement",
        "add": "a statement that was not found",
        "cut": "what is part of the report, and what is not",
    }
)
"""Kinds of corrections that bear on one report."""
ON_STORY: Mapping[str, str] = MappingProxyType(
    {
        "merge actors": "several actors are one",
        "split actor": "one actor is two",
        "merge claims": "several claims are one",
        "split claim": "one claim is two",
        "stance": "which stance a holder takes on a claim, or none",
    }
)
"""Kinds that bear on what was linked across reports."""
UNDO = "undo"
FIELDS = ("speaker", *LABELS, "parent")
"""What "label" may set; the values of a label are those of LABELS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One correction; `number` and `made` are 0 and empty until it is in a record."""

    kind: str
    by: str
    report: str = ""
    outlet: str = ""
    anchor: Mapping[str, object] = field(default_factory=dict)
    value: Mapping[str, object] = field(default_factory=dict)
    note: str = ""
    undoes: int | None = None
    number: int = 0
    made: str = ""


def user() -> str:
    """Return the name of who uses this computer; "unknown" where it has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def append(connection: Connection, correction: Correction) -> int:
    """Write a correction down; return its number. It writes inside the transaction that its caller has opened."""
    if not correction.by.strip():
        raise UsageError("a correction needs a name: who makes it? (--as NAME)")
    return connection.run(
        "INSERT INTO correction (made, made_by, kind, report, outlet, anchor, value, note, undoes)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            datetime.now(UTC).isoformat(timespec="seconds"),
            correction.by.strip(),
            correction.kind,
            correction.report,
            correction.outlet,
            json.dumps(correction.anchor),
            json.dumps(correction.value),
            correction.note,
            correction.undoes,
        ),
    )


def undo(connection: Connection, number: int, *, by: str, note: str = "") -> Correction:
    """Write down that a correction is undone, and return that one; UsageError where it is not in force.

    An undoing can be undone in its turn: the correction is in force again.
    """
    found = connection.row(f"SELECT {_COLUMNS} FROM correction c WHERE c.id = ?", (number,))
    if found is None:
        raise UsageError(f"there is no correction {number}: `accordingto corrections` lists them")
    correction = _correction(found)
    if number in _undone(connection):
        raise UsageError(f"correction {number} is undone already")
    append(connection, Correction(kind=UNDO, by=by, undoes=number, note=note))
    while correction.undoes is not None:
        row = connection.row(f"SELECT {_COLUMNS} FROM correction c WHERE c.id = ?", (correction.undoes,))
        assert row is not None  # a foreign key
        correction = _correction(row)
    return correction


def in_force(
    connection: Connection, kinds: Iterable[str], *, report: tuple[str, str] | None = None
) -> list[Correction]:
    """Return the corrections of some kinds that are not undone, in order (those of one report: id and outlet)."""
    undone = _undone(connection)
    wanted = list(kinds)
    where, values = f"c.kind IN ({', '.join('?' * len(wanted))})", wanted
    if report is not None:
        where, values = f"{where} AND c.report = ? AND c.outlet = ?", [*wanted, *report]
    rows = connection.rows(f"SELECT {_COLUMNS} FROM correction c WHERE {where} ORDER BY c.id", values)
    return [_correction(row) for row in rows if row[0] not in undone]


def _undone(connection: Connection) -> set[int]:
    """Return the numbers of what is undone; who undoes an undoing comes later than it, so the last one counts."""
    undoes = list(connection.rows("SELECT id, undoes FROM correction WHERE undoes IS NOT NULL ORDER BY id DESC"))
    undone: set[int] = set()
    for number, of in undoes:
        if number not in undone:
            undone.add(of)
    return undone


_COLUMNS = "c.id, c.made, c.made_by, c.kind, c.report, c.outlet, c.anchor, c.value, c.note, c.undoes"


def _correction(row: Row) -> Correction:
    number, made, by, kind, report, outlet, anchor, value, note, undoes = row
    return Correction(
        kind=kind,
        by=by,
        report=report,
        outlet=outlet,
        anchor=json.loads(anchor),
        value=json.loads(value),
        note=note,
        undoes=undoes,
        number=number,
        made=made,
    )
