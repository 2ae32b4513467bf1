"""Which verbs, with which words near them, are known for which act: lexicon.tsv, derived from the CAMEO dictionaries.

A line is verb, root of PLOVER (empty: no act), and the patterns that have it: words that must all stand near the verb,
joined by "+"; "." is the verb by itself. Lines that begin with "&" hold sets of words that patterns name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

PATH = Path(__file__).with_suffix(".tsv")
SETS_MARK = "&"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A verb with words near it, and the act that they stand for."""

    verb: str
    words: frozenset[str]
    root: str

    def __str__(self) -> str:
        return " + ".join([self.verb, *sorted(self.words)])


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The table by verb; `sets` maps a word to the sets that it stands in."""

    patterns: Mapping[str, tuple[Pattern, ...]]
    sets: Mapping[str, tuple[str, ...]]

    def match(self, verb: str, near: Collection[str]) -> Pattern | None:
        """Return the pattern of a verb that most of the words near it fit; None for a verb that is not known."""
        here = set(near).union(*(self.sets.get(word, ()) for word in near))
        fitting = [p for p in self.patterns.get(verb, ()) if p.words <= here]
        return max(fitting, key=lambda p: (len(p.words), bool(p.root), p.root), default=None)


@cache
def lexicon() -> Lexicon:
    """Return the table, read once."""
    patterns: dict[str, list[Pattern]] = defaultdict(list)
    sets: dict[str, list[str]] = defaultdict(list)
    for line in PATH.read_text(encoding="utf8").splitlines():
        if line.startswith("#"):
            continue
        verb, root, words = line.split("\t")
        if verb == SETS_MARK:
            for word in words.split():
                sets[word].append(root)
        else:
            for one in words.split():
                patterns[verb].append(Pattern(verb, frozenset(one.split("+")) - {"."}, root))
    return Lexicon(
        patterns=MappingProxyType({verb: tuple(some) for verb, some in patterns.items()}),
        sets=MappingProxyType({word: tuple(names) for word, names in sets.items()}),
    )
