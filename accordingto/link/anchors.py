"""How a correction points at actors and claims: by names and by words of reports, never by rows; and back to rows.

An actor is found by its names, a claim by the places of its holders and its text; the next linking may number and
divide them otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from accordingto.data import Span
from accordingto.errors import UsageError
from accordingto.record.connection import Connection
from accordingto.record.corrected import current_version
from accordingto.record.quotes import from_json, located, quoted
from accordingto.record.replay import anchor_of, meant
from accordingto.record.rows import STATEMENT_COLUMNS, statement_of

PLACES = 5
"""Places kept for an actor or a claim: enough that some are left when reports change."""
Place = Mapping[str, object]
_COLUMNS = ", ".join(f"s.{column}" for column in STATEMENT_COLUMNS)


def place_of_statement(connection: Connection, statement: int) -> dict[str, object]:
    """Return the place of a statement (a row)."""
    row = connection.row(
        f"SELECT r.name, r.outlet, v.text, {_COLUMNS} FROM statement s JOIN version v ON v.id = s.version"
        " JOIN report r ON r.id = v.report WHERE s.id = ?",
        (statement,),
    )
    assert row is not None
    return {"report": row[0], "outlet": row[1], "statement": anchor_of(row[2], statement_of(row[3:]))}


def place_of_holder(connection: Connection, holder: int) -> dict[str, object]:
    """Return the place of a holder (a row)."""
    row = connection.row(
        'SELECT r.name, r.outlet, v.text, h."begin", h."end", h.speaker FROM holder h'
        " JOIN version v ON v.id = h.version JOIN report r ON r.id = v.report WHERE h.id = ?",
        (holder,),
    )
    if row is None:
        raise UsageError(f"there is no holder {holder}")
    return {"report": row[0], "outlet": row[1], "words": quoted(row[2], row[3:5]).as_json(), "speaker": row[5]}


def reference_to_actor(connection: Connection, actor: int) -> dict[str, object]:
    """Return how an actor (a row) is found again. Raises UsageError where there is none."""
    row = connection.row("SELECT name, kind FROM actor WHERE id = ?", (actor,))
    if row is None:
        raise UsageError(f"there is no actor {actor}: `accordingto export --to jsonl --table actors` lists them")
    statements = connection.rows(
        "SELECT statement FROM actor_statement WHERE actor = ? ORDER BY statement LIMIT ?", (actor, PLACES)
    )
    places = [place_of_statement(connection, one) for (one,) in list(statements)]
    return {"name": row[0], "kind": row[1], "places": places}


def reference_to_claim(connection: Connection, claim: str) -> dict[str, object]:
    """Return how a claim (its name in exports) is found again. Raises UsageError where there is none."""
    row = connection.row("SELECT id, text FROM claim WHERE name = ?", (claim,))
    if row is None:
        raise UsageError(f"there is no claim {claim!r}: `accordingto export --to jsonl --table claims` lists them")
    holders = connection.rows("SELECT id FROM holder WHERE claim = ? ORDER BY id LIMIT ?", (row[0], PLACES))
    return {"text": row[1], "places": [place_of_holder(connection, one) for (one,) in list(holders)]}


def statement_at(connection: Connection, place: Place) -> int | None:
    """Return the row of the statement that stands at a place now, or None."""
    report = (str(place["report"]), str(place["outlet"]))
    if (version := current_version(connection, report)) is None:
        return None
    text = connection.row("SELECT text FROM version WHERE id = ?", (version,))
    assert text is not None
    rows = list(
        connection.rows(f"SELECT s.id, {_COLUMNS} FROM statement s WHERE s.version = ? ORDER BY s.number", (version,))
    )
    at = meant(str(text[0]), [statement_of(row[1:]) for row in rows], place["statement"])
    return None if at is None else rows[at][0]


def holders_at(connection: Connection, place: Place) -> list[tuple[int, int]]:
    """Return the holders whose words meet those of a place, with their claims: rows of `holder` and of `claim`."""
    report = (str(place["report"]), str(place["outlet"]))
    if (version := current_version(connection, report)) is None:
        return []
    text = connection.row("SELECT text FROM version WHERE id = ?", (version,))
    span = located(str(text[0]), from_json(cast(Mapping[str, object], place["words"]))) if text else None
    if span is None:
        return []
    found = connection.rows(
        'SELECT h.id, h.claim, h."begin", h."end", h.speaker FROM holder h'
        ' WHERE h.version = ? AND h."begin" < ? AND h."end" > ?',
        (version, span.end, span.begin),
    )
    # Two may speak in the same words ("A said that B denied it"): the speaker tells them apart before the extent does.
    ranked = sorted(
        found, key=lambda row: (row[4] != place.get("speaker"), -_share(span, Span(row[2], row[3])), row[0])
    )
    return [(row[0], row[1]) for row in ranked]


def actor_of(connection: Connection, reference: Mapping[str, Any]) -> int | None:
    """Return the row of the actor that a reference means now, or None."""
    rows = connection.rows(
        "SELECT id FROM actor WHERE name = ? UNION SELECT actor FROM alias WHERE name = ?", (reference["name"],) * 2
    )
    named = {row[0] for row in rows}
    if len(named) == 1:
        return int(named.pop())
    voices = Counter[int]()
    for place in reference["places"]:
        if (statement := statement_at(connection, place)) is not None:
            voices.update(
                row[0] for row in connection.rows("SELECT actor FROM actor_statement WHERE statement = ?", (statement,))
            )
    return _most({actor: number for actor, number in voices.items() if not named or actor in named}) or min(
        named, default=None
    )


def claim_of(connection: Connection, reference: Mapping[str, Any]) -> int | None:
    """Return the row of the claim that a reference means now, or None."""
    voices = Counter[int]()
    for place in reference["places"]:
        voices.update(claim for _, claim in holders_at(connection, place)[:1])
    rows = connection.rows("SELECT id FROM claim WHERE text = ?", (reference["text"],))
    voices.update(row[0] for row in rows)
    return _most(voices)


def holder_of(connection: Connection, claim: int, place: Place) -> int | None:
    """Return the row of the holder of a claim that stands at a place now, or None."""
    return next((holder for holder, of in holders_at(connection, place) if of == claim), None)


def distinct(rows: Iterable[int | None]) -> list[int]:
    """Return rows in their order, each once, without those that were not found."""
    return list(dict.fromkeys(row for row in rows if row is not None))


def _most(voices: Mapping[int, int]) -> int | None:
    return max(sorted(voices), key=lambda row: voices[row], default=None)


def _share(one: Sequence[int], other: Sequence[int]) -> float:
    common = min(one[1], other[1]) - max(one[0], other[0])
    return common / (max(one[1], other[1]) - min(one[0], other[0]))
