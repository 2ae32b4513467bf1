"""A claim as it will be written: the places of one group in, its sentence, slot, holders and status out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace
from hashlib import blake2b

import numpy as np

from accordingto.link.likeness import Chances
from accordingto.link.linkage import JOINED
from accordingto.link.near import UNDATED
from accordingto.link.origins import Origin, speaker_key
from accordingto.link.places import Place, day_of
from accordingto.link.referring import NOT_FOUND
from accordingto.link.stances import OPPOSITE, POSITIONS, claim_direction, in_same_words, stance
from accordingto.link.statuses import OPPOSING, status_of
from accordingto.link.values import Quantity, disagree, quantity, same_thing, slot_of
from accordingto.link.wording import Around, is_beside, sentence
from accordingto.tokens import Floats

SLOT_SHARE = 0.5
"""Share of a claim's places that state a quantity, from which it is one with a slot."""
OPPOSITE_SCORE = 0.5
"""Score from which a denial is of the words that another asserts, and not only of the same matter; the two are likely
one claim (JOINED), besides. Of such pairs in ten annotated stories one to two in five are below that, and two in three
from 0.5 on."""
SAME_QUANTITY = 0.6
"""Score from which two values are of one quantity, and not of another part of the matter."""
SAME_EVENT_DAYS, NEAR_SHARE = 7, 0.34
"""Days between reports up to which two values may be of one event; the share of a claim's values that lie so near."""
FEWEST = 3
"""Words of a place that can oppose another: less names a thing and says nothing of it."""
GRANTING = ("feel", "endorse")
"""Positions on what is there: a fear of "the build-up" takes it for granted, a demand for "the withdrawal" does not."""
_GRANTED = re.compile(r"(?:the|its|their|his|her|\w+[’']s?)\s", re.IGNORECASE)
MOSTLY = 0.7
"""Share of places that only say when, where or how, above which they make no claim."""
MOST = 200
"""Holders of a side that are compared, the first by time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftHolder:
    """A place with its stance on the claim that it stands under."""

    place: Place
    stance: str
    firmness: str
    value: str
    origin: Origin
    why: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A claim, ready to be written; `digest` changes with anything that it is made of."""

    name: str
    text: str
    slot: str
    status: str
    weight: float
    holders: tuple[DraftHolder, ...]
    digest: str


def signature(places: Sequence[Place], origins: Sequence[Origin], setting: str) -> str:
    """Return what changes with anything that a claim is made of; `setting` stands for the vectors."""
    parts = [(*place, origin.name, origin.who) for place, origin in zip(places, origins, strict=True)]
    return _digest(f"{setting} {parts}")


def draft(
    places: Sequence[Place],
    origins: Sequence[Origin],
    vectors: Floats,
    scene: Callable[[Place], Set[str]],
    around: Callable[[Place], Around],
    chances: Chances,
    digest: str = "",
) -> Draft | None:
    """Return the claim of a group's places; None where they only take positions or name something unknown.

    Each place comes with its origin and its vector (n, width), of length 1 from the middle of the record; `scene` tells
    what is named around a place, `around` which words, `chances` how likely pairs of the places are of one claim;
    `digest` is their signature.
    """
    if len(places) == 1 and (places[0].act in POSITIONS or _is_empty(places[0])):
        return None
    quantities = [quantity(place.words) for place in places]
    beside = sum(is_beside(place.words) and not found for place, found in zip(places, quantities, strict=True))
    if beside > MOSTLY * len(places):
        return None
    toward = claim_direction([(place.attitude, place.direction) for place in places])
    slot = _slot(quantities)
    facing = _facing(places, toward, vectors)
    holders = tuple(
        _holder(place, origin, toward if faces else place.direction, found if slot else None)
        for place, origin, faces, found in zip(places, origins, facing, quantities, strict=True)
    )
    opposed = _opposed(holders, vectors, chances)
    disputed = _disputed(holders, quantities if slot else (), vectors, scene)
    against = [*opposed, *disputed]
    names = [one.origin.name for one in holders]
    # Of values that differ many pairs make no larger contest.
    contest = tuple(len({names[at] for at in side}) for side in zip(*(opposed or disputed[:1]), strict=True))
    status, weight = status_of([one.stance for one in holders], names, contest=contest)
    first = min(places, key=lambda place: place.order)
    name = f"c{_digest(repr((first.report, first.outlet, *first.span, first.words)))[:10]}"
    text = sentence(places, toward, vectors, around)
    return Draft(
        name=name,
        text=text,
        slot=slot,
        status=status,
        weight=weight,
        holders=tuple(
            replace(one, why={**one.why, "contest": True}) if any(at in pair for pair in against) else one
            for at, one in enumerate(holders)
        ),
        digest=digest,
    )


def _is_empty(place: Place) -> bool:
    return place.about == NOT_FOUND and place.attitude in ("asserts", "mentions")


def _holder(place: Place, origin: Origin, toward: int, found: Quantity | None) -> DraftHolder:
    held = stance(place.attitude, place.direction, toward)
    why: dict[str, object] = {"attitude": place.attitude, "direction": place.direction}
    firm = "none" if held in ("mentions", "doubts") else place.firmness if place.firmness != "none" else "certain"
    return DraftHolder(
        place=place, stance=held, firmness=firm, value=found.words if found else "", origin=origin, why=why
    )


def _slot(quantities: Sequence[Quantity | None]) -> str:
    stated = [found for found in quantities if found]
    return slot_of(stated) if stated and len(stated) >= SLOT_SHARE * len(quantities) else ""


def _facing(places: Sequence[Place], toward: int, vectors: Floats) -> list[bool]:
    """Tell which places speak of the claim itself; words that are negated do where others near them are not.

    "No unit fought there" denies that units fought, but not all that was said of the units.
    """
    same = [at for at, place in enumerate(places) if place.direction == toward and place.act not in POSITIONS][:MOST]
    of_same = vectors[same]

    def faced(at: int) -> bool:
        near = np.einsum("ow,w->o", of_same, vectors[at]) >= OPPOSITE_SCORE
        return any(in_same_words(places[same[n]].words, places[at].words) for n in np.flatnonzero(near))

    return [place.direction == toward or place.attitude not in OPPOSITE or faced(at) for at, place in enumerate(places)]


def _opposed(holders: Sequence[DraftHolder], vectors: Floats, chances: Chances) -> list[tuple[int, int]]:
    """Return the pairs of which the one asserts nearly the words that another speaker denies or doubts."""
    sides: list[list[int]] = [
        [
            at
            for at, one in enumerate(holders)
            if one.stance in some and _claims(one.place) and len(one.place.words.split()) >= FEWEST
        ][:MOST]
        for some in (("asserts",), OPPOSING)
    ]
    near = np.nonzero(vectors[sides[0]] @ vectors[sides[1]].T >= OPPOSITE_SCORE)
    one, other = (np.array(side, np.int64)[at] for side, at in zip(sides, near, strict=True))
    likely = chances(one, other) >= JOINED
    pairs = zip(one[likely].tolist(), other[likely].tolist(), strict=True)
    return [
        (a, b)
        for a, b in pairs
        if _who(holders[a]) != _who(holders[b]) and (_is_said(holders[a]) or _is_said(holders[b]))
    ]


def _claims(place: Place) -> bool:
    """Tell whether a place claims something, be it by what it takes for granted: "is concerned over the build-up"."""
    return place.act not in POSITIONS or (place.act in GRANTING and _GRANTED.match(place.words) is not None)


def _is_said(holder: DraftHolder) -> bool:
    """Tell whether somebody says it, or words that deny or doubt: two reports that only tell it otherwise do not."""
    return holder.place.statement is not None or holder.place.attitude in OPPOSING


def _disputed(
    holders: Sequence[DraftHolder],
    quantities: Sequence[Quantity | None],
    vectors: Floats,
    scene: Callable[[Place], Set[str]],
) -> list[tuple[int, int]]:
    """Return the pairs whose speakers give values of one event that cannot both be so, in nearly the same words."""
    stated = [
        (at, (day_of(holder.place.said or holder.place.published), _who(holder), found))
        for at, (holder, found) in enumerate(zip(holders, quantities, strict=False))
        if found and holder.stance == "asserts"
    ][:MOST]
    if not stated:
        return []
    at = [number for number, _ in stated]
    days = np.array([day for _, (day, _, _) in stated])
    # Figures that are told for months are of many events, whatever two of them say in one week.
    of_one_event = (np.abs(days[:, None] - days) <= SAME_EVENT_DAYS).mean(1) >= NEAR_SHARE
    near = (vectors[at] @ vectors[at].T >= SAME_QUANTITY) & of_one_event
    pairs = ((stated[one], stated[other]) for one, other in np.argwhere(np.tril(near, -1)).tolist())
    return [
        (one[0], other[0])
        for one, other in pairs
        if _dispute(one[1], other[1]) and _same_scene(*(scene(holders[of].place) for of, _ in (one, other)))
    ]


def _same_scene(one: Set[str], other: Set[str]) -> bool:
    """Tell whether what is named around two figures is of one event: two names of both, or all that one has."""
    return len(one & other) >= min(2, len(one), len(other)) if one and other else one == other


def _dispute(a: tuple[int, str, Quantity], b: tuple[int, str, Quantity]) -> bool:
    """Tell whether two speakers give values that cannot both be so; a later value that is higher has risen."""
    if a[1] == b[1] or not (same_thing(a[2], b[2]) and disagree(a[2], b[2])):
        return False
    if UNDATED not in (a[0], b[0]) and abs(a[0] - b[0]) > SAME_EVENT_DAYS:
        return False
    early, late = sorted((a, b), key=lambda one: one[0])
    return early[0] == late[0] or late[2].most < early[2].least


def _who(holder: DraftHolder) -> str:
    return speaker_key(holder.place) or f"~{holder.place.outlet or holder.place.report}"


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
