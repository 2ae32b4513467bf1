"""`accordingto versions`: the versions of a report's text, and what changed between two of them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from accordingto.cli.options import record_of, record_option

if TYPE_CHECKING:
    from rich.text import Text

    from accordingto.answers import Found, StatementChange, TextChange, VersionDiff, VersionRow
    from accordingto.fetch import Page

SHOWN = 400
"""Characters of a change that are shown; `--json` has all."""
DIM = "bright_black"


@click.command()
@click.argument("report")
@click.option("--outlet", default=None, help="The outlet, where several have a report of that id.")
@click.option(
    "--from", "before", type=click.IntRange(min=1), help="Number of the older version.  [default: the last but one]"
)
@click.option("--to", "after", type=click.IntRange(min=1), help="Number of the newer version.  [default: the last]")
@click.option("--json", "as_json", is_flag=True, help="One JSON object with every change, spans and words whole.")
@click.option(
    "--page", "raw", is_flag=True, help="Write the page that the version --to was read from, as it was fetched."
)
@record_option
def command(
    report: str,
    outlet: str | None,
    record: Path | None,
    before: int | None,
    after: int | None,
    as_json: bool,
    raw: bool,
) -> None:
    """Show the versions of a report, and what changed between two: its words, and the statements that came and went.

    REPORT is its id, as `find --json` and `brief --all` show it. A version is kept each time the text of a report is
    another one than before.

    \b
    Examples:
      accordingto versions https://herald.example/troops
      accordingto versions saltgate-herald.html --from 1 --to 3 --json
      accordingto versions https://herald.example/troops --to 1 --page > as-it-was.html
    """
    from accordingto import query
    from accordingto.record.view import view

    with view(record_of(record)) as opened:
        rows = query.versions(opened, report, outlet=outlet)
        pages = {row.version: query.page(opened, report, outlet=outlet, version=row.version) for row in rows}
        diff = None if raw else query.version_diff(opened, report, outlet=outlet, before=before or 0, after=after or 0)
    if raw:
        _write_page(pages.get(after or rows[-1].version), report)
        return
    if as_json:
        _print_json(diff)
    else:
        _print(rows, pages, diff)
    if diff is None:
        click.echo("only one version of it was read: there is nothing to compare", err=True)


def _write_page(page: Page | None, report: str) -> None:
    from accordingto.errors import UsageError

    if page is None:
        raise UsageError(
            f"no page is kept of {report!r} in this version: it was read from a file, or there is none such"
        )
    sys.stdout.buffer.write(page.data)
    sys.stdout.buffer.flush()


def _print_json(diff: VersionDiff | None) -> None:
    from dataclasses import asdict

    from accordingto.table import json_bytes

    if diff is not None:
        sys.stdout.buffer.write(json_bytes(asdict(diff)) + b"\n")
        sys.stdout.buffer.flush()


def _print(rows: tuple[VersionRow, ...], pages: dict[int, Page | None], diff: VersionDiff | None) -> None:
    import shutil

    from rich.console import Console

    width = shutil.get_terminal_size().columns
    console = Console(width=width, highlight=False, emoji=False, markup=False, file=sys.stdout)
    for row in rows:
        console.print(_version(row, pages.get(row.version)), soft_wrap=True)
    for line in _lines(diff) if diff else ():
        console.print(line)


def _version(row: VersionRow, page: Page | None) -> Text:
    from rich.text import Text

    from accordingto.shown import shown

    text = Text(f"{row.version:>3}  {row.read[:16].replace('T', ' ')}  {row.size:,} characters")
    if page:
        text.append(f"  page kept: {len(page.data):,} bytes of {shown(page.final)}", style=DIM)
    return text


def _lines(diff: VersionDiff) -> Iterator[Text]:
    from rich.text import Text

    from accordingto.brief.wording import number_of
    from accordingto.shown import shown

    shown_changes = [change for change in diff.changes if not change.cut]
    yield Text()
    yield Text(
        f"{diff.before.version} → {diff.after.version}  {number_of(len(shown_changes), 'change')} in the text",
        style="bold",
    )
    if diff.before_title != diff.after_title:
        yield Text(f"  title  {shown(diff.before_title)} → {shown(diff.after_title)}")
    for change in shown_changes:
        yield _change(change)
    if hidden := len(diff.changes) - len(shown_changes):
        yield Text(f"  and {number_of(hidden, 'change')} in what is cut: --json has them", style=DIM)
    yield Text()
    yield Text(f"{number_of(len(diff.statements), 'statement')} changed, {diff.kept:,} as before", style="bold")
    if diff.before_model != diff.after_model:
        yield Text("  two models found them, so some may differ for that reason alone", style=DIM)
    for statement in diff.statements:
        yield _statement(statement)


def _change(change: TextChange) -> Text:
    from rich.text import Text

    from accordingto.shown import shortened, shown

    text = Text("  ")
    if change.before_words:
        text.append(f"− {shortened(shown(change.before_words), SHOWN)}", style="red strike")
    if change.after_words:
        text.append("  " if change.before_words else "").append(
            f"+ {shortened(shown(change.after_words), SHOWN)}", style="green"
        )
    return text


def _statement(change: StatementChange) -> Text:
    from rich.text import Text

    sign, style = {"gone": ("−", "red"), "came": ("+", "green"), "changed": ("~", "yellow")}[change.kind]
    one = change.after or change.before
    assert one is not None  # a change has at least one side
    text = Text(f"  {sign} {change.kind:<7} ", style=style)
    text.append(_said(one), style="default")
    for field in change.fields:
        if change.before and change.after:
            old, new = (
                _said(side) if field == "words" else str(getattr(side.statement, field))
                for side in (change.before, change.after)
            )
            text.append(f"\n      {field}: {old or '–'} → {new or '–'}", style=DIM)
    return text


def _said(found: Found) -> str:
    from accordingto.shown import mark_of, shortened, shown

    statement = found.statement
    score = statement.scores.get("act", 1.0)
    mark = mark_of(statement.act, polarity=statement.polarity, has_source=bool(found.who), score=score)
    words = shortened(shown(" … ".join(found.content_words)), SHOWN // 2)
    return f"{shown(found.who) or 'no one named'} {mark.sign} {mark.word}: {words}"
