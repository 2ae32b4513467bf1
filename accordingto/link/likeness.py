"""How likely it is that two places of a group are of one claim: places with their vectors in, a chance a pair out.

A group is of words that are near one another in meaning, and what two reports tell of two attacks is. Nine signals of a
pair tell more than the nearness alone: which words they share and how rare those are in the record, how far apart their
figures and the days of their reports are, whom they speak of and what by. A logistic regression over the signals and
their products, learned from annotated stories (`training/likeness.py`), makes one chance of them.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from accordingto.link.near import UNDATED
from accordingto.link.places import Place, day_of
from accordingto.link.values import quantity
from accordingto.settings import WEIGHTS
from accordingto.tokens import Floats, Ints

SIGNALS = ("meaning", "words", "rarest word", "days", "figures", "one figure", "length", "whom", "by")
"""What two places are compared by, in order: the cosine of their vectors; what they share of their telling words, and
how rare the rarest of these is; tens of days between their reports; how many times the one figure is the other, as a
logarithm; whether only one has a figure; the ratio of their lengths, as a logarithm; how many kinds of people, and of
weapons, only one of them names."""
FILE = "likeness.json"
ONE_CLAIM = 0.25
"""Chance from which two places are of one claim. With 0.2 and 0.3 clusters of ten annotated stories differ by half a
point, some up and some down."""
MOST_DAYS, MOST_TIMES = 30, 2.0
"""Days, and the logarithm of how many times one figure is another, from which more makes no difference."""
SHARP = 8
"""Power of the mean that stands for the rarest of the words shared."""
ROWS = 512
"""Places of a group that are compared with all of it at once."""
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]+|\d[\d,.]*")
_ENDINGS = ("ings", "ing", "edly", "ed", "ies", "es", "s", "ly")
_SMALL = frozenset(
    (
        *("a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "from", "with", "and", "or", "but", "that", "which"),
        *("who", "whom", "whose", "this", "these", "those", "it", "its", "he", "his", "she", "her", "they", "their"),
        *("them", "we", "our", "us", "i", "my", "is", "are", "was", "were", "be", "been", "being", "has", "have", "had"),
        *("having", "do", "does", "did", "will", "would", "could", "should", "may", "might", "can", "not", "no", "as"),
        *("if", "than", "then", "there", "so", "such", "any", "all", "some", "more", "most", "other", "also", "only"),
        *("into", "over", "after", "before", "during", "about", "against", "between", "out", "up", "off", "said", "says"),
        "say",
    )
)


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What is known of each of n places: `stems` (telling words), and a number each."""

    stems: list[frozenset[str]]
    days: Ints
    figures: Floats
    """Logarithm of the least value; -1 without a figure."""
    lengths: Floats
    """Logarithm of the number of words."""
    whom: NDArray[np.bool_]
    by: NDArray[np.bool_]
    """(n, kinds)"""


def known_of(places: Sequence[Place]) -> Known:
    """Return what places are compared by, but for their vectors."""
    words = [place.meant for place in places]
    figures = [quantity(place.words) for place in places]
    kinds = [[{found.lastgroup for found in pattern.finditer(some)} for some in words] for pattern in _kinds().values()]
    whom, by = (
        np.array([[kind in some for kind in pattern.groupindex] for some in found], np.bool_).reshape(len(words), -1)
        for found, pattern in zip(kinds, _kinds().values(), strict=True)
    )
    return Known(
        stems=[frozenset(_stems(some)) for some in words],
        days=np.array([day_of(place.published) for place in places], np.int64),
        figures=np.array([np.log1p(one.least) if one else -1 for one in figures], np.float32),
        lengths=np.array([np.log1p(len(some.split())) for some in words], np.float32),
        whom=whom,
        by=by,
    )


def rarities(known: Known) -> Mapping[str, float]:
    """Return how rare each telling word is among the places: the logarithm of one in how many has it."""
    counts = Counter(stem for some in known.stems for stem in some)
    return {stem: float(np.log((len(known.stems) + 1) / (count + 0.5))) for stem, count in counts.items()}


class Likeness:
    """The regression that ships."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        kept = json.loads((weights / FILE).read_text(encoding="utf8"))
        self.middle, self.spread = (np.array(kept[name], np.float32)[:, None, None] for name in ("middle", "spread"))
        self.single, self.start = np.array(kept["single"], np.float32), float(kept["start"])
        self.product = np.array(kept["product"], np.float32)

    def components(self, known: Known, rarity: Mapping[str, float], numbers: Sequence[int], vectors: Floats) -> Ints:
        """Return for each of `numbers` (n,) the first of them that it is linked to by pairs of one claim.

        vectors (n, width) are of length 1 and seen from the middle of the record.
        """
        first = np.arange(len(numbers))
        for begin, signals in signals_of(known, rarity, numbers, vectors):
            linked = self.chances(signals) >= ONE_CLAIM
            for row in range(linked.shape[0]):
                others = np.unique(first[: begin + row][linked[row, : begin + row]])
                if len(others):
                    first[begin + row] = others[0]
                    if len(others) > 1:
                        first[np.isin(first, others)] = others[0]
        return first

    def chances(self, signals: Floats) -> Floats:
        """Return the chance of each pair; signals (SIGNALS, rows, n)."""
        scaled = (signals - self.middle) / self.spread
        flat = scaled.reshape(len(SIGNALS), -1)
        sums = self.single @ flat + np.einsum("ip,ip->p", flat, self.product @ flat) + self.start
        return np.asarray(1 / (1 + np.exp(-sums)), np.float32).reshape(signals.shape[1:])


def signals_of(
    known: Known, rarity: Mapping[str, float], numbers: Sequence[int], vectors: Floats
) -> Iterator[tuple[int, Floats]]:
    """Yield the signals of ROWS of `numbers` with all n of them, (SIGNALS, rows, n), each time with the first row."""
    at = np.asarray(numbers)
    columns = {stem: column for column, stem in enumerate(sorted({s for n in numbers for s in known.stems[n]}))}
    has = np.zeros((len(at), len(columns)), np.float32)
    for row, number in enumerate(numbers):
        has[row, [columns[stem] for stem in known.stems[number]]] = 1
    weight = np.array([rarity[stem] for stem in columns], np.float32)
    whole, figures, days, lengths = has @ weight, known.figures[at], known.days[at], known.lengths[at]
    whom, by = known.whom[at].astype(np.float32), known.by[at].astype(np.float32)
    for begin in range(0, len(at), ROWS):
        rows = slice(begin, begin + ROWS)
        shared = (has[rows] * weight) @ has.T
        rarest = ((has[rows] * weight**SHARP) @ has.T) ** (1 / SHARP)
        both = (figures[rows, None] >= 0) & (figures >= 0)
        apart = np.abs(days[rows, None] - days)
        apart = np.where((days[rows, None] == UNDATED) | (days == UNDATED), MOST_DAYS, np.minimum(apart, MOST_DAYS))
        yield (
            begin,
            np.stack(
                [
                    vectors[rows] @ vectors.T,
                    shared / np.maximum(whole[rows, None] + whole - shared, 1e-6),
                    rarest,
                    apart / 10,
                    np.minimum(np.abs(figures[rows, None] - figures), MOST_TIMES) * both,
                    (figures[rows, None] >= 0) != (figures >= 0),
                    np.abs(lengths[rows, None] - lengths),
                    _differ(whom[rows], whom),
                    _differ(by[rows], by),
                ]
            ).astype(np.float32),
        )


def _differ(one: Floats, other: Floats) -> Floats:
    """Return how many kinds only one of two has, (rows, n); each (…, kinds) of 0 and 1."""
    return np.asarray(one.sum(1)[:, None] + other.sum(1) - 2 * one @ other.T, np.float32)


def _stems(words: str) -> Iterator[str]:
    for word in _WORD.findall(words):
        lower = word.lower().replace("’", "'").removesuffix("'s")
        if lower not in _SMALL:
            yield next((lower[: -len(end)] for end in _ENDINGS if lower.endswith(end) and len(lower) - len(end) >= 3), lower)


@cache
def _kinds() -> dict[str, re.Pattern[str]]:
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        lists: dict[str, dict[str, str]] = tomllib.load(file)
    return {
        name: re.compile(rf"\b(?:{'|'.join(f'(?P<{kind}>{words})' for kind, words in kinds.items())})", re.IGNORECASE)
        for name, kinds in lists.items()
    }
