"""Several reports in one plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accordingto.parts import parts_of

PROSE = "The minister said on Friday that nobody in the valley had been told of the order to move the brigades. " * 4
FIRST = f"Brigades at the Vell\n\nTELN, Sept 9 – {PROSE}"
SECOND = f"Council votes on the ferry\nBy Per Aske\n\n{PROSE}"


@pytest.mark.parametrize("rule", ["* * *", "-----", "=====", "___", "###"])
def test_reports_below_each_other(rule: str) -> None:
    text = f"{FIRST}\n\n{rule}\n\n{SECOND}\n"
    assert [text[begin:end] for begin, end in parts_of(text)] == [FIRST.strip(), SECOND.strip()]


ONE = [
    f"{FIRST}\n\n* * *\n\n{PROSE}",
    f"{FIRST}\n\n* * *\n\nMore on page two\n\n{PROSE}",
    FIRST,
    f"{FIRST}\n\n-----\n\nThe Oste Herald\nBy Per Aske\n\nShort.",
    "",
]


@pytest.mark.parametrize("text", ONE)
def test_one_report(text: str) -> None:
    assert parts_of(text) == ()


@given(st.text(alphabet="Ab .\n*-—,0"))
def test_any_text(text: str) -> None:
    assert all(0 <= begin < end <= len(text) for begin, end in parts_of(text))
