from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import accordingto
from accordingto.cli import main
from accordingto.data import Report
from accordingto.query import LANES
from accordingto.record.writer import Writer
from tests.test_copies import HOSTILE
from tests.test_timeline import REPORTS, analysed


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("timeline") / "story.db"
    text = HOSTILE.replace("|", "!") + "|assert|named|fire on 2 July\n"
    hostile = Report(id="d", outlet=HOSTILE, published="2031-07-03", text=text)
    with Writer(path) as writer:
        run = writer.begin_run("read", (), model="fake-1")
        for report in (*REPORTS, hostile):
            writer.write(report, analysed(report), run=run)
    return path


def run(path: Path, *args: str, name: str = "timeline") -> Result:
    return CliRunner().invoke(main, [name, "--record", str(path), *args], env={"COLUMNS": "100"})


def test_lanes_stand_under_their_titles(path: Path) -> None:
    lines = run(path).stdout.splitlines()
    assert [line for line in lines if line and line[0].isupper()] == [
        "Said (4)", "Happened (3)", "Not established when (1)"]  # fmt: skip
    assert lines[1].split()[:5] == ["2031-06-24", "Ada", "Quill", "●", "says:"]
    assert lines[-3].startswith("not established") and "a diplomat ● says" in lines[-3]


def test_one_lane_of_some_days(path: Path) -> None:
    result = run(path, "--lane", "happened", "--during", "2031-06-16/2031-06-20", "--limit", "1")
    assert result.stdout.startswith("Happened (2)")
    assert result.stderr == "happened: 1 of 2 shown, --limit 0 shows all\n"


def test_hostile_text_does_nothing(path: Path) -> None:
    text = run(path).stdout
    assert "\x1b" not in text and "\u202e" not in text


def test_json_is_what_the_function_returns(path: Path) -> None:
    lines = [json.loads(line) for line in run(path, "--json", "--limit", "0").stdout_bytes.splitlines()]
    assert lines == [row for lane in LANES for row in accordingto.timeline(lane, record=path).records()]


def test_nothing_says_so(path: Path) -> None:
    result = run(path, "--during", "1999")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "nothing found" in result.stderr


def test_a_wrong_range_is_named(path: Path) -> None:
    result = run(path, "--during", "soon")
    assert result.exit_code == 2 and "soon" in result.stderr


def test_find_during(path: Path) -> None:
    result = run(path, "--during", "2031-07-02", "--json", name="find")
    assert sorted(json.loads(line)["report"] for line in result.stdout.splitlines()) == ["c", "d"]
