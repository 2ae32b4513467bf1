"""`accordingto claims`: what is claimed in a record, who asserts it and who denies or doubts it."""

from __future__ import annotations

from pathlib import Path

import click

from accordingto.cli.options import record_of, record_option


@click.command()
@click.argument("words", nargs=-1)
@click.option("--claim", "name", default="", metavar="NAME", help="One claim, with all its holders in order of time.")
@click.option("--status", default="", metavar="STATUS", help="contested, agreed, 'one word only' or open.")
@click.option("--limit", type=click.IntRange(min=0), default=20, show_default=True, help="Show so many at most.")
@click.option("--json", "as_json", is_flag=True, help="JSON lines.")
@record_option
def command(words: tuple[str, ...], name: str, status: str, limit: int, as_json: bool, record: Path | None) -> None:
    """Show the claims of a record, those most fought over first.

    Twelve outlets with one text are one origin. Whether a claim is so is not said here, only who says so.

    \b
    Examples:
      accordingto claims
      accordingto claims troops --status contested
      accordingto claims --claim c4f0a1b2c3d
    """
    from accordingto import query
    from accordingto.cli.claimed import claim_parts, holder_parts, print_json, print_parts
    from accordingto.record.view import view

    with view(record_of(record)) as opened:
        if name:
            one, holders = query.claim(opened, name), query.holders(opened, name)
            if as_json:
                print_json(holders)
            else:
                print_parts([*claim_parts(one), *holder_parts(holders)])
            return
        found = query.claims(opened, status=status, words=" ".join(words), limit=limit)
    if as_json:
        print_json(found)
    else:
        print_parts(part for claim in found for part in (*claim_parts(claim), ""))
    if found.total > len(found):
        click.echo(f"… and {found.total - len(found):,} more (--limit)", err=True)
    if not found.total:
        click.echo("no claims: read reports first, or ask for other words", err=True)
