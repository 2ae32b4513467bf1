"""Who a pronoun that speaks stands for: the likeliest of those named, described or heard before it in the report.

In come a pronoun's candidates with what the report shows of each, out comes the best by a weighted sum. The weights of
`antecedents.toml` are fitted by `training/antecedents.py` on annotated reports, persons ("he", "she") and the rest
("it", "they") apart. Nothing is looked for more than SENTENCES_BACK sentences back.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from accordingto.data import Span, Syntax

SENTENCES_BACK = 6
"""How far back a pronoun looks for who was last named."""
FAR = 4
"""Sentences from which on one is as far away as another."""
SUBJECTS = frozenset(("nsubj", "nsubj:pass"))


@dataclass(slots=True)
class Candidate:
    """One that a pronoun may stand for: where it is named (begins, in order), and what is known of it."""

    name: str
    places: list[int] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)
    """Whatever speaks for or against it apart from its places ("gender agrees", "in the chain" …)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A pronoun: where it stands, the contents of its statement, its sentence, and whether it is inside quotation."""

    at: int
    content: tuple[Span, ...]
    quoted: bool


class Places:
    """Where things stand in a report: sentences, subjects, contents of statements."""

    def __init__(self, begins: Sequence[int], syntax: Syntax | None, contents: Sequence[Span]) -> None:
        self.begins, self.syntax = begins, syntax
        self.words = {span.begin: n for n, span in enumerate(syntax.words)} if syntax else {}
        merged: list[list[int]] = []
        for begin, end in sorted(contents):
            if merged and begin <= merged[-1][1]:
                merged[-1][1] = max(end, merged[-1][1])
            else:
                merged.append([begin, end])
        self.said_from, self.said_to = [b for b, _ in merged], [e for _, e in merged]

    def sentence(self, at: int) -> int:
        """Return the number of the sentence that a position is in."""
        return max(0, bisect_right(self.begins, at) - 1)

    def said(self, at: int) -> bool:
        """Tell whether a position lies in the content of a statement."""
        found = bisect_right(self.said_from, at) - 1
        return found >= 0 and at < self.said_to[found]

    def relation(self, begin: int, end: int) -> str:
        """Return how the words [begin, end) hang on the rest of their sentence; empty where there is no tree."""
        number = self.words.get(begin)
        if self.syntax is None or number is None:
            return ""
        last = number
        while last < len(self.syntax.words) and self.syntax.words[last].end <= end:
            last += 1
        for word in range(number, last):
            if not number <= self.syntax.heads[word] < last:
                return self.syntax.relations[word]
        return self.syntax.relations[number]


def features(one: Candidate, asked: Asked, places: Places, relations: Mapping[int, str]) -> dict[str, float]:
    """Return what speaks for and against a candidate, by name; `relations` has those of its places where known."""
    found = dict.fromkeys(one.marks, 1.0)
    before = [at for at in one.places if at < asked.at]
    here = places.sentence(asked.at)
    if not before:
        return found | {"not named": 1.0}
    last = before[-1]
    away = here - places.sentence(last)
    found[f"named {min(away, FAR)} sentences before"] = 1.0
    relation = relations.get(last, "")
    plain = "subject" if relation in SUBJECTS else relation if relation == "nmod:poss" else "other"
    found[f"{plain}, {'near' if away < 2 else 'far'}"] = 1.0
    found["begins its sentence"] = float(last - places.begins[places.sentence(last)] < 5)
    found["subject before"] = float(any(relations.get(at, "") in SUBJECTS for at in before[-3:]))
    found["named often"] = min(len(before), 5) / 5
    found["named in what others say"] = float(places.said(last))
    own = [at for at in before if any(begin <= at < end for begin, end in asked.content)]
    found["named in the statement itself"] = float(bool(own))
    found["named only there"] = float(len(own) == len(before))
    return found


def best(rows: Sequence[Mapping[str, float]], weights: Mapping[str, float]) -> int:
    """Return the number of the row with the highest weighted sum; the last of equal ones."""
    sums = [sum(weights.get(name, 0.0) * value for name, value in row.items()) for row in rows]
    return max(range(len(sums)), key=lambda n: (sums[n], n))


@cache
def weights() -> dict[str, dict[str, float]]:
    """Return the fitted weights, "person" and "other", read once."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf8"))
