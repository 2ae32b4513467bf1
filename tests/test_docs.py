"""The docs say what the program does: generated pages are up to date, links lead somewhere, examples run."""

from __future__ import annotations

import importlib.util
import re
import shlex
from pathlib import Path
from types import ModuleType

import click
import pytest

from accordingto import exporters
from accordingto.cli import main

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])


def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_command_option_setting_and_reader_has_its_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ACCORDINGTO_RECORD", raising=False)
    assert (DOCS / "commands.md").read_text(encoding="utf-8") == generate().commands(), "run python docs/generate.py"


def test_every_table_and_column_has_its_entry() -> None:
    text = (DOCS / "exports.md").read_text(encoding="utf-8")
    assert text == generate().exports(text), "run python docs/generate.py"


def test_the_notebook_is_the_page() -> None:
    text = (DOCS / "api.md").read_text(encoding="utf-8")
    assert (DOCS / "api.ipynb").read_text(encoding="utf-8") == generate().notebook(text), "run python docs/generate.py"


def test_every_exporter_has_its_entry() -> None:
    text = (DOCS / "exports.md").read_text(encoding="utf-8")
    assert set(exporters.own()) == set(re.findall(r"(?m)^\| `(\w+)` \| [^|]+ \| [^|]+ \| [^|]+ \|$", text))


def test_every_option_has_help() -> None:
    def check(command: click.Command, path: str) -> None:
        assert command.help, path
        for one in command.params:
            assert not isinstance(one, click.Option) or one.help, f"{path} {one.name}"
        if isinstance(command, click.Group):
            context = click.Context(command)
            for name in command.list_commands(context):
                inner = command.get_command(context, name)
                assert inner is not None
                check(inner, f"{path} {name}")

    check(main, "accordingto")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if not link.startswith(("http://", "https://")):
            assert (page.parent / link).exists(), link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_in_the_docs_are_ones_that_there_are(page: Path) -> None:
    lines = re.findall(r"(?m)^(?:    |      )(accordingto [^#\n]*)", page.read_text(encoding="utf-8"))
    for line in lines:
        words = [word for word in shlex.split(line.split(" < ")[0].split(" > ")[0]) if word not in ("[…]",)]
        command: click.Command = main
        context = click.Context(main)
        rest = words[1:]
        while isinstance(command, click.Group) and rest:
            found = command.get_command(context, rest[0])
            assert found is not None, line
            command, rest = found, rest[1:]
        known = {name for one in command.params for name in (*one.opts, *one.secondary_opts)} | {"--help", "-h"}
        used = {word.split("=")[0].strip("[]") for word in rest if word.startswith(("-", "[-")) and word != "-"}
        assert used <= known, line


@pytest.mark.model
def test_examples_of_the_api_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"(?s)```python\n(.*?)```", (DOCS / "api.md").read_text(encoding="utf-8"))
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, "docs/api.md", "exec"), names)
    assert len(blocks) >= 6 and names["number"] == 1
