"""`accordingto actors`: who speaks and is spoken of, or one actor with its names and why they are taken for its own."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from accordingto.cli.options import record_of, record_option
from accordingto.cli.rows import print_json
from accordingto.data import KINDS
from accordingto.table import Table

if TYPE_CHECKING:
    from accordingto.answers import ActorRow, AliasRow

LIMIT = 30
"""Actors shown unless `--limit` says otherwise."""


@click.command()
@click.argument("name", nargs=-1, metavar="[NAME]")
@click.option(
    "--kind", type=click.Choice([kind for kind in KINDS if kind != "none"]), default=None, help="Of one kind."
)
@click.option("--limit", type=click.IntRange(min=0), default=LIMIT, show_default=True, help="0 shows all.")
@click.option("--json", "as_json", is_flag=True, help="JSON lines with every field.")
@record_option
def command(name: tuple[str, ...], kind: str | None, limit: int, as_json: bool, record: Path | None) -> None:
    """List the actors, or show one: names, roles, body, and why.

    NAME is any name that the actor goes by ("the Kremlin" is Russia), or its number.

    \b
    Examples:
      accordingto actors
      accordingto actors Santor
      accordingto actors --kind state --json
    """
    from accordingto.query import actor, actors, members
    from accordingto.record.view import view

    wanted = " ".join(name)
    with view(record_of(record)) as opened:
        if wanted:
            one = actor(opened, int(wanted) if wanted.isdigit() else wanted)
            if as_json:
                print_json(Table(rows=(one,), total=1))
            else:
                _print_one(one, members(opened, one.actor))
            return
        found = actors(opened, kind=kind or "", limit=limit or None)
    if as_json:
        print_json(found)
    elif found.rows:
        _print_table(found)
    if not found.rows:
        click.echo("nobody: reports with statements must be read and linked first", err=True)
    elif found.total > len(found):
        click.echo(f"{len(found):,} of {found.total:,} shown: --limit 0 shows all", err=True)


def _print_table(found: Table[ActorRow]) -> None:
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    from accordingto.shown import shortened, shown

    width = shutil.get_terminal_size().columns
    grid = Grid(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bright_black")
    grid.add_column("actor", max_width=width // 3, overflow="fold")
    grid.add_column("kind", no_wrap=True)
    grid.add_column("of", max_width=width // 4, overflow="fold")
    for figure in ("said", "reports"):
        grid.add_column(figure, justify="right", no_wrap=True)
    grid.add_column("also", ratio=1, overflow="fold")
    for one in found:
        also = "; ".join(alias.name for alias in one.aliases if alias.name != one.name)
        cells = (Text(shown(one.name), style="bold"), Text(one.kind), Text(shown(one.body)))
        grid.add_row(*cells, f"{one.statements:,}", f"{one.reports:,}", Text(shortened(shown(also), width)))
    Console(width=width, highlight=False, emoji=False, markup=False, file=sys.stdout).print(grid)


def _print_one(one: ActorRow, members: Table[ActorRow]) -> None:
    from accordingto.shown import shown

    of = f", of {shown(one.body)}" if one.body else ""
    click.echo(f"{shown(one.name)} ({one.kind or 'kind not established'}{of}), number {one.actor}")
    acts = ", ".join(f"{act} {count:,}" for act, count in one.acts.items())
    click.echo(f"  says       {one.statements:,} statements" + (f": {acts}" if acts else ""))
    click.echo(f"  stands in  {one.reports:,} reports of {one.outlets:,} outlets")
    if one.roles:
        click.echo(f"  roles      {shown('; '.join(one.roles))}")
    if (body := one.why.get("body")) and isinstance(body, dict):
        words = f" (“{shown(str(body['words']))}”)" if "words" in body else ""
        click.echo(f"  of {shown(one.body)} because of its {shown(str(body['reason']))}{words}")
    click.echo("  names")
    for alias in one.aliases:
        click.echo(f"    {shown(alias.name)}: {_why(alias)}")
    if members.rows:
        click.echo(f"  has        {shown('; '.join(member.name for member in members))}")


def _why(alias: AliasRow) -> str:
    from accordingto.shown import shown

    why = alias.why
    parts = [str(why.get("reason", "not established"))]
    if "of" in why:
        parts.append(f"of {why['of']}")
    if "words" in why:
        parts.append(f"“{why['words']}”")
    where = " in ".join(str(why[key]) for key in ("outlet", "report") if why.get(key))
    return shown(f"{', '.join(parts)} (score {alias.score:.2f}{', ' + where if where else ''})")
