"""Neighbours in, groups that say the same out: each joins its nearest neighbour that more others are near to.

Quick shift (Vedaldi and Soatto, 2008) over the graph of neighbours. It does not hang on the order of reading, one more
report changes groups only around it, and it costs no more than the neighbours do. A member that is far from the middle
of its group begins one of its own.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from accordingto.link.near import Marks, Neighbours, late_cost, side_cost
from accordingto.tokens import Floats, Ints

JOIN = 0.5
"""Score from which one joins another. On the sample story and on an annotated story of another war 0.45–0.5 is best."""
ROOT = 0.2
"""Score that a member has at least with the middle of its group."""


def grouped(found: Neighbours, vectors: Floats, marks: Marks, keys: NDArray[np.int64]) -> Ints:
    """Return for each of n words the row of its group's middle.

    vectors (n, width) of length 1; marks and keys (n,) as for the neighbours. Ties go to the smaller key.
    """
    density = found.score.astype(np.float64).sum(1).round(6)
    order = np.lexsort((keys, -density))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    higher = (found.at >= 0) & (found.score >= JOIN) & (rank[found.at] < rank[:, None])
    middle = np.arange(len(order))
    for row in order[higher[order].any(1)].tolist():
        for other in found.at[row, higher[row]].tolist():
            root = middle[other]
            if root == other or _near(vectors, marks, row, root) >= ROOT:
                middle[row] = root
                break
    return middle


def _near(vectors: Floats, marks: Marks, row: int, root: int) -> float:
    dear = _late(int(marks.days[row]), int(marks.days[root]))
    one, other = int(marks.sides[row]), int(marks.sides[root])
    return float(vectors[row] @ vectors[root] - dear - (side_cost(one, other) if one != other else 0))


@lru_cache(maxsize=65_536)
def _late(one: int, other: int) -> float:
    return float(late_cost(np.array([one]), np.array([other]))[0])
