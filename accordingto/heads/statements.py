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
from accordingto.tokens import Floats, Ints

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
    found: list[Found] = []
    all_cues = cues(scores, sentences, network.tables, network.bias)
    for at in range(0, len(all_cues), CUES_AT_ONCE):
        found += parts(all_cues[at : at + CUES_AT_ONCE], read, paragraph, network)
    nest(found)
    return found


def parts(some: Sequence[tuple[Range, float]], read: Read, paragraph: Ints, network: Network) -> list[Found]:
    """Return the statements of these cues: each looks REACH_WORDS to both sides."""
    words = read.words
    lows = np.array([max(0, b - REACH_WORDS) for (b, _), _ in some])
    lengths = np.array([min(len(words), e + REACH_WORDS) for (_, e), _ in some]) - lows
    width = int(lengths.max())
    index = np.minimum(lows[:, None] + np.arange(width), len(words) - 1)
    live = np.arange(width) < lengths[:, None]
    cue = np.array([c for c, _ in some]) - lows[:, None]
    place = places(cue, np.where(live, paragraph[index], -1))
    about = cue_vectors([words] * len(some), cue + lows[:, None])
    scores = network.given(about, read.given[index], place, live.astype(np.float32))
    crf = network.tables["given_steps"], network.tables["given_first"], network.tables["given_last"]
    tags, sure = best_paths(scores, lengths, *crf), marginals(scores, lengths, *crf)
    masks = np.stack([np.isin(tags, (SOURCE, SOURCE + 1)), np.isin(tags, (CONTENT, CONTENT + 1))], 1)
    labels = network.labels(about, words[index], read.labels[index], masks.astype(np.float32))
    chosen = np.take_along_axis(sure, tags[:, :, None], 2)[:, :, 0]
    sourced = sure[:, :, SOURCE].max(1)
    out = []
    for i, (own, score) in enumerate(some):
        low = int(lows[i])
        pieces = [[(b + low, e + low) for b, e in runs(tags[i], part)] for part in (SOURCE, CONTENT)]
        if pieces[1]:
            part_score = float(chosen[i][tags[i] > 0].mean())
            unsourced = 0.0 if pieces[0] else max(EDGE, 1 - float(sourced[i]))
            out.append(Found(own, pieces[0], pieces[1], score, part_score, labels[i], unsourced))
    return out


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
