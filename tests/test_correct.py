from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import accordingto
from accordingto import query
from accordingto.answers import CorrectionRow, Found
from accordingto.correct import Corrector
from accordingto.data import Cut, Report
from accordingto.errors import RecordMissing, UsageError
from accordingto.record.read import reanalyse
from accordingto.record.view import view
from accordingto.record.writer import Writer
from tests.fakes import STORY, FakeAnalyser, analysis_of

TEXT = STORY[0].text
"""Two statements: Ada Quill says, Norland denies."""


def write(path: Path, *reports: Report, model: str = "fake-1") -> None:
    with Writer(path) as writer:
        run = writer.begin_run("read", (), model=model)
        for report in reports:
            writer.write(report, analysis_of(report, model), run=run)
        writer.end_run(run, {})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write(tmp_path / "s.db", *STORY)
    return tmp_path / "s.db"


@pytest.fixture
def ada(path: Path) -> Iterator[Corrector]:
    with Corrector(path, by="Ada", analyser=FakeAnalyser()) as corrector:
        yield corrector


def statements(path: Path, report: str = "a") -> list[Found]:
    return list(accordingto.find(report=report, order="report", record=path))


def rows(path: Path) -> list[CorrectionRow]:
    return list(accordingto.corrections(path))


def span_of(words: str, text: str = TEXT) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


def test_a_label_is_set_and_its_score_goes(path: Path, ada: Corrector) -> None:
    number = ada.label("a", 1, "act", "doubt", note="she asks")
    assert [one.statement.act for one in statements(path)] == ["assert", "doubt"]
    (row,) = rows(path)
    assert (row.number, row.by, row.kind, row.state, row.note) == (number, "Ada", "label", "applied", "she asks")
    assert row.says == "act is doubt: “moving any brigade”"
    assert "act" not in statements(path)[1].statement.scores


@pytest.mark.parametrize(("field", "value"), [("speaker", "Ada Quill-Marsh"), ("kind", "state"), ("ground", "saw"),
                                              ("polarity", "-"), ("firmness", "possible")])  # fmt: skip
def test_every_label_can_be_set(path: Path, ada: Corrector, field: str, value: str) -> None:
    ada.label("a", 0, field, value)
    assert getattr(statements(path)[0].statement, field) == value
    with view(path) as opened:
        assert query.corrected_fields(opened, "a", "The Gull") == {0: {field: 1}}


def test_span_of_a_part(path: Path, ada: Corrector) -> None:
    ada.span("a", 0, "content", [span_of("two brigades")])
    assert statements(path)[0].content_words == ("two brigades",)
    assert [one.content_words for one in accordingto.find("ford", record=path)] == []


def test_no_statement_goes_and_those_inside_it_move_up(path: Path, ada: Corrector) -> None:
    ada.label("a", 1, "parent", 0)
    assert [one.statement.parent for one in statements(path)] == [None, 0]
    ada.reject("a", 0)
    assert [(one.who, one.number, one.statement.parent) for one in statements(path)] == [("Norland", 0, None)]
    ada.undo(2)
    assert [one.statement.parent for one in statements(path)] == [None, 0]


def test_a_statement_cannot_stand_inside_itself(path: Path, ada: Corrector) -> None:
    ada.label("a", 1, "parent", 0)
    ada.label("a", 0, "parent", 1)
    assert [one.statement.parent for one in statements(path)] == [None, 0]
    assert [row.state for row in rows(path)] == ["applied", "not found"]


def test_a_statement_is_added_in_its_place(path: Path, ada: Corrector) -> None:
    labels = {"act": "warn", "kind": "state", "naming": "named", "speaker": "Norland"}
    ada.add("a", source=[span_of("Norland")], content=[span_of("at the ford")], labels=labels)
    found = statements(path)
    assert [one.content_words for one in found] == [
        ("two brigades are at the ford",),
        ("at the ford",),
        ("moving any brigade",),
    ]
    assert (found[1].statement.act, found[1].model) == ("warn", "by hand")


def test_undoing_brings_back_what_the_model_said(path: Path, ada: Corrector) -> None:
    with view(path) as opened:
        before = list(opened.rows("SELECT * FROM statement ORDER BY id"))
    ada.label("a", 0, "act", "deny")
    ada.reject("a", 1)
    ada.add("a", content=[span_of("the ford")], labels={"act": "feel"})
    for number in (1, 3, 2):
        ada.undo(number)
    with view(path) as opened:
        assert list(opened.rows("SELECT * FROM statement ORDER BY id")) == before
        assert opened.row("SELECT count(*) FROM uncorrected") == (0,)
    assert [row.state for row in rows(path)] == ["undone"] * 3 + ["undo"] * 3


def test_an_undoing_can_be_undone(path: Path, ada: Corrector) -> None:
    ada.label("a", 0, "act", "deny")
    ada.undo(1)
    ada.undo(2)
    assert statements(path)[0].statement.act == "deny"
    assert [row.state for row in rows(path)] == ["applied", "undo", "undo"]
    with pytest.raises(UsageError, match="undone already"):
        ada.undo(2)


def test_rows_keep_their_ids(path: Path, ada: Corrector) -> None:
    ids = "SELECT content, id FROM statement"
    with view(path) as opened:
        before = dict(opened.rows(ids))
    ada.add("a", content=[span_of("Ada")], labels={"act": "feel"})
    ada.label("a", 1, "act", "deny")
    with view(path) as opened:
        after = dict(opened.rows(ids))
    assert {words: after[words] for words in before} == before


def test_corrections_outlive_another_model(path: Path, ada: Corrector) -> None:
    ada.label("a", 1, "act", "doubt")
    ada.reject("a", 0)
    reanalyse(path, analyser=FakeAnalyser("fake-2"))
    (one,) = statements(path)
    assert (one.statement.act, one.model) == ("doubt", "fake-2")
    ada.undo(2)
    assert [one.model for one in statements(path)] == ["fake-2", "fake-2"]


def test_corrections_outlive_removal_and_reading_again(path: Path, ada: Corrector) -> None:
    ada.label("a", 1, "act", "doubt")
    accordingto.remove("a", record=path)
    assert [row.state for row in rows(path)] == ["not found"]
    write(path, STORY[0])
    assert [one.statement.act for one in statements(path)] == ["assert", "doubt"]
    assert [row.state for row in rows(path)] == ["applied"]


def test_corrections_find_their_words_in_a_new_version(path: Path, ada: Corrector) -> None:
    ada.label("a", 1, "act", "doubt")
    write(path, replace(STORY[0], text="Bo|assert|named|something new\n" + TEXT))
    assert [one.statement.act for one in statements(path)] == ["assert", "assert", "doubt"]


def test_words_that_are_gone_are_not_found(path: Path, ada: Corrector) -> None:
    ada.label("a", 1, "act", "doubt")
    write(path, replace(STORY[0], text="Bo|deny|named|all of it\n"))
    assert [one.statement.act for one in statements(path)] == ["deny"]
    assert [row.state for row in rows(path)] == ["not found"]


def test_of_two_people_the_latest_is_applied_and_the_conflict_shown(path: Path, ada: Corrector) -> None:
    ada.label("a", 1, "act", "doubt")
    with Corrector(path, by="Bo") as bo:
        bo.label("a", 1, "act", "decline")
    assert statements(path)[1].statement.act == "decline"
    assert [(row.state, row.conflicts) for row in rows(path)] == [("replaced", (2,)), ("applied", (1,))]


def test_who_changes_their_mind_is_in_no_conflict(path: Path, ada: Corrector) -> None:
    ada.label("a", 1, "act", "doubt")
    ada.label("a", 1, "act", "decline")
    assert [(row.state, row.conflicts) for row in rows(path)] == [("replaced", ()), ("applied", ())]


def test_rejecting_what_another_labelled_is_a_conflict(path: Path, ada: Corrector) -> None:
    ada.label("a", 1, "act", "doubt")
    with Corrector(path, by="Bo") as bo:
        bo.reject("a", 1)
    assert len(statements(path)) == 1
    assert [(row.state, row.conflicts) for row in rows(path)] == [("replaced", (2,)), ("applied", (1,))]


def test_agreement_is_no_conflict(path: Path, ada: Corrector) -> None:
    ada.label("a", 1, "act", "doubt")
    with Corrector(path, by="Bo") as bo:
        bo.label("a", 1, "act", "doubt")
    assert [(row.state, row.conflicts) for row in rows(path)] == [("applied", ()), ("applied", ())]


def test_corrections_are_appended_and_never_changed(path: Path, ada: Corrector) -> None:
    ada.reject("a", 1)
    raw = sqlite3.connect(path)
    for sql in ("DELETE FROM correction", "UPDATE correction SET made_by = 'Bo'"):
        with pytest.raises(sqlite3.IntegrityError, match="undo one instead"):
            raw.execute(sql)
    raw.close()


def test_cuts_are_marked_and_taken_back_and_the_report_read_again(path: Path) -> None:
    line = span_of("Norland|deny|named|moving any brigade")
    analyser = FakeAnalyser()
    with Corrector(path, by="Ada", analyser=analyser) as corrector:
        corrector.cut("a", *line, cut=True, reason="a teaser")
    assert analyser.analysed == ["a"]
    with view(path) as opened:
        assert [(row.words, row.reason) for row in query.cuts(opened)] == [(TEXT[slice(*line)], "a teaser")]
    with Corrector(path, by="Ada", analyser=analyser) as corrector:
        corrector.undo(1)
    with view(path) as opened:
        assert query.cuts(opened).total == 0
        assert {row.model for row in query.reports(opened)} == {"fake-1"}


def test_a_wrong_cut_stays_corrected_when_the_page_is_read_again(path: Path) -> None:
    report = Report(id="m", text="Menu\nBo|assert|named|yes\nMore", cut=(Cut(0, 4, "menu"), Cut(5, 29, "teaser")))
    write(path, report)
    with Corrector(path, by="Ada", analyser=FakeAnalyser()) as corrector:
        corrector.cut("m", 5, 29, cut=False)
    changed = replace(report, text=report.text + "!")
    with Writer(path) as writer:
        assert writer.corrected(changed).cut == (Cut(0, 4, "menu"),)
    write(path, changed)
    with view(path) as opened:
        assert [(row.begin, row.end) for row in query.cuts(opened, report="m")] == [(0, 4)]


def test_events_stay_with_their_statement(path: Path, ada: Corrector) -> None:
    raw = sqlite3.connect(path)
    (version,) = raw.execute(
        "SELECT v.id FROM version v JOIN report r ON r.id = v.report WHERE r.name = 'a'"
    ).fetchone()
    raw.execute(
        "INSERT INTO event (version, number, 'begin', 'end', type, mode, source, target, negated, statement,"
        " status, why, score)"
        " VALUES (?, 0, 0, 3, 'ACCUSE', '', '[]', '[]', 0, 1, 'told', '', 0.5)",
        (version,),
    )
    raw.commit()
    ada.reject("a", 0)
    assert raw.execute("SELECT statement FROM event").fetchone() == (0,)
    ada.reject("a", 0)
    assert raw.execute("SELECT statement FROM event").fetchone() == (None,)
    ada.undo(2)
    ada.undo(1)
    assert raw.execute("SELECT statement FROM event").fetchone() == (1,)
    raw.close()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda one: one.label("nowhere", 0, "act", "deny"), "no report"),
        (lambda one: one.label("a", 7, "act", "deny"), "no statement 7"),
        (lambda one: one.label("a", 0, "act", "shout"), "'shout' is none of"),
        (lambda one: one.label("a", 0, "mood", "bad"), "'mood' cannot be set"),
        (lambda one: one.label("a", 0, "parent", 0), "inside itself"),
        (lambda one: one.span("a", 0, "head", [(0, 1)]), "no part"),
        (lambda one: one.span("a", 0, "content", []), "reject"),
        (lambda one: one.span("a", 0, "cue", [(5, 99_999)]), "no piece"),
        (lambda one: one.add("a", content=[(0, 3)], labels={}), "its act"),
        (lambda one: one.add("a", content=[(0, 3)], source=[(0, 3)], labels={"act": "deny"}), "kind, naming"),
        (lambda one: one.add("a", content=[], labels={"act": "deny"}), "which words"),
        (lambda one: one.undo(99), "no correction 99"),
        (lambda one: one.merge_actors([1]), "two actors"),
        (lambda one: one.merge_actors([1, 2]), "no actor 1"),
        (lambda one: one.merge_claims(["c1", "c2"]), "no claim 'c1'"),
    ],
)
def test_what_cannot_be_corrected_is_said_and_leaves_nothing(path: Path, ada: Corrector, wrong, says: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UsageError, match=says):
        wrong(ada)
    assert rows(path) == []


def test_the_outlet_must_be_named_where_several_have_the_id(path: Path) -> None:
    write(path, replace(STORY[0], outlet="Mirror"))
    with Corrector(path, by="Ada") as corrector:
        with pytest.raises(UsageError, match="name the outlet"):
            corrector.reject("a", 0)
        corrector.reject("a", 0, outlet="Mirror")
    assert len(statements(path)) == 3


def test_no_record_is_made(tmp_path: Path) -> None:
    with pytest.raises(RecordMissing):
        Corrector(tmp_path / "none.db", by="Ada")


def test_nobody_in_particular_is_the_user_of_the_computer(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "quill")
    with accordingto.correct(path) as corrector:
        corrector.reject("a", 0)
    assert rows(path)[0].by == "quill"
