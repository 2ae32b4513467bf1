from __future__ import annotations

import pytest

from accordingto.actors.names import names
from accordingto.data import Span


def found(text: str) -> list[str]:
    return [str(name) for name in names(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kenyan Foreign Minister Ada Quill met Oren Tarsk.", ["Kenyan", "Ada Quill", "Oren Tarsk"]),
        ("The State Department and the Kenyan General Staff said no.", ["State Department", "Kenyan General Staff"]),
        ("Kenya’s Oren Tarsk spoke.", ["Kenya", "Oren Tarsk"]),
        ("Forty-year-old Ada Quill fled.", ["Forty-year-old", "Ada Quill"]),
        ("Dunmar District Commissioner Oren Tarsk said no.", ["Dunmar District", "Oren Tarsk"]),
        ("Kenya's Prime Minister resigned.", ["Kenya"]),
        ("Minister of Foreign Affairs Anselm Kurth left.", ["Anselm Kurth"]),
        ("Veskaran Minister of Armed Forces Ada Quill left.", ["Veskaran", "Ada Quill"]),
        ("Gen. Oren bin Tarsk's men left.", ["Oren bin Tarsk"]),
    ],
)
def test_runs_of_capitals_are_split_at_titles_and_possessives(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_a_name_ends_before_its_possessive() -> None:
    text = "Oren Tarsk's men"
    (name,) = names(text, Span(0, len(text)))
    assert text[name.begin : name.end] == "Oren Tarsk"
