"""Groups of places that mean nearly the same in, the places of each claim out.

A group is what is spoken of, and sometimes wider than what is claimed: "the army used gas" and "the rebels used gas"
are two claims, and so are the six killed in an attack and the 300,000 killed in a war. Places that only name something
that is not in their report are claims by themselves.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from accordingto.link.places import Place, acting_side
from accordingto.link.referring import NOT_FOUND
from accordingto.link.sides import NOBODY
from accordingto.link.values import FAR_OFF, quantity
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
    return sorted(part for some in members.values() for part in _by_size([places[n] for n in some], some))


def _by_size(places: Sequence[Place], numbers: Sequence[int]) -> list[list[int]]:
    """Return numbers apart where the quantities of their places are too far from one another to be of one event.

    Those without a quantity stay with the most that have one.
    """
    found = [quantity(place.words) if len(places) > 1 else None for place in places]
    stated = sorted((max(one.least, 1.0), number) for one, number in zip(found, numbers, strict=True) if one)
    parts: list[list[int]] = [[]]
    last = math.inf
    for value, number in stated:
        if value > FAR_OFF * last:
            parts.append([])
        parts[-1].append(number)
        last = value
    most = max(parts, key=len)
    most += [number for one, number in zip(found, numbers, strict=True) if not one]
    return [sorted(part) for part in parts]
