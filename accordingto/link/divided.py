"""Groups of places that mean nearly the same in, the places of each claim out.

A group is what is spoken of, and sometimes wider than what is claimed: "the army used gas" and "the rebels used gas"
are two claims, and of all that a large group says of a matter only something is denied. Places that only name something
that is not in their report are claims by themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from accordingto.link.drafts import POSITIONS, SLOT_SHARE
from accordingto.link.places import Place, acting_side
from accordingto.link.referring import NOT_FOUND
from accordingto.link.sides import NOBODY
from accordingto.link.statuses import OPPOSING
from accordingto.link.values import quantity
from accordingto.tokens import Floats, Ints

SIDES = 3
"""Places that tell what one side did, from which that is a claim of its own."""
WIDE, DENIED = 20, 0.6
"""In a group of so many places those that are so near to one that denies or doubts are a claim of their own. Chosen on
the sample story and an annotated story: contests are more often right, clusters a little less (`training/LOG.md`)."""


def divided(places: Sequence[Place], middles: Ints, vectors: Floats) -> list[list[int]]:
    """Return the numbers of the places of each claim.

    middles (n,) name the group of each place; vectors (n, width) are those of what is meant, seen from the middle of
    the record.
    """
    sides = [acting_side(place) for place in places]
    sizes = Counter(zip(middles.tolist(), sides, strict=True))
    members: dict[tuple[int, int], list[int]] = {}
    for number, (place, middle, side) in enumerate(zip(places, middles.tolist(), sides, strict=True)):
        key = (middle, side if sizes[middle, side] >= SIDES else NOBODY)
        members.setdefault((-1 - number, NOBODY) if place.about == NOT_FOUND else key, []).append(number)
    return sorted(part for numbers in members.values() for part in _by_denials(places, numbers, vectors))


def _by_denials(places: Sequence[Place], numbers: list[int], vectors: Floats) -> list[list[int]]:
    """Return what of a wide group is denied, each denial with what is near to it, and the rest; else the group."""
    if len(numbers) < WIDE or not (opposing := [at for at, n in enumerate(numbers) if _opposes(places[n])]):
        return [numbers]
    if sum(quantity(places[n].words) is not None for n in numbers) >= SLOT_SHARE * len(numbers):
        return [numbers]
    near = vectors[[numbers[at] for at in opposing]] @ vectors[numbers].T >= DENIED
    part = np.full(len(numbers), -1, np.int64)
    for row, at in zip(near, opposing, strict=True):
        row[at] = True
        # What two denials are near to joins them.
        met = np.unique(part[row & (part >= 0)])
        part[row | np.isin(part, met)] = at
    parts = [np.flatnonzero(part == one) for one in np.unique(part[part >= 0])]
    parts = [one for one in parts if len(one) > 1]
    rest = np.setdiff1d(np.arange(len(numbers)), np.concatenate(parts)) if parts else np.arange(len(numbers))
    return [[numbers[at] for at in one.tolist()] for one in (*parts, rest) if len(one)]


def _opposes(place: Place) -> bool:
    return place.attitude in OPPOSING and place.act not in POSITIONS
