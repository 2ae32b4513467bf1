from __future__ import annotations

import pytest

from accordingto.events.lemmas import lemma_of
from accordingto.events.lexicon import lexicon


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        *(("met", "meet"), ("Imposed", "impose"), ("attacked", "attack"), ("stopped", "stop"), ("denies", "deny")),
        *(("seized", "seize"), ("shelling", "shell"), ("talks", "talk"), ("launches", "launch"), ("agreed", "agree")),
        *(
            ("sanctions", "sanction"),
            ("cutting", "cut"),
            ("accused", "accuse"),
            ("condemned", "condemn"),
            ("met", "meet"),
        ),
        *(("bus", "bus"), ("U", "u"), ("", "")),
    ],
)
def test_forms_meet_in_their_lemma(word: str, lemma: str) -> None:
    assert lemma_of(word, lexicon().patterns) == lemma


def test_the_pattern_with_most_words_wins() -> None:
    alone, with_talks = lexicon().match("launch", ()), lexicon().match("launch", ("talk", "peace"))
    assert alone is not None and with_talks is not None
    assert (alone.root, with_talks.root) == ("", "CONSULT")


def test_an_unknown_verb_has_no_pattern() -> None:
    assert lexicon().match("zzyzx", ("attack",)) is None


def test_sets_stand_for_their_words() -> None:
    found = lexicon().match("declare", ("truce",))
    assert found is not None and "&ceasefire" in found.words
