"""`accordingto events`: who did what to whom, as a table or as JSON lines."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from accordingto.cli.options import record_of, record_option
from accordingto.cli.rows import print_json
from accordingto.data import EVENT_TYPES

if TYPE_CHECKING:
    from accordingto.answers import EventRow
    from accordingto.table import Table

LIMIT = 50
"""Events shown unless `--limit` says otherwise: about two screens."""


@click.command()
@click.option(
    "--type",
    "types",
    multiple=True,
    type=click.Choice(EVENT_TYPES, case_sensitive=False),
    metavar="CODE",
    help=f"Root code of PLOVER, repeatable: {', '.join(EVENT_TYPES)}.",
)
@click.option("--by", default="", metavar="NAME", help="Words of who does it.")
@click.option("--to", default="", metavar="NAME", help="Words of whom it is done to.")
@click.option("--during", default="", metavar="TIME", help="A day, month or year, or two of them: 2026-03/2026-05.")
@click.option("--report", default="", metavar="ID", help="In this report.")
@click.option("--told", is_flag=True, help="Only what is told as done: nothing negated, planned, asked for or feared.")
@click.option("--limit", type=click.IntRange(min=0), default=LIMIT, show_default=True, help="0 shows all.")
@click.option("--offset", type=click.IntRange(min=0), default=0, help="Leave out so many.")
@click.option("--json", "as_json", is_flag=True, help="JSON lines with every field, and why.")
@record_option
def command(types: tuple[str, ...], by: str, to: str, during: str, report: str, told: bool, limit: int, offset: int,
            as_json: bool, record: Path | None) -> None:  # fmt: skip
    """List who did what to whom, in the root codes of PLOVER.

    An event that stands in a statement is its speaker's word and is shown with who says so.

    \b
    Examples:
      accordingto events --type ASSAULT --to Ondry
      accordingto events --by Norland --during 2026-03 --told
      accordingto events --json
    """
    from accordingto.query import EventFilter, events
    from accordingto.record.view import view

    what = EventFilter(type=types, by=by, to=to, during=during, report=report, told=told)
    with view(record_of(record)) as opened:
        found = events(opened, what, limit=limit or None, offset=offset)
    if as_json:
        print_json(found)
    elif found.rows:
        _print_table(found)
    if not found.rows:
        click.echo("nothing found: fewer filters find more", err=True)
    elif found.total > offset + len(found):
        click.echo(f"{len(found):,} of {found.total:,} shown: --limit 0 shows all", err=True)


def _print_table(found: Table[EventRow]) -> None:
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    from accordingto.shown import shortened, shown

    width = shutil.get_terminal_size().columns
    grid = Grid(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bright_black")
    for name in ("who", "does", "to whom"):
        grid.add_column(name, max_width=width // 4, overflow="fold")
    grid.add_column("as told", ratio=1, overflow="fold")
    grid.add_column("where", max_width=width // 5, overflow="fold")
    for one in found:
        act = Text(one.type.lower(), style="bold")
        marks = ["not"] * one.negated + [one.status] * (one.status != "told")
        if marks:
            act.append(f" ({', '.join(marks)})", style="bright_black")
        told = Text(shortened(shown(one.sentence), 2 * width))
        if one.speaker:
            told.append(f" (according to {shown(one.speaker)})", style="bright_black")
        where = " ".join((shown(one.outlet) or shown(one.report), shown(one.time or one.published[:10]))).strip()
        who, whom = (shortened(shown("; ".join(some)), width) for some in (one.source, one.target))
        grid.add_row(Text(who or "–"), act, Text(whom or "–"), told, Text(where, style="bright_black"))
    Console(width=width, highlight=False, emoji=False, markup=False, file=sys.stdout).print(grid)
