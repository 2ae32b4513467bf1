from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import accordingto
from accordingto.data import Report
from accordingto.errors import AccordingtoError
from tests.fakes import STORY, FakeAnalyser

ROOT = Path(__file__).parents[1]


def test_verbs_read_and_answer(tmp_path: Path) -> None:
    record = tmp_path / "s.db"
    (tmp_path / "in.jsonl").write_text("".join(json.dumps({"id": r.id, "text": r.text}) + "\n" for r in STORY))
    accordingto.read(tmp_path / "in.jsonl", record=record, analyser=FakeAnalyser())
    assert accordingto.find(act="deny", record=record).total == 2
    assert accordingto.brief(record).statements == 7
    assert accordingto.reanalyse(record, analyser=FakeAnalyser("fake-2")).statements == 7
    assert accordingto.remove("a", record=record) == 1
    assert accordingto.find(act="deny", record=record).total == 1


def test_analyse_one_and_many() -> None:
    report = Report(id="x", text="Bo|assert|named|hello")
    assert len(accordingto.analyse(report, analyser=FakeAnalyser()).statements) == 1
    assert len(accordingto.analyse(report.text, analyser=FakeAnalyser()).statements) == 1
    assert len(list(accordingto.analyse([report, report], analyser=FakeAnalyser()))) == 2


def test_analyse_of_one_raises_what_failed() -> None:
    with pytest.raises(AccordingtoError, match="crashed"):
        accordingto.analyse(Report(id="x", text=""), analyser=FakeAnalyser(fails_on="x"))


def test_verbs_stay_when_their_modules_are_loaded() -> None:
    script = (
        "import accordingto, sys\nfrom accordingto.brief import gather\nfrom accordingto.brief.forms import form\n"
        "assert callable(accordingto.brief) and callable(accordingto.analyse) and callable(gather)\n"
    )
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, timeout=120).returncode == 0


def test_sample_story_is_found() -> None:
    from accordingto.sample import sample_story

    assert list(sample_story().glob("*.html"))
