"""Trees → clauses that may tell an act: who does it, the words of the act, to whom, where, and whether it was done.

Who does it stands in the clause itself or is read off the grammar (a shared subject, "agreed to lift", "the men who
attacked", a passive's "by"); whom it is done to hangs on the act. Nothing is taken from a neighbouring clause. Each way
that was gone stands in `steps`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from accordingto.events.tree import Tree

DEEPEST = 5
"""Steps from an act down to whom it is done to: "agreed to allow the delivery of aid to the town" has four."""
THING_AS_TARGET, ACT_AS_TARGET = 6.0, 12.0
"""What it costs to take a thing ("the border"), or an act that is a noun ("a ceasefire"), for a target."""
DOWN = frozenset(
    ("obj", "iobj", "obl", "nmod", "xcomp", "acl", "ccomp", "nsubj", "compound", "amod", "advcl", "nummod")
)

TAKES_UP = frozenset(("it", "he", "she", "they"))
RELATIVE = frozenset(("who", "which", "that", "whom"))

Judge = Callable[[int], bool]
"""Tells of a word whether it heads a mention of someone who can act or be acted on."""


@dataclass(frozen=True, slots=True)
class Words:
    """What acts.toml holds."""

    light: frozenset[str]
    object_control: frozenset[str]
    undergo: frozenset[str]
    saying: frozenset[str]
    planned: frozenset[str]
    asked: frozenset[str]
    feared: frozenset[str]
    failed: frozenset[str]
    future: frozenset[str]
    possible: frozenset[str]
    needed: frozenset[str]
    negations: frozenset[str]
    conditions: frozenset[str]
    places: frozenset[str]
    towards: dict[str, int]
    nouns: dict[str, frozenset[str]]
    """A noun that is an act, and the roots that it may have."""


@cache
def words() -> Words:
    """Return the table, read once."""
    table = tomllib.loads(Path(__file__).with_name("acts.toml").read_text(encoding="utf8"))
    nouns: dict[str, frozenset[str]] = {}
    for root, some in table.pop("nouns").items():
        for noun in some:
            nouns[noun] = nouns.get(noun, frozenset()) | {root}
    towards = {word: rank for rank, word in enumerate(table.pop("towards"))}
    return Words(**{name: frozenset(some) for name, some in table.items()}, towards=towards, nouns=nouns)


@dataclass(frozen=True, slots=True)
class Clause:
    """An act and those who take part in it, by the numbers of their head words."""

    act: int
    """The word that the clause hangs on."""
    chain: tuple[int, ...]
    """The words of the act, from `act` down to what the target hangs on: "launched", "attack"."""
    sources: tuple[int, ...]
    targets: tuple[int, ...]
    place: int | None
    passive: bool
    negated: bool
    status: str
    steps: tuple[str, ...]
    """Why these: "subject of the clause", "shared subject of 'met'" …"""


@dataclass(frozen=True, slots=True)
class _Found:
    """Words that were found for a part of a clause, and how."""

    words: tuple[int, ...]
    how: str = ""


class Clauses:
    """Reads the clauses off a tree; `actor` tells who can act, `mention` what is spoken of at all."""

    def __init__(self, tree: Tree, actor: Judge, mention: Judge, place: Judge) -> None:
        self.tree, self.actor, self.mention, self.is_place = tree, actor, mention, place
        self.known = words()

    def all(self) -> Iterator[Clause]:
        """Yield the clauses in order of the text; an infinitive that completes another act is part of that."""
        tree = self.tree
        for word, tag in enumerate(tree.tags):
            if tag == "VERB":
                if not self._completes(word):
                    yield self._clause(word)
            elif tag == "NOUN" and tree.lemmas[word] in self.known.nouns and not self._taken(word):
                yield from self._nominal(word)

    def _completes(self, verb: int) -> bool:
        """Tell whether a verb only completes the one that it hangs on: "agreed to lift", "continued shelling"."""
        head = self.tree.heads[verb]
        return head >= 0 and self.tree.relation(verb) == "xcomp" and self.tree.tags[head] == "VERB"

    def _taken(self, noun: int) -> bool:
        """Tell whether a noun's act is told by its verb: "launched an attack", "agreed on talks"."""
        tree, head = self.tree, self.tree.heads[noun]
        if head < 0 or tree.relation(noun) not in ("obj", "obl", "xcomp", "nsubj"):
            return tree.relation(noun) in ("nmod", "compound", "conj", "appos")
        if tree.relation(noun) == "nsubj":
            return tree.passive(head)
        return tree.tags[head] == "VERB"

    # -- who does it ---------------------------------------------------------------------------------------------------

    def sources(self, verb: int, depth: int = 0) -> _Found:
        """Return who does what a verb says, and how that is known."""
        tree = self.tree
        if depth > DEEPEST:
            return _Found(())
        if tree.passive(verb):
            agents = [k for k in tree.kids(verb, "obl") if tree.case(k) == "by" and self.mention(k)]
            return _Found(tuple(self._shared(agents)), "agent after 'by'") if agents else _Found(())
        if own := list(tree.kids(verb, "nsubj")):
            # Of two, the parser has put one that is another clause's here; one's own is the nearer one.
            return self._of_subject(verb, min(own, key=lambda w: abs(w - verb)))
        return self._inherited(verb, depth)

    def _of_subject(self, verb: int, subject: int) -> _Found:
        tree = self.tree
        if tree.lower[subject] in ("who", "which", "that") and tree.relation(verb) == "acl":
            return _Found(tuple(self._shared([tree.heads[verb]])), f"'{tree.lower[subject]}' stands for it")
        if (above := self._speaker(verb, subject)) is not None:
            found = self.sources(above, DEEPEST)
            return _Found(found.words, f"'{tree.lower[subject]}' stands for the subject of '{tree.lower[above]}'")
        if tree.lemmas[subject] in self.known.nouns and not self.actor(subject):
            # "Russian airstrikes killed": who is behind the act that is the subject.
            behind = self._behind(subject)
            return _Found(behind, f"behind '{tree.lower[subject]}'") if behind else _Found(())
        return _Found(tuple(self._shared([subject])), "subject of the clause")

    def _speaker(self, verb: int, subject: int) -> int | None:
        """Return the verb of saying whose subject a pronoun stands for: "Sael said it would free them"."""
        tree, head = self.tree, self.tree.heads[verb]
        if tree.lower[subject] not in TAKES_UP or tree.relation(verb) != "ccomp" or head < 0 or head > subject:
            return None
        if tree.lemmas[head] not in self.known.saying:
            return None
        own = [k for k in tree.kids(head, "nsubj") if self.mention(k) and tree.tags[k] != "PRON"]
        return head if own else None

    def _inherited(self, verb: int, depth: int) -> _Found:
        """Return the subject that a verb without one shares with another, by its relation to it."""
        tree, head, relation = self.tree, self.tree.heads[verb], self.tree.relation(verb)
        if head < 0:
            return _Found(())
        name = tree.lower[head]
        if relation == "conj" and tree.tags[head] in ("VERB", "AUX"):
            if tree.passive(head) and not tree.passive(verb):
                subject = list(tree.kids(head, "nsubj"))
                return _Found(tuple(self._shared(subject)), f"shared subject of '{name}'")
            found = self.sources(head, depth + 1)
            return _Found(found.words, f"shared subject of '{name}'")
        if relation in ("xcomp", "advcl"):
            if relation == "xcomp" and tree.lemmas[head] in self.known.object_control:
                objects = list(tree.kids(head, "obj", "iobj")) or [k for k in tree.kids(head, "obl") if self.actor(k)]
                if tree.passive(head):
                    objects = list(tree.kids(head, "nsubj"))
                if objects:
                    return _Found(tuple(self._shared(objects[:1])), f"object of '{name}'")
            if relation == "advcl" and not (tree.lower[verb].endswith("ing") or "to" in self._marks(verb)):
                return _Found(())
            if tree.tags[head] in ("VERB", "AUX", "ADJ", "NOUN"):
                found = self.sources(head, depth + 1)
                return _Found(found.words, f"subject of '{name}', which it goes with") if found.words else found
        if relation == "acl" and tree.tags[head] in ("NOUN", "PROPN", "PRON"):
            return self._of_noun(verb, head, depth)
        return _Found(())

    def _of_noun(self, verb: int, noun: int, depth: int) -> _Found:
        """Return who does what a noun's clause says: "troops shelling the town", "Norland's plan to annex it"."""
        tree = self.tree
        if tree.lower[verb].endswith("ing") and self.mention(noun):
            return _Found(tuple(self._shared([noun])), f"'{tree.lower[noun]}' does it")
        if "to" in self._marks(verb):
            if behind := self._behind(noun):
                return _Found(behind, f"whose '{tree.lower[noun]}' it is")
            above = tree.heads[noun]
            if above >= 0 and tree.relation(noun) == "obj" and tree.tags[above] == "VERB":
                found = self.sources(above, depth + 1)
                return _Found(found.words, f"subject of '{tree.lower[above]}'")
        return _Found(())

    def _behind(self, noun: int) -> tuple[int, ...]:
        """Return who is behind an act that is a noun: "Norland's", "by Norland", "Norland airstrikes"."""
        tree = self.tree
        for kid in tree.kids(noun, "nmod", "compound", "amod"):
            own = tree.subtype(kid) == "poss" or tree.relation(kid) != "nmod"
            if (own or tree.case(kid) == "by") and self.actor(kid):
                return tuple(self._shared([kid]))
        return ()

    def _marks(self, verb: int) -> set[str]:
        return {self.tree.lower[k] for k in self.tree.kids(verb, "mark", "aux", "case")}

    def _shared(self, heads: list[int]) -> list[int]:
        """Return the words and those joined to them by "and" before or behind the same verb."""
        tree = self.tree
        some = ((head, w) for head in heads for w in (head, *tree.kids(head, "conj")) if self.mention(w))
        return [w for head, w in some if (w > tree.heads[head]) == (head > tree.heads[head])]

    # -- to whom -------------------------------------------------------------------------------------------------------

    def _targets(self, act: int, sources: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return whom the act is done to, and the words on the way there, the act first."""
        best: tuple[float, tuple[int, ...]] | None = None
        for cost, way in self._ways(act):
            if way[-1] not in sources and (best is None or cost < best[0]):
                best = cost, way
        if best is None:
            return (), self._bare(act)
        way = best[1]
        return tuple(w for w in self._shared([way[-1]]) if w not in sources), way[:-1]

    def _ways(self, act: int) -> Iterator[tuple[float, tuple[int, ...]]]:
        """Yield each way from the act down to somebody, with what speaks against it."""
        waiting: list[tuple[float, tuple[int, ...]]] = [(0.0, (act,))]
        while waiting:
            cost, way = waiting.pop()
            for kid in self.tree.children[way[-1]]:
                step = self._step(way, kid)
                if step is None or len(way) > DEEPEST:
                    continue
                on = cost + step
                if self._own(kid):
                    continue
                if self.mention(kid) and self.tree.relation(kid) not in ("compound", "amod"):
                    yield on + self._unlike(kid), (*way, kid)
                elif self.actor(kid):
                    yield on, (*way, kid)
                if self.tree.relation(kid) not in ("compound", "amod"):
                    waiting.append((on, (*way, kid)))

    def _own(self, word: int) -> bool:
        """Tell whether a word is the possessive of who acts: "opened its borders"."""
        return self.tree.tags[word] == "PRON" and self.tree.subtype(word) == "poss"

    def _unlike(self, word: int) -> float:
        """Return what speaks against a word as somebody that something is done to."""
        if self.actor(word):
            return 0.0
        return ACT_AS_TARGET if self.tree.lemmas[word] in self.known.nouns else THING_AS_TARGET

    def _step(self, way: tuple[int, ...], kid: int) -> float | None:
        """Return what a step down costs; None where it leaves the clause."""
        tree, here, relation = self.tree, way[-1], self.tree.relation(kid)
        if relation not in DOWN:
            return None
        rank = self.known.towards.get(tree.case(kid))
        if relation in ("obj", "iobj"):
            return 0.2 if relation == "obj" else 0.0
        if relation == "nsubj":
            if tree.subtype(kid) == "pass" or tree.passive(here):
                return 0.0
            # The one who is to act in the clause that is demanded.
            return 0.5 if tree.relation(here) == "ccomp" and len(way) > 1 else None
        if relation in ("obl", "nmod"):
            if tree.subtype(kid) == "poss":
                return 1.5 if here != way[0] or tree.tags[here] != "VERB" else None
            if tree.subtype(kid) in ("tmod", "unmarked", "npmod", "agent") or rank is None:
                return None
            if tree.case(kid) == "by" and (tree.passive(here) or tree.tags[here] == "NOUN"):
                return None
            return 0.6 + 0.12 * rank
        if relation == "xcomp":
            return 0.5
        if relation == "ccomp":
            return 1.5 if tree.lemmas[here] not in self.known.saying else None
        if relation == "acl":
            return 1.2 if "to" in self._marks(kid) and tree.subtype(kid) != "relcl" else None
        if relation == "advcl":
            return 2.5 if "to" in self._marks(kid) else None
        return 2.0 if tree.tags[here] in ("NOUN", "PROPN") else None

    def _bare(self, act: int) -> tuple[int, ...]:
        """Return the words of an act that is done to nobody: "went on strike", "mobilised troops"."""
        tree, chain = self.tree, [act]
        for _ in range(2):
            below = [k for k in tree.kids(chain[-1], "xcomp", "obj", "obl") if tree.tags[k] in ("VERB", "NOUN")]
            acts = [k for k in below if tree.tags[k] == "VERB" or tree.lemmas[k] in self.known.nouns]
            if not acts:
                break
            chain.append(acts[0])
        return tuple(chain)

    # -- where, and whether --------------------------------------------------------------------------------------------

    def _place(self, chain: tuple[int, ...], taken: tuple[int, ...]) -> int | None:
        tree = self.tree
        for word in (*chain, *taken):
            for kid in tree.kids(word, "obl", "nmod"):
                if kid not in taken and tree.case(kid) in self.known.places and self.is_place(kid):
                    return kid
        return None

    def _apart(self, act: int, one: int, sources: tuple[int, ...]) -> bool:
        """Tell whether a verb with a subject of its own stands between an act and somebody: then they are no clause.

        A tree that joins them all the same is wrong; so is one that goes past "and", "but" or "while" and another verb
        to what comes after them. Relative clauses, remarks put in ("Sael, diplomats said, …") and clauses inside what
        somebody is called do not count.
        """
        tree, low, high = self.tree, min(act, one), max(act, one)
        for verb in range(low + 1, high):
            if tree.tags[verb] != "VERB" or tree.relation(verb) in ("acl", "parataxis") or one in tree.up(verb):
                continue
            if any(low < k < high and k not in sources for k in tree.kids(verb, "nsubj") if not self._relative(k)):
                return True
            if one > act and any(tree.tags[k] in ("CCONJ", "SCONJ") for k in range(low + 1, verb)):
                return True
        return False

    def _relative(self, word: int) -> bool:
        return self.tree.lower[word] in RELATIVE

    def _negated(self, chain: tuple[int, ...]) -> bool:
        tree, known = self.tree, self.known
        for word in chain:
            for kid in tree.kids(word, "advmod", "aux", "det", "cc", "mark"):
                low, after = tree.lower[kid], tree.text[tree.syntax.words[kid].end :][:2].lower()
                if low in known.negations or low == "cannot" or (low.endswith("n") and after in ("'t", "’t")):
                    return True
        return any(tree.lemmas[word] in known.failed for word in chain[:-1]) or self._held(chain[0], known.failed)

    def _held(self, act: int, governors: frozenset[str]) -> bool:
        """Tell whether the act hangs as a clause on one of these words."""
        tree, head = self.tree, self.tree.heads[act]
        clausal = tree.relation(act) in ("ccomp", "xcomp", "acl", "advcl") and tree.subtype(act) != "relcl"
        return head >= 0 and clausal and tree.lemmas[head] in governors

    def _status(self, chain: tuple[int, ...]) -> str:
        tree, known = self.tree, self.known
        aux = {tree.lemmas[k] for word in chain for k in tree.kids(word, "aux")}
        marks = {tree.lower[k] for k in tree.kids(chain[0], "mark")}
        if self._held(chain[0], known.feared):
            return "feared"
        if aux & known.possible or marks & known.conditions:
            return "possible"
        if aux & known.needed or self._held(chain[0], known.asked):
            return "asked"
        infinitive = "to" in self._marks(chain[0]) and tree.relation(chain[0]) in ("acl", "advcl", "xcomp", "ccomp")
        if aux & known.future or infinitive or self._held(chain[0], known.planned):
            return "planned"
        if any(tree.lemmas[word] in known.planned for word in chain[:-1] if tree.tags[word] in ("VERB", "ADJ")):
            return "planned"
        return "told"

    # -- the two kinds of clauses --------------------------------------------------------------------------------------

    def _clause(self, verb: int) -> Clause:
        found = self.sources(verb)
        given = self.tree.lemmas[verb] in self.known.undergo and not self.tree.passive(verb)
        if given and found.words and (giver := self._giver(verb)).words:
            return self._made(self._bare(verb), giver, found.words, False)
        targets, chain = self._targets(verb, found.words)
        if len(found.words) > 1 and not any(map(self.actor, targets)):
            # "Norland and Sael signed a treaty": each with the other.
            found, targets = _Found(found.words[:1], found.how), found.words[1:]
            chain = self._bare(verb)
        if self.tree.relation(verb) == "acl" and not targets and (undergoes := self._undergoes(verb)):
            targets = undergoes
        return self._made(chain, found, targets, self.tree.passive(verb))

    def _giver(self, verb: int) -> _Found:
        """Return who stands behind what somebody receives: "received support from Norland"."""
        tree = self.tree
        for word in (verb, *tree.kids(verb, "obj")):
            for kid in tree.kids(word, "obl", "nmod"):
                if tree.case(kid) == "from" and self.actor(kid):
                    return _Found(tuple(self._shared([kid])), f"'{tree.lower[verb]}' from it")
        return _Found(())

    def _undergoes(self, verb: int) -> tuple[int, ...]:
        """Return the noun that a clause says something is done to: "the men arrested", "the town that they shelled"."""
        tree, noun = self.tree, self.tree.heads[verb]
        relative = any(tree.lower[k] in ("which", "that", "whom") for k in tree.kids(verb, "obj", "nsubj"))
        if tree.passive(verb) or (tree.subtype(verb) == "relcl" and relative):
            return tuple(self._shared([noun]))
        return ()

    def _nominal(self, noun: int) -> Iterator[Clause]:
        behind = self._behind(noun)
        targets, chain = self._targets(noun, behind)
        if behind or targets:
            yield self._made(chain, _Found(behind, f"behind '{self.tree.lower[noun]}'"), targets, False)

    def _made(self, chain: tuple[int, ...], found: _Found, targets: tuple[int, ...], passive: bool) -> Clause:
        sources = tuple(w for w in found.words if not self._apart(chain[0], w, found.words))
        targets = tuple(w for w in targets if not self._apart(chain[-1], w, sources))
        place = self._place(chain, targets)
        steps = [f"source: {found.how}"] if sources else []
        if targets:
            way = " ".join(filter(None, (self.tree.lower[chain[-1]], self.tree.case(targets[0]))))
            steps.append(f"target: hangs on '{way}'")
        return Clause(
            act=chain[0],
            chain=chain,
            sources=sources,
            targets=targets,
            place=None if place is None or self._apart(chain[-1], place, sources) else place,
            passive=passive,
            negated=self._negated(chain),
            status=self._status(chain),
            steps=tuple(steps),
        )
