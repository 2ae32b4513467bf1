"""What the name of a place stands for: the encoder tuned in folds (what can be reached), and the head that ships.

Usage: python -m training.metonymy --run NAME [--set relocar] [--seed 1]: ten folds on ReLocaR and GWN, grouped by
sentence. In each the encoder of a run is tuned on the other nine: first on `places.tsv`, then on the set. A quarter of
an hour a set on two cores. `--fit [--weights FOLDER]` writes `places.npz` for the encoder of a folder of weights, by
ridge regression on its vectors of all three, after it has told how well that does in folds; some minutes.

ReLocaR and GWN say only whether a place is meant; `places.tsv` (1,797 names in the train parts of five corpora, offsets
and labels, of EWT and GUM in the sentence) also whether a government is.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from sklearn.model_selection import GroupKFold
from torch import Tensor, nn
from torch.nn import functional as F

from accordingto.analyse import Analyser
from accordingto.data import GOVERNMENT, PLACE, STANDS_FOR, Report
from accordingto.heads.places import Head, save, seen
from accordingto.segment import segment, words
from accordingto.settings import WEIGHTS
from accordingto.tokens import Tokens, looks
from training.data import polnear, shared, syria, voa
from training.fit import MASK, base_files, pad
from training.model import Network, begin_from

FOLDS, BATCH = 10, 24
EPOCHS, FIRST_EPOCHS = 4, 2
"""Passes over a set, and before them over `places.tsv`."""
RATE, HEAD_RATE, DECAY, WARMUP = 5e-5, 5e-4, 0.01, 0.1
HIDDEN = 0.3
"""How often a name is hidden behind the mask, so that what stands around it is learned."""
AROUND = 45
"""Words on either side of a name that are read."""
SOMEBODY = -1
"""The label of who knows only that no place is meant."""
OWN = Path(__file__).parent / "places.tsv"
OWN_SHARE, RIDGE = 0.1, 1.0
"""What a lesson of `places.tsv` counts beside one of a set, and what is added to the diagonal."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A name in its sentence: tokens, their looks, which of them are the name's, its label, the sentence's number."""

    ids: list[int]
    look: list[int]
    name: list[bool]
    label: int
    sentence: int


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


def lessons(places: Sequence[Place]) -> list[Lesson]:
    """Return places as the encoder reads them."""
    tokens = Tokens(base_files() / "tokenizer.json")
    numbers: dict[str, int] = {}
    out = []
    for place in places:
        spans = words(place.text)
        inside = [i for i, (b, e) in enumerate(spans) if b < place.end and e > place.begin]
        shown = looks(place.text, spans, np.arange(len(spans)) == 0)
        ids, look, name = [tokens.begin], [0], [False]
        for i in range(max(0, inside[0] - AROUND), min(len(spans), inside[-1] + AROUND + 1)):
            some = tokens.ids(place.text[slice(*spans[i])])
            ids += some
            look += [int(shown[i])] * len(some)
            name += [i in inside] * len(some)
        number = numbers.setdefault(place.text, len(numbers))
        out.append(Lesson([*ids, tokens.end], [*look, 0], [*name, False], place.label, number))
    return out


class Tuned(nn.Module):
    """An encoder with a head for places on it."""

    def __init__(self, net: Network) -> None:
        super().__init__()
        width = net.shape.width
        self.encoder, self.mark = net.encoder, nn.Parameter(torch.zeros(width))
        self.hidden, self.out, self.drop = nn.Linear(2 * width, 128), nn.Linear(128, len(STANDS_FOR)), nn.Dropout(0.2)

    def forward(self, some: Sequence[Lesson], rng: random.Random | None = None) -> Tensor:
        """Lessons (N) → log chances of STANDS_FOR (N, 3); with `rng` some names are hidden.

        The tokens of the name carry a mark; what is read is their mean beside the first token of the text.
        """
        ids, look, name = (pad([np.array(getattr(one, k), np.int64) for one in some]) for k in ("ids", "look", "name"))
        if rng:
            for row in range(len(some)):
                if rng.random() < HIDDEN:
                    ids[row][name[row] > 0] = MASK
        encoder, live = self.encoder, (ids != 0).int()
        x = encoder.tokens(ids) + encoder.positions.weight[: ids.shape[1]] + encoder.looks(look)
        x = encoder.drop(encoder.norm(x + name[:, :, None] * self.mark))
        for layer in encoder.layers:
            x = layer(x, live)
        means = (x * name[:, :, None]).sum(1) / name.sum(1, keepdim=True)
        both = torch.cat([means, x[:, 0]], -1)
        return F.log_softmax(self.out(self.drop(F.gelu(self.hidden(self.drop(both))))).float(), -1)


def loss(chances: Tensor, labels: Tensor) -> Tensor:
    """Return the loss of log chances (N, 3), each; where only somebody is known to be meant, any of them will do."""
    exact = chances.gather(1, labels.clamp(min=0)[:, None])[:, 0]
    return -torch.where(labels >= 0, exact, torch.logsumexp(chances[:, 1:], 1))


def tune(model: Tuned, some: Sequence[Lesson], epochs: int, seed: int) -> None:
    """Tune encoder and head on lessons."""
    rng = random.Random(seed)
    torch.manual_seed(seed)
    head = [model.mark, *model.hidden.parameters(), *model.out.parameters()]
    groups = [{"params": model.encoder.parameters(), "top": RATE}, {"params": head, "top": HEAD_RATE}]
    opt = torch.optim.AdamW(groups, lr=RATE, weight_decay=DECAY)
    total, step = math.ceil(len(some) / BATCH) * epochs, 0
    model.train()
    for _ in range(epochs):
        for batch in mixed(some, rng):
            for group in opt.param_groups:
                group["lr"] = group["top"] * min(1.0, (step + 1) / (WARMUP * total)) * (1 - step / total)
            with torch.autocast("cpu", torch.bfloat16):
                chances = model(batch, rng)
            labels = torch.tensor([one.label for one in batch])
            opt.zero_grad()
            loss(chances.float(), labels).mean().backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            opt.step()
            step += 1


def mixed(some: Sequence[Lesson], rng: random.Random) -> list[list[Lesson]]:
    """Return lessons in batches of like length, in random order."""
    ordered = sorted(some, key=lambda one: len(one.ids) + rng.random() * 10)
    batches = [ordered[i : i + BATCH] for i in range(0, len(ordered), BATCH)]
    rng.shuffle(batches)
    return batches


def right(model: Tuned, some: Sequence[Lesson]) -> int:
    """Return of how many lessons it is told right whether a place is meant."""
    model.eval()
    count = 0
    with torch.inference_mode():
        for at in range(0, len(some), 2 * BATCH):
            batch = some[at : at + 2 * BATCH]
            place = model(batch)[:, 0].exp() >= 0.5
            count += sum(told == (one.label == 0) for told, one in zip(place.tolist(), batch, strict=True))
    return count


def crossed(name: str, run: Path, seed: int) -> None:
    """Tune in folds, and print how many places are told right by the encoder that was tuned without their fold."""
    net = Network()
    begin_from(net, run / "mean.pt")
    model, some = Tuned(net), lessons(of_set(name))
    tune(model, lessons(list(labelled())), FIRST_EPOCHS, seed)
    before = {k: v.clone() for k, v in model.state_dict().items()}
    told = seen = 0
    folds = GroupKFold(FOLDS).split(some, groups=[one.sentence for one in some])
    for fold, (taught, held) in enumerate(folds):
        model.load_state_dict(before)
        tune(model, [some[i] for i in taught], EPOCHS, 100 * seed + fold)
        told, seen = told + right(model, [some[i] for i in held]), seen + len(held)
        print(f"{name}: fold {fold}, {100 * told / seen:.1f} % of {seen} right so far", flush=True)


def as_seen(weights: Path, places: Sequence[Place]) -> np.ndarray:
    """Return what the head sees of each name (N, blocks · width), as the encoder of a folder of weights has it."""
    analyser = Analyser(weights)
    out = []
    for place in places:
        reading = analyser.look(Report(id="place", text=place.text, language="en"))
        inside = [i for i, (b, e) in enumerate(reading.syntax.words) if b < place.end and e > place.begin]
        out.append(seen(reading.vectors, (inside[0], inside[-1] + 1), reading.syntax))
    return np.array(out, np.float32)


def fitted(x: np.ndarray, labels: np.ndarray, shares: np.ndarray) -> Head:
    """Return the head that tells the labels by what is seen of names (N, blocks · width) best: ridge regression."""
    who = labels > 0
    columns = (
        ridge(x, np.where(labels == 0, -1.0, 1.0), shares),
        ridge(x[who], np.where(labels[who] == STANDS_FOR.index(GOVERNMENT), 1.0, -1.0), shares[who]),
    )
    return Head(*(np.stack(some, -1).astype(np.float32) for some in zip(*columns, strict=True)))


def ridge(x: np.ndarray, y: np.ndarray, shares: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return weights (width,) and offset () by which x (N, width) gives y (N,), each row counting its share."""
    middle, level = np.average(x, 0, shares), np.average(y, 0, shares)
    rows = (x - middle) * np.sqrt(shares)[:, None]
    weights = np.linalg.solve(rows.T @ rows + RIDGE * np.eye(x.shape[1]), rows.T @ ((y - level) * np.sqrt(shares)))
    return weights, np.asarray(level - middle @ weights)


def main() -> None:
    """Measure in folds, or fit the head that ships."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--run")
    asked.add_argument("--set", choices=("relocar", "gwn"), action="append")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--fit", action="store_true")
    asked.add_argument("--weights", type=Path, default=WEIGHTS)
    args = asked.parse_args()
    if args.run:
        for name in args.set or ("relocar", "gwn"):
            crossed(name, Path(__file__).parent / "runs" / args.run, args.seed)
    if args.fit:
        fit(args.weights)


def fit(weights: Path) -> None:
    """Fit the head that ships, after folds by sentence have told how well it does."""
    own = list(labelled())
    seen_own, labels_own = as_seen(weights, own), np.array([one.label for one in own])
    x, y, shares = [seen_own], [labels_own], [np.full(len(own), OWN_SHARE)]
    who = np.flatnonzero(labels_own > 0)
    count = 0
    for taught, held in GroupKFold(FOLDS).split(who, groups=[own[i].text for i in who]):
        head = fitted(seen_own[who[taught]], labels_own[who[taught]], np.ones(len(taught)))
        told = np.array([one == GOVERNMENT for one in head.stands_for(seen_own[who[held]])])
        count += int((told == (labels_own[who[held]] == STANDS_FOR.index(GOVERNMENT))).sum())
    print(f"places.tsv: governments told from others {100 * count / len(who):.1f} % of {len(who)}", flush=True)
    for name in ("relocar", "gwn"):
        some = of_set(name)
        rows, labels = as_seen(weights, some), np.array([one.label for one in some])
        told = np.zeros(len(some), np.bool_)
        for taught, held in GroupKFold(FOLDS).split(some, groups=[one.text for one in some]):
            both, gold = np.concatenate([rows[taught], seen_own]), np.concatenate([labels[taught], labels_own])
            head = fitted(both, gold, np.repeat([1.0, OWN_SHARE], [len(taught), len(own)]))
            told[held] = [one != PLACE for one in head.stands_for(rows[held])]
        print(f"{name}: {100 * np.mean(told == (labels != 0)):.1f} % of {len(some)} right", flush=True)
        x.append(rows)
        y.append(labels)
        shares.append(np.ones(len(some)))
    save(fitted(*(np.concatenate(some) for some in (x, y, shares))), weights)


if __name__ == "__main__":
    main()
