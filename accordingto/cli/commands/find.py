"""`accordingto find`: the statements that fit, as a table or as JSON lines."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from accordingto.cli.options import record_of, record_option
from accordingto.cli.rows import print_json
from accordingto.data import LABELS
from accordingto.query import ORDERS

if TYPE_CHECKING:
    from accordingto.answers import Found
    from accordingto.table import Table

LIMIT = 50
"""Statements shown unless `--limit` says otherwise: about two screens."""


@click.command()
@click.argument("words", nargs=-1, metavar="[WORDS]…")
@click.option("--like", default="", metavar="WORDS", help="What means the like of these words, nearest first.")
@click.option("--by", default="", metavar="NAME", help="Words of the speaker's name, or any of its names.")
@click.option("--members", is_flag=True, help="With --by: those who speak for it or belong to it too.")
@click.option("--about", default="", metavar="NAME", help="What is said of NAME, by any of its names.")
@click.option("--report", default="", metavar="ID", help="In this report.")
@click.option("--outlet", default=None, help="In this outlet's reports.")
@click.option("--act", multiple=True, type=click.Choice(LABELS["act"]), help="What the speaker does; repeatable.")
@click.option("--kind", multiple=True, type=click.Choice(LABELS["kind"]), help="Kind of speaker; repeatable.")
@click.option("--naming", multiple=True, type=click.Choice(LABELS["naming"]), help="How it is named; repeatable.")
@click.option("--firmness", multiple=True, type=click.Choice(LABELS["firmness"]), help="How firmly; repeatable.")
@click.option("--quote", multiple=True, type=click.Choice(LABELS["quote"]), help="In whose words; repeatable.")
@click.option("--since", default="", metavar="DATE", help="In reports from this day, month or year on.")
@click.option("--until", default="", metavar="DATE", help="In reports up to and with this day, month or year.")
@click.option(
    "--during", default="", metavar="DATE|RANGE", help="Said, or happening, in these days: 2026-03, 2026-03-14/.."
)
@click.option("--anonymous", is_flag=True, help="Only sources whose identity is withheld.")
@click.option(
    "--order", type=click.Choice(list(ORDERS)), help="[default: best where words or --like are given, else newest]"
)
@click.option("--limit", type=click.IntRange(min=0), default=LIMIT, show_default=True, help="0 shows all.")
@click.option("--offset", type=click.IntRange(min=0), default=0, help="Leave out so many.")
@click.option("--json", "as_json", is_flag=True, help="JSON lines with every field, words whole.")
@record_option
def command(words: tuple[str, ...], record: Path | None, order: str | None, limit: int, offset: int, as_json: bool,
            **fields: object) -> None:  # fmt: skip
    """Find statements: by words, meaning, speaker, act, kind, naming, firmness, dates.

    All WORDS must be there, whatever their endings; "several words" in one pair of quotes stand side by side; minist*
    takes any ending.

    \b
    Examples:
      accordingto find troops border
      accordingto find --like "soldiers were sent to the border"
      accordingto find --by Santor --act deny --act decline
      accordingto find --by Veskara --members --about Dronmar
      accordingto find --anonymous --since 2026-03 --json
    """
    from accordingto.query import Filter, can_look, find
    from accordingto.record.view import view

    # An argument with spaces was quoted in the shell: its words belong together.
    wanted = " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)
    what = Filter(words=wanted, **fields)  # type: ignore[arg-type]  # named after the options above
    with view(record_of(record)) as opened:
        found = find(opened, what, limit=limit or None, offset=offset, order=order or "")
        linked = not what.like or can_look(opened)
    if as_json:
        print_json(found)
    elif found.rows:
        _print_table(found)
    if not linked:
        click.echo("meanings are looked up in what linking has kept: run `accordingto relink` first", err=True)
    elif not found.rows:
        click.echo("nothing found: fewer words or filters find more", err=True)
    elif found.total > offset + len(found):
        click.echo(f"{len(found):,} of {found.total:,} shown: --limit 0 shows all", err=True)


def _print_table(found: Table[Found]) -> None:
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    from accordingto.shown import badge_of, mark_of, shortened, shown

    width = shutil.get_terminal_size().columns
    grid = Grid(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bright_black")
    grid.add_column("", no_wrap=True)
    grid.add_column("who", max_width=width // 4, overflow="fold")
    grid.add_column("what", ratio=1, overflow="fold")
    grid.add_column("where", max_width=width // 4, overflow="fold")
    for one in found:
        statement = one.statement
        score = statement.scores.get("act", 1.0)
        mark = mark_of(statement.act, polarity=statement.polarity, has_source=bool(one.who), score=score)
        badge = badge_of(statement.kind, statement.naming)
        who = Text(f"{badge} " if badge else "")
        who.append(shown(one.who) or "no one named", style="italic" if statement.naming == "anonymous" else "bold")
        words = Text(shortened(shown(" … ".join(one.content_words)), 3 * width))
        if one.parent_speaker:
            words.append(f" (according to {shown(one.parent_speaker)})", style="bright_black")
        where = " ".join((shown(one.outlet) or shown(one.report), shown(one.published[:10]))).strip()
        grid.add_row(Text(f"{mark.sign} {mark.word}", style=mark.colour), who, words, Text(where, style="bright_black"))
    Console(width=width, highlight=False, emoji=False, markup=False, file=sys.stdout).print(grid)
