"""What was left out: sources that failed or were skipped, by reason, and what was cut from reports."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from accordingto import query
from accordingto.answers import CutRow, ProblemRow, RunRow
from accordingto.desk.ask import Ask, Leaf
from accordingto.desk.pages import ROWS
from accordingto.record.connection import Connection

PATH = "/left-out"
TITLE = "Left out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """How often something was left out for a reason."""

    outcome: str
    """"failed", "skipped" or "cut"."""
    reason: str
    number: int
    size: int
    """Code points of what was cut; 0 for the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutPage:
    """All reasons, and the rows of the one that is asked for (of all, where none is)."""

    outcome: str
    reason: str
    reasons: tuple[Reason, ...]
    problems: tuple[ProblemRow, ...]
    cuts: tuple[CutRow, ...]
    leaf: Leaf
    unfinished: tuple[RunRow, ...]
    """Runs that did not come to their end, or still go on."""


def gather(view: Connection, ask: Ask) -> LeftOutPage:
    """Return what failed, was skipped or cut; `outcome` and `reason` narrow it."""
    outcome = ask.chosen("outcome", ("failed", "skipped", "cut"), default="failed")
    reason = ask.text("reason")
    problems = query.problems(view).rows
    reasons = (
        *_problem_reasons(problems, "failed"),
        *_problem_reasons(problems, "skipped"),
        *(Reason(outcome="cut", reason=one.reason, number=one.pieces, size=one.size) for one in query.count_cuts(view)),
    )
    rows = tuple(row for row in problems if row.outcome == outcome and reason in ("", row.reason))
    number = ask.number("page")
    wanted = ROWS if outcome == "cut" else 0
    pieces = query.cuts(view, reason=reason, limit=wanted, offset=(number - 1) * ROWS)
    leaf = Leaf(number=number, size=ROWS, total=pieces.total if outcome == "cut" else len(rows))
    return LeftOutPage(
        outcome=outcome,
        reason=reason,
        reasons=reasons,
        problems=rows[leaf.offset : leaf.offset + ROWS],
        cuts=pieces.rows,
        leaf=leaf,
        unfinished=tuple(run for run in query.runs(view) if not run.ended),
    )


def _problem_reasons(problems: tuple[ProblemRow, ...], outcome: str) -> tuple[Reason, ...]:
    counted = Counter(row.reason for row in problems if row.outcome == outcome)
    return tuple(
        Reason(outcome=outcome, reason=reason, number=number, size=0) for reason, number in counted.most_common()
    )
