"""Which named person a source is: by name, by role ("the columnist"), or named only behind it.

In come where a source stands and its kind, out comes the name in the report's fullest form, or nothing.
"""

from __future__ import annotations

import re

from accordingto.actors.antecedents import SUBJECTS
from accordingto.actors.heard import Heard
from accordingto.actors.introductions import office
from accordingto.actors.names import Name
from accordingto.actors.roles import roles
from accordingto.actors.setting import is_person
from accordingto.actors.wording import CLAUSE
from accordingto.data import Span

_GROUP_OF = re.compile(r"(?:(?:the|some|many)\s+)?(?P<who>[a-z]{3,}s)\s+of\s+", re.I)
_MAN = re.compile(r"the\s+(?:[a-z-]+\s+)?(?P<who>man|woman|boy|girl|father|mother)", re.I)
_KIN = re.compile(
    r"\b(?:sons?|daughters?|child|children|wife|husband|widow|widower|mother|father|parents|brothers?|sisters?|cousins?"
    r"|nephew|niece|uncle|aunt|family|relatives?|friends?)\s+of\s+[^,;]*\Z",
    re.I,
)
"""Before a name: who is spoken of is another one."""
_ROLE_BEHIND = re.compile(r"(?:\s+(?!(?:the|an?|who|of|and|from|in|at|for)\b)[a-z]+)+")
NAMED_AFTER = 2
"""Sentences behind a role in which its holder may be named, or behind a name in which it may be taken up."""
_BEHIND = re.compile(r"\b(?:of|at|from|in|for|with|and|on|to|by|under|near|the|a|an)\s+\Z", re.I)


class Persons:
    """The people of one report as its sources name them."""

    def __init__(self, heard: Heard) -> None:
        self.heard, self.setting, self.text = heard, heard.setting, heard.text

    def named(self, source: Span, kind: str) -> str:
        """Return the name of a person that a source is, in its fullest form, or who "the columnist" is."""
        inside = self.setting.inside(*source)
        people = [name for name in inside if self.setting.is_person(name)]
        clause = CLAUSE.search(self.text, source.begin, source.end)
        first = [name for name in people if clause is None or name.end <= clause.start()]
        own = [
            n
            for n in first
            if not (
                _BEHIND.search(self.text[source.begin : n.begin])
                or _KIN.search(self.text[source.begin : n.begin])
                or _owns(self.text, n)
                or self._qualifies(n, source)
            )
        ]
        if kind != "person":
            # A surname alone is who has it, whatever was taken for the kind of source.
            if len(own) == 1 and own[0].begin == source.begin and own[0].end == source.end and len(own[0].words) == 1:
                whole = self.setting.whole(own[0])
                return "" if whole == own[0].words[0] else whole
            # A ministry or a place named in a person's stead is no person: only who is introduced as one.
            own = [n for n in own if self.setting.office_of(self.setting.whole(n)).noun and n.end == source.end]
            return self.setting.whole(own[-1]) if own and kind in ("people", "state") else ""
        if own:
            return self.setting.whole(own[-1])
        later = [name for name in people if clause and name.begin >= clause.start() and not _owns(self.text, name)]
        if later and is_role(self.text[source.begin : clause.start() if clause else source.end]):
            return self.setting.whole(later[0])
        if found := self.holder(source):
            return found
        if not first and (found := self._named_after(source)):
            return found
        if not first or (_owns(self.text, first[-1]) and is_role(self.text[first[-1].end : source.end])):
            return ""  # "President Quill's spokesman" is not Quill
        if _KIN.search(self.text[source.begin : first[-1].begin]):
            return ""  # "the son of Ada Quill" is not Quill
        return "" if self._qualifies(first[-1], source) else self.setting.whole(first[-1])

    def _qualifies(self, name: Name, source: Span) -> bool:
        """Tell whether a single word tells whose a role behind it is: "the Quillist health minister"."""
        behind = _ROLE_BEHIND.match(self.text, name.end, source.end)
        return behind is not None and len(name.words) == 1 and is_role(behind[0])

    def apposed(self, source: Span, kind: str) -> str:
        """Return who "a spokesman for Orlo, Ada Quill," is: the name behind a role and a comma that ends the source.

        It is a person's by where it stands, whatever the model took it and the source for, unless a state or a body is
        in it.
        """
        some = self.setting.inside(*source)
        if not some or len(some[-1].words) < 2 or not is_person(some[-1]):
            return ""
        role = self.text[source.begin : some[-1].begin].rstrip()
        before = some[-2] if len(some) > 1 and some[-2].end == source.begin + len(role) - 1 else None
        listed = before is not None and len(before.words) > 1 and self.setting.is_person(before)
        if self.text[some[-1].end : source.end].strip(", ") or listed or not role.endswith(","):
            return ""
        told = is_role(role) or (kind in ("person", "people") and role.rstrip(",").split(" ")[-1].islower())
        return self.setting.whole(some[-1]) if told else ""

    def group(self, source: Span) -> str:
        """Return who "opponents of Norlandish President Ada Quill" are, whom the model has taken for Quill."""
        found = _GROUP_OF.match(self.text, *source)
        people = (
            [name for name in self.setting.inside(found.end(), source.end) if self.setting.is_person(name)]
            if found
            else []
        )
        if not found or len(people) != 1 or people[0].end != source.end:
            return ""
        return f"{found['who'].lower()} of {self.setting.whole(people[0])}"

    def man(self, source: Span) -> str:
        """Return who "the man" or "the weary woman" is: who spoke last, a sentence or two before."""
        found = _MAN.fullmatch(self.text[slice(*source)])
        if not found:
            return ""
        here = self.setting.sentence(source.begin)
        for j in self.heard.before(source.begin):
            near = here - self.setting.sentence(self.heard.at(j)) <= NAMED_AFTER
            if not near or self.heard.statements[j].kind != "person" or not self.heard.found[j]:
                return ""
            other = {"man": "f", "boy": "f", "father": "f"}.get(found["who"].lower(), "m")
            return "" if self.setting.gender(self.heard.found[j]) == other else self.heard.found[j]
        return ""

    def _named_after(self, source: Span) -> str:
        """Return who is first named, without a role, in the sentences behind "Norland’s envoy", where only one is.

        Reports open with a role and give the name in the next sentence: "The U.N. envoy … . Ada Quill issued …".
        """
        begins, here = self.setting.begins, self.setting.sentence(source.begin)
        behind = begins[here + 1] if here + 1 < len(begins) else len(self.text)
        ceiling = begins[here + NAMED_AFTER + 1] if here + NAMED_AFTER + 1 < len(begins) else len(self.text)
        if not is_role(self.text[slice(*source)]):
            return ""
        known = {name.words[-1] for name in self.setting.inside(0, behind)}
        for name in self.setting.inside(behind, ceiling):
            if len(name.words) < 2 or not self.setting.is_person(name) or name.words[-1] in known:
                continue
            whole = self.setting.whole(name)
            if not self.setting.office_of(whole).noun and self.heard.places.relation(name.begin, name.end) in SUBJECTS:
                return whole
        return ""

    def holder(self, source: Span, kind: str = "person") -> str:
        """Return who "the columnist", "Norland's leader", "the railway official" is, where the report names them."""
        clause = CLAUSE.search(self.text, source.begin, source.end)
        role = self.text[source.begin : clause.start() if clause else source.end]
        if not re.match(r"(?:the|that|this|his|her|its|their)\s|\w+[’']s?\s", role, re.I) or not is_role(role):
            return ""
        if role.split()[-1].lower() not in roles().sorts and not re.search(r"\b(?:of|at|for)\b", role):
            return ""
        if kind == "people" and office(role).sort == "resident":
            return ""  # of students and farmers a report has several
        return self.setting.holder(role, source.begin)


def is_role(some: str) -> bool:
    """Tell whether a noun for a role is among some words."""
    return any(word.strip(",").lower() in roles().sorts for word in some.split())


def _owns(text: str, name: Name) -> bool:
    return bool(re.match(r"[’']s?\s+\S", text[name.end : name.end + 6]))
