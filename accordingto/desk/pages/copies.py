"""Groups of reports that share text: many outlets, fewer origins."""

from __future__ import annotations

from dataclasses import dataclass

from accordingto import query
from accordingto.answers import CopyGroup
from accordingto.desk.ask import Ask, Leaf
from accordingto.record.connection import Connection

PATH = "/copies"
TITLE = "Copies"
GROUPS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiesPage:
    """A part of the groups, the largest first."""

    groups: tuple[CopyGroup, ...]
    leaf: Leaf


def gather(view: Connection, ask: Ask) -> CopiesPage:
    """Return the groups."""
    number = ask.number("page")
    found = query.copies(view, limit=GROUPS, offset=(number - 1) * GROUPS)
    return CopiesPage(groups=found.rows, leaf=Leaf(number=number, size=GROUPS, total=found.total))
