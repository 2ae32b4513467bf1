"""Score a model with the measures that count (`score.py` beside the corpora), through the code that ships.

`python -m training.evaluate` scores the shipped weights, or with `--run NAME` those of a training run.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import numpy as np
import torch

from accordingto.analyse import Analyser
from accordingto.data import Report, Statement
from accordingto.heads import names as name_head
from accordingto.heads import syntax
from accordingto.heads.names import NAMES
from accordingto.heads.statements import runs
from accordingto.settings import WEIGHTS
from accordingto.tokens import Floats, Ints
from training.data import PARTS, shared
from training.model import Network, Single
from training.treebanks import treebanks

BIASES = (0.3, 0.4, 0.5)
"""In steps of 0.1 around what was best for the runs before."""
KEYS = (*PARTS, "attributed@0.8", "voa attributed@0.3")
DEV = {"polnear": "polnear/dev", "voa": "voa/dev"}


class TorchNetwork:
    """A network in training behind the interface of the exported ones."""

    name = "in training"
    bias = 0.5

    def __init__(self, net: Network) -> None:
        self.net = Network(net.shape).eval()
        self.net.load_state_dict(net.state_dict())
        self.calibration: dict[str, tuple[float, float]] = {}
        self.tables = transitions(self.net)

    def encode(self, ids: Ints, look: Ints, first: Ints) -> tuple[Floats, Floats]:
        """See accordingto.encoder.Network."""
        words, cue = self._run(self.net.encoder, ids, look, first)
        return words.numpy(), cue.numpy()

    def given(self, about: Floats, read: Floats, place: Ints, live: Floats) -> Floats:
        """See accordingto.encoder.Network."""
        return self._run(self.net.given.parts, about, read, place, live).numpy()

    def labels(self, about: Floats, words: Floats, read: Floats, pieces: Floats) -> Floats:
        """See accordingto.encoder.Network."""
        return self._run(self.net.labels.values, about, words, read, pieces).numpy()

    def single(self, words: Floats) -> tuple[Floats, ...]:
        """See accordingto.encoder.Network."""
        return tuple(x.numpy() for x in self._run(Single(self.net), words))

    def relations(self, words: Floats, heads: Floats) -> Floats:
        """See accordingto.encoder.Network."""
        return self._run(self.net.relations, words, heads).numpy()

    @torch.inference_mode()
    def _run(self, part: Callable, *arrays: np.ndarray):
        return part(*map(torch.from_numpy, arrays))


def transitions(net: Network) -> dict[str, Floats]:
    """Return the transition scores of both tag sequences, as the decoder takes them."""
    return {
        f"{name}_{part}": table.detach().float().numpy()
        for name, crf in (("cue", net.cue_crf), ("given", net.given_crf), ("names", net.names_crf))
        for part, table in zip(("steps", "first", "last"), crf.tables(), strict=True)
    }


def measure() -> ModuleType:
    """Return `score.py`."""
    path = shared() / "tools" / "score.py"
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(path.parent))
    spec.loader.exec_module(module)
    return module


def row(statement: Statement) -> dict:
    """Return a statement as `score.py` reads it."""
    labels = ("quote", "speaker", "kind", "naming", "act", "firmness", "polarity", "distance", "ground", "parent")
    return {p: [list(s) for s in getattr(statement, p)] for p in PARTS} | {k: getattr(statement, k) for k in labels}


def scores(analyser: Analyser, part: str) -> dict:
    """Return what `score.py` says of a dev part: "polnear" (flat) or "voa"."""
    tool = measure()
    golds = tool.load(shared() / "corpora" / DEV[part])
    reports = (Report(id=g["id"], text=g["text"], language="en") for g in golds)
    found = {}
    for analysis in analyser.stream(reports):
        found[analysis.report_id] = {"statements": [row(s) for s in analysis.statements]}
    return tool.score(golds, found, part == "polnear")


def short(analyser: Analyser) -> dict[str, float]:
    """Return the figures that a training log holds."""
    flat, full = scores(analyser, "polnear"), scores(analyser, "voa")
    out = {p: flat["fragments"][p]["f1"] for p in PARTS}
    out["attributed@0.8"] = flat["statement"]["attributed@0.8"]["f1"]
    out |= {f"voa {k}": full["statement"][k]["f1"] for k in ("content@0.3", "attributed@0.3")}
    out |= {f"voa {p}": full["fragments"][p]["f1"] for p in PARTS}
    out |= {f"voa {k}": v["macro_f1"] for k, v in full["labels"].items()}
    return out | {"voa speaker": full["speaker"]["right"], "voa parent": full["parent"]["f1"]}


def trees(analyser: Analyser) -> dict[str, float]:
    """Return the scores of the heads that read single words on the treebanks' dev parts, their sentences given.

    Shares right of parts of speech, heads, and heads with relations (punctuation counted), and F1 of names (EWT, exact
    spans) and of mention heads with their types (GUM).
    """
    right, count = Counter[str](), Counter[str]()
    for doc in treebanks("dev"):
        t = doc.trees
        assert t is not None
        words = analyser.encoder.encode(doc.text, doc.words, doc.breaks).words
        tags, names, mentions, dependents, heads, *_ = analyser.network.single(words)
        borders = np.flatnonzero(np.diff(t.sentence, prepend=-2, append=-2)).tolist()
        sentences = list(pairwise(borders))
        found_tags, found = syntax.decode(tags, dependents, heads, sentences)
        own = np.arange(len(found))
        gold = np.where(t.heads == own, -1, t.heads)
        above = analyser.network.relations(words, words[np.maximum(found, 0)]).argmax(1)
        same = gold == found
        count["words"] += len(words)
        right["tags"] += int((found_tags == t.tags).sum())
        right["heads"] += int(same.sum())
        right["relations"] += int((same & ((found < 0) | (above == t.relations))).sum())
        if (t.mentions >= 0).any():
            kinds = mentions.argmax(1)
            right["mention"] += int(((kinds == t.mentions) & (kinds > 0)).sum())
            count["mention"] += int((kinds > 0).sum() + (t.mentions > 0).sum())
        else:
            said = [doc.text[slice(*span)] for span in doc.words]
            ours = name_head.decode(names, said, sentences, analyser.network.tables)
            theirs = {(b, e, NAMES[k]) for k in range(3) for b, e in runs(t.names.argmax(1), 1 + 2 * k)}
            right["names"] += len(theirs & set(ours))
            count["names"] += len(theirs) + len(ours)
    out = {k: 100 * right[k] / count["words"] for k in ("tags", "heads", "relations")}
    out |= {f"{k} F1": 200 * right[k] / max(1, count[k]) for k in ("names", "mention")}
    return {k: round(v, 1) for k, v in out.items()}


def best_bias(analyser: Analyser) -> float:
    """Return the bias with the best sum of KEYS, of equals the one that finds fewer."""
    sums = {}
    for bias in BIASES:
        analyser.network.bias = bias
        found = short(analyser)
        sums[bias] = round(sum(found[k] for k in KEYS), 1)
    return max(sums, key=lambda b: (sums[b], b))


def main() -> None:
    """Read the command line and score."""
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--run", help="a run in training/runs; without it the shipped weights")
    ap.add_argument("--all", action="store_true", help="everything that score.py says, as JSON")
    args = ap.parse_args()
    if args.run:
        from training.fit import base_files

        net = Network()
        net.load_state_dict(
            torch.load(Path(__file__).parent / "runs" / args.run / "final.pt", weights_only=True, map_location="cpu")
        )
        analyser = Analyser(base_files(), network=TorchNetwork(net))
    else:
        analyser = Analyser(WEIGHTS)
    print(json.dumps({p: scores(analyser, p) for p in DEV} if args.all else short(analyser), indent=1))


if __name__ == "__main__":
    main()
