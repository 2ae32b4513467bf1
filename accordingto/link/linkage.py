"""Groups of places in, claims out: cut where no chance of a pair links them, joined where two are likely one.

A group is of neighbours in meaning. Within it single linkage over the chances of `likeness.py` tells what is of one
claim; between groups that have neighbours in one another, average linkage does.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np

from accordingto.link.divided import divided, groups_of
from accordingto.link.groups import roots
from accordingto.link.likeness import Alike, Chances, Likeness, known_of
from accordingto.link.places import Nodes, Place
from accordingto.tokens import Floats, Ints

LINKED = 0.24
"""Chance from which a pair of a group links it. With 0.2 and 0.3 clusters of ten annotated stories differ by half a
point, some up and some down."""
JOINED = 0.4
"""Mean chance of their pairs from which two groups are one claim."""
SAMPLE = 8
"""Places of a group that stand for it in that mean."""
AT_ONCE = 1_000_000
"""Pairs whose chances are asked for together."""


@dataclass(frozen=True, slots=True, eq=False)
class Grouped:
    """The places of a record in groups of what means nearly the same, and the nodes that they belong to."""

    places: list[Place]
    rows: Ints
    """The node of each place, as a row of the next three."""
    nodes: Nodes
    of_nodes: Floats
    """Vectors (nodes, width) of length 1, from the middle of the record."""
    of_shelves: Floats
    """The same from where the middle was when all neighbours were found; search by meaning looks from there."""
    middles: Ints
    """The node in the middle of each place's group."""
    near: Ints
    """Places that are neighbours (pairs, 2)."""
    setting: str
    """Names the way of linking and the middle of the record."""


def claims_of(grouped: Grouped, alike: Alike) -> list[list[int]]:
    """Return the numbers of the places of each claim."""
    groups = linked(groups_of(grouped.places, grouped.middles, grouped.nodes.marks.sides[grouped.rows]), alike)
    together = joined(groups, grouped.near, alike)
    return divided(grouped.places, together, alike.least)


def alike_of(grouped: Grouped, likeness: Likeness) -> Alike:
    """Return what tells how likely two of the places are of one claim."""
    return Alike(likeness, known_of(grouped.nodes.told, grouped.nodes.marks.days), grouped.of_nodes, grouped.rows)


def linked(groups: Sequence[Sequence[int]], chances: Chances) -> list[list[int]]:
    """Return groups cut into what pairs of LINKED and more hold together."""
    first = np.arange(sum(map(len, groups)))
    # The first of each group is tried with the others before all are: what is linked already need not be asked for.
    leading = np.array([(group[0], number) for group in groups for number in group], np.int64).reshape(-1, 2)
    for one, other in chain([(leading[:, 0], leading[:, 1])], pairs_of(groups)):
        apart = first[one] != first[other]
        one, other = one[apart], other[apart]
        holds = chances(one, other) >= LINKED
        one, other = one[holds], other[holds]
        while (apart := first[one] != first[other]).any():
            ends = first[one[apart]], first[other[apart]]
            for end in ends:
                np.minimum.at(first, end, np.minimum(*ends))
            first = roots(first)
    return [part for group in groups for part in _by_first(group, first)]


def pairs_of(groups: Sequence[Sequence[int]]) -> Iterator[tuple[Ints, Ints]]:
    """Yield the pairs of places of each group, (pairs,) and (pairs,), about AT_ONCE at a time."""
    at = np.array([number for group in groups for number in group], np.int64)
    sizes = np.array([len(group) for group in groups], np.int64)
    place = np.arange(len(at))
    # How many come behind each place in its group; the pairs are the place with each of these.
    behind = np.repeat(np.cumsum(sizes), sizes) - place - 1
    batch = np.cumsum(behind) // AT_ONCE
    for part in np.split(place, np.flatnonzero(np.diff(batch)) + 1):
        one = np.repeat(part, behind[part])
        other = np.arange(len(one)) - np.repeat(np.cumsum(behind[part]) - behind[part], behind[part]) + one + 1
        yield at[one], at[other]


def joined(groups: Sequence[Sequence[int]], near: Ints, chances: Chances) -> list[list[int]]:
    """Return groups with those made one that are likely one claim; `near` (pairs, 2) are neighbours."""
    group_of = np.zeros(sum(map(len, groups)), np.int64)
    for at, group in enumerate(groups):
        group_of[group] = at
    apart = near[group_of[near[:, 0]] != group_of[near[:, 1]]]
    likely = group_of[apart[chances(apart[:, 0], apart[:, 1]) >= JOINED]]
    pairs = np.unique(np.sort(likely, axis=1), axis=0).tolist()
    samples = [group[:: -(-len(group) // SAMPLE)] for group in groups]
    across = [[(a, b) for a in samples[one] for b in samples[other]] for one, other in pairs]
    begins = np.cumsum([0, *map(len, across)])
    flat = np.array([pair for some in across for pair in some], np.int64).reshape(-1, 2)
    found = chances(flat[:, 0], flat[:, 1])
    parts_of = zip(pairs, pairwise(begins), strict=True)
    means = {(one, other): float(found[begin:end].mean()) for (one, other), (begin, end) in parts_of}
    parts: dict[int, list[int]] = {}
    for at, root in enumerate(_average(means, len(groups)).tolist()):
        parts.setdefault(root, []).extend(groups[at])
    return [sorted(part) for part in parts.values()]


def _average(means: dict[tuple[int, int], float], count: int) -> Ints:
    """Return the root of each of `count` groups by average linkage; two without a mean are not alike at all."""
    alike: list[dict[int, float]] = [{} for _ in range(count)]
    for (one, other), mean in means.items():
        alike[one][other] = alike[other][one] = mean
    root, size = np.arange(count), [1] * count
    heap = [(-mean, *pair) for pair, mean in means.items() if mean >= JOINED]
    heapq.heapify(heap)
    while heap:
        mean, one, other = heapq.heappop(heap)
        if alike[one].get(other) != -mean:
            continue
        whole = size[one] + size[other]
        for third in {*alike[one], *alike[other]} - {one, other}:
            both = size[one] * alike[one].get(third, 0) + size[other] * alike[other].pop(third, 0)
            alike[third].pop(other, None)
            alike[one][third] = alike[third][one] = both / whole
            if both / whole >= JOINED:
                heapq.heappush(heap, (-both / whole, min(one, third), max(one, third)))
        del alike[one][other]
        alike[other], size[one], root[other] = {}, whole, one
    return roots(root)


def _by_first(group: Sequence[int], first: Ints) -> list[list[int]]:
    parts: dict[int, list[int]] = {}
    for number in group:
        parts.setdefault(int(first[number]), []).append(number)
    return list(parts.values())
