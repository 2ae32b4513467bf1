"""Sources of several: "Orlo, Venn and the United States", "both states", "the Norlandish and Orlovian governments".

In come where a source stands and its kind, out come the names of each; nothing where it is one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from accordingto.actors.bodies import Bodies
from accordingto.actors.heard import Heard
from accordingto.actors.names import words
from accordingto.actors.roles import roles
from accordingto.actors.setting import government, without_article
from accordingto.actors.wording import CLAUSE, PREPOSITIONS, VAGUE, plain_words
from accordingto.data import Span
from accordingto.states import state_of

NAME_WORDS = 4
"""A longer piece of a list is no bare name."""
_LIST = re.compile(r",\s*(?:and\s+)?|\s+(?:and|nor|along with)\s+")
_ROW = re.compile(r"(?:both|these|those|(?:all|the)\s+(?:two|three))\s+\w+(?:s|men|women)\Z", re.I)
_AND = re.compile(r"\s(?:and|nor)\s")
_APPOSED = re.compile(r"\A[^,]+?\s*,\s+(?:an?|one of)\s")
_ALIKE = re.compile(r"\A(?P<one>[^\W\d_][\w.-]+) and (?P<other>[^\W\d_][\w.-]+) (?P<noun>[a-z]+s)\Z")
_OF_EACH = re.compile(r",\s+(?:both|all|each|two|three)\b.*\Z", re.I | re.S)
"""Behind the last of a list, what is told of all: "Quill and Tarsk, both from Orlo"."""
_COUNT = re.compile(r"(?:two|three|four|five|six|seven|eight|nine|ten|\d+|several|dozens of|some)\s", re.I)
_LEAD = re.compile(r"\A(?:both|neither|either|nor|council members|host country|along with)\s+", re.I)


class Lists:
    """The sources of one report that are several."""

    def __init__(self, heard: Heard, bodies: Bodies) -> None:
        self.heard, self.bodies = heard, bodies
        self.setting, self.text = heard.setting, heard.text

    def several(self, source: Span, kind: str) -> list[str]:
        """Return the names of a bare list of names ("Orlo, Venn and the United States"), else nothing."""
        whole = _OF_EACH.sub("", _LEAD.sub("", self.text[source.begin : source.end]))
        if not _AND.search(whole) or _APPOSED.match(whole) or self._is_one(source):
            return []
        if alike := _alike(whole):
            return alike
        raw = [_LEAD.sub("", part) for part in _LIST.split(whole) if part.strip()]
        raw = [part for part in raw if not part.startswith("or ")]
        parts = [without_article(part) for part in raw]
        if len(parts) > 2 and re.match(r"(?:its|his|her|their)\s+[a-z -]+\Z", parts[-2]):
            del parts[-2]  # "the army and its parent body, the Ministry of War"
        if len(parts) > 1 and re.match(r"others?\b", parts[-1]) and all(map(_is_name, parts[:-1])):
            found = {str(name): name for name in self.setting.inside(*source)}
            known = [self.setting.whole(found[p]) if p in found else p for p in parts]
            return [government(name) or name for name in known[:-1]] + parts[-1:]
        apart = re.search(r"\sand the\s", whole) is not None
        if len(parts) < 2 or not (all(_is_name(part, long=apart) for part in parts) or _is_row(parts, raw, kind)):
            return []
        if kind == "person" and sum(any(w.lower() in roles().sorts for w in part.split()) for part in parts):
            return []
        found = {str(name): name for name in self.setting.inside(*source)}
        return [
            self.setting.whole(found[p])
            if p in found and self.setting.is_person(found[p])
            else self.bodies.called(
                p, "organisation" if p[:1].isupper() and p.lower() in roles().bodies else "", source.begin
            )
            for p in parts
        ]

    def row(self, i: int, written: str) -> str:
        """Return who "both states", "those officials", "the two leaders" are: the last several of the kind."""
        if not _ROW.match(written):
            return ""
        kind = self.heard.statements[i].kind
        for j in self.heard.before(self.heard.at(i)):
            many = self.heard.found[j].count(";") + 1
            asked = 2 if re.search(r"\b(?:both|two|neither)\b", written, re.I) else 3 if " three " in written else 0
            if many > 1 and self.heard.statements[j].kind == kind:
                return self.heard.found[j] if asked in (0, many) else ""
        return ""

    def _is_one(self, source: Span) -> bool:
        """Tell whether each "and" of a source lies inside a name, or the whole is one that the report abbreviates."""
        joints = list(_AND.finditer(self.text, source.begin, source.end))
        plain = plain_words(self.text[source.begin : source.end])
        if any(plain.endswith(long) for long in self.setting.short.values() if _AND.search(long)):
            return True
        return all(self.heard.mentioned.is_one_name(m.start() - 1, m.end() + 1) for m in joints)


def _alike(whole: str) -> list[str]:
    """Return who "the Norlandish and Orlovian governments" or "Norlandish and Orlovian envoys" are."""
    m = _ALIKE.match(without_article(whole))
    if not m or not (state_of(m["one"]) and state_of(m["other"])):
        return []
    if m["noun"] == "governments":
        return [state_of(m["one"]), state_of(m["other"])]
    return [f"{m['one']} {m['noun']}", f"{m['other']} {m['noun']}"]


def _is_row(parts: Sequence[str], raw: Sequence[str], kind: str) -> bool:
    """Tell whether the parts of a list are each someone: "relief workers", "the Norlandish army", "Orlo"."""
    if kind == "person" or any(CLAUSE.search(part) or len(part.split()) > NAME_WORDS for part in parts):
        return False
    first = parts[0].split()
    if _COUNT.match(raw[0]) and first[-1].islower() and not first[-1].endswith("s") and parts[-1].endswith("s"):
        return False  # "nine harbour safety and pilots’ groups" are groups
    if parts[-1].islower() and len(parts[-1].split()) == 1 and len(first) > 1:
        return False  # "the harbour guards and pilots" share what stands before them
    if first[0].lower() in VAGUE or any(word in PREPOSITIONS for part in parts[:-1] for word in part.split()):
        return False
    if any(re.match(r"(?:his|her|their)\s", part) for part in parts[1:]):
        return False
    # "a friend and fellow journalist" is one, "a friend and a journalist" and "a friend and pilots" are two.
    if re.match(r"an?\s", raw[0], re.I) and not all(
        _is_told_apart(p, r) for p, r in zip(parts[1:], raw[1:], strict=True)
    ):
        return False
    return all(
        len(part.split()) > 1 or part[:1].isupper() or part.endswith("s") or part != written
        for part, written in zip(parts, raw, strict=True)
    )


def _is_told_apart(part: str, written: str) -> bool:
    """Tell whether a piece behind "a monitor and" is another one: a name, of several, or with its own article."""
    return part != written or part[:1].isupper() or part.endswith("s")


def _is_name(part: str, *, long: bool = False) -> bool:
    """Tell whether a piece of a list is a name by itself: capitals, and no more than particles between them.

    A `long` one may have more words, as where "and the" tells the names of a list from the words of one name.
    """
    some = part.split()
    known = words().particles | {"of", "for", "the"}
    count = sum(w not in known for w in some) if long else len(some)
    return 0 < count <= NAME_WORDS and all(w[:1].isupper() or w in known for w in some) and some[0][:1].isupper()
