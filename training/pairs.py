"""A pair model on the second encoder as it ships: two sentences → entailed, contradicted or neither; what it reaches.

    python -m training.pairs [--epochs 12] [--seed 1]

It reads the encoder's vectors of both sentences and of their words, which it lays beside one another: what each word is
nearest to, and what is left over. A hidden layer is shared by the counterfactually augmented pairs (three labels) and
the recast veridicality pairs (two), each with a last layer of its own. Printed: accuracy on both dev parts, and with
each signal left out. Nothing is written; `training/LOG.md` says whether it ships.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch import Tensor, nn

from accordingto.data import Span
from accordingto.link.meaning import OnnxMeaning, weights
from accordingto.link.stances import direction
from accordingto.tokens import Floats
from training.data import shared

LABELS = {"cad": ("entailment", "neutral", "contradiction"), "dnc": ("entailed", "not-entailed")}
HIDDEN, DROPOUT, RATE, BATCH = 96, 0.4, 1e-3, 64
_WORD = re.compile(r"\w+(?:['’]\w+)*")
Pair = tuple[str, str, str]
Read = dict[str, tuple[Floats, Floats, Floats]]


def cad(part: str) -> Iterator[Pair]:
    """Yield the counterfactually augmented pairs of a part."""
    for folder in ("original", "revised_premise", "revised_hypothesis"):
        with (shared() / f"corpora/nli/cad/{folder}/{part}.tsv").open(encoding="utf8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                yield row["sentence1"], row["sentence2"], row["gold_label"]


def dnc(part: str) -> Iterator[Pair]:
    """Yield the recast veridicality pairs of a part."""
    path = shared() / f"corpora/nli/dnc/{part}/recast_megaveridicality_data.json"
    for row in json.loads(path.read_text(encoding="utf8")):
        yield row["context"], row["hypothesis"], row["label"]


def read(meaning: OnnxMeaning, sentences: Sequence[str]) -> Read:
    """Return of each sentence its vector, those of its words (words, width), and what each word counts."""
    found = {}
    for sentence in dict.fromkeys(sentences):
        words = [Span(*word.span()) for word in _WORD.finditer(sentence)] or [Span(0, len(sentence))]
        rows = meaning.vectors([sentence], [[Span(0, len(sentence)), *words]])
        found[sentence] = rows[0], rows[1:], weights(sentence, words)
    return found


def features(one: str, other: str, known: Read) -> dict[str, Floats]:
    """Return the signals of a pair by name."""
    (a, words_a, weight_a), (b, words_b, weight_b) = known[one], known[other]
    near = words_b @ words_a.T
    of_b, of_a = near.max(1), near.max(0)
    worst = int((of_b - 2 * (weight_b < 1)).argmin()) if len(of_b) else 0
    partner = words_a[near[worst].argmax()]
    turned = direction(one) != direction(other)
    numbers = [set(re.findall(r"\d+", words)) for words in (one, other)]
    shares = [
        *(a @ b, of_b @ weight_b / weight_b.sum(), of_b.min(), of_a @ weight_a / weight_a.sum(), of_a.min()),
        *(len(words_b) / len(words_a), len(numbers[1] - numbers[0])),
    ]
    return {
        "nearness": np.array(shares, np.float32),
        "negation": np.array([turned, direction(one) < 0, direction(other) < 0], np.float32),
        "both sentences": np.concatenate([a * b, abs(a - b)]) * 4,
        "worst word": np.concatenate([words_b[worst] * partner, abs(words_b[worst] - partner)]) * 4,
        "left over": np.concatenate([_left(words_a, of_a, weight_a), _left(words_b, of_b, weight_b)]),
    }


def _left(words: Floats, near: Floats, weight: Floats) -> Floats:
    return np.asarray(((1 - near) * weight) @ words, np.float32)


class Judge(nn.Module):
    """Features (B, width) → scores of the labels of one corpus (B, labels)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.body = nn.Sequential(nn.Dropout(DROPOUT / 2), nn.Linear(width, HIDDEN), nn.ReLU(), nn.Dropout(DROPOUT))
        self.last = nn.ModuleDict({name: nn.Linear(HIDDEN, len(labels)) for name, labels in LABELS.items()})

    def forward(self, features: Tensor, corpus: str) -> Tensor:
        """See the class."""
        scores: Tensor = self.last[corpus](self.body(features))
        return scores


def fit(train: dict[str, tuple[Tensor, Tensor]], *, epochs: int, seed: int) -> Judge:
    """Return a model fitted on pairs of all corpora, their batches mixed."""
    torch.manual_seed(seed)
    model = Judge(next(iter(train.values()))[0].shape[1])
    steps = epochs * sum(len(rows) // BATCH for rows, _ in train.values())
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
    for _ in range(epochs):
        for corpus, rows in _batches(train):
            inputs, labels = train[corpus]
            loss = nn.functional.cross_entropy(model(inputs[rows], corpus), labels[rows], label_smoothing=0.05)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
    return model.eval()


def _batches(train: dict[str, tuple[Tensor, Tensor]]) -> Iterator[tuple[str, Tensor]]:
    batches = [
        (corpus, rows)
        for corpus, (inputs, _) in train.items()
        for rows in torch.split(torch.randperm(len(inputs)), BATCH)
        if len(rows) == BATCH
    ]
    for number in torch.randperm(len(batches)).tolist():
        yield batches[number]


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(1)
    pairs: dict[tuple[str, str], list[Pair]] = {
        (name, part): list(load(part)) for name, load in (("cad", cad), ("dnc", dnc)) for part in ("train", "dev")
    }
    known = read(OnnxMeaning(), [words for rows in pairs.values() for row in rows for words in row[:2]])
    signals = {key: [features(a, b, known) for a, b, _ in rows] for key, rows in pairs.items()}
    names = list(next(iter(signals.values()))[0])
    labels = {key: torch.tensor([LABELS[key[0]].index(row[2]) for row in rows]) for key, rows in pairs.items()}
    for left_out in ("", *names):
        kept = [name for name in names if name != left_out]
        inputs = {
            key: torch.from_numpy(np.stack([np.concatenate([row[name] for name in kept]) for row in rows]))
            for key, rows in signals.items()
        }
        train = {name: (inputs[name, "train"], labels[name, "train"]) for name in LABELS}
        model = fit(train, epochs=args.epochs, seed=args.seed)
        right = {
            name: (model(inputs[name, "dev"], name).argmax(1) == labels[name, "dev"]).float().mean().item()
            for name in LABELS
        }
        what = f"without {left_out}" if left_out else "all signals"
        print(f"{what:24}", *(f"{name} {100 * share:.1f}" for name, share in right.items()), flush=True)


if __name__ == "__main__":
    main()
