"""Near-duplicate reports: a text in, its words, what it can be looked up by, and what two texts share as aligned spans.

Words are compared without case, apostrophes and punctuation, and never across a cut. Reports are looked up by hashes
(`bands_of`): no report is compared with all others. What the hashes bring up is aligned word by word (`compare`), and
only that decides. It tells shared words, not who copied whom: a common source that is not among the reports, a form
that is filled in every day, or an honest retelling in other words look like copies, or like none.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from accordingto.data import Cut, Span

METHOD = "8/25 3x12"
"""Name of the way in which `bands_of` hashes; bands of another method are made anew."""

Numbers = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Kind = Literal["same text", "cut", "shared passages", "reworded"]

PASSAGE = 8
"""Words of the shortest passage that counts as shared: runs of six are still common turns of phrase."""
WINDOW = 25
"""Passages hashed for each window of so many: a shared run of WINDOW + PASSAGE - 1 = 32 words is found for certain."""
MOST_BANDS = 4000
"""Of a longer text (some 50,000 words) the windows grow, so that no report fills the index."""
ROWS, ROUNDS = 3, 12
"""Names and numbers are hashed in ROUNDS bands of ROWS: two reports that have 60 % of them in common meet in 94 of 100
cases, with 30 % in 28."""
FEWEST_NAMES = 8
"""A report of fewer names and numbers is not looked up by them: too many have the same few."""

SAME, CONTAINED = 0.85, 0.75
"""Share of both texts, or of one, that makes the same text, or one a cut of the other: room for a headline, a lead or a
credit of one's own."""
OWN_WORDS, OWN_SHARE = 24, 0.15
"""Words outside quotation marks, and their share of the shorter text, that shared passages must have: what is less is a
credit line, a stock paragraph, or one quotation with its frame."""
RUN, RUNS, OWN_RUNS, CHAIN, AGREE = 4, 8, 5, 0.08, 0.5
"""A reworded copy: at least RUNS runs of RUN words in the same order, OWN_RUNS of them not all quotation, CHAIN of the
shorter text, and AGREE of its names and numbers in the other."""
DIAGONALS = 64
"""Ways to lay one text beside the other that are tried, those with most shared passages first."""

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+(?:(?:['’ʼ]|(?<=\d)[.,](?=\d))[^\W_{_CJK}]+)*")
_QUOTATION = re.compile(
    r"„[^“”\n]*[“”]?|“[^”\n]*”?|«[^«»\n]*»?|(?<!\w)\"(?=\S)[^\"\n]+\"|(?<!\w)‘[^‘’\n]*(?:’\w[^‘’\n]*)*’?"
    r"|(?<![\w'])'(?=\w)[^'\n]{1,400}(?:'\w[^'\n]{1,400}){0,5}'(?!\w)"
)
_APART = str.maketrans("", "", "'’ʼ,.")
_ROUND: Hashes = np.arange(1, ROUNDS + 1).astype(np.uint64)


class Shingles(NamedTuple):
    """The different runs of so many words that lie in one part."""

    hashes: Hashes
    """Sorted."""
    at: Numbers
    """The word that each begins at, where it comes first."""
    ordered: Hashes
    """The hashes of all of them, in the order of the text."""


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of a report outside its cuts, an array entry each."""

    begin: Numbers
    end: Numbers
    key: Hashes
    """Hash of the word without case and marks."""
    part: Numbers
    """The piece between cuts that it stands in."""
    quoted: NDArray[np.bool_]
    """Whether it stands in quotation marks; marks that the text lost cannot be known."""
    names: Hashes
    """Hashes of the different words that are nowhere written small: names and numbers, for the most part."""
    passages: Shingles
    runs: Shingles

    def __len__(self) -> int:
        return len(self.key)


class Run(NamedTuple):
    """`length` words that stand in one text from word `a` and in the other from word `b` on."""

    a: int
    b: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What two reports share. `shares` are the shares of the first's and the second's words that the other has."""

    kind: Kind
    shares: tuple[float, float]
    passages: tuple[tuple[Span, Span], ...]
    """Aligned spans in the first and the second text, in the first's order; both hold the same words."""


def words_of(text: str, cut: Sequence[Cut] = ()) -> Words:
    """Return the words of a text; what is cut is left out, whatever order the cuts stand in."""
    found = list(_WORD.finditer(text))
    begin, end = np.array([m.span() for m in found], np.int64).reshape(-1, 2).T
    written = [m[0] for m in found]
    key = np.fromiter(map(_key, written), np.uint64, len(found))
    part = np.zeros(len(found), np.int64)
    kept = np.ones(len(found), np.bool_)
    for out, back, _ in cut:
        if out < back:
            first, last = np.searchsorted(end, out, "right"), np.searchsorted(begin, back)
            kept[first:last] = False
            part[last:] += 1
    quoted = np.zeros(len(found), np.bool_)
    for quotation in _QUOTATION.finditer(text):
        quoted[np.searchsorted(begin, quotation.start()) : np.searchsorted(begin, quotation.end())] = True
    small = np.fromiter((word[0].islower() for word in written), np.bool_, len(found))
    names = np.setdiff1d(key[kept & ~small], key[small])
    key, part = key[kept], part[kept]
    passages, runs = (_shingles(key, part, length) for length in (PASSAGE, RUN))
    return Words(begin[kept], end[kept], key, part, quoted[kept], names, passages, runs)


def bands_of(words: Words) -> list[int]:
    """Return the hashes (signed, of 64 bits) of which two reports have one in common if they may be copies.

    The smallest hash of each window of passages (winnowing: Schleimer, Wilkerson and Aiken, 2003), which finds a shared
    passage whatever else the reports hold, and MinHash bands over names and numbers, which find a reworded report.
    """
    hashes = words.passages.ordered
    chosen = np.unique(_smallest(hashes, max(WINDOW, 2 * len(hashes) // MOST_BANDS)))
    if len(words.names) >= FEWEST_NAMES:
        rows: Hashes = _mixed(words.names[None, :] ^ _salts()).min(axis=1).reshape(ROUNDS, ROWS)
        # The round is part of the band, so that equal hashes of different rounds do not meet.
        chosen = np.concatenate([chosen, _mixed(rows[:, 0] + _mixed(rows[:, 1] + _mixed(rows[:, 2] + _ROUND)))])
    bands: list[int] = np.unique(chosen).view(np.int64).tolist()
    return bands


def compare(a: Words, b: Words, *, near: bool = True) -> Copy | None:
    """Return what two reports share, None where that makes neither a copy.

    Unless they are `near` (of two outlets, and published within days), only the same text and a cut count: paragraphs
    of background come back for months, in one outlet and, from the agencies, in others.
    """
    shorter = min(len(a), len(b))
    if not shorter:
        return None
    tiles = _passages(a, b)
    share_a, share_b = (sum(run.length for run in tiles) / len(words) for words in (a, b))
    own = sum(_own(a, b, run) for run in tiles)
    if own >= min(OWN_WORDS, 0.9 * shorter) and own >= OWN_SHARE * shorter:
        kind: Kind = "shared passages"
        if min(share_a, share_b) >= SAME:
            kind = "same text"
        elif max(share_a, share_b) >= CONTAINED:
            kind = "cut"
        return _copy(kind, a, b, tiles) if near or kind != "shared passages" else None
    if not near or _agreement(a, b) < AGREE:
        return None
    chain = _chain(_seeds(a.runs, b.runs, RUN))
    if (
        len(chain) >= RUNS
        and sum(_own(a, b, run) > 0 for run in chain) >= OWN_RUNS
        and sum(run.length for run in chain) >= CHAIN * shorter
    ):
        return _copy("reworded", a, b, chain)
    return None


def shared_passages(a: Words, b: Words) -> tuple[tuple[Span, Span], ...]:
    """Return the aligned passages of two reports that have OWN_WORDS in common outside quotation marks, else none.

    They need not be copies for that: a paragraph of one dispatch in two reports is enough.
    """
    tiles = _passages(a, b)
    if sum(_own(a, b, run) for run in tiles) < OWN_WORDS:
        return ()
    return _copy("shared passages", a, b, tiles).passages


def _copy(kind: Kind, a: Words, b: Words, runs: Sequence[Run]) -> Copy:
    shared = sum(run.length for run in runs)
    spans = tuple(
        (
            Span(int(a.begin[run.a]), int(a.end[run.a + run.length - 1])),
            Span(int(b.begin[run.b]), int(b.end[run.b + run.length - 1])),
        )
        for run in sorted(runs)
    )
    return Copy(kind=kind, shares=(shared / len(a), shared / len(b)), passages=spans)


def _own(a: Words, b: Words, run: Run) -> int:
    """Return how many words of a run stand in quotation marks in neither text."""
    quoted = a.quoted[run.a : run.a + run.length] | b.quoted[run.b : run.b + run.length]
    return run.length - int(quoted.sum())


def _passages(a: Words, b: Words) -> list[Run]:
    """Return the shared passages, longest first; no word of either text is in two of them."""
    seeds = _seeds(a.passages, b.passages, PASSAGE)
    weight: dict[int, int] = {}
    for seed in seeds:
        weight[seed.b - seed.a] = weight.get(seed.b - seed.a, 0) + seed.length
    laid = sorted(weight, key=lambda shift: -weight[shift])[:DIAGONALS]
    runs = sorted((run for shift in laid for run in _beside(a, b, shift)), key=lambda run: (-run.length, run))
    taken_a, taken_b = np.zeros(len(a), np.bool_), np.zeros(len(b), np.bool_)
    tiles = []
    for run in runs:
        free = ~(taken_a[run.a : run.a + run.length] | taken_b[run.b : run.b + run.length])
        for begin, end in _stretches(free, PASSAGE):
            tile = Run(run.a + begin, run.b + begin, end - begin)
            taken_a[tile.a : tile.a + tile.length] = taken_b[tile.b : tile.b + tile.length] = True
            tiles.append(tile)
    return tiles


def _beside(a: Words, b: Words, shift: int) -> list[Run]:
    """Return the longest shared runs with word `i` of one text beside word `i + shift` of the other."""
    first, last = max(0, -shift), min(len(a), len(b) - shift)
    same = a.key[first:last] == b.key[first + shift : last + shift]
    part = a.part[first:last] + b.part[first + shift : last + shift]
    runs = []
    for begin, end in _stretches(same, PASSAGE):
        # A run stops where a cut lies in it: both parts only ever grow, so their sum tells.
        borders = begin + 1 + np.flatnonzero(np.diff(part[begin:end]))
        for left, right in zip([begin, *borders.tolist()], [*borders.tolist(), end], strict=True):
            if right - left >= PASSAGE:
                runs.append(Run(first + left, first + left + shift, right - left))
    return runs


def _seeds(a: Shingles, b: Shingles, length: int) -> list[Run]:
    """Return runs of at least `length` words that both texts have, each shingle at its first place in either text."""
    _, first_a, first_b = np.intersect1d(a.hashes, b.hashes, assume_unique=True, return_indices=True)
    if not len(first_a):
        return []
    i, j = a.at[first_a], b.at[first_b]
    order = np.lexsort((i, j - i))
    i, j = i[order], j[order]
    starts = np.flatnonzero(np.r_[True, (np.diff(i) != 1) | (np.diff(j) != 1)])
    lengths = np.diff(np.r_[starts, len(i)]) + length - 1
    return [Run(*run) for run in zip(i[starts].tolist(), j[starts].tolist(), lengths.tolist(), strict=True)]


def _chain(runs: Sequence[Run]) -> list[Run]:
    """Return the most runs that stand in the same order in both texts and overlap in neither."""
    chain: list[Run] = []
    ends: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    ordered = sorted(runs)
    for number, run in enumerate(ordered):
        at = bisect_left(ends, run.b)
        before.append(tails[at - 1] if at else -1)
        tails[at : at + 1] = [number]
        ends[at : at + 1] = [run.b]
    number = tails[-1] if tails else -1
    while number >= 0:
        run = ordered[number]
        if not chain or (run.a + run.length <= chain[-1].a and run.b + run.length <= chain[-1].b):
            chain.append(run)
        number = before[number]
    return chain[::-1]


def _agreement(a: Words, b: Words) -> float:
    """Return the share of the names and numbers of the text with fewer of them that the other has."""
    fewer = min(len(a.names), len(b.names))
    return len(np.intersect1d(a.names, b.names, assume_unique=True)) / fewer if fewer else 0.0


def _shingles(key: Hashes, part: Numbers, length: int) -> Shingles:
    """Return the runs of `length` words of a text."""
    count = max(len(key) - length + 1, 0)
    hashes = np.zeros(count, np.uint64)
    for first in range(length):
        hashes = _mixed(hashes * np.uint64(0x9E3779B97F4A7C15) + key[first : first + count])
    whole = np.flatnonzero(part[:count] == part[len(part) - count :])
    hashes = hashes[whole]
    different, at = np.unique(hashes, return_index=True)
    return Shingles(different, whole[at], hashes)


def _smallest(hashes: Hashes, window: int) -> Hashes:
    """Return the smallest hash of each window of neighbours."""
    window = min(window, len(hashes))
    width = 1
    while 2 * width <= window:
        hashes = np.minimum(hashes[:-width], hashes[width:])
        width *= 2
    rest = window - width
    return np.minimum(hashes[: len(hashes) - rest], hashes[rest:]) if rest > 0 else hashes


def _stretches(flags: NDArray[np.bool_], shortest: int) -> list[tuple[int, int]]:
    """Return begin and end of the stretches of at least `shortest` true flags."""
    edges = np.flatnonzero(np.diff(np.r_[False, flags, False]))
    return [(begin, end) for begin, end in edges.reshape(-1, 2).tolist() if end - begin >= shortest]


def _mixed(hashes: Hashes) -> Hashes:
    """Return hashes spread over all bits (the finaliser of SplitMix64: Steele, Lea and Flood, 2014)."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return hashes ^ (hashes >> np.uint64(31))


@cache
def _salts() -> Hashes:
    """Return what makes a hash function of its own for each row, the same in every version of numpy."""
    return _mixed(np.arange(1, ROUNDS * ROWS + 1).astype(np.uint64))[:, None]


@lru_cache(maxsize=1 << 16)
def _key(word: str) -> int:
    plain = unicodedata.normalize("NFKC", word).casefold().translate(_APART)
    return int.from_bytes(blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
