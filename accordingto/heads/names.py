"""Names of persons, organisations and places, as a tag sequence over a sentence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from accordingto.heads.crf import best_paths
from accordingto.tokens import Floats

NAMES = ("PER", "ORG", "LOC")
NAME_TAGS = ("out", *(tag for name in NAMES for tag in (f"{name} begins", name)))

Range = tuple[int, int]


def decode(scores: Floats, sentences: Sequence[Range], tables: dict[str, Floats]) -> list[tuple[int, int, str]]:
    """Return the names as word ranges with their type, in order; scores (T, tags), sentences as word ranges."""
    if not sentences:
        return []
    lengths = np.array([e - b for b, e in sentences])
    rows = np.zeros((len(sentences), int(lengths.max()), len(NAME_TAGS)), np.float32)
    for i, (b, e) in enumerate(sentences):
        rows[i, : e - b] = scores[b:e]
    tags = best_paths(rows, lengths, tables["names_steps"], tables["names_first"], tables["names_last"])
    flat = np.zeros(len(scores), np.int64)
    for i, (b, e) in enumerate(sentences):
        flat[b:e] = tags[i, : e - b]
    begins = np.flatnonzero(flat % 2 == 1)
    out = []
    for b in begins.tolist():
        inside, e = flat[b] + 1, b + 1
        while e < len(flat) and flat[e] == inside:
            e += 1
        out.append((b, e, NAMES[(int(inside) - 2) // 2]))
    return out
