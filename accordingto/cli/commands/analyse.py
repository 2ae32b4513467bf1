"""`accordingto analyse`: JSON lines in, JSON lines out, in order, in constant memory."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--cut", is_flag=True, help="Find what is not the report, leave it alone, and say what it was.")
@click.pass_context
def command(ctx: click.Context, file: Path | None, cut: bool) -> None:
    """Say who says what in each report of a stream, without any record.

    Each line in is a JSON object with id and text, and where known title, outlet, published, url. Each line out has the
    statements with their spans (code points into text, half open). A line that cannot be used is answered by an error
    in its place, the rest goes on, and the exit code is 1.

    \b
    Examples:
      accordingto analyse reports.jsonl > statements.jsonl
      accordingto analyse --cut < reports.jsonl
    """
    from accordingto.cli.lines import answer_lines

    out, good = sys.stdout.buffer, True
    with sys.stdin.buffer if file in (None, Path("-")) else file.open("rb") as stream:
        for line, usable in answer_lines(stream, cut=cut):
            out.write(line + b"\n")
            # A line an answer: who reads along sees it at once.
            out.flush()
            good = good and usable
    ctx.exit(0 if good else 1)
