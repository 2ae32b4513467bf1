"""`accordingto origins`: on whose word reports rest."""

from __future__ import annotations

from pathlib import Path

import click

from accordingto.cli.options import record_of, record_option


@click.command()
@click.option("--claim", default="", metavar="NAME", help="The origins of one claim.")
@click.option("--limit", type=click.IntRange(min=0), default=20, show_default=True, help="Show so many at most.")
@click.option("--json", "as_json", is_flag=True, help="JSON lines.")
@record_option
def command(claim: str, limit: int, as_json: bool, record: Path | None) -> None:
    """Show the origins that most reports rest on: statements, dispatches, copies, witnesses, documents.

    Where a report does not say where it has its words from, the origin is not established.

    \b
    Examples:
      accordingto origins
      accordingto origins --claim c4f0a1b2c3d
    """
    from accordingto import query
    from accordingto.cli.claimed import DIM, origin_words, print_json, print_parts
    from accordingto.record.view import view
    from accordingto.shown import shown

    with view(record_of(record)) as opened:
        found = query.origins(opened, claim=claim, limit=limit)
    if as_json:
        print_json(found)
    else:
        from rich.text import Text

        for one in found:
            line = Text(origin_words(one.how, one.who))
            line.append(f"  {len(one.reports)} reports: {', '.join(shown(name) for name in one.outlets)}", style=DIM)
            print_parts([line])
    if found.total > len(found):
        click.echo(f"… and {found.total - len(found):,} more (--limit)", err=True)
    if not found.total:
        click.echo("no origins: read reports first", err=True)
