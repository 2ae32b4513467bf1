from __future__ import annotations

from pathlib import Path

import pytest

from accordingto import query
from accordingto.data import Report, Sentence, Span, Statement
from accordingto.link.referring import Stance, only_names, spoken_of
from accordingto.link.units import Source, Unit, units_of
from accordingto.record.view import view
from tests.link.test_link import REPORTS, linked


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("has strongly denied those allegations", True),
        ("could not be independently verified", True),
        ("the reports were baseless", True),
        ("Norland's government dismissed the accusations", True),
        ("denied that two brigades crossed the ford", False),
        ("dismissed reports of a build-up as nothing but rumours", False),
        ("the bridge is gone", False),
        ("21 Civilians Killed", False),
        ("Norlandish Defence Ministry", True),
    ],
)
def test_words_that_only_name_what_they_are_about(words: str, expected: bool) -> None:
    assert only_names(words) is expected


def report(text: str, name: str = "gull") -> Report:
    return Report(id=name, outlet="The Gull", published="2026-03-01", text=text)


def stances(path: Path, words: str) -> dict[str, str]:
    with view(path) as opened:
        (claim,) = query.claims(opened, words=words)
        return {one.speaker: one.stance for one in query.holders(opened, claim.claim)}


@pytest.mark.parametrize(
    ("act", "denial", "expected"),
    [
        ("deny", "called the allegations baseless", "denies"),
        ("doubt", "the report could not be verified", "doubts"),
        ("assert", "the accusations were complete rubbish and untrue", "denies"),
    ],
)
def test_a_denial_stands_under_what_it_only_names(tmp_path: Path, act: str, denial: str, expected: str) -> None:
    text = (
        "Ada Quill|criticise|named|the Norlandish army shelled the granary of Orl\n"
        f"Norland|{act}|named|{denial}\n"
        "Per Lund|assert|named|the ferries sail again on Monday\n"
    )
    path = linked(tmp_path / "story.db", report(text))
    assert stances(path, "granary") == {"Ada Quill": "asserts", "Norland": expected}
    with view(path) as opened:
        (claim,) = query.claims(opened, words="granary")
        assert claim.status == "contested"


def test_the_accusation_is_meant_and_not_the_nearest_words(tmp_path: Path) -> None:
    text = (
        "Ada Quill|criticise|named|the Norlandish army shelled the granary of Orl\n"
        "Per Lund|demand|named|open the ferries again at once\n"
        "Norland|deny|named|dismissed the accusations as lies\n"
    )
    assert stances(linked(tmp_path / "story.db", report(text)), "granary")["Norland"] == "denies"


def test_what_is_announced_as_doubtful_is_doubted(tmp_path: Path) -> None:
    path = linked(
        tmp_path / "story.db",
        report("Ada Quill|assert|named|It is doubtful – that the Norlandish army holds the granary of Orl\n"),
        report("Per Lund|assert|named|the Norlandish army holds the granary of Orl\n", "skua"),
    )
    assert stances(path, "granary") == {"Ada Quill": "doubts", "Per Lund": "asserts"}


@pytest.mark.parametrize(("act", "status"), [("feel", "contested"), ("demand", "one word only")])
def test_a_fear_takes_for_granted_what_another_denies(tmp_path: Path, act: str, status: str) -> None:
    text = (
        f"Ada Quill|{act}|named|the shelling of the granary of Orl\n"
        "Norland|deny|named|the shelling of the granary of Orl\n"
        "Per Lund|assert|named|the ferries sail again on Monday\n"
    )
    with view(linked(tmp_path / "story.db", report(text))) as opened:
        (claim,) = query.claims(opened, words="granary")
    assert claim.status == status


def source(text: str, *statements: Statement) -> Source:
    return Source(
        version=1,
        run=1,
        report=report(text),
        sentences=(Sentence(span=Span(0, len(text)), words=(), paragraph=0),),
        statements=statements,
        rows=tuple(range(len(statements))),
        times=(),
    )


@pytest.mark.parametrize(("cue", "whose"), [("dismissed", 0), ("said", 1)])
def test_reports_that_are_dismissed_are_denied_by_who_dismisses_them(cue: str, whose: int) -> None:
    text = f"Norland {cue} reports of shelling at the granary of Orl."

    def at(words: str) -> tuple[Span, ...]:
        return (Span(text.index(words), text.index(words) + len(words)),)

    found = units_of(
        source(
            text,
            Statement(
                source=at("Norland"), cue=at(cue), content=at("reports of shelling at the granary of Orl"), act="deny"
            ),
            Statement(cue=at("reports"), content=at("shelling at the granary of Orl"), parent=0),
        )
    )
    assert {unit.statement for unit in found if "granary" in text[slice(*unit.span)]} == {whose}


def test_what_names_nothing_in_its_report_joins_no_claim(tmp_path: Path) -> None:
    path = linked(
        tmp_path / "story.db",
        report("Norland|deny|named|dismissed the reports as untrue\n"),
        report("Sael|deny|named|dismissed the reports as untrue\n", "post"),
        report("Per Lund|assert|named|the reports, the reports\n", "mirror"),
    )
    with view(path) as opened:
        found = [query.holders(opened, claim.claim) for claim in query.claims(opened)]
    assert sorted(len(holders) for holders in found) == [1, 1]
    assert {one.speaker for holders in found for one in holders} == {"Norland", "Sael"}


def test_a_claim_is_told_in_a_whole_sentence(tmp_path: Path) -> None:
    path = linked(
        tmp_path / "story.db",
        *REPORTS,
        report("Ada Quill|assert|named|shelling the old granary of Orl on Monday night\n", "tern"),
        report("Per Lund|assert|named|soldiers shelled the old granary of Orl on Monday night\n", "lark"),
        report("Cy Orr|assert|named|how soldiers shelled the old granary of Orl on Monday night\n", "crow"),
    )
    with view(path) as opened:
        (claim,) = query.claims(opened, words="granary")
    assert claim.text == "Soldiers shelled the old granary of Orl on Monday night."


def test_words_in_capitals_say_something_where_the_report_has_them_without(tmp_path: Path) -> None:
    text = (
        "Ada Quill|assert|named|Norlandish Troops Seize Granary\n"
        "Per Lund|assert|named|the troops seize every granary of Orl\n"
    )
    path = linked(tmp_path / "story.db", report(text), report(text, "skua"))
    with view(path) as opened:
        held = [one for claim in query.claims(opened) for one in query.holders(opened, claim.claim)]
        assert sorted(one.speaker for one in held if "Seize" in one.words) == ["Ada Quill", "Ada Quill"]
        assert max(len(query.holders(opened, claim.claim)) for claim in query.claims(opened)) >= 2


@pytest.mark.parametrize(
    ("text", "stances_", "expected"),
    [
        # "The report" is what somebody says and not what the report itself tells in between.
        (
            ["*the medicines came from Sael.", "Sael arms the rebels.", "*The report could not be verified."],
            ["Ada Quill asserts", "", "Per Lund doubts"],
            0,
        ),
        (
            ["*the ferries were sunk on purpose", "*rebels burnt granaries", "*which the rebels deny."],
            ["Ada Quill asserts", "Norland asserts", "rebels denies"],
            1,
        ),
        (
            ["*the envoy came to see the sites.", "*Norland was behind the attack", "*calling them baseless."],
            ["Ada Quill asserts", "Norland denies", " denies"],
            1,
        ),
        (
            ["*it is a group of volunteers.", "*the gas was chlorine", "*it is difficult to confirm this."],
            ["Ada Quill asserts", "medics asserts", "medics doubts"],
            1,
        ),
    ],
)  # fmt: skip
def test_what_the_last_clause_speaks_of(text: list[str], stances_: list[str], expected: int) -> None:
    """A clause that ends in a full stop ends its sentence; those with a star are of statements."""
    whole, units, sentences = "", list[Unit](), list[Sentence]()
    begin = 0
    for clause in text:
        words = clause.lstrip("*")
        at = len(whole)
        whole += words + " "
        span = Span(at, at + len(words))
        units.append(Unit(span=span, sentence=span, statement=0 if clause[0] == "*" else None, said="", said_how=""))
        if words.endswith("."):
            sentences.append(Sentence(span=Span(begin, span.end), words=(), paragraph=0))
            begin = span.end + 1
    source = Source(
        version=1, run=1, report=report(whole), sentences=tuple(sentences), statements=(), rows=(), times=()
    )
    held = [
        Stance(attitude=one.rpartition(" ")[2] or "asserts", speaker=one.rpartition(" ")[0], act="assert")
        for one in stances_
    ]
    assert spoken_of(source, units, held)[-1] == expected
