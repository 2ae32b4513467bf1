"""Trains the network that joins mentions into chains, on GUM's train part, and measures it on its dev part.

Usage: python -m training.chains [--out accordingto/weights/chains.npz]. Gold mentions and trees; about a minute on
one core. Depends on no encoder: it need not be trained again with it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from accordingto.actors import chains
from accordingto.settings import WEIGHTS
from training.coreference import Chained, Score, chains_of, documents
from training.data import shared

HIDDEN, EPOCHS, BATCH, RATE, SEED = 48, 6, 512, 3e-3, 13
NEGATIVES = 0.2
"""Share of the pairs of two chains that are trained on; the threshold makes up for it."""


def main() -> None:
    """Train, choose the threshold on train, measure on dev, write the weights."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--out", type=Path, default=WEIGHTS / chains.FILE)
    args = asked.parse_args()
    torch.manual_seed(SEED)
    folder = shared() / "corpora" / "gum" / "dep"
    train = list(documents(folder / "train"))
    held, train = train[::10], [one for number, one in enumerate(train) if number % 10]
    network = fit(train)
    threshold = max(np.arange(0.3, 0.96, 0.05), key=lambda t: measure(held, chains.Network(network, float(t)))["CoNLL"])
    best = chains.Network(network, float(threshold))
    print("threshold", round(float(threshold), 2))
    for singletons in (False, True):
        figures = measure(list(documents(folder / "dev")), best, singletons=singletons)
        print(
            "with singletons" if singletons else "chains of two and more", {k: round(v, 1) for k, v in figures.items()}
        )
    names = ("first", "bias", "second", "last")
    np.savez_compressed(
        args.out, threshold=threshold, **dict(zip(names, (w.astype(np.float16) for w in network), strict=True))
    )


def fit(some: list[Chained]) -> tuple[np.ndarray, ...]:
    """Return the weights, trained to tell pairs of one chain from pairs of two."""
    sets = []
    draw = np.random.default_rng(SEED)
    for one in some:
        own = chains.attributes(one.text, one.sentences, one.mentions, one.syntax)
        pairs = chains.candidates(own)
        right = chains.same([m.chain for m in one.mentions], pairs)
        kept = right | (draw.random(len(pairs)) < NEGATIVES)
        sets.append((chains.features(own, pairs[kept]), right[kept]))
    rows = torch.from_numpy(np.concatenate([f for f, _ in sets]))
    wanted = torch.from_numpy(np.concatenate([y for _, y in sets]).astype(np.float32))
    model = torch.nn.Sequential(torch.nn.Linear(rows.shape[1], HIDDEN), torch.nn.ReLU(), torch.nn.Linear(HIDDEN, 1))
    steps = EPOCHS * (len(rows) // BATCH + 1)
    optimiser = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
    for _ in range(EPOCHS):
        for some_rows in torch.randperm(len(rows)).split(BATCH):
            loss = torch.nn.functional.binary_cross_entropy_with_logits(model(rows[some_rows])[:, 0], wanted[some_rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    first, last = model[0], model[2]
    return tuple(w.detach().numpy() for w in (first.weight.T, first.bias, last.weight.T, last.bias))


def measure(some: list[Chained], network: chains.Network, *, singletons: bool = False) -> dict[str, float]:
    """Return MUC, B³, CEAF-e and their mean on gold mentions."""
    score = Score()
    for one in some:
        found = chains.chained(one.text, one.sentences, one.mentions, one.syntax, network)
        keys = range(len(found))
        gold = chains_of(one.mentions, keys, singletons=singletons)
        score.add(gold, chains_of(found, keys, singletons=singletons))
    return score.f1()


if __name__ == "__main__":
    main()
