from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

from accordingto.heads.crf import best_paths, marginals
from tests.network import bio_tables


def every_path(scores, steps, first, last):
    for tags in product(range(scores.shape[1]), repeat=len(scores)):
        total = first[tags[0]] + last[tags[-1]] + sum(scores[t, k] for t, k in enumerate(tags))
        yield tags, total + sum(steps[a, b] for a, b in pairwise(tags))


@pytest.fixture
def case():
    rng = np.random.default_rng(4)
    scores = rng.normal(size=(5, 4, 3)).astype(np.float32) * 2
    tables = [rng.normal(size=s).astype(np.float32) for s in ((3, 3), (3,), (3,))]
    return scores, np.array([4, 3, 1, 2, 4]), tables


def test_best_path_is_the_best_of_all_paths(case):
    scores, lengths, tables = case
    found = best_paths(scores, lengths, *tables)
    for row, n in enumerate(lengths):
        best = max(every_path(scores[row, :n], *tables), key=lambda pair: pair[1])[0]
        assert tuple(found[row, :n]) == best
        assert not found[row, n:].any()


def test_marginals_are_sums_over_all_paths(case):
    scores, lengths, tables = case
    found = marginals(scores, lengths, *tables)
    for row, n in enumerate(lengths):
        paths = list(every_path(scores[row, :n], *tables))
        weights = np.exp([total for _, total in paths])
        for t in range(n):
            for tag in range(3):
                share = sum(w for (tags, _), w in zip(paths, weights, strict=True) if tags[t] == tag) / weights.sum()
                assert found[row, t, tag] == pytest.approx(share, abs=1e-4)


def test_a_piece_never_goes_on_without_its_beginning():
    tables = bio_tables("x", 2)
    scores = np.random.default_rng(1).normal(size=(20, 30, 5)).astype(np.float32) * 5
    tags = best_paths(scores, np.full(20, 30), *tables.values())
    for row in tags:
        for before, tag in zip([0, *row[:-1]], row, strict=True):
            assert tag not in (2, 4) or before in (tag - 1, tag)


def test_no_sequences_give_no_paths():
    nothing, tables = np.zeros((0, 7, 3), np.float32), bio_tables("x", 1).values()
    assert best_paths(nothing, np.zeros(0, np.int64), *tables).shape == (0, 7)
    assert marginals(nothing, np.zeros(0, np.int64), *tables).shape == (0, 7, 3)


def test_long_sequences_stay_finite():
    scores = np.full((1, 5000, 3), 30, np.float32)
    assert np.isfinite(marginals(scores, np.array([5000]), *bio_tables("x", 1).values())).all()
