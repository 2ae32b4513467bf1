from __future__ import annotations

import math

import pytest

from accordingto.link.values import disagree, quantity, same_thing, slot_of


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
        ("hundreds of refugees", "hundreds", 150, math.inf),
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
    [
        "in 2013 the war began",
        "on Aug. 21",
        "since 21 August",
        "at 9 a.m.",
        "one of them left",
        "a 40-year rule",
        "18-07-2016",
    ],
)
def test_no_quantity(words: str) -> None:
    assert quantity(words) is None


def test_disagree() -> None:
    at_least, exact, fewer = (quantity(words) for words in ("at least 31 dead", "31 dead", "19 dead"))
    assert at_least and exact and fewer
    assert not disagree(at_least, exact)
    assert disagree(at_least, fewer)
    assert slot_of([at_least, exact, fewer]) == "number of dead"


@pytest.mark.parametrize(
    ("words", "harm"),
    [
        ("leaving 3 townsmen killed and 20 others wounded", "dead"),
        ("20 others wounded", "hurt"),
        ("killing 12 drivers and wounding 5", "dead"),
        ("12 boats came in", ""),
    ],
)
def test_whom_a_figure_counts(words: str, harm: str) -> None:
    found = quantity(words)
    assert found is not None
    assert found.harm == harm


def test_the_wounded_are_not_the_dead() -> None:
    killed, wounded = (quantity(words) for words in ("3 people killed", "20 people wounded"))
    assert killed and wounded
    assert not same_thing(killed, wounded)


def test_what_is_vague_disputes_no_larger_figure() -> None:
    vague, exact = (quantity(words) for words in ("hundreds were killed", "1,300 were killed"))
    assert vague and exact
    assert not disagree(vague, exact)
