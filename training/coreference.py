"""Gold mentions and chains of GUM, and the three measures of the CoNLL score."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

from accordingto.data import Mention, Sentence, Span, Syntax
from accordingto.heads.mentions import OF_GUM
from training.treebanks import Bank, banks

_BRACKET = re.compile(r"\((\d+)(?:\[\d+/\d+\])?-([a-z]+)-[^()]*(\))?|(\d+)(?:\[\d+/\d+\])?\)")


@dataclass(frozen=True)
class Chained:
    """A document with its gold mentions; `Mention.chain` is the gold chain."""

    id: str
    text: str
    sentences: tuple[Sentence, ...]
    syntax: Syntax
    mentions: tuple[Mention, ...]


def documents(folder: Path) -> Iterator[Chained]:
    """Yield the documents of a folder of GUM."""
    for path in sorted(folder.glob("*.conllu")):
        for bank in banks(path):
            yield _document(bank)


def _document(bank: Bank) -> Chained:
    words = tuple(Span(*span) for span in bank.spans)
    sentences = tuple(
        Sentence(span=Span(words[b].begin, words[e - 1].end), words=words[b:e], paragraph=0) for b, e in bank.sentences
    )
    syntax = Syntax(words=words, tags=tuple(bank.tags), heads=tuple(bank.heads), relations=tuple(bank.relations))
    found: list[tuple[int, int, str, int]] = []
    open_: dict[str, list[tuple[int, str]]] = {}
    for number, misc in enumerate(bank.misc):
        value = next((part[7:] for part in misc.split("|") if part.startswith("Entity=")), "")
        for m in _BRACKET.finditer(value):
            if m[1] and m[3]:
                found.append((number, number + 1, m[2], int(m[1])))
            elif m[1]:
                open_.setdefault(m[1], []).append((number, m[2]))
            elif open_.get(m[4]):
                begin, kind = open_[m[4]].pop()
                found.append((begin, number + 1, kind, int(m[4])))
    mentions = [_mention(words, bank, *one) for one in found]
    return Chained(
        bank.id, bank.text, sentences, syntax, tuple(sorted(mentions, key=lambda m: (m.span.begin, -m.span.end)))
    )


def _mention(words: Sequence[Span], bank: Bank, begin: int, end: int, kind: str, chain: int) -> Mention:
    head = next((i for i in range(begin, end) if not begin <= bank.heads[i] < end), begin)
    tag = bank.tags[head]
    low = high = head
    if tag == "PROPN":  # a name hangs on all of its words
        while low > begin and bank.tags[low - 1] == "PROPN":
            low -= 1
        while high + 1 < end and bank.tags[high + 1] == "PROPN":
            high += 1
    form = "name" if tag == "PROPN" else "pronoun" if tag in ("PRON", "DET") else "nominal"
    spans = Span(words[begin].begin, words[end - 1].end), Span(words[low].begin, words[high].end)
    return Mention(span=spans[0], head=spans[1], type=OF_GUM.get(kind, "ABSTRACT"), form=form, chain=chain)


Chains = list[set[int]]


def chains_of(mentions: Sequence[Mention], keys: Sequence[int], *, singletons: bool) -> Chains:
    """Return the chains as sets of keys of mentions."""
    found: dict[int, set[int]] = {}
    for mention, key in zip(mentions, keys, strict=True):
        found.setdefault(mention.chain, set()).add(key)
    return [chain for chain in found.values() if singletons or len(chain) > 1]


class Score:
    """MUC, B³ and CEAF-e summed over documents."""

    def __init__(self) -> None:
        self.parts = {name: np.zeros(4) for name in ("MUC", "B3", "CEAFe")}

    def add(self, gold: Chains, found: Chains) -> None:
        """Count one document."""
        self.parts["MUC"] += (*_muc(gold, found), *_muc(found, gold))
        self.parts["B3"] += (*_b3(gold, found), *_b3(found, gold))
        if gold and found:
            table = np.array([[2 * len(a & b) / (len(a) + len(b)) for b in found] for a in gold])
            rows, columns = linear_sum_assignment(-table)
            both = table[rows, columns].sum()
            self.parts["CEAFe"] += (both, len(gold), both, len(found))

    def f1(self) -> dict[str, float]:
        """Return F1 of each measure and their average, in per cent."""
        out = {}
        for name, (right, gold, hit, found) in self.parts.items():
            recall, precision = right / max(gold, 1e-9), hit / max(found, 1e-9)
            out[name] = 100 * 2 * precision * recall / max(precision + recall, 1e-9)
        return out | {"CoNLL": sum(out.values()) / 3}


def _muc(gold: Chains, found: Chains) -> tuple[float, float]:
    of = {key: n for n, chain in enumerate(found) for key in chain}
    right = total = 0
    for chain in gold:
        parts = {of.get(key, -1 - key) for key in chain}
        right += len(chain) - len(parts)
        total += len(chain) - 1
    return right, total


def _b3(gold: Chains, found: Chains) -> tuple[float, float]:
    of = {key: chain for chain in found for key in chain}
    right = sum(len(chain & of[key]) / len(chain) for chain in gold for key in chain if key in of)
    return right, sum(map(len, gold))
