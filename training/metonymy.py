"""How well places that stand for someone are told from places, by trees and word vectors of the model.

Usage: python -m training.metonymy [--weights FOLDER]. Ten folds on ReLocaR and GWN, grouped by sentence; some minutes
on one core. Ridge regression over word vectors (of the name, its neighbours, what it hangs on and what hangs on that)
and named features of the tree (relation, preposition, lemma of the governor …), of one pass of the encoder. A trial:
what it reaches stands in LOG.md, and nothing of it ships.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse
from scipy.linalg import cho_factor, cho_solve
from sklearn.model_selection import GroupKFold

from accordingto.analyse import Reading
from accordingto.events.tree import Tree
from accordingto.settings import WEIGHTS
from training.data import shared
from training.events import Reader, reader

FOLDS = 10
RIDGE = 2.0
"""What is added to the diagonal of the kernel; 0.5 to 3 score within 0.4 points."""
DENSE = {
    "own": 1.0,
    "before": 0.5,
    "behind": 0.7,
    "around": 0.5,
    "governor": 0.7,
    "above": 0.4,
    "objects": 0.4,
    "kids": 0.4,
}
"""How much each vector counts, scaled to length 1; own is the mean of the name, above the governor of its governor."""
NAMED = {"tree": 0.7, "window": 0.5}
RAREST = 2
AROUND = 5
"""Words on either side whose mean vector is looked at."""
STEPS = (-3, -2, -1, 1, 2, 3)
LONGEST_LIST = 6
"""Members of a list that are gone back over to the one that the list hangs on."""
_ARGUMENTS = ("obj", "obl", "xcomp", "ccomp", "nmod", "nsubj")


@dataclass(frozen=True, slots=True)
class Instance:
    """A place name in a sentence: vectors by name of block, features by group and name, its label, its sentence."""

    dense: dict[str, np.ndarray]
    named: dict[str, dict[str, float]]
    label: int
    sentence: int


def main() -> None:
    """Measure in folds."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--weights", type=Path, default=WEIGHTS)
    read = reader(asked.parse_args().weights)
    for name in ("relocar", "gwn"):
        some = list(instances(name, read))
        right = crossed(kernel(some), some)
        print(f"{name}: {100 * right / len(some):.1f} % of {len(some)} right in {FOLDS} folds by sentence")


def instances(name: str, read: Reader) -> Iterator[Instance]:
    """Yield the place names of a set."""
    found = json.loads((shared() / "corpora" / "metonymy" / f"{name}_train.json").read_text(encoding="utf8"))
    of: dict[str, list[dict]] = {}
    for one in found:
        of.setdefault(" ".join(one["sentence"]), []).append(one)
    for number, (text, some) in enumerate(of.items()):
        reading = read(text)
        tree = Tree(text, reading.syntax)
        for one in some:
            low = len(" ".join(one["sentence"][: one["pos"][0]])) + (one["pos"][0] > 0)
            high = len(" ".join(one["sentence"][: one["pos"][1]]))
            inside = [i for i, (b, e) in enumerate(reading.syntax.words) if b < high and e > low]
            if inside:
                named = {"tree": tree_features(tree, inside), "window": window_features(tree, inside)}
                yield Instance(vectors(tree, reading, inside), named, one["label"], number)


def first_of_list(tree: Tree, word: int) -> int:
    """Return the member of a list that the whole list hangs on."""
    for _ in range(LONGEST_LIST):
        if tree.relation(word) != "conj":
            break
        word = tree.heads[word]
    return word


def vectors(tree: Tree, reading: Reading, inside: Sequence[int]) -> dict[str, np.ndarray]:
    """Return the vectors of a place name at words `inside`, each (width,), zeros where there is no such word."""
    v = reading.vectors
    begin, end = inside[0], inside[-1] + 1

    def mean(words: Sequence[int]) -> np.ndarray:
        words = [w for w in words if 0 <= w < len(v)]
        return v[words].mean(0) if words else np.zeros(v.shape[1], np.float32)

    head = tree.head_of(inside)
    base = first_of_list(tree, head)
    governor = tree.heads[base]
    objects = [k for k in tree.kids(governor, "obj", "obl", "xcomp", "ccomp") if k != base] if governor >= 0 else []
    return {
        "own": mean(inside),
        "before": mean([begin - 1]),
        "behind": mean([end]),
        "around": mean([*range(begin - AROUND, begin), *range(end, end + AROUND)]),
        "governor": mean([governor]),
        "above": mean([tree.heads[governor]]) if governor >= 0 else mean([]),
        "objects": mean(objects),
        "kids": mean(tree.children[head]),
    }


def tree_features(tree: Tree, inside: Sequence[int]) -> dict[str, float]:
    """Return what the tree says of a place name: relations, preposition, lemmas of what it hangs on."""
    lemma, relations = tree.lemmas, tree.syntax.relations
    head = tree.head_of(inside)
    base = first_of_list(tree, head)
    relation, case = relations[base], tree.case(head) or tree.case(base)
    out = {f"is {relations[head]}": 1.0, f"as {relation}": 1.0, f"case {case}": 1.0, f"as {relation} {case}": 1.0}
    out["in a list"] = float(base != head)
    for kid in tree.children[head]:
        out[f"kid {relations[kid]}"] = 1.0
        out[f"kid {tree.relation(kid)} {lemma[kid]}"] = 1.0
    governor = tree.heads[base]
    if governor < 0:
        return out
    tag = tree.tags[governor]
    out |= {f"under {lemma[governor]}": 1.0, f"under {tag}": 1.0, f"{relation} of {lemma[governor]}": 1.0}
    out |= {f"{relation} of {tag}": 1.0, f"{case} {lemma[governor]}": 1.0, f"governor {relations[governor]}": 1.0}
    out[f"{relation} of passive {tag == 'VERB' and tree.passive(governor)}"] = 1.0
    for kid in tree.children[governor]:
        if kid != base:
            out[f"beside {tree.relation(kid)}"] = 1.0
            if tree.relation(kid) in _ARGUMENTS:
                out[f"beside {tree.relation(kid)} {lemma[kid]}"] = 0.7
    if (above := tree.heads[governor]) >= 0:
        out |= {f"above {lemma[above]}": 1.0, f"{relation} of {lemma[governor]} of {lemma[above]}": 1.0}
        out[f"governor's case {tree.case(governor)}"] = 1.0
    return out


def window_features(tree: Tree, inside: Sequence[int]) -> dict[str, float]:
    """Return the words and parts of speech on either side."""
    begin, end, count = inside[0], inside[-1] + 1, len(tree.lower)
    out = {f"before {' '.join(tree.lower[max(0, begin - 2) : begin])}": 1.0}
    out[f"behind {' '.join(tree.lower[end : end + 2])}"] = 1.0
    for step in STEPS:
        at = begin + step if step < 0 else end - 1 + step
        there = 0 <= at < count
        out[f"word {step} {tree.lower[at] if there else ''}"] = 1.0
        out[f"tag {step} {tree.tags[at] if there else ''}"] = 1.0
    return out


def kernel(some: Sequence[Instance]) -> np.ndarray:
    """Return how alike all pairs of instances are (N, N): the weighted sum over the blocks. No label is looked at."""
    out = np.zeros((len(some), len(some)), np.float32)
    for block, weight in DENSE.items():
        rows = np.array([one.dense[block] for one in some], np.float32)
        rows -= rows.mean(0)
        rows *= weight / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
        out += rows @ rows.T
    for group, weight in NAMED.items():
        rows = named_rows([one.named[group] for one in some])
        out += weight**2 * (rows @ rows.T).toarray()
    return out


def named_rows(some: Sequence[dict[str, float]]) -> sparse.csr_matrix:
    """Return named features as rows of length 1, rarer ones counting for more."""
    counts = Counter(name for one in some for name in one)
    column = {name: at for at, name in enumerate(name for name, count in counts.items() if count >= RAREST)}
    cells = [
        (row, column[name], value * np.log(len(some) / counts[name]))
        for row, one in enumerate(some)
        for name, value in one.items()
        if name in column
    ]
    rows, columns, values = zip(*cells, strict=True)
    out = sparse.csr_matrix((values, (rows, columns)), (len(some), len(column)), dtype=np.float32)
    lengths = np.sqrt(np.asarray(out.multiply(out).sum(1))[:, 0])
    return sparse.csr_matrix(sparse.diags(1 / np.maximum(lengths, 1e-6)) @ out)


def crossed(alike: np.ndarray, some: Sequence[Instance]) -> int:
    """Return how many instances are told right by what was fitted without their fold."""
    labels = np.array([one.label for one in some])
    wanted = (2 * labels - 1).astype(np.float32)
    right = 0
    for train, held in GroupKFold(FOLDS).split(alike, labels, [one.sentence for one in some]):
        square = alike[np.ix_(train, train)]
        square[np.diag_indices(len(train))] += RIDGE
        middle = wanted[train].mean()
        scores = alike[np.ix_(held, train)] @ cho_solve(cho_factor(square), wanted[train] - middle) + middle
        right += int(((scores > 0) == (labels[held] == 1)).sum())
    return right


if __name__ == "__main__":
    main()
