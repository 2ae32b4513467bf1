"""Who appears in one report: people, bodies, states and groups, before they are joined with those of other reports.

In comes what the record has of a report's version, out come `Part`s: a name in the fullest form that the report gives,
the statements it speaks, the places where its name stands, the roles it is given. A bare common noun is no part.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from accordingto.actors.introductions import Office, introductions, office
from accordingto.actors.names import ARTICLE, POSSESSIVE, Name, names, words
from accordingto.actors.othernames import OtherName, other_names
from accordingto.actors.roles import roles
from accordingto.actors.setting import PLACES
from accordingto.data import GOVERNMENT, Span
from accordingto.link.naming import body_key, body_name, government_of, is_bare, parts
from accordingto.record.connection import Connection
from accordingto.states import folded, state_named, state_of_people, state_seated

LONGEST_PERSON = 5
"""Words of the longest name of a person."""
PERSON, BODY, STATE, GROUP = "person", "body", "state", "group"
_NO_PERSON = re.compile(r"-(?:led|based|backed|run|linked|affiliated)\Z|\A[A-Z]{3,}\Z")
_INSIDE = {"of", "for", "the", "and", "in", "al", "el"}
_SPEAKER_SORT = {
    "person": PERSON,
    "state": BODY,
    "organisation": BODY,
    "armed_group": BODY,
    "media": BODY,
    "people": GROUP,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name stands, or the words that an actor's name was read out of, and the role given there (its words)."""

    span: Span
    role: str = ""
    state: str = ""


@dataclass(slots=True)
class Part:
    """Someone in a report. `name` is empty of titles and articles; `state` is that of a body or group, where named."""

    name: str
    sort: str
    kind: str = ""
    state: str = ""
    reason: str = "named so"
    statements: list[int] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    offices: list[Office] = field(default_factory=list)
    others: list[OtherName] = field(default_factory=list)
    written: dict[str, str] = field(default_factory=dict)
    """Other names that the report itself joins with it, and why ("metonym", "family name", "office" …)."""

    @property
    def key(self) -> str:
        """Under which a part of the report is held: one name is one part."""
        if self.sort == PERSON:
            return f"person {' '.join(parts(self.name))}"
        return f"{self.sort} {self.name}" if self.sort in (STATE, GROUP) else body_key(self.name)


@dataclass(slots=True)
class Cast:
    """The parts of one report, in the order in which they were met, and all of its names."""

    version: int
    text: str
    parts: dict[str, Part]
    names: list[Name]


def cast(connection: Connection, version: int) -> Cast:
    """Return who appears in a version of a report."""
    row = connection.row("SELECT text FROM version WHERE id = ?", (version,))
    text = str(row[0]) if row else ""
    sentences = [Span(b, e) for b, e in connection.rows(_SENTENCES, (version,))]
    found = [names(text, sentence) for sentence in sentences]
    mentions = list(connection.rows(_TYPES, (version,)))
    types = {end - 1: kind for end, kind, _ in mentions}
    stands_for = {end - 1: value for end, _, value in mentions if value}
    company = _Company(text, [name for some in found for name in some], sentences, types, stands_for)
    for sentence, some in zip(sentences, found, strict=True):
        for one in introductions(text, sentence, some):
            company.introduce(one.name, re.sub(r"\s+", " ", text[slice(*one.role)]), one.role)
    spoken = list(connection.rows(_SPEAKERS, (version,)))
    # Who is called a person somewhere is one everywhere: a list with a ministry in it has the kind of the ministry.
    for statement, speaker, kind, spans in sorted(spoken, key=lambda row: row[2] != PERSON):
        for each in speaker.split("; "):
            company.speak(each, kind, statement, [Span(*span) for span in json.loads(spans)])
    for some in found:
        for pair in other_names(text, some):
            company.join(pair)
    company.look()
    return Cast(version, text, company.parts, company.acting)


_SENTENCES = 'SELECT "begin", "end" FROM sentence WHERE version = ? ORDER BY number'
_TYPES = "SELECT head_end, type, stands_for FROM mention WHERE version = ? AND form = 'name'"
_SPEAKERS = "SELECT id, speaker, kind, source_spans FROM statement WHERE version = ? AND speaker <> '' ORDER BY number"


class _Company:
    """The parts of one report as they are found."""

    def __init__(
        self,
        text: str,
        names: list[Name],
        sentences: Sequence[Span],
        types: Mapping[int, str],
        stands_for: Mapping[int, str],
    ) -> None:
        self.text, self.names, self.sentences, self.types = text, names, sentences, types
        self.stands_for = stands_for
        # The names but for seats of government that are none where they stand: "flew to Callow".
        told = (None, GOVERNMENT)
        self.acting = [one for one in names if stands_for.get(one.end - 1) in told or not state_seated(str(one))]
        self.starts = starts = {sentence.begin for sentence in sentences}
        self.parts: dict[str, Part] = {}
        self.full: dict[str, list[str]] = {}
        # A word that stands with a capital inside a sentence is a name; at its beginning any word has one.
        self.capitals = {word for name in names if name.begin not in starts for word in name.words}
        for name in names:
            if len(name.words) > 1:
                for word in {name.words[0], name.words[-1]}:
                    self.full.setdefault(folded(word), []).append(str(name))

    def part(self, name: str, sort: str, *, kind: str = "", state: str = "", reason: str = "named so") -> Part:
        made = Part(name, sort, kind, state, reason)
        return self.parts.setdefault(made.key, made)

    def whole(self, name: str) -> str:
        """Return the whole name that a single word stands for, where the report has one; the most frequent one."""
        if len(name.split()) > 1:
            return name
        longer = [full for full in self.full.get(folded(name), ()) if not _is_body(full)]
        last = [full for full in longer if parts(full)[-1:] == parts(name)]
        return max(last or longer, key=(last or longer).count) if longer else name

    def introduce(self, name: Name, role: str, span: Span) -> None:
        """Take in a person with a role, the body of the role, and the state of the body."""
        held = office(role)
        if not held.noun or not self.may_be_person(str(name), [Span(name.begin, name.end)]):
            return
        person = self.person(str(name))
        whose = held.speaks and not held.state and not held.body and held.noun in roles().of_one_state
        person.offices.append(held)
        place = Place(Span(name.begin, name.end), role, self.about(person.name) if whose else held.state)
        person.places.append(place)
        if held.body:
            self.body(held.body, held.state, Place(span), "office")
        elif held.state and held.speaks:
            self.state(held.state, Place(span), role, "office")

    def about(self, name: str) -> str:
        """Return the state that acts most in the sentences with a name; nothing where two do as often.

        Counted are demonyms and seats of government ("the Norlandish tone", "Callow"): a state's own name is often
        only where something happens.
        """
        counts: Counter[str] = Counter()
        for begin, end in self.sentences:
            if name.split()[-1] in self.text[begin:end]:
                found = [word for one in self.acting if begin <= one.begin < end for word in one.words]
                counts.update(state for word in found if (state := state_of_people(word) or state_seated(word)))
        best = counts.most_common(2)
        return best[0][0] if best and (len(best) == 1 or best[0][1] > best[1][1]) else ""

    def may_be_person(self, name: str, where: Sequence[Span]) -> bool:
        """Tell whether a name can be a person's: capitals and particles only, no state, no body, no place."""
        some = name.split()
        if len(some) > LONGEST_PERSON or not all(w[:1].isupper() or w.split("-")[0] in words().particles for w in some):
            return False
        if any(self.types.get(span.end - 1, "PER") != "PER" for span in where[:1]):
            return False
        if any(w.lower() in roles().stops or w.lower() in words().capitalised or _NO_PERSON.search(w) for w in some):
            return False
        return not (_is_body(name) or any(_is_state(word) or state_of_people(word) or word in PLACES for word in some))

    def mended(self, name: str) -> str:
        """Return a name without the "s" of a possessive whose apostrophe was lost on the way ("Tarsks")."""
        last = name.split()[-1]
        known = last.endswith("s") and (last[:-1] in self.capitals or state_named(last[:-1])) and not state_named(last)
        return name[:-1] if known and not _is_body(name) else name

    def person(self, name: str) -> Part:
        name = self.mended(name)
        whole = self.whole(name)
        part = self.part(whole, PERSON)
        if whole != name:
            part.written[name] = "family name"
        return part

    def body(self, name: str, state: str, place: Place | None, reason: str = "named so") -> Part | None:
        """Take in a body; the government of a state is the state."""
        name = body_name(self.mended(name))
        name = words().bodies.get(folded(name), name)
        if of := government_of(name) or _state_of(name):
            return self.state(of, place, name, "government")
        if is_bare(name) and not (state and reason == "office"):
            return None
        part = self.part(name, BODY, state=state, reason=reason)
        part.places += [place] if place else []
        return part

    def state(self, name: str, place: Place | None, written: str, reason: str) -> Part:
        part = self.part(name, STATE, kind="state")
        part.places += [place] if place else []
        if folded(written) != folded(name) and reason != "office":
            part.written[POSSESSIVE.sub("", written)] = reason
        return part

    def speak(self, speaker: str, kind: str, statement: int, source: Sequence[Span]) -> None:
        """Take in who a statement is by."""
        speaker = _untitled(POSSESSIVE.sub("", ARTICLE.sub("", speaker)).strip())
        sort = _SPEAKER_SORT.get(kind)
        if not sort or not speaker or not self._is_name(speaker, source):
            return
        place = Place(source[0]) if source else None
        known = self.parts.get(Part(self.whole(speaker), PERSON).key)
        if known:
            part: Part | None = known
        elif state_seated(speaker):
            part = self.state(state_seated(speaker), place, speaker, "metonym")
        elif state := _state_of(speaker):
            part = self.state(state, place, speaker, "name or people of the state")
        elif sort == PERSON and not _is_body(speaker):
            part = self.person(speaker) if self.may_be_person(speaker, source) else None
        elif sort == GROUP and not speaker[:1].isupper():
            return  # "experts in Callow": a common noun, whatever is named behind it
        elif sort == GROUP and any(word.islower() and word not in _INSIDE for word in speaker.split()):
            part = self.part(speaker, GROUP, kind=kind, state=_first_state(speaker))
            part.places += [place] if place else []
        else:
            part = self.body(speaker, "", place)
        if part:
            part.kind = part.kind or kind
            part.statements.append(statement)

    def join(self, pair: OtherName) -> None:
        """Take in that two names are said to be one."""
        if _is_state(pair.name) or _is_state(pair.other):
            return
        for name in (pair.name, pair.other):
            if (part := self.parts.get(body_key(name))) or (part := self.parts.get(f"person {' '.join(parts(name))}")):
                break
        else:
            made = self.body(pair.name, "", Place(pair.span))
            if made is None:
                return
            part = made
        part.others.append(pair)

    def look(self) -> None:
        """Note every other place where the name of a part stands, or the seat of a government that acts there."""
        known = {folded(one): part for part in self.parts.values() for one in (part.name, *part.written)}
        for name in self.acting:
            single = len(name.words) == 1
            part = known.get(folded(str(name))) or (known.get(folded(self.whole(str(name)))) if single else None)
            span = Span(name.begin, name.end)
            if self.stands_for.get(name.end - 1) == GOVERNMENT and (state := state_seated(str(name))):
                part = self.state(state, None, str(name), "metonym")
            if part and not any(place.span == span for place in part.places):
                part.places.append(Place(span))

    def _is_name(self, speaker: str, source: Sequence[Span]) -> bool:
        """Tell whether a speaker has a name in it, not just a capital at the beginning of a sentence."""
        found = [word for word in speaker.split() if any(sign.isupper() for sign in word[:4])]
        if not found or all(folded(word) in words().capitalised for word in found):
            return False
        if (found == [speaker.split()[0]] and len(speaker.split()) > 1) or not speaker.count(" "):
            first = POSSESSIVE.sub("", found[0])
            sure = first in self.capitals or _state_of(first) or state_seated(first) or sum(map(str.isupper, first)) > 1
            return bool(sure) or not source or source[0].begin not in self.starts or found == speaker.split()
        return True


def _is_body(name: str) -> bool:
    return folded(name.split()[-1]) in roles().bodies or folded(name) in words().bodies


def _untitled(name: str) -> str:
    """Return a name without the titles before it: "President Quill"."""
    found = name.split()
    while len(found) > 1 and found[0].rstrip(".").lower() in words().titles and found[1][:1].isupper():
        if found[1].lower() in roles().bodies:
            break
        found = found[1:]
    return " ".join(found)


def _is_state(name: str) -> bool:
    return bool(_state_of(name))


def _state_of(name: str) -> str:
    """Return the state whose name, or whose people in the plural, some words are."""
    return state_named(name) or (state_of_people(name) if name.endswith("s") or name[-3:] in ("ese", "ish") else "")


def _first_state(name: str) -> str:
    return next((state for word in name.split() if (state := state_of_people(word) or state_named(word))), "")
