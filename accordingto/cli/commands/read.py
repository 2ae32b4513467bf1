"""`accordingto read`: sources into a record, with a table of what came of them."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from accordingto.cli.options import record_of, record_option


@click.command()
@click.argument("sources", metavar="SOURCE…", nargs=-1, required=True)
@click.option("--outlet", default="", help="The outlet of reports that do not name it.")
@click.option("--published", default="", metavar="DATE", help="The date of reports that do not state it.")
@click.option("--follow", is_flag=True, help="Fetch the pages of which a feed holds a summary only.")
@record_option
@click.pass_context
def command(
    ctx: click.Context, sources: tuple[str, ...], outlet: str, published: str, follow: bool, record: Path | None
) -> None:
    """Read files, folders, globs, addresses (https://…) or - (stdin) into a record.

    What is in the record already is left alone, so the same call can be repeated, and goes on where it was stopped. A
    meta.csv beside the files (path,outlet,published,url,title) says what they do not. Exit code 1 if a source failed.

    An address is fetched as its site asks (robots.txt, Retry-After, a pause between two pages) and only if it changed;
    its page is kept in the record. Nothing is fetched that is not named, but for --follow.

    \b
    Examples:
      accordingto read reports/
      accordingto read a.html b.txt --outlet "The Saltgate Herald" --published 2026-03-14
      accordingto read 'saved/**/*.html' --record story.db
      accordingto read https://herald.example/2026/03/troops
      accordingto read - --record story.db < reports.jsonl
    """
    from accordingto.cli import INTERRUPTED
    from accordingto.cli.progress import print_reading, watching
    from accordingto.link.link import link
    from accordingto.query import keep
    from accordingto.record.read import read

    path = record_of(record)
    try:
        with watching() as watch:
            reading = read(
                sources,
                record=path,
                outlet=outlet,
                published=published,
                follow=follow,
                stdin=sys.stdin.buffer,
                watch=watch,
            )
    except KeyboardInterrupt:
        click.echo(f"stopped: what was read is kept in {path}; the same call goes on from there", err=True)
        ctx.exit(INTERRUPTED)
    link(path)
    keep(path)
    print_reading(reading)
    click.echo(f"record         {path}")
    ctx.exit(1 if reading.failed else 0)
