"""Parts of speech and dependency trees: word vectors → `data.Syntax`.

The network gives each word the scores of its tags and two short vectors, as a dependent and as a head; the tree is read
off their products, sentence by sentence. Trees are those of Universal Dependencies, with the subtypes in RELATIONS.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from accordingto.data import Span, Syntax
from accordingto.tokens import Floats, Ints

if TYPE_CHECKING:
    from accordingto.encoder import Network

TAGS = (
    *("ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ"),
    *("SYM", "VERB", "X"),
)
RELATIONS = (
    *("root", "acl", "acl:relcl", "advcl", "advmod", "amod", "appos", "aux", "aux:pass", "case", "cc", "ccomp"),
    *("compound", "compound:prt", "conj", "cop", "csubj", "dep", "det", "discourse", "dislocated", "expl", "fixed"),
    *("flat", "goeswith", "iobj", "list", "mark", "nmod", "nmod:poss", "nsubj", "nsubj:pass", "nummod", "obj", "obl"),
    *("obl:agent", "orphan", "parataxis", "punct", "reparandum", "vocative", "xcomp"),
)
ARC = 128
"""Width of the vectors whose product says which word hangs on which; the last number of a head's is its bias."""

NEVER = -1e9

Range = tuple[int, int]


def relation(name: str) -> str:
    """Return a treebank's relation as one of RELATIONS: its subtype goes where we have none."""
    return name if name in RELATIONS else base if (base := name.partition(":")[0]) in RELATIONS else "dep"


def tree(scores: Floats) -> Ints:
    """Return the head of each word (n,), -1 for the root, so that all words hang on one root.

    scores (n, n + 1): how well each word (row) hangs on the root (column 0) and on each word. The best head of each
    word is taken where that is a tree; else it is found by Chu and Liu's and Edmonds' algorithm.
    """
    n = len(scores)
    if not n:
        return np.zeros(0, np.int64)
    scores = scores.astype(np.float64)
    scores[np.arange(n), np.arange(n) + 1] = NEVER
    heads = scores.argmax(1)
    if (heads == 0).sum() == 1 and not _ring(heads):
        return np.asarray(heads - 1, np.int64)
    # One root: the best tree under each of the likeliest ones, of which the best is taken.
    best, best_score = heads, -np.inf
    for root in np.argsort(-(scores[:, 0] - scores[:, 1:].max(1, initial=-1e9)))[:3]:
        fixed = scores.copy()
        fixed[:, 0] = NEVER
        fixed[root] = NEVER
        fixed[root, 0] = scores[root, 0]
        found = _spanning(fixed)
        total = fixed[np.arange(n), found].sum()
        if total > best_score:
            best, best_score = found, total
    return np.asarray(best - 1, np.int64)


def _ring(heads: Ints) -> list[int]:
    """Return the words of a ring, numbered from 1, or nothing; `heads` are numbered from 1 with 0 for the root."""
    state = [0] * (len(heads) + 1)
    for start in range(1, len(heads) + 1):
        path, at = [], start
        while at and not state[at]:
            state[at] = start
            path.append(at)
            at = int(heads[at - 1])
        if at and state[at] == start:
            return path[path.index(at) :]
    return []


def _spanning(scores: Floats) -> Ints:
    """Return the best tree's heads (n,), numbered from 1, 0 the root; scores (n, n + 1), NEVER where forbidden."""
    heads = scores.argmax(1)
    ring = _ring(heads)
    if not ring:
        return np.asarray(heads, np.int64)
    n = len(scores)
    inside = np.zeros(n + 1, bool)
    inside[ring] = True
    rows = np.array(ring) - 1
    outside = np.flatnonzero(~inside)  # the root and the words outside, in order
    loss = scores[rows] - scores[rows, heads[rows]][:, None]
    enter = loss[:, outside].argmax(0)  # the ring's word by which each outer head would come in
    leave = scores[:, ring].argmax(1)  # the ring's word on which each outer word would hang
    small = np.full((len(outside), len(outside) + 1), NEVER)
    words = outside[1:] - 1
    small[:-1, :-1] = scores[np.ix_(words, outside)]
    small[:-1, -1] = scores[words, np.array(ring)[leave[words]]]
    small[-1, :-1] = loss[:, outside].max(0)
    found = _spanning(small)
    out = heads.copy()
    for i, word in enumerate(words):
        head = int(found[i])
        out[word] = ring[leave[word]] if head == len(outside) else outside[head]
    by = int(found[-1])
    out[ring[enter[by]] - 1] = outside[by]
    return np.asarray(out, np.int64)


def decode(tags: Floats, dependents: Floats, heads: Floats, sentences: Sequence[Range]) -> tuple[Ints, Ints]:
    """Return tag (T,) and head (T,) of each word; a head is a word number, -1 for a sentence's root.

    tags (T, len(TAGS)); dependents (T, ARC + 1), whose last number is the word's score as a root; heads (T, ARC).
    """
    out = np.full(len(tags), -1, np.int64)
    for b, e in sentences:
        rows = dependents[b:e]
        scores = np.concatenate([rows[:, -1:], rows[:, :-1] @ heads[b:e].T], 1)
        found = tree(scores)
        out[b:e] = np.where(found < 0, -1, found + b)
    return np.asarray(tags.argmax(1), np.int64), out


def syntax_of(spans: Sequence[Span], tags: Ints, heads: Ints, words: Floats, network: Network) -> Syntax:
    """Return the trees with their relations; words (T, width) are the encoder's vectors."""
    scores = network.relations(words, words[np.maximum(heads, 0)]) if len(words) else np.zeros((0, len(RELATIONS)))
    relations = np.where(heads < 0, 0, scores[:, 1:].argmax(1) + 1)
    return Syntax(
        words=tuple(spans),
        tags=tuple(TAGS[t] for t in tags.tolist()),
        heads=tuple(heads.tolist()),
        relations=tuple(RELATIONS[r] for r in relations.tolist()),
    )


def joined(pieces: Sequence[Syntax]) -> Syntax:
    """Return the trees of a report from those of its pieces, in order."""
    heads: list[int] = []
    for piece in pieces:
        before = len(heads)
        heads += [head if head < 0 else head + before for head in piece.heads]
    return Syntax(
        words=tuple(w for piece in pieces for w in piece.words),
        tags=tuple(t for piece in pieces for t in piece.tags),
        heads=tuple(heads),
        relations=tuple(r for piece in pieces for r in piece.relations),
    )
