"""Reports in words → one matrix a report: the only forward pass, int8 ONNX on the CPU, without torch.

A report goes through in windows that overlap by a few words, so that none stands at an edge without company.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import onnxruntime

from accordingto.data import Span
from accordingto.errors import ModelMissing
from accordingto.settings import WEIGHTS
from accordingto.tokens import Bools, Floats, Ints, Tokens, looks

WINDOW_TOKENS = 256
MARGIN_TOKENS = 8  # 40 costs a quarter of the speed and gains nothing on the dev parts
PARTS = ("model", "single", "relations", "given", "labels")
"""The networks of a model, each a file: the encoder, and what is read off its words."""


class Network(Protocol):
    """The exported networks, or the ones in training."""

    tables: dict[str, Floats]
    """Transition scores of the tag sequences."""
    bias: float
    """What is added to the score of "no cue", so that what is found and what is missed balance."""
    name: str
    calibration: Mapping[str, tuple[float, float]]
    """See accordingto.calibration."""

    def encode(self, ids: Ints, look: Ints, first: Ints) -> tuple[Floats, Floats]:
        """ids, look (B, L), first (B, T) → word vectors (B, T, width), cue scores (B, T, 3); no row is padded."""

    def single(self, words: Floats) -> tuple[Floats, ...]:
        """Words (T, width) → what each tells by itself (T, …): scores of parts of speech, name tags and mention types,
        its vectors as dependent and as head, and what `given` and `labels` read of it."""

    def relations(self, words: Floats, heads: Floats) -> Floats:
        """Words and the words that they hang on (T, width) → scores of the relations (T, relations)."""

    def given(self, about: Floats, read: Floats, place: Ints, live: Floats) -> Floats:
        """Cues (N, 2 · width), words as read (N, T, …), place and live (N, T) → scores of the parts' tags (N, T, 5)."""

    def labels(self, about: Floats, words: Floats, read: Floats, pieces: Floats) -> Floats:
        """Cues, words (N, T, width), as read (N, T, …), pieces (N, 2, T) → scores of the labels' values (N, values)."""


def mark_of(weights: Path) -> str:
    """Return the mark of the encoder in a folder of weights: the SHA-256 of its file."""
    path = weights / "model.onnx"
    return _digest(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _digest(path: Path, changed: int) -> str:
    """Return the SHA-256 of a file that was changed then: more than one head asks for it, and it takes a while."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def card(weights: Path) -> dict[str, Any]:
    """Return what is known of the networks in a folder. Raises ModelMissing where a file of theirs is not there."""
    for name in (*(f"{part}.onnx" for part in PARTS), "card.json"):
        if not (weights / name).is_file():
            raise ModelMissing(str(weights / name))
    found: dict[str, Any] = json.loads((weights / "card.json").read_text(encoding="utf8"))
    return found


def session(path: Path) -> onnxruntime.InferenceSession:
    """Return an ONNX file ready to run on one core."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    # Both keep memory for every shape of input that ever came; without them it stays flat, at no cost of time.
    options.enable_mem_pattern = options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(
        path,
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=["SkipLayerNormFusion"],  # slower on a CPU than its parts: training/quantise.py
    )


class OnnxNetwork:
    """The shipped networks. A call runs on one core; calls from several threads run side by side."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        known = card(weights)
        self._parts = {part: session(weights / f"{part}.onnx") for part in PARTS}
        self.tables = {k: np.array(v, np.float32) for k, v in known["transitions"].items()}
        self.name: str = known["name"]
        self.bias: float = known["bias"]
        self.calibration: Mapping[str, tuple[float, float]] = {
            k: (v[0], v[1]) for k, v in known.get("calibration", {}).get("lines", {}).items()
        }

    def encode(self, ids: Ints, look: Ints, first: Ints) -> tuple[Floats, Floats]:
        """See Network."""
        words, cue = self._parts["model"].run(None, {"ids": ids, "look": look, "first": first})
        return words, cue

    def single(self, words: Floats) -> tuple[Floats, ...]:
        """See Network."""
        return tuple(self._parts["single"].run(None, {"words": words}))

    def relations(self, words: Floats, heads: Floats) -> Floats:
        """See Network."""
        (scores,) = self._parts["relations"].run(None, {"words": words, "heads": heads})
        return np.asarray(scores)

    def given(self, about: Floats, read: Floats, place: Ints, live: Floats) -> Floats:
        """See Network."""
        (scores,) = self._parts["given"].run(None, {"about": about, "read": read, "place": place, "live": live})
        return np.asarray(scores)

    def labels(self, about: Floats, words: Floats, read: Floats, pieces: Floats) -> Floats:
        """See Network."""
        arrays = {"about": about, "words": words, "read": read, "pieces": pieces}
        (scores,) = self._parts["labels"].run(None, arrays)
        return np.asarray(scores)


@dataclass(frozen=True, slots=True)
class Encoded:
    """A report's words as vectors (T, width) and their cue scores (T, 3)."""

    words: Floats
    cues: Floats


@dataclass(frozen=True, slots=True)
class _Window:
    begin: int
    keep: tuple[int, int]
    """The words that are taken from this window."""
    ids: list[int]
    look: list[int]
    first: list[int]


class Encoder:
    """Runs reports through a network in windows."""

    def __init__(
        self, network: Network, tokens: Tokens, *, window: int = WINDOW_TOKENS, margin: int = MARGIN_TOKENS
    ) -> None:
        self.network, self.tokens, self.window, self.margin = network, tokens, window, margin

    def encode(self, text: str, words: Sequence[Span], starts: Bools) -> Encoded:
        """Return the matrix of a text, given with its words and which of them begin a paragraph.

        Windows run one at a time: int8 takes one scale a call, which no other window shall move, and on a CPU a batch
        is no faster (6,300 words a second against 5,700 in batches of eight).
        """
        parts = []
        for w in self._windows(text, words, starts):
            vectors, cues = self.network.encode(*(np.array([row], np.int64) for row in (w.ids, w.look, w.first)))
            b, e = w.keep[0] - w.begin, w.keep[1] - w.begin
            parts.append((vectors[0, b:e], cues[0, b:e]))
        if not parts:
            return Encoded(np.zeros((0, 0), np.float32), np.zeros((0, 3), np.float32))
        return Encoded(*map(np.concatenate, zip(*parts, strict=True)))

    def _windows(self, text: str, words: Sequence[Span], starts: Bools) -> list[_Window]:
        ids = [self.tokens.ids(text[b:e]) for b, e in words]
        look = looks(text, words, starts).tolist()
        sizes = np.array([len(x) for x in ids], np.int64)
        before = np.concatenate([[0], np.cumsum(sizes)])
        out: list[_Window] = []
        begin, room = 0, self.window - 2
        while begin < len(ids):
            end = int(np.searchsorted(before, before[begin] + room, "right")) - 1
            low = out[-1].keep[1] if out else 0
            high = end if end == len(ids) else int(np.searchsorted(before, before[end] - self.margin, "left"))
            flat = [x for word in ids[begin:end] for x in word]
            flat_look = [x for word, n in zip(look[begin:end], sizes[begin:end], strict=True) for x in [word] * n]
            first = (before[begin:end] - before[begin] + 1).tolist()
            row = [self.tokens.begin, *flat, self.tokens.end], [0, *flat_look, 0]
            out.append(_Window(begin, (low, high), *row, first))
            if end == len(ids):
                break
            begin = int(np.searchsorted(before, before[high] - self.margin, "left"))
        return out
