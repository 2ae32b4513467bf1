from __future__ import annotations

import numpy as np
import pytest

from accordingto.segment import words
from accordingto.tokens import CLOSING, INSIDE, LOOKS, OPENING, OUTSIDE, TOKENS_A_WORD, letter_case, looks, quote_states
from tests.network import TOKENS


def states(text, *breaks):
    spans = words(text)
    starts = np.array([i == 0 or i in breaks for i in range(len(spans))])
    return "".join("_(i)"[[OUTSIDE, OPENING, INSIDE, CLOSING].index(s)] for s in quote_states(text, spans, starts))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “no” twice", "__(i)_"),
        ('He said "no" twice', "__(i)_"),
        ('"No," he said. "Go."', "(ii)___(ii)"),
        ('He"no"', "_(i)"),
        ("a “b", "_(i"),
        ('end." He said "x"', "__)__(i)"),
    ],
)
def test_quotation_state(text, expected):
    assert states(text) == expected


def test_a_paragraph_begins_outside():
    assert states("“One two Three", 3) == "(ii_"


@pytest.mark.parametrize(
    ("word", "case"), [("troops", 0), ("Moscow", 1), ("A", 1), ("UN", 2), ("McCain", 3), ("12", 4), (".", 4)]
)
def test_letter_case(word, case):
    assert letter_case(word) == case


def test_looks_are_within_the_embedding():
    text = 'The UN said: "McCain — 12 “ships”"'
    spans = words(text)
    found = looks(text, spans, np.ones(len(spans), bool))
    assert len(found) == len(spans)
    assert found.min() >= 0
    assert found.max() < LOOKS


@pytest.mark.parametrize("word", ["Moscow", "“", "\ud800", "\x00", "習", "a" * 5000, "́"])
def test_every_word_has_tokens(word):
    assert 1 <= len(TOKENS.ids(word)) <= TOKENS_A_WORD


def test_curly_and_straight_marks_are_one_token():
    assert TOKENS.ids("“") == TOKENS.ids('"') != TOKENS.ids("'") == TOKENS.ids("’")
