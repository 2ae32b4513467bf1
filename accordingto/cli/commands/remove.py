"""`accordingto remove`: one report out of a record, with all that rests on it."""

from __future__ import annotations

from pathlib import Path

import click

from accordingto.cli.options import record_of, record_option


@click.command()
@click.argument("report")
@click.option("--outlet", default=None, help="The outlet, where several have a report of that id.")
@record_option
def command(report: str, outlet: str | None, record: Path | None) -> None:
    """Take a report, all its versions and all that rests on them out of a record.

    REPORT is its id, as `find --json` and `brief --all` show it.

    \b
    Examples:
      accordingto remove saltgate-herald.html
      accordingto remove https://herald.example/troops --outlet "The Saltgate Herald"
    """
    from accordingto import remove
    from accordingto.brief.wording import number_of
    from accordingto.shown import shown

    versions = remove(report, outlet=outlet, record=record_of(record))
    click.echo(f"removed {shown(report)} ({number_of(versions, 'version')})")
