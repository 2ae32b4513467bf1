"""Datelines: place, day and span before the first paragraph."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordingto.data import Cut
from accordingto.datelines import dateline_of

PROSE = "The minister said on Friday that nobody in the valley had been told."

FOUND = [
    ("TELN, Sept 10 – ", "Teln", "2031-09-10"),
    ("TELN, Sept. 10 /TASS/. ", "Teln", "2031-09-10"),
    ("Corrant, (SANA) – ", "Corrant", ""),
    ("Corrant, SANA - ", "Corrant", ""),
    ("CORRANT/TELN (Reuters) - ", "Corrant/Teln", ""),
    ("ST. OLE, Northland — ", "St. Ole, Northland", ""),
    ("Aug 27 (Reuters) - ", "", "2031-08-27"),
    ("NEW CORRANT, 3 March 2031 (AP) -- ", "New Corrant", "2031-03-03"),
    ("VELL-AU-TELN, Northland (AP) — ", "Vell-au-Teln, Northland", ""),
    ("Teln, December 30 (AFP) –", "Teln", "2030-12-30"),
    ("TELN, Feb 29 (Xinhua) -- ", "Teln", "2028-02-29"),
]


@pytest.mark.parametrize(("line", "place", "day"), FOUND)
def test_found(line: str, place: str, day: str) -> None:
    text = f"The headline\n\n{line}{PROSE}"
    found = dateline_of(text, published="2031-09-12")
    assert found is not None
    assert (found.place, found.day) == (place, day)
    assert text[found.begin : found.end] == line.strip()


NONE = ["BREAKING — ", "WATCH: ", "Teln – ", "MARN: ", "(Reuters) - ", "UN-backed ", "UPDATE 2 - ", ""]


@pytest.mark.parametrize("line", NONE)
def test_none(line: str) -> None:
    assert dateline_of(f"The headline\n\n{line}{PROSE}", published="2031-09-12") is None


def test_year_not_established() -> None:
    found = dateline_of(f"TELN, Sept 10 – {PROSE}")
    assert found is not None
    assert found.day == "XXXX-09-10"


def test_day_that_there_is_not() -> None:
    found = dateline_of(f"TELN, Feb 30 – {PROSE}", published="2031-09-12")
    assert found is not None
    assert found.day == ""


def test_not_in_a_cut_nor_below_the_first_paragraph() -> None:
    line = f"TELN — {PROSE}"
    assert dateline_of(f"{line}\n\n{PROSE}", cut=[Cut(0, len(line), "teasers of other stories")]) is None
    assert dateline_of(f"{PROSE * 4}\n\n{line}") is None


@given(st.text(), st.text(max_size=12))
def test_any_text(text: str, published: str) -> None:
    found = dateline_of(text, published=published)
    assert found is None or 0 <= found.begin < found.end <= len(text)
