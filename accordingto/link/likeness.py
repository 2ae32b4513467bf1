"""How likely it is that two places are of one claim: places with their vectors in, a chance a pair out.

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
MOST_STEMS = 24
"""Telling words of a place that are compared, the rarest first."""
MOST_DAYS, MOST_TIMES = 30, 2.0
"""Days, and the logarithm of how many times one figure is another, from which more makes no difference."""
CHUNK = 8_192
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
    """What is known of each of n places, beside its vector."""

    stems: Ints
    """Numbers of its telling words (n, MOST_STEMS), the rarest first; -1 where there are fewer."""
    rarity: Floats
    """How rare each of these words is among all places; 0 where there is none."""
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
    stems, rarity = _stems_of(words)
    kinds = [[{one.lastgroup for one in pattern.finditer(some)} for some in words] for pattern in _kinds().values()]
    whom, by = (
        np.array([[kind in some for kind in pattern.groupindex] for some in found], np.bool_).reshape(len(words), -1)
        for found, pattern in zip(kinds, _kinds().values(), strict=True)
    )
    return Known(
        stems=stems,
        rarity=rarity,
        days=np.array([day_of(place.published) for place in places], np.int64),
        figures=np.array([np.log1p(one.least) if one else -1 for one in figures], np.float32),
        lengths=np.array([np.log1p(len(some.split())) for some in words], np.float32),
        whom=whom,
        by=by,
    )


class Likeness:
    """The regression that ships."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        kept: Mapping[str, list[float]] = json.loads((weights / FILE).read_text(encoding="utf8"))
        self.middle, self.spread, self.single, self.product = (
            np.array(kept[name], np.float32) for name in ("middle", "spread", "single", "product")
        )
        self.start = np.float32(kept["start"])

    def chances(self, known: Known, vectors: Floats, one: Ints, other: Ints) -> Floats:
        """Return the chance of each pair that both are of one claim; `one` and `other` (pairs,) are rows.

        vectors (n, width) are of length 1 and seen from the middle of the record.
        """
        found = np.zeros(len(one), np.float32)
        for begin in range(0, len(one), CHUNK):
            part = slice(begin, begin + CHUNK)
            scaled = (signals(known, vectors, one[part], other[part]) - self.middle) / self.spread
            sums = scaled @ self.single + ((scaled @ self.product) * scaled).sum(1) + self.start
            found[part] = 1 / (1 + np.exp(-sums))
        return found


def signals(known: Known, vectors: Floats, one: Ints, other: Ints) -> Floats:
    """Return the SIGNALS of pairs of rows, (pairs, SIGNALS); see Likeness.chances."""
    stems, rarity = known.stems[one], known.rarity[one]
    both = ((stems[:, :, None] == known.stems[other][:, None, :]) & (stems >= 0)[:, :, None]).any(2)
    shared = (rarity * both).sum(1)
    different = rarity.sum(1) + known.rarity[other].sum(1) - shared
    figures, days = (known.figures[one], known.figures[other]), (known.days[one], known.days[other])
    undated = (days[0] == UNDATED) | (days[1] == UNDATED)
    return np.stack(
        [
            np.einsum("pw,pw->p", vectors[one], vectors[other]),
            shared / np.maximum(different, 1e-6),
            (rarity * both).max(1),
            np.where(undated, MOST_DAYS, np.minimum(np.abs(days[0] - days[1]), MOST_DAYS)) / 10,
            np.minimum(np.abs(figures[0] - figures[1]), MOST_TIMES) * ((figures[0] >= 0) & (figures[1] >= 0)),
            (figures[0] >= 0) != (figures[1] >= 0),
            np.abs(known.lengths[one] - known.lengths[other]),
            (known.whom[one] != known.whom[other]).sum(1),
            (known.by[one] != known.by[other]).sum(1),
        ],
        axis=1,
    ).astype(np.float32)


def _stems_of(words: Sequence[str]) -> tuple[Ints, Floats]:
    """Return the stems of each of n places and how rare they are, as Known has them."""
    found = [set(_stems(some)) for some in words]
    counts = Counter(stem for some in found for stem in some)
    numbers = {stem: number for number, stem in enumerate(sorted(counts))}
    rare = {stem: float(np.log((len(words) + 1) / (count + 0.5))) for stem, count in counts.items()}
    stems, rarity = np.full((len(words), MOST_STEMS), -1, np.int32), np.zeros((len(words), MOST_STEMS), np.float32)
    for row, some in enumerate(found):
        kept = sorted(some, key=lambda stem: (-rare[stem], stem))[:MOST_STEMS]
        stems[row, : len(kept)] = [numbers[stem] for stem in kept]
        rarity[row, : len(kept)] = [rare[stem] for stem in kept]
    return stems, rarity


def _stems(words: str) -> Iterator[str]:
    for word in _WORD.findall(words):
        plain = word.lower().replace("’", "'").removesuffix("'s")
        if plain not in _SMALL:
            ends = (end for end in _ENDINGS if plain.endswith(end) and len(plain) - len(end) >= 3)
            yield plain.removesuffix(next(ends, ""))


@cache
def _kinds() -> dict[str, re.Pattern[str]]:
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        lists: dict[str, dict[str, str]] = tomllib.load(file)
    return {
        name: re.compile(rf"\b(?:{'|'.join(f'(?P<{kind}>{words})' for kind, words in kinds.items())})", re.IGNORECASE)
        for name, kinds in lists.items()
    }
