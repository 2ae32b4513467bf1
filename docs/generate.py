"""Writes docs/commands.md, the tables of docs/exports.md and the notebook docs/api.ipynb from what the program says.

    python docs/generate.py

The tests fail where what stands there is not what this would write.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click

from accordingto import query, readers
from accordingto.cli import main
from accordingto.settings import Settings

DOCS = Path(__file__).parent
TABLES = "## Tables\n"


def commands() -> str:
    """Return docs/commands.md."""
    return "\n".join([*_head(), *_commands(), *_settings(), *_readers()]).rstrip() + "\n"


def exports(text: str) -> str:
    """Return docs/exports.md with its tables as they are now."""
    head, _, rest = text.partition(TABLES)
    intro = rest.split("\n### ")[0].rstrip()
    return f"{head}{TABLES}{intro}\n\n" + "\n".join(_tables()).rstrip() + "\n"


def notebook(text: str) -> str:
    """Return docs/api.md as a notebook: its examples are cells of code, the rest cells of Markdown."""
    cells: list[dict[str, object]] = []
    for number, part in enumerate(re.split(r"(?s)```python\n(.*?)```\n?", text)):
        if source := part.strip():
            cell: dict[str, object] = {"id": f"c{number}", "metadata": {}, "source": source.splitlines(keepends=True)}
            code = {"cell_type": "code", "execution_count": None, "outputs": []}
            cells.append(cell | (code if number % 2 else {"cell_type": "markdown"}))
    whole = {"cells": cells, "metadata": {"language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _head() -> Iterator[str]:
    yield "# Commands, settings, readers"
    yield ""
    yield "This page is written by `python docs/generate.py` from the program itself."
    yield ""


def _commands() -> Iterator[str]:
    context = click.Context(main, info_name="accordingto")
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        yield from _command(command, click.Context(command, info_name=name, parent=context), level=2)


def _command(command: click.Command, context: click.Context, *, level: int) -> Iterator[str]:
    yield from (f"{'#' * level} {context.command_path}", "")
    yield from ("```", click.Context.get_usage(context).removeprefix("Usage: "), "```", "")
    yield from (_plain(command.help or ""), "")
    rows = [record for one in command.params if (record := one.get_help_record(context))]
    if rows:
        yield from ("| option | what it does |", "|---|---|")
        yield from (f"| `{_cell(names)}` | {_cell(says)} |" for names, says in rows)
        yield ""
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from _command(inner, click.Context(inner, info_name=name, parent=context), level=level + 1)


def _plain(text: str) -> str:
    """Return a help text as Markdown: what click keeps as it is becomes a block of code."""
    parts = []
    for part in re.split(r"\n\s*\n", re.sub(r"(?m)^    ", "", text).strip()):
        if part.lstrip().startswith("\b"):
            parts.append("```\n" + part.lstrip()[1:].strip("\n") + "\n```")
        else:
            parts.append(re.sub(r"([<>*_|])", r"\\\1", " ".join(part.split())))
    return "\n\n".join(parts)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _settings() -> Iterator[str]:
    yield from ("## Settings", "", "Each is set in the environment: `ACCORDINGTO_` and its name in capitals.", "")
    yield from ("| setting | default | what it is |", "|---|---|---|")
    source = (DOCS.parent / "accordingto" / "settings.py").read_text(encoding="utf-8")
    for field in fields(Settings):
        says = re.search(rf'(?ms)^    {field.name}: [^\n]*\n    """(.*?)"""', source)
        assert says, f"{field.name} has no docstring"
        yield f"| `{field.name}` | `{field.default!r}` | {_cell(says[1])} |"
    yield ""


def _readers() -> Iterator[str]:
    yield from ("## Readers", "", "What a source is, is found from its content.", "", "| reader | reads |", "|---|---|")
    yield from (f"| `{name}` | {_cell(readers.load(name).SUMMARY)} |" for name in readers.names())
    yield ""


def _tables() -> Iterator[str]:
    for name in query.table_names():
        form = query.table_form(name)
        yield from (f"### {name}", "", f"A row is {form.row}.", "", "| column | type | what it says |", "|---|---|---|")
        yield from (f"| `{one.name}` | {one.type} | {_cell(one.says)} |" for one in form.columns)
        yield ""


if __name__ == "__main__":
    (DOCS / "commands.md").write_text(commands(), encoding="utf-8")
    api = (DOCS / "api.md").read_text(encoding="utf-8")
    (DOCS / "api.ipynb").write_text(notebook(api), encoding="utf-8")
    page = DOCS / "exports.md"
    page.write_text(exports(page.read_text(encoding="utf-8")), encoding="utf-8")
