from __future__ import annotations

import pytest

from accordingto.actors.names import names
from accordingto.actors.othernames import other_names
from accordingto.data import Span


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Northern Relief League (NRL) came.", [("Northern Relief League", "NRL", "abbreviation")]),
        ("The League for Relief (LR) came.", [("League for Relief", "LR", "abbreviation")]),
        ("The Dune Front, formerly known as the Sand Brigade, left.", [("Dune Front", "Sand Brigade", "other name")]),
        ("Oars Without Borders, or OWB, left.", [("Oars Without Borders", "OWB", "other name")]),
        ("The Dune Front (Callow) left.", []),
        ("The Dune Front fought the Sand Brigade.", []),
    ],
)
def test_what_a_report_says_is_one(text: str, expected: list[tuple[str, str, str]]) -> None:
    span = Span(0, len(text))
    pairs = list(other_names(text, names(text, span)))
    assert [(pair.name, pair.other, pair.how) for pair in pairs] == expected
    assert all(text[slice(*pair.span)].endswith(pair.other) for pair in pairs)
