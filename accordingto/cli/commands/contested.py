"""`accordingto contested`: claims that somebody denies or doubts, or whose values cannot all be so."""

from __future__ import annotations

from pathlib import Path

import click

from accordingto.cli.options import record_of, record_option


@click.command()
@click.argument("words", nargs=-1)
@click.option("--limit", type=click.IntRange(min=0), default=10, show_default=True, help="Show so many at most.")
@click.option("--json", "as_json", is_flag=True, help="JSON lines.")
@record_option
def command(words: tuple[str, ...], limit: int, as_json: bool, record: Path | None) -> None:
    """Show what is contested, with everyone who holds it, in order of time.

    \b
    Examples:
      accordingto contested
      accordingto contested barracks --limit 1
    """
    from accordingto import query
    from accordingto.cli.claimed import claim_parts, holder_parts, print_json, print_parts
    from accordingto.record.view import view

    with view(record_of(record)) as opened:
        found = query.claims(opened, status="contested", words=" ".join(words), limit=limit)
        if as_json:
            print_json(found)
        else:
            for claim in found:
                holders = query.holders(opened, claim.claim)
                print_parts([*claim_parts(claim), *holder_parts(holders), ""])
    if found.total > len(found):
        click.echo(f"… and {found.total - len(found):,} more (--limit)", err=True)
    if not found.total:
        click.echo("nothing is contested in what was read", err=True)
