from __future__ import annotations

import pytest

from accordingto.link.statuses import status_of


@pytest.mark.parametrize(
    ("stances", "origins", "contest", "expected"),
    [
        (["asserts", "asserts"], ["a", "b"], (), "agreed"),
        (["asserts", "asserts"], ["a", "a"], (), "one word only"),
        (["asserts", "denies"], ["a", "b"], (1, 1), "contested"),
        (["asserts", "denies"], ["a", "b"], (), "one word only"),
        (["asserts", "asserts", "denies"], ["a", "b", "c"], (), "open"),
        (["denies", "mentions"], ["a", "b"], (), "open"),
    ],
)
def test_how_a_claim_stands(stances: list[str], origins: list[str], contest: tuple[int, ...], expected: str) -> None:
    assert status_of(stances, origins, contest=contest)[0] == expected


def test_many_on_both_sides_come_first_and_contests_before_all_else() -> None:
    weights = [
        status_of(["asserts"] * 9, list("abcdefghi"), contest=contest)[1] for contest in ((4, 4), (9, 2), (1, 1), ())
    ]
    assert weights == sorted(weights, reverse=True)
