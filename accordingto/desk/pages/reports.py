"""The list of reports, in order of time."""

from __future__ import annotations

from dataclasses import dataclass

from accordingto import query
from accordingto.answers import ReportRow
from accordingto.desk.ask import Ask, Leaf
from accordingto.desk.pages import ROWS
from accordingto.record.connection import Connection

PATH = "/reports"
TITLE = "Reports"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsPage:
    """A part of the list."""

    words: str
    reports: tuple[ReportRow, ...]
    leaf: Leaf


def gather(view: Connection, ask: Ask) -> ReportsPage:
    """Return the reports, those with all of the words `q` in title or text."""
    number = ask.number("page")
    found = query.reports(view, words=ask.text("q"), limit=ROWS, offset=(number - 1) * ROWS)
    return ReportsPage(words=ask.text("q"), reports=found.rows, leaf=Leaf(number=number, size=ROWS, total=found.total))
