"""`accordingto line`: how somebody's stance on each claim went over time."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import click

from accordingto.cli.options import record_of, record_option


@click.command()
@click.argument("actor")
@click.option("--claim", default="", metavar="NAME", help="On one claim.")
@click.option("--moved", is_flag=True, help="Only claims on which the stance changed.")
@click.option("--json", "as_json", is_flag=True, help="JSON lines.")
@record_option
def command(actor: str, claim: str, moved: bool, as_json: bool, record: Path | None) -> None:
    """Show ACTOR's line on each claim: holds, hardens, softens, reverses.

    \b
    Examples:
      accordingto line "Viktor Brasny"
      accordingto line Brasny --moved
    """
    from accordingto import query
    from accordingto.cli.claimed import DIM, holder_parts, print_json, print_parts
    from accordingto.record.view import view
    from accordingto.shown import shown
    from accordingto.table import Table

    with view(record_of(record)) as opened:
        steps = query.line(opened, actor, claim=claim).rows
    lines = [list(some) for _, some in groupby(steps, key=lambda step: step.claim)]
    if moved:
        lines = [some for some in lines if any(step.turned for step in some)]
    kept = tuple(step for some in lines for step in some)
    if as_json:
        print_json(Table(rows=kept, total=len(kept)))
    else:
        from rich.text import Text

        for some in lines:
            head = Text(shown(some[0].text), style="bold")
            head.append(f"  {some[0].claim}  {' → '.join(step.move for step in some)}", style=DIM)
            print_parts([head, *holder_parts(step.holder for step in some), ""])
    if not kept:
        click.echo(f"no line of {shown(actor)}: `accordingto claims` shows who holds what", err=True)
