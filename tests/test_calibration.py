from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordingto.calibration import chance


def test_without_a_line_the_score_stays() -> None:
    assert chance("act", 0.8, {}) == pytest.approx(0.8)


def test_a_flat_line_draws_scores_to_the_middle() -> None:
    assert 0.5 < chance("act", 0.99, {"act": (0.5, 0.0)}) < 0.95


@given(st.floats(0, 1), st.floats(0.1, 3), st.floats(-3, 3))
def test_a_chance_is_a_chance_and_keeps_the_order(score: float, slope: float, shift: float) -> None:
    lines = {"act": (slope, shift)}
    found = chance("act", score, lines)
    assert 0 < found < 1 and math.isfinite(found)
    assert chance("act", min(1, score + 0.01), lines) >= found
