"""Groups of places that mean nearly the same in, the places of each claim out.

A group is what is spoken of, and sometimes wider than what is claimed: "the army used gas" and "the rebels used gas"
are two claims, and so are the six killed in an attack and the 300,000 killed in a war, or the six of another year.
Places that only name something that is not in their report are claims by themselves.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from accordingto.link.near import UNDATED
from accordingto.link.places import Place, acting_side, day_of
from accordingto.link.referring import NOT_FOUND
from accordingto.link.sides import NOBODY
from accordingto.link.values import FAR_OFF, quantity
from accordingto.tokens import Ints

SIDES = 3
"""Places that tell what one side did, from which that is a claim of its own."""


NEWS_DAYS, ATTACK_DAYS = 10, 30
"""Days between one report of a toll or of what is told just now ("the claim", "no details"), or of an attack, and the
next, from which they are of two events. Of tolls three days fewer cost clusters of annotated months 0.2; more is not
measured: all of those are of one month."""
OF_A_WAR = 1_000
"""A figure from which it is of a war and not of an attack, and told again for years."""
_TOLL = re.compile(
    r"\b(?:kill|dead|died?\b|dying|death|wound|injur|casualt|bod(?:y|ies)\b|victim|lives\b|slain|martyr|gass|civilian|child"
    r"|people\b|persons?\b|wom[ae]n\b|residents?\b|others\b)[a-z]*",
    re.IGNORECASE,
)
_NEWS = re.compile(
    r"\b(?:claims?|allegations?|accusations?|reports?|footage|videos?|photos?|pictures?|images?|details|authenticity|casualt[a-z]+"
    r"|verif[a-z]+|confirm[a-z]*)\b",
    re.IGNORECASE,
)
_ATTACK = re.compile(
    r"\b(?:attack|assault|air ?strike|strike|raid|shell|bomb|rocket|mortar|missile|blast|explo|blew|massacre|gass)"
    r"[a-z]*",
    re.IGNORECASE,
)


def divided(places: Sequence[Place], middles: Ints) -> list[list[int]]:
    """Return the numbers of the places of each claim; middles (n,) name the group of each place."""
    sides = [acting_side(place) for place in places]
    sizes = Counter(zip(middles.tolist(), sides, strict=True))
    members: dict[tuple[int, int], list[int]] = {}
    for number, (place, middle, side) in enumerate(zip(places, middles.tolist(), sides, strict=True)):
        key = (middle, side if sizes[middle, side] >= SIDES else NOBODY)
        members.setdefault((-1 - number, NOBODY) if place.about == NOT_FOUND else key, []).append(number)
    sized = [part for some in members.values() for part in _by_size([places[n] for n in some], some)]
    return sorted(part for some in sized for part in _by_time([places[n] for n in some], some))


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


def _by_time(places: Sequence[Place], numbers: Sequence[int]) -> list[list[int]]:
    """Return numbers apart where reports of tolls or attacks are too long after one another to be of one event.

    What is no toll and no attack, or has no day, stays with the most that are.
    """
    dated = sorted(
        (day, number, days)
        for place, number in zip(places, numbers, strict=True)
        if (days := _days(place)) and (day := day_of(place.published)) != UNDATED
    )
    parts: list[list[int]] = [[]]
    for at, (day, number, days) in enumerate(dated):
        if at and day - dated[at - 1][0] > max(days, dated[at - 1][2]):
            parts.append([])
        parts[-1].append(number)
    most, placed = max(parts, key=len), {number for _, number, _ in dated}
    most += [number for number in numbers if number not in placed]
    return [sorted(part) for part in parts]


def _days(place: Place) -> int:
    """Return after how many days another report of such a thing is of another one; 0 where it is no such thing."""
    found = quantity(place.words)
    if found and _TOLL.search(place.words):
        return NEWS_DAYS if found.least < OF_A_WAR else 0
    return NEWS_DAYS if _NEWS.search(place.words) else ATTACK_DAYS if _ATTACK.search(place.words) else 0
