"""The list of claims, by status, those most fought over first."""

from __future__ import annotations

from dataclasses import dataclass

from accordingto import query
from accordingto.answers import ClaimRow, Position
from accordingto.desk.ask import Ask, Leaf
from accordingto.record.connection import Connection

PATH = "/claims"
TITLE = "Claims"
CLAIMS = 20
"""Claims of a page: each takes some five lines."""
NAMED = 3
"""People named for a stance before the rest is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Those who take one stance on a claim: the first of them by name, the rest as a number."""

    stance: str
    positions: tuple[Position, ...]
    more: int
    origins: int
    outlets: int
    first: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCard:
    """A claim with those who take a stance on it."""

    claim: ClaimRow
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsPage:
    """A part of the list."""

    status: str
    words: str
    counts: dict[str, int]
    cards: tuple[ClaimCard, ...]
    leaf: Leaf


def gather(view: Connection, ask: Ask) -> ClaimsPage:
    """Return the claims of a `status` (of all, where none is given) with all of the words `q`."""
    status = ask.text("status")
    number = ask.number("page")
    found = query.claims(view, status=status, words=ask.text("q"), limit=CLAIMS, offset=(number - 1) * CLAIMS)
    return ClaimsPage(
        status=status,
        words=ask.text("q"),
        counts=query.count_claims(view),
        cards=tuple(claim_card(view, row) for row in found),
        leaf=Leaf(number=number, size=CLAIMS, total=found.total),
    )


def claim_card(view: Connection, claim: ClaimRow) -> ClaimCard:
    """Return a claim with its sides, in the order says, denies, doubts, will not say, mentions."""
    by_stance: dict[str, list[Position]] = {}
    for position in query.positions(view, claim.claim):
        # Who changed sides stands on each side that they took.
        for stance in position.stances:
            by_stance.setdefault(stance, []).append(position)
    sides = []
    for stance in ("asserts", "denies", "doubts", "declines", "mentions"):
        # A report in its own voice comes after those who speak, who are named.
        held = sorted(by_stance.get(stance, ()), key=lambda one: one.own_voice)
        if not held:
            continue
        said = [turn.said for one in held for turn in one.turns if turn.said and turn.stance == stance]
        sides.append(
            Side(
                stance=stance,
                positions=tuple(held[:NAMED]),
                more=len(held) - len(held[:NAMED]),
                origins=claim.origins.get(stance, 0),
                outlets=claim.outlets.get(stance, 0),
                first=min(said, default=""),
            )
        )
    return ClaimCard(claim=claim, sides=tuple(sides))
