"""What a place says about the claim it stands under: its attitude to its words, and which way round the words are.

Words of `stances.toml` and the labels of the statement decide. Of a claim that some words state and others negate, the
stated form is the claim; where all of them negate it, its negation is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from accordingto.data import Statement

SHARED, SHARED_OF_LONGER, STEM = 0.6, 0.3, 5
"""Shares of the telling words of the shorter and of the longer place, and letters by which a word is known again."""
_OF_ACT = {"decline": "mentions", "deny": "denies", "doubt": "doubts"}
_PLAIN = ("assert", "forecast", "warn")
POSITIONS = frozenset(("demand", "pledge", "endorse", "feel"))
"""Acts that take a position and claim nothing by themselves."""
OPPOSITE = {"asserts": "denies", "denies": "asserts"}


def attitude(words: str, before: str, statement: Statement | None, cue: str = "") -> str:
    """Return which of STANCES a place takes to its words as they are written.

    `before` is the sentence up to them: "if", "reports that", "denied charges that" stand there. `statement` is None
    for the report in its own voice, `cue` its cue: who "said" what no word denies asserts it, whatever the model took
    it for.
    """
    if _matches("doubting", words):
        return "doubts"
    if _matches("open", words):
        return "mentions"
    denied = _matches("denying", words) or _matches("denying_before", before)
    if statement is not None and statement.act in _OF_ACT:
        held = _OF_ACT[statement.act]
        if held == "denies" and is_neutral(cue) and not (denied or _negated(words)):
            return "asserts"
        return "asserts" if held == "denies" and _negated(words) and statement.polarity == "+" else held
    if denied:
        return "denies"
    if _matches("mentioning", words) or (_is_nobodys(statement) and _matches("mentioning_before", before)):
        return "mentions"
    # Where the words themselves are negated, their direction says so.
    if statement is not None and statement.polarity == "-" and statement.act in _PLAIN and not _negated(words):
        return "denies"
    return "asserts"


def is_neutral(cue: str) -> bool:
    """Tell whether a cue says nothing of what is done with the words: "said", "according to"."""
    return _matches("neutral", cue)


def _is_nobodys(statement: Statement | None) -> bool:
    """Tell whether words are the report's own, or of a source that it does not name ("allegations that")."""
    return statement is None or not statement.source


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
    """Tell whether two places share most telling words of the shorter one, some of the longer; names do not tell."""
    a, b = _telling(one), _telling(other)
    fewest, most = sorted((len(a), len(b)))
    return fewest > 0 and len(a & b) >= max(min(2, fewest), SHARED * fewest, SHARED_OF_LONGER * most)


@lru_cache(8192)
def _telling(words: str) -> frozenset[str]:
    some = re.findall(r"[^\W_]{4,}", words)
    return frozenset(word[:STEM] for word in some if word[0].islower() and not _matches("empty", word))


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
