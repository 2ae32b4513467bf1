"""Places that stand for a government, a team or their people ("Callow said"), told from places ("in Callow").

A linear probe on the encoder's word vectors of the place, its neighbours and the words around, with the neighbours'
plain words; trained on ReLocaR and GWN (`training/metonymy.py`). It belongs to one encoder: with another it is silent.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from accordingto.settings import WEIGHTS
from accordingto.tokens import Floats

FILE = "metonymy.npz"
SLOTS = 512
"""Into which the neighbours' words are hashed, a block for each place beside the name."""
PLACES = (-2, -1, 1, 2)
AROUND = 5
"""Words on either side whose mean vector is looked at."""


def features(vectors: Floats, words: Sequence[str], begin: int, end: int) -> Floats:
    """Return what is known of a place name at words [begin, end): (4 * width + 4 * SLOTS,)."""
    width = vectors.shape[1]
    none = np.zeros(width, np.float32)
    before = vectors[begin - 1] if begin else none
    behind = vectors[end] if end < len(vectors) else none
    around = np.concatenate([vectors[max(0, begin - AROUND) : begin], vectors[end : end + AROUND]])
    hashed = np.zeros((len(PLACES), SLOTS), np.float32)
    for row, step in enumerate(PLACES):
        at = begin + step if step < 0 else end - 1 + step
        word = words[at].lower() if 0 <= at < len(words) else "\0"
        hashed[row, zlib.crc32(word.encode("utf-8", "surrogatepass")) % SLOTS] = 1.0
    mean = around.mean(0) if len(around) else none
    return np.concatenate([vectors[begin:end].mean(0), before, behind, mean, hashed.ravel()])


@dataclass(frozen=True, slots=True)
class Probe:
    """The weights of the probe and the encoder that they belong to."""

    weights: Floats
    bias: float
    encoder: str

    def chance(self, row: Floats) -> float:
        """Return how likely a place stands for someone."""
        return float(1 / (1 + np.exp(-(float(row @ self.weights) + self.bias))))


@cache
def shipped(encoder: str, path: Path = WEIGHTS / FILE) -> Probe | None:
    """Return the probe that ships, or None where there is none for this encoder (its name)."""
    if not path.exists():
        return None
    with np.load(path) as stored:
        probe = Probe(stored["weights"].astype(np.float32), float(stored["bias"]), str(stored["encoder"]))
    return probe if probe.encoder == encoder else None
