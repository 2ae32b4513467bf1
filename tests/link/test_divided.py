from __future__ import annotations

import numpy as np
import pytest

from accordingto.link.divided import divided
from accordingto.link.values import quantity
from tests.link.test_sides import place


@pytest.mark.parametrize(
    ("words", "days", "parts"),
    [
        ("six people were killed", ["2026-03-01", "2026-03-11", "2026-03-22"], [[0, 1], [2]]),
        ("over 300,000 people were killed in the war", ["2026-03-01", "2026-06-01"], [[0, 1]]),
        ("200 men had come ashore", ["2026-03-01", "2026-06-01"], [[0, 1]]),
        ("the claim could not be verified", ["2026-03-01", "2026-03-20"], [[0], [1]]),
        ("rockets hit the granary", ["2026-03-01", "2026-03-20", "2026-05-20"], [[0, 1], [2]]),
        ("the talks will fail", ["2026-03-01", "2027-03-01"], [[0, 1]]),
        ("six people were killed", ["2026-03-01", "", "2026-03-22", "2026-03-23"], [[0], [1, 2, 3]]),
    ],
)
def test_events_of_other_weeks_are_other_claims(words: str, days: list[str], parts: list[list[int]]) -> None:
    places = [place(n, words)._replace(published=day) for n, day in enumerate(days)]
    assert divided(places, [list(range(len(days)))], least(words, len(days))) == parts


def test_what_tells_no_event_stays_with_the_most_that_do() -> None:
    days = ["2026-03-01", "2026-05-01", "2026-05-02", "2026-03-01"]
    words = ["six people were killed"] * 3 + ["it was a black day for Orl"]
    places = [place(n, one)._replace(published=day) for n, (one, day) in enumerate(zip(words, days, strict=True))]
    figures = np.array([6, 6, 6, -1], np.float32)
    assert divided(places, [[0, 1, 2, 3]], figures) == [[0], [1, 2, 3]]


def least(words: str, count: int) -> np.ndarray:
    found = quantity(words)
    return np.full(count, found.least if found else -1, np.float32)
