"""Applies the corrections on actors and claims to what was linked: merges, splits, and stances of holders.

Linking comes between the two: `take_back` before it, so that it meets what it made itself; `apply` after it. Everything
goes through the ledger; whatever is undone, no more is worked out again than what corrections had changed. Both write
inside the transaction that their caller has opened.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, cast

from accordingto.link.anchors import actor_of, claim_of, distinct, holder_of, statement_at
from accordingto.link.ledger import Ledger, take_back
from accordingto.record.connection import Connection
from accordingto.record.corrections import ON_STORY, Correction, in_force

__all__ = ("apply", "take_back")
Touches = list[tuple[str, str]]
"""Targets and what is said of them (see the table `touch`)."""


def apply(connection: Connection) -> set[int]:
    """Apply what is in force, after taking back what was applied before; return the rows of the claims it changed."""
    before = _claims_touched(connection)
    take_back(connection)
    connection.run(
        "DELETE FROM touch WHERE correction IN"
        f" (SELECT id FROM correction WHERE kind IN ({', '.join('?' * len(ON_STORY))}))",
        tuple(ON_STORY),
    )
    for correction in in_force(connection, ON_STORY):
        touches = _APPLY[correction.kind](connection, Ledger(connection, correction.number), correction)
        connection.run_many(
            "INSERT OR REPLACE INTO touch VALUES (?, ?, ?)",
            ((correction.number, target, says) for target, says in touches),
        )
    return before | _claims_touched(connection)


def _merge_actors(connection: Connection, ledger: Ledger, correction: Correction) -> Touches:
    references = cast(Sequence[Mapping[str, Any]], correction.anchor["actors"])
    first, *others = distinct(actor_of(connection, one) for one in references) or [0]
    if not first:
        return []
    why = _why(correction)
    for other in others:
        _move_aliases(connection, ledger, other, first, why=why)
        _move_all(connection, ledger, other, first)
        ledger.delete("actor", {"id": other})
    name = str(correction.value.get("name") or "")
    if name:
        ledger.update("actor", {"id": first}, {"name": name})
    names = sorted({str(one["name"]) for one in references})
    return [(_pair(a, b), "one") for n, a in enumerate(names) for b in names[n + 1 :]]


def _split_actor(connection: Connection, ledger: Ledger, correction: Correction) -> Touches:
    reference = cast(Mapping[str, Any], correction.anchor["actor"])
    old = actor_of(connection, reference)
    row = connection.row("SELECT kind, body FROM actor WHERE id = ?", (old,)) if old else None
    if old is None or row is None:
        return []
    name = str(correction.value["name"])
    names = {str(one) for one in cast(Sequence[object], correction.value["names"])}
    kind = str(correction.value.get("kind") or row[0])
    why = _why(correction)
    new = ledger.insert("actor", {"name": name, "kind": kind, "body": row[1], "why": why})
    places = cast(Sequence[Mapping[str, object]], correction.anchor["places"])
    moved = set(distinct(statement_at(connection, place) for place in places))
    for (alias,) in list(connection.rows("SELECT name FROM alias WHERE actor = ?", (old,))):
        if alias in names:
            _move(connection, ledger, "alias", {"actor": old, "name": alias}, new)
    of_old = connection.rows(
        "SELECT s.id, s.speaker, s.source FROM actor_statement j JOIN statement s ON s.id = j.statement"
        " WHERE j.actor = ?",
        (old,),
    )
    moved |= {row[0] for row in list(of_old) if row[1] in names or row[2] in names}
    for statement in sorted(moved):
        _move(connection, ledger, "actor_statement", {"statement": statement, "actor": old}, new)
        for (holder,) in list(connection.rows("SELECT id FROM holder WHERE statement = ?", (statement,))):
            ledger.update("holder", {"id": holder}, {"actor": new})
    _move_chains(connection, ledger, old, new, names)
    return [(_pair(str(reference["name"]), one), "two") for one in sorted({name, *names} - {str(reference["name"])})]


def _merge_claims(connection: Connection, ledger: Ledger, correction: Correction) -> Touches:
    references = cast(Sequence[Mapping[str, Any]], correction.anchor["claims"])
    first, *others = distinct(claim_of(connection, one) for one in references) or [0]
    if not first:
        return []
    text = str(correction.value.get("text") or "")
    if text:
        ledger.update("claim", {"id": first}, {"text": text})
    for other in others:
        for (holder,) in list(connection.rows("SELECT id FROM holder WHERE claim = ?", (other,))):
            _move_holder(connection, ledger, holder, first)
        ledger.delete("claim", {"id": other})
    texts = sorted({str(one["text"]) for one in references})
    return [(_pair(a, b), "one") for n, a in enumerate(texts) for b in texts[n + 1 :]]


def _split_claim(connection: Connection, ledger: Ledger, correction: Correction) -> Touches:
    reference = cast(Mapping[str, Any], correction.anchor["claim"])
    old = claim_of(connection, reference)
    places = cast(Sequence[Mapping[str, object]], correction.anchor["places"])
    holders = distinct(holder_of(connection, old, place) for place in places) if old else []
    if old is None or not holders:
        return []
    columns = [row[1] for row in connection.rows("PRAGMA table_info(claim)")]
    row = connection.row(f"SELECT {', '.join(columns)} FROM claim WHERE id = ?", (old,))
    assert row is not None
    held = dict(zip(columns, row, strict=True))
    text = str(correction.value["text"])
    # The number keeps the name from being one that linking gives.
    new = {key: value for key, value in held.items() if key != "id"} | {
        "name": f"{held['name']}-{correction.number}",
        "text": text,
    }
    claim = ledger.insert("claim", new)
    for holder in holders:
        ledger.update("holder", {"id": holder}, {"claim": claim})
    return [(_pair(str(reference["text"]), text), "two")]


def _stance(connection: Connection, ledger: Ledger, correction: Correction) -> Touches:
    reference = cast(Mapping[str, Any], correction.anchor["claim"])
    place = cast(Mapping[str, Any], correction.anchor["place"])
    claim = claim_of(connection, reference)
    holder = holder_of(connection, claim, place) if claim else None
    if claim is None or holder is None:
        return []
    words = cast(Mapping[str, object], place["words"])
    target = f"{json.dumps([place['report'], place['outlet']])} {words['words']} – {reference['text']}"
    if not correction.value.get("stance"):
        ledger.delete("holder", {"id": holder})
        return [(f"{target} stance", "none")]
    changes = {name: str(value) for name, value in correction.value.items()}
    ledger.update("holder", {"id": holder}, {**changes, "why": _why(correction)})
    return [(f"{target} {name}", value) for name, value in changes.items()]


_APPLY: Mapping[str, Callable[[Connection, Ledger, Correction], Touches]] = {
    "merge actors": _merge_actors,
    "split actor": _split_actor,
    "merge claims": _merge_claims,
    "split claim": _split_claim,
    "stance": _stance,
}


def _claims_touched(connection: Connection) -> set[int]:
    """Return the claims of which the ledger has changed the row or a holder, as far as they are still there."""
    claims = set[int]()
    for place, held_key, before in connection.rows(
        "SELECT place, held_key, before FROM effect WHERE place IN ('claim', 'holder')"
    ):
        key, row = json.loads(held_key), json.loads(before)
        if place == "claim":
            claims.add(key["id"])
            continue
        now = connection.row("SELECT claim FROM holder WHERE id = ?", (key["id"],))
        claims |= {claim for claim in (row.get("claim"), now[0] if now else None) if claim is not None}
    return {claim for claim in claims if connection.row("SELECT 1 FROM claim WHERE id = ?", (claim,))}


def _move_all(connection: Connection, ledger: Ledger, old: int, new: int) -> None:
    for table, column in (("actor_statement", "statement"), ("actor_chain", "version, chain")):
        for row in list(connection.rows(f"SELECT {column} FROM {table} WHERE actor = ?", (old,))):
            key = dict(zip(column.split(", "), row, strict=True))
            if table == "actor_chain":
                ledger.update(table, key, {"actor": new})
            else:
                _move(connection, ledger, table, {**key, "actor": old}, new)
    for table, column in (("holder", "actor"), ("actor", "body")):
        for (number,) in list(connection.rows(f"SELECT id FROM {table} WHERE {column} = ?", (old,))):
            ledger.update(table, {"id": number}, {column: new if number != new or table == "holder" else None})


def _move_aliases(connection: Connection, ledger: Ledger, old: int, new: int, *, why: str) -> None:
    for (alias,) in list(connection.rows("SELECT name FROM alias WHERE actor = ?", (old,))):
        _move(connection, ledger, "alias", {"actor": old, "name": alias}, new)
    row = connection.row("SELECT name FROM actor WHERE id = ?", (old,))
    if row and not connection.row("SELECT 1 FROM alias WHERE actor = ? AND name = ?", (new, row[0])):
        ledger.insert("alias", {"actor": new, "name": row[0], "score": 1.0, "why": why}, key="actor name")


def _move(connection: Connection, ledger: Ledger, table: str, key: Mapping[str, Any], new: int) -> None:
    """Give a row of a table whose key has the actor in it to another actor; where that one has it, it only goes."""
    names = [row[1] for row in connection.rows(f"PRAGMA table_info({table})")]
    where = " AND ".join(f"{name} = ?" for name in key)
    row = connection.row(f"SELECT {', '.join(names)} FROM {table} WHERE {where}", tuple(key.values()))
    if row is None:
        return
    ledger.delete(table, key)
    there = {**key, "actor": new}
    if not connection.row(f"SELECT 1 FROM {table} WHERE {where}", tuple(there.values())):
        ledger.insert(table, dict(zip(names, row, strict=True)) | {"actor": new}, key=" ".join(key))


def _move_chains(connection: Connection, ledger: Ledger, old: int, new: int, names: Iterable[str]) -> None:
    wanted = list(names)
    rows = connection.rows(
        "SELECT DISTINCT c.version, c.chain FROM actor_chain c JOIN mention m ON m.version = c.version"
        ' AND m.chain = c.chain JOIN version v ON v.id = c.version WHERE c.actor = ? AND substr(v.text, m."begin" + 1,'
        f' m."end" - m."begin") IN ({", ".join("?" * len(wanted))})',
        (old, *wanted),
    )
    for version, chain in list(rows):
        ledger.update("actor_chain", {"version": version, "chain": chain}, {"actor": new})


def _move_holder(connection: Connection, ledger: Ledger, holder: int, claim: int) -> None:
    twin = connection.row(
        'SELECT 1 FROM holder h JOIN holder o ON o.version = h.version AND o."begin" = h."begin" AND o."end" = h."end"'
        " AND o.speaker = h.speaker WHERE h.id = ? AND o.claim = ?",
        (holder, claim),
    )
    if twin:
        ledger.delete("holder", {"id": holder})
    else:
        ledger.update("holder", {"id": holder}, {"claim": claim})


def _why(correction: Correction) -> str:
    return json.dumps({"correction": correction.number, "by": correction.by, "made": correction.made})


def _pair(one: str, other: str) -> str:
    return " | ".join(sorted((one, other)))
