"""Which language a text is in."""

from __future__ import annotations

import pytest

from accordingto.language import language_of

TEXTS = [
    ("The ministry said that it was not aware of the order, and that no troops had crossed the river.", "en"),
    ("Das Ministerium erklärte am Dienstag, von einem solchen Befehl sei ihm bis heute nichts bekannt.", "de"),
    ("Министерство заявило во вторник, что о таком приказе ему до сих пор ничего не известно.", "ru"),
    ("The minister denied it.", "en"),
    ("Xq 12", "und"),
    ("", "und"),
    ("\ud800 2031 \0", "und"),
]


@pytest.mark.parametrize(("text", "language"), TEXTS)
def test_language(text: str, language: str) -> None:
    assert language_of(text) == language
