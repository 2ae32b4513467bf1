from __future__ import annotations

import pytest

from accordingto.data import ACTS
from accordingto.shown import MARKS, mark_of, markdown, shortened, shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("a\x1b[31mred", "a[31mred"),
        ("a\r\nb\tc\u2028d\x85e", "a b c d e"),
        ("left\u202eright\u2066", "leftright"),
        ("lone \ud800", "lone \ufffd"),
        ("nul\0bell\x07", "nulbell"),
        ("soft\u00adhyphen\u200b", "softhyphen"),
        ("👩\u200d🚀", "👩\u200d🚀"),
    ],
)
def test_shown(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("short", 10, "short"),
        ("one two three four", 12, "one two …"),
        ("one two, three four", 12, "one two …"),
        ("x" * 20, 10, "x" * 8 + " …"),
    ],
)
def test_shortened_is_seen(text: str, width: int, expected: str) -> None:
    assert shortened(text, width) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**bold** _it_", r"\*\*bold\*\* \_it\_"),
        ("<script>", r"\<script\>"),
        ("[x](y)", r"\[x\]\(y\)"),
        ("a | b", r"a \| b"),
        ("# head", r"\# head"),
        ("- item", r"\- item"),
        ("1. item", r"1\. item"),
        ("see https://x.example", r"see https\://x.example"),
        ("a & b", r"a \& b"),
    ],
)
def test_markdown_obeys_nothing(text: str, expected: str) -> None:
    assert markdown(text) == expected


def test_every_act_has_a_mark() -> None:
    assert set(MARKS) == set(ACTS)


@pytest.mark.parametrize(
    ("act", "polarity", "has_source", "expected"),
    [
        ("assert", "+", True, "● says"),
        ("assert", "+", False, "○ mentions"),
        ("deny", "-", True, "✕ denies"),
        ("pledge", "-", True, "● pledges not"),
        ("decline", "+", True, "– will not say"),
        ("doubt", "+", True, "? doubts"),
    ],
)
def test_mark_of(act: str, polarity: str, has_source: bool, expected: str) -> None:
    mark = mark_of(act, polarity=polarity, has_source=has_source)
    assert f"{mark.sign} {mark.word}" == expected


def test_an_act_that_is_likelier_wrong_than_right_is_not_established() -> None:
    assert mark_of("deny", score=0.4).word == "not established"
    assert mark_of("deny", score=0.6).word == "denies"
