"""How a claim stands, by the origins of those who assert and those who oppose it; after corrections, the same again."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from accordingto.record.connection import Connection

OPPOSING = ("denies", "doubts")


def status_of(stances: Sequence[str], origins: Sequence[str | int], *, contested: bool) -> tuple[str, float]:
    """Return the status of a claim and its weight, given stance and origin of each of its holders.

    The weight orders claims: contested ones first, those with many origins on both sides before others.
    """
    held = list(zip(stances, origins, strict=True))
    asserted = len({origin for stance, origin in held if stance == "asserts"})
    opposed = len({origin for stance, origin in held if stance in OPPOSING})
    if contested:
        return "contested", round(100 + 10 * min(asserted, opposed) + math.log1p(asserted + opposed), 4)
    weight = round(math.log1p(len(set(origins))) + len(held) / 1000, 4)
    if not asserted:
        return "open", weight
    return ("agreed" if asserted > 1 and not opposed else "one word only"), weight


def refresh(connection: Connection, claims: Iterable[int]) -> None:
    """Work out again how claims stand (rows of the record) whose holders a person has corrected."""
    for claim in sorted(claims):
        rows = list(
            connection.rows(
                "SELECT h.stance, h.origin, coalesce('#' || h.actor, lower(h.speaker)), c.slot, c.contested"
                " FROM holder h JOIN claim c ON c.id = h.claim WHERE c.id = ?",
                (claim,),
            )
        )
        if not rows:
            continue
        sides = [{row[2] for row in rows if row[0] in some} for some in (("asserts",), OPPOSING)]
        opposed = bool(sides[0] and sides[1] and len(sides[0] | sides[1]) > 1)
        contested = opposed or bool(rows[0][3] and rows[0][4])
        status, weight = status_of([row[0] for row in rows], [row[1] for row in rows], contested=contested)
        connection.run(
            "UPDATE claim SET contested = ?, status = ?, weight = ? WHERE id = ?",
            (int(contested), status, weight, claim),
        )
