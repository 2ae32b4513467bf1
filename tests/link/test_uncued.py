from __future__ import annotations

import pytest

from accordingto.data import Span, Statement
from accordingto.link.uncued import Told, is_seen
from accordingto.segment import segment


def statement(text: str, source: str, cue: str, content: str, kind: str = "person", speaker: str = "") -> Statement:
    spans = [Span(text.index(some), text.index(some) + len(some)) for some in (source, cue, content)]
    return Statement(source=(spans[0],), cue=(spans[1],), content=(spans[2],), kind=kind, speaker=speaker or source)


def whose(text: str, words: str, *statements: Statement) -> int | None:
    told = Told(text, segment(text), statements, range(len(statements)))
    begin = text.index(words)
    return told.whose(Span(begin, begin + len(words)))


LEAD = "The harbour of Orl lies on the northern shore of the bay and has three berths for large ships. " * 3


@pytest.mark.parametrize(
    ("source", "kind", "seen"),
    [
        ("Shaky video footage", "document", True),
        ("One photograph", "document", True),
        ("videos shared by residents", "document", True),
        ("VANA footage", "document", False),
        ("Kenyan television footage", "document", False),
        ("Reuters pictures", "document", False),
        ("A report", "document", False),
        ("a picture editor", "people", False),
    ],
)
def test_pictures_are_seen_and_not_told(source: str, kind: str, seen: bool) -> None:
    text = f"{source} showed nine ships in the bay."
    assert is_seen(text, statement(text, source, "showed", "nine ships in the bay", kind)) is seen


def test_a_quotation_without_a_cue_is_of_who_spoke_before() -> None:
    text = f"{LEAD}“Nine ships sank,” said Ada Quill. “No crew came back to the harbour.” The bay is deep."
    said = statement(text, "Ada Quill", "said", "“Nine ships sank,”")
    assert whose(text, "No crew came back to the harbour", said) == 0
    assert whose(text, "The bay is deep", said) is None


def test_a_quotation_after_a_sentence_of_the_report_is_not() -> None:
    text = f"{LEAD}“Nine ships sank,” said Ada Quill. The bay is deep. “No crew came back to the harbour.”"
    assert whose(text, "No crew came back", statement(text, "Ada Quill", "said", "“Nine ships sank,”")) is None


@pytest.mark.parametrize(
    ("kind", "words", "expected"),
    [
        ("person", "We counted nine ships in the bay.", 0),
        ("person", "Were counting the ships in the bay.", 0),
        ("person", "Were nine ships in the bay?", None),
        ("person", "Nine ships were in the bay.", None),
        ("organisation", "We counted nine ships in the bay.", None),
    ],
)
def test_the_first_person_goes_on(kind: str, words: str, expected: int | None) -> None:
    text = f"{LEAD}The harbour is closed said Ada Quill. {words}"
    said = statement(text, "Ada Quill", "said", "The harbour is closed", kind)
    assert whose(text, words[:-1], said) == expected


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("Nine ships sink in the bay of Orl: pilots.", 0),
        ("Nine ships sink in the bay of Orl Pilots AFP", 0),
        ("Nine ships sink in the bay of Orl: Quill.", 1),
        ("Nine ships sink in the bay of Orl.", None),
        ("Nine ships sink: the bay of Orl is deep.", None),
        ("Nine ships sink in the bay of Orl Pilots fear.", None),
    ],
)
def test_a_headline_names_who_says_it(headline: str, expected: int | None) -> None:
    text = f"{headline}\n\nStorms are near, local pilots said. The harbour is closed, Ada Quill said."
    first = statement(text, "local pilots", "said", "Storms are near", "people")
    second = statement(text, "Ada Quill", "said", "The harbour is closed")
    assert whose(text, "Nine ships sink", first, second) == expected
