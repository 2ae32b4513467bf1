from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import accordingto
from accordingto.cli import main
from accordingto.data import Report
from accordingto.record import migrations, signatures
from accordingto.record.writer import Writer
from tests.test_copies import HOSTILE, OWN, WIRE

FIRST = Report(id="a", outlet="Gannet", title="Lock shut", text=WIRE, published="2026-04-03")
OTHER = Report(id="b", outlet="Estuary Gazette", title=HOSTILE, text=OWN + WIRE, published="")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "story.db"


def write(path: Path, *reports: Report) -> None:
    with Writer(path) as writer:
        run = writer.begin_run("read", (), model="m")
        for report in reports:
            writer.write(report, None, run=run)


def run(*args: object) -> Result:
    return CliRunner().invoke(main, ["copies", *map(str, args)], env={"COLUMNS": "100"})


def test_table(path: Path) -> None:
    write(path, FIRST, OTHER)
    result = run("--record", path)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "1  2 reports, 2 outlets"
    assert lines[1].split() == ["2026-04-03", "Gannet", "first", "Lock", "shut"]
    assert lines[2].startswith("undated") and "84 %" in lines[2]
    assert "cut, with Gannet" in result.stdout and "PORT SELD" in result.stdout
    assert max(map(len, lines)) <= 200


def test_hostile_titles_do_nothing(path: Path) -> None:
    write(path, FIRST, OTHER)
    text = run("--record", path).stdout
    assert "\x1b" not in text and "\u202e" not in text and "[red]" in text


def test_json_is_what_the_function_returns(path: Path) -> None:
    write(path, FIRST, OTHER, replace(OTHER, id="c", title="\ud800", outlet="Mirror"))
    lines = [json.loads(line) for line in run("--json", "--record", path).stdout_bytes.splitlines()]
    assert lines == accordingto.copies(path).records()
    assert [member["report"] for member in lines[0]["members"]] == ["a", "b", "c"]


@pytest.mark.parametrize("args", [(), ("--json",)])
def test_nothing_shared_says_what_to_do(path: Path, args: tuple[str, ...]) -> None:
    write(path, FIRST)
    result = run("--record", path, *args)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "read more reports" in result.stderr


def test_reports_not_compared_yet_are_counted(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as before:
        before.setattr(migrations, "STEPS", [s for s in migrations.STEPS if s is not migrations.s0004_copies])
        before.setattr(signatures.Signatures, "sign", lambda *_: 0)
        before.setattr(signatures.Signatures, "forget_versions", lambda *_: None)
        before.setattr(signatures.Signatures, "next_unsigned", lambda *_: None)
        write(path, FIRST, OTHER)
    assert "2 reports" in run("--record", path).stderr
