"""A report's trees, mentions, statements, times and word vectors → its events.

Pure: it reads no record and runs no network. Clauses bring up who may do what to whom, the head says which act it is or
that it is none, and each event says in `why` what it rests on.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from accordingto.data import EVENT_TYPES, Event, Mention, Span, Statement, Syntax, Time
from accordingto.events.clauses import Clause, Clauses
from accordingto.events.features import Act, Seen, seen
from accordingto.events.head import NONE, Head
from accordingto.events.tree import Tree
from accordingto.tokens import Floats

LEAST, LEAST_ROOT = 0.5, 0.3
"""Shares that must speak for some act, and for its root, before there is an event."""
LEAST_SAID = 0.6
"""Score of a statement's act below which it is no event by itself. All three were set by eye on training reports."""
ACTORS = frozenset(("PER", "ORG", "LOC"))
MENTION_WORDS = 12
"""Words of a long mention that the head looks at, those around its head word."""
OF_ACT: Mapping[str, str] = {
    "deny": "REJECT",
    "demand": "REQUEST",
    "warn": "THREATEN",
    "pledge": "AGREE",
    "endorse": "SUPPORT",
    "criticise": "ACCUSE",
}
"""What is done by saying something: act of a statement → root."""


@cache
def _modes() -> dict[str, dict[str, frozenset[str]]]:
    table = tomllib.loads(Path(__file__).with_name("modes.toml").read_text(encoding="utf8"))
    return {root: {mode: frozenset(some) for mode, some in modes.items()} for root, modes in table.items()}


@dataclass(frozen=True, slots=True)
class Scored:
    """The clauses of a text that may be acts, and how much speaks for each root: `shares` (clauses, roots + 1)."""

    tree: Tree
    clauses: tuple[Clause, ...]
    features: tuple[Seen, ...]
    shares: Floats


def score(text: str, syntax: Syntax, mentions: Sequence[Mention], vectors: Floats, head: Head) -> Scored:
    """Return the clauses of a text, or of a piece of it that ends with a sentence, with their scores.

    `vectors` (words, width) are the encoder's, one for each of `syntax.words`; they are not needed any more after this.
    """
    places = Places(Tree(text, syntax), mentions)
    clauses = tuple(c for c in places.clauses() if c.sources or c.targets)
    features = tuple(seen(places.tree, places.act(c)) for c in clauses)
    return Scored(places.tree, clauses, features, head.shares(features, vectors))


def told(
    scored: Scored, mentions: Sequence[Mention], statements: Sequence[Statement] = (), times: Sequence[Time] = ()
) -> tuple[Event, ...]:
    """Return the events among scored clauses, in order of their triggers.

    Mentions, statements and times are those of the whole text: their numbers are what events name.
    """
    places = Places(scored.tree, mentions)
    made = [
        places.event(clause, feature, share, statements, times)
        for clause, feature, share in zip(scored.clauses, scored.features, scored.shares, strict=True)
        if share[NONE] <= 1 - LEAST and share[:NONE].max() >= LEAST_ROOT
    ]
    made += _said(places, scored.clauses, made, statements)
    return tuple(sorted(made, key=lambda event: event.trigger))


def find(
    text: str,
    syntax: Syntax,
    mentions: Sequence[Mention],
    vectors: Floats,
    head: Head,
    *,
    statements: Sequence[Statement] = (),
    times: Sequence[Time] = (),
) -> tuple[Event, ...]:
    """Return the events of a text in order of their triggers; see `score` and `told`, which it puts together."""
    return told(score(text, syntax, mentions, vectors, head), mentions, statements, times)


class Places:
    """Where the mentions of a text stand in its trees."""

    def __init__(self, tree: Tree, mentions: Sequence[Mention]) -> None:
        self.tree, self.mentions = tree, mentions
        self.at = {span.begin: word for word, span in enumerate(tree.syntax.words)}
        self.of: dict[int, int] = {}
        """Word → the smallest mention whose head it is in."""
        for number in sorted(range(len(mentions)), key=lambda n: mentions[n].span.begin - mentions[n].span.end):
            for word in self.words(mentions[number].head):
                self.of[word] = number

    def words(self, span: Span) -> list[int]:
        """Return the words of a span, as far as they are in these trees."""
        first = self.at.get(span.begin)
        if first is None:
            return []
        spans, last = self.tree.syntax.words, first
        while last < len(spans) and spans[last].end <= span.end:
            last += 1
        return list(range(first, last))

    def clauses(self) -> Iterator[Clause]:
        """Yield the clauses of the text."""
        return Clauses(self.tree, self.can_act, self.of.__contains__, self._is_place).all()

    def can_act(self, word: int) -> bool:
        """Tell whether a word heads a mention of a person, an organisation or a place."""
        number = self.of.get(word)
        return number is not None and self.mentions[number].type in ACTORS

    def _is_place(self, word: int) -> bool:
        number = self.of.get(word)
        return number is not None and self.mentions[number].type == "LOC"

    def act(self, clause: Clause) -> Act:
        """Return what the head is asked about."""
        target = clause.targets[0] if clause.targets else None
        source = clause.sources[0] if clause.sources else None
        return Act(clause.chain, self._around(source), self._around(target), target)

    def _around(self, word: int | None) -> tuple[int, ...]:
        """Return the words of the mention that a word heads, of a long one those near the word."""
        if word is None:
            return ()
        number = self.of.get(word)
        inside = [word] if number is None else self.words(self.mentions[number].span) or [word]
        at = inside.index(word) if word in inside else 0
        begin = max(0, min(at - MENTION_WORDS // 2, len(inside) - MENTION_WORDS))
        return tuple(inside[begin : begin + MENTION_WORDS])

    def numbers(self, some: Sequence[int]) -> tuple[int, ...]:
        """Return the mentions that words head, each once."""
        return tuple(dict.fromkeys(self.of[word] for word in some if word in self.of))

    def span(self, some: Sequence[int]) -> Span:
        """Return the piece of text from the first to the last of some words."""
        return Span(self.tree.syntax.words[min(some)].begin, self.tree.syntax.words[max(some)].end)

    def event(
        self,
        clause: Clause,
        feature: Seen,
        share: Floats,
        statements: Sequence[Statement],
        times: Sequence[Time],
    ) -> Event:
        """Return the event that a clause tells."""
        root = EVENT_TYPES[int(share[:NONE].argmax())]
        trigger = self.span(clause.chain[:1])
        return Event(
            trigger=trigger,
            type=root,
            mode=self._mode(root, clause, feature),
            source=self.numbers(clause.sources),
            target=self.numbers(clause.targets),
            place=None if clause.place is None else self.of.get(clause.place),
            time=self._time(clause, times),
            negated=clause.negated,
            status=clause.status,
            statement=_inside(trigger, statements),
            why=self._why(root, clause, feature, float(share.max())),
            score=round(float(share[:NONE].max()), 4),
        )

    def _mode(self, root: str, clause: Clause, feature: Seen) -> str:
        lemmas = [self.tree.lemmas[w] for w in (*clause.chain, *feature.blocks[1])]
        return next((m for m, some in _modes().get(root, {}).items() if not some.isdisjoint(lemmas)), "")

    def _time(self, clause: Clause, times: Sequence[Time]) -> int | None:
        """Return the time that hangs on the act: "on Friday", "last week"."""
        spoken = {*clause.chain, *clause.targets}
        for number, one in enumerate(times):
            inside = self.words(one.span)
            for word in inside:
                above = self.tree.heads[word]
                if above not in inside and (above in clause.chain or self.tree.heads[above] in spoken):
                    return number
        return None

    def _why(self, root: str, clause: Clause, feature: Seen, share: float) -> str:
        tree = self.tree
        reasons = [f"act: '{' … '.join(tree.lower[w] for w in clause.chain)}'"]
        if feature.pattern is not None:
            told = "" if feature.pattern.root == root else f" (its root there: {feature.pattern.root})"
            reasons.append(f"lexicon: {feature.pattern}{told}")
        if clause.passive:
            reasons.append("passive")
        reasons += clause.steps
        for number in self.numbers((*clause.sources, *clause.targets)):
            if stands := self._stands_for(number):
                reasons.append(stands)
        return "; ".join([*reasons, f"share {share:.2f}"])

    def _stands_for(self, number: int) -> str:
        """Return the coreference step behind a pronoun: "'it' stands for 'the ministry'"."""
        one = self.mentions[number]
        if one.form != "pronoun":
            return ""
        chain = [m for m in self.mentions if m.chain == one.chain and m.form != "pronoun"]
        if not chain:
            return ""
        best = min(chain, key=lambda m: (m.form != "name", abs(m.span.begin - one.span.begin)))
        text = self.tree.text
        return f"'{text[slice(*one.span)]}' stands for '{text[slice(*best.span)]}'"


def _inside(trigger: Span, statements: Sequence[Statement]) -> int | None:
    """Return the innermost statement whose content holds the trigger."""
    holding = [
        (piece.end - piece.begin, number)
        for number, one in enumerate(statements)
        for piece in one.content
        if piece.begin <= trigger.begin and trigger.end <= piece.end
    ]
    return min(holding)[1] if holding else None


def _said(
    places: Places, clauses: Sequence[Clause], made: Sequence[Event], statements: Sequence[Statement]
) -> Iterator[Event]:
    """Yield what is done by saying something, where the clause of the cue has not told it yet."""
    told = {word for event in made for word in places.words(event.trigger)}
    of_word = {word: clause for clause in clauses for word in clause.chain}
    for one in statements:
        root = OF_ACT.get(one.act)
        cue = [word for span in one.cue for word in places.words(span)]
        sure = one.scores.get("act", 0.0) >= LEAST_SAID
        if root is None or not sure or not cue or not one.source or told.intersection(cue):
            continue
        source = places.numbers([w for span in one.source for w in reversed(places.words(span))])[:1]
        if not source:
            continue
        clause = next((of_word[word] for word in cue if word in of_word), None)
        target = places.numbers(clause.targets) if clause else ()
        yield Event(
            trigger=places.span(cue),
            type=root,
            source=source,
            target=tuple(number for number in target if number not in source),
            negated=clause.negated if clause else False,
            status=clause.status if clause else "told",
            statement=one.parent,
            why=f"act: statement, its act '{one.act}'; source: source of the statement",
            score=round(float(one.scores.get("act", 0.0)), 4),
        )
