"""`accordingto timeline`: when things were said and when they happened, as a table or as JSON lines."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from accordingto.cli.options import record_of, record_option
from accordingto.cli.rows import print_json
from accordingto.query import LANES

if TYPE_CHECKING:
    from accordingto.answers import TimelineRow
    from accordingto.table import Table

LIMIT = 40
"""Rows shown of each lane unless `--limit` says otherwise."""
SHOWN = 200
"""Characters shown of what was said or happened; `--json` has it whole."""
DIM = "bright_black"
TITLES = {"said": "Said", "happened": "Happened", "unresolved": "Not established when"}


@click.command()
@click.option("--lane", multiple=True, type=click.Choice(LANES), help="Only this lane; repeatable.")
@click.option("--during", default="", metavar="DATE|RANGE", help="Only what touches these days: 2026-03, 2026-03-14/..")
@click.option("--report", default="", metavar="ID", help="Of this report alone.")
@click.option(
    "--limit", type=click.IntRange(min=0), default=LIMIT, show_default=True, help="Of each lane; 0 shows all."
)
@click.option("--json", "as_json", is_flag=True, help="JSON lines with every field, words whole.")
@record_option
def command(record: Path | None, lane: tuple[str, ...], during: str, report: str, limit: int, as_json: bool) -> None:
    """Show when things were said, when they happened, and what could not be dated.

    A time that is counted ("on Wednesday", "last month") is counted from the report's own day. Where the report has
    none, it stands among those that are not established. A statement without a time of its own has the day of its
    report, by which it was said.

    \b
    Examples:
      accordingto timeline
      accordingto timeline --lane happened --during 2026-03
      accordingto timeline --during 2026-03-14/2026-03-20 --json
    """
    from accordingto import query
    from accordingto.record.view import view

    with view(record_of(record)) as opened:
        tables = {
            name: query.timeline(opened, name, during=during, report=report, limit=limit or None)
            for name in lane or LANES
            if not (during and name == "unresolved")
        }
    for name, found in tables.items():
        if as_json:
            print_json(found)
        elif found.rows:
            _print_lane(name, found)
    if not any(found.rows for found in tables.values()):
        click.echo("nothing found: a wider range, or a record with reports, finds more", err=True)
    for name, found in tables.items():
        if found.total > len(found):
            click.echo(
                f"{TITLES[name].lower()}: {len(found):,} of {found.total:,} shown, --limit 0 shows all", err=True
            )


def _print_lane(name: str, found: Table[TimelineRow]) -> None:
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    from accordingto.shown import badge_of, mark_of, shortened, shown

    width = shutil.get_terminal_size().columns
    grid = Grid(box=None, padding=(0, 1, 0, 0), pad_edge=False, show_header=False)
    grid.add_column(max_width=max(width // 4, 21), overflow="fold")
    grid.add_column(ratio=1, overflow="fold")
    grid.add_column(max_width=width // 5, overflow="fold")
    before = ""
    for row in found:
        what = Text()
        if row.statement is not None:
            mark = mark_of(row.act, polarity=row.polarity, has_source=bool(row.who))
            badge = badge_of(row.kind, row.naming)
            what.append(f"{badge} " if badge else "")
            what.append(shown(row.who) or "no one named", style="italic" if row.naming == "anonymous" else "bold")
            what.append(f" {mark.sign} {mark.word}: ", style=mark.colour)
        what.append(shortened(shown(" … ".join(row.what) or row.sentence), SHOWN))
        if row.words:
            what.append(f" (“{shown(row.words)}”)", style=DIM)
        when = row.value or "not established"
        where = " ".join((shown(row.outlet) or shown(row.report), shown(row.published[:10]) or "undated"))
        grid.add_row(Text("" if when == before else when), what, Text(where, style=DIM))
        before = when
    console = Console(width=width, highlight=False, emoji=False, markup=False, file=sys.stdout)
    console.print(Text(f"{TITLES[name]} ({found.total:,})", style="bold"))
    console.print(grid)
    console.print()
