"""Fit the lines that turn scores into chances (`accordingto.calibration`), on the annotated reports of `voa` dev.

The error that is reported (expected calibration error, ten bins of equal width) is of reports that took no part in the
fit: each report is judged by lines fitted on all others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from accordingto.analyse import Analyser
from accordingto.calibration import EDGE, chance
from accordingto.data import LABELS, Analysis
from accordingto.score.gold import gold
from accordingto.score.tally import attributed, paired
from training.data import shared

NAMES = ("statement", *(label for label in LABELS if label != "quote"))
BINS = 10
PULL = 2.0
"""How strongly a line is held to slope 1 and shift 0, in statements: some labels are nearly always right."""


@dataclass(frozen=True)
class Judged:
    """Scores of one report by name, and whether what has the score is right."""

    scores: dict[str, np.ndarray]
    right: dict[str, np.ndarray]


def judged(analyser: Analyser) -> list[Judged]:
    """Return the scores on `voa` dev; a statement is right when it is attributed at an overlap of 0.3."""
    golds = list(gold(shared() / "corpora" / "voa" / "dev"))
    out = []
    for one, found in zip(golds, analyser.stream(g.report for g in golds), strict=True):
        assert isinstance(found, Analysis)
        sides = [
            [tuple({i for b, e in spans for i in range(b, e)} for spans in (s.content, s.source)) for s in side]
            for side in (one.statements, found.statements)
        ]
        pairs = {j: i for i, j in paired(sides[0], sides[1], 0.3)}
        scores: dict[str, list[float]] = {name: [] for name in NAMES}
        right: dict[str, list[bool]] = {name: [] for name in NAMES}
        for j, statement in enumerate(found.statements):
            i = pairs.get(j)
            scores["statement"].append(statement.scores["statement"])
            right["statement"].append(i is not None and attributed(sides[0][i][1], sides[1][j][1]))
            if i is None:
                continue
            for label in NAMES[1:]:
                if label != "polarity" or one.statements[i].act != "decline":
                    scores[label].append(statement.scores[label])
                    right[label].append(getattr(one.statements[i], label) == getattr(statement, label))
        out.append(Judged(*({k: np.array(v, float) for k, v in side.items()} for side in (scores, right))))
    return out


def line(scores: np.ndarray, right: np.ndarray) -> tuple[float, float]:
    """Return slope and shift of the likeliest line, by Newton's method with steps that never make it less likely."""
    clipped = np.clip(scores, EDGE, 1 - EDGE)
    rows = np.stack([np.log(clipped / (1 - clipped)), np.ones_like(clipped)], 1)
    at = home = np.array([1.0, 0.0])

    def likelihood(at: np.ndarray) -> float:
        z = rows @ at
        return float((right * z - np.logaddexp(0, z)).sum() - PULL * ((at - home) ** 2).sum() / 2)

    for _ in range(50):
        p = 1 / (1 + np.exp(-rows @ at))
        slope = rows.T @ (right - p) - PULL * (at - home)
        bend = (rows * (p * (1 - p))[:, None]).T @ rows + PULL * np.eye(2)
        step = np.linalg.solve(bend, slope)
        while likelihood(at + step) < likelihood(at) and np.abs(step).max() > 1e-6:
            step = step / 2
        at = at + step
        if np.abs(step).max() < 1e-6:
            break
    return float(at[0]), float(at[1])


def error(chances: np.ndarray, right: np.ndarray) -> float:
    """Return the expected calibration error: how far the share right in a bin lies from the mean chance, weighted."""
    where = np.minimum((chances * BINS).astype(int), BINS - 1)
    parts = [(where == b) for b in range(BINS)]
    return float(sum(p.sum() * abs(right[p].mean() - chances[p].mean()) for p in parts if p.any()) / max(1, len(right)))


def calibrate(analyser: Analyser) -> dict[str, dict]:
    """Return for the card the line of each score, and its error before and after, on reports left out of the fit."""
    analyser.network.calibration = {}
    reports = judged(analyser)
    lines, errors = {}, {}
    for name in NAMES:
        lines[name] = [round(x, 4) for x in line(*_joined(reports, name))]
        chances = np.concatenate([_left_out(reports, i, name) for i in range(len(reports))])
        scores, right = _joined(reports, name)
        errors[name] = {"before": round(error(scores, right), 3), "after": round(error(chances, right), 3)}
    return {"lines": lines, "errors": errors}


def _joined(reports: Sequence[Judged], name: str) -> tuple[np.ndarray, np.ndarray]:
    scores, right = ([getattr(r, side)[name] for r in reports] for side in ("scores", "right"))
    return np.concatenate(scores), np.concatenate(right)


def _left_out(reports: Sequence[Judged], i: int, name: str) -> np.ndarray:
    fitted = line(*_joined([r for k, r in enumerate(reports) if k != i], name))
    return np.array([chance(name, float(s), {name: fitted}) for s in reports[i].scores[name]])
