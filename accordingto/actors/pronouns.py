"""Whom a pronoun that speaks stands for: "he" and "they" by the likeliest candidate, "we" by who speaks around it.

In comes the number of a statement, out comes a name, or nothing. The candidates are gathered here with the marks that
speak for and against each; `antecedents` weighs them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from accordingto.actors.antecedents import SENTENCES_BACK, Asked, Candidate, features
from accordingto.actors.bodies import Bodies
from accordingto.actors.governments import governing, state_speaking
from accordingto.actors.heard import Heard
from accordingto.actors.introductions import office
from accordingto.actors.names import words
from accordingto.data import Mention

Choose = Callable[[int, Sequence[Candidate], Sequence[dict[str, float]]], int]
"""Statement, candidates, features of each → the number of the candidate that is taken, -1 for none."""
PERSON = {"he", "she", "his", "her", "him", "who"}
SELF = {"i", "we", "my", "our", "me", "us"}
THING = {"it", "its"}
MANY = {"they", "their", "them"}
_PLURALS = {"people", "police", "men", "women", "children", "many", "some"}
_ACTING = {"PER", "ORG", "LOC"}
_WRITTEN = {"OBJECT", "ABSTRACT"}
_STATES = {"country", "state", "republic", "kingdom", "nation", "government", "regime", "administration", "authorities"}
_WOMEN, _MEN = {"she", "her"}, {"he", "his", "him"}


class Pronouns:
    """The pronouns of one report that speak."""

    def __init__(self, heard: Heard, bodies: Bodies, choose: Choose) -> None:
        self.heard, self.bodies, self.choose = heard, bodies, choose
        self.setting, self.text = heard.setting, heard.text
        self.relations: dict[int, str] = {}  # of the words of names and mentions, by where they begin

    def outer(self, i: int, pronoun: str) -> str:
        """Return who speaks where "I" or "we" stands: the one around it, or the body that it speaks for."""
        parent = self.heard.statements[i].parent
        speaker = self.heard.found[parent] if parent is not None else ""
        if pronoun in ("we", "our", "us") and self.heard.statements[i].kind in ("state", "organisation", "armed_group"):
            held = self.setting.office_of(speaker)
            held = held if held.noun else office(speaker)
            if self.heard.statements[i].kind != "state":
                return held.body or held.state or speaker
            return held.state or (self.setting.plain_state() if held.sort in ("state", "military") else "") or speaker
        return speaker

    def antecedent(self, i: int, pronoun: str) -> str:
        """Return who a pronoun that speaks stands for, else nothing."""
        candidates = self._people(i, pronoun) if pronoun in PERSON else self._others(i, pronoun)
        if not candidates:
            return ""
        s = self.heard.statements[i]
        asked = Asked(self.heard.at(i), s.content, self.heard.quoted(i))
        rows = []
        for one in candidates:
            one.places.sort()
            relations = {at: self.relations.get(at, "") for at in one.places}
            rows.append(features(one, asked, self.heard.places, relations))
        chosen = self.choose(i, candidates, rows)
        return candidates[chosen].name if chosen >= 0 else ""

    def _people(self, i: int, pronoun: str) -> list[Candidate]:
        """Return the people that "he" or "she" can be: named or speaking in the sentences before."""
        at, source = self.heard.at(i), self.heard.statements[i].source[0]
        floor = self._floor(at)
        found: dict[str, Candidate] = {}
        chained = {m.head.end for m in self.heard.mentioned.before(source, "name")}
        for name in self.setting.inside(floor, at):
            if self.setting.is_person(name):
                whole = self.setting.whole(name)
                one = found.setdefault(whole, Candidate(whole))
                one.places.append(name.begin)
                self._note_relation(name.begin, name.end)
                if name.end in chained:
                    one.marks.add("in the chain")
        spoken = [j for j in self.heard.told if floor <= self.heard.at(j) < at and self._speaks_alone(j)]
        for j in spoken:
            one = found.setdefault(self.heard.found[j], Candidate(self.heard.found[j]))
            one.places.append(self.heard.at(j))
            self.relations.setdefault(self.heard.at(j), "nsubj")
        self._mark_speakers(i, found, spoken)
        for one in found.values():
            gender = self.setting.gender(one.name)
            if (gender == "f" and pronoun in _MEN) or (gender == "m" and pronoun in _WOMEN):
                one.marks.add("gender differs")
            elif gender:
                one.marks.add("gender agrees")
            if self.setting.office_of(one.name).noun:
                one.marks.add("has an office")
            if " " not in one.name:
                one.marks.add("one word")
        fitting = [one for one in found.values() if "gender differs" not in one.marks]
        around = [one for one in fitting if any(mark.startswith("speaks around it") for mark in one.marks)]
        # "Quill said she …" is Quill in 17 of 17 annotated cases, "“She …”, Quill said" in none of 4.
        if around and not self.heard.quoted(i):
            return around
        return [one for one in fitting if one not in around] or fitting

    def _others(self, i: int, pronoun: str) -> list[Candidate]:
        """Return whom or what "it" and "they" can be: bodies, states, groups, documents named or speaking before."""
        at, s = self.heard.at(i), self.heard.statements[i]
        kind, floor = s.kind, self._floor(at)
        of_owner = kind in ("people", "person") and self.text[slice(*s.source[0])].lower() != pronoun
        kind = "organisation" if of_owner else kind  # whose spokesman it is
        found: dict[str, Candidate] = {}
        many = pronoun in MANY
        kin = {m.span for form in ("name", "nominal") for m in self.heard.mentioned.before(s.source[0], form)}
        for mention in self.heard.mentioned.between(floor, at):
            if mention.form == "pronoun" or mention.span.end > at:
                continue
            if mention.type not in _ACTING and not (kind == "document" and self._is_written(mention)):
                continue
            if kind == "state" and mention.form == "nominal" and not self._governs(mention):
                continue  # no station has a ministry
            if (mention.form == "name" and mention.type == "PER") or (
                kind == "people" and (mention.form == "name" or mention.type != "PER")
            ):
                continue
            head = self.text[slice(*mention.head)].lower()
            several = head.endswith("s") or head in _PLURALS
            if of_owner and mention.type == "PER" and not (several and many):
                continue
            name = self._called_so(mention, kind)
            one = found.setdefault(name, Candidate(name))
            one.places.append(mention.span.begin)
            self._note_relation(mention.head.begin, mention.head.end)
            self.relations.setdefault(mention.span.begin, self.relations.get(mention.head.begin, ""))
            one.marks |= {f"{kind} for {mention.type}", f"{kind} for {mention.form}"}
            one.marks.add("number agrees" if several == many else f"number differs for {kind}")
            if mention.span in kin:
                one.marks.add("in the chain")
        spoken = [
            j
            for j in self.heard.told
            if floor <= self.heard.at(j) < at and self.heard.found[j] and self.heard.pronoun(j) not in SELF
        ]
        spoken = [j for j in spoken if _can_be(kind, self.heard.statements[j].kind, several=";" in self.heard.found[j])]
        for j in spoken:
            one = found.setdefault(self.heard.found[j], Candidate(self.heard.found[j]))
            one.places.append(self.heard.at(j))
            self.relations.setdefault(self.heard.at(j), "nsubj")
            other = self.heard.statements[j].kind
            one.marks.add("same kind" if other == kind else f"{kind} for {other}")
            one.marks |= {"several"} if ";" in self.heard.found[j] and many else set()
        self._mark_speakers(i, found, spoken)
        return list(found.values())

    def _governs(self, mention: Mention) -> bool:
        """Tell whether a mention is of a government or its like."""
        words = self.text[slice(*mention.span)]
        return governing(words) is not None or self.text[slice(*mention.head)].lower() in _STATES

    def _is_written(self, mention: Mention) -> bool:
        """Tell whether a mention is of what can say something: a name, or a writing or picture of some sort."""
        if mention.type not in _WRITTEN:
            return False
        return mention.form == "name" or self.text[slice(*mention.head)].lower() in words().writings

    def _called_so(self, mention: Mention, kind: str) -> str:
        """Return what a mention would be called if it spoke."""
        words = self.text[slice(*(mention.head if mention.form == "name" else mention.span))]
        return state_speaking(self.setting, words, kind) or self.bodies.called(words, kind, mention.span.begin)

    def _mark_speakers(self, i: int, found: dict[str, Candidate], spoken: Sequence[int]) -> None:
        """Mark who spoke last, how far away, and who is speaking around the pronoun."""
        s, here = self.heard.statements[i], self.setting.sentence(self.heard.at(i))
        parent = s.parent
        after = "after a quotation" if s.content and s.content[0].begin < self.heard.at(i) else "before it"
        latest = list(dict.fromkeys(self.heard.found[j] for j in reversed(spoken) if j != parent))
        for rank, name in enumerate(latest):
            found[name].marks.add(f"spoke last, {after}" if rank == 0 else f"spoke {min(rank, 2)} before the last")
        for j in spoken:
            away = here - self.setting.sentence(self.heard.at(j))
            marks = found[self.heard.found[j]].marks
            marks.add(f"spoke {min(away, 3)} sentences before")
        if parent is not None and (outer := found.get(self.heard.found[parent])):
            outer.marks.add("speaks around it, quoted" if self.heard.quoted(i) else "speaks around it, in report")
        if found:
            max(found.values(), key=lambda one: max(one.places, default=-1)).marks.add("nearest")

    def _note_relation(self, begin: int, end: int) -> None:
        if begin not in self.relations:
            self.relations[begin] = self.heard.places.relation(begin, end)

    def _floor(self, at: int) -> int:
        begins = self.setting.begins
        return begins[max(0, self.setting.sentence(at) - SENTENCES_BACK)] if begins else 0

    def _speaks_alone(self, j: int) -> bool:
        """Tell whether a statement before has one person for its speaker."""
        who = self.heard.found[j]
        lower = [word for word in who.split() if word.islower() and word not in words().particles]
        single = " " not in who and self.heard.statements[j].kind != "person"
        return (
            bool(who)
            and self.heard.statements[j].kind in ("person", "people")
            and ";" not in who
            and not lower
            and not single
        )


def _can_be(kind: str, other: str, *, several: bool) -> bool:
    """Tell whether a pronoun that a source of one kind is can take up a speaker of another."""
    if kind == "people":
        return other == "people" or (several and other == "person")
    if kind == "state" and other in ("media", "document"):
        return False  # no radio station has a ministry
    if kind in ("armed_group", "organisation", "media", "document") and not several:
        return other in (kind, "none")
    return several or other != "person"
