"""Which body, document or group a source is that is no named person: "the ministry", "the report", "others".

In come a source's words, kind and place, out comes its fullest form in the report; as written, without article,
description and clause, where the report has no fuller one.
"""

from __future__ import annotations

import re
from collections import Counter

from accordingto.actors.heard import Heard
from accordingto.actors.marks import restored
from accordingto.actors.names import POSSESSIVE, words
from accordingto.actors.roles import roles
from accordingto.actors.wording import VAGUE, of_the_press, plain_words, undescribed
from accordingto.data import Span
from accordingto.states import folded, state_named, state_of

_NOUN = re.compile(r"\A(?:(?:its|his|her|their|our|the|that|this)\s)?(?:[a-z][\w’'-]*\s){0,3}?([a-z][a-z-]{3,})\Z")
_BASED = re.compile(r"\A[A-Z]\S*-based\s+(?=[a-z])")
_ONE_BODY = re.compile(r"(?i:an?|one)\s+(?:\S+-based\s+)?(?:[a-z]+\s+)?[a-z][a-z-]+\Z")
_OWNER = re.compile(r"[Tt]he\s(?P<of>[a-z]+)(?P<own>[’']s)?\s[a-z]")
_ANY = re.compile(r"\A(?:an?|another|any|no|some|one|other|most|many|several|local)\s", re.I)
BODIES = {"state", "organisation", "armed_group", "media", "document"}
_OF_A_STATE = {
    *(
        "opposition",
        "court",
        "appeals court",
        "central bank",
        "supreme court",
        "congress",
        "ruling party",
        "opposition parties",
    ),
    *("state media", "state television", "state tv", "state radio", "state news agency"),
    *("government", "authorities", "officials", "lawmakers", "police", "army", "military", "parliament"),
}
_BEFORE_NAMES = {"of", "for", "as", "to"}
"""Behind one of these a surname ends a description: "lawyers for Quill"."""
NAMED_AFTER = 2
"""Sentences behind a description in which the body may be named."""
_WRITERS = {"person", "state", "organisation", "armed_group"}
_REPORTS = {
    "report",
    "study",
    "survey",
    "poll",
    "document",
    "index",
    "analysis",
    "assessment",
    "findings",
    "data",
    "figures",
}


class Bodies:
    """The bodies, documents and groups of one report as its sources name them."""

    def __init__(self, heard: Heard) -> None:
        self.heard, self.setting, self.text = heard, heard.setting, heard.text

    def called(self, written: str, kind: str, at: int) -> str:
        """Return a source that is no named person: in full, without article, description and clause."""
        written = restored(self.setting, written)
        plain = plain_words(written)
        if kind == "media" and plain.lower() in _OF_A_STATE and (state := self.setting.plain_state()):
            return f"{self.setting.adjective(state)} {plain.lower()}"
        if (
            (noun := _NOUN.match(_BASED.sub("", plain) if written[:4].lower() == "the " else plain))
            and noun[0].islower()
            and kind != "people"
            and not _ANY.match(written)
        ):
            word = noun[1]
            several = kind in ("organisation", "media") and word.endswith("s") and not word.endswith(("ss", "news"))
            if kind == "document" and (told := self._document(written, word, at)):
                return told
            also = {folded(w) for w in plain.split()[:-1] if w.islower() and len(w) > 3} - {
                "the",
                "this",
                "that",
                "their",
            }
            known = self.setting.body(word, at, also) if kind in BODIES and not several else ""
            if known and folded(known) != word:
                return known
            # Of organisations the one that spoke last is it more often than the one in the model's chain.
            looks = (self._last_of, self._chained) if kind == "organisation" else (self._chained, self._last_of)
            for look in looks:
                called = look(kind, Span(at, at + len(written)))
                if called and (";" in called or not several):
                    return called
        if kind == "organisation" and self._is_bare(written) and (named := self._named_behind(at)):
            return named
        plain = of_the_press(plain)
        if plain.lower() == "others" and kind == "people" and (of := self._last_people(at)):
            return f"other {of}"
        if plain.islower() and re.match(r"the\s", written, re.I) and (fuller := self._said_before(plain, kind, at)):
            return fuller
        if plain == "Congress":
            return self._with_word(plain, at) or "U.S. Congress"
        if plain.lower() in _OF_A_STATE and (state := self.setting.plain_state()):
            return f"{self.setting.adjective(state)} {plain.lower()}"
        plain = self._of_the_state(plain)
        if kind in ("organisation", "armed_group", "media", "document"):
            plain = undescribed(plain, kind, written)
        plain = self.setting.in_full(plain) or self._spelt_out(plain, people=kind in ("people", "state"))
        in_full = words().in_full.get(plain) or self._longest(plain, kind, at)
        return in_full or plain

    def _document(self, written: str, noun: str, at: int) -> str:
        """Return which document "the assessment" is, spoken of before; whose "the statement" is."""
        if not re.match(r"(?:the|this|that|its|his|her|their)\s", written, re.I):
            return ""
        owner = _OWNER.match(written)
        if owner and (owner["own"] or owner["of"] in roles().bodies) and (body := self.setting.body(owner["of"], at)):
            return body
        before = [j for j in self.heard.before(at) if self.heard.found[j]]
        documents = [self.heard.found[j] for j in before if self.heard.statements[j].kind == "document"]
        for name in documents:
            if noun in name.lower().split() and len(name.split()) > 1:
                return name
        if noun == "statement":
            return next((self.heard.found[j] for j in before if self.heard.statements[j].kind in _WRITERS), "")
        return next((name for name in documents if any(map(str.isupper, name))), "") if noun in _REPORTS else ""

    def _of_the_state(self, plain: str) -> str:
        """Return "Norlandish officials" for "Norland officials"."""
        first, _, rest = plain.partition(" ")
        many = rest.isalpha() and rest.removesuffix("s") in roles().sorts
        return (
            f"{self.setting.adjective(first)} {rest}"
            if many and first.istitle() and state_named(first) == first
            else plain
        )

    def _spelt_out(self, plain: str, *, people: bool) -> str:
        """Return words with each abbreviation of the report in full: "NRL officials", "Brasny’s NRL".

        Where `people`, surnames too: "Quill’s lawyers" are Ada Quill’s.
        """
        out, some = [], plain.split()
        for at, word in enumerate(some):
            bare = POSSESSIVE.sub("", word)
            full = self.setting.in_full(bare)
            owns = bare != word and at == 0
            if people and not full and (owns or (at and some[at - 1] in _BEFORE_NAMES and at == len(some) - 1)):
                full = self.setting.person_called(bare)
            out.append((full or bare) + word[len(bare) :])
        return " ".join(out)

    def _said_before(self, plain: str, kind: str, at: int) -> str:
        """Return the speaker before whose noun "the owner" or "the report" takes up again."""
        noun = plain.split()[-1].lower()
        for j in self.heard.before(at):
            some = self.heard.found[j].lower().split()
            alike = self.heard.statements[j].kind == kind or (kind == "people" and ";" not in self.heard.found[j])
            if alike and noun in some and len(some) > len(plain.split()):
                return self.heard.found[j]
        return ""

    def _last_people(self, at: int) -> str:
        """Return the noun of the people who spoke last: "critics" of "some critics", of whom "others" are others."""
        for j in self.heard.before(at):
            if self.heard.statements[j].kind == "people" and ";" not in self.heard.found[j]:
                some = self.heard.found[j].split()
                while len(some) > 1 and some[0].lower() in VAGUE | {"of", "the"}:
                    some = some[1:]
                return " ".join(some) if some and some[-1].lower() not in VAGUE else ""
        return ""

    def _chained(self, kind: str, source: Span) -> str:
        """Return the last name before that the model has put into one chain with "the group"."""
        if kind not in ("armed_group", "organisation", "media"):
            return ""
        found = [m for m in self.heard.mentioned.before(source, "name") if m.type == "ORG"]
        heads = [self.text[slice(*m.head)] for m in found]
        most = Counter(head for head in heads if not head.islower()).most_common(1)  # "agency" is no name
        return self.called(most[0][0], kind, source.begin) if most else ""

    def _last_of(self, kind: str, source: Span) -> str:
        """Return the last speaker of a kind that has a name."""
        if kind not in ("armed_group", "organisation", "media"):
            return ""
        for j in self.heard.before(source.begin):
            if self.heard.statements[j].kind == kind and self.heard.found[j][:1].isupper():
                return self.heard.found[j]
        before = [
            one
            for one in self.setting.bodies
            if one.begin < source.begin and one.called & {"group", "outfit", "movement"}
        ]
        return before[-1].name if before and kind == "armed_group" else ""

    def _named_behind(self, at: int) -> str:
        """Return the organisation that speaks by its name in the sentences behind "a monitor", the first time.

        Reports open with what a body is and give its name in the next sentence: "a rights group said … . Tidal Watch
        said …".
        """
        begins, here = self.setting.begins, self.setting.sentence(at)
        ceiling = begins[here + NAMED_AFTER + 1] if here + NAMED_AFTER + 1 < len(begins) else len(self.text)
        some = [s for s in self.heard.statements if s.kind in ("organisation", "person", "people") and s.source]
        for source in sorted(s.source[0] for s in some if at < s.source[0].begin < ceiling):
            inside = (one for one in self.setting.bodies if source.begin <= one.begin and one.end <= source.end)
            body = next((one for one in inside if not self.setting.office_of(one.name).noun), None)
            if body:
                known = any(one.name == body.name for one in self.setting.bodies if one.begin < at)
                return "" if known else body.name
        return ""

    def _is_bare(self, written: str) -> bool:
        """Tell whether a body is called by hardly more than its noun: "a monitor", "a rights group", "Orlo monitor"."""
        some = written.split()
        return bool(_ONE_BODY.match(written)) or (
            len(some) == 2 and bool(state_named(some[0])) and some[1].islower() and some[1] not in roles().bodies
        )

    def _longest(self, plain: str, kind: str, at: int) -> str:
        """Return a body's whole name for a part of it ("Dune Shore" of "Dune Shore & Associates", "the Council")."""
        if kind not in BODIES or not plain[:1].isupper():
            return ""
        known = words().bodies.get(plain.lower(), "")
        if known:
            return known
        some = plain.split()
        if len(some) == 1:
            return self._with_word(plain, at) if plain.lower() in roles().bodies else ""
        found = [b.name for b in self.setting.bodies if b.name.startswith(plain + " ") and b.name != plain]
        found += [b.name for b in self.setting.bodies if b.name.endswith(" " + plain) and state_of(b.name.split()[0])]
        return found[0] if found else ""

    def _with_word(self, noun: str, at: int) -> str:
        """Return the body with a noun in its name that was named last, or else is first named behind."""
        bodies = [b for b in self.setting.bodies if noun in b.name.split() and b.name != noun]
        before = [b.name for b in bodies if b.begin < at]
        return before[-1] if before else bodies[0].name if bodies else ""
