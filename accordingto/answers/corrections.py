"""Corrections and what became of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRow:
    """A correction, or the undoing of one."""

    number: int
    made: str
    """ISO 8601, UTC."""
    by: str
    kind: str
    """A kind of `record.corrections`, or "undo"."""
    report: str
    """Empty where it bears on actors or claims."""
    outlet: str
    says: str
    """The correction in words."""
    note: str
    state: str
    """"applied", "replaced" (a later one says otherwise), "not found" (its words are not in the record now), "undone"
    or "undo" (it is an undoing)."""
    undoes: int | None
    undone_by: int | None
    conflicts: tuple[int, ...]
    """Corrections in force by others that say something else of the same; the latest of them is applied."""
    anchor: dict[str, object]
    """The words that it points at."""
    value: dict[str, object]
