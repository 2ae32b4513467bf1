"""Trains the probe for metonymic places on ReLocaR and GWN, and measures it in ten folds, grouped by sentence.

Usage: python -m training.metonymy [--weights FOLDER] [--out FILE], both in accordingto/weights by default. It reads the word
vectors of the encoder in `--weights` and must run again whenever that encoder changes; some minutes on one core.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from accordingto.actors.metonymy import FILE, features
from accordingto.encoder import Encoder, OnnxNetwork
from accordingto.segment import words
from accordingto.settings import WEIGHTS
from accordingto.tokens import Tokens
from training.data import shared

FOLDS = 10
STRENGTH = 0.05
"""Inverse of the penalty on the weights: of 0.01 to 1, best on both sets."""


def main() -> None:
    """Measure in folds, then train on everything and write the weights."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--weights", type=Path, default=WEIGHTS)
    asked.add_argument("--out", type=Path, default=WEIGHTS / FILE)
    args = asked.parse_args()
    network = OnnxNetwork(args.weights)
    encoder = Encoder(network, Tokens(args.weights / "tokenizer.json"))
    sets = {name: rows_of(name, encoder) for name in ("relocar", "gwn")}
    for name, (rows, labels, groups) in sets.items():
        right = 0
        for train, held in GroupKFold(FOLDS).split(rows, labels, groups):
            right += int((fit(rows[train], labels[train]).predict(rows[held]) == labels[held]).sum())
        print(f"{name}: {100 * right / len(labels):.1f} % of {len(labels)} right in {FOLDS} folds by sentence")
    model = fit(*(np.concatenate([one[k] for one in sets.values()]) for k in (0, 1)))
    np.savez_compressed(
        args.out, weights=model.coef_[0].astype(np.float16), bias=model.intercept_[0], encoder=network.name
    )


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
