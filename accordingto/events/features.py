"""What the head sees of an act: names of what stands in the clause, and means of word vectors.

The same function serves training and analysis, so that the head never meets another form of input than in fitting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from accordingto.events.lexicon import Pattern, lexicon
from accordingto.events.tree import Tree
from accordingto.tokens import Floats

BLOCKS = ("chain", "near", "target", "between")
"""The word vectors that are averaged: of the act, of what hangs on it, of the target's head, of what stands between."""
MOST_BETWEEN = 40
"""Words between source and target that are looked at; more say nothing of the act."""
_OPEN = frozenset(("obj", "obl", "nmod", "xcomp", "acl", "conj", "advcl", "ccomp"))
_ASIDE = frozenset(("punct", "nsubj", "parataxis", "csubj"))


@dataclass(frozen=True, slots=True)
class Act:
    """A possible act: its words, and the words of the mentions that it joins (empty where there is none)."""

    chain: tuple[int, ...]
    source: tuple[int, ...]
    target: tuple[int, ...]
    target_head: int | None


@dataclass(frozen=True, slots=True)
class Seen:
    """Named features with their weights, the words of each block, and the pattern of the lexicon that fits best."""

    named: Mapping[str, float]
    blocks: tuple[tuple[int, ...], ...]
    pattern: Pattern | None


def block_means(some: Sequence[Seen], vectors: Floats) -> Floats:
    """Return the means (acts, BLOCKS, width) of the vectors (words, width) of the text; zeros for an empty block."""
    blocks = [block for one in some for block in one.blocks]
    sizes = np.array([len(block) for block in blocks], np.int64)
    out = np.zeros((len(blocks), vectors.shape[1]), np.float32)
    if sizes.any():
        filled = np.flatnonzero(sizes)
        words = vectors[[word for block in blocks for word in block]]
        starts = np.concatenate([[0], np.cumsum(sizes[filled])[:-1]])
        out[filled] = np.add.reduceat(words, starts) / sizes[filled, None]
    return out.reshape(len(some), len(BLOCKS), -1)


def seen(tree: Tree, act: Act) -> Seen:
    """Return the features of an act."""
    outside = set(act.source) | set(act.target)
    chain = [w for w in act.chain if w not in outside] or list(act.chain)
    near = _kids(tree, chain, outside | set(chain))
    open_ = [w for w in near if tree.relation(w) in _OPEN]
    further = _kids(tree, open_, outside | set(chain) | set(near))
    between = _between(act, outside)
    named: dict[str, float] = {}
    lemma = tree.lemmas
    for w in further:
        named[f"word {lemma[w]}"] = 0.7
    for w in near:
        named[f"near {lemma[w]}"] = 0.7
        named[f"word {lemma[w]}"] = 1.0
    for w in chain:
        named[f"chain {lemma[w]}"] = 1.0
        named[f"word {lemma[w]}"] = 1.0
        for k in tree.kids(w, "obj", "obl", "xcomp"):
            if k not in outside:
                named[f"pair {lemma[w]} {lemma[k]}"] = 1.0
    for a, b in pairwise(chain):
        named[f"pair {lemma[a]} {lemma[b]}"] = 1.0
    for w in between:
        named[f"between {lemma[w]}"] = 0.5
    for part, some in (("source", act.source), ("target", act.target)):
        for w in some:
            named[f"{part} {lemma[w]}"] = 0.4
    head = tree.heads[chain[0]]
    if head >= 0 and tree.relation(chain[0]) in ("xcomp", "ccomp", "acl"):
        named[f"under {lemma[head]}"] = 0.7
    if act.target_head is not None:
        case = tree.case(act.target_head)
        named[f"case {case}"] = 0.5
        named[f"case {case} {lemma[chain[-1]]}"] = 0.7
    best = _patterns(tree, chain, [*near, *further, *between, *act.target], named)
    blocks = (chain, near, () if act.target_head is None else (act.target_head,), between)
    return Seen(named, tuple(map(tuple, blocks)), best)


def _kids(tree: Tree, words: Sequence[int], but: set[int]) -> list[int]:
    return [k for w in words for k in tree.children[w] if k not in but and tree.relation(k) not in _ASIDE]


def _between(act: Act, outside: set[int]) -> list[int]:
    """Return the words from the one mention to the other (from the act, where there is only one)."""
    ends = [*act.source, *act.target] if act.source and act.target else [*act.source, *act.target, *act.chain]
    low, high = min(ends), max(ends)
    if high - low > MOST_BETWEEN + len(outside):
        low, high = min(act.chain), max(act.chain)
    return [w for w in range(low, high + 1) if w not in outside]


def _patterns(tree: Tree, chain: Sequence[int], near: Sequence[int], named: dict[str, float]) -> Pattern | None:
    """Add what the lexicon says of the act's words, and return its most telling pattern."""
    bag = {tree.lemmas[w] for w in (*near, *chain)}
    best: Pattern | None = None
    for place, w in enumerate(chain):
        for where, found in (
            ("alone", lexicon().match(tree.lemmas[w], ())),
            ("first" if place == 0 else "later", lexicon().match(tree.lemmas[w], bag - {tree.lemmas[w]})),
        ):
            if found is not None:
                name = f"lexicon {where} {found.root or 'none'}"
                named[name] = named.get(name, 0.0) + 1.0
                if found.root and (best is None or len(found.words) >= len(best.words)):
                    best = found
    return best
