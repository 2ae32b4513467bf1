"""The second encoder: words → vectors in which what means the same lies near, int8 ONNX on the CPU, without torch.

A stretch of a sentence gets the mean of its tokens' vectors as they stand in the sentence, so that "the charge" is near
what was charged. Sentences go through one at a time: int8 takes one scale a call, which no other sentence shall move.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import onnxruntime

from accordingto.data import Span
from accordingto.errors import ModelMissing
from accordingto.settings import WEIGHTS
from accordingto.tokens import Floats, Tokens

MOST_TOKENS = 128
"""A longer sentence is cut here: the model was made with so many."""


class Meaning(Protocol):
    """Anything that gives stretches of sentences vectors of length 1."""

    @property
    def name(self) -> str:
        """Name of the model's version."""

    def vectors(self, sentences: Sequence[str], stretches: Sequence[Sequence[Span]]) -> Floats:
        """Return a row a stretch, in order; stretches are spans in their sentence."""


class OnnxMeaning:
    """The shipped encoder."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        for name in ("meaning.onnx", "meaning.json", "tokenizer.json"):
            if not (weights / name).is_file():
                raise ModelMissing(str(weights / name))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            weights / "meaning.onnx", options, providers=["CPUExecutionProvider"]
        )
        self._tokens = Tokens(weights / "tokenizer.json")
        self.name: str = json.loads((weights / "meaning.json").read_text(encoding="utf8"))["name"]

    def vectors(self, sentences: Sequence[str], stretches: Sequence[Sequence[Span]]) -> Floats:
        """See Meaning."""
        rows = []
        for sentence, some in zip(sentences, stretches, strict=True):
            if some:
                ids, placed = self._tokens.placed(sentence, MOST_TOKENS - 2)
                row = np.array([[self._tokens.begin, *ids, self._tokens.end]], np.int64)
                (vectors,) = self._session.run(None, {"ids": row})
                rows.append(_means(np.asarray(vectors)[0, 1:], placed, some))
        return np.concatenate(rows) if rows else np.zeros((0, 0), np.float32)


def _means(tokens: Floats, placed: Sequence[Span], stretches: Sequence[Span]) -> Floats:
    """Return the mean of the tokens (L, width) in each stretch, of length 1; of all where a stretch has none."""
    begin, end = np.array(placed, np.int64).reshape(-1, 2).T
    rows = []
    for low, high in stretches:
        inside = (end > low) & (begin < high)
        chosen = tokens[: len(placed)][inside] if inside.any() else tokens[: max(len(placed), 1)]
        mean = chosen.mean(0)
        rows.append(mean / max(float(np.linalg.norm(mean)), 1e-9))
    return np.array(rows, np.float32)
