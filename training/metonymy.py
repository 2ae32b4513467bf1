"""How well a linear probe on the encoder's word vectors tells places that stand for someone from places.

Usage: python -m training.metonymy [--weights FOLDER]. Ten folds on ReLocaR and GWN, grouped by sentence; some minutes
on one core. A trial: what it reaches stands in LOG.md, and nothing of it ships.
"""

from __future__ import annotations

import argparse
import json
import zlib
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from accordingto.encoder import Encoder, OnnxNetwork
from accordingto.segment import words
from accordingto.settings import WEIGHTS
from accordingto.tokens import Tokens
from training.data import shared

FOLDS = 10
STRENGTH = 0.05
"""Inverse of the penalty on the weights; not tuned."""

SLOTS = 512
"""Into which the neighbours' words are hashed, a block for each place beside the name."""
PLACES = (-2, -1, 1, 2)
AROUND = 5
"""Words on either side whose mean vector is looked at."""


def main() -> None:
    """Measure in folds."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--weights", type=Path, default=WEIGHTS)
    args = asked.parse_args()
    network = OnnxNetwork(args.weights)
    encoder = Encoder(network, Tokens(args.weights / "tokenizer.json"))
    sets = {name: rows_of(name, encoder) for name in ("relocar", "gwn")}
    for name, (rows, labels, groups) in sets.items():
        right = 0
        for train, held in GroupKFold(FOLDS).split(rows, labels, groups):
            right += int((fit(rows[train], labels[train]).predict(rows[held]) == labels[held]).sum())
        print(f"{name}: {100 * right / len(labels):.1f} % of {len(labels)} right in {FOLDS} folds by sentence")


def features(vectors: np.ndarray, words: list[str], begin: int, end: int) -> np.ndarray:
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


def fit(rows: np.ndarray, labels: np.ndarray) -> LogisticRegression:
    """Return the probe for some rows."""
    return LogisticRegression(C=STRENGTH, max_iter=300).fit(rows, labels)


def rows_of(name: str, encoder: Encoder) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return features, labels and the number of its sentence for each instance of a set."""
    found = json.loads((shared() / "corpora" / "metonymy" / f"{name}_train.json").read_text(encoding="utf8"))
    of: dict[str, list[dict]] = {}
    for one in found:
        of.setdefault(" ".join(one["sentence"]), []).append(one)
    rows, labels, groups = [], [], []
    for group, (text, some) in enumerate(of.items()):
        spans = words(text, 0, len(text))
        starts = np.zeros(len(spans), bool)
        starts[:1] = True
        vectors = encoder.encode(text, spans, starts).words
        plain = [text[b:e] for b, e in spans]
        for one in some:
            low = len(" ".join(one["sentence"][: one["pos"][0]])) + (one["pos"][0] > 0)
            high = len(" ".join(one["sentence"][: one["pos"][1]]))
            inside = [i for i, (b, e) in enumerate(spans) if b < high and e > low]
            if inside:
                rows.append(features(vectors, plain, inside[0], inside[-1] + 1))
                labels.append(one["label"])
                groups.append(group)
    return np.array(rows, np.float32), np.array(labels), np.array(groups)


if __name__ == "__main__":
    main()
