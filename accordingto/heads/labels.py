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


def decode(rows: Sequence[Floats], sourced: Sequence[bool]) -> list[dict[str, tuple[str, float]]]:
    """Return for each statement the best value of each label and its probability.

    A row is sum of SIZES wide. `sourced` tells which statements have a source: for the others, and only for them, kind
    and naming are "none". That a name is withheld is told elsewhere in the report (`actors.anonymity`).
    """
    out: list[dict[str, tuple[str, float]]] = [{} for _ in rows]
    scores = np.array(rows, np.float32).reshape(len(rows), sum(SIZES))
    at = 0
    for head, size in zip(HEADS, SIZES, strict=True):
        part = scores[:, at : at + size]
        if head in ("kind", "naming"):
            part = np.where(np.equal.outer(sourced, np.array(LABELS[head]) == "none"), NEVER, part)
            part[:, [value == "anonymous" for value in LABELS[head]]] = NEVER
        at += size
        chances = np.exp(part - part.max(1, keepdims=True))
        chances /= chances.sum(1, keepdims=True)
        for row, best in zip(range(len(out)), chances.argmax(1), strict=True):
            out[row][head] = (LABELS[head][best], float(chances[row, best]))
    return out


def quote(quoted: Bools) -> str:
    """Return "direct", "mixed" or "indirect", given for each content word whether it stands inside double marks."""
    if not quoted.any():
        return "indirect"
    return "direct" if quoted.all() else "mixed"
