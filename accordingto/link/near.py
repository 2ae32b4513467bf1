"""Which words mean nearly the same: vectors in, for each its nearest neighbours with a score out.

Vectors are taken from the middle of the record (its mean), since all reports of one story are near one another. Words
of reports that lie months apart are less near. A large record is searched in blocks around some of its own vectors,
so that the cost grows with their number and not with its square.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from accordingto.tokens import Floats, Ints

NEAREST, LEAST = 10, 0.3
"""Neighbours of each, and the score under which two are none: with 8 to 12 clusters of ten stories hardly differ, with
4 or 16 they are worse."""
KEPT, KEPT_LEAST = 16, 0.25
"""What is kept in the record, so that those that come nearer as its middle moves are at hand."""
WHOLE = 4_000
"""A record of so many vectors is searched whole; a larger one in blocks of about BLOCK, each in CLOSEST of them."""
BLOCK, CLOSEST = 1_000, 3
CHUNK = 512
SOON_DAYS, LATE_DAYS, LATE_COST = 14, 180, 0.15
"""Reports so many days apart cost nothing; from there the cost grows with the logarithm of the time, to LATE_COST."""
OTHER_SIDE, ONE_NAMED = 0.2, 0.1
"""What it takes off a score that one tells of the army and the other of rebels, or only one of them of either."""
UNDATED = -(2**31)


@dataclass(slots=True, eq=False)
class Neighbours:
    """For each of n words its neighbours, best first: `at` (n, k) rows, -1 for none, and `score`."""

    at: Ints
    score: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """What is known of each of n words beside their vectors: the day of the report, and the side that acts in them."""

    days: Ints
    sides: Ints
    """As in `sides.py`: 0 where no side is named."""

    def of(self, rows: Ints | slice) -> Marks:
        """Return the marks of some rows."""
        return Marks(self.days[rows], self.sides[rows])


def centred(vectors: Floats, middle: Floats) -> Floats:
    """Return vectors (n, width) seen from `middle` (width,), of length 1."""
    moved = vectors - middle
    return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9), np.float32)


def scores(a: Floats, b: Floats, of_a: Marks, of_b: Marks) -> Floats:
    """Return how near each of `a` (n, width) is to each of `b` (m, width), as (n, m)."""
    late = late_cost(of_a.days[:, None], of_b.days[None, :])
    return np.asarray(a @ b.T - late - side_cost(of_a.sides[:, None], of_b.sides[None, :]), np.float32)


def side_cost(one: Ints | int, other: Ints | int) -> Floats:
    """Return what it takes off a score that other sides act, or that one is named in the one words only."""
    a, b = np.asarray(one), np.asarray(other)
    both = (a != 0) & (b != 0)
    return np.asarray(OTHER_SIDE * (both & (a != b)) + ONE_NAMED * ((a != 0) != (b != 0)), np.float32)


def late_cost(days_a: Ints, days_b: Ints) -> Floats:
    """Return what the time between reports takes off their score; nothing where a day is not known."""
    apart = np.abs(days_a - days_b)
    span = np.log(LATE_DAYS) - np.log(SOON_DAYS)
    share = np.clip((np.log(np.maximum(apart, 1)) - np.log(SOON_DAYS)) / span, 0, 1)
    known = (days_a != UNDATED) & (days_b != UNDATED)
    return np.asarray(LATE_COST * share * known, np.float32)


def nearest(vectors: Floats, marks: Marks, keys: NDArray[np.int64]) -> Neighbours:
    """Return the KEPT neighbours of each of the vectors (n, width) among all; ties go to the smaller key."""
    found = _none(len(vectors))
    everyone = np.arange(len(vectors))
    for members in _blocks(vectors, keys) if len(vectors) > WHOLE else [everyone]:
        part, of = vectors[members], marks.of(members)
        for begin in range(0, len(members), CHUNK):
            rows = members[begin : begin + CHUNK]
            near = scores(part[begin : begin + CHUNK], part, of.of(slice(begin, begin + CHUNK)), of)
            near[np.arange(len(rows)), np.arange(begin, begin + len(rows))] = -1
            _take(found, rows, members, near, keys)
    return found


def narrowed(found: Neighbours) -> Neighbours:
    """Return the NEAREST of neighbours that have a score of LEAST."""
    at, score = found.at[:, :NEAREST], found.score[:, :NEAREST]
    return Neighbours(np.where(score > LEAST, at, -1), np.where(score > LEAST, score, 0))


def scored(at: Ints, vectors: Floats, marks: Marks, keys: NDArray[np.int64]) -> Neighbours:
    """Return neighbours `at` (m, KEPT) of the first m of the vectors with their scores as they are now, best first.

    Vectors move a little with the middle of the record; which are near hardly does.
    """
    found = Neighbours(at.copy(), np.zeros(at.shape, np.float32))
    for begin in range(0, len(at), CHUNK):
        rows = slice(begin, min(begin + CHUNK, len(at)))
        of, own = np.maximum(at[rows], 0), marks.of(rows)
        near = np.matmul(vectors[of], vectors[rows, :, None])[:, :, 0]
        near -= late_cost(own.days[:, None], marks.days[of]) + side_cost(own.sides[:, None], marks.sides[of])
        there = (at[rows] >= 0) & (near > KEPT_LEAST)
        found.at[rows], found.score[rows] = np.where(there, of, -1), np.where(there, near, 0)
    order = _best_first(found.at, found.score, keys)
    return Neighbours(np.take_along_axis(found.at, order, 1), np.take_along_axis(found.score, order, 1))


def add(found: Neighbours, vectors: Floats, marks: Marks, keys: NDArray[np.int64], old: int) -> Neighbours:
    """Return the neighbours of all, given those of the first `old`; each new one is compared with all."""
    more = _none(len(vectors) - old)
    grown = Neighbours(np.concatenate([found.at, more.at]), np.concatenate([found.score, more.score]))
    everyone = np.arange(len(vectors))
    for begin in range(old, len(vectors), CHUNK):
        rows = everyone[begin : begin + CHUNK]
        near = scores(vectors[rows], vectors, marks.of(rows), marks)
        near[np.arange(len(rows)), rows] = -1
        _take(grown, rows, everyone, near, keys)
        touched = np.flatnonzero((near[:, :old] > np.maximum(grown.score[:old, -1], KEPT_LEAST)[None, :]).any(0))
        if len(touched):
            _take(grown, touched, rows, np.ascontiguousarray(near[:, touched].T), keys)
    return grown


def _none(count: int) -> Neighbours:
    return Neighbours(np.full((count, KEPT), -1, np.int64), np.zeros((count, KEPT), np.float32))


def _take(found: Neighbours, rows: Ints, among: Ints, near: Floats, keys: NDArray[np.int64]) -> None:
    """Put what is nearer than what `rows` have into their neighbours; near (rows, among)."""
    width = min(KEPT, near.shape[1])
    if not width:
        return
    best = np.argpartition(-near, width - 1, axis=1)[:, :width]
    at = among[best]
    score = np.take_along_axis(near, best, 1)
    at = np.concatenate([found.at[rows], np.where(score > KEPT_LEAST, at, -1)], 1)
    score = np.concatenate([found.score[rows], np.where(score > KEPT_LEAST, score, 0)], 1)
    # In two blocks a pair is met twice: the second place is emptied.
    order = _best_first(at, score, keys)
    at, score = np.take_along_axis(at, order, 1), np.take_along_axis(score, order, 1)
    twice = np.zeros(at.shape, np.bool_)
    for column in range(1, at.shape[1]):
        twice[:, column] = ((at[:, :column] == at[:, column : column + 1]) & (at[:, column : column + 1] >= 0)).any(1)
    score[twice], at[twice] = 0, -1
    order = np.argsort(-score, axis=1, kind="stable")[:, :KEPT]
    found.at[rows], found.score[rows] = np.take_along_axis(at, order, 1), np.take_along_axis(score, order, 1)


def _best_first(at: Ints, score: Floats, keys: NDArray[np.int64]) -> Ints:
    """Return the order of neighbours (rows, k) by score; ties go to the smaller key, none comes last."""
    return np.lexsort((np.where(at < 0, np.iinfo(np.int64).max, keys[at]), -score.astype(np.float64)), axis=1)


def _blocks(vectors: Floats, keys: NDArray[np.int64]) -> list[Ints]:
    """Return blocks of rows that overlap: each row is in those of the CLOSEST of some of the vectors."""
    count = max(CLOSEST, len(vectors) * CLOSEST // BLOCK)
    # Keys are hashes: the smallest of them are a sample that does not hang on the order of reading.
    chosen = np.argsort(keys, kind="stable")[:count]
    home = np.concatenate(
        [
            np.argpartition(-(vectors[begin : begin + CHUNK] @ vectors[chosen].T), CLOSEST - 1, axis=1)[:, :CLOSEST]
            for begin in range(0, len(vectors), CHUNK)
        ]
    )
    flat, rows = home.ravel(), np.repeat(np.arange(len(vectors)), CLOSEST)
    order = np.argsort(flat, kind="stable")
    borders = np.searchsorted(flat[order], np.arange(count + 1))
    return [rows[order[b:e]] for b, e in pairwise(borders.tolist()) if e > b]
