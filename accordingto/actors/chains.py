"""Mentions into chains: which words of a report stand for the same person, body, place or thing.

Each mention is compared with the ones before it (the nearest, and the last one with the same head word) by a small
network over features of form, words, distance and tree; it joins the best if that is likely enough. The network was
trained on GUM (`training/chains.py`); without its weights, or without a tree, names chain by their words alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from accordingto.actors.names import WORD
from accordingto.data import FORMS, MENTION_TYPES, Mention, Sentence, Syntax
from accordingto.settings import WEIGHTS
from accordingto.states import folded, state_of_people
from accordingto.tokens import Bools, Floats, Ints

BEFORE = 24
"""Mentions before one that it is compared with, beside the last ones with its head word or its last word."""
FILE = "chains.npz"
_PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "himself"), 1),
    **dict.fromkeys(("she", "her", "hers", "herself"), 2),
    **dict.fromkeys(("it", "its", "itself"), 3),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), 4),
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), 5),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves"), 6),
    **dict.fromkeys(("you", "your", "yours", "yourself", "yourselves"), 7),
    **dict.fromkeys(("who", "which", "that", "whose", "whom"), 8),
    **dict.fromkeys(("this", "these", "those"), 9),
}
_DETERMINERS = {
    **{"the": 1, "a": 2, "an": 2},
    **dict.fromkeys(("this", "that", "these", "those"), 3),
    **dict.fromkeys(("his", "her", "its", "their", "my", "our", "your"), 4),
    **dict.fromkeys(("no", "some", "any", "many", "all"), 5),
}
_RELATIONS = ("nsubj", "obj", "obl", "nmod", "appos", "nmod:poss", "root", "conj")
_CLASSES, _DETERMINER_CLASSES = 10, 6


@dataclass(frozen=True, slots=True)
class Attributes:
    """What is compared of each mention of a report, in arrays as long as there are mentions."""

    begin: Ints
    end: Ints
    sentence: Ints
    form: Ints
    type: Ints
    pronoun: Ints
    determiner: Ints
    relation: Ints
    plural: Ints
    head: Ints
    text: Ints
    first: Ints
    last: Ints
    initials: Ints
    words: Ints
    apposed: Ints
    """The mention that this one stands in apposition to, or is said to be ("X is the head of Y"), else -1."""
    parent: Ints
    verb: Ints


def chained(
    text: str,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    syntax: Syntax,
    network: Network | None = None,
) -> tuple[Mention, ...]:
    """Return the mentions with the numbers of their chains, counted from 0 in the order of the text.

    `network` stands in for the one that ships.
    """
    if not mentions:
        return ()
    links = antecedents(attributes(text, sentences, mentions, syntax), network or shipped())
    chains: list[int] = []
    for own, link in enumerate(links):
        chains.append(chains[link] if link >= 0 else own)
    numbers = {chain: number for number, chain in enumerate(dict.fromkeys(chains))}
    return tuple(replace(mention, chain=numbers[chain]) for mention, chain in zip(mentions, chains, strict=True))


def antecedents(own: Attributes, network: Network | None) -> list[int]:
    """Return for each mention the one before it that it joins, or -1."""
    pairs = candidates(own)
    if network is None or not len(pairs):
        same = (own.text[pairs[:, 0]] == own.text[pairs[:, 1]]) & (own.form[pairs[:, 0]] == FORMS.index("name"))
        scores = np.where(same, 1.0, 0.0)
        threshold = 0.5
    else:
        scores, threshold = network.score(features(own, pairs)), network.threshold
    best = np.full(len(own.begin), -1)
    order = np.lexsort((-scores, pairs[:, 0]))  # of equals the first
    later = pairs[order, 0]
    top = order[np.flatnonzero(np.diff(later, prepend=-1))]
    top = top[scores[top] > threshold]
    best[pairs[top, 0]] = pairs[top, 1]
    found: list[int] = best.tolist()
    return found


def candidates(own: Attributes) -> Ints:
    """Return the pairs (later, earlier) that are compared, (N, 2)."""
    count = len(own.begin)
    later = np.repeat(np.arange(count), BEFORE)
    earlier = later - np.tile(np.arange(1, BEFORE + 1), count)
    found = (later * count + earlier)[earlier >= 0]
    name, pronoun = FORMS.index("name"), FORMS.index("pronoun")
    more: list[int] = []
    for key, only in ((own.head, None), (own.last, name), (own.text, None), (own.first, name)):
        last: dict[int, int] = {}
        for number, (value, form) in enumerate(zip(key.tolist(), own.form.tolist(), strict=True)):
            if form == pronoun or (only is not None and form != only):
                continue
            if value in last:
                more.append(number * count + last[value])
            last[value] = number
    both = np.unique(np.concatenate([found, np.array(more, np.int64)]))
    i, j = np.divmod(both, count)
    # A mention inside another is not the same, but for one in apposition to it.
    inside = (own.begin[i] >= own.begin[j]) & (own.end[i] <= own.end[j])
    keep = ~inside | (own.apposed[i] == j)
    return np.stack([i[keep], j[keep]], 1)


def features(own: Attributes, pairs: Ints) -> Floats:
    """Return what is known of each pair, (N, features)."""
    i, j = pairs[:, 0], pairs[:, 1]
    away = np.minimum(own.sentence[i] - own.sentence[j], 20)
    steps = np.minimum(i - j, 200)
    same = [
        *(
            own.head[i] == own.head[j],
            own.text[i] == own.text[j],
            own.last[i] == own.last[j],
            own.first[i] == own.first[j],
        ),
        *(own.head[i] == own.last[j], own.last[i] == own.head[j], own.first[i] == own.last[j]),
        *(own.initials[i] == own.text[j], own.text[i] == own.initials[j], own.apposed[i] == j, own.apposed[j] == i),
        *(own.type[i] == own.type[j], own.plural[i] == own.plural[j], own.form[i] == own.form[j]),
        (own.pronoun[i] == own.pronoun[j]) & (own.pronoun[i] > 0),
        (own.pronoun[i] > 0) & (own.pronoun[j] > 0) & (own.pronoun[i] != own.pronoun[j]),
        *(own.parent[i] == own.parent[j], own.verb[i] == own.verb[j], own.relation[i] == own.relation[j]),
        *(away == 0, away == 1, away == 2, away > 4, steps == 1, own.words[i] < own.words[j]),
    ]
    coded = [(own.form, len(FORMS)), (own.type, len(MENTION_TYPES)), (own.pronoun, _CLASSES)]
    coded += [(own.determiner, _DETERMINER_CLASSES), (own.relation, len(_RELATIONS) + 1)]
    numbers = (away, steps, own.words[i], own.words[j])
    width = len(same) + 2 * sum(size for _, size in coded) + len(numbers) + 2
    out = np.empty((len(pairs), width), np.float32)
    for at, column in enumerate(same):
        out[:, at] = column
    at = len(same)
    for values, size in coded:
        table = np.eye(size, dtype=np.float32)
        for one in (i, j):
            out[:, at : at + size] = table[values[one]]
            at += size
    for column in numbers:
        out[:, at] = np.log1p(column)
        at += 1
    out[:, at], out[:, at + 1] = own.plural[i], own.plural[j]
    return out


def attributes(text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], syntax: Syntax) -> Attributes:
    """Return what is compared of the mentions of a report."""
    begins = np.array([s.span.begin for s in sentences] or [0], np.int64)
    at = {word.begin: number for number, word in enumerate(syntax.words)}
    known: dict[str, int] = {}
    rows: list[tuple[int, ...]] = []
    heads: dict[int, int] = {}
    for number, mention in enumerate(mentions):
        place: int = next((at[b] for b in range(mention.head.begin, mention.head.end) if b in at), -1)
        for word in range(max(place, 0), len(syntax.words)):
            if place < 0 or syntax.words[word].begin >= mention.head.end:
                break
            # The head of a name is the word of it that hangs on a word outside.
            above = syntax.heads[word]
            if above < 0 or not mention.head.begin <= syntax.words[above].begin < mention.head.end:
                place = word
                break
        heads.setdefault(place, number)
        rows.append(_row(text, mention, place, syntax, known))
    table = np.array(rows, np.int64)
    apposed = np.array([_apposed(int(place), syntax, heads) for place in table[:, -1]], np.int64)
    apposed = np.where(apposed == np.arange(len(mentions)), -1, apposed)
    begin = np.array([m.span.begin for m in mentions], np.int64)
    end = np.array([m.span.end for m in mentions], np.int64)
    sentence = np.searchsorted(begins, begin, "right") - 1
    parents = np.array([syntax.heads[p] if p >= 0 else -1 for p in table[:, -1]], np.int64)
    verbs = np.where(table[:, 3] == 1 + _RELATIONS.index("nsubj"), parents, -2 - np.arange(len(mentions)))
    parents = np.where(parents < 0, -2 - np.arange(len(mentions)), parents)
    form = np.array([FORMS.index(m.form) for m in mentions], np.int64)
    kind = np.array([MENTION_TYPES.index(m.type) for m in mentions], np.int64)
    pronoun, determiner, relation, plural, head, whole, first, last, initials, words = table[:, 1:-1].T
    return Attributes(
        begin=begin,
        end=end,
        sentence=sentence,
        form=form,
        type=kind,
        pronoun=pronoun,
        determiner=determiner,
        relation=relation,
        plural=plural,
        head=head,
        text=whole,
        first=first,
        last=last,
        initials=initials,
        words=words,
        apposed=apposed,
        parent=parents,
        verb=verbs,
    )


def _row(text: str, mention: Mention, place: int, syntax: Syntax, known: dict[str, int]) -> tuple[int, ...]:
    """Return pronoun class, determiner, relation, plural, and the numbers of head, text, first, last and initials."""
    words = [m[0] for m in WORD.finditer(text, mention.span.begin, mention.span.end)] or [text[slice(*mention.span)]]
    head = [m[0] for m in WORD.finditer(text, mention.head.begin, mention.head.end)] or words[-1:]
    plain = [re.sub(r"[’']s?\Z", "", word).lower().rstrip(".") for word in head]
    lower = words[0].lower()
    pronoun = _PRONOUNS.get(" ".join(plain), 0) if mention.form == "pronoun" else 0
    relation = syntax.relations[place] if place >= 0 else ""
    relation = relation if relation in _RELATIONS else relation.partition(":")[0]
    plural = pronoun in (4, 6) or (
        mention.form == "nominal" and plain[-1].endswith("s") and not plain[-1].endswith("ss")
    )
    whole = folded(" ".join(words)) if mention.form != "name" else folded(" ".join(plain))
    initials = "".join(word[0] for word in head if word[:1].isupper()).lower() if len(head) > 1 else f"\0{place}"

    def number(word: str) -> int:
        return known.setdefault(state_of_people(word) or word, len(known))

    return (
        0,
        pronoun,
        _DETERMINERS.get(lower, 0),
        1 + _RELATIONS.index(relation) if relation in _RELATIONS else 0,
        int(plural),
        number(plain[-1]),
        number(whole),
        number(plain[0]),
        number(plain[-1]),
        number(initials),
        len(words),
        place,
    )


def _apposed(place: int, syntax: Syntax, heads: dict[int, int]) -> int:
    """Return the mention before it that a word is in apposition to, or the subject whose predicate it is."""
    if place < 0:
        return -1
    above, relation = syntax.heads[place], syntax.relations[place]
    if relation == "appos" and above >= 0:
        return heads.get(above, -1)
    return -1


@dataclass(frozen=True, slots=True)
class Network:
    """A network with one hidden layer, in numpy; scores are probabilities."""

    weights: tuple[Floats, ...]
    threshold: float

    def score(self, rows: Floats) -> Floats:
        """Return how likely each pair is one, (N,)."""
        first, bias, second, last = self.weights
        hidden = np.maximum(rows @ first + bias, 0)
        return np.asarray(1 / (1 + np.exp(-(hidden @ second + last)[:, 0])), np.float32)


@cache
def shipped(path: Path = WEIGHTS / FILE) -> Network | None:
    """Return the network that ships with the package, or None where there is none."""
    if not path.exists():
        return None
    with np.load(path) as stored:
        weights = tuple(stored[name].astype(np.float32) for name in ("first", "bias", "second", "last"))
        return Network(weights, float(stored["threshold"]))


def same(own: Sequence[int], pairs: Ints) -> Bools:
    """Return for each pair whether its mentions have the same chain."""
    chains = np.asarray(own)
    return np.asarray(chains[pairs[:, 0]] == chains[pairs[:, 1]])
