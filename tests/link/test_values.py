from __future__ import annotations

import math

import pytest

from accordingto.link.values import disagree, quantity, slot_of


@pytest.mark.parametrize(
    ("words", "written", "least", "most"),
    [
        ("at least 31 people were killed", "at least 31", 31, math.inf),
        ("two to three hundred men came ashore", "two to three hundred", 200, 300),
        ("more than 1,400 people died", "more than 1,400", 1400, math.inf),
        ("between 400 and 700 more", "between 400 and 700", 400, 700),
        ("Seven fishermen drowned", "Seven", 7, 7),
        ("no fewer than six hundred men", "no fewer than six hundred", 600, math.inf),
        ("about 180 specialists", "about 180", 162, 198),
        ("hundreds of refugees", "hundreds", 200, 999),
        ("2.5 million people", "2.5 million", 2_500_000, 2_500_000),
        ("twenty-one boats", "twenty-one", 21, 21),
    ],
)
def test_quantity(words: str, written: str, least: float, most: float) -> None:
    found = quantity(words)
    assert found is not None
    assert (found.words, found.least, found.most) == (written, pytest.approx(least), pytest.approx(most))


@pytest.mark.parametrize(
    "words",
    ["in 2013 the war began", "on Aug. 21", "since 21 August", "at 9 a.m.", "one of them left", "a 40-year rule"],
)
def test_no_quantity(words: str) -> None:
    assert quantity(words) is None


def test_disagree() -> None:
    at_least, exact, fewer = (quantity(words) for words in ("at least 31 dead", "31 dead", "19 dead"))
    assert at_least and exact and fewer
    assert not disagree(at_least, exact)
    assert disagree(at_least, fewer)
    assert slot_of([at_least, exact, fewer]) == "number of dead"
