"""`accordingto relink`: all links across the reports of a record, made anew."""

from __future__ import annotations

from pathlib import Path

import click

from accordingto.cli.options import record_of, record_option


@click.command()
@record_option
def command(record: Path | None) -> None:
    """Throw away what links the reports of a record (actors, claims, origins) and make it anew.

    Reading links as it goes; this brings a record to exactly what reading everything at once would give.

    \b
    Example:
      accordingto relink --record story.db
    """
    from accordingto import relink

    done = relink(record_of(record))
    click.echo(f"linked {done.reports:,} reports")
    for status, number in done.claims.items():
        click.echo(f"{status:<13}  {number:,}")
