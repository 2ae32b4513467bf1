"""Applies the corrections of a report to its rows; what the model said is kept, and is back when they are undone.

Rows keep their ids where their statement stays, so that what other tables say of it stays. It writes inside the
transaction that its caller has opened.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from accordingto.data import PARTS, Cut, Span, Statement
from accordingto.record.connection import Connection
from accordingto.record.corrections import in_force
from accordingto.record.quotes import from_json, located
from accordingto.record.replay import Held, Touch, replay
from accordingto.record.rows import STATEMENT_COLUMNS, statement_of, statement_values

ON_STATEMENTS = ("label", "span", "reject", "add")
"""The kinds that bear on statements."""
BY_HAND = "by hand"
"""Stands for the model of a statement that somebody added."""
GONE = "-"
"""Before the key of a statement that is rejected, with the id that its row had."""


@dataclass(slots=True)
class _Kept:
    """What the model said of a version, and which rows its statements have now."""

    statements: list[tuple[Statement, str]]
    """Each with the model that found it."""
    rows: dict[str, int]
    """Row id by key (see `replay.Held`), after GONE for what has no row now."""
    events: dict[int, str | None]
    """Key of the statement that an event is told in, by the event's number."""


def apply_to_statements(connection: Connection, version: int) -> list[int]:
    """Bring a version's statements in line with what is in force; return ids of changed and new rows."""
    name, outlet, text = _version(connection, version)
    corrections = in_force(connection, ON_STATEMENTS, report=(name, outlet))
    kept = _kept(connection, version)
    if kept is None:
        if not corrections:
            return []
        kept = _take(connection, version)
    replayed = replay(text, [one for one, _ in kept.statements], corrections)
    changed = _write(connection, version, text, kept, replayed.held)
    _write_touches(connection, replayed.touches, ON_STATEMENTS, (name, outlet))
    if corrections:
        _keep(connection, version, kept)
    else:
        connection.run("DELETE FROM uncorrected WHERE version = ?", (version,))
    return changed


def forget(connection: Connection, version: int) -> None:
    """Forget what the model said of a version, because a new analysis takes its place."""
    connection.run("DELETE FROM uncorrected WHERE version = ?", (version,))


def lose(connection: Connection, report: tuple[str, str]) -> None:
    """Write down that the words which the corrections of a report point at are not in the record any more."""
    _write_touches(connection, (), (*ON_STATEMENTS, "cut"), report)


def corrected_cuts(connection: Connection, report: tuple[str, str], text: str, cuts: Iterable[Cut]) -> tuple[Cut, ...]:
    """Return the cuts of a report (id, outlet) as they are with the corrections that are in force."""
    return _cuts(connection, report, text, cuts)[0]


def _cuts(
    connection: Connection, report: tuple[str, str], text: str, cuts: Iterable[Cut]
) -> tuple[tuple[Cut, ...], list[Touch]]:
    found = sorted(cuts)
    touches: list[Touch] = []
    for correction in in_force(connection, ("cut",), report=report):
        piece = correction.anchor["piece"]
        assert isinstance(piece, dict)
        if (span := located(text, from_json(piece))) is None:
            continue
        found = [rest for cut in found for rest in _without(cut, span)]
        is_cut = bool(correction.value["cut"])
        if is_cut:
            found = sorted([*found, Cut(*span, str(correction.value["reason"]))])
        touches.append(Touch(correction.number, f"cut {span.begin} {span.end}", "cut" if is_cut else "kept"))
    return tuple(found), touches


def apply_to_cuts(connection: Connection, version: int) -> bool:
    """Bring a version's cuts in line with what is in force; return whether that changed them.

    Where it did, the version counts as not analysed: `reanalyse` does it again.
    """
    name, outlet, text = _version(connection, version)
    now = [Cut(*row) for row in connection.rows('SELECT "begin", "end", reason FROM cut WHERE version = ?', (version,))]
    if row := connection.row("SELECT cuts FROM uncorrected_cut WHERE version = ?", (version,)):
        given = [Cut(*one) for one in json.loads(row[0])]
    else:
        given = now
    after, touches = _cuts(connection, (name, outlet), text, given)
    _write_touches(connection, touches, ("cut",), (name, outlet))
    if sorted(now) == sorted(after):
        return False
    connection.run("INSERT OR REPLACE INTO uncorrected_cut VALUES (?, ?)", (version, json.dumps(given)))
    connection.run("DELETE FROM cut WHERE version = ?", (version,))
    connection.run_many("INSERT INTO cut VALUES (?, ?, ?, ?)", ((version, *cut) for cut in after))
    connection.run("UPDATE version SET model = '' WHERE id = ?", (version,))
    return True


def current_version(connection: Connection, report: tuple[str, str]) -> int | None:
    """Return the row of a report's newest text, or None where the record has none of that id and outlet."""
    row = connection.row(
        "SELECT v.id FROM version v JOIN report r ON r.id = v.report WHERE v.current AND r.name = ? AND r.outlet = ?",
        report,
    )
    return row[0] if row else None


def _without(cut: Cut, span: Span) -> Iterable[Cut]:
    if cut.end <= span.begin or span.end <= cut.begin:
        return [cut]
    rest = [Cut(cut.begin, span.begin, cut.reason), Cut(span.end, cut.end, cut.reason)]
    return [one for one in rest if one.begin < one.end]


def _version(connection: Connection, version: int) -> tuple[str, str, str]:
    row = connection.row(
        "SELECT r.name, r.outlet, v.text FROM version v JOIN report r ON r.id = v.report WHERE v.id = ?", (version,)
    )
    assert row is not None
    return row[0], row[1], row[2]


def _take(connection: Connection, version: int) -> _Kept:
    """Return what the model said of a version that has not been corrected yet."""
    columns = ", ".join(STATEMENT_COLUMNS)
    rows = list(
        connection.rows(f"SELECT id, model, {columns} FROM statement WHERE version = ? ORDER BY number", (version,))
    )
    events = connection.rows("SELECT number, statement FROM event WHERE version = ?", (version,))
    return _Kept(
        [(statement_of(row[2:]), row[1]) for row in rows],
        {str(number): row[0] for number, row in enumerate(rows)},
        {number: None if key is None else str(key) for number, key in events},
    )


def _kept(connection: Connection, version: int) -> _Kept | None:
    row = connection.row("SELECT statements, held_rows, events FROM uncorrected WHERE version = ?", (version,))
    if row is None:
        return None
    statements = [(_statement(one), model) for one, model in json.loads(row[0])]
    return _Kept(statements, json.loads(row[1]), {int(number): key for number, key in json.loads(row[2]).items()})


def _keep(connection: Connection, version: int, kept: _Kept) -> None:
    statements = [(asdict(one) | {"scores": dict(one.scores)}, model) for one, model in kept.statements]
    connection.run(
        "INSERT OR REPLACE INTO uncorrected VALUES (?, ?, ?, ?)",
        (version, json.dumps(statements), json.dumps(kept.rows), json.dumps(kept.events)),
    )


def _statement(found: dict[str, Any]) -> Statement:
    spans = {part: tuple(Span(*piece) for piece in found[part]) for part in PARTS}
    return Statement(**(found | spans))


def _write(connection: Connection, version: int, text: str, kept: _Kept, held: Sequence[Held]) -> list[int]:
    stay = [one for one in held if not one.dropped]
    numbers = {one.key: number for number, one in enumerate(stay)}
    by_key = {one.key: one for one in held}
    for gone in [key for key in kept.rows if key not in numbers and not key.startswith(GONE)]:
        connection.run("DELETE FROM statement WHERE id = ?", (kept.rows[gone],))
        kept.rows[f"{GONE}{gone}"] = kept.rows.pop(gone)
    # Out of the way first: a number must not stand twice in between.
    connection.run("UPDATE statement SET number = -1 - number WHERE version = ?", (version,))
    changed = []
    for number, one in enumerate(stay):
        values = dict(zip(STATEMENT_COLUMNS, statement_values(one.statement, text), strict=True))
        values["parent"] = _number_above(one.parent, by_key, numbers)
        model = BY_HAND if one.key.startswith("+") else kept.statements[int(one.key)][1]
        if _put(connection, version, kept, one.key, {"number": number, "model": model} | values):
            changed.append(kept.rows[one.key])
        row = kept.rows[one.key]
        connection.run("DELETE FROM corrected WHERE statement = ?", (row,))
        connection.run_many("INSERT INTO corrected VALUES (?, ?, ?)", ((row, *by) for by in one.by.items()))
    for event, key in kept.events.items():
        place = (version, event)
        told_in = _number_above(key, by_key, numbers)
        connection.run("UPDATE event SET statement = ? WHERE version = ? AND number = ?", (told_in, *place))
    return changed


def _put(connection: Connection, version: int, kept: _Kept, key: str, values: dict[str, Any]) -> bool:
    """Write one statement into its row, or a new one; return whether it says something else than before."""
    names = list(values)
    if row := kept.rows.get(key):
        held = connection.row(f"SELECT {', '.join(names)} FROM statement WHERE id = ?", (row,))
        same = held is not None and held[1:] == tuple(values.values())[1:]
        sets = ["number"] if same else names
        connection.run(
            f"UPDATE statement SET {', '.join(f'{name} = ?' for name in sets)} WHERE id = ?",
            (*(values[name] for name in sets), row),
        )
        return not same
    # One that comes back has the id that it had, unless another has it by now.
    was = kept.rows.pop(f"{GONE}{key}", None)
    free = was is not None and connection.row("SELECT 1 FROM statement WHERE id = ?", (was,)) is None
    kept.rows[key] = connection.run(
        f"INSERT INTO statement (id, version, {', '.join(names)}) VALUES (?, ?{', ?' * len(names)})",
        (was if free else None, version, *values.values()),
    )
    return True


def _number_above(key: str | None, by_key: dict[str, Held], numbers: dict[str, int]) -> int | None:
    """Return the number of a statement, or where it is dropped of the next one that it stood inside."""
    seen = set[str]()
    while key is not None and key not in numbers and key not in seen:
        seen.add(key)
        key = by_key[key].parent if key in by_key else None
    return numbers.get(key) if key is not None else None


def _write_touches(
    connection: Connection, touches: Iterable[Touch], kinds: Sequence[str], report: tuple[str, str]
) -> None:
    connection.run(
        "DELETE FROM touch WHERE correction IN (SELECT id FROM correction"
        f" WHERE report = ? AND outlet = ? AND kind IN ({', '.join('?' * len(kinds))}))",
        (*report, *kinds),
    )
    where = json.dumps(report)
    connection.run_many(
        "INSERT OR REPLACE INTO touch VALUES (?, ?, ?)",
        ((one.correction, f"{where} {one.target}", one.says) for one in touches),
    )
