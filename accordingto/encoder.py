"""Reports in words → one matrix a report: the only forward pass, int8 ONNX on the CPU, without torch.

A report goes through in windows that overlap; each word's vector is taken from the window in which it stands furthest
from an edge. Windows of several reports run together, sorted by length.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import onnxruntime

from accordingto.data import Span
from accordingto.errors import ModelMissing
from accordingto.settings import WEIGHTS
from accordingto.tokens import Bools, Floats, Ints, Tokens, looks

WINDOW_TOKENS = 256
MARGIN_TOKENS = 8  # 40 costs a quarter of the speed and gains nothing on the dev parts
BATCH_TOKENS = 2048


class Network(Protocol):
    """The exported networks, or the ones in training."""

    tables: dict[str, Floats]
    """Transition scores of the tag sequences."""
    bias: float
    """What is added to the score of "no cue", so that what is found and what is missed balance."""
    name: str

    def encode(self, ids: Ints, look: Ints, first: Ints) -> tuple[Floats, Floats]:
        """ids, look (B, L), first (B, T) → word vectors (B, T, width), cue scores (B, T, 3)."""

    def given(self, words: Floats, cue: Ints, place: Ints, live: Floats) -> Floats:
        """Words (N, T, width), cue (N, 2), place and live (N, T) → scores of the parts' tags (N, T, 5)."""

    def labels(self, words: Floats, cue: Ints, pieces: Floats) -> Floats:
        """Words (N, T, width), cue (N, 2), pieces (N, 2, T) → scores of the labels' values (N, values)."""


class OnnxNetwork:
    """The shipped networks. A call runs on one core; calls from several threads run side by side."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3

        for name in ("model.onnx", "given.onnx", "labels.onnx", "card.json"):
            if not (weights / name).is_file():
                raise ModelMissing(str(weights / name))

        def session(name: str) -> onnxruntime.InferenceSession:
            return onnxruntime.InferenceSession(weights / name, options, providers=["CPUExecutionProvider"])

        self._encode, self._given, self._labels = map(session, ("model.onnx", "given.onnx", "labels.onnx"))
        card = json.loads((weights / "card.json").read_text(encoding="utf8"))
        self.tables = {k: np.array(v, np.float32) for k, v in card["transitions"].items()}
        self.name: str = card["name"]
        self.bias: float = card["bias"]

    def encode(self, ids: Ints, look: Ints, first: Ints) -> tuple[Floats, Floats]:
        """See Network."""
        words, cue = self._encode.run(None, {"ids": ids, "look": look, "first": first})
        return words, cue

    def given(self, words: Floats, cue: Ints, place: Ints, live: Floats) -> Floats:
        """See Network."""
        (scores,) = self._given.run(None, {"words": words, "cue": cue, "place": place, "live": live})
        return np.asarray(scores)

    def labels(self, words: Floats, cue: Ints, pieces: Floats) -> Floats:
        """See Network."""
        (scores,) = self._labels.run(None, {"words": words, "cue": cue, "pieces": pieces})
        return np.asarray(scores)


@dataclass(frozen=True, slots=True)
class Encoded:
    """A report's words as vectors (T, width) and their cue scores (T, 3)."""

    words: Floats
    cues: Floats


@dataclass(frozen=True, slots=True)
class _Window:
    report: int
    begin: int
    end: int
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

    def encode(self, reports: Sequence[tuple[str, Sequence[Span], Bools]]) -> list[Encoded]:
        """Return the matrix of each report, given as text, words and which words begin a paragraph."""
        windows = [w for i, report in enumerate(reports) for w in self._windows(i, *report)]
        windows.sort(key=lambda w: len(w.ids))
        parts: list[list[tuple[int, Floats, Floats]]] = [[] for _ in reports]
        at = 0
        while at < len(windows):
            end = at + 1
            while end < len(windows) and (end + 1 - at) * len(windows[end].ids) <= BATCH_TOKENS:
                end += 1
            batch = windows[at:end]
            words, cues = self.network.encode(*(_pad([getattr(w, k) for w in batch]) for k in ("ids", "look", "first")))
            for i, w in enumerate(batch):
                b, e = w.keep[0] - w.begin, w.keep[1] - w.begin
                parts[w.report].append((w.keep[0], words[i, b:e], cues[i, b:e]))
            at = end
        return [_joined(rows) for rows in parts]

    def _windows(self, report: int, text: str, words: Sequence[Span], starts: Bools) -> list[_Window]:
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
            out.append(_Window(report, begin, end, (low, high), *row, first))
            if end == len(ids):
                break
            begin = int(np.searchsorted(before, before[high] - self.margin, "left"))
        return out


def _pad(rows: list[list[int]]) -> Ints:
    out = np.zeros((len(rows), max(map(len, rows))), np.int64)
    for i, row in enumerate(rows):
        out[i, : len(row)] = row
    return out


def _joined(rows: list[tuple[int, Floats, Floats]]) -> Encoded:
    rows.sort(key=lambda row: row[0])
    if not rows:
        return Encoded(np.zeros((0, 0), np.float32), np.zeros((0, 3), np.float32))
    return Encoded(np.concatenate([r[1] for r in rows]), np.concatenate([r[2] for r in rows]))
