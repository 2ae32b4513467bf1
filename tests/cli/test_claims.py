from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import accordingto
from accordingto.cli import main
from tests.link.test_link import REPORTS, linked


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from accordingto.link.link import link
    from tests.fakes import FakeMeaning
    from tests.link.test_link import write

    path = tmp_path_factory.mktemp("claims") / "story.db"
    write(path, *REPORTS)
    link(path, meaning=FakeMeaning())
    return path


def run(path: Path, *args: str) -> Result:
    return CliRunner().invoke(main, [*args, "--record", str(path)], env={"COLUMNS": "100"})


def test_claims_show_who_stands_where(path: Path) -> None:
    text = run(path, "claims", "ford").stdout
    assert "● says" in text and "✕ denies" in text and "? doubts" in text and "– will not say" in text
    assert "1 origin" in text


def test_one_claim_with_its_holders(path: Path) -> None:
    (claim,) = accordingto.claims("ford", record=path)
    text = run(path, "claims", "--claim", claim.claim).stdout
    assert text.index("2026-03-01") < text.index("2026-03-05")
    lines = [json.loads(line) for line in run(path, "claims", "--claim", claim.claim, "--json").stdout.splitlines()]
    assert lines == accordingto.holders(claim.claim, record=path).records()
    assert run(path, "claims", "--claim", "c0").exit_code == 2


def test_contested_and_line_and_origins(path: Path) -> None:
    assert "Per Lund" in run(path, "contested", "ford").stdout
    assert "first → softens → hardens" in run(path, "line", "Norland", "--moved").stdout
    assert "statement: Ada Quill" in run(path, "origins").stdout
    for command in (("claims",), ("contested",), ("line", "Norland"), ("origins",)):
        rows = [json.loads(line) for line in run(path, *command, "--json").stdout.splitlines()]
        assert rows and all(isinstance(row, dict) for row in rows)


def test_nothing_found_says_what_to_do(path: Path) -> None:
    assert "no claims" in run(path, "claims", "xyzzy").stderr
    assert "no line" in run(path, "line", "Nobody").stderr
    assert run(path, "claims", "--status", "true").exit_code == 2


def test_relink_counts(tmp_path: Path) -> None:
    path = linked(tmp_path / "story.db", *REPORTS)
    result = run(path, "relink")
    assert result.stdout.startswith("linked 5 reports")
    assert "contested" in result.stdout
