from __future__ import annotations

import numpy as np
import pytest

from accordingto.heads.statements import Found, in_order, nest, places, runs


def found(cue, *content, score=0.9):
    return Found(cue, [], list(content), score, 0.9, np.zeros(1, np.float32), 0.5)


@pytest.mark.parametrize(
    ("tags", "begin", "expected"),
    [
        ([0, 1, 2, 2, 0, 1, 0], 1, [(1, 4), (5, 6)]),
        ([1, 1, 2], 1, [(0, 1), (1, 3)]),
        ([3, 4, 4], 3, [(0, 3)]),
        ([3, 4, 1, 2, 3], 1, [(2, 4)]),
        ([0, 0], 1, []),
    ],
)
def test_runs(tags, begin, expected):
    assert runs(np.array(tags), begin) == expected


def test_place_tells_side_distance_and_paragraph():
    code = places(np.array([[3, 5]]), np.array([[0, 0, 0, 0, 0, 0, 0, 1, 1]]))[0]
    assert code[3] == code[4] != code[2]
    assert len({int(c) for c in code[:3]}) == 3
    assert set(code[:3]).isdisjoint(code[5:7])
    assert code[7] != places(np.array([[3, 5]]), np.zeros((1, 9), np.int64))[0, 7]


def test_a_statement_inside_a_content_has_it_as_parent():
    rows = [found((2, 3), (3, 20)), found((5, 6), (6, 20)), found((8, 9), (9, 12)), found((30, 31), (31, 40))]
    nest(rows)
    assert [r.parent for r in rows] == [None, 0, 1, None]


def test_two_that_hold_each_other_leave_one_outermost():
    rows = [found((2, 3), (4, 9), score=0.9), found((6, 7), (0, 5), score=0.5)]
    nest(rows)
    assert [r.parent for r in rows] == [None, 0]


def test_a_ring_of_three_is_opened():
    rows = [found((0, 1), (20, 30)), found((10, 11), (0, 5)), found((20, 21), (10, 15))]
    nest(rows)
    assert any(r.parent is None for r in rows)


def test_order_is_that_of_the_first_cue_or_content():
    rows = [found((9, 10), (10, 12)), found((7, 8), (1, 6)), found((3, 4), (4, 6))]
    rows[2].parent = 1
    ordered = in_order(rows)
    assert [r.cue for r in ordered] == [(7, 8), (3, 4), (9, 10)]
    assert [r.parent for r in ordered] == [None, 0, None]
