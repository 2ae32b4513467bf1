"""What the name of a place stands for: narrow matrices beside the encoder's own, tuned for it, and how well they tell.

Usage: python -m training.metonymy --run NAME [--set relocar] [--seed 1]: ten folds by sentence on ReLocaR, GWN and
`places.tsv`, or some of them. What is tuned learns from the other two first, and then from nine folds. Half an hour a
set on two cores; folds that are done are kept beside the run. `--fit` does the same for all of `places.tsv` and writes
`places.onnx` for the weights that the run became; five minutes.

ReLocaR and GWN say only whether a place is meant; `places.tsv` (1,797 names in the train parts of five corpora, offsets
and labels, of EWT and GUM in the sentence) also whether a government is.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import torch
from sklearn.model_selection import GroupKFold
from torch import Tensor, nn
from torch.nn import functional as F

from accordingto.data import GOVERNMENT, PLACE, STANDS_FOR
from accordingto.heads.places import OnnxHead, Window, value_of, window
from accordingto.segment import segment, words
from accordingto.settings import WEIGHTS
from accordingto.tokens import Tokens
from training.beside import MATRICES, Beside, write
from training.data import polnear, shared, syria, voa
from training.fit import MASK, base_files, pad
from training.model import Network

FOLDS, BATCH = 10, 24
FIRST_EPOCHS, EPOCHS = 2, 4
"""Passes over the other sets, and then over the set that is learned: they do not call the same a place."""
RATE, HEAD_RATE, DECAY, WARMUP = 1e-3, 5e-4, 0.01, 0.1
HIDDEN = 0.3
"""How often a name is hidden behind the mask, so that what stands around it is learned."""
CHECKED = 500
"""Names on which what is written is compared with what was tuned."""
RUNS = Path(__file__).parent / "runs"
SOMEBODY = -1
"""The label of who knows only that no place is meant."""
OWN = Path(__file__).parent / "places.tsv"
SETS = ("relocar", "gwn", OWN.name)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A name in its sentence, and its label."""

    read: Window
    label: int
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """The name of a place in a text: where it stands, and its label."""

    text: str
    begin: int
    end: int
    label: int


def of_set(name: str) -> list[Place]:
    """Return the places of ReLocaR or GWN."""
    found = json.loads((shared() / "corpora" / "metonymy" / f"{name}_train.json").read_text(encoding="utf8"))
    out = []
    for one in found:
        low, high = one["pos"]
        begin = len(" ".join(one["sentence"][:low])) + (low > 0)
        out.append(
            Place(
                " ".join(one["sentence"]),
                begin,
                len(" ".join(one["sentence"][:high])),
                SOMEBODY if one["label"] else STANDS_FOR.index(PLACE),
            )
        )
    return out


def labelled() -> Iterator[Place]:
    """Yield the places of `places.tsv`, each in its sentence."""
    texts = {("polnear", d.id): d.text for d in polnear("train")} | {("voa", d.id): d.text for d in voa("train")}
    texts |= {("syria", name): text for name, text in syria().items()}
    sentences = dict(_sentences())
    with OWN.open(encoding="utf8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            where, begin, end = (row["corpus"], row["report"]), int(row["begin"]), int(row["end"])
            if where in sentences:
                text = sentences[where]
            else:
                whole = texts[where]
                around = next(s.span for s in segment(whole) if s.span.begin <= begin < s.span.end)
                text, begin, end = whole[slice(*around)], begin - around.begin, end - around.begin
            yield Place(text, begin, end, STANDS_FOR.index(row["stands_for"]))


def _sentences() -> Iterator[tuple[tuple[str, str], str]]:
    """Yield the sentences of the treebanks by corpus and `sent_id`."""
    root = shared() / "corpora"
    for corpus, paths in (
        ("ewt", [root / "ewt" / "en_ewt-ud-train.conllu"]),
        ("gum", sorted((root / "gum" / "dep" / "train").glob("*"))),
    ):
        for path in paths:
            name = ""
            for line in path.read_text(encoding="utf8").split("\n"):
                if line.startswith("# sent_id = "):
                    name = line.removeprefix("# sent_id = ")
                elif line.startswith("# text = "):
                    yield (corpus, name), line.removeprefix("# text = ")


@cache
def lessons(name: str) -> list[Lesson]:
    """Return what a set teaches."""
    tokens = Tokens(base_files() / "tokenizer.json")
    out = []
    for place in labelled() if name == OWN.name else of_set(name):
        spans = words(place.text)
        inside = [i for i, (b, e) in enumerate(spans) if b < place.end and e > place.begin]
        read = window(tokens, place.text, spans, (inside[0], inside[-1] + 1))
        out.append(Lesson(read, place.label, place.text))
    return out


class Tuned(nn.Module):
    """An encoder with narrow matrices beside its own, and a head for places on it."""

    def __init__(self, net: Network) -> None:
        super().__init__()
        width = net.shape.width
        self.encoder = net.encoder
        for part in self.encoder.parameters():
            part.requires_grad = False
        for layer in self.encoder.layers:
            for name in MATRICES:
                setattr(layer, name, Beside(getattr(layer, name)))
        self.mark = nn.Parameter(torch.zeros(width))
        self.head = nn.Sequential(
            nn.Dropout(0.2), nn.Linear(2 * width, 128), nn.GELU(), nn.Dropout(0.2), nn.Linear(128, len(STANDS_FOR))
        )

    def forward(self, some: Sequence[Window], rng: random.Random | None = None) -> Tensor:
        """Windows (N) → log chances of STANDS_FOR (N, 3); with `rng` some names are hidden.

        The tokens of the name carry a mark; what is read is the first token of the text beside their mean.
        """
        ids, look, name = (pad([np.array(getattr(one, k), np.int64) for one in some]) for k in ("ids", "look", "name"))
        if rng:
            for row in range(len(some)):
                if rng.random() < HIDDEN:
                    ids[row][name[row] > 0] = MASK
        x = self.encoder.read(ids, look, mark=name[:, :, None] * self.mark)
        means = (x * name[:, :, None]).sum(1) / name.sum(1, keepdim=True)
        return F.log_softmax(self.head(torch.cat([x[:, 0], means], -1)).float(), -1)


def begun(run: str) -> Tuned:
    """Return the encoder of a run, its narrow matrices still without effect."""
    net = Network()
    net.load_state_dict(torch.load(RUNS / run / "final.pt", weights_only=True, map_location="cpu"))
    return Tuned(net)


def loss(chances: Tensor, labels: Tensor) -> Tensor:
    """Return the loss of log chances (N, 3), each; where only somebody is known to be meant, any of them will do."""
    exact = chances.gather(1, labels.clamp(min=0)[:, None])[:, 0]
    return -torch.where(labels >= 0, exact, torch.logsumexp(chances[:, 1:], 1))


def tune(model: Tuned, some: Sequence[Lesson], epochs: int, seed: int) -> None:
    """Tune what is not the encoder's own on lessons."""
    rng = random.Random(seed)
    torch.manual_seed(seed)
    beside = [one for one in model.encoder.parameters() if one.requires_grad]
    head = [model.mark, *model.head.parameters()]
    opt = torch.optim.AdamW([{"params": beside, "top": RATE}, {"params": head, "top": HEAD_RATE}], weight_decay=DECAY)
    total, step = math.ceil(len(some) / BATCH) * epochs, 0
    model.train()
    for _ in range(epochs):
        for batch in mixed(some, rng):
            for group in opt.param_groups:
                group["lr"] = group["top"] * min(1.0, (step + 1) / (WARMUP * total)) * (1 - step / total)
            with torch.autocast("cpu", torch.bfloat16):
                chances = model([one.read for one in batch], rng)
            labels = torch.tensor([one.label for one in batch])
            opt.zero_grad()
            loss(chances, labels).mean().backward()
            torch.nn.utils.clip_grad_norm_([*beside, *head], 1.0)
            opt.step()
            step += 1


def mixed(some: Sequence[Lesson], rng: random.Random) -> list[list[Lesson]]:
    """Return lessons in batches of like length, in random order."""
    ordered = sorted(some, key=lambda one: len(one.read.ids) + rng.random() * 10)
    batches = [ordered[i : i + BATCH] for i in range(0, len(ordered), BATCH)]
    rng.shuffle(batches)
    return batches


def told(model: Tuned, some: Sequence[Lesson]) -> list[list[float]]:
    """Return the log chances of STANDS_FOR of each lesson."""
    model.eval()
    out = []
    with torch.inference_mode():
        for at in range(0, len(some), 2 * BATCH):
            out += model([one.read for one in some[at : at + 2 * BATCH]]).tolist()
    return out


def first(run: str, name: str, seed: int) -> Tuned:
    """Return the encoder of a run tuned on the sets but for one, whose sentences are left out wherever they are."""
    model, own = begun(run), {one.text for one in lessons(name)}
    others = [one for other in SETS if other != name for one in lessons(other) if one.text not in own]
    tune(model, others, FIRST_EPOCHS, seed)
    return model


def crossed(run: str, name: str, seed: int) -> None:
    """Tune in folds, and print how many places of a set are told right by what was tuned without them."""
    some, right, seen = lessons(name), Counter[str](), Counter[str]()
    kept = [RUNS / run / f"places-{name}-{seed}-{fold}.json" for fold in range(FOLDS)]
    model = first(run, name, seed) if not all(path.is_file() for path in kept) else begun(run)
    before = {k: v.clone() for k, v in model.state_dict().items()}
    folds = GroupKFold(FOLDS).split(some, groups=[one.text for one in some])
    for fold, ((taught, held), path) in enumerate(zip(folds, kept, strict=True)):
        if not path.is_file():
            model.load_state_dict(before)
            tune(model, [some[i] for i in taught], EPOCHS, 100 * seed + fold)
            path.write_text(json.dumps(told(model, [some[i] for i in held])), encoding="utf8")
        for at, row in zip(held, json.loads(path.read_text(encoding="utf8")), strict=True):
            count(some[at].label, row, right, seen)
        shares = (f"{what} {100 * right[what] / seen[what]:.1f} % of {seen[what]}" for what in seen)
        print(f"{name}, {fold + 1} of {FOLDS} folds: {', '.join(shares)}", flush=True)


def count(label: int, row: Sequence[float], right: Counter[str], seen: Counter[str]) -> None:
    """Count whether the log chances of a name tell if a place is meant, and if a government is where that is known."""
    seen[PLACE] += 1
    right[PLACE] += (value_of(row) == PLACE) == (label == STANDS_FOR.index(PLACE))
    if label > 0:
        governs = STANDS_FOR.index(GOVERNMENT)
        seen[GOVERNMENT] += 1
        right[GOVERNMENT] += (max((1, 2), key=row.__getitem__) == governs) == (label == governs)


def main() -> None:
    """Measure in folds, or make what ships."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--run", required=True)
    asked.add_argument("--set", choices=SETS, action="append")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--fit", action="store_true")
    asked.add_argument("--weights", type=Path, default=WEIGHTS)
    args = asked.parse_args()
    if args.fit:
        fit(args.run, args.seed, args.weights)
        return
    for name in args.set or SETS:
        crossed(args.run, name, args.seed)


def fit(run: str, seed: int, weights: Path) -> None:
    """Tune on all of `places.tsv` and write it beside the weights, and say how often it tells what torch tells."""
    model, some = first(run, OWN.name, seed), lessons(OWN.name)
    tune(model, some, EPOCHS, seed)
    card = {
        "data": "ReLocaR and GWN, train parts; places.tsv (names in train parts of four corpora, and in syria)",
        "licence": "Apache-2.0",
        "made by": f"python -m training.metonymy --run {run} --fit --seed {seed}",
        "form": "narrow matrices in float16; all else is in model.onnx",
    }
    write(model.encoder.layers, model.mark, model.head, weights, card)
    head = OnnxHead(weights)
    few = some[:: max(1, len(some) // CHECKED)]
    same = sum(head.stands_for(one.read) == value_of(row) for one, row in zip(few, told(model, few), strict=True))
    print(f"what ships tells {100 * same / len(few):.1f} % of {len(few)} names as torch in fp32 does")


if __name__ == "__main__":
    main()
