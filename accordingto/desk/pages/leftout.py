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
    problems, cuts = query.problems(view).rows, query.cuts(view).rows
    reasons = (*_problem_reasons(problems, "failed"), *_problem_reasons(problems, "skipped"), *_cut_reasons(cuts))
    rows = tuple(row for row in problems if row.outcome == outcome and reason in ("", row.reason))
    pieces = tuple(cut for cut in cuts if reason in ("", cut.reason)) if outcome == "cut" else ()
    leaf = Leaf(number=ask.number("page"), size=ROWS, total=len(rows) + len(pieces))
    return LeftOutPage(
        outcome=outcome,
        reason=reason,
        reasons=reasons,
        problems=rows[leaf.offset : leaf.offset + ROWS],
        cuts=pieces[leaf.offset : leaf.offset + ROWS],
        leaf=leaf,
        unfinished=tuple(run for run in query.runs(view) if not run.ended),
    )


def _problem_reasons(problems: tuple[ProblemRow, ...], outcome: str) -> tuple[Reason, ...]:
    counted = Counter(row.reason for row in problems if row.outcome == outcome)
    return tuple(
        Reason(outcome=outcome, reason=reason, number=number, size=0) for reason, number in counted.most_common()
    )


def _cut_reasons(cuts: tuple[CutRow, ...]) -> tuple[Reason, ...]:
    counted, sizes = Counter[str](), Counter[str]()
    for cut in cuts:
        counted[cut.reason] += 1
        sizes[cut.reason] += cut.end - cut.begin
    return tuple(
        Reason(outcome="cut", reason=reason, number=counted[reason], size=size) for reason, size in sizes.most_common()
    )
