from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from accordingto import query
from accordingto.answers import CopyCount
from accordingto.data import Cut, Problem, Report, Span, Statement
from accordingto.errors import UsageError
from accordingto.link.link import link
from accordingto.query import Filter
from accordingto.record.connection import Connection
from accordingto.record.view import view
from accordingto.record.writer import Writer
from tests.fakes import STORY, analysis_of
from tests.test_copies import OWN, SAME_TOPIC, WIRE


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    path = tmp_path_factory.mktemp("query") / "story.db"
    with Writer(path) as writer:
        run = writer.begin_run("read", ("reports",), model="fake-1")
        for report in STORY:
            writer.write(report, analysis_of(report), run=run)
        nested = Report(id="e", text="Bo says Cy says xyzzy \ud800", cut=(Cut(0, 2, "menu"), Cut(3, 7, "advert")))
        outer = Statement(source=(Span(0, 2),), speaker="Bo", content=(Span(8, 21),))
        inner = Statement(source=(Span(8, 10),), content=(Span(16, 21),), parent=0, firmness="possible", quote="mixed")
        analysis = analysis_of(nested)
        writer.write(
            nested, type(analysis)(report_id="e", language="en", statements=(outer, inner), model="m"), run=run
        )
        for reason in ("no text", "broken"):
            outcome = "skipped" if reason == "no text" else "failed"
            writer.write_problem(Problem(source="x", outcome=outcome, stage="read", reason=reason), run=run)  # type: ignore[arg-type]
    with view(path) as opened:
        yield opened


def words(found: query.Table[query.Found]) -> list[str]:
    return sorted("/".join(one.content_words) for one in found)


BRIGADE = ["moving any brigade", "moving any brigade"]


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        (Filter(words="trains night"), ["the trains went by night"]),
        (Filter(words="TRAIN"), ["the trains went by night"]),
        (Filter(words='"brigades are"'), ["two brigades are at the ford", "where the brigades are"]),
        (Filter(words='"brigades the"'), []),
        (Filter(words="withdr*"), ["withdraw at once"]),
        (Filter(words="Astrom"), ["war"]),
        (Filter(words="quill ford"), ["two brigades are at the ford"]),
        (Filter(by="norland", act=("deny",)), BRIGADE),
        (Filter(by="quill"), ["two brigades are at the ford"]),
        (Filter(by="Cy"), ["xyzzy"]),
        (Filter(speaker="Per Åström"), ["war"]),
        (Filter(speaker="Per"), []),
        (Filter(report="b"), ["moving any brigade", "the trains went by night"]),
        (Filter(outlet="Tidewater Post", act="deny"), ["moving any brigade"]),
        (Filter(outlet=""), ["Cy says xyzzy", "xyzzy"]),
        (Filter(act=("demand", "warn")), ["war", "withdraw at once"]),
        (Filter(kind="people"), ["the trains went by night"]),
        (Filter(naming=("anonymous",)), ["the trains went by night"]),
        (Filter(anonymous=True), ["the trains went by night"]),
        (Filter(firmness="possible"), ["xyzzy"]),
        (Filter(quote="mixed"), ["xyzzy"]),
        (Filter(since="2026-04"), ["war", "where the brigades are", "withdraw at once"]),
        (Filter(until="2026-03-01"), ["moving any brigade", "two brigades are at the ford"]),
        (Filter(since="2026-03-05", until="2026-03-05"), ["moving any brigade", "the trains went by night"]),
        (Filter(since="2027"), []),
    ],
)
def test_filter(opened: Connection, what: Filter, expected: list[str]) -> None:
    found = query.find(opened, what)
    assert words(found) == expected
    assert found.total == len(expected)


@pytest.mark.parametrize("hostile", ['a"b', "AND", "NEAR(", "speaker:x", "-x", "x^2", "*", "(", "a\0b", "\ud800x", '"'])
def test_no_word_is_an_operator(opened: Connection, hostile: str) -> None:
    assert query.find(opened, Filter(words=f"zebra {hostile}")).total == 0


@pytest.mark.parametrize("wrong", [{"act": "shout"}, {"since": "March"}, {"until": "2026-13"}, {"words": "!!"},
                                   {"by": "–"}, {"since": "2026-3"}])  # fmt: skip
def test_filter_says_what_is_wrong(wrong: dict[str, str]) -> None:
    with pytest.raises(UsageError, match=next(iter(wrong))):
        Filter(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("order", "first"), [("newest", "c"), ("oldest", "a"), ("report", "a"), ("best", "c"), ("", "c")]
)
def test_order(opened: Connection, order: str, first: str) -> None:
    assert query.find(opened, order=order)[0].report == first


def test_unknown_order(opened: Connection) -> None:
    with pytest.raises(UsageError, match="order"):
        query.find(opened, order="upwards")


def test_limit_and_offset_page_through_all(opened: Connection) -> None:
    whole = query.find(opened, order="report")
    pages = [query.find(opened, order="report", limit=4, offset=offset) for offset in (0, 4, 8)]
    assert [one for page in pages for one in page] == list(whole)
    assert {page.total for page in pages} == {9}


def test_found_carries_its_evidence(opened: Connection) -> None:
    (found,) = query.find(opened, Filter(anonymous=True))
    assert (found.report, found.outlet, found.title, found.url) == (
        "b", "Tidewater Post", "Norland denies it", "https://tidewater.example/b")  # fmt: skip
    assert found.sentence == "a diplomat|assert|anonymous|the trains went by night"
    assert found.sentence_span == Span(38, 90)
    assert (found.source_words, found.cue_words, found.model) == (("a diplomat",), ("|",), "fake-1")


def test_parent_names_who_said_so(opened: Connection) -> None:
    (found,) = query.find(opened, Filter(words="xyzzy", firmness="possible"))
    assert (found.who, found.parent_speaker, found.statement.parent) == ("Cy", "Bo", 0)


def test_count(opened: Connection) -> None:
    first = query.count(opened, "act")[0]
    assert (first.value, first.statements, first.reports, first.outlets) == ("assert", 4, 3, 2)
    with pytest.raises(UsageError, match="count by"):
        query.count(opened, "text")


def test_speakers(opened: Connection) -> None:
    norland = query.speakers(opened)[0]
    assert (norland.speaker, norland.statements, norland.reports, norland.outlets) == ("Norland", 3, 3, 2)
    assert norland.acts == {"deny": 2, "decline": 1}


def test_reports(opened: Connection) -> None:
    assert [row.report for row in query.reports(opened)] == ["a", "b", "c", "d", "e"]
    last = query.reports(opened)[4]
    assert (last.size, last.cut, last.statements, last.versions) == (len("Bo says Cy says xyzzy ?"), 6, 2, 1)
    assert (last.seen_how, last.place, last.credits, last.updated) == ("first read", "", (), "")
    assert last.seen
    assert [row.report for row in query.reports(opened, words="trains")] == ["b"]
    assert query.reports(opened, limit=2).total == 5


def test_cuts_show_their_words(opened: Connection) -> None:
    assert [(cut.reason, cut.words) for cut in query.cuts(opened, report="e")] == [("menu", "Bo"), ("advert", "says")]


def test_problems_by_outcome(opened: Connection) -> None:
    assert [problem.reason for problem in query.problems(opened, outcome="failed")] == ["broken"]
    assert query.problems(opened).total == 2


def test_records_are_flat(opened: Connection) -> None:
    (row,) = query.find(opened, Filter(anonymous=True)).records()
    assert row["source_words"] == ["a diplomat"]
    assert row["source_spans"] == [[38, 48]]
    assert row["act"] == "assert"


@pytest.mark.parametrize("library", ["polars", "pandas"])
def test_table_as_data_frame(opened: Connection, library: str) -> None:
    pytest.importorskip(library)
    frame = getattr(query.speakers(opened), f"to_{library}")()
    assert next(iter(frame["speaker"])) == "Norland"


@pytest.mark.parametrize("library", ["polars", "pandas"])
def test_missing_library_is_named(opened: Connection, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(UsageError, match=r"pip install 'accordingto\[tables\]'"):
        getattr(query.speakers(opened), f"to_{library}")()


def test_a_view_cannot_write(opened: Connection) -> None:
    with pytest.raises(UsageError, match="readonly"):
        opened.run("DELETE FROM report")


@pytest.fixture
def copied(tmp_path: Path) -> Iterator[Connection]:
    with Writer(tmp_path / "copies.db") as writer:
        run = writer.begin_run("read", (), model="m")
        for report in (
            Report(id="late", outlet="Gazette", title="Late", text=OWN + WIRE, published="2026-04-05"),
            Report(id="wire", outlet="Gannet", title="Wire", text=WIRE, published="2026-04-03T10:00"),
            Report(id="undated", outlet="Mirror", text=WIRE[: len(WIRE) // 2]),
            Report(id="x", outlet="Gazette", text=SAME_TOPIC, published="2026-04-04"),
            Report(id="y", outlet="Mirror", text=SAME_TOPIC, published="2026-04-01"),
            Report(id="z", outlet="Mirror", text="Nothing of all that."),
        ):
            writer.write(report, None, run=run)
    with view(tmp_path / "copies.db") as opened:
        yield opened


def test_groups_of_copies(copied: Connection) -> None:
    found = query.copies(copied)
    assert [(group.number, group.outlets, [member.report for member in group.members]) for group in found] == [
        (1, 3, ["wire", "late", "undated"]),
        (2, 2, ["y", "x"]),
    ]
    assert query.count_copies(copied) == CopyCount(groups=2, reports=5)


def test_members_name_the_one_before_them_that_has_most_of_them(copied: Connection) -> None:
    group = query.copies(copied)[0]
    assert [(member.of, member.of_outlet, member.kind) for member in group.members] == [
        ("late", "Gazette", "cut"),
        ("wire", "Gannet", "cut"),
        ("wire", "Gannet", "cut"),
    ]
    assert [round(member.share, 2) for member in group.members] == [1.0, 0.84, 1.0]


def test_shared_passages_are_spans_of_both(copied: Connection) -> None:
    texts = dict(copied.rows("SELECT r.name, v.text FROM version v JOIN report r ON r.id = v.report"))
    for group in query.copies(copied):
        for member in group.members:
            assert member.passages
            for passage in member.passages:
                assert texts[member.report][slice(*passage.span)] == passage.words
                assert texts[member.of][slice(*passage.of_span)] == passage.words


def test_groups_are_flat_records(copied: Connection) -> None:
    record = query.copies(copied).records()[0]
    members = record["members"]
    assert isinstance(members, list)
    assert members[1]["passages"][0]["span"] == [len(OWN), len(OWN) + len(WIRE.rstrip(" .\n"))]
    assert json.loads(json.dumps(record)) == record


def test_no_copies(opened: Connection) -> None:
    assert query.copies(opened).rows == ()
    assert query.count_copies(opened) == CopyCount(groups=0, reports=0)


LIKE = (
    Report(id="x", outlet="Gull", published="2026-03-01",
           text="Ada Quill|assert|named|Norland moved two brigades to the ford\nSael|deny|named|it sold any fish\n"),
    Report(id="y", outlet="Post", published="2026-03-02",
           text="Per Lund|deny|named|Norland moved its brigades to the ford\nOrl|assert|named|apples are ripe now\n"),
)  # fmt: skip


@pytest.fixture
def alike(tmp_path: Path) -> Iterator[Connection]:
    path = tmp_path / "alike.db"
    with Writer(path) as writer:
        run = writer.begin_run("read", (), model="fake-1")
        for report in LIKE:
            writer.write(report, analysis_of(report), run=run)
    link(path)
    with view(path) as opened:
        yield opened


def test_statements_of_one_meaning(alike: Connection) -> None:
    found = query.find(alike, Filter(like="brigades moved to the ford by Norland"))
    assert sorted(one.who for one in found) == ["Ada Quill", "Per Lund"]
    near = [one.likeness or 0 for one in found]
    assert near == sorted(near, reverse=True) and near[-1] > 0.3
    assert found.total == 2


def test_meaning_and_filters_narrow_each_other(alike: Connection) -> None:
    like = "brigades moved to the ford by Norland"
    assert [one.who for one in query.find(alike, Filter(like=like, act="deny"))] == ["Per Lund"]
    assert [one.who for one in query.find(alike, Filter(like=like, words="two"))] == ["Ada Quill"]
    assert query.count(alike, "act", Filter(like=like)).total == 2
    assert query.spread(alike, ("act",), Filter(like=like)) == {"act": {"assert": 1, "deny": 1}}
    assert query.find(alike, Filter(like=like), order="oldest").rows[0].who == "Ada Quill"


def test_nothing_near_is_nothing_found(alike: Connection) -> None:
    assert query.find(alike, Filter(like="lunar eclipse")).rows == ()
    assert query.find(alike, Filter()).rows[0].likeness is None


def test_a_meaning_has_words(alike: Connection) -> None:
    with pytest.raises(UsageError, match="like '!' has no word"):
        Filter(like="!")


def test_meanings_need_links(opened: Connection) -> None:
    assert not query.can_look(opened)
    assert query.find(opened, Filter(like="brigades at the ford")).rows == ()
