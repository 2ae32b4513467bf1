"""On which side of the report's day a time lies, as the verbs beside it have it.

With trees, the verb that a time hangs on decides; without, the verb that stands nearest in the sentence.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

from accordingto.data import Span, Statement, Syntax
from accordingto.times.grammar import Hit, tables

CLAUSE = 30
"""A verb behind a comma or another border of clauses counts as so many characters farther."""
STEPS = 8
"""How far up the tree the verb of a time is looked for."""
_BORDERS = ",;:–—()“”"
_AHEAD_ACTS = ("forecast", "pledge", "demand", "warn")


class Tense:
    """The verbs of one report."""

    def __init__(self, lower: str, syntax: Syntax | None, statements: Sequence[Statement]) -> None:
        self.lower, self.syntax = lower, syntax
        self.plans = [piece for s in statements if s.act in _AHEAD_ACTS for piece in s.content]

    def side(self, hit: Hit, sentence: Span) -> str:
        """Return "past", "ahead", or nothing where the verbs do not tell."""
        found = self._by_tree(hit) if self.syntax else ""
        found = found or self._by_place(hit, sentence)
        inside = any(b <= hit.begin < e for b, e in self.plans)
        return "ahead" if inside and found != "past" else found

    def _by_place(self, hit: Hit, sentence: Span) -> str:
        known = tables()
        best, side = 10**9, ""
        for name, pattern in (("past", known.behind), ("ahead", known.ahead)):
            for verb in pattern.finditer(self.lower, *sentence):
                if verb.end() <= hit.begin:
                    between = self.lower[verb.end() : hit.begin]
                elif verb.start() >= hit.end:
                    between = self.lower[hit.end : verb.start()].lstrip(", ")
                else:
                    continue
                far = len(between) + CLAUSE * sum(sign in _BORDERS for sign in between)
                if far < best:
                    best, side = far, name
        return side

    @cached_property
    def _under(self) -> dict[int, list[int]]:
        assert self.syntax is not None
        under: dict[int, list[int]] = {}
        for word, head in enumerate(self.syntax.heads):
            under.setdefault(head, []).append(word)
        return under

    def _by_tree(self, hit: Hit) -> str:
        syntax = self.syntax
        assert syntax is not None
        at = bisect_left(syntax.words, (hit.begin,))
        for _ in range(STEPS):
            if not 0 <= at < len(syntax.words):
                return ""
            if syntax.tags[at] in ("VERB", "AUX"):
                break
            at = syntax.heads[at]
        else:
            return ""
        helpers = [w for w in self._under.get(at, []) if syntax.tags[w] in ("AUX", "PART")]
        words = " ".join(self.lower[slice(*syntax.words[w])] for w in sorted((*helpers, at)))
        if tables().ahead.search(words) or words.startswith("to "):
            return "ahead"
        return "past" if tables().behind.search(words) else ""
