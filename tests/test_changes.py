from __future__ import annotations

import pytest

from accordingto.changes import changes, moved
from accordingto.data import Span


def found(before: str, after: str) -> list[tuple[str, str, str]]:
    """Return kind and words of each change."""
    return [(one.kind, before[slice(*one.before)], after[slice(*one.after)]) for one in changes(before, after)]


CASES = [
    ("", "", []),
    ("Two brigades moved.", "Two  brigades\nmoved.", []),
    ("Two brigades moved.", "Three brigades moved.", [("replaced", "Two", "Three")]),
    ("The minister said so.", "The minister said so on Monday.", [("came", "", "on Monday")]),
    ("The minister reportedly said so.", "The minister said so.", [("gone", "reportedly", "")]),
    ("It was 4,000 men.", "It was 40,000 men.", [("replaced", "4,000", "40,000")]),
    ("He said so.", "He said so!", [("replaced", ".", "!")]),
    ("A.", "", [("gone", "A.", "")]),
    ("", "B.", [("came", "", "B.")]),
    ("One fell. Two rose.", "One rose. Two fell.", [("replaced", "fell", "rose"), ("replaced", "rose", "fell")]),
]


@pytest.mark.parametrize(("before", "after", "expected"), CASES)
def test_words(before: str, after: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(before, after) == expected


def lines(number: int, *, other: int = -1) -> str:
    return "\n".join(
        f"Line {n} names the town {n * 7} and {'a mayor' if n == other else 'nobody'}." for n in range(number)
    )


def test_long_texts_are_laid_side_by_side_by_line() -> None:
    before, after = lines(2000, other=3), lines(2000, other=1990)
    assert found(before, after) == [("replaced", "a mayor", "nobody"), ("replaced", "nobody", "a mayor")]


@pytest.mark.parametrize("text", ["x " * 400_000, "x\n" * 400_000])
def test_too_much_to_compare_is_one_change(text: str) -> None:
    assert [one.kind for one in changes("A " + text + "B", "C " + text[:-4] + "y D")] == ["replaced"]


def test_what_changes_leads_from_one_text_to_the_other() -> None:
    before = "Karvia said on Monday that two brigades had left Teln, and denied the rest."
    after = "Karvia said that at least two brigades had not left Teln; it denied all of the rest."
    text, at = "", 0
    for one in changes(before, after):
        text += before[at : one.before.begin] + " " + after[slice(*one.after)] + " "
        at = one.before.end
    assert (text + before[at:]).replace(" ", "") == after.replace(" ", "")


def test_where_a_span_went() -> None:
    before, after = "On Monday Karvia denied the order.", "Karvia flatly denied the new order."
    differing = changes(before, after)
    for words, moved_to in (("Karvia", "Karvia"), ("the order", "the new order"), ("denied", "denied")):
        begin = before.index(words)
        span = moved(Span(begin, begin + len(words)), differing)
        begin = after.index(moved_to)
        assert abs(span.begin - begin) <= 1 and abs(span.end - begin - len(moved_to)) <= 1
