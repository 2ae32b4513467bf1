"""Groups of places that mean nearly the same in, the places of each claim out.

A group is what is spoken of, and sometimes wider than what is claimed: "the army used gas" and "the rebels used gas"
are two claims, and so are the six killed in an attack and the six of another year.
Places that only name something that is not in their report are claims by themselves.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from accordingto.link.near import UNDATED
from accordingto.link.places import Place, acting_side, day_of
from accordingto.link.referring import NOT_FOUND
from accordingto.link.sides import NOBODY
from accordingto.tokens import Floats, Ints

SIDES = 3
"""Places that tell what one side did, from which that is a claim of its own."""
NEWS_DAYS, ATTACK_DAYS = 10, 30
"""Days between one report of a toll or of what is told just now ("the claim", "no details"), or of an attack, and the
next, from which they are of two events. Of tolls three days fewer cost clusters of annotated months 0.2; more is not
measured: all of those are of one month."""
OF_A_WAR = 1_000
"""A figure from which it is of a war and not of an attack, and told again for years."""
_MARKS = r"[“”\"‘’'(),.;:!?]*"


def _words(words: str, end: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?<!\S){_MARKS}(?:{'|'.join(words.split())}){end}", re.IGNORECASE)


_TOLL = _words(
    """kill dead die dying death wound injur casualt bodies body victim lives slain martyr gass civilian child people
    person woman women resident others"""
)
_ATTACK = _words("attack assault airstrike strike raid shell bomb rocket mortar missile blast explo blew massacre gass")
"""Words that begin as those of tolls and of attacks do."""
_NEWS = _words(
    """claims? allegations? accusations? reports? footage videos? photos? pictures? images? details authenticity
    casualties verified verify verification confirm(?:ed|ation)?""",
    rf"{_MARKS}(?!\S)",
)


def divided(places: Sequence[Place], groups: Sequence[list[int]], least: Floats) -> list[list[int]]:
    """Return the numbers of the places of groups, apart by time.

    least (n,) is the least that the figure of each place may be, less than 0 where it has none.
    """
    return sorted(part for group in groups for part in _by_time(places, group, least))


def groups_of(places: Sequence[Place], middles: Ints, named: Ints) -> list[list[int]]:
    """Return the numbers of the places of each group, apart by who acts.

    middles (n,) name the group of each place, named (n,) the side (`sides.py`) that its words do.
    """
    sides = [acting_side(place, side) for place, side in zip(places, named.tolist(), strict=True)]
    sizes = Counter(zip(middles.tolist(), sides, strict=True))
    members: dict[tuple[int, int, str], list[int]] = {}
    for number, (place, middle, side) in enumerate(zip(places, middles.tolist(), sides, strict=True)):
        key = (middle, side if sizes[middle, side] >= SIDES else NOBODY, "")
        # Copies of one text name the same.
        alone = (place.node, NOT_FOUND, place.speaker)
        members.setdefault(alone if place.about == NOT_FOUND else key, []).append(number)
    return list(members.values())


def _by_time(places: Sequence[Place], numbers: list[int], least: Floats) -> list[list[int]]:
    """Return numbers apart where reports of tolls or attacks are too long after one another to be of one event.

    What is no toll and no attack, or has no day, stays with the most that are.
    """
    days = {number: day for number in numbers if (day := day_of(places[number].published)) != UNDATED}
    if not days or max(days.values()) - min(days.values()) <= NEWS_DAYS:
        return [numbers]
    dated = sorted(
        (day, number, wait) for number, day in days.items() if (wait := _wait(places[number].words, least[number]))
    )
    parts: list[list[int]] = [[number for _, number, _ in dated[:1]]]
    for before, one in pairwise(dated):
        if one[0] - before[0] > max(before[2], one[2]):
            parts.append([])
        parts[-1].append(one[1])
    placed = {number for part in parts for number in part}
    max(parts, key=len).extend(number for number in numbers if number not in placed)
    return [sorted(part) for part in parts]


def _wait(words: str, least: float) -> int:
    """Return after how many days another report of such a thing is of another one; 0 where it is no such thing."""
    if least >= 0 and _TOLL.search(words):
        return NEWS_DAYS if least < OF_A_WAR else 0
    if _NEWS.search(words):
        return NEWS_DAYS
    return ATTACK_DAYS if _ATTACK.search(words) else 0
