"""A page of thousands of links or equal paragraphs costs a look at each, not a look at all of them for each."""

from __future__ import annotations

import pytest

from accordingto.page import body
from accordingto.readers.html import read_pages

WORDS = "<p>The ministry of Karvia said that it knew of no such order, and that the exercise was routine.</p>"


@pytest.mark.parametrize(
    ("piece", "look"), [("<p>a</p>", "_reason"), ("<a href=/a>Troops at the ford of Teln today</a> ", "_linked")]
)
def test_pieces_alike(piece: str, look: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = 0
    whole = getattr(body, look)

    def counted(*args: object) -> object:
        nonlocal looks
        looks += 1
        return whole(*args)

    monkeypatch.setattr(body, look, counted)
    assert list(read_pages(f"<html><body><article>{WORDS * 3}{piece * 300}</article></body></html>", name="x"))
    assert 0 < looks < 30
