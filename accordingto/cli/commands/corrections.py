"""`accordingto corrections`: what was corrected, by whom, what became of it; and how to take one back."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from accordingto.cli.options import as_option, record_of, record_option
from accordingto.cli.rows import print_json

if TYPE_CHECKING:
    from accordingto.answers import CorrectionRow
    from accordingto.table import Table


@click.command()
@click.option("--report", default="", metavar="ID", help="Those on this report.")
@click.option("--conflicts", is_flag=True, help="Those that somebody else's contradict.")
@click.option("--undo", type=int, metavar="N", help="Take correction N back; both entries stay.")
@click.option("--json", "as_json", is_flag=True, help="JSON lines with every field.")
@as_option
@record_option
def command(
    report: str, conflicts: bool, undo: int | None, as_json: bool, by: str, note: str, record: Path | None
) -> None:
    """List the corrections of a record, with what became of each, or take one back.

    Of corrections that contradict each other the latest is applied, and all are kept. As training data they are part of
    `accordingto export --to scheme`, where the header of each report counts its corrected statements.

    \b
    Examples:
      accordingto corrections
      accordingto corrections --conflicts --json
      accordingto corrections --undo 3 --as Ada
    """
    from accordingto import query
    from accordingto.correct import Corrector
    from accordingto.record.view import view
    from accordingto.table import Table

    path = record_of(record)
    if undo is not None:
        with Corrector(path, by=by) as corrector:
            corrector.undo(undo, note=note)
        click.echo(f"correction {undo} is taken back")
        return
    with view(path) as opened:
        found = query.corrections(opened, report=report)
    if conflicts:
        rows = tuple(row for row in found if row.conflicts)
        found = Table(rows=rows, total=len(rows))
    if as_json:
        print_json(found)
    elif found.rows:
        _print_table(found)
    if not found.rows:
        click.echo("no corrections: `accordingto correct --help` says how to make one", err=True)


def _print_table(found: Table[CorrectionRow]) -> None:
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    from accordingto.shown import shown

    width = shutil.get_terminal_size().columns
    grid = Grid(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bright_black")
    for name, wide in (("", None), ("who", 20), ("when", None), ("what", None), ("where", width // 4), ("", None)):
        grid.add_column(
            name, max_width=wide, overflow="fold", no_wrap=name == "when", ratio=1 if name == "what" else None
        )
    for row in found:
        conflicts = f", against {', '.join(str(one) for one in row.conflicts)}" if row.conflicts else ""
        what = Text(shown(row.says))
        if row.note:
            what.append(f" ({shown(row.note)})", style="bright_black")
        state = Text(row.state + conflicts, style="" if row.state == "applied" and not conflicts else "yellow")
        grid.add_row(str(row.number), shown(row.by), row.made[:10], what, Text(shown(row.report)), state)
    Console(width=width, highlight=False, emoji=False, markup=False, file=sys.stdout).print(grid)
