"""Who says what: cues, and given each cue its source and content; which statement stands inside which.

`decode` takes one report's word matrix and gives statements in word numbers. Cues are tagged first, at every depth;
each cue then looks at the words around it. So parts of different statements may overlap, and the join is never guessed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from accordingto.calibration import EDGE
from accordingto.heads.crf import best_paths, marginals
from accordingto.tokens import Bools, Floats, Ints

if TYPE_CHECKING:
    from accordingto.encoder import Network

OUT, BEGIN, IN = range(3)  # tags of cues
GIVEN_TAGS = ("out", "source begins", "source", "content begins", "content")
SOURCE, CONTENT = 1, 3  # the tag that begins the part; the next one continues it
# Distance in words from the cue, in steps that widen. On PolNeAR's train part 95 % of the parts lie within 38 words of
# their cue, 99 % within 58, 99.9 % within 141.
DISTANCES = np.array([1, 2, 3, 4, 5, 7, 10, 14, 20, 30, 50])
PLACES = 2 * (2 * len(DISTANCES) + 3)
REACH_WORDS = 100
SOURCED = 1.0
"""What is added to "a source begins" where the best reading of a cue has none: many places for a source may share what
one place would win. On dev parts attributed F1 rises by 0.8 (voa) and 0.3 (PolNeAR), exact sources fall by 0.1."""
NEAR_WORDS = 40
"""Parts are looked for so near first, and within REACH_WORDS where one may go on beyond or no source is there."""
BORDER_WORDS, OPEN = 14, 0.02
"""Words at the border of what was looked at, and the chance that one is of a part, from which on more is looked at: so
far the network sees. With 8 words one cue in six is looked at again instead of one in four, for one content of 326."""
CUES_AT_ONCE = 32

Range = tuple[int, int]


@dataclass(slots=True)
class Found:
    """A statement in word numbers, half open; `labels` holds the label network's scores."""

    cue: Range
    source: list[Range]
    content: list[Range]
    cue_score: float
    part_score: float
    labels: Floats
    unsourced: float
    """The chance that the cue has no source; 0 where one is found."""
    parent: int | None = None


def places(cue: Ints, paragraph: Ints) -> Ints:
    """Return a code for where each word stands, seen from each cue.

    cue (N, 2) begin and end, paragraph (N, T) the paragraph of each word → (N, T): 0 inside the cue, then steps to the
    left, then steps to the right, and all of it again for words of the cue's own paragraph.
    """
    steps = len(DISTANCES)
    at = np.arange(paragraph.shape[1])[None]
    left, right = cue[:, :1] - at, at - cue[:, 1:] + 1
    code = np.where(left > 0, np.searchsorted(DISTANCES, left) + 1, 0)
    code = np.where(right > 0, np.searchsorted(DISTANCES, right) + 2 + steps, code)
    own = np.take_along_axis(paragraph, cue[:, :1], 1)
    return np.asarray(code + (2 * steps + 3) * (paragraph == own), np.int64)


def cues(
    scores: Floats, sentences: Sequence[Range], tables: dict[str, Floats], bias: float
) -> list[tuple[Range, float]]:
    """Return the cues and how sure each is; scores (words, 3), sentences as word ranges, `bias` added to "no cue"."""
    if not sentences:
        return []
    lengths = np.array([e - b for b, e in sentences])
    rows = np.zeros((len(sentences), int(lengths.max()), 3), np.float32)
    for i, (b, e) in enumerate(sentences):
        rows[i, : e - b] = scores[b:e]
    rows[:, :, OUT] += bias
    crf = tables["cue_steps"], tables["cue_first"], tables["cue_last"]
    tags, sure = best_paths(rows, lengths, *crf), marginals(rows, lengths, *crf)
    out = []
    for i, (at, _) in enumerate(sentences):
        for b, e in runs(tags[i], BEGIN):
            score = min(float(sure[i, b, BEGIN]), float(sure[i, b + 1 : e, IN].min(initial=1.0)))
            out.append(((at + b, at + e), score))
    return out


def runs(tags: Ints, begin: int) -> list[Range]:
    """Return the runs of a part in a tag row: each `begin` and the `begin + 1` that follow it."""
    out: list[Range] = []
    for i in np.flatnonzero(tags == begin):
        end = int(i) + 1
        while end < len(tags) and tags[end] == begin + 1:
            end += 1
        out.append((int(i), end))
    return out


@dataclass(frozen=True, slots=True)
class Read:
    """A report's words (T, width) and what the networks that are asked once a cue read of each (T, …)."""

    words: Floats
    given: Floats
    labels: Floats


def cue_vectors(words: Sequence[Floats] | Floats, cue: Ints) -> Floats:
    """Return for each cue (N, 2) the mean of its words and its first word (N, 2 · width); words (N, T, width)."""
    rows = [np.concatenate([w[b:e].mean(0), w[b]]) for w, (b, e) in zip(words, cue.tolist(), strict=True)]
    return np.array(rows, np.float32)


def decode(read: Read, scores: Floats, sentences: Sequence[Range], paragraph: Ints, network: Network) -> list[Found]:
    """Return a report's statements in the order of their cues.

    scores (T, 3) of the cue tags as the encoder gives them, sentences as word ranges, paragraph (T,). A cue without
    content is no statement.
    """
    some = cues(scores, sentences, network.tables, network.bias)
    where = np.array([cue for cue, _ in some], np.int64).reshape(-1, 2)
    tagged = _tagged(where, NEAR_WORDS, read, paragraph, network)
    again = [i for i, one in enumerate(tagged) if one.goes_on(len(paragraph))]
    for i, one in zip(again, _tagged(where[again], REACH_WORDS, read, paragraph, network), strict=True):
        tagged[i] = one
    kept = [i for i, one in enumerate(tagged) if one.pieces(CONTENT)]
    labels = _labels(where[kept], [tagged[i] for i in kept], read, network)
    found = [_found(some[i], tagged[i], row) for i, row in zip(kept, labels, strict=True)]
    nest(found)
    return found


@dataclass(frozen=True, slots=True)
class _Tagged:
    """What was found around a cue: the tags (n,) of the words from `low` on, and how sure each tag is (n, tags)."""

    low: int
    tags: Ints
    sure: Floats

    def pieces(self, part: int) -> list[Range]:
        """Return the words of a part, as ranges of the report."""
        return [(b + self.low, e + self.low) for b, e in runs(self.tags, part)]

    def goes_on(self, words: int) -> bool:
        """Tell whether there may be more of it beyond, in a report of so many words."""
        left, right = self.low > 0, self.low + len(self.tags) < words
        some = 1 - self.sure[:, OUT]
        open_ = (left and some[:BORDER_WORDS].max() > OPEN) or (right and some[-BORDER_WORDS:].max() > OPEN)
        return bool(open_) or ((left or right) and SOURCE not in self.tags and CONTENT in self.tags)


def _tagged(where: Ints, reach: int, read: Read, paragraph: Ints, network: Network) -> list[_Tagged]:
    """Return what is found around each cue (N, 2) within so many words to both sides."""
    crf = network.tables["given_steps"], network.tables["given_first"], network.tables["given_last"]
    out: list[_Tagged] = []
    for at in range(0, len(where), CUES_AT_ONCE):
        cue = where[at : at + CUES_AT_ONCE]
        lows = np.maximum(cue[:, 0] - reach, 0)
        lengths = np.minimum(cue[:, 1] + reach, len(paragraph)) - lows
        index, live = _around(lows, lengths, len(paragraph))
        place = places(cue - lows[:, None], np.where(live, paragraph[index], -1))
        about = cue_vectors([read.words] * len(cue), cue)
        scores = network.given(about, read.given[index], place, live.astype(np.float32))
        tags, sure = best_paths(scores, lengths, *crf), marginals(scores, lengths, *crf)
        bare = np.flatnonzero(~(tags == SOURCE).any(1))
        if len(bare):
            favoured = scores[bare]
            favoured[:, :, SOURCE] += SOURCED
            tags[bare] = best_paths(favoured, lengths[bare], *crf)
        rows = zip(lows.tolist(), lengths.tolist(), tags, sure, strict=True)
        out += [_Tagged(low, some[:n], chances[:n]) for low, n, some, chances in rows]
    return out


def _labels(where: Ints, tagged: Sequence[_Tagged], read: Read, network: Network) -> list[Floats]:
    """Return the label network's scores for each cue; it is shown no more words than the parts reach over."""
    spans = np.array(
        [(t.low + on[0], t.low + on[-1] + 1) for t in tagged if len(on := np.flatnonzero(t.tags))], np.int64
    )
    out: list[Floats] = [np.zeros(0, np.float32)] * len(tagged)
    order = np.argsort(spans[:, 1] - spans[:, 0], kind="stable") if len(spans) else spans
    for at in range(0, len(order), CUES_AT_ONCE):
        some = order[at : at + CUES_AT_ONCE]
        lows, lengths = spans[some, 0], spans[some, 1] - spans[some, 0]
        index, _ = _around(lows, lengths, len(read.words))
        pieces = np.zeros((len(some), 2, index.shape[1]), np.float32)
        for row, (i, low, n) in enumerate(zip(some.tolist(), lows.tolist(), lengths.tolist(), strict=True)):
            tags = tagged[i].tags[low - tagged[i].low :][:n]
            for part, begins in enumerate((SOURCE, CONTENT)):
                pieces[row, part, :n] = (tags == begins) | (tags == begins + 1)
        about = cue_vectors([read.words] * len(some), where[some])
        scores = network.labels(about, read.words[index], read.labels[index], pieces)
        for i, row_scores in zip(some.tolist(), scores, strict=True):
            out[i] = row_scores
    return out


def _around(lows: Ints, lengths: Ints, words: int) -> tuple[Ints, Bools]:
    """Return for rows of `lengths` words from `lows` on each word's number (N, longest), and where a row has a word."""
    at = np.arange(int(lengths.max()))
    return np.minimum(lows[:, None] + at, words - 1), at < lengths[:, None]


def _found(cue: tuple[Range, float], one: _Tagged, labels: Floats) -> Found:
    source = one.pieces(SOURCE)
    inside = np.flatnonzero(one.tags)
    part_score = float(one.sure[inside, one.tags[inside]].mean())
    unsourced = 0.0 if source else max(EDGE, 1 - float(one.sure[:, SOURCE].max()))
    return Found(cue[0], source, one.pieces(CONTENT), cue[1], part_score, labels, unsourced)


def nest(found: list[Found]) -> None:
    """Set each statement's parent: the smallest content of another statement that holds its cue."""
    sizes = [sum(e - b for b, e in f.content) for f in found]
    cues = [f.cue[0] for f in found]  # in order; a content reaches REACH_WORDS from its cue at most
    for i, inner in enumerate(found):
        near = range(
            bisect_left(cues, inner.cue[0] - 2 * REACH_WORDS), bisect_right(cues, inner.cue[1] + 2 * REACH_WORDS)
        )
        around = [j for j in near if j != i and _holds(found[j], inner)]
        around = [j for j in around if not _holds(inner, found[j]) or found[j].cue_score > inner.cue_score]
        inner.parent = min(around, key=sizes.__getitem__, default=None)
    for i in range(len(found)):  # a ring of three or more would have no outermost statement: it is opened here
        seen, at = {i}, found[i].parent
        while at is not None and at not in seen:
            seen.add(at)
            at = found[at].parent
        if at == i:
            found[i].parent = None


def moved(found: Found, words: int, statements: int) -> Found:
    """Return a statement of a piece of a report as one of the report: so many words and statements stand before it."""

    def by(ranges: Sequence[Range]) -> list[Range]:
        return [(b + words, e + words) for b, e in ranges]

    (cue,) = by([found.cue])
    parent = None if found.parent is None else found.parent + statements
    return replace(found, cue=cue, source=by(found.source), content=by(found.content), parent=parent)


def _holds(outer: Found, inner: Found) -> bool:
    return any(b <= inner.cue[0] and inner.cue[1] <= e for b, e in outer.content)


def in_order(found: Sequence[Found]) -> list[Found]:
    """Return the statements in the order of their first cue or content word, with their parents renumbered."""
    order = sorted(range(len(found)), key=lambda i: (min(found[i].cue[0], found[i].content[0][0]), found[i].cue))
    place = {old: new for new, old in enumerate(order)}
    return [replace(f, parent=None if f.parent is None else place[f.parent]) for f in map(found.__getitem__, order)]
