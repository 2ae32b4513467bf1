from __future__ import annotations

import itertools

import numpy as np
import pytest

from accordingto.data import Span, Syntax
from accordingto.heads.syntax import ARC, RELATIONS, TAGS, decode, joined, relation, tree


def is_tree(heads: np.ndarray) -> bool:
    for word in range(len(heads)):
        seen = set()
        while word >= 0 and word not in seen:
            seen.add(word)
            word = heads[word]
        if word >= 0:
            return False
    return int((heads < 0).sum()) == 1


def best(scores: np.ndarray) -> float:
    """Return the score of the best tree, by trying all."""
    n = len(scores)
    every = (np.array(h) - 1 for h in itertools.product(range(n + 1), repeat=n))
    return max(value(scores, h) for h in every if is_tree(h))


def value(scores: np.ndarray, heads: np.ndarray) -> float:
    return float(scores[np.arange(len(heads)), heads + 1].sum())


@pytest.mark.parametrize("seed", range(40))
def test_the_best_tree_is_found(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(rng.integers(1, 6),) * 2)
    scores = np.concatenate([scores[:, :1] - 0.5, scores], 1).astype(np.float32)
    found = tree(scores)
    assert is_tree(found)
    assert value(scores, found) == pytest.approx(best(scores), abs=1e-4)


@pytest.mark.parametrize("n", [0, 1, 2, 60])
def test_any_scores_give_a_tree(n: int) -> None:
    found = tree(np.random.default_rng(n).normal(size=(n, n + 1)).astype(np.float32))
    assert len(found) == n and (n == 0 or is_tree(found))


def test_sentences_do_not_touch() -> None:
    rng = np.random.default_rng(3)
    vectors = [rng.normal(size=(9, k)).astype(np.float32) for k in (len(TAGS), ARC + 1, ARC)]
    tags, heads = decode(*vectors, [(0, 4), (4, 9)])
    assert tags.shape == (9,) and set(heads[:4]) <= {-1, 0, 1, 2, 3} and set(heads[4:]) <= {-1, 4, 5, 6, 7, 8}


@pytest.mark.parametrize(
    ("name", "ours"), [("nsubj:pass", "nsubj:pass"), ("obl:tmod", "obl"), ("nsubj:outer", "nsubj"), ("what", "dep")]
)
def test_relations_of_the_treebanks(name: str, ours: str) -> None:
    assert relation(name) == ours and ours in RELATIONS


def test_pieces_are_joined() -> None:
    one = Syntax(words=(Span(0, 1), Span(2, 3)), tags=("NOUN", "VERB"), heads=(1, -1), relations=("nsubj", "root"))
    both = joined([one, one])
    assert both.heads == (1, -1, 3, -1) and len(both.words) == 4
