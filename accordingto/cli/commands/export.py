"""`accordingto export`: a record in the form of another program."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import click

from accordingto.cli.options import record_of, record_option
from accordingto.errors import UsageError
from accordingto.exporters import own


@click.command()
@click.argument("positional", metavar="[RECORD]", required=False, type=click.Path(path_type=Path))
@record_option
@click.option("--to", required=True, metavar="NAME", help=f"The form: {', '.join(own())}, or one of another package.")
@click.option("--table", default="", metavar="TABLE", help="One table of it (csv, jsonl, parquet).")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write it to a file; what is no text needs one.")  # fmt: skip
def command(positional: Path | None, record: Path | None, to: str, table: str, out: Path | None) -> None:
    """Write the record in the form of another program.

    Text goes to stdout unless --out names a file. What each form holds, and what it cannot hold, stands in
    docs/exports.md.

    \b
    Examples:
      accordingto export --to csv --out story.zip
      accordingto export --to csv --table statements > statements.csv
      accordingto export story.db --to jsonl
    """
    from accordingto.exporters import load, load_for_tables
    from accordingto.record.view import view

    if table:
        tables = load_for_tables(to)
        text, suffix = tables.TABLE_TEXT, tables.TABLE_SUFFIX
    else:
        exporter = load(to)
        text, suffix = exporter.TEXT, exporter.SUFFIX
    if out is None and not text:
        raise UsageError(f"{to} is no text: name a file, --out {table or 'story'}{suffix}")
    with view(record_of(record, positional)) as opened:
        _write(out, lambda stream: tables.write_table(opened, stream, table=table) if table
               else exporter.write(opened, stream))  # fmt: skip


def _write(out: Path | None, write: Callable[[BinaryIO], None]) -> None:
    """Write to stdout or to a file, which is only there once it is whole."""
    if out is None:
        write(sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    part = out.with_name(out.name + ".part")
    try:
        with part.open("wb") as stream:
            write(stream)
        part.replace(out)
    except OSError as error:
        raise UsageError(f"{out} cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            part.unlink()
