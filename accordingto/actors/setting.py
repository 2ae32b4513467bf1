"""What a report has in names: people with their roles, bodies with what they are called, and the states it speaks of.

Built once from a report's text and sentences; `speakers` asks it who a name, a role or "the ministry" stands for.
Positions are code points; "before" and "last" are in the order of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from accordingto.actors.introductions import Office, introductions, office
from accordingto.actors.names import ARTICLE, POSSESSIVE, WORD, Name, given_names, names, words
from accordingto.actors.othernames import other_names
from accordingto.actors.roles import roles
from accordingto.data import Mention, Sentence, Span
from accordingto.states import demonym_of, folded, state_named, state_of, state_of_people, state_seated

PLACES = {
    "Africa",
    "Asia",
    "Europe",
    "America",
    "East",
    "Island",
    "Islands",
    "City",
    "River",
    "Sea",
    "Province",
    "District",
}
HOUSES = {"white house", "pentagon"}
"""Houses that reports name as a body of its own beside the state."""
_VOICES = {"spokesman", "spokeswoman", "spokesperson"}
_ALIKE = (
    _VOICES,
    {"judge", "justice"},
    {"chairman", "chairwoman", "chair", "chairperson", "head", "chief", "leader"},
    {"lawyer", "attorney", "barrister"},
    {"lawmaker", "senator", "congressman", "congresswoman", "parliamentarian", "legislator", "deputy", "mp"},
    {"envoy", "ambassador", "emissary"},
)
"""Nouns for one office, of which reports use now this, now that."""
HEADS = {"leader", "head", "president", "premier", "minister", "chancellor", "king", "emir", "prince", "ruler"}
"""Nouns of which "the Norlandish leader" can be any."""
_BRANCHES = dict.fromkeys(("military", "army", "navy", "forces"), "military") | {
    word: word for word in ("police", "foreign", "interior", "presidential", "health", "finance")
}
"""Words of a role that tell which branch of a state it is of; whoever has a rank may be "the military spokesman"."""
LONGEST_DESCRIPTION = 40
"""Characters before a name in which the noun stands that the report calls a body ("aid group Northern Relief")."""
LONGEST_SHORT = 7
"""Letters of an abbreviation that is looked for by its initials."""
SHORTEST_MISSPELT = 6
"""Letters of a surname of which one may be wrong."""
_OF = re.compile(
    r"\s+(?:of|for|without)\s+(?:the\s+)?[^\W\d_a-z][\w’'-]*"
    r"(?:\s+(?:and|of|for|in|&)?\s*(?:the\s+)?[^\W\d_a-z][\w’'-]*)*"
)
_LED = re.compile(r"-(?:based|run|backed|led)\Z")
_SPEAKING = re.compile(r"(?:\A|\b(?:according to|said|says)\s)\s*(?:(?:the|an?)\s+)?(?:\S+-based\s+)?\Z", re.I)
"""Before a name that begins its sentence or speaks: what follows it without a comma may describe it."""
_PLAIN_BODY = re.compile(
    r"\b(?P<of>[A-Z][\w-]+)(?:[’']s)?\s(?:[a-z]+\s(?:and\s[a-z]+\s)?)?(?:ministry|department|commission|agency|parliament|court)\b"
)
_TITLED = re.compile(r"\b((?i:mrs?|ms|miss|sir|madam))\.?\s+")
_ARABIC = {"abd", "abdel", "abdul", "abou"}
"""Beside the particles, what a surname of two words begins with."""
_SHORT_OWNS = re.compile(r"[A-Z]{2,}s")
_KEPT = re.compile(r"\w[’']s\b")
_BORDER = re.compile(r"\b")
_WOMAN = re.compile(r"woman|\b(?:mrs|ms|miss|madam|queen|princess|mother|sister|wife|daughter|actress|her)\b", re.I)
_MAN = re.compile(r"(?<!wo)man\b|\b(?:mr|sir|king|prince|father|brother|husband|son|actor|emir|sheikh|his)\b", re.I)


@dataclass(frozen=True, slots=True)
class Held:
    """A person with a role, where the report says so."""

    at: int
    name: str
    role: str
    office: Office


@dataclass(frozen=True, slots=True)
class Body:
    """A body where its name stands, with the words that describe it there."""

    begin: int
    end: int
    name: str
    called: frozenset[str]


class Setting:
    """The names of one report."""

    def __init__(self, text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention] = ()) -> None:
        self.text = text
        self._people: dict[Name, bool] = {}
        self._wholes: dict[Name, str] = {}
        self._genders: dict[str, str] = {}
        self.types = {at: m.type for m in mentions if m.form == "name" for at in range(m.head.begin, m.head.end)}
        self.begins = [s.span.begin for s in sentences]
        self.keeps_marks = _KEPT.search(text) is not None  # of possessives; texts out of archives have lost them
        self.names: list[Name] = []
        self.held: list[Held] = []
        self.short: dict[str, str] = {}
        self.spelt: dict[str, str] = {}
        people = _people(mentions)
        for sentence in sentences:
            found = [self._person_in(name, people) for name in names(text, sentence.span)]
            self.names += found
            for pair in other_names(text, found):
                long, brief = sorted((pair.name, pair.other), key=len, reverse=True)
                self.short.setdefault(brief, long)
        self.at = [name.begin for name in self.names]
        self.alone = {name.words[0]: name for name in self.names if len(name.words) == 1}
        self.capitals = Counter(word for name in self.names for word in name.words)
        self.votes = self._votes()
        self.longer: dict[str, list[Name]] = {}
        for name in self.names:
            if len(name.words) > 1 and self.is_person(name):
                for word in {_key(name.words[0]), _key(name.words[-1])}:
                    self.longer.setdefault(word, []).append(name)
        at = 0
        for sentence in sentences:
            end = bisect_left(self.at, sentence.span.end)
            self.held += self._held(sentence.span, self.names[at:end])
            at = end
        self.offices = self._offices()
        self.titled = [(m[1], m.end()) for m in _TITLED.finditer(text)]
        self.bodies = sorted([*self._bodies(), *self._plain_bodies()], key=lambda body: body.begin)
        self.adjectives = self._adjectives()

    def _person_in(self, name: Name, people: Mapping[int, Sequence[int]]) -> Name:
        """Return the person that a name ends with where a comma has been lost ("Human Rights Ada Quill"), else it.

        `people` has where the names that the model took for people's begin, by where they end.
        """
        if len(name.words) > 2 and not self.keeps_marks and _SHORT_OWNS.fullmatch(name.words[-1]):
            end = name.begin + self.text[name.begin : name.end].rindex(name.words[-1])
            return Name(name.begin, len(self.text[:end].rstrip()), name.words[:-1])  # "Ada Quill RLs envoy"
        begins = people.get(name.end, ())
        if len(name.words) < 3 or not begins:
            return name
        at = [m.start() for m in re.finditer(r"\S+", self.text[name.begin : name.end])]
        if len(at) != len(name.words):
            return name
        nouns = roles().bodies | words().fields
        first = next((n for n in range(len(at) - 1) if name.begin + at[n] in begins), 0)
        last = max((n + 1 for n in range(len(at) - 2) if name.words[n].lower() in nouns), default=0)
        first = max(first, last)
        if any(word.endswith(".") for word in name.words[:first]):
            return name  # an initial
        return Name(name.begin + at[first], name.end, name.words[first:])

    def sentence(self, at: int) -> int:
        """Return the number of the sentence that a position is in."""
        return max(0, bisect_right(self.begins, at) - 1)

    def inside(self, begin: int, end: int) -> list[Name]:
        """Return the names that stand wholly inside a stretch of the text."""
        some = self.names[bisect_left(self.at, begin) : bisect_left(self.at, end)]
        return [name for name in some if name.end <= end]

    def is_person(self, name: Name) -> bool:
        """Tell whether a name can be a person's: the model took it for one, or nothing in it speaks against it."""
        if name not in self._people:
            self._people[name] = self._is_person(name)
        return self._people[name]

    def _is_person(self, name: Name) -> bool:
        kind = self.types.get(name.end - 1)
        if kind == "PER" or not self.types:
            return kind == "PER" or is_person(name)
        # The model errs on a name now and then: what it took the surname for elsewhere is asked too.
        votes = self.votes.get(_key(name.words[-1]), Counter())
        if votes["PER"] and (2 * votes["PER"] >= votes.total() or kind is None):
            return is_person(name)
        if len(name.words) == 1 and votes["PER"] and _key(name.words[0]) in self.longer:
            return is_person(name)
        return kind is None and is_person(name)

    def _votes(self) -> dict[str, Counter[str]]:
        """Return how often the model took the names that end with a word for each type."""
        out: dict[str, Counter[str]] = {}
        for name in self.names:
            if kind := self.types.get(name.end - 1):
                out.setdefault(_key(name.words[-1]), Counter())[kind] += 1
        return out

    def whole(self, name: Name) -> str:
        """Return the name in the fullest form: of those that a single word may stand for, the most frequent so far."""
        if name not in self._wholes:
            self._wholes[name] = self._whole(name)
        return self._wholes[name]

    def _whole(self, name: Name) -> str:
        word = name.words[-1]
        if len(name.words) > 1:
            some = [one for one in self.longer.get(_key(word), []) if _ends_with(one.words, name.words)]
            # Of other names of two words the longer one may begin with a word that is none ("Rival Ada Quill").
            if some and folded(name.words[0]) in words().particles | _ARABIC:
                return self.whole(max(some, key=lambda one: (one.end <= name.begin, len(one.words))))
            rank = name.words[0].isupper() and "." not in name.words[0] and len(name.words) > 2
            return " ".join(name.words[1:]) if rank and 1 < len(name.words[0]) < 4 else str(name)
        longer = self.longer.get(_key(word), []) or self._misspelt(word)
        longer = [one for one in longer if _key(one.words[-1]) == _key(word)] or longer
        before = [one for one in longer if one.end <= name.begin] or longer
        counts = Counter(self.whole(one) for one in before)
        return self.whole(max(before, key=lambda one: (counts[self.whole(one)], one.begin))) if before else word

    def _misspelt(self, surname: str) -> list[Name]:
        """Return the whole names whose surname differs by one letter ("Petersen", "Peterson")."""
        key = _key(surname)
        if len(key) < SHORTEST_MISSPELT:
            return []
        near = [other for other in self.longer if other[0] == key[0] and Levenshtein.distance(key, other) == 1]
        return [one for other in near for one in self.longer[other] if _key(one.words[-1]) == other]

    def person_called(self, surname: str) -> str:
        """Return the whole name of the person whom the report calls by a surname alone, else nothing."""
        name = self.alone.get(surname)
        return self.whole(name) if name and self.is_person(name) else ""

    def holder(self, words_of_role: str, at: int) -> str:
        """Return who the report gives a role: the last one before, else the first one after; else nothing."""
        asked = office(words_of_role)
        if not asked.noun:
            return ""
        branches = _branches(words_of_role)
        fitting = [
            one
            for one in self.held
            if one.name
            and (_fits(asked, one.office) or (_VOICES & {asked.noun} and one.office.sort in branches))
            and _named_alike(words_of_role, one)
            and (not branches or not (theirs := _branches(one.role)) or branches & theirs)
        ]
        before = [one for one in fitting if one.at <= at]
        return before[-1].name if before else fitting[0].name if fitting else ""

    def office_of(self, person: str) -> Office:
        """Return the office that the report gives a person; of several the first with a body or a state."""
        return self.offices.get(person) or Office()

    def _offices(self) -> dict[str, Office]:
        out: dict[str, Office] = {}
        for one in self.held:
            known = out.get(one.name)
            if known is None or (not (known.body or known.state) and (one.office.body or one.office.state)):
                out[one.name] = one.office
        return out

    def gender(self, person: str) -> str:
        """Return "f" or "m" where a title or role beside the name or the given name tells it, else nothing."""
        if person not in self._genders:
            self._genders[person] = self._gender(person)
        return self._genders[person]

    def _gender(self, person: str) -> str:
        last = person.split()[-1]
        for one in self.held:
            if one.name == person and (found := _gender(one.role)):
                return found
        for title, end in self.titled:
            if self.text.startswith(last, end) and _BORDER.match(self.text, end + len(last)):
                return _gender(title)
        return given_names().get(folded(person.split()[0]), "") if " " in person else ""

    def body(self, noun: str, at: int, also: Collection[str] = ()) -> str:
        """Return which body "the ministry" is: the last one before with the noun in its name, or called so.

        Of words that stand beside the noun ("the poultry farmers group") one in a body's name decides.
        """
        before = [one for one in self.bodies if one.begin < at]
        for one in reversed(before):
            if also and not set(also).isdisjoint(folded(one.name).split()):
                return one.name
        for one in reversed(before):
            if noun in {word.lower() for word in one.name.split()}:
                return one.name
        for one in reversed(before):
            if noun in one.called:
                return one.name
        return ""

    def in_full(self, short: str) -> str:
        """Return what an abbreviation stands for in the report, said so or by the initials of a body's name."""
        if found := self.short.get(short):
            return found
        letters = short.replace(".", "")
        if short not in self.spelt:
            # A small word may be one of the letters: "Council of Tides (COT)".
            some = [rf"(?:{letter}[a-z’-]+|{letter.lower()}\w{{1,2}})" for letter in letters]
            whole = r"(?=[A-Z])" + r"\s+(?:(?:and|of|for|the|on|in)\s+)*?".join(some)
            match = re.search(rf"\b{whole}\b", self.text) if letters.isalpha() and letters.isupper() else None
            self.spelt[short] = re.sub(r"\s+", " ", match[0]) if match and 2 < len(letters) <= LONGEST_SHORT else ""
        return self.spelt[short]

    def plain_state(self) -> str:
        """Return the state that the report names and calls by its demonym most, where one leads clearly."""
        counts = Counter[str]()
        for name in self.names:
            found = [state for word in name.words if (state := state_of_people(word))]
            counts.update(found or [state for state in (state_of(str(name)),) if state])
        best = counts.most_common(2)
        return best[0][0] if best and (len(best) == 1 or best[0][1] > best[1][1]) else ""

    def adjective(self, state: str) -> str:
        """Return the word that the report has for what is a state's own: "Norlandish", else the state's name."""
        return self.adjectives.get(state) or demonym_of(state)

    def _held(self, sentence: Span, found: Sequence[Name]) -> Iterator[Held]:
        for one in introductions(self.text, sentence, found):
            role = self.text[slice(*one.role)]
            yield Held(one.name.begin, self.whole(one.name), role, office(role))

    def _bodies(self) -> Iterator[Body]:
        nouns = roles().bodies
        covered = 0
        for name in self.names:
            if name.begin < covered:
                continue  # "Human Rights" of the "League for the Defence of Human Rights"
            behind = _OF.match(self.text, name.end)
            behind = behind if behind and folded(behind[0].split()[-1]) not in words().capitalised else None
            before = self.text[max(0, name.begin - LONGEST_DESCRIPTION) : name.begin]
            before = re.split(r"[.,;:()“”\"]|\b(?:the|a|an|of|by|for|with|to)\b", before)[-1]
            called = {m[0].lower() for m in WORD.finditer(before) if m[0].islower() or "-" in m[0]}
            comma = ",?" if _SPEAKING.search(self.text[self.begins[self.sentence(name.begin)] : name.begin]) else ","
            after = re.match(comma + r"\s+(?:an?|the|one of)\s+([^.;,]{3,60})", self.text[name.end : name.end + 80])
            if after:
                called |= {m[0].lower() for m in WORD.finditer(after[1])}
            last = name.words[-1].lower()
            short = str(name) in self.short or (name.words[0].isupper() and len(name.words) == 1)
            ends = re.match(r"\s+(\w+)\b", self.text[name.end : name.end + 24])
            trailing = ends[1] if ends and ends[1] in nouns else ""
            if trailing:
                called.add(trailing)
            if not (last in nouns or short or called & nouns or (behind and name.words[0].lower() in nouns)):
                continue
            if state_of(str(name)) or (self.is_person(name) and str(name) in {one.name for one in self.held}):
                continue
            whole = str(name) + (behind[0] if behind and (last in nouns or name.words[0].lower() in nouns) else "")
            covered = name.begin + len(whole)
            whole = re.sub(r"\A\S+-(?:based|run|backed|led)\s+", "", re.sub(r"\s+", " ", whole))
            if trailing and (
                _LED.search(whole) or state_of_people(whole) or (trailing == "administration" and self.is_person(name))
            ):
                whole = f"{whole} {trailing}"
            yield Body(name.begin, name.end, self.short.get(whole, whole), frozenset(called))

    def _plain_bodies(self) -> Iterator[Body]:
        """Yield bodies in small letters: "the Norlandish defence ministry"."""
        for found in _PLAIN_BODY.finditer(self.text):
            if folded(found["of"]) not in words().capitalised:
                yield Body(*found.span(), " ".join(found[0].split()), frozenset())

    def _adjectives(self) -> dict[str, str]:
        counts: dict[str, Counter[str]] = {}
        for name in self.names:
            for word in name.words:
                if (state := state_of_people(word)) and not word.endswith("s"):
                    counts.setdefault(state, Counter())[word] += 1
        return {state: max(sorted(found), key=found.__getitem__) for state, found in counts.items()}


def _ends_with(words: Sequence[str], last: Sequence[str]) -> bool:
    """Tell whether a name ends with a shorter one ("Orlo Abu Tarn", "Abu Tarn")."""
    return len(words) > len(last) and [_key(word) for word in words[-len(last) :]] == [_key(word) for word in last]


def _people(mentions: Sequence[Mention]) -> dict[int, list[int]]:
    """Return where the names of people begin, by where they end."""
    out: dict[int, list[int]] = {}
    for mention in mentions:
        if mention.form == "name" and mention.type == "PER":
            out.setdefault(mention.head.end, []).append(mention.head.begin)
    return out


def _key(word: str) -> str:
    """Return a word of a name without case, accents and an article before it ("Al-Tamir")."""
    return re.sub(r"\A(?:al|el|ash|as|ad|an|ar|az)-(?=\w)", "", folded(word))


def is_person(name: Name) -> bool:
    """Tell whether a name can be a person's: no body, no state, no demonym in it."""
    last = name.words[-1].lower()
    nouns = roles().bodies
    if state_of(str(name)) or any(word in PLACES for word in name.words):
        return False
    return not (
        last in nouns
        or name.words[0].lower() in nouns
        or any(state_of_people(word) or state_named(word) for word in name.words)
    )


def _gender(role: str) -> str:
    return "f" if _WOMAN.search(role) else "m" if _MAN.search(role) else ""


def _fits(asked: Office, held: Office) -> bool:
    """Tell whether who holds an office can be called by the role that is asked for."""
    same = asked.noun == held.noun or ({asked.noun, held.noun} <= HEADS and "leader" in (asked.noun, held.noun))
    same = same or any({asked.noun, held.noun} <= some for some in _ALIKE)
    # An analyst, a professor, a historian: each can be "the expert".
    same = same or (asked.noun == "expert" and held.sort == "scholar")
    return same and (not asked.state or not held.state or asked.state == held.state)


def _branches(role: str) -> set[str]:
    """Return the branches of a state that a role names: "the army spokesman" is of the military."""
    return {_BRANCHES[word] for m in WORD.finditer(role) if (word := folded(m[0])) in _BRANCHES}


def _named_alike(asked: str, held: Held) -> bool:
    """Tell whether the capitalised words of a role ("the Red Cross official") are among those of the one held."""
    own = {folded(word) for m in WORD.finditer(asked) if (word := POSSESSIVE.sub("", m[0]))[:1].isupper()}
    own -= {folded(word) for word in words().capitalised | set(roles().sorts)}
    own = {word for word in own if not state_of(word)}
    return own <= {folded(POSSESSIVE.sub("", m[0])) for m in WORD.finditer(f"{held.role} {held.name}")}


def without_article(written: str) -> str:
    """Return words without the article before them."""
    return ARTICLE.sub("", written.strip(), count=1)


def government(name: str) -> str:
    """Return the state that a bare name, seat or people stands for as a government, else nothing."""
    plain = without_article(POSSESSIVE.sub("", name.strip()))
    if state_named(plain):
        return words().in_full.get(plain, plain)
    if plain.lower() in HOUSES:
        return ""
    return state_seated(plain) or (state_of_people(plain) if len(plain.split()) <= 2 else "")
