from __future__ import annotations

import pytest

from accordingto.actors.introductions import introductions, office
from accordingto.actors.names import names
from accordingto.data import Span


def roles_of(text: str) -> list[tuple[str, str]]:
    span = Span(0, len(text))
    return [(str(one.name), text[slice(*one.role)]) for one in introductions(text, span, names(text, span))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Kenyan Navy spokeswoman Ada Quill said no.",
            [("Ada Quill", "Kenyan Navy spokeswoman")],
        ),
        (
            "Oren Tarsk, the head of the Kenyan General Staff, left.",
            [("Oren Tarsk", "head of the Kenyan General Staff")],
        ),
        (
            "The chairman of the Dune Committee, Gen. Oren Tarsk, left.",
            [("Oren Tarsk", "chairman of the Dune Committee")],
        ),
        ("Gull Weekly columnist Dara Venn wrote so.", [("Dara Venn", "Gull Weekly columnist")]),
        ("Dara Venn, a defense expert in Callow, wrote so.", [("Dara Venn", "defense expert in Callow")]),
        ("He met Dara Venn, Oren Tarsk and others.", []),
        ("Dara Venn said the minister left.", []),
    ],
)
def test_roles_beside_names(text: str, expected: list[tuple[str, str]]) -> None:
    assert roles_of(text) == expected


@pytest.mark.parametrize(
    ("role", "noun", "body", "state", "speaks"),
    [
        (
            "Kenyan Ministry of Foreign Affairs spokeswoman",
            "spokeswoman",
            "Kenyan Ministry of Foreign Affairs",
            "Kenya",
            True,
        ),
        ("Kenyan deputy foreign minister", "minister", "Kenyan Foreign Ministry", "Kenya", True),
        ("US Secretary of State", "secretary", "US State Department", "United States", True),
        ("Kenyan President", "president", "", "Kenya", True),
        ("senior analyst with Strandfor", "analyst", "Strandfor", "", False),
        ("Kenyan foreign policy expert", "expert", "", "Kenya", False),
        ("Gull Weekly Nairobi columnist", "columnist", "Gull Weekly", "", True),
    ],
)
def test_an_office_is_read_out_of_a_role(role: str, noun: str, body: str, state: str, speaks: bool) -> None:
    held = office(role)
    assert (held.noun, held.body, held.state, held.speaks) == (noun, body, state, speaks)


def test_a_past_office_is_marked() -> None:
    assert office("former Kenyan ambassador").former
    assert not office("Kenyan ambassador").former
