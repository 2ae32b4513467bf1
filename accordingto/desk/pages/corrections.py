"""Corrections: every one, by whom, when, what became of it, and the way back."""

from __future__ import annotations

from dataclasses import dataclass

from accordingto import query
from accordingto.answers import CorrectionRow
from accordingto.desk.ask import Ask, Leaf
from accordingto.desk.pages import ROWS
from accordingto.record.connection import Connection

PATH = "/corrections"
TITLE = "Corrections"


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionsPage:
    """A part of the list, the newest first."""

    corrections: tuple[CorrectionRow, ...]
    leaf: Leaf
    disputed: int
    """Corrections in force that somebody else's contradicts."""


def gather(view: Connection, ask: Ask) -> CorrectionsPage:
    """Return the corrections (those on one `report`), undone ones and undoings among them."""
    found = query.corrections(view, report=ask.text("report"), outlet=ask.text("outlet") or None).rows[::-1]
    leaf = Leaf(number=ask.number("page"), size=ROWS, total=len(found))
    return CorrectionsPage(
        corrections=found[leaf.offset : leaf.offset + ROWS],
        leaf=leaf,
        disputed=sum(bool(one.conflicts) for one in found),
    )
