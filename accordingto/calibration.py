"""Scores of a model → chances: of statements with a score of 0.8, eight in ten are right.

A network is surer of itself than it should be. The card of the weights holds for each score two numbers, fitted on
annotated reports: chance = 1 / (1 + exp(-(slope · log(score / (1 - score)) + shift))) (Platt 1999).
"""

from __future__ import annotations

import math
from collections.abc import Mapping

Lines = Mapping[str, tuple[float, float]]
"""Slope and shift by the name of the score."""
EDGE = 1e-4
"""No score is nearer to 0 or 1 than this: nothing is certain."""


def chance(name: str, score: float, lines: Lines) -> float:
    """Return the chance that what has this score is right; the score itself where the card has no line for it."""
    slope, shift = lines.get(name, (1.0, 0.0))
    score = min(max(score, EDGE), 1 - EDGE)
    return 1 / (1 + math.exp(-(slope * math.log(score / (1 - score)) + shift)))
