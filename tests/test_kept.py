from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import accordingto
from accordingto import query
from accordingto.correct import Corrector
from accordingto.data import Report
from accordingto.query import kept
from accordingto.record.connection import Connection, open_for_writing
from accordingto.record.view import view
from accordingto.record.writer import Writer
from tests.exporters.records import full
from tests.fakes import FakeAnalyser, analysis_of

NEW = Report(
    id="new", outlet="Mirror", published="2026-05-01", text="Sael|deny|named|that it burned the bridge by the mill\n"
)
ASKED: tuple[Callable[[Connection], object], ...] = (
    query.actors,
    query.outlets,
    query.leans,
    query.ties,
    query.said_by_day,
    query.happened_by_day,
    query.count_unresolved,
    query.count_statements,
    lambda opened: query.actor(opened, 101),
    lambda opened: query.count_statements(opened, query.Filter(act="deny", outlet="Tidewater Post")),
    lambda opened: query.spread(opened, ("act", "outlet", "kind"), query.Filter(naming="named")),
    lambda opened: query.ties(opened, until="2026-03"),
    lambda opened: query.said_by_day(opened, grain="month", since="2026-03-02"),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return full(tmp_path / "s.db")


def answers(path: Path) -> list[object]:
    with view(path) as opened:
        return [ask(opened) for ask in ASKED]


def kept_of(path: Path) -> int:
    with view(path) as opened:
        row = opened.row("SELECT count(*) FROM kept")
        return row[0] if row else 0


def test_what_is_kept_says_what_counting_says(path: Path) -> None:
    counted = answers(path)
    assert kept_of(path) == 0
    assert query.keep(path)
    assert kept_of(path) == len(kept._questions())
    assert answers(path) == counted
    assert any(isinstance(one, int) and one for one in counted)


def test_what_is_kept_counts_each_statement_once(path: Path) -> None:
    query.keep(path)
    with view(path) as opened:
        whole = query.find(opened).rows
        assert query.count_statements(opened) == len(whole)
        acts = query.spread(opened, ("act",))["act"]
    assert acts == {act: sum(one.statement.act == act for one in whole) for act in acts}
    assert sum(acts.values()) == len(whole)


def test_any_change_throws_it_away(path: Path) -> None:
    def changed(change: Callable[[], object]) -> None:
        query.keep(path)
        assert kept_of(path)
        before = answers(path)
        change()
        assert kept_of(path) == 0
        now = answers(path)
        query.keep(path)
        assert answers(path) == now
        assert now != before

    def write() -> None:
        with Writer(path) as writer:
            run = writer.begin_run("read", (), model="fake-1")
            writer.write(NEW, analysis_of(NEW), run=run)

    def correct() -> None:
        with Corrector(path, by="Ada", analyser=FakeAnalyser()) as corrector:
            corrector.label("b", 0, "act", "warn")

    def merge() -> None:
        with Corrector(path, by="Ada") as corrector:
            corrector.merge_actors([101, 102])

    def remove() -> None:
        with Writer(path, make=False) as writer:
            writer.remove("b", outlet="Tidewater Post")

    changed(write)
    changed(correct)
    changed(merge)
    changed(remove)
    accordingto.relink(path)
    assert kept_of(path)


def test_what_another_version_asked_is_not_answered(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    query.keep(path)
    monkeypatch.setattr(kept, "_questions", lambda: {"unresolved": "SELECT 12345"})
    kept._key.cache_clear()
    with view(path) as opened:
        assert query.count_unresolved(opened) == 12345
    kept._key.cache_clear()


def test_a_record_that_is_being_written_is_left_alone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCORDINGTO_BUSY_TIMEOUT_S", "0.05")
    writing = open_for_writing(path)
    with writing.transaction():
        assert not query.keep(path)
    writing.close()
    assert query.keep(path)
