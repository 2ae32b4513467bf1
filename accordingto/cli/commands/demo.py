"""`accordingto demo`: the sample story, read and shown."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from accordingto.cli.options import record_option


@click.command()
@record_option
@click.pass_context
def command(ctx: click.Context, record: Path | None) -> None:
    """Read the sample story and show it on one page.

    The states, people and outlets in it are invented. Without --record, its record is a temporary file.

    \b
    Examples:
      accordingto demo
      accordingto demo --record demo.db
    """
    import tempfile

    from accordingto.brief.forms import terminal
    from accordingto.brief.page import gather
    from accordingto.cli.progress import print_reading, watching
    from accordingto.link.link import link
    from accordingto.query import keep
    from accordingto.record.read import read
    from accordingto.record.view import view
    from accordingto.sample import sample_story

    # $ACCORDINGTO_RECORD is a story of the user's own: the sample goes there only if it is named here.
    path = record or Path(tempfile.mkdtemp(prefix="accordingto-demo-")) / "demo.db"
    with watching() as watch:
        reading = read(sample_story(), record=path, watch=watch)
    link(path)
    keep(path)
    print_reading(reading)
    with view(path) as opened:
        found = gather(opened)
    width = shutil.get_terminal_size().columns
    click.echo("\n" + terminal.render(found, width=width, colour=sys.stdout.isatty()))
    click.echo(f"The record is {path}. Go on with:")
    for example in ("desk --open", "brief --all", "find --act deny", "brief --to md --out story.md"):
        click.echo(f"  accordingto {example} --record {path}")
    ctx.exit(1 if reading.failed else 0)
