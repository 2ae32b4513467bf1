from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accordingto import query
from accordingto.data import Analysis, Credit, Cut, Dateline, Problem, Report, Span, Statement
from accordingto.errors import RecordBusy, RecordMissing, UsageError
from accordingto.record.view import view
from accordingto.record.writer import Known, Writer
from tests.fakes import STORY, analysis_of

REPORT = STORY[0]
ANY_TEXT = st.text(st.characters(codec=None), max_size=40)
HOSTILE = (
    "",
    "plain",
    "a\0b",
    "\0",
    "lone \ud800 surrogate",
    "\udfff",
    "astral 𝔸🎭",
    "a\u2028b\x85c",
    "\ufeffbom",
    "'; --",
)


def write(path: Path, *reports: Report, model: str = "fake-1") -> list[Known]:
    with Writer(path) as writer:
        run = writer.begin_run("read", (), model=model)
        known = [writer.write(report, analysis_of(report, model), run=run) for report in reports]
        writer.end_run(run, {})
    return known


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with view(path) as opened:
        return list(opened.rows(sql))


def check_search(path: Path) -> None:
    raw = sqlite3.connect(path)
    for table in ("statement_fts", "version_fts"):
        raw.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")
    raw.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "story.db"


def test_report_round_trip(path: Path) -> None:
    report = replace(REPORT, byline="By Ada", url="u", kind="blog", language="en", source="s", reader="text",
                     published_how="given", published_sure="certain", updated="2026-01-03", updated_how="time element",
                     updated_sure="probable", seen="2026-01-04", seen_how="web archive", kind_why="its title",
                     dateline=Dateline(0, 3, "Teln", "XXXX-01-02"), credits=(Credit(0, 2, "AFP", "Oh"),),
                     cut=(Cut(0, 3, "menu"),))  # fmt: skip
    write(path, report)
    with Writer(path) as writer:
        assert list(writer.others_than("another")) == [report]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_strings_round_trip(path: Path, text: str) -> None:
    report = Report(id=text, outlet=text, text=text, title=text, source=text)
    with Writer(path) as writer:
        run = writer.begin_run("read", (text,), model="m")
        writer.write(report, None, run=run)
        writer.write_problem(Problem(source=text, outcome="failed", stage="read", reason=text, detail=text), run=run)
        assert next(writer.others_than("m")).text == text
        assert writer.write(report, None, run=run) is Known.UNANALYSED
    with view(path) as opened:
        assert query.problems(opened)[0].detail == text
        assert query.runs(opened)[0].sources == (text,)
    check_search(path)


@pytest.fixture(scope="module")
def shared_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any") / "any.db"


@settings(max_examples=25, deadline=None)
@given(before=ANY_TEXT, words=ANY_TEXT.filter(bool), after=ANY_TEXT)
def test_words_are_the_span(shared_path: Path, before: str, words: str, after: str) -> None:
    report = Report(id="x", text=before + words + after)
    span = Span(len(before), len(before) + len(words))
    said = Statement(source=(span,), content=(span, span), speaker=words)
    with Writer(shared_path) as writer:
        run = writer.begin_run("read", (), model="m")
        writer.write(report, Analysis(report_id="x", language="en", statements=(said,), model="m"), run=run)
        with view(shared_path) as opened:
            (found,) = query.find(opened)
        assert (found.source_words, found.content_words) == ((words,), (words, words))
        assert found.statement == said
        check_search(shared_path)
        writer.remove("x")
    check_search(shared_path)


def test_piece_view_gives_words_by_substr(path: Path) -> None:
    write(path, Report(id="x", text="𝔸\nPer Åström|assert|named|war 🎭 near\n"))
    pieces = rows(path, "SELECT part, words FROM piece ORDER BY part")
    assert pieces == [("content", "war 🎭 near"), ("cue", "|"), ("source", "Per Åström")]


def test_same_again_adds_nothing(path: Path) -> None:
    write(path, REPORT)
    before = rows(path, "SELECT (SELECT count(*) FROM version), (SELECT count(*) FROM statement)")
    assert write(path, REPORT) == [Known.ANALYSED]
    assert rows(path, "SELECT (SELECT count(*) FROM version), (SELECT count(*) FROM statement)") == before


def test_other_text_is_a_new_version_and_the_old_stays(path: Path) -> None:
    changed = replace(REPORT, text="Ada Quill|assert|named|three brigades\n")
    assert write(path, REPORT, changed) == [Known.NEW, Known.CHANGED]
    assert rows(path, "SELECT number, current, text FROM version ORDER BY number") == [
        (1, 0, REPORT.text),
        (2, 1, changed.text),
    ]
    with view(path) as opened:
        assert [one.content_words for one in query.find(opened)] == [("three brigades",)]


def test_an_older_text_again_adds_nothing(path: Path) -> None:
    changed = replace(REPORT, text="other")
    assert write(path, REPORT, changed, REPORT)[2] is Known.ANALYSED


def test_same_text_of_another_outlet_is_another_report(path: Path) -> None:
    assert write(path, REPORT, replace(REPORT, outlet="Elsewhere")) == [Known.NEW, Known.NEW]


def test_failed_analysis_keeps_the_text(path: Path) -> None:
    with Writer(path) as writer:
        run = writer.begin_run("read", (), model="m")
        writer.write(REPORT, None, run=run)
        assert writer.known(REPORT) is Known.UNANALYSED
        assert writer.write(REPORT, analysis_of(REPORT), run=run) is Known.UNANALYSED
        assert writer.known(REPORT) is Known.ANALYSED


def test_a_failed_write_leaves_nothing_of_the_report(path: Path) -> None:
    broken = Analysis(report_id="a", language="en", statements=(Statement(speaker=None),), model="m")  # type: ignore[arg-type]
    with Writer(path) as writer:
        run = writer.begin_run("read", (), model="m")
        with pytest.raises(sqlite3.IntegrityError):
            writer.write(REPORT, broken, run=run)
        assert writer.known(REPORT) is Known.NEW


def test_replace_keeps_search_in_step(path: Path) -> None:
    write(path, REPORT)
    said = Statement(content=(Span(0, 3),), speaker="Zora")
    with Writer(path) as writer:
        run = writer.begin_run("reanalyse", (), model="m2")
        writer.replace(REPORT, Analysis(report_id="a", language="en", statements=(said,), model="m2"), run=run)
    with view(path) as opened:
        assert query.find(opened, query.Filter(words="Zora")).total == 1
        assert query.find(opened, query.Filter(words="brigades")).total == 0
    check_search(path)


def test_remove_takes_all_that_rests_on_it(path: Path) -> None:
    write(path, replace(REPORT, cut=(Cut(0, 2, "menu"),)), replace(REPORT, text="Ada|assert|named|x"), STORY[1])
    with Writer(path) as writer:
        assert writer.remove("a") == 2
    for table in ("version", "sentence", "statement"):
        assert {row[0] for row in rows(path, f"SELECT count(*) FROM {table}")} != {0}
    assert rows(path, "SELECT count(*) FROM cut") == [(0,)]
    with view(path) as opened:
        assert [row.report for row in query.reports(opened)] == ["b"]
        assert query.find(opened, query.Filter(words="ford")).total == 0
    check_search(path)


@pytest.mark.parametrize(("name", "outlet", "says"), [("zz", None, "no report 'zz'"), ("a", None, "2 outlets"),
                                                      ("a", "Nowhere", "no report 'a'")])  # fmt: skip
def test_remove_of_no_single_report(path: Path, name: str, outlet: str | None, says: str) -> None:
    write(path, REPORT, replace(REPORT, outlet="Elsewhere"))
    with Writer(path) as writer, pytest.raises(UsageError, match=says):
        writer.remove(name, outlet=outlet)


def test_second_writer_waits_then_gives_up(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(path, REPORT)
    monkeypatch.setenv("ACCORDINGTO_BUSY_TIMEOUT_S", "0.05")
    first = sqlite3.connect(path, isolation_level=None)
    first.execute("BEGIN IMMEDIATE")
    with Writer(path) as second, pytest.raises(RecordBusy):
        second.begin_run("read", (), model="m")
    first.rollback()
    first.close()


def test_reader_does_not_wait_for_a_writer(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(path, REPORT)
    monkeypatch.setenv("ACCORDINGTO_BUSY_TIMEOUT_S", "0.05")
    first = sqlite3.connect(path, isolation_level=None)
    first.execute("BEGIN IMMEDIATE")
    first.execute("DELETE FROM report")
    with view(path) as opened:
        assert query.reports(opened).total == 1
    first.rollback()
    first.close()


def test_scores_and_labels_are_kept(path: Path) -> None:
    write(path, REPORT)
    ((scores, model),) = rows(path, "SELECT scores, model FROM statement LIMIT 1")
    assert json.loads(str(scores)) == {"statement": 0.75}
    assert model == "fake-1"


def test_runs_say_whether_they_ended(path: Path) -> None:
    with Writer(path) as writer:
        writer.end_run(writer.begin_run("read", ("x",), model="m"), {"new": 3})
        writer.begin_run("read", ("y",), model="m")
    with view(path) as opened:
        assert [(bool(run.ended), run.counts) for run in query.runs(opened)] == [(True, {"new": 3}), (False, {})]


def test_record_in_no_directory(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no directory"):
        Writer(tmp_path / "none" / "story.db")


def test_writer_that_makes_nothing(path: Path) -> None:
    with pytest.raises(RecordMissing):
        Writer(path, make=False)
    assert not path.exists()
