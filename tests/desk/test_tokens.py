"""Colours have enough contrast in both themes, and the same names in both."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

CSS = (files("accordingto.desk") / "static" / "tokens.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part)) for part in CSS.split("@media (prefers-color-scheme: dark)")
)
WORDS = ("ink", "soft", "link", "asserts", "denies", "doubts", "declines", "mentions", "focus")
GROUNDS = ("paper", "raised", "sunken")
ENOUGH = 4.5
"""WCAG 2.2, level AA, for text."""


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_both_themes_have_the_same_tokens() -> None:
    assert set(LIGHT) == set(DARK)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_words_can_be_read(theme: dict[str, str], ground: str) -> None:
    assert {word: round(found, 2) for word in WORDS if (found := contrast(theme[word], theme[ground])) < ENOUGH} == {}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read_on_every_shade(theme: dict[str, str]) -> None:
    for ground in ("shade-1", "shade-2", "shade-3", "lit", "lit-strong"):
        assert contrast(theme["ink"], theme[ground]) >= ENOUGH
