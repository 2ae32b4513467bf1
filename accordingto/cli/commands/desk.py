"""`accordingto desk`: the record in the browser."""

from __future__ import annotations

from pathlib import Path

import click

from accordingto.cli.options import record_of, record_option
from accordingto.settings import Settings, settings


@click.command()
@click.argument("positional", required=False, type=click.Path(path_type=Path), metavar="[RECORD]")
@record_option
@click.option("--host", help=f"The address that it answers at.  [default: {Settings().desk_host}: this computer only]")
@click.option("--port", type=click.IntRange(0, 65535), help=f"0 takes a free one.  [default: {Settings().desk_port}]")
@click.option("--as", "by", default="", metavar="NAME", help="Whose corrections are made here.  [default: the user]")
@click.option("--open/--no-open", "open_browser", default=False, help="Open it in the browser.")
def command(
    positional: Path | None, record: Path | None, host: str | None, port: int | None, by: str, open_browser: bool
) -> None:
    """Show the record in the web browser, on this computer alone.

    Nothing is fetched from the network. With another --host than this computer's own, the address has a token that a
    reader needs; the connection is not encrypted.

    \b
    Examples:
      accordingto desk story.db
      accordingto desk --record story.db --port 0 --open
      accordingto desk story.db --as Ada
    """
    from accordingto.desk.serve import serve

    path = record_of(record, positional)

    def ready(address: str) -> None:
        click.echo(f"{path} is open at {address} – Ctrl-C closes the desk", err=True)
        if open_browser:
            click.launch(address)

    chosen = settings()
    serve(
        path,
        host=chosen.desk_host if host is None else host,
        port=chosen.desk_port if port is None else port,
        ready=ready,
        by=by,
    )
