"""Sources: which outlet leans on which origin, and what share of its statements is anonymous."""

from __future__ import annotations

from dataclasses import dataclass

from accordingto import query
from accordingto.answers import Lean, OutletRow
from accordingto.desk.ask import Ask, Leaf
from accordingto.desk.memory import remembered
from accordingto.desk.pages import ROWS
from accordingto.record.connection import Connection

PATH = "/sources"
TITLE = "Sources"
COLUMNS = 12
"""Origins of the matrix: as many columns as a page holds beside the outlet's name."""
LINES = 24
"""Outlets of the matrix: those that have words of these origins, most first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A column of the matrix."""

    origin: str
    how: str
    who: str
    outlets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """An outlet, and in how many of its reports stand words of each origin, in the order of the columns."""

    outlet: str
    reports: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesPage:
    """The matrix of the origins that most outlets lean on, and the list of all outlets."""

    origins: tuple[Origin, ...]
    matrix: tuple[MatrixRow, ...]
    more_origins: int
    outlets: tuple[OutletRow, ...]
    leaf: Leaf


def gather(view: Connection, ask: Ask) -> SourcesPage:
    """Return outlets and origins."""
    leans = remembered(view, "leans", query.leans).rows
    outlets = remembered(view, "outlets", query.outlets)
    origins, matrix = _matrix(leans)
    leaf = Leaf(number=ask.number("page"), size=ROWS, total=outlets.total)
    return SourcesPage(
        origins=origins[:COLUMNS],
        matrix=matrix,
        more_origins=max(0, len(origins) - COLUMNS),
        outlets=outlets.rows[leaf.offset : leaf.offset + ROWS],
        leaf=leaf,
    )


def _matrix(leans: tuple[Lean, ...]) -> tuple[tuple[Origin, ...], tuple[MatrixRow, ...]]:
    by_origin: dict[str, list[Lean]] = {}
    for lean in leans:
        by_origin.setdefault(lean.origin, []).append(lean)
    origins = tuple(
        Origin(origin=name, how=held[0].how, who=held[0].who, outlets=len(held)) for name, held in by_origin.items()
    )
    cells: dict[str, list[int]] = {}
    for column, one in enumerate(origins[:COLUMNS]):
        for lean in by_origin[one.origin]:
            cells.setdefault(lean.outlet, [0] * len(origins[:COLUMNS]))[column] = lean.reports
    rows = sorted(cells.items(), key=lambda row: (-sum(number > 0 for number in row[1]), -sum(row[1]), row[0]))
    return origins, tuple(MatrixRow(outlet=outlet, reports=tuple(numbers)) for outlet, numbers in rows[:LINES])
