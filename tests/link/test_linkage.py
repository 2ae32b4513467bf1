from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordingto.link import linkage
from accordingto.link.linkage import LINKED, joined, linked
from accordingto.tokens import Floats, Ints


class Table:
    """Chances by hand; pairs that are not given have none."""

    def __init__(self, chances: dict[tuple[int, int], float]) -> None:
        self.chances = chances

    def __call__(self, one: Ints, other: Ints) -> Floats:
        pairs = zip(np.minimum(one, other).tolist(), np.maximum(one, other).tolist(), strict=True)
        return np.array([self.chances.get(pair, 0.0) for pair in pairs], np.float32)


def all_pairs(count: int) -> Ints:
    return np.array([(a, b) for a in range(count) for b in range(count) if a != b], np.int64).reshape(-1, 2)


def test_a_chain_of_pairs_links_a_group() -> None:
    chances = Table({(0, 1): LINKED, (1, 3): 0.9, (2, 4): 0.9})
    assert linked([[0, 1, 2, 3], [4]], chances) == [[0, 1, 3], [2], [4]]


def test_pairs_come_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    groups = [[3, 1, 4], [0], [2, 5]]
    whole = [(3, 1), (3, 4), (1, 4), (2, 5)]
    chances = Table({(1, 3): 1, (2, 5): 1, (1, 4): 1})
    for most in (1, 2, 100):
        monkeypatch.setattr(linkage, "AT_ONCE", most)
        found = [
            pair for ends in linkage.pairs_of(groups) for pair in zip(*(end.tolist() for end in ends), strict=True)
        ]
        assert found == whole
        assert linked(groups, chances) == [[3, 1, 4], [0], [2, 5]]


def test_groups_stay_apart_when_they_are_linked() -> None:
    assert linked([[0, 1], [2, 3]], Table({(0, 1): 1, (1, 2): 1, (2, 3): 1})) == [[0, 1], [2, 3]]


def test_nothing_is_linked_to_nothing() -> None:
    nobody = Table({})
    assert linked([], nobody) == []
    assert joined([[0]], np.zeros((0, 2), np.int64), nobody) == [[0]]


def test_two_groups_that_are_likely_one_are_joined() -> None:
    chances = Table({(0, 2): 0.9, (1, 2): 0.5})
    assert joined([[0, 1], [2], [3]], all_pairs(4), chances) == [[0, 1, 2], [3]]


def test_one_likely_pair_does_not_join_two_groups() -> None:
    assert joined([[0, 1], [2]], all_pairs(3), Table({(0, 2): 0.7})) == [[0, 1], [2]]


def test_what_is_joined_is_compared_as_a_whole() -> None:
    # 0 and 1 are one; of the whole the mean with 2 is too small, though 1 alone would be enough.
    assert joined([[0], [1], [2]], all_pairs(3), Table({(0, 1): 0.9, (1, 2): 0.6})) == [[0, 1], [2]]
    assert joined([[0], [1], [2]], all_pairs(3), Table({(0, 1): 0.9, (1, 2): 0.6, (0, 2): 0.4})) == [[0, 1, 2]]


def test_only_neighbours_are_joined() -> None:
    chances = Table({(0, 1): 1, (2, 3): 1})
    assert joined([[0], [1], [2], [3]], np.array([[0, 1]]), chances) == [[0, 1], [2], [3]]


@given(st.lists(st.floats(0, 1), min_size=21, max_size=21), st.permutations(range(7)))
def test_every_place_stands_once_in_whatever_order_pairs_come(values: list[float], order: list[int]) -> None:
    pairs = [(a, b) for a in range(7) for b in range(a + 1, 7)]
    chances = Table(dict(zip(pairs, values, strict=True)))
    groups = [[0, 1, 2], [3], [4, 5], [6]]
    whole = joined(linked(groups, chances), all_pairs(7), chances)
    assert sorted(number for part in whole for number in part) == list(range(7))
    near = np.array([(a, b) for a in order for b in order if a != b])
    assert joined(linked(groups, chances), near, chances) == whole
