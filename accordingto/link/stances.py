"""What a place says about the claim it stands under: its attitude to its words, and which way round the words are.

Words of `stances.toml` and the labels of the statement decide. Of a claim that some words state and others negate, the
stated form is the claim; where all of them negate it, its negation is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from accordingto.data import Statement

SHARED, STEM = 0.5, 5
"""Share of telling words, and letters by which a word is known again."""
OPPOSITE = {"asserts": "denies", "denies": "asserts"}


def attitude(words: str, before: str, statement: Statement | None) -> str:
    """Return which of STANCES a place takes to its words as they are written.

    `before` is the sentence up to them: "if", "whether", "reports that" stand there. `statement` is None for the
    report in its own voice.
    """
    if statement is not None:
        if statement.act == "decline":
            return "mentions"
        if statement.act == "deny":
            return "asserts" if _negated(words) and statement.polarity == "+" else "denies"
        if statement.act == "doubt":
            return "doubts"
    if _matches("doubting", words):
        return "doubts"
    if _matches("denying", words):
        return "denies"
    if _matches("mentioning", words) or (statement is None and _matches("mentioning_before", before)):
        return "mentions"
    if statement is not None and statement.polarity == "-" and statement.act in ("assert", "forecast", "warn"):
        return "denies"
    return "asserts"


def direction(words: str) -> int:
    """Return -1 where the words negate what they are about, else 1."""
    return -1 if _negated(words) and not _matches("doubting", words) else 1


def stance(attitude: str, direction: int, claim: int) -> str:
    """Return the stance on a claim of direction `claim` of one whose words have `direction`."""
    return attitude if direction == claim else OPPOSITE.get(attitude, attitude)


def claim_direction(places: Iterable[tuple[str, int]]) -> int:
    """Return the direction of the claim of these places (attitude and direction each): negative only where all are."""
    return -1 if all(direction < 0 for _, direction in places) else 1


def in_same_words(one: str, other: str) -> bool:
    """Tell whether two places share half of the telling words of the shorter, whatever negates them."""
    a, b = _telling(one), _telling(other)
    return len(a & b) >= max(2, SHARED * min(len(a), len(b)))


def _telling(words: str) -> set[str]:
    return {word[:STEM] for word in re.findall(r"[^\W_]{4,}", words.casefold()) if not _matches("empty", word)}


def firmness(words: str, stance: str, statement: Statement | None) -> str:
    """Return how firmly a place holds its stance: the statement's label, or what the report's own words show."""
    if stance in ("mentions", "doubts"):
        return "none"
    if statement is not None:
        return statement.firmness if statement.firmness != "none" else "certain"
    return "possible" if _matches("possible", words) else "probable" if _matches("probable", words) else "certain"


def _negated(words: str) -> bool:
    return _matches("negating", words)


def _matches(name: str, words: str) -> bool:
    return _pattern(name).search(words) is not None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        lists: dict[str, list[str]] = tomllib.load(file)
    return re.compile("|".join(lists[name]), re.IGNORECASE)
