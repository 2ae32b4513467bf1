"""Groups of places that mean nearly the same in, the places of each claim out.

A group is what is spoken of, and sometimes wider than what is claimed: "the army used gas" and "the rebels used gas"
are two claims. Places that only name something that is not in their report are claims by themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from accordingto.link.places import Place, acting_side
from accordingto.link.referring import NOT_FOUND
from accordingto.link.sides import NOBODY
from accordingto.tokens import Ints

SIDES = 3
"""Places that tell what one side did, from which that is a claim of its own."""


def divided(places: Sequence[Place], middles: Ints) -> list[list[int]]:
    """Return the numbers of the places of each claim; middles (n,) name the group of each place."""
    sides = [acting_side(place) for place in places]
    sizes = Counter(zip(middles.tolist(), sides, strict=True))
    members: dict[tuple[int, int], list[int]] = {}
    for number, (place, middle, side) in enumerate(zip(places, middles.tolist(), sides, strict=True)):
        key = (middle, side if sizes[middle, side] >= SIDES else NOBODY)
        members.setdefault((-1 - number, NOBODY) if place.about == NOT_FOUND else key, []).append(number)
    return sorted(members.values())
