"""The head of events: marked pairs with their root codes → weights/events.npz, and its scores by cross-validation.

`python -m training.events` reads plv_train with the shipped encoder, trees and mentions, so it is run again whenever
those change; it takes a minute and needs no torch. What is no act it learns from clauses of the same sentences and of news
reports whose words the lexicon knows no act for.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from accordingto.data import EVENT_TYPES, Mention, Syntax
from accordingto.events.clauses import Clause
from accordingto.events.features import Act, Seen, seen
from accordingto.events.find import Places
from accordingto.events.head import NONE, Head, Scales, mark_of, matrix, save
from accordingto.events.tree import Tree
from accordingto.settings import WEIGHTS
from accordingto.tokens import Floats
from training.data import shared

RIDGE = 0.1
"""What is added to the diagonal of the kernel; 0.05 to 0.2 score within half a point."""
RAREST = 2
"""Named features that fewer examples have are left out."""
FOLDS = 5
ROOTS = len(EVENT_TYPES)


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence with a marked source and target (spans; None where it marks none) and its root."""

    name: str
    text: str
    source: tuple[int, int] | None
    target: tuple[int, int] | None
    root: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What the analyser sees in a text."""

    syntax: Syntax
    mentions: Sequence[Mention]
    vectors: Floats


@dataclass(frozen=True, slots=True)
class Example:
    """Features of an act, its word vectors already averaged (blocks, width), and the number of its root or NONE."""

    seen: Seen
    dense: Floats
    root: int


Reader = Callable[[str], Reading]


def pairs(path: Path | None = None) -> list[Pair]:
    """Return the marked sentences of plv_train."""
    path = path or shared() / "corpora" / "events" / "plv_train.tsv"
    out = []
    with path.open(encoding="utf8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            text, marks = unmarked(row["marked_sentence"])
            out.append(Pair(row["sentence_id"], text, marks.get("s"), marks.get("t"), row["gold_root"]))
    return out


def unmarked(sentence: str) -> tuple[str, dict[str, tuple[int, int]]]:
    """Return a sentence without its marks `<s>`, `</s>`, `<t>`, `</t>`, and the spans that they enclose."""
    text, begun, spans = "", dict[str, int](), dict[str, tuple[int, int]]()
    for piece in re.split(r"(</?[st]>)", sentence):
        if piece in ("<s>", "<t>"):
            begun[piece[1]] = len(text)
        elif piece in ("</s>", "</t>"):
            begin = begun[piece[2]]
            spans[piece[2]] = begin, len(text.rstrip())
        else:
            text += piece
    return text, spans


def inside(tree: Tree, span: tuple[int, int] | None) -> tuple[int, ...]:
    """Return the words of a tree in a span."""
    if span is None:
        return ()
    return tuple(w for w, (b, e) in enumerate(tree.syntax.words) if span[0] <= b and e <= span[1])


def between(tree: Tree, source: int | None, target: int | None) -> tuple[int, ...]:
    """Return the words on the way through the tree from one word to another (to the root, where one is missing)."""
    if source is None or target is None:
        one = target if source is None else source
        assert one is not None
        return tuple(tree.up(one)[1:]) or (one,)
    up, down = tree.up(source), tree.up(target)
    top = next((w for w in up if w in down), None)
    if top is None:
        return tuple(dict.fromkeys([*up[1:], *reversed(down[1:])])) or (source,)
    way = [*up[1 : up.index(top)], top, *reversed(down[1 : down.index(top)])]
    return tuple(w for w in dict.fromkeys(way) if w not in (source, target)) or (top,)


def marked_act(tree: Tree, pair: Pair) -> Act:
    """Return the act that joins a marked pair: the way through the tree from the one to the other."""
    source, target = inside(tree, pair.source), inside(tree, pair.target)
    heads = [tree.head_of(some) if some else None for some in (source, target)]
    chain = tuple(w for w in between(tree, *heads) if tree.relation(w) != "punct")
    return Act(chain, source, target, heads[1])


def fits(tree: Tree, gold: Sequence[int], words: Sequence[int]) -> bool:
    """Tell whether words stand for a marked span: a head in it, or one that all of it hangs on."""
    if not gold:
        return True
    return any(w in gold or set(gold) <= set(tree.under(w)) for w in words)


def examples(pair: Pair, reading: Reading) -> Iterator[Example]:
    """Yield the marked act, and as none those other clauses of the sentence that no pattern of the lexicon fits."""
    places = Places(Tree(pair.text, reading.syntax), reading.mentions)
    tree = places.tree
    gold = marked_act(tree, pair)
    one = seen(tree, gold)
    yield Example(one, one.dense(reading.vectors), EVENT_TYPES.index(pair.root))
    yield from none(places, reading, set(gold.chain))


def none(places: Places, reading: Reading, taken: set[int]) -> Iterator[Example]:
    """Yield the clauses that are taken for no act."""
    for clause in places.clauses():
        if (clause.sources or clause.targets) and not taken.intersection(clause.chain):
            one = seen(places.tree, places.act(clause))
            if one.pattern is None:
                yield Example(one, one.dense(reading.vectors), NONE)


def fit(rows: Sequence[Example], encoder: str, *, ridge: float = RIDGE, scales: Scales | None = None) -> Head:
    """Return the head fitted to examples: ridge regression in the dual, so that its cost is that of the examples."""
    scales = scales or Scales()
    counts = Counter(name for row in rows for name in row.seen.named)
    names = {name: at for at, name in enumerate(sorted(n for n, k in counts.items() if k >= RAREST))}
    rarity = np.array([np.log(len(rows) / counts[name]) for name in names], np.float32)
    means = np.mean([row.dense for row in rows], 0, dtype=np.float32)
    x = matrix([r.seen for r in rows], [r.dense for r in rows], Head(names, rarity, means, scales))
    gold = np.array([row.root for row in rows])
    wanted = np.eye(ROOTS + 1, dtype=np.float32)[gold]
    offset = wanted.mean(0)
    kernel = x @ x.T
    kernel[np.diag_indices(len(rows))] += ridge
    weights = x.T @ np.linalg.solve(kernel, wanted - offset)
    return Head(names, rarity, means, scales, weights, offset, encoder=encoder)


def folds(some: Sequence[Pair], *, count: int = FOLDS, seed: int = 0) -> list[int]:
    """Return the fold of each pair: roots evenly spread, and sentences that begin or read alike in one fold."""
    rng = random.Random(seed)
    out = [0] * len(some)
    groups: dict[str, list[list[int]]] = defaultdict(list)
    of_key: dict[tuple[str, str], list[int]] = {}
    for number, pair in enumerate(some):
        key = (pair.root, " ".join(re.findall(r"\w+", pair.text.lower())[:5]))
        if key not in of_key:
            of_key[key] = []
            groups[pair.root].append(of_key[key])
        of_key[key].append(number)
    for root in sorted(groups):
        rng.shuffle(groups[root])
        sizes = [0] * count
        for group in groups[root]:
            fold = sizes.index(min(sizes))
            sizes[fold] += len(group)
            for number in group:
                out[number] = fold
    return out
