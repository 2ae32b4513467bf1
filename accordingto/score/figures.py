"""Counts of reports → precision, recall and F1 of every layer and label, with intervals by drawing reports again.

An interval holds the middle 90 % of the figure over DRAWS samples of as many reports, drawn with replacement (bootstrap
over reports, as statements of one report are not independent of each other).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accordingto.data import LABELS, PARTS
from accordingto.score.tally import OVERLAPS, Key

Floats = NDArray[np.float64]

DRAWS = 1000
SEED = 1
SHARE = 90
"""Per cent of the draws inside an interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure in per cent: `value` with its interval, and where it is an F1, precision, recall and counts."""

    layer: str
    name: str
    measure: str
    value: float
    low: float
    high: float
    precision: float | None = None
    recall: float | None = None
    gold: int = 0
    found: int = 0


def figures(tallies: Sequence[Counter[Key]], *, draws: int = DRAWS) -> list[Figure]:
    """Return every figure of these reports, in the order in which they are shown."""
    keys = sorted({key for one in tallies for key in one})
    table = np.array([[one[key] for key in keys] for one in tallies], np.float64).reshape(len(tallies), len(keys))
    rng = np.random.default_rng(SEED)
    n = len(tallies)
    weights = np.concatenate([np.ones((1, n)), rng.multinomial(n, np.full(n, 1 / max(1, n)), draws)])
    sums = weights @ table
    counts = {key: sums[:, i] for i, key in enumerate(keys)}
    zero = np.zeros(len(sums))
    out = []
    for layer, names in (("part", PARTS), ("statement", _statement_names())):
        for name in names:
            three = [counts.get((layer, name, of), zero) for of in ("right", "found", "gold")]
            out.append(_f1(layer, name, *three))
    for label, values in LABELS.items():
        out += _label(label, values, counts, zero)
    right, matched = counts.get(("speaker", "right"), zero), counts.get(("speaker", "matched"), zero)
    out.append(_figure("speaker", "right on matched", "accuracy", _ratio(right, matched), gold=int(matched[0])))
    out.append(_f1("speaker", "end to end", right, *(counts.get(("speaker", k), zero) for k in ("found", "gold"))))
    return out


def _statement_names() -> list[str]:
    return [f"{what}@{overlap}" for overlap in OVERLAPS for what in ("content", "attributed")] + ["parent"]


def _label(label: str, values: Sequence[str], counts: Mapping[Key, Floats], zero: Floats) -> list[Figure]:
    """Return accuracy, macro F1 and the F1 of each value that the gold has, on matched statements."""

    def total(gold: str | None, found: str | None) -> Floats:
        asked = (
            count
            for key, count in counts.items()
            if key[:2] == ("label", label) and gold in (None, key[2]) and found in (None, key[3])
        )
        return np.asarray(sum(asked, zero), np.float64)

    rows, f1s, there = [], [], []
    for value in values:
        gold, found, right = total(value, None), total(None, value), total(value, value)
        if gold[0]:
            rows.append(_f1("label", f"{label}: {value or 'not said'}", right, found, gold))
            f1s.append(_ratio(2 * right, gold + found))
            there.append(gold > 0)
    if not rows:
        return []
    right = np.asarray(sum((total(value, value) for value in values), zero), np.float64)
    # A draw may lack a value: it counts in the mean of those that have it.
    macro = np.array(f1s).sum(0, where=np.array(there)) / np.maximum(1, np.array(there).sum(0))
    n = int(total(None, None)[0])
    return [
        _figure("label", label, "accuracy", _ratio(right, total(None, None)), gold=n),
        _figure("label", label, "macro F1", macro, gold=n),
        *rows,
    ]


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.asarray(np.divide(part, whole, out=np.zeros_like(part), where=whole > 0))


def _f1(layer: str, name: str, right: Floats, found: Floats, gold: Floats) -> Figure:
    precision, recall = (100 * float(_ratio(right[:1], of[:1])[0]) for of in (found, gold))
    row = _figure(layer, name, "F1", _ratio(2 * right, found + gold), gold=int(gold[0]))
    return Figure(
        layer=layer,
        name=name,
        measure="F1",
        value=row.value,
        low=row.low,
        high=row.high,
        precision=round(precision, 1),
        recall=round(recall, 1),
        gold=int(gold[0]),
        found=int(found[0]),
    )


def _figure(layer: str, name: str, measure: str, draws: Floats, *, gold: int) -> Figure:
    """Return a figure whose first draw is the sample itself."""
    rest = draws[1:] if len(draws) > 1 else draws
    low, high = np.percentile(100 * rest, [(100 - SHARE) / 2, (100 + SHARE) / 2])
    value, low, high = (round(float(x), 1) for x in (100 * draws[0], low, high))
    return Figure(layer=layer, name=name, measure=measure, value=value, low=low, high=high, gold=gold)
