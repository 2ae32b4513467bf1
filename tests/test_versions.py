"""What changed between two versions of a report: asked for, and on the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from accordingto import query
from accordingto.cli import main
from accordingto.data import Cut, Report
from accordingto.errors import UsageError
from accordingto.fetch import Page
from accordingto.record.connection import Connection
from accordingto.record.view import view
from accordingto.record.writer import Writer
from tests.fakes import analysis_of

FIRST = (
    "Menu: news, sport\nAda Quill|assert|named|two brigades are at the ford\nNorland|deny|named|moving any brigade\n"
    "Sael|demand|named|withdraw at once\n"
)
SECOND = (
    "Menu: news, weather\nAda Quill|assert|named|three brigades are at the ford\n"
    "Norland|decline|named|moving any brigade\n"
    "a diplomat|assert|anonymous|the trains went by night\n"
)
URL = "https://gull.example/ford"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("versions") / "story.db"
    with Writer(path) as writer:
        for text, model in ((FIRST, "fake-1"), (SECOND, "fake-2")):
            run = writer.begin_run("read", (URL,), model=model)
            report = Report(id="a", outlet="The Gull", text=text, source=URL, cut=(Cut(0, text.index("\n"), "menu"),))
            page = Page(url=URL, final=f"{URL}/", data=text.encode(), content_type="text/plain")
            writer.pages(run).keep(page, changed=True)
            writer.write(report, analysis_of(report, model), run=run)
        for outlet in ("The Gull", "Tidewater Post"):
            writer.write(Report(id="b", outlet=outlet, text="Nobody speaks."), None, run=run)
    return path


@pytest.fixture
def opened(record: Path) -> Iterator[Connection]:
    with view(record) as opened:
        yield opened


def test_words_that_changed(opened: Connection) -> None:
    diff = query.version_diff(opened, "a")
    assert diff is not None
    assert (diff.before.version, diff.after.version, diff.after.current) == (1, 2, True)
    assert [(one.before_words, one.after_words, one.cut) for one in diff.changes][:3] == [
        ("sport", "weather", True), ("two", "three", False), ("deny", "decline", False)
    ]  # fmt: skip
    for one in diff.changes:
        assert FIRST[slice(*one.before)] == one.before_words
        assert SECOND[slice(*one.after)] == one.after_words


def test_statements_that_changed(opened: Connection) -> None:
    diff = query.version_diff(opened, "a", before=1, after=2)
    assert diff is not None
    found = {(one.after or one.before).who: (one.kind, one.fields) for one in diff.statements}  # type: ignore[union-attr]
    assert found == {
        "Ada Quill": ("changed", ("words",)),
        "Norland": ("changed", ("act",)),
        "a diplomat": ("came", ()),
        "Sael": ("gone", ()),
    }
    assert diff.kept == 0
    assert (diff.before_model, diff.after_model) == ("fake-1", "fake-2")


def test_back_to_an_older_version(opened: Connection) -> None:
    diff = query.version_diff(opened, "a", before=2, after=1)
    assert diff is not None
    assert {one.kind for one in diff.statements if one.before and one.before.who == "a diplomat"} == {"gone"}


def test_one_version_has_nothing_to_compare(opened: Connection) -> None:
    assert query.version_diff(opened, "b", outlet="The Gull") is None


@pytest.mark.parametrize(
    ("report", "before", "says"), [("none", 0, "no report 'none'"), ("b", 0, "--outlet"), ("a", 7, "no version 7")]
)
def test_what_is_not_there(opened: Connection, report: str, before: int, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        query.version_diff(opened, report, before=before)


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(main, ["versions", *map(str, args)])


def test_command(record: Path) -> None:
    shown = run("a", "--record", record).stdout
    assert f"page kept: {len(FIRST)} bytes of {URL}/" in shown
    for line in ("1 → 2", "− two  + three", "1 change in what is cut", "act: deny → decline", "4 statements changed"):
        assert line in shown
    assert "two models" in shown
    assert "weather" not in shown


def test_command_json(record: Path) -> None:
    (line,) = run("a", "--json", "--record", record).stdout.splitlines()
    found = json.loads(line)
    assert found["changes"][0]["after_words"] == "weather"
    assert {one["kind"] for one in found["statements"]} == {"came", "gone", "changed"}


@pytest.mark.parametrize(("version", "data"), [(1, FIRST), (2, SECOND)])
def test_command_gives_the_page_back(record: Path, version: int, data: str) -> None:
    assert run("a", "--page", "--to", str(version), "--record", record).stdout_bytes == data.encode()


def test_command_of_what_was_not_fetched(record: Path) -> None:
    assert "only one version" in run("b", "--outlet", "The Gull", "--record", record).stderr
    result = run("b", "--outlet", "The Gull", "--page", "--record", record)
    assert (result.exit_code, "no page is kept" in result.stderr) == (2, True)
