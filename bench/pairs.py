"""How the comparison of two places fares on inference pairs it was not made for: score and direction against labels.

    python bench/pairs.py

Two sentences are taken for the same where their vectors are near and neither or both are negated, for a contradiction
where they are near and one is negated, else for neither. The threshold is settled on the train part. Printed: share
right on the dev part, what always giving the commonest label would have, and the same without each signal.
"""

from __future__ import annotations

import csv
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
MOST = 333
Row = tuple[str, str, str]


def cad(part: str) -> Iterator[Row]:
    """Yield pairs and labels of the counterfactually augmented pairs."""
    for folder in ("original", "revised_premise", "revised_hypothesis"):
        with (corpora() / f"nli/cad/{folder}/{part}.tsv").open(encoding="utf8", newline="") as lines:
            rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
            for row in rows[:: max(1, len(rows) // MOST)]:
                yield row["sentence1"], row["sentence2"], row["gold_label"]


def dnc(part: str) -> Iterator[Row]:
    """Yield pairs of the recast veridicality pairs: entailed, or not."""
    rows = json.loads((corpora() / f"nli/dnc/{part}/recast_megaveridicality_data.json").read_text(encoding="utf8"))
    for row in rows[:: max(1, len(rows) // MOST)]:
        yield row["context"], row["hypothesis"], row["label"]


def corpora() -> Path:
    """Return the folder of the corpora."""
    return Path(os.environ.get("ACCORDINGTO_SHARED", ROOT.parent / "shared")) / "corpora"


def main() -> None:
    """Measure."""
    from accordingto.data import Span
    from accordingto.link.meaning import OnnxMeaning
    from accordingto.link.stances import direction

    meaning = OnnxMeaning()

    def measured(rows: Sequence[Row]) -> tuple[np.ndarray, np.ndarray]:
        words = list(dict.fromkeys(words for row in rows for words in row[:2]))
        vectors = meaning.vectors(words, [[Span(0, len(one))] for one in words])
        at = dict(zip(words, vectors, strict=True))
        near = np.array([at[a] @ at[b] for a, b, _ in rows])
        turned = np.array([direction(a) != direction(b) for a, b, _ in rows])
        return near, turned

    for name, load, labels in (
        ("cad", cad, ("entailment", "contradiction", "neutral")),
        ("dnc", dnc, ("entailed", "not-entailed", "not-entailed")),
    ):
        train, dev = list(load("train")), list(load("dev"))
        (near, turned), (near_dev, turned_dev) = measured(train), measured(dev)
        least = max(np.arange(-0.2, 1, 0.02), key=lambda t, ls=labels, p=(near, turned, train): right(*p, t, ls))
        commonest = Counter(row[2] for row in dev).most_common(1)[0][1] / len(dev)
        straight = np.zeros_like(turned_dev)
        print(
            f"{name} dev, {len(dev)} pairs: {100 * right(near_dev, turned_dev, dev, least, labels):.1f} % right"
            f" (commonest label {100 * commonest:.1f}); without direction"
            f" {100 * right(near_dev, straight, dev, least, labels):.1f}, without nearness"
            f" {100 * right(near_dev, turned_dev, dev, -1.0, labels):.1f}; threshold {least:.2f}",
            flush=True,
        )


def right(near: np.ndarray, turned: np.ndarray, rows: Sequence[Row], least: float, labels: Sequence[str]) -> float:
    """Return the share of pairs whose label is the one that nearness and direction give."""
    said = np.where(near < least, labels[2], np.where(turned, labels[1], labels[0]))
    return float(np.mean([a == row[2] for a, row in zip(said, rows, strict=True)]))


if __name__ == "__main__":
    main()
