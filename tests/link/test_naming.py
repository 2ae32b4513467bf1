from __future__ import annotations

import pytest

from accordingto.link.naming import (
    abbreviation,
    body_key,
    body_name,
    government_of,
    is_bare,
    owner_of,
    person_keys,
    same_person,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Oren al-Tarsk", "Oren Tarsk"),
        ("Sergei Venn", "Sergey Venn"),
        ("Muammar Gaddafi", "Moammar Qadhafi"),
        ("J. Quill", "Jo Quill"),
        ("Tarsk", "Oren Tarsk"),
        ("Recep Oren Tarsk", "Oren Tarsk"),
    ],
)
def test_names_of_one_person_meet(one: str, other: str) -> None:
    assert same_person(one, other)
    assert person_keys(one) & person_keys(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Jo Quill", "Ada Quill"), ("Ali Hassan", "Ali Hussein"), ("Jo Quill", "Jo Venn")]
)
def test_names_of_two_people_do_not(one: str, other: str) -> None:
    assert same_person(one, other) is None


def test_the_nearer_name_scores_higher() -> None:
    scores = [same_person(name, "Oren al-Tarsk") for name in ("Oren al-Tarsk", "Oren Tarsk", "Tarsk")]
    values = [one.score for one in scores if one]
    assert values == sorted(values, reverse=True)
    assert len(set(values)) == 3


def test_orders_and_spellings_of_a_body_meet_under_one_key() -> None:
    names = (
        "Kenyan Ministry of Defence",
        "Kenyan Defense Ministry",
        "Kenya's defense ministry",
        "Ministry of Defence of Kenya",
    )
    assert len({body_key(name) for name in names}) == 1
    assert body_key("Syrian Defense Ministry") != body_key("Kenyan Defense Ministry")


def test_bodies_of_states_and_others() -> None:
    assert owner_of("Kenyan Defense Ministry") == "Kenya"
    assert owner_of("Kenyan Bird Observatory") == ""
    assert owner_of("Free Kenyan Army") == ""
    assert government_of("the Kenyan government") == "Kenya"
    assert government_of("Kenyan army") == ""
    assert is_bare("Foreign Ministry")
    assert not is_bare("Kenyan Foreign Ministry")


def test_descriptions_come_off_a_body() -> None:
    assert body_name("state news agency GULL") == "GULL"
    assert body_name("Callow-based Relief League") == "Relief League"
    assert body_name("Kenyan-led coalition in Orl") == "Kenyan-led coalition in Orl"
    assert body_name("Kenyan-backed group Tern") == "group Tern"
    assert body_name("Kenyan ministry of defense") == "Kenyan ministry of defense"


def test_abbreviations() -> None:
    assert abbreviation("N.R.L.") == abbreviation("NRL") == "short nrl"
    assert abbreviation("Relief") == ""
