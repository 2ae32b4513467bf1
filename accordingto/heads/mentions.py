"""Mentions: the words that stand for someone or something, found by their head word and spread over its tree.

A mention is its head with what modifies it – determiner, adjectives, names, complements, relative clause – but without
the preposition before it, without what it is joined to by "and", and without the clause that it is the predicate of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from accordingto.data import MENTION_TYPES, Syntax
from accordingto.tokens import Floats, Ints

HEAD_TAGS = ("out", *MENTION_TYPES)
OF_GUM = {
    "person": "PER",
    "organization": "ORG",
    "place": "LOC",
    "event": "EVENT",
    "object": "OBJECT",
    "substance": "OBJECT",
    "animal": "OBJECT",
    "plant": "OBJECT",
    "abstract": "ABSTRACT",
    "time": "TIME",
}
"""GUM's entity types as ours."""
INSIDE = frozenset(
    {
        *("det", "amod", "nummod", "nmod", "nmod:poss", "compound", "flat", "appos", "acl", "acl:relcl", "fixed"),
        *("goeswith", "list"),
    }
)
"""Relations of the words that belong to the mention of the word that they hang on."""
ENDS = frozenset({"PUNCT", "CCONJ"})
"""Parts of speech that no mention begins or ends with."""

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Headed:
    """A mention in word numbers, half open; `head` is the name's words where it hangs on a name."""

    words: Range
    head: Range
    type: str
    form: str
    stands_for: str = ""
    """One of STANDS_FOR, of the name of a seat of government."""


def decode(scores: Floats, names: Sequence[tuple[int, int, str]], syntax: Syntax) -> list[Headed]:
    """Return the mentions in the order of their first word, the wider one first; scores (T, len(HEAD_TAGS)).

    The word that a name hangs on is always the head of a mention, of the name's type where it has none of its own.
    """
    kinds = scores.argmax(1) if len(scores) else np.zeros(0, np.int64)
    name_at = {}
    for begin, end, kind in names:
        head = next((i for i in range(begin, end) if not begin <= syntax.heads[i] < end), begin)
        name_at[head] = (begin, end)
        if HEAD_TAGS[kinds[head]] not in ("PER", "ORG", "LOC"):
            kinds[head] = HEAD_TAGS.index(kind)
    lows, highs = extents(syntax)
    children = _children(syntax)
    out = []
    for head in np.flatnonzero(kinds).tolist():
        name = name_at.get(head, (head, head + 1))
        low, high = _spread(head, name, children[head], syntax, lows, highs)
        form = "name" if head in name_at or syntax.tags[head] == "PROPN" else "nominal"
        form = "pronoun" if syntax.tags[head] in ("PRON", "DET") and head not in name_at else form
        out.append(Headed((low, high), name, HEAD_TAGS[kinds[head]], form))
    return sorted(out, key=lambda m: (m.words[0], -m.words[1]))


def moved(mention: Headed, words: int) -> Headed:
    """Return a mention of a piece of a report as one of the report: so many words stand before it."""
    (a, b), (c, d) = mention.words, mention.head
    return replace(mention, words=(a + words, b + words), head=(c + words, d + words))


def extents(syntax: Syntax) -> tuple[Ints, Ints]:
    """Return the first word (T,) and the end (T,) of what hangs on each word, itself included."""
    n = len(syntax.heads)
    lows, highs = np.arange(n), np.arange(1, n + 1)
    for start in range(n):  # as deep as a tree can be; mostly a few steps
        at, low, high = syntax.heads[start], start, start + 1
        while at >= 0 and (low < lows[at] or high > highs[at]):
            lows[at], highs[at] = min(low, lows[at]), max(high, highs[at])
            at = syntax.heads[at]
    return lows, highs


def _children(syntax: Syntax) -> list[list[int]]:
    out: list[list[int]] = [[] for _ in syntax.heads]
    for word, head in enumerate(syntax.heads):
        if head >= 0:
            out[head].append(word)
    return out


def _spread(head: int, name: Range, children: list[int], syntax: Syntax, lows: Ints, highs: Ints) -> Range:
    """Return the words of the mention: outwards from its head as long as they belong to it."""
    low, high = name
    for child in reversed([c for c in children if c < head]):
        if syntax.relations[child] in INSIDE and highs[child] >= low:
            low = min(low, int(lows[child]))
        elif syntax.tags[child] != "PUNCT" and child < low:
            break
    for child in (c for c in children if c > head):
        if syntax.relations[child] in INSIDE:
            high = max(high, int(highs[child]))
        elif syntax.tags[child] != "PUNCT" and child >= high:
            break
    while low < head and syntax.tags[low] in ENDS:
        low += 1
    while high - 1 > head and syntax.tags[high - 1] in ENDS:
        high -= 1
    return low, high
