"""Events against sentences with a marked source, target and root code: `python bench/events.py [--weights DIR]`.

Five folds over events/plv_train.tsv; near copies of a sentence share a fold. Rows: our head; verbs looked up in the
CAMEO dictionaries (the first word between the pair that they code: its own code, or that of its longest fitting
pattern). Columns: macro F1 and accuracy of the 15 root codes with the pair given; which of the two is the source, over
all pairs and over those whose target stands first; and without marks, pair and root of each sentence end to end.

A pair is right where the head word of source and of target stands in the marked words, or carries all of them. Each
sentence has one marked pair although many tell more acts: "pair" and "pair, root" count the surest act of a sentence,
"all acts" counts all that were found. Below the table, the traps: invented sentences in which an actor, an act and a
place stand in clauses of their own (tests/events/traps.tsv), and how many clauses join what does not belong together.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from accordingto.data import EVENT_TYPES, Event  # noqa: E402
from accordingto.events.clauses import Clause  # noqa: E402
from accordingto.events.find import Places, find  # noqa: E402
from accordingto.events.lexicon import lexicon  # noqa: E402
from accordingto.events.tree import Tree  # noqa: E402
from accordingto.settings import WEIGHTS  # noqa: E402
from training.events import Lessons, Pair, Reader, Reading, crossed, fits, inside, lessons, reader  # noqa: E402


@dataclass(frozen=True, slots=True)
class Case:
    """A marked sentence as it was read."""

    pair: Pair
    reading: Reading
    tree: Tree
    source: tuple[int, ...]
    target: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """An act that was found: the head words of those who take part, its root, and how sure it is."""

    sources: tuple[int, ...]
    targets: tuple[int, ...]
    root: str
    score: float


def macro_f1(gold: Sequence[str], found: Sequence[str]) -> float:
    """Return the mean F1 over the roots of `gold`, times 100."""
    scores = []
    for root in sorted(set(gold)):
        right = sum(g == f == root for g, f in zip(gold, found, strict=True))
        scores.append(200 * right / (gold.count(root) + found.count(root)))
    return float(np.mean(scores))


def accuracy(gold: Sequence[str], found: Sequence[str]) -> float:
    """Return the share that is right, times 100."""
    return 100 * float(np.mean([g == f for g, f in zip(gold, found, strict=True)]))


# -- verbs looked up -------------------------------------------------------------------------------------------------


def looked_up(tree: Tree, words: Sequence[int], *, patterns: bool) -> tuple[str, int]:
    """Return the root of the first of some words that the dictionaries code, and the word; else "" and -1."""
    near = [tree.lemmas[w] for w in words]
    for word in words:
        if tree.tags[word] not in ("VERB", "NOUN", "AUX"):
            continue
        found = lexicon().match(tree.lemmas[word], [n for n in near if n != tree.lemmas[word]] if patterns else ())
        if found is not None and found.root:
            return found.root, word
    return "", -1


def given(case: Case, *, patterns: bool) -> str:
    """Return the root that the dictionaries give a marked pair: by the words between, else by the sentence."""
    ends = [*case.source, *case.target]
    between = [w for w in range(min(ends), max(ends)) if w not in ends]
    after = [w for w in range(len(case.tree.tags)) if w not in between and w not in ends]
    return looked_up(case.tree, between, patterns=patterns)[0] or looked_up(case.tree, after, patterns=patterns)[0]


def sought(case: Case, *, patterns: bool) -> list[Answer]:
    """Return what verbs looked up find without marks: the actor before the verb does it to the one after it."""
    tree, places = case.tree, Places(case.tree, case.reading.mentions)
    root, verb = looked_up(tree, range(len(tree.tags)), patterns=patterns)
    before = [w for w in range(verb) if places.can_act(w)]
    after = [w for w in range(verb + 1, len(tree.tags)) if places.can_act(w)]
    if not root or not before or not after:
        return []
    return [Answer((before[-1],), (after[0],), root, 1.0)]


# -- ours ------------------------------------------------------------------------------------------------------------


def answers(case: Case, events: Sequence[Event]) -> Iterator[Answer]:
    """Yield events by the head words of their mentions, and of what pronouns in them stand for."""
    places = Places(case.tree, case.reading.mentions)
    for event in events:
        parts = [
            tuple(w for number in some for w in places.words(case.reading.mentions[number].head))
            for some in (event.source, event.target)
        ]
        yield Answer(parts[0], parts[1], event.type, event.score)


def forward(case: Case) -> bool:
    """Tell whether the first of the two marked mentions is the source: unless a clause says that it is the target."""
    first, second = sorted((case.source, case.target))
    for clause in Places(case.tree, case.reading.mentions).clauses():
        undergoes = bool(clause.targets) and fits(case.tree, first, clause.targets)
        does = bool(clause.sources) and fits(case.tree, second, clause.sources)
        if undergoes and not fits(case.tree, second, clause.targets) and (does or clause.passive):
            return False
    return True


# -- scores ----------------------------------------------------------------------------------------------------------


def end_to_end(cases: Sequence[Case], found: Sequence[Sequence[Answer]], *, surest: bool, roots: bool) -> float:
    """Return the F1 of pairs (with their root), times 100; `surest` takes one act a sentence."""
    right = count = 0
    for case, some in zip(cases, found, strict=True):
        taken = sorted(some, key=lambda a: (bool(a.sources) and bool(a.targets), a.score))[-1:] if surest else some
        count += len(taken)
        right += any(
            (a.root == case.pair.root or not roots)
            and (bool(a.sources) or not case.source)
            and (bool(a.targets) or not case.target)
            and fits(case.tree, case.source, a.sources)
            and fits(case.tree, case.target, a.targets)
            for a in taken
        )
    return 200 * right / (count + len(cases))


def directions(cases: Sequence[Case], is_forward: Callable[[Case], bool]) -> tuple[str, str]:
    """Return how often the source is told from the target: over all pairs, and over those whose target is first."""
    both = [c for c in cases if c.source and c.target]
    right = {id(c): is_forward(c) == (c.source < c.target) for c in both}
    turned = [c for c in both if c.target < c.source]
    share = 100 * np.mean(list(right.values()))
    return f"{share:.1f}", f"{sum(right[id(c)] for c in turned)} of {len(turned)}"


def traps(look: Reader) -> str:
    """Return how many clauses of the traps take somebody from another clause, and how many have whom they should."""
    path = ROOT / "tests" / "events" / "traps.tsv"
    crossed_over, seen_acts, rows = list[str](), 0, list(csv.DictReader(path.open(encoding="utf8"), delimiter="\t"))
    for row in rows:
        text = row["sentence"]
        reading = look(text)
        tree = Tree(text, reading.syntax)
        for clause in Places(tree, reading.mentions).clauses():
            if tree.lower[clause.act] == row["act"]:
                seen_acts += bool(clause.sources or clause.targets)
                crossed_over += [f"{row['act']}: {what} in {text!r}" for what in _stray(tree, clause, row)]
    return "\n".join([f"traps: {len(crossed_over)} strays in {seen_acts} of {len(rows)} acts", *crossed_over])


def _stray(tree: Tree, clause: Clause, row: dict[str, str]) -> Iterator[str]:
    places = () if clause.place is None else (clause.place,)
    for part, words in (("source", clause.sources), ("target", clause.targets), ("place", places)):
        if any(tree.text[slice(*tree.syntax.words[w])] == row[f"not {part}"] for w in words):
            yield f"{part} {row[f'not {part}']!r}"


def cases_of(found: Lessons, readings: Sequence[Reading]) -> list[Case]:
    """Return the marked sentences with their trees."""
    out = []
    for pair, reading in zip(found.pairs, readings, strict=True):
        tree = Tree(pair.text, reading.syntax)
        out.append(Case(pair, reading, tree, inside(tree, pair.source), inside(tree, pair.target)))
    return out


def row(
    name: str, cases: Sequence[Case], roots: Sequence[str], which: tuple[str, str], found: list[list[Answer]]
) -> list[str]:
    """Return a row of the table."""
    gold = [case.pair.root for case in cases]
    sentence = [
        end_to_end(cases, found, surest=surest, roots=with_roots)
        for surest, with_roots in ((True, False), (True, True), (False, True))
    ]
    figures = [macro_f1(gold, roots), accuracy(gold, roots)]
    return [name, *(f"{x:.1f}" for x in figures), *which, *(f"{x:.1f}" for x in sentence)]


def main() -> None:
    """Print the table, and F1 by root."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--weights", type=Path, default=WEIGHTS)
    args = ap.parse_args()
    readings: dict[str, Reading] = {}
    look = reader(args.weights)

    def kept(text: str) -> Reading:
        if text not in readings:
            readings[text] = look(text)
        return readings[text]

    found = lessons(kept)
    cases = cases_of(found, [kept(pair.text) for pair in found.pairs])
    folds, heads, scores = crossed(found)
    roots = [EVENT_TYPES[at] for at in scores[:, : len(EVENT_TYPES)].argmax(1)]
    ours = []
    for case, fold in zip(cases, folds, strict=True):
        events = find(case.pair.text, case.reading.syntax, case.reading.mentions, case.reading.vectors, heads[fold])
        ours.append(list(answers(case, events)))
    table = Table(
        *("", "root macro F1", "accuracy", "direction", "target first", "pair F1", "pair, root F1", "all acts F1"),
        title=f"{len(cases)} sentences, {len({c.pair.root for c in cases})} roots",
    )
    table.add_row(*row("accordingto", cases, roots, directions(cases, forward), ours))
    for name, patterns in (("CAMEO verbs", False), ("CAMEO verbs and patterns", True)):
        looked = [given(case, patterns=patterns) for case in cases]
        some = [sought(case, patterns=patterns) for case in cases]
        table.add_row(*row(name, cases, looked, directions(cases, lambda _: True), some))
    Console(width=140).print(table)
    gold = [case.pair.root for case in cases]
    for root in sorted(set(gold)):
        one = [g == root for g in gold]
        hit = [f == root for f in roots]
        f1 = 200 * sum(a and b for a, b in zip(one, hit, strict=True)) / max(1, sum(one) + sum(hit))
        print(f"{root:10} {sum(one):4} sentences, F1 {f1:.1f}")
    print(traps(look))


if __name__ == "__main__":
    main()
