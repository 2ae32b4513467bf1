"""Neighbours in, groups that say the same out: each joins its nearest neighbour that more others are near to.

Quick shift (Vedaldi and Soatto, 2008) over the graph of neighbours. It does not hang on the order of reading, one more
report changes groups only around it, and it costs no more than the neighbours do. A member that is far from the middle
of its group begins one of its own.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from accordingto.link.near import CHUNK, Marks, Neighbours, late_cost, side_cost
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
    rows = order[higher[order].any(1)]
    # Most rows come to the middle that their nearest neighbours lead to: how near that is, is worked out at once.
    guess = np.arange(len(order))
    guess[rows] = found.at[rows, higher[rows].argmax(1)]
    guesses = roots(guess)[rows]
    near = _near(vectors, marks, rows, guesses)
    leads = np.where(higher, found.at, -1)[rows]
    middle = list(range(len(order)))
    for row, guessed, near_guess, others in zip(*(one.tolist() for one in (rows, guesses, near, leads)), strict=True):
        for other in (one for one in others if one >= 0):
            root = middle[other]
            score = near_guess if root == guessed else _near(vectors, marks, np.array([row]), np.array([root]))[0]
            if root == other or score >= ROOT:
                middle[row] = root
                break
    return np.array(middle, np.int64)


def roots(above: Ints) -> Ints:
    """Return where each of n ends that goes up by `above` (n,) as long as there is something above it."""
    while (above[above] != above).any():
        above = above[above]
    return above


def _near(vectors: Floats, marks: Marks, rows: Ints, others: Ints) -> Floats:
    """Return the score of each of `rows` (m,) with one of `others` (m,)."""
    dear = late_cost(marks.days[rows], marks.days[others]) + side_cost(marks.sides[rows], marks.sides[others])
    cosine = np.zeros(len(rows), np.float32)
    for begin in range(0, len(rows), CHUNK):
        part = slice(begin, begin + CHUNK)
        cosine[part] = np.einsum("mw,mw->m", vectors[rows[part]], vectors[others[part]])
    return np.asarray(cosine - dear, np.float32)
