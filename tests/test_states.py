from __future__ import annotations

import pytest

from accordingto.states import demonym_of, folded, state_named, state_of, state_of_people, state_seated


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("the Kremlin", "Russia"),
        ("Damascus", "Syria"),
        ("Syrians", "Syria"),
        ("U.S.", "United States"),
        ("Türkiye", "Turkey"),
        ("Republic of Korea", "South Korea"),
        ("Brussels", ""),
        ("Callow", ""),
        ("Island", ""),
    ],
)
def test_a_state_by_its_words(words: str, state: str) -> None:
    assert state_of(words) == state


def test_names_seats_and_peoples_are_told_apart() -> None:
    assert (state_named("Moscow"), state_seated("Moscow"), state_of_people("Moscow")) == ("", "Russia", "")
    assert (state_named("Kenya"), state_seated("Kenya"), state_of_people("Kenyan")) == ("Kenya", "", "Kenya")


def test_the_word_for_what_is_a_states_own() -> None:
    assert demonym_of("Kenya") == "Kenyan"
    assert demonym_of("Norland") == "Norland"


def test_folding_takes_off_article_accents_and_possessive() -> None:
    assert folded("The  Åströms’s") == "astroms"
