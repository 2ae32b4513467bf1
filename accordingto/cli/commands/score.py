"""`accordingto score`: how good the analyser is on reports that you annotated."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="GOLD")
@click.option("--flat", is_flag=True, help="Gold has no nested statements: leave out those that are found.")
@click.option("--values", is_flag=True, help="Show every value of every label too.")
@click.option("--json", "as_json", is_flag=True, help="Every figure as a line of JSON.")
def command(folder: Path, flat: bool, values: bool, as_json: bool) -> None:
    """Score the analyser on annotated reports: pairs of ID.txt and ID.jsonl in the form of docs/scheme.md.

    Each figure (in per cent, with precision P and recall R) stands with the interval that holds it in 90 % of samples
    of as many reports, drawn again: with few reports it is wide.

    \b
    Examples:
      accordingto score my-annotations/
      accordingto score my-annotations/ --values
      accordingto score my-annotations/ --json > figures.jsonl
    """
    from accordingto.analyse import Analyser
    from accordingto.score.score import score

    found = score(folder, Analyser(), flat=flat)
    if as_json:
        for figure in found:
            sys.stdout.write(json.dumps(asdict(figure), ensure_ascii=False) + "\n")
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("", "figure", "%", "90 %", "P", "R", "gold", "found"):
        table.add_column(name, justify="left" if name in ("", "figure") else "right", no_wrap=True)
    for figure in found:
        if ": " in figure.name and not values:
            continue
        rest = [f"{x:.1f}" if x is not None else "" for x in (figure.precision, figure.recall)]
        counts = [f"{figure.gold:,}", f"{figure.found:,}" if figure.precision is not None else ""]
        span = f"{figure.low:.1f}–{figure.high:.1f}"
        table.add_row(f"{figure.layer} {figure.name}", figure.measure, f"{figure.value:.1f}", span, *rest, *counts)
    Console().print(table)
