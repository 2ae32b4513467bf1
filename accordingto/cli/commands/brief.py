"""`accordingto brief`: the story of a record on one page."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from accordingto.brief.forms import form, names
from accordingto.cli.options import record_of, record_option


@click.command()
@click.argument("positional", metavar="[RECORD]", required=False, type=click.Path(path_type=Path))
@record_option
@click.option("--to", type=click.Choice(names()), default="terminal", show_default=True, help="The form.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write it to a file.")
@click.option("--all", "complete", is_flag=True, help="Leave nothing out, shorten nothing.")
@click.option("--width", type=click.IntRange(60, 160), help="Columns.  [default: those of the terminal]")
def command(
    positional: Path | None, record: Path | None, to: str, out: Path | None, complete: bool, width: int | None
) -> None:
    """Show the story on one page: who speaks, what they say, who denies it, who will not say.

    The numbers in brackets are the reports that a line stands in.

    \b
    Examples:
      accordingto brief
      accordingto brief story.db --all
      accordingto brief story.db --to html --out story.html
    """
    from accordingto.brief.page import gather
    from accordingto.errors import UsageError
    from accordingto.record.view import view

    with view(record_of(record, positional)) as opened:
        found = gather(opened, complete=complete)
    colour = out is None and sys.stdout.isatty()
    text = form(to).render(found, width=width or shutil.get_terminal_size().columns, colour=colour)
    if out is None:
        if isinstance(text, bytes):
            raise UsageError(f"{to} is no text: name a file, --out story.{to}")
        click.echo(text, nl=False)
        return
    try:
        out.write_bytes(text.encode("utf-8", "replace") if isinstance(text, str) else text)
    except OSError as error:
        raise UsageError(f"{out} cannot be written: {error.strerror}") from error
