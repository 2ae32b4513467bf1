"""The head of events: marked pairs with their root codes → weights/events.npz.

`python -m training.events` reads its sentences with the encoder, trees and mentions of the weights beside which it
writes, so it is run again whenever those change; that takes a minute or two and needs no torch. Root codes come from
plv_train and, for roots that it has seldom or never, from sentences of our own (events.tsv). What is no act comes from
there too, and from clauses of news reports, and of the same sentences, for whose words the lexicon knows no act.
`bench/events.py` scores it.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from accordingto.analyse import Analyser, Reading
from accordingto.data import EVENT_TYPES, Report
from accordingto.encoder import mark_of
from accordingto.events.features import Act, Seen, block_means, seen
from accordingto.events.find import Places
from accordingto.events.head import FILE, NONE, Head, Scales, matrix, save
from accordingto.events.tree import Tree
from accordingto.settings import WEIGHTS
from accordingto.tokens import Floats
from training.data import shared

RIDGE = 0.2
"""What is added to the diagonal of the kernel; 0.05 to 0.4 score within a point of macro F1 (75.5 to 76.5)."""
RAREST = 2
NEWS_REPORTS = 40
MOST_NONE = 1200
"""Clauses without an act that are learned from, about as many as there are acts: more find fewer acts."""
HEATS = (4.0, 6.0, 8.0, 10.0, 12.0, 16.0)
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
class Example:
    """Features of an act, its word vectors already averaged (blocks, width), and the number of its root or NONE."""

    seen: Seen
    dense: Floats
    root: int


Reader = Callable[[str], Reading]


def reader(weights: Path = WEIGHTS) -> Reader:
    """Return what reads a text with some weights."""
    analyser = Analyser(weights)
    return lambda text: analyser.look(Report(id="", text=text))


def pairs(path: Path | None = None) -> list[Pair]:
    """Return the marked sentences of plv_train."""
    path = path or shared() / "corpora" / "events" / "plv_train.tsv"
    out = []
    with path.open(encoding="utf8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            text, marks = unmarked(row["marked_sentence"])
            out.append(Pair(row["sentence_id"], text, marks.get("s"), marks.get("t"), row["gold_root"]))
    return out


def own() -> list[Pair]:
    """Return our own marked sentences; the root "none" marks what is no act."""
    lines = Path(__file__).with_suffix(".tsv").read_text(encoding="utf8").splitlines()[1:]
    out = []
    for number, line in enumerate(lines):
        root, sentence = line.split("\t")
        text, marks = unmarked(sentence)
        out.append(Pair(f"own {number}", text, marks["s"], marks["t"], root))
    return out


def news(count: int = NEWS_REPORTS) -> list[str]:
    """Return reports of PolNeAR's and of VOA's training part, half each, the shorter ones first."""
    root = shared() / "corpora"
    texts = [
        [path.read_text(encoding="utf8") for path in sorted((root / "polnear/train/text").glob("*.txt"))],
        [voa_text(path) for path in sorted((root / "voa/train").glob("*.txt"))],
    ]
    return [text for some in texts for text in sorted(some, key=len)[: count // 2]]


def voa_text(path: Path) -> str:
    """Return the text of a VOA report from its numbered sentences."""
    lines = path.read_text(encoding="utf8").split("\n")
    return " ".join(line.split("\t", 1)[1].strip() for line in lines if "\t" in line and not line.startswith("#"))


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
    yield Example(
        one, block_means([one], reading.vectors)[0], NONE if pair.root == "none" else EVENT_TYPES.index(pair.root)
    )
    yield from none(places, reading, set(gold.chain))


def none(places: Places, reading: Reading, taken: Collection[int] = ()) -> Iterator[Example]:
    """Yield the clauses that are taken for no act."""
    for clause in places.clauses():
        if (clause.sources or clause.targets) and not any(word in taken for word in clause.chain):
            one = seen(places.tree, places.act(clause))
            if one.pattern is None:
                yield Example(one, block_means([one], reading.vectors)[0], NONE)


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


@dataclass(frozen=True, slots=True)
class Lessons:
    """What the head is fitted on: examples of each marked pair, and those that every fold's training part has."""

    pairs: list[Pair]
    marked: list[list[Example]]
    always: list[Example]


def lessons(read: Reader, *, seed: int = 0) -> Lessons:
    """Read everything there is to learn from."""
    some = pairs()
    marked = [list(examples(pair, read(pair.text))) for pair in some]
    always = [one for pair in own() for one in examples(pair, read(pair.text))]
    ordinary = []
    for text in news():
        reading = read(text)
        ordinary += list(none(Places(Tree(text, reading.syntax), reading.mentions), reading))
    random.Random(seed).shuffle(ordinary)
    return Lessons(some, marked, always + ordinary[:MOST_NONE])


def crossed(found: Lessons) -> tuple[list[int], list[Head], Floats]:
    """Return each pair's fold, the head fitted without each fold, and each pair's scores by the head without it."""
    of = folds(found.pairs)
    heads = [
        fit([one for n, rows in enumerate(found.marked) if of[n] != fold for one in rows] + found.always, "")
        for fold in range(FOLDS)
    ]
    scores = [heads[of[n]].scores([rows[0].seen], [rows[0].dense])[0] for n, rows in enumerate(found.marked)]
    return of, heads, np.array(scores)


def best_heat(found: Lessons, scores: Floats) -> float:
    """Return the heat under which the shares of the right roots are likeliest."""
    gold = [rows[0].root for rows in found.marked]

    def likelihood(heat: float) -> float:
        hot = np.exp(heat * (scores - scores.max(1, keepdims=True)))
        return float(np.log(hot[np.arange(len(gold)), gold] / hot.sum(1)).sum())

    return max(HEATS, key=likelihood)


def main() -> None:
    """Fit the head beside some weights and say what it was fitted on."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--weights", type=Path, default=WEIGHTS)
    args = ap.parse_args()
    found = lessons(reader(args.weights))
    heat = best_heat(found, crossed(found)[2])
    rows = [one for some in found.marked for one in some] + found.always
    head = replace(fit(rows, mark_of(args.weights)), heat=heat)
    save(head, args.weights)
    counts = Counter(EVENT_TYPES[one.root] if one.root != NONE else "none" for one in rows)
    size = (args.weights / FILE).stat().st_size
    print(f"{len(rows)} examples, {len(head.names)} named features, heat {heat}, {size} bytes")
    print(", ".join(f"{root} {count}" for root, count in counts.most_common()))


if __name__ == "__main__":
    main()
