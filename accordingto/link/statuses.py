"""How a claim stands, by the origins of those who assert and those who oppose it; after corrections, the same again."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from accordingto.record.connection import Connection

OPPOSING = ("denies", "doubts")


def status_of(stances: Sequence[str], origins: Sequence[str | int], *, contest: Sequence[int]) -> tuple[str, float]:
    """Return the status of a claim and its weight, given stance and origin of each of its holders.

    `contest` is how many origins there are on both sides of what is contested; empty where nothing is. The weight
    orders claims: contested ones first, those with many origins on both sides before others.
    """
    if contest:
        return "contested", round(100 + 10 * min(contest) + math.log1p(sum(contest)), 4)
    held = list(zip(stances, origins, strict=True))
    asserted = len({origin for stance, origin in held if stance == "asserts"})
    opposed = len({origin for stance, origin in held if stance in OPPOSING})
    weight = round(math.log1p(len(set(origins))) + len(held) / 1000, 4)
    if not asserted or (asserted > 1 and opposed):
        return "open", weight
    return ("agreed" if asserted > 1 else "one word only"), weight


def refresh(connection: Connection, claims: Iterable[int]) -> None:
    """Work out again how claims stand (rows of the record) whose holders a person has corrected."""
    for claim in sorted(claims):
        rows = list(
            connection.rows(
                "SELECT h.stance, h.origin, coalesce('#' || h.actor, lower(h.speaker)), h.value,"
                " c.slot <> '' AND c.contested"
                " FROM holder h JOIN claim c ON c.id = h.claim WHERE c.id = ?",
                (claim,),
            )
        )
        if not rows:
            continue
        sides = [[row for row in rows if row[0] in some] for some in (("asserts",), OPPOSING)]
        speakers = [{row[2] for row in side} for side in sides]
        opposed = all(speakers) and len(speakers[0] | speakers[1]) > 1
        disputed = rows[0][4] and len({row[3] for row in rows}) > 1
        contest = [len({row[1] for row in side}) for side in sides] if opposed or disputed else ()
        status, weight = status_of([row[0] for row in rows], [row[1] for row in rows], contest=contest)
        contested = bool(contest)
        connection.run(
            "UPDATE claim SET contested = ?, status = ?, weight = ? WHERE id = ?",
            (int(contested), status, weight, claim),
        )
