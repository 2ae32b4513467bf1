from __future__ import annotations

import pytest

from accordingto.data import Span
from accordingto.link.pieces import asides, is_clause, outside, stretches, tolls, trimmed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bridge was hit, and four men were killed.", ["The bridge was hit", "four men were killed"]),
        ("Norland denies it; the envoy said nothing new", ["Norland denies it", "the envoy said nothing new"]),
        ("the raid that killed nine fishermen", ["the raid that killed nine fishermen"]),
        ("a long raid that killed nine fishermen", ["a long raid", "killed nine fishermen"]),
        ("he left because the road was shut", ["he left because the road was shut"]),
        ("the envoy left because the road was shut", ["the envoy left", "the road was shut"]),
        ("fish, bread and salt", ["fish, bread and salt"]),
        ("“We sent nobody,”", ["We sent nobody"]),
        (" — ", []),
    ],
)
def test_stretches(text: str, expected: list[str]) -> None:
    assert [text[slice(*span)] for span in stretches(text, 0, len(text))] == expected


def test_stretches_stay_inside() -> None:
    text = "before. The bridge was hit, and four men were killed. after"
    assert [text[slice(*span)] for span in stretches(text, 8, 40)] == ["The bridge was hit", "four men"]


@pytest.mark.parametrize(
    ("text", "expected"), [("and that the road is open,", "the road is open"), ("“A lie” of", "A lie"), ("…", None)]
)
def test_trimmed(text: str, expected: str | None) -> None:
    span = trimmed(text, 0, len(text))
    assert (text[slice(*span)] if span else None) == expected


def test_outside() -> None:
    assert list(outside(0, 10, [Span(2, 4), Span(3, 5), Span(9, 20)])) == [Span(0, 2), Span(5, 9)]
    assert list(outside(0, 4, [Span(0, 4)])) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the raid on the ford killed at least 31 people", ["killed at least 31 people"]),
        ("at least 19 fishermen were killed by the raid on the ford of Orl", ["at least 19 fishermen were killed"]),
        ("the raid killed nobody whom we know", []),
        ("it killed 19 people", []),
    ],
)
def test_tolls(text: str, expected: list[str]) -> None:
    assert [text[slice(*span)] for span in tolls(text, 0, len(text))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "the council asked who was behind a gas attack on the ford of Orl and left",
            ["a gas attack on the ford of Orl"],
        ),
        ("four envoys came after the air strikes on Orl", []),
        ("nine bridges were hit since the war began in 2011", ["since the war began in 2011"]),
        ("a gas attack on Orl", []),
        ("the envoy attacked the council over its plan for gas", []),
    ],
)
def test_asides(text: str, expected: list[str]) -> None:
    assert [text[slice(*span)] for span in asides(text, 0, len(text))] == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("the brigades are at the ford", True),
        ("the bulletin of 1 March", False),
        ("who spoke on condition of anonymity", False),
    ],
)
def test_is_clause(words: str, expected: bool) -> None:
    assert is_clause(words) is expected
