"""A network of rules behind the encoder's interface, so that encoding and decoding are tested without weights.

A word's vector is its first token's id. "said" is a cue, what stands before it in the window is the source back to the
last full stop, what stands behind it up to the next one the content.
"""

from __future__ import annotations

import numpy as np

from accordingto.heads.labels import SIZES
from accordingto.heads.mentions import HEAD_TAGS
from accordingto.heads.names import NAME_TAGS
from accordingto.heads.statements import CONTENT, IN, PLACES, SOURCE
from accordingto.heads.syntax import ARC, RELATIONS, TAGS
from accordingto.settings import WEIGHTS
from accordingto.tokens import Floats, Ints, Tokens

TOKENS = Tokens(WEIGHTS / "tokenizer.json")
SAID, STOP = TOKENS.ids("said")[0], TOKENS.ids(".")[0]
NEVER = -1e4


def bio_tables(name: str, kinds: int) -> dict[str, Floats]:
    """Return transition scores that forbid nothing but an inside without its begin."""
    n = 1 + 2 * kinds
    steps, first = np.zeros((n, n), np.float32), np.zeros(n, np.float32)
    for inside in range(2, n, 2):
        steps[:, inside] = NEVER
        steps[[inside - 1, inside], inside] = 0
        first[inside] = NEVER
    return {f"{name}_steps": steps, f"{name}_first": first, f"{name}_last": np.zeros(n, np.float32)}


class RuleNetwork:
    """Counts its calls, and fails on a text that holds the word it is told to fail on."""

    name = "rules-1"
    bias = 0.0

    def __init__(self, fails_on: str = "") -> None:
        self.calibration: dict[str, tuple[float, float]] = {}
        self.tables = bio_tables("cue", 1) | bio_tables("given", 2) | bio_tables("names", 3)
        self.fails_on = TOKENS.ids(fails_on)[0] if fails_on else -1
        self.shapes: list[tuple[int, ...]] = []

    def encode(self, ids: Ints, look: Ints, first: Ints) -> tuple[Floats, Floats]:
        self.shapes.append(ids.shape)
        if (ids == self.fails_on).any():
            raise ArithmeticError("told to fail")
        words = np.take_along_axis(ids, first, 1)[:, :, None].astype(np.float32)
        cue = np.where(words == SAID, [[[-9, 9, -9]]], [[[9, -9, -9]]])
        return words, cue.astype(np.float32)

    def single(self, words: Floats) -> tuple[Floats, ...]:
        """Every word is a noun that hangs on the word before it; no names, no mentions."""
        n = len(words)
        tags = np.tile(np.eye(len(TAGS), dtype=np.float32)[TAGS.index("NOUN")], (n, 1))
        names, mentions = (np.tile(np.eye(k, dtype=np.float32)[0], (n, 1)) for k in (len(NAME_TAGS), len(HEAD_TAGS)))
        place = np.eye(ARC, dtype=np.float32)[np.arange(n) % ARC]
        before = np.eye(ARC, dtype=np.float32)[(np.arange(n) - 1) % ARC]
        return tags, names, mentions, np.concatenate([before, np.full((n, 1), 0.5, np.float32)], 1), place, words, words

    def relations(self, words: Floats, heads: Floats) -> Floats:
        return np.zeros((len(words), len(RELATIONS)), np.float32)

    def given(self, about: Floats, read: Floats, place: Ints, live: Floats) -> Floats:
        tags = np.zeros(read.shape[:2], np.int64)
        for row in range(len(read)):
            (said,) = np.flatnonzero(place[row] % (PLACES // 2) == 0)[:1]
            begin, end = int(said), int(said) + 1
            stops = np.flatnonzero(read[row, :, 0] == STOP)
            low = max([s + 1 for s in stops if s < begin], default=0)
            high = min([s for s in stops if s >= end], default=int(live[row].sum()))
            for a, b, tag in ((low, begin, SOURCE), (end, high, CONTENT)):
                tags[row, a:b] = tag + IN - 1
                tags[row, a : a + 1] = tag if b > a else tags[row, a : a + 1]
        return (18 * np.eye(5)[tags] - 9).astype(np.float32)

    def labels(self, about: Floats, words: Floats, read: Floats, pieces: Floats) -> Floats:
        return np.zeros((len(words), sum(SIZES)), np.float32)
