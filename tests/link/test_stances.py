from __future__ import annotations

import pytest

from accordingto.data import Statement
from accordingto.link.stances import attitude, claim_direction, direction, firmness, stance


@pytest.mark.parametrize(
    ("words", "before", "statement", "expected"),
    [
        ("two brigades are at the ford", "", None, "asserts"),
        ("two brigades are at the ford", "", Statement(act="assert"), "asserts"),
        ("moving any brigade", "", Statement(act="deny", polarity="-"), "denies"),
        ("it had not moved any brigade", "", Statement(act="deny", polarity="+"), "asserts"),
        ("sending troops", "", Statement(act="assert", polarity="-"), "denies"),
        ("how many brigades there are", "", Statement(act="decline"), "mentions"),
        ("the brigades are at the ford", "", Statement(act="doubt"), "doubts"),
        ("the report could not be independently verified", "", None, "doubts"),
        ("an alleged attack on the ford", "", None, "mentions"),
        ("troops crossed the ford", "Asked whether ", None, "mentions"),
        ("who crossed the ford is impossible to say", "", None, "doubts"),
        ("a disputed crossing of the ford", "", None, "mentions"),
        ("troops crossed the ford", "He denied charges that ", Statement(act="criticise"), "denies"),
        ("troops crossed the ford", "allegations that ", Statement(act="criticise"), "mentions"),
        ("to see the site of the alleged crossing", "", None, "asserts"),
        ("if troops crossed the ford", "", Statement(act="deny"), "mentions"),
        ("it had seen no evidence", "", Statement(act="deny"), "doubts"),
        ("reports of a crossing as baseless", "", Statement(act="criticise"), "denies"),
        ("it presses states to deny their air space to flights", "", Statement(act="assert"), "asserts"),
        ("it denies that flights crossed the air space", "", Statement(act="assert"), "denies"),
    ],
)
def test_attitude(words: str, before: str, statement: Statement | None, expected: str) -> None:
    assert attitude(words, before, statement) == expected


@pytest.mark.parametrize(
    ("words", "cue", "expected"),
    [
        ("the army did it", "told", "asserts"),
        ("the army did it", "denied", "denies"),
        ("the army did not do it", "told", "denies"),
        ("the charge is rubbish", "said", "denies"),
    ],
)
def test_who_only_says_something_denies_nothing_that_no_word_denies(words: str, cue: str, expected: str) -> None:
    assert attitude(words, "", Statement(act="deny", polarity="-"), cue) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("no unit fought there", -1),
        ("units fought there", 1),
        ("they werent there", -1),
        ("no fewer than six hundred men came", 1),
        ("the toll is 19, not 31", 1),
        ("it was a lorry and not a tank", 1),
        ("they have crossed it, and not for the first time", 1),
        ("nor do they fight there", -1),
        ("it could not be verified", 1),
    ],
)
def test_direction(words: str, expected: int) -> None:
    assert direction(words) == expected


def test_zero_chance_is_negative() -> None:
    assert direction("there was zero chance of civilian casualties") == -1


def test_stance_turns_with_the_words() -> None:
    assert stance("asserts", -1, 1) == "denies"
    assert stance("denies", -1, 1) == "asserts"
    assert stance("doubts", -1, 1) == "doubts"
    assert stance("asserts", -1, -1) == "asserts"


def test_a_claim_is_negative_only_where_all_are() -> None:
    assert claim_direction([("asserts", -1), ("denies", -1)]) == -1
    assert claim_direction([("asserts", -1), ("denies", 1)]) == 1


def test_firmness() -> None:
    assert firmness("it may rain", "asserts", None) == "possible"
    assert firmness("it may rain", "mentions", None) == "none"
    assert firmness("it rains", "asserts", Statement(firmness="probable")) == "probable"
