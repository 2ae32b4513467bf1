"""The title of a text that comes without one."""

from __future__ import annotations

import pytest

from accordingto.titles import title_of

PARAGRAPH = "The army of Karvia has moved two brigades to the river, a ministry official said on Tuesday."


def test_first_line_is_title() -> None:
    assert title_of(f"\nKarvia moves troops to the river\r\n\r\n{PARAGRAPH}") == "Karvia moves troops to the river"


UNTITLED = [
    "",
    PARAGRAPH,
    f"{PARAGRAPH}\n{PARAGRAPH}",
    f"Tuesday\n{PARAGRAPH}",
    f"Karvia moves troops to the river\n{'on ' * 50}",
    f"Karvia moves its troops.\n{PARAGRAPH}",
]


@pytest.mark.parametrize("text", UNTITLED)
def test_no_title(text: str) -> None:
    assert title_of(text) == ""
