"""`accordingto copies`: the groups of reports that share text, as a table or as JSON lines."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from accordingto.cli.options import record_of, record_option

if TYPE_CHECKING:
    from rich.console import RenderableType

    from accordingto.answers import CopyGroup

EXCERPT = 160
"""Characters of the longest shared passage that are shown; `--json` has all passages whole."""
DIM = "bright_black"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="JSON lines, a group each, with every shared passage.")
@record_option
def command(record: Path | None, as_json: bool) -> None:
    """Show which reports share their text: copies, cuts, shared passages, reworded copies.

    The share is how much of a report's words the report named beside it has, too. It is not known which of two was the
    source; the first published stands first. What was said in quotation marks alone makes no copy.

    \b
    Examples:
      accordingto copies
      accordingto copies --json --record story.db
    """
    from accordingto import query
    from accordingto.record.view import view

    with view(record_of(record)) as opened:
        found = query.copies(opened)
        unsigned = query.count_unsigned(opened)
    if as_json:
        from accordingto.table import json_bytes

        for line in found.records():
            sys.stdout.buffer.write(json_bytes(line) + b"\n")
        sys.stdout.buffer.flush()
    else:
        from rich.console import Console

        width = shutil.get_terminal_size().columns
        console = Console(width=width, highlight=False, emoji=False, markup=False, file=sys.stdout)
        for group in found:
            for part in _parts(group, width):
                console.print(part)
    if not found.rows:
        click.echo(
            "no reports share their text: read more reports of the story, and copies are found as they come", err=True
        )
    if unsigned:
        click.echo(f"{unsigned:,} reports were recorded by an older version and are not compared yet: `accordingto"
                   " reanalyse` (or the next `read`) does it", err=True)  # fmt: skip


def _parts(group: CopyGroup, width: int) -> Iterator[RenderableType]:
    from rich.table import Table as Grid
    from rich.text import Text

    from accordingto.brief.wording import number_of
    from accordingto.shown import shortened, shown

    reports, outlets = number_of(len(group.members), "report"), number_of(group.outlets, "outlet")
    yield Text(f"{group.number}  {reports}, {outlets}" if group.outlets else f"{group.number}  {reports}", style="bold")
    grid = Grid(box=None, padding=(0, 1, 0, 0), pad_edge=False, show_header=False)
    grid.add_column(no_wrap=True, min_width=10)
    grid.add_column(max_width=width // 4, overflow="fold")
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    for number, member in enumerate(group.members):
        what = Text(shortened(shown(member.title) or shown(member.report), width))
        if number:
            what.append(f"  {member.kind}, with {_name(member.of, member.of_outlet)}", style=DIM)
        share = f"{100 * member.share:.0f} %" if number else "first" if member.published else ""
        name = Text(shown(member.outlet) or shown(member.report))
        grid.add_row(Text(shown(member.published[:10]) or "undated", style=DIM), name, share, what)
    yield grid
    if words := max(
        (passage.words for member in group.members[1:] for passage in member.passages), key=len, default=""
    ):
        yield Text(f"  “{shortened(shown(words), EXCERPT)}”", style=DIM)
    yield Text()


def _name(report: str, outlet: str) -> str:
    from accordingto.shown import shown

    return shown(outlet) or shown(report)
