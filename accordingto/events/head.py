"""Features of acts → scores of the root codes, by one matrix: ridge regression on named features and word vectors.

The weights are fitted on the vectors of one encoder and hold its mark; beside another encoder they are not used.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from accordingto.data import EVENT_TYPES
from accordingto.encoder import mark_of
from accordingto.events.features import Seen, block_means
from accordingto.settings import WEIGHTS
from accordingto.tokens import Floats

log = logging.getLogger(__name__)
NONE = len(EVENT_TYPES)
"""The column of what is no act; the columns before it are EVENT_TYPES."""
FILE = "events.npz"
LEXICON = "lexicon "
"""How the names of what the lexicon says begin; they are a group of their own beside those of words."""


@dataclass(frozen=True, slots=True)
class Scales:
    """How much each group of features counts: words, what the lexicon says, and the means of word vectors (BLOCKS)."""

    word: float = 1.0
    lexicon: float = 0.63
    blocks: tuple[float, ...] = (0.77, 0.55, 0.55, 0.63)


def _nothing() -> Floats:
    return np.zeros(0, np.float32)


@dataclass(frozen=True, slots=True)
class Head:
    """What is fitted. `means` is (blocks, width), `weights` (names + blocks · width, roots + 1).

    `rarity` is the logarithm of how many examples there are for each one that has the name; `heat` turns scores into
    shares.
    """

    names: Mapping[str, int]
    rarity: Floats
    means: Floats
    scales: Scales = Scales()
    weights: Floats = field(default_factory=_nothing)
    offset: Floats = field(default_factory=_nothing)
    heat: float = 8.0
    encoder: str = ""

    def scores(self, some: Sequence[Seen], dense: Sequence[Floats]) -> Floats:
        """Return (acts, roots + 1) of acts whose word vectors are averaged already."""
        return np.asarray(matrix(some, dense, self) @ self.weights + self.offset)

    def shares(self, some: Sequence[Seen], vectors: Floats) -> Floats:
        """Return (acts, roots + 1): how much speaks for each root and for none; each row sums to 1."""
        if not some:
            return np.zeros((0, NONE + 1), np.float32)
        scores = self.scores(some, list(block_means(some, vectors)))
        hot = np.exp(self.heat * (scores - scores.max(1, keepdims=True)))
        return np.asarray(hot / hot.sum(1, keepdims=True), np.float32)


def matrix(some: Sequence[Seen], dense: Sequence[Floats], head: Head) -> Floats:
    """Return (acts, names + blocks · width): every group of features scaled to length 1, then by its weight."""
    names, scales = head.names, head.scales
    out = np.zeros((len(some), len(names) + head.means.size), np.float32)
    known = [
        (row, names[name], weight, name.startswith(LEXICON))
        for row, one in enumerate(some)
        for name, weight in one.named.items()
        if name in names
    ]
    if known:
        rows, at, weights, of_lexicon = (np.array(column) for column in zip(*known, strict=True))
        values = weights * head.rarity[at]
        group = 2 * rows + of_lexicon
        lengths = np.maximum(np.sqrt(np.bincount(group, values**2)), 1e-9)
        out[rows, at] = np.where(of_lexicon, scales.lexicon, scales.word) * values / lengths[group]
    if len(some):
        out[:, len(names) :] = _unit(np.stack(dense) - head.means, scales.blocks).reshape(len(some), -1)
    return out


def _unit(blocks: Floats, scales: Sequence[float]) -> Floats:
    length = np.maximum(np.linalg.norm(blocks, axis=-1, keepdims=True), 1e-9)
    return np.asarray(blocks / length * np.array(scales, np.float32)[:, None], np.float32)


def save(head: Head, folder: Path) -> None:
    """Write the head into a folder of weights, large matrices in half precision."""
    scales = (head.scales.word, head.scales.lexicon, *head.scales.blocks)
    np.savez_compressed(
        folder / FILE,
        names=np.array(sorted(head.names, key=head.names.__getitem__)),
        rarity=head.rarity.astype(np.float16),
        means=head.means,
        weights=head.weights.astype(np.float16),
        offset=head.offset,
        numbers=np.array([head.heat, *scales]),
        encoder=np.array(head.encoder),
    )


def load(folder: Path = WEIGHTS) -> Head | None:
    """Read the head of a folder of weights.

    None where there is none, or one that was fitted on another encoder: its vectors would say other things. Then no
    events are found until `python -m training.events` has fitted it anew.
    """
    path = folder / FILE
    if not path.is_file():
        return None
    with np.load(path, allow_pickle=False) as found:
        heat, word, of_lexicon, *blocks = found["numbers"].tolist()
        head = Head(
            names={str(name): at for at, name in enumerate(found["names"])},
            rarity=found["rarity"].astype(np.float32),
            means=found["means"],
            scales=Scales(word, of_lexicon, tuple(blocks)),
            weights=found["weights"].astype(np.float32),
            offset=found["offset"],
            heat=heat,
            encoder=str(found["encoder"]),
        )
    if head.encoder == mark_of(folder):
        return head
    log.warning("%s was fitted on another encoder: no events are found", path)
    return None
