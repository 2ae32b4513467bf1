"""Credits to agencies: what is one, and what only quotes an agency."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordingto.credits import credits_of
from accordingto.datelines import dateline_of

PROSE = "The minister said on Friday that nobody in the valley had been told of it."

CREDITS = [
    ("- REUTERS", ["Reuters"]),
    ("(AFP)", ["AFP"]),
    ("—AFP", ["AFP"]),
    ("Agence France-Presse", ["AFP"]),
    ("Some information for this report came from AP and Reuters.", ["Associated Press", "Reuters"]),
    ("The Associated Press contributed to this report.", ["Associated Press"]),
    ("With reporting by Reuters", ["Reuters"]),
    ("Based on reporting by AFP, Reuters, and dpa", ["AFP", "Reuters", "dpa"]),
    ("Copyright 2031 The Associated Press. All rights reserved.", ["Associated Press"]),
    ("Source: Xinhua", ["Xinhua"]),
    ("AP writer Jon Vell in Teln contributed.", ["Associated Press"]),
    ("“It was so,” he said. - Reuters", ["Reuters"]),
    ("He told Reuters that it was so.", []),
    ("He was quoted by the Associated Press", []),
    ("An interview with CNN was cancelled, according to the minister, who blamed the weather.", []),
]


@pytest.mark.parametrize(("line", "agencies"), CREDITS)
def test_last_line(line: str, agencies: list[str]) -> None:
    text = f"The headline\n\n{PROSE}\n\n{PROSE}\n\n{line}"
    found = credits_of(text)
    assert [one.agency for one in found] == agencies
    assert all(text[one.begin : one.end] == one.words for one in found)


def test_opening() -> None:
    text = f"The headline\n\nTELN (Reuters) - {PROSE}\n\n{PROSE}"
    assert [(one.agency, one.words) for one in credits_of(text)] == [("Reuters", "(Reuters)")]


def test_agency_of_the_dateline() -> None:
    text = f"Teln, SANA - {PROSE}"
    (found,) = credits_of(text, dateline=dateline_of(text))
    assert (found.agency, found.words) == ("SANA", "Teln, SANA -")


def test_byline_stands_outside_the_text() -> None:
    (found,) = credits_of(PROSE, byline="Jon Vell, Associated Press")
    assert (found.begin, found.end, found.agency, found.words) == (
        0,
        0,
        "Associated Press",
        "Jon Vell, Associated Press",
    )


def test_small_letters_are_no_agency() -> None:
    assert credits_of(f"{PROSE}\n\n{PROSE}\n\n- ap") == ()


@given(st.text(), st.text(max_size=30))
def test_any_text(text: str, byline: str) -> None:
    assert all(text[one.begin : one.end] == one.words for one in credits_of(text, byline=byline) if one.end)
