from __future__ import annotations

import numpy as np
import pytest

from accordingto.data import Span
from accordingto.link.divided import groups_of
from accordingto.link.places import Place
from accordingto.link.sides import NOBODY, OTHERS, STATE, side_of, side_of_speaker


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("the army shelled the granary", STATE),
        ("rebels used gas in the valley", OTHERS),
        ("rebel forces fired at the ferry", OTHERS),
        ("gas was used against government troops", NOBODY),
        ("the army and the rebels shelled the town", NOBODY),
        ("a rebel-held town was shelled", NOBODY),
        ("there are no troops in the valley", NOBODY),
        ("the granary was shelled", NOBODY),
    ],
)
def test_who_acts(words: str, expected: int) -> None:
    assert side_of(words) == expected


def test_a_speaker_is_of_a_side_by_kind_or_name() -> None:
    assert side_of_speaker("Norland", "state") == STATE
    assert side_of_speaker("the Free Ferrymen", "armed_group") == OTHERS
    assert side_of_speaker("Norlandish army", "organisation") == STATE
    assert side_of_speaker("Ada Quill", "person") == NOBODY


def place(
    number: int, words: str, attitude: str = "asserts", speaker: str = "Ada Quill", kind: str = "person"
) -> Place:
    return Place(
        unit=number, version=number, report=f"r{number}", outlet="", published="", span=Span(0, 9), words=words,
        statement=number, speaker=speaker, actor=None, kind=kind, naming="named", ground="", attitude=attitude,
        direction=1, act="assert", firmness="certain", said="", said_how="", node=number, about=None, meant=words,
        about_node=number,
    )  # fmt: skip


def sides(places: list[Place]) -> np.ndarray:
    return np.array([side_of(one.words) for one in places])


def test_what_each_side_did_is_a_claim_of_its_own() -> None:
    words = ["the army used gas"] * 3 + ["the rebels used gas"] * 3 + ["gas was used"] * 2
    places = [place(n, one) for n, one in enumerate(words)]
    assert groups_of(places, np.zeros(8, np.int64), sides(places)) == [[0, 1, 2], [3, 4, 5], [6, 7]]


def test_one_that_names_a_side_does_not_divide() -> None:
    places = [place(n, "the army used gas" if n == 0 else "gas was used") for n in range(4)]
    assert groups_of(places, np.zeros(4, np.int64), sides(places)) == [[0, 1, 2, 3]]


def test_who_denies_using_something_speaks_of_his_own_side() -> None:
    words = ["the army used gas"] * 3 + ["using gas"] + ["gas was used"]
    places = [
        place(n, one, "denies" if n == 3 else "asserts", "Norland", "state" if n == 3 else "person")
        for n, one in enumerate(words)
    ]
    assert groups_of(places, np.zeros(5, np.int64), sides(places)) == [[0, 1, 2, 3], [4]]
