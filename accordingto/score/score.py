"""Annotated reports → figures: each is analysed, compared with its annotation and counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from accordingto.data import Analysis, Problem, Report
from accordingto.errors import AccordingtoError
from accordingto.score.figures import Figure, figures
from accordingto.score.gold import gold
from accordingto.score.tally import tally


class Analyses(Protocol):
    """What analyses reports, in order."""

    def stream(self, reports: Iterable[Report]) -> Iterator[Analysis | Problem]:
        """Yield an analysis, or a problem, for each report."""


def score(folder: Path, analyser: Analyses, *, flat: bool = False) -> list[Figure]:
    """Return the figures of an analyser on a folder of annotated reports.

    Raises UsageError where the folder is not in the scheme's form, AccordingtoError where a report cannot be analysed.
    """
    golds = list(gold(folder))
    tallies = []
    for one, found in zip(golds, analyser.stream(g.report for g in golds), strict=True):
        if isinstance(found, Problem):
            raise AccordingtoError(f"{one.report.id} could not be analysed: {found.reason} {found.detail}".rstrip())
        tallies.append(tally(one.report.text, one.statements, found.statements, flat=flat))
    return figures(tallies)
