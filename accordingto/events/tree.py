"""A report's syntax as trees to walk in: children, lemmas, paths. Words are numbers in `Syntax.words`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from accordingto.data import Syntax
from accordingto.events.lemmas import lemma_of
from accordingto.events.lexicon import lexicon

MOST_STEPS = 64
"""Longer ways up a tree are not followed: a parser can be wrong, and a cycle must not hold anyone up."""
BE = frozenset(("be", "get"))


class Tree:
    """All trees of a text."""

    def __init__(self, text: str, syntax: Syntax) -> None:
        self.text, self.syntax = text, syntax
        self.tags, self.heads = syntax.tags, syntax.heads
        self.relations = [relation.partition(":") for relation in syntax.relations]
        self.children: list[list[int]] = [[] for _ in syntax.words]
        for word, head in enumerate(syntax.heads):
            if head >= 0:
                self.children[head].append(word)

    @cached_property
    def lower(self) -> list[str]:
        """The words in lower case."""
        return [self.text[begin:end].lower() for begin, end in self.syntax.words]

    @cached_property
    def lemmas(self) -> list[str]:
        """The lemmas of the words; a name stays as it is."""
        known, cache, out = lexicon().patterns, dict[str, str](), list[str]()
        for low, tag in zip(self.lower, self.tags, strict=True):
            if tag == "PROPN":
                out.append(low)
                continue
            if low not in cache:
                cache[low] = lemma_of(low, known)
            out.append(cache[low])
        return out

    def relation(self, word: int) -> str:
        """Return the relation of a word to its head without its subtype."""
        return self.relations[word][0]

    def subtype(self, word: int) -> str:
        """Return the subtype of the relation ("pass", "poss", "agent" …), or an empty string."""
        return self.relations[word][2]

    def kids(self, word: int, *relations: str) -> Iterator[int]:
        """Yield the children of a word that stand in one of the relations (all children, if none is named)."""
        for child in self.children[word]:
            if not relations or self.relations[child][0] in relations:
                yield child

    def up(self, word: int) -> list[int]:
        """Return the word and what it hangs on, up to the root."""
        out = [word]
        while (head := self.heads[out[-1]]) >= 0 and len(out) < MOST_STEPS:
            out.append(head)
        return out

    def under(self, word: int) -> list[int]:
        """Return a word and all that hangs on it, in order of the text."""
        out, at = [word], 0
        while at < len(out):
            out += self.children[out[at]]
            at += 1
        return sorted(out)

    def case(self, word: int) -> str:
        """Return the preposition of a word, "'s" of a possessor, or an empty string."""
        found = [child for child in self.kids(word, "case", "mark") if self.tags[child] in ("ADP", "SCONJ", "PART")]
        return self.lemmas[found[0]] if found else ""

    def passive(self, verb: int) -> bool:
        """Tell whether a verb is in the passive: "was arrested", "the men arrested on Friday"."""
        kids = self.children[verb]
        if not self.participle(verb):
            return False
        if any(self.subtype(k) == "pass" for k in kids if self.relation(k) in ("nsubj", "csubj", "aux")):
            return True
        if any(self.relation(k) == "aux" and self.lemmas[k] in BE for k in kids):
            return True
        return (
            self.relation(verb) == "acl" and self.subtype(verb) != "relcl" and not any(self.kids(verb, "nsubj", "obj"))
        )

    def participle(self, verb: int) -> bool:
        """Tell whether a verb's form can be a past participle."""
        low = self.lower[verb]
        if low.endswith("ing"):
            return False
        return low.endswith(("ed", "en", "wn", "ne", "t", "d")) or (low != self.lemmas[verb] and not low.endswith("s"))

    def head_of(self, words: Sequence[int]) -> int:
        """Return the word of a span that hangs on something outside of it (the last such word that is a noun)."""
        inside = set(words)
        outside = [word for word in words if self.heads[word] not in inside and self.relation(word) != "punct"]
        nominal = [word for word in outside if self.tags[word] in ("NOUN", "PROPN", "PRON", "NUM")]
        return (nominal or outside or list(words))[-1]
