"""The second encoder: words → vectors in which what means the same lies near, int8 ONNX on the CPU, without torch.

A stretch of a sentence gets the mean of its tokens' vectors as they stand in the sentence, so that "the charge" is near
what was charged; of a part of a sentence names and small words count less than what is said of them. Sentences go
through one at a time: int8 takes one scale a call, which no other sentence shall move.
"""

from __future__ import annotations

import json
import re
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
NAME, SMALL = 0.3, 0.2
"""What a token of a name, and one of a small word, counts in the mean of a part of a sentence: names are all over a
story. Of whole sentences all tokens count alike; with these weights clusters of an annotated story were worse."""
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_SMALL = re.compile(
    r"(?:a|an|the|this|that|these|those|of|to|in|on|at|by|for|from|with|as|and|or|but|if|it|its|he|she|they|we|you|i|his"
    r"|her|their|our|your|my|them|him|us|who|which|what|whose|there|is|are|was|were|be|been|being|has|have|had|do|does|did"
    r"|will|would|can|could|may|might|shall|should|must|not|no|so|than|then|into|over|about|after|before|during|while)"
)


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
                rows.append(_means(np.asarray(vectors)[0, 1:], placed, some, weights(sentence, placed)))
        return np.concatenate(rows) if rows else np.zeros((0, 0), np.float32)


def weights(sentence: str, placed: Sequence[Span]) -> Floats:
    """Return how much each of the tokens of a sentence counts, by the word that it is of."""
    found = np.ones(len(placed), np.float32)
    begins = np.array([span.begin for span in placed], np.int64)
    for word in _WORD.finditer(sentence):
        weight = SMALL if _SMALL.fullmatch(word[0].lower()) else NAME if word.start() and word[0][0].isupper() else 1
        if weight != 1:
            found[np.searchsorted(begins, word.start()) : np.searchsorted(begins, word.end())] = weight
    return found


def shares(placed: Sequence[Span], stretch: Span, weight: Floats) -> Floats:
    """Return what each of the tokens (L,) counts in the mean of a stretch, not summed to 1: all alike in the whole."""
    begin, end = np.array(placed, np.int64).reshape(-1, 2).T
    inside = (end > stretch.begin) & (begin < stretch.end)
    if inside.all() or not inside.any():
        return np.ones(len(placed), np.float32)
    return np.where(inside, weight, 0).astype(np.float32)


def _means(tokens: Floats, placed: Sequence[Span], stretches: Sequence[Span], weight: Floats) -> Floats:
    """Return the mean of the tokens (L, width) in each stretch, of length 1; of all where a stretch has none."""
    rows = np.array([shares(placed, stretch, weight) for stretch in stretches], np.float32)
    means = rows @ tokens[: len(placed)] if placed else np.repeat(tokens[:1], len(stretches), 0)
    return np.asarray(means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9), np.float32)
