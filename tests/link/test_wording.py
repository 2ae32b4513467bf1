from __future__ import annotations

from pathlib import Path

import pytest

from accordingto import query
from accordingto.data import Span
from accordingto.link.places import Place, places
from accordingto.link.wording import LONGEST, Around, Sentences, hangs, is_beside, lent
from accordingto.record.connection import open_for_reading
from accordingto.record.view import view
from tests.link.test_link import linked
from tests.link.test_referring import report


@pytest.mark.parametrize(
    ("words", "hanging"),
    [
        ("the army shelled the granary of Orl", False),
        ("shelled the granary of Orl", True),
        ("Marked trucks crossed the river", False),
        ("who shelled the granary", True),
        ("since the beginning of the month", True),
        ("inspectors had access to the site of an", True),
        ("a column of smoke over the granary", False),
    ],
)
def test_words_hang_on_others_without_a_subject_or_with_an_open_end(words: str, hanging: bool) -> None:
    assert hangs(words) is hanging


@pytest.mark.parametrize(
    ("words", "before", "after", "expected"),
    [
        ("left 38 people dead", "A bomb in Orl", ".", "A bomb in Orl left 38 people dead"),
        ("the site of an", "They saw", "attack on Orl, he said", "the site of an attack on Orl"),
        ("the army shelled Orl", "On Monday", "again", "the army shelled Orl"),
        ("left 38 people dead", "word " * LONGEST, "", "left 38 people dead"),
        ("left 38 people dead", "", "", "left 38 people dead"),
        ("since Sunday", "The ships have put in at Orl", "", "since Sunday"),
    ],
)
def test_no_more_is_lent_than_words_lack(place: Place, words: str, before: str, after: str, expected: str) -> None:
    assert lent(words, place, lambda _: Around(before, after)) == expected


@pytest.fixture
def place(tmp_path: Path) -> Place:
    path = linked(tmp_path / "story.db", report("Ada Quill|assert|named|the ferries sail again on Monday\n"))
    connection = open_for_reading(path)
    (found,) = places(connection)
    connection.close()
    return found


def test_a_claim_gets_its_subject_from_what_was_said_and_not_from_who_said_it(tmp_path: Path) -> None:
    said = "the dead of the siege, who shelled nobody, lie in the granary"
    path = linked(tmp_path / "story.db", report(f"Ada Quill|assert|named|{said}\n"))
    connection = open_for_reading(path)
    found = places(connection)[0]
    begin = found.span.begin + said.index("who")
    part = found._replace(span=Span(begin, begin + len("who shelled nobody")))
    assert Sentences(connection)(part) == ("the dead of the siege, ", ", lie in the granary")
    connection.close()


def test_what_another_clause_says_is_not_lent(tmp_path: Path) -> None:
    said = "two ships of the fleet have put in at Orl since the siege of the granary began"
    path = linked(tmp_path / "story.db", report(f"Ada Quill|assert|named|{said}\n"))
    with view(path) as opened:
        texts = [claim.text for claim in query.claims(opened)]
    assert len(set(texts)) == len(texts) == 2


def test_what_only_names_a_claim_does_not_tell_it(tmp_path: Path) -> None:
    said = "the army shelled the granary of Orl"
    text = (
        f"Ada Quill|criticise|named|{said}\nNorland|deny|named|that is complete and utter rubbish, those allegations\n"
    )
    path = linked(tmp_path / "story.db", report(text))
    with view(path) as opened:
        (claim,) = query.claims(opened, words="granary")
        assert {one.stance for one in query.holders(opened, claim.claim)} == {"asserts", "denies"}
    assert claim.text == "The army shelled the granary of Orl."


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("since Sunday", True),
        ("over the past two days", True),
        ("only after months of argument", True),
        ("after the talks had failed", False),
        ("the day before yesterday", False),
    ],
)
def test_words_that_only_say_when(words: str, expected: bool) -> None:
    assert is_beside(words) is expected
