"""Shows on stderr how reading goes on, and on stdout what came of it."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from accordingto.data import Problem, Report
from accordingto.shown import shown

if TYPE_CHECKING:
    from accordingto.record.read import Reading, Watch

PLAIN_EVERY = 100
"""Reports between two lines of progress where stderr is no terminal."""


@contextmanager
def watching() -> Iterator[Watch]:
    """Give a watcher that shows progress: a line that moves on a terminal, else a line now and then."""
    if not sys.stderr.isatty():
        yield _plain
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=True)
    with console.status(Text("reading")) as status:

        def moving(item: Report | Problem, reading: Reading) -> None:
            if isinstance(item, Problem):
                if item.outcome == "failed":
                    console.print(Text(_failure(item), style="red"))
                return
            status.update(Text(f"{reading.reports.total():,} reports · {shown(item.title or item.id)[:60]}"))

        yield moving


def _plain(item: Report | Problem, reading: Reading) -> None:
    if isinstance(item, Problem):
        if item.outcome == "failed":
            click.echo(_failure(item), err=True)
    elif not reading.reports.total() % PLAIN_EVERY:
        click.echo(f"{reading.reports.total():,} reports", err=True)


def _failure(problem: Problem) -> str:
    detail = f" ({problem.detail})" if problem.detail else ""
    return shown(f"failed: {problem.source}: {problem.reason}{detail}")


def print_reading(reading: Reading) -> None:
    """Print the table of what was read, known, cut, skipped and failed, by reason."""
    from accordingto.record.writer import Known

    rows: list[tuple[str, int, str]] = [
        ("read", reading.reports[Known.NEW], f"{reading.statements:,} statements"),
        ("new versions", reading.reports[Known.CHANGED], "the older ones are kept"),
        ("analysed now", reading.reports[Known.UNANALYSED], "their text was in the record"),
        ("already known", reading.reports[Known.ANALYSED], ""),
        ("fetched", reading.pages.total(), _reasons(reading.pages)),
        ("not English", reading.languages.total(), _reasons(reading.languages) + "; their text is kept, not analysed"),
        ("cut", reading.cut.total(), _reasons(reading.cut, "characters: ")),
        ("skipped", reading.skipped.total(), _reasons(reading.skipped)),
        ("failed", reading.failed.total(), _reasons(reading.failed)),
    ]
    wide = max(len(f"{number:,}") for _, number, _ in rows)
    for number, (name, figure, why) in enumerate(rows):
        if figure or not number:
            click.echo(f"{name:<13}  {figure:>{wide},}  {why}".rstrip())


def _reasons(counts: Counter[str], unit: str = "") -> str:
    reasons = ", ".join(f"{shown(reason)} {number:,}" for reason, number in counts.most_common())
    return unit + reasons
