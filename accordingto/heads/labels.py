"""The labels of a statement: what its source does with the content, how firmly, and who the source is.

One small network scores every value of every label at once (`HEADS` side by side, `SIZES` wide); `quote` is not
learned, since it follows from the quotation marks.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from accordingto.data import LABELS
from accordingto.tokens import Bools, Floats

HEADS = tuple(k for k in LABELS if k != "quote")
NEVER = np.float32(-1e4)
SIZES = [len(LABELS[k]) for k in HEADS]


def decode(rows: Sequence[Floats], unsourced: Sequence[float]) -> list[dict[str, tuple[str, float]]]:
    """Return for each statement the best value of each label and its probability.

    A row is sum of SIZES wide. `unsourced` is 0 for statements with a source, else the chance that they have none: for
    the latter, and only for them, kind and naming are "none". That a name is withheld is told elsewhere in the report
    (`actors.anonymity`).
    """
    out: list[dict[str, tuple[str, float]]] = [{} for _ in rows]
    scores = np.array(rows, np.float32).reshape(len(rows), sum(SIZES))
    alone = np.array(unsourced, np.float32)
    at = 0
    for head, size in zip(HEADS, SIZES, strict=True):
        part = scores[:, at : at + size]
        at += size
        values = np.array(LABELS[head])
        of_source = head in ("kind", "naming")
        if of_source:
            shut = np.equal.outer(alone == 0, values == "none") | (values == "anonymous")
            part = np.where(shut, NEVER, part)
        chances = np.exp(part - part.max(1, keepdims=True))
        chances /= chances.sum(1, keepdims=True)
        best = chances.argmax(1)
        sure = np.where(of_source & (alone > 0), alone, chances.max(1))
        for row, value, chance in zip(out, values[best].tolist(), sure.tolist(), strict=True):
            row[head] = (value, chance)
    return out


def quote(quoted: Bools) -> str:
    """Return "direct", "mixed" or "indirect", given for each content word whether it stands inside double marks."""
    if not quoted.any():
        return "indirect"
    return "direct" if quoted.all() else "mixed"
