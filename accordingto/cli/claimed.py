"""How commands print claims, holders and origins: as lines for a person, or as JSON lines."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from accordingto.brief.wording import sides_of
from accordingto.shown import STANCES, shortened, shown
from accordingto.table import Table, json_bytes

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from accordingto.answers import ClaimRow, HolderRow, LineStep, OriginRow

DIM = "bright_black"


def print_json(rows: Table[ClaimRow] | Table[HolderRow] | Table[LineStep] | Table[OriginRow]) -> None:
    """Print a row a line as JSON."""
    for record in rows.records():
        sys.stdout.buffer.write(json_bytes(record) + b"\n")
    sys.stdout.buffer.flush()


def print_parts(parts: Iterable[RenderableType]) -> None:
    """Print what `claim_parts` and its like yield."""
    console = _console()
    for part in parts:
        console.print(part)


def claim_parts(claim: ClaimRow) -> Iterator[RenderableType]:
    """Yield a claim's sentence and a line for each stance that is taken on it."""
    from rich.text import Text

    width = shutil.get_terminal_size().columns
    head = Text(shortened(shown(claim.text), 2 * width), style="bold")
    head.append(f"  {claim.claim}  {claim.status}", style=DIM)
    yield head
    for mark, names, counted in sides_of(claim):
        line = Text(f"  {mark.sign} {mark.word:<13}", style=mark.colour)
        line.append(shortened(shown(names), width), style="default")
        yield line.append(f"  {counted}", style=DIM)
    if claim.differs_in:
        yield Text(f"  {shown(claim.differs_in)}: {shortened(shown(' · '.join(claim.values)), width)}")


def holder_parts(holders: Iterable[HolderRow]) -> Iterator[RenderableType]:
    """Yield a line a holder, in order: when, who, which stance, in which words, where, on whose word."""
    from rich.table import Table as Grid
    from rich.text import Text

    width = shutil.get_terminal_size().columns
    grid = Grid(box=None, padding=(0, 1, 0, 0), pad_edge=False, show_header=False)
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(max_width=width // 4, overflow="fold")
    grid.add_column(ratio=1, overflow="fold")
    for one in holders:
        mark = STANCES["declines" if one.act == "decline" else one.stance]
        words = Text(shortened(shown(one.words), 2 * width))
        where = f"{shown(one.outlet) or shown(one.report)}, {origin_words(one.origin_how, one.origin_who)}"
        words.append(f"  {where}", style=DIM)
        who = shown(one.speaker) or f"{shown(one.outlet) or shown(one.report)} itself"
        sign = Text(f"{mark.sign} {mark.word}", style=mark.colour)
        grid.add_row(Text(shown(one.said[:10]) or "undated", style=DIM), sign, who, words)
    yield grid


def origin_words(how: str, who: str) -> str:
    """Return an origin in words; what is not known is called not established."""
    return "origin not established" if how == "unknown" else f"{how}: {shown(who)}" if who else how


def _console() -> Console:
    from rich.console import Console

    width = shutil.get_terminal_size().columns
    return Console(width=width, highlight=False, emoji=False, markup=False, file=sys.stdout)
