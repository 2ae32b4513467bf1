from __future__ import annotations

from pathlib import Path

import pytest

from accordingto.answers import CopyCount
from accordingto.brief import Brief, gather
from accordingto.data import Analysis, Cut, Problem, Report, Span, Statement
from accordingto.record.view import view
from accordingto.record.writer import Writer
from tests.fakes import STORY, analysis_of
from tests.test_copies import WIRE


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("brief") / "story.db"
    with Writer(path) as writer:
        run = writer.begin_run("read", ("reports",), model="fake-1")
        for report in STORY:
            writer.write(report, analysis_of(report), run=run)
        text = "Bo told Cy: “We will not.” Dee denied it."
        nested = Report(id="e", outlet="Coast", text=text, cut=(Cut(0, 2, "menu"),))
        outer = Statement(source=(Span(0, 2),), speaker="Bo", content=(Span(8, 10),))
        inner = Statement(
            content=(Span(12, 26),), speaker="Cy", act="pledge", polarity="-", parent=0, cue=(Span(3, 7),)
        )
        denial = Statement(content=(Span(38, 40),), speaker="Dee", act="deny", cue=(Span(31, 37),))
        said = Analysis(report_id="e", language="en", statements=(outer, inner, denial), model="fake-1")
        writer.write(nested, said, run=run)
        for number in range(5):
            problem = Problem(source=f"f{number}.bin", outcome="failed", stage="read", reason="not text")
            writer.write_problem(problem, run=run)
    return path


@pytest.fixture(scope="module")
def short(path: Path) -> Brief:
    with view(path) as opened:
        return gather(opened)


@pytest.fixture(scope="module")
def whole(path: Path) -> Brief:
    with view(path) as opened:
        return gather(opened, complete=True)


def test_extent(short: Brief) -> None:
    assert (short.reports, short.outlets, short.undated, short.first, short.last) == (
        5, 3, 2, "2026-03-01", "2026-04-02")  # fmt: skip
    assert short.statements == 10


def test_sections_stand_in_their_order(short: Brief) -> None:
    assert [(section.name, section.total) for section in short.sections] == [
        ("denials", 3),
        ("refusals", 1),
        ("demands", 3),
        ("anonymous", 1),
    ]


def test_same_words_of_several_reports_are_one_line(short: Brief) -> None:
    line = short.sections[0].lines[0]
    assert (line.who, line.words, line.reports) == ("Norland", "moving any brigade", (1, 2))


def test_line_names_who_it_is_according_to(short: Brief) -> None:
    (line,) = (line for line in short.sections[2].lines if line.who == "Cy")
    assert (line.according_to, line.polarity) == ("Bo", "-")


def test_numbers_point_at_reports(short: Brief) -> None:
    evidence = {one.number: one.report for one in short.evidence}
    assert (evidence[1], evidence[2], evidence[3]) == ("a", "b", "c")


def test_short_page_tells_nothing_twice(short: Brief) -> None:
    told = [(line.who, line.act, line.words) for part in (*short.sections, *short.voices) for line in part.lines]
    assert len(told) == len(set(told))


def test_complete_page_has_every_statement(whole: Brief) -> None:
    assert sum(len(voice.lines) for voice in whole.voices) == 9
    assert not any(part.left for part in (*whole.sections, *whole.voices))
    assert [one.report for one in whole.evidence] == ["a", "b", "c", "d", "e"]


def test_what_was_left_out(short: Brief, whole: Brief) -> None:
    assert [(cut.reason, cut.pieces, cut.size) for cut in short.cuts] == [("menu", 1, 2)]
    assert [(one.reason, one.number, len(one.sources)) for one in short.failed] == [("not text", 5, 3)]
    assert len(whole.failed[0].sources) == 5
    assert short.unfinished == 1


def test_model(short: Brief) -> None:
    assert short.models == ("fake-1",)


def test_copies_are_counted(tmp_path: Path) -> None:
    with Writer(tmp_path / "copies.db") as writer:
        run = writer.begin_run("read", (), model="fake-1")
        for outlet in ("Gannet", "Gazette", "Mirror"):
            writer.write(Report(id="a", outlet=outlet, text=WIRE), None, run=run)
    with view(tmp_path / "copies.db") as opened:
        assert gather(opened).copies == CopyCount(groups=1, reports=3)
