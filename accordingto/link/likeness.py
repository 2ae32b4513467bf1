"""How likely it is that two nodes are of one claim: what their words tell and their vectors in, a chance a pair out.

Words that are near one another in meaning may tell of two attacks, or of one in other words. Nine signals of a pair
tell more than the nearness alone: which words they share and how rare those are in the record, how far apart their
figures and the days of their reports are, whom they speak of and what by. A logistic regression over the signals and
their products, learned from annotated stories (`training/likeness.py`), makes one chance of them.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from accordingto.link.near import UNDATED
from accordingto.link.values import quantity
from accordingto.settings import WEIGHTS
from accordingto.tokens import Floats, Ints

SIGNALS = ("meaning", "words", "rarest word", "days", "figures", "one figure", "length", "whom", "by")
"""What two places are compared by, in order: the cosine of their vectors; what they share of their telling words, and
how rare the rarest of these is; tens of days between their reports; how many times the one figure is the other, as a
logarithm; whether only one has a figure; the ratio of their lengths, as a logarithm; how many kinds of people, and of
weapons, only one of them names."""
FILE = "likeness.json"
MOST_STEMS = 16
"""Telling words of a place that are compared, the rarest first."""
USUAL_NODES = 1_000
"""Nodes of a record that the regression knows. In a smaller one words are as rare as they would be in that, since those
of two or three reports say nothing of what is rare; in a larger one their share counts."""
MOST_DAYS, MOST_TIMES = 30, 2.0
"""Days, and the logarithm of how many times one figure is another, from which more makes no difference."""
CHUNK = 8_192
Chances = Callable[[Ints, Ints], Floats]
"""Pairs of places by their numbers in, the chance of each out."""
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]+|\d[\d,.]*")
_ENDINGS = ("ings", "ing", "edly", "ed", "ies", "es", "s", "ly")


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What is known of each of n nodes, beside its vector."""

    stems: Ints
    """Numbers of its telling words (n, MOST_STEMS), the rarest first; -1 where there are fewer."""
    rarity: Floats
    """How rare each of these words is among all nodes; 0 where there is none."""
    days: Ints
    least: Floats
    """The least that its figure may be; -1 without a figure."""
    lengths: Floats
    """Logarithm of the number of words."""
    whom: NDArray[np.bool_]
    by: NDArray[np.bool_]
    """(n, kinds)"""


def told(words: str) -> str:
    """Return what words are compared by, as a node keeps it: figure, length, kinds, telling words."""
    found = quantity(words)
    kinds = (
        "".join("01"[kind in named] for kind in pattern.groupindex)
        for pattern in _kinds().values()
        for named in [{one.lastgroup for one in pattern.finditer(words)}]
    )
    return " ".join([f"{found.least if found else -1:g}", str(len(words.split())), *kinds, *sorted(set(_stems(words)))])


def known_of(kept: Sequence[str], days: Ints) -> Known:
    """Return what n nodes are compared by, from what they keep (see told) and the days of their reports."""
    rows = [one.split(" ") for one in kept]
    stems, rarity = _numbered([row[4:] for row in rows])
    whom, by = (
        np.frombuffer("".join(row[column] for row in rows).encode(), np.uint8).reshape(len(rows), len(kinds))
        == ord("1")
        for column, kinds in enumerate((pattern.groupindex for pattern in _kinds().values()), start=2)
    )
    return Known(
        stems=stems,
        rarity=rarity,
        days=days,
        least=np.array([float(row[0]) for row in rows], np.float32),
        lengths=np.log1p(np.array([float(row[1]) for row in rows], np.float32)),
        whom=whom,
        by=by,
    )


class Likeness:
    """The regression that ships."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        kept: Mapping[str, Any] = json.loads((weights / FILE).read_text(encoding="utf8"))
        self.middle, self.spread, self.single, self.product = (
            np.array(kept[name], np.float32) for name in ("middle", "spread", "single", "product")
        )
        self.start = float(kept["start"])

    def chances(self, known: Known, vectors: Floats, one: Ints, other: Ints) -> Floats:
        """Return the chance of each pair that both are of one claim; `one` and `other` (pairs,) are rows.

        vectors (n, width) are of length 1, from the middle of the record.
        """
        found = np.zeros(len(one), np.float32)
        for begin in range(0, len(one), CHUNK):
            part = slice(begin, begin + CHUNK)
            scaled = (signals(known, vectors, one[part], other[part]) - self.middle) / self.spread
            sums = scaled @ self.single + ((scaled @ self.product) * scaled).sum(1) + self.start
            found[part] = 1 / (1 + np.exp(-sums))
        return found


class Alike:
    """How likely pairs of places are of one claim, given the node of each place."""

    def __init__(self, likeness: Likeness, known: Known, vectors: Floats, rows: Ints) -> None:
        """Take what is known of n nodes, their vectors (n, width), and the node of each place."""
        self.likeness, self.known, self.vectors, self.rows = likeness, known, vectors, rows
        self.least = known.least[rows]
        """The least that the figure of each place may be; -1 without a figure."""

    def __call__(self, one: Ints, other: Ints) -> Floats:
        """Return the chance of each pair of places, given by their numbers (pairs,); 1 for two of one node."""
        rows, others = self.rows[one], self.rows[other]
        found = self.likeness.chances(self.known, self.vectors, rows, others)
        return np.where(rows == others, np.float32(1), found)

    def among(self, numbers: Sequence[int]) -> Alike:
        """Return the same for some of the places."""
        return Alike(self.likeness, self.known, self.vectors, self.rows[np.asarray(numbers)])


def signals(known: Known, vectors: Floats, one: Ints, other: Ints) -> Floats:
    """Return the SIGNALS of pairs of rows, (pairs, SIGNALS); see Likeness.chances."""
    stems, rarity = known.stems[one], known.rarity[one]
    both = ((stems[:, :, None] == known.stems[other][:, None, :]) & (stems >= 0)[:, :, None]).any(2)
    shared = (rarity * both).sum(1)
    different = rarity.sum(1) + known.rarity[other].sum(1) - shared
    least, days = (known.least[one], known.least[other]), (known.days[one], known.days[other])
    stated, sizes = (least[0] >= 0, least[1] >= 0), [np.log1p(np.maximum(some, 0)) for some in least]
    undated = (days[0] == UNDATED) | (days[1] == UNDATED)
    return np.stack(
        [
            np.einsum("pw,pw->p", vectors[one], vectors[other]),
            shared / np.maximum(different, 1e-6),
            (rarity * both).max(1),
            np.where(undated, MOST_DAYS, np.minimum(np.abs(days[0] - days[1]), MOST_DAYS)) / 10,
            np.minimum(np.abs(sizes[0] - sizes[1]), MOST_TIMES) * (stated[0] & stated[1]),
            stated[0] != stated[1],
            np.abs(known.lengths[one] - known.lengths[other]),
            (known.whom[one] != known.whom[other]).sum(1),
            (known.by[one] != known.by[other]).sum(1),
        ],
        axis=1,
    ).astype(np.float32)


def _numbered(found: Sequence[Sequence[str]]) -> tuple[Ints, Floats]:
    """Return the stems of each of n nodes as numbers, and how rare they are, as Known has them."""
    counts = Counter(chain.from_iterable(found))
    words = sorted(counts)
    counted = np.array([counts[stem] for stem in words], np.int64)
    # The rarest get the smallest numbers, so that the smallest of a node are its rarest.
    rarest = np.argsort(counted, kind="stable")
    number_of = dict(zip(words, np.argsort(rarest).tolist(), strict=True))
    numbers = np.array(list(map(number_of.__getitem__, chain.from_iterable(found))), np.int64)
    lengths = np.array([len(some) for some in found], np.int64)
    rows = np.repeat(np.arange(len(found)), lengths)
    numbers = numbers[np.lexsort((numbers, rows))]
    columns = np.arange(len(numbers)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    kept = columns < MOST_STEMS
    stems = np.full((len(found), MOST_STEMS), -1, np.int64)
    stems[rows[kept], columns[kept]] = numbers[kept]
    shares = np.append(counted[rarest], 0) * min(1, USUAL_NODES / max(1, len(found)))
    of_number = np.log((USUAL_NODES + 1) / (shares + 0.5))
    return stems, np.where(stems >= 0, of_number[stems], 0).astype(np.float32)


def _stems(words: str) -> Iterator[str]:
    for word in _WORD.findall(words):
        # "Build-up" and "buildup" are one word.
        plain = word.lower().replace("’", "'").replace("-", "").removesuffix("'s")
        if plain not in _small():
            ends = (end for end in _ENDINGS if plain.endswith(end) and len(plain) - len(end) >= 3)
            yield plain.removesuffix(next(ends, ""))


@cache
def _lists() -> dict[str, dict[str, str]]:
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        lists: dict[str, dict[str, str]] = tomllib.load(file)
    return lists


@cache
def _small() -> frozenset[str]:
    return frozenset(_lists()["words"]["small"].split())


@cache
def _kinds() -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile(rf"\b(?:{'|'.join(f'(?P<{kind}>{words})' for kind, words in kinds.items())})", re.IGNORECASE)
        for name in ("whom", "by")
        for kinds in [_lists()[name]]
    }
