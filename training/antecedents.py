"""Fits the weights by which a pronoun's antecedent is chosen: annotated speakers → accordingto/actors/antecedents.toml.

Usage: python -m training.antecedents [--weights FOLDER] [--report]. Statements are the annotated ones of VOA's training
part and of the labelled reports of PolNeAR's; mentions, chains and trees are those of the weights. A pronoun teaches
where its annotated speaker is among its candidates. `--report` fits on nine tenths of the reports and prints how often
the right one is chosen in the rest, each tenth once. Some minutes on one core; new weights
do not ask for it.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from accordingto.actors import antecedents
from accordingto.actors.antecedents import Candidate
from accordingto.actors.chains import chained
from accordingto.actors.mentioned import Mentioned
from accordingto.actors.setting import Setting
from accordingto.actors.speakers import Resolver
from accordingto.analyse import Analyser
from accordingto.data import PARTS, Mention, Report, Sentence, Span, Statement, Syntax
from accordingto.score.gold import gold
from accordingto.score.tally import name_words
from accordingto.segment import segment
from accordingto.settings import WEIGHTS
from training.data import Gold, attributions, shared

PENALTIES = {"person": 0.005, "other": 0.03}
"""What the squares of the weights cost, a lesson; 0.003 to 0.03 choose within a point (person) and four (other)."""
NESTED = 4.0
"""How much more a lesson of VOA counts: PolNeAR does not say what stands inside what."""
STEPS, RATE = 400, 0.2
FOLDS = 10
LONGEST = 30_000
"""Characters of the longest report that is read: a book's excerpt would outweigh the news."""
PRONOUNS = frozenset(("he", "she", "his", "her", "it", "they", "its", "their"))
OUT = Path(antecedents.__file__).with_suffix(".toml")
HEAD = "# Fitted by training/antecedents.py: what speaks for and against a pronoun's candidates. Not written by hand.\n"


@dataclass(frozen=True, slots=True)
class Read:
    """An annotated report with mentions and trees."""

    text: str
    sentences: Sequence[Sentence]
    statements: Sequence[Statement]
    mentions: Sequence[Mention]
    syntax: Syntax


@dataclass(frozen=True, slots=True)
class Lesson:
    """The features of a pronoun's candidates, the number of the right one, and the number of the report."""

    group: str
    rows: Sequence[dict[str, float]]
    right: int
    report: int
    weight: float = 1.0


class Teacher(Resolver):
    """A resolver that notes what it is asked, and goes on with the annotated speaker."""

    def __init__(self, read: Read, report: int) -> None:
        self.weight = NESTED if any(s.parent is not None for s in read.statements) else 1.0
        setting = Setting(read.text, read.sentences, read.mentions)
        super().__init__(setting, Mentioned(read.mentions), read.statements, read.syntax)
        self.report, self.lessons, self.asked = report, list[Lesson](), Counter[str]()

    def _chosen(self, i: int, candidates: Sequence[Candidate], rows: Sequence[dict[str, float]]) -> int:
        wanted = self.heard.statements[i].speaker
        group = "person" if self.heard.pronoun(i) in ("he", "she", "his", "her", "him") else "other"
        if not wanted:
            return super()._chosen(i, candidates, rows)
        self.asked[group] += 1
        right = [n for n, one in enumerate(candidates) if is_one(wanted, one.name)]
        if not right:
            return -1
        if len(candidates) > 1:
            self.lessons.append(Lesson(group, list(rows), right[0], self.report, self.weight))
        return right[0]


def is_one(wanted: str, name: str) -> bool:
    """Tell whether a candidate is the annotated speaker; annotators of PolNeAR gave some by the last name alone."""
    a, b = name_words(wanted), name_words(name)
    return a == b or (len(a) == 1 and a < b and name_words(name.split()[-1]) == a)


def lessons(reads: Sequence[Read]) -> list[Lesson]:
    """Return what all reports teach."""
    out: list[Lesson] = []
    for number, read in enumerate(reads):
        teacher = Teacher(read, number)
        teacher.all()
        out += teacher.lessons
    return out


def fit(some: Sequence[Lesson], penalty: float) -> dict[str, float]:
    """Return the weights under which the right candidates are likeliest: a softmax over each pronoun's candidates."""
    names = sorted({name for one in some for row in one.rows for name in row})
    column = {name: at for at, name in enumerate(names)}
    x = np.zeros((sum(len(one.rows) for one in some), len(names)))
    begins, right, at = [], [], 0
    for one in some:
        begins.append(at)
        right.append(at + one.right)
        for row in one.rows:
            for name, value in row.items():
                x[at, column[name]] = value
            at += 1
    of = np.repeat(np.arange(len(some)), [len(one.rows) for one in some])
    w = np.zeros(len(names))
    speed = np.zeros(len(names))
    weight = np.array([one.weight for one in some]) / sum(one.weight for one in some)
    for _ in range(STEPS):
        sums = x @ w
        shares = np.exp(sums - np.maximum.reduceat(sums, begins)[of])
        shares /= np.add.reduceat(shares, begins)[of]
        slope = weight @ x[right] - x.T @ (shares * weight[of]) - penalty * w
        speed = 0.9 * speed + slope
        w = w + RATE * speed
    return {name: round(float(value), 3) for name, value in zip(names, w, strict=True)}


def reads(analyser: Analyser) -> Iterator[Read]:
    """Yield the annotated reports."""
    for one in gold(shared() / "corpora" / "voa" / "train"):
        yield read(analyser, one.report.text, one.statements)
    for text, statements in polnear_labelled():
        if len(text) <= LONGEST:
            yield read(analyser, text, statements)


def polnear_labelled() -> Iterator[tuple[str, list[Statement]]]:
    """Yield the texts of PolNeAR's training part with their attributions where a speaker of a pronoun is annotated."""
    for _, text, golds in attributions("train"):
        if any(one.speaker and one.source and text[slice(*one.source[0])].lower() in PRONOUNS for one in golds):
            yield text, [statement(one) for one in golds]


def statement(one: Gold) -> Statement:
    """Return an attribution as a statement; one that nobody labelled is a person's."""
    spans = {part: tuple(Span(*piece) for piece in sorted(getattr(one, part)) if piece) for part in PARTS}
    labels = {key: one.labels[key] for key in ("kind", "naming", "act") if key in one.labels}
    return Statement(**{"kind": "person"} | spans | labels, speaker=one.speaker)  # type: ignore[arg-type]


def read(analyser: Analyser, text: str, statements: Sequence[Statement]) -> Read:
    """Return a report with mentions and trees."""
    reading = analyser.look(Report(id="", text=text, language="en"))
    sentences = segment(text)
    mentions = chained(text, sentences, reading.mentions, reading.syntax)
    return Read(text, sentences, statements, mentions, reading.syntax)


def crossed(some: Sequence[Lesson], penalty: float) -> float:
    """Return the share of pronouns whose right candidate is chosen by weights that were fitted without its report."""
    hits = 0
    for fold in range(FOLDS):
        held = [one for one in some if one.report % FOLDS == fold]
        weights = fit([one for one in some if one.report % FOLDS != fold], penalty)
        hits += sum(antecedents.best(one.rows, weights) == one.right for one in held)
    return hits / len(some)


def main() -> None:
    """Fit and write the weights, or say how well they choose."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--weights", type=Path, default=WEIGHTS)
    asked.add_argument("--report", action="store_true")
    args = asked.parse_args()
    by_group = defaultdict(list)
    for one in lessons(list(reads(Analyser(args.weights)))):
        by_group[one.group].append(one)
    if args.report:
        for group, some in sorted(by_group.items()):
            print(f"{group}: {100 * crossed(some, PENALTIES[group]):.1f} % of {len(some)} right")
        return
    write({group: fit(some, PENALTIES[group]) for group, some in sorted(by_group.items())})


def write(weights: dict[str, dict[str, float]]) -> None:
    """Write the weights."""
    lines = [HEAD]
    for group, some in weights.items():
        lines += [f"[{group}]", *(f'"{name}" = {value}' for name, value in some.items()), ""]
    OUT.write_text("\n".join(lines), encoding="utf8")


if __name__ == "__main__":
    main()
