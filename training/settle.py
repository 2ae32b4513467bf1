"""The last part of a run: the label network is trained again, from nothing, on the words of the finished encoder.

With the encoder at rest an epoch over all labelled statements takes seconds instead of minutes, so that it can be long
enough and balanced for rare values, and `training/invented` (sentences of our own for values that reports seldom have)
can join in without touching what the parts were learned from.
"""

from __future__ import annotations

import argparse
import math
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from accordingto.heads.labels import SIZES
from accordingto.tokens import Tokens
from training.data import Document, annotated, polnear, reported, scheme, voa, windows
from training.model import Encoder, Labels, Network, begin_from

OWN = 6
"""How often the invented sentences stand beside each cut: a hundred against ten thousand."""
REACH_WORDS = 70
BATCH = 64
ON_EPOCHS, ON_RATE = 3, 0.3
"""Epochs, and share of the rate, of a label network that goes on."""
CUTS = 3
"""How often the small corpora are cut into windows anew: the same statement in other company."""


@dataclass(frozen=True)
class Example:
    """A labelled statement: the words around its cue, half precision, and its parts in them."""

    words: Tensor
    cue: tuple[int, int]
    pieces: np.ndarray
    labels: list[int]


def examples(encoder: Encoder, docs: list[Document], tokens: Tokens, rng: random.Random, hide: float) -> list[Example]:
    """Return the labelled statements of the documents as the encoder sees them."""
    from training.fit import pad

    labelled = [d for d in docs if any(s["labels"] for s in d.statements)]
    ws = [w for d in labelled for w in windows(d, tokens, 256, rng, hide) if any(max(row) >= 0 for row in w.labels)]
    ws.sort(key=lambda w: len(w.ids))
    out = []
    device = encoder.tokens.weight.device
    for at in range(0, len(ws), 16):
        some = ws[at : at + 16]
        arrays = (pad([np.array(getattr(w, k)) for w in some]).to(device) for k in ("ids", "look", "first"))
        with torch.inference_mode(), torch.autocast(device.type, torch.bfloat16):
            vectors = encoder(*arrays)[0].half().cpu()
        for i, w in enumerate(some):
            for (begin, end), parts, row in zip(w.cues, w.pieces, w.labels, strict=True):
                low, high = max(0, begin - REACH_WORDS), min(len(w.first), end + REACH_WORDS)
                pieces = np.zeros((2, high - low), np.float32)
                for k, part in enumerate(("source", "content")):
                    for a, b in parts[part]:
                        pieces[k, max(0, a - low) : max(0, b - low)] = 1
                if max(row) >= 0 and pieces[1].any():
                    out.append(Example(vectors[i, low:high].clone(), (begin - low, end - low), pieces, row))
    return out


def collated(rows: list[Example]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return words (N, T, width), cues (N, 2), pieces (N, 2, T) and labels (N, heads)."""
    longest = max(len(r.words) for r in rows)
    words = torch.zeros(len(rows), longest, rows[0].words.shape[1])
    pieces = torch.zeros(len(rows), 2, longest)
    for i, r in enumerate(rows):
        words[i, : len(r.words)] = r.words.float()
        pieces[i, :, : len(r.words)] = torch.from_numpy(r.pieces)
    return words, torch.tensor([r.cue for r in rows]), pieces, torch.tensor([r.labels for r in rows])


def settle(
    net: Network,
    tokens: Tokens,
    weights: list[Tensor],
    *,
    epochs: int,
    rate: float,
    hide: float,
    seed: int,
    reports: str = "train",
    go_on: bool = False,
) -> None:
    """Train the network's label part on the encoder as it is, from nothing or going on; `weights` of the values.

    `reports` of `voa` to learn from are as in `training.data.voa`.
    """
    torch.manual_seed(seed)
    rng = random.Random(seed)
    net.eval()
    small = [*voa(reports), *reported()] * CUTS
    own = list(scheme(Path(__file__).parent / "invented")) * (OWN * CUTS)
    rows = examples(net.encoder, [*small, *own, *annotated(), *polnear("train")], tokens, rng, hide)
    labels = Labels(net.shape)
    if go_on:
        labels.load_state_dict(net.labels.state_dict())
    opt = torch.optim.AdamW(labels.parameters(), lr=rate, weight_decay=0.05)
    total, step = epochs * math.ceil(len(rows) / BATCH), 0
    for epoch in range(epochs):
        order = sorted(rows, key=lambda r: len(r.words) + rng.random() * 40)
        groups = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
        rng.shuffle(groups)
        seen = 0.0
        for group in groups:
            words, cue, pieces, gold = collated(group)
            parts = labels(words, cue, pieces).split(SIZES, 1)
            loss = torch.zeros(())
            for k, part in enumerate(parts):
                if (gold[:, k] >= 0).any():
                    weight = weights[k].cpu()
                    loss = loss + F.cross_entropy(part, gold[:, k], weight, ignore_index=-1)
            for p in opt.param_groups:
                p["lr"] = rate * min(1, step / 60) * 0.5 * (1 + math.cos(math.pi * step / total))
            opt.zero_grad()
            loss.backward()
            opt.step()
            step += 1
            seen += float(loss.detach())
        print(f"labels, epoch {epoch + 1}/{epochs}: {len(rows)} statements, loss {seen / len(groups):.2f}", flush=True)
    net.labels.load_state_dict(labels.state_dict())


def main() -> None:
    """Train the label network of a finished run: `python -m training.settle --run NAME [--go-on]`."""
    from training.fit import Config, base_files, value_weights

    ap = argparse.ArgumentParser(description=main.__doc__)
    ap.add_argument("--run", required=True)
    ap.add_argument(
        "--go-on", action="store_true", help="from the weights as they are, briefly, instead of from nothing"
    )
    args = ap.parse_args()
    folder = Path(__file__).parent / "runs" / args.run
    net, c = Network(), Config()
    begin_from(net, folder / "mean.pt")
    tokens = Tokens(base_files() / "tokenizer.json")
    docs = [*polnear("train"), *voa("train")]
    weights = value_weights(docs, c.balance)
    epochs, rate = (ON_EPOCHS, c.label_rate * ON_RATE) if args.go_on else (c.label_epochs, c.label_rate)
    settle(net, tokens, weights, epochs=epochs, rate=rate, hide=c.hide_breaks, seed=c.seed, go_on=args.go_on)
    torch.save(net.state_dict(), folder / "final.pt")


if __name__ == "__main__":
    main()
