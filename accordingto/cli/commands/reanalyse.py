"""`accordingto reanalyse`: the model of now over what an older one analysed."""

from __future__ import annotations

from pathlib import Path

import click

from accordingto.cli.options import record_of, record_option


@click.command()
@record_option
@click.pass_context
def command(ctx: click.Context, record: Path | None) -> None:
    """Analyse again what another model analysed.

    Reports that the model of now has done are left alone, so that it can be stopped and repeated.

    \b
    Example:
      accordingto reanalyse --record story.db
    """
    from accordingto.cli.progress import print_reading, watching
    from accordingto.link.link import link
    from accordingto.query import keep
    from accordingto.record.read import reanalyse

    with watching() as watch:
        reading = reanalyse(record_of(record), watch=watch)
    link(record_of(record))
    keep(record_of(record))
    print_reading(reading)
    ctx.exit(1 if reading.failed else 0)
