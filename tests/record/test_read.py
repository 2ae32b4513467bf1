from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from accordingto import query
from accordingto.record.read import read, reanalyse
from accordingto.record.view import view
from accordingto.record.writer import Known
from tests.fakes import FakeAnalyser


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(6):
        (folder / f"r{number}.jsonl").write_text(report(number))
    return folder


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return tmp_path / "story.db"


def report(number: int, text: str = "Ada Quill|assert|named|count {}\n", **fields: str) -> str:
    return json.dumps({"id": f"r{number}", "text": text.format(number), **fields}) + "\n"


def ids(record: Path) -> list[str]:
    with view(record) as opened:
        return [row.report for row in query.reports(opened)]


def test_read_again_analyses_nothing(folder: Path, record: Path) -> None:
    read(folder, record=record, analyser=FakeAnalyser())
    again = FakeAnalyser()
    reading = read(folder, record=record, analyser=again)
    assert again.analysed == []
    assert reading.reports == {Known.ANALYSED: 6}


def test_known_text_of_another_model_is_left(folder: Path, record: Path) -> None:
    read(folder, record=record, analyser=FakeAnalyser())
    assert read(folder, record=record, analyser=FakeAnalyser("fake-2")).reports == {Known.ANALYSED: 6}


def test_reanalyse_runs_over_what_another_model_did(folder: Path, record: Path) -> None:
    read(folder, record=record, analyser=FakeAnalyser())
    newer = FakeAnalyser("fake-2")
    reanalyse(record, analyser=newer)
    reanalyse(record, analyser=newer)
    assert newer.analysed == [f"r{number}" for number in range(6)]
    with view(record) as opened:
        assert {row.model for row in query.reports(opened)} == {"fake-2"}


def test_stopped_run_goes_on_where_it_stopped(folder: Path, record: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        read(folder, record=record, analyser=FakeAnalyser(dies_on="r3"))
    assert ids(record) == ["r0", "r1", "r2"]
    again = FakeAnalyser()
    read(folder, record=record, analyser=again)
    assert again.analysed == ["r3", "r4", "r5"]
    with view(record) as opened:
        assert [bool(run.ended) for run in query.runs(opened)] == [False, True]


def test_killed_process_loses_nothing_written(folder: Path, record: Path) -> None:
    script = (
        "import os, signal, sys\n"
        "from accordingto.record.read import read\n"
        "from tests.fakes import FakeAnalyser\n"
        "def watch(item, reading):\n"
        "    if item.id == 'r3': os.kill(os.getpid(), signal.SIGKILL)\n"
        "read(sys.argv[1], record=sys.argv[2], analyser=FakeAnalyser(), watch=watch)\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", script, folder, record], cwd=root, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert ids(record) == ["r0", "r1", "r2", "r3"]
    again = FakeAnalyser()
    read(folder, record=record, analyser=again)
    assert again.analysed == ["r4", "r5"]


def test_crash_in_one_report_is_recorded_and_the_rest_goes_on(folder: Path, record: Path) -> None:
    reading = read(folder, record=record, analyser=FakeAnalyser(fails_on="r2"))
    assert reading.failed == {"crashed": 1}
    assert len(ids(record)) == 6
    with view(record) as opened:
        assert [problem.stage for problem in query.problems(opened)] == ["analyse"]


def test_what_failed_is_tried_again_and_then_no_problem(folder: Path, record: Path) -> None:
    read(folder, record=record, analyser=FakeAnalyser(fails_on="r2"))
    again = FakeAnalyser()
    read(folder, record=record, analyser=again)
    assert again.analysed == ["r2"]
    with view(record) as opened:
        assert query.problems(opened).total == 0


def test_a_problem_met_twice_is_told_once(folder: Path, record: Path) -> None:
    for _ in range(2):
        read(folder / "none.txt", record=record, analyser=FakeAnalyser())
    with view(record) as opened:
        assert [(problem.outcome, problem.run) for problem in query.problems(opened)] == [("failed", 2)]


def test_not_english_is_kept_and_said(tmp_path: Path, record: Path) -> None:
    page = tmp_path / "x.jsonl"
    page.write_text(report(0, language="de"))
    reading = read(page, record=record, analyser=FakeAnalyser())
    assert reading.skipped == {"not in English": 1}
    assert ids(record) == ["r0"]


def test_every_item_is_told_to_the_watcher(folder: Path, record: Path) -> None:
    told: list[str] = []
    read([folder / "r0.jsonl", "nowhere.txt"], record=record, analyser=FakeAnalyser(),
         watch=lambda item, _: told.append(type(item).__name__))  # fmt: skip
    assert sorted(told) == ["Problem", "Report"]
