"""Who a statement's source is, in the fullest form that its report gives: names, pronouns, "the columnist".

Works on one report's statements, by rules over capitals and what stands beside a name. Metonyms (a capital for its
government) and actors across reports are not resolved here. Where nothing is found the source stands as written.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from accordingto.actors.names import ARTICLE, POSSESSIVE, WORD, Name, names, words
from accordingto.data import Sentence, Span, Statement

NAME_WORDS = 4
"""A longer piece of a list is no bare name."""
SENTENCES_BACK = 6
"""How far back a pronoun looks for who was last named."""
LOOK_BACK = 20_000
"""How many characters back "the ministry" and "the columnist" are looked for."""

_CLAUSE = re.compile(r"\s*[,;(–—]|\s+(?:who|which|whose|that|speaking|citing)\b|\s+-\s")
_BEHIND = re.compile(r"\b(?:of|at|from|in|for|with|and|on|to|by|under|near|the|a|an)\s+\Z", re.I)
_LIST = re.compile(r",\s*(?:and\s+)?|\s+and\s+")
_CAPITAL = r"[^\W\d_a-z][\w’'.-]{0,30}"
_NOUN = re.compile(r"\A(?:(?:its|his|her|their|our)\s)?([a-z]{5,})\Z")
_ROLE = re.compile(r"(?:the|that|this)\s+(?:[\w.’'-]+\s+){0,3}?([a-z]{4,})\Z", re.I)
_PERSON = {"he", "she", "his", "her", "him", "who"}
_SELF = {"i", "we", "my", "our", "me", "us"}
_THING = {"it", "its"}
_MANY = {"they", "their", "them"}
_GROUPS = {"people", "state", "organisation", "armed_group"}
_BODIES = {"state", "organisation", "armed_group", "media", "document"}


def speakers(text: str, sentences: Sequence[Sentence], statements: Sequence[Statement]) -> list[str]:
    """Return the speaker of each statement; empty where it has no source. Several are joined by "; "."""
    return _Resolver(text, sentences, statements).all()


class _Resolver:
    """The names of one report, and its speakers as they are found, in the order of the text."""

    def __init__(self, text: str, sentences: Sequence[Sentence], statements: Sequence[Statement]) -> None:
        self.text, self.statements = text, statements
        self.sentences = [s.span.begin for s in sentences]
        self.names = [n for s in sentences for n in names(text, s.span)]
        self.begins = [n.begin for n in self.names]
        self.longer: dict[str, list[Name]] = {}
        for name in self.names:
            if len(name.words) > 1:
                for word in {name.words[0], name.words[-1]}:
                    self.longer.setdefault(word, []).append(name)
        self.found = [""] * len(statements)
        self.told: list[int] = []  # the statements before the one that is looked at, in the order of the text

    def all(self) -> list[str]:
        order = sorted(range(len(self.statements)), key=self._at)
        for i in order:
            self.found[i] = self._one(i)
            self.told.append(i)
        for i in order:  # a parent may stand behind its child: "…", I think, he said
            if self._pronoun(i) in _SELF:
                self.found[i] = self._one(i)
        return self.found

    def _inside(self, begin: int, end: int) -> list[Name]:
        """Return the names that stand wholly inside a stretch of the text."""
        some = self.names[bisect_left(self.begins, begin) : bisect_left(self.begins, end)]
        return [name for name in some if name.end <= end]

    def _at(self, i: int) -> int:
        s = self.statements[i]
        return s.source[0].begin if s.source else s.cue[0].begin if s.cue else s.content[0].begin

    def _pronoun(self, i: int) -> str:
        source = self.statements[i].source
        return self.text[source[0].begin : source[0].end].lower() if source else ""

    def _one(self, i: int) -> str:
        s = self.statements[i]
        if not s.source:
            return ""
        written = " ".join(self.text[b:e] for b, e in s.source)
        pronoun = self._pronoun(i)
        if pronoun in _SELF:
            return self._outer(i) or written
        if pronoun in _PERSON | _THING | _MANY:
            return self._antecedent(i, pronoun) or written
        if len(several := self._several(s.source[0])) > 1:
            return "; ".join(several)
        if s.kind == "person" and (name := self._person(s.source[0])):
            return name
        plain = self._plain(written)
        if s.kind in _BODIES and (noun := _NOUN.match(plain)) and (body := self._body(noun[1], s.source[0].begin)):
            return body
        return plain

    def _body(self, noun: str, at: int) -> str:
        """Return which body "the ministry" is: the name with that noun in it that stands last before it."""
        title = re.escape(noun.capitalize())
        behind = rf"\s(?:of|for)\s{_CAPITAL}(?:\s{_CAPITAL}){{0,3}}"
        full = rf"(?:{_CAPITAL}\s){{1,4}}{title}\b(?:{behind})?|\b{title}{behind}"
        found = re.findall(full, self.text[max(0, at - LOOK_BACK) : at])
        return self._plain(re.sub(r"\s+", " ", found[-1])) if found else ""

    def _several(self, source: Span) -> list[str]:
        """Return the names of a bare list of names ("Orlo, Venn and the United States"), else nothing."""
        parts = [ARTICLE.sub("", p.strip()) for p in _LIST.split(self.text[source.begin : source.end]) if p.strip()]
        inside = {str(n): n for n in self._inside(*source)}
        if len(inside) < len(parts) or not all(p[:1].isupper() and len(p.split()) <= NAME_WORDS for p in parts):
            return []
        return [self._full(inside[p]) if p in inside else self._plain(p) for p in parts]

    def _outer(self, i: int) -> str:
        """Return who speaks where "I" or "we" stands: the statement around it."""
        parent = self.statements[i].parent
        return self.found[parent] if parent is not None else ""

    def _antecedent(self, i: int, pronoun: str) -> str:
        """Return who was last speaking, of the kind that the pronoun can stand for, else who was last named."""
        at = self._at(i)
        sentence = max(0, bisect_right(self.sentences, at) - 1)
        floor = self.sentences[max(0, sentence - SENTENCES_BACK)] if self.sentences else 0
        for j in reversed(self.told):
            if self._at(j) < floor:
                break
            if self._at(j) < at and self.found[j] and self._fits(pronoun, i, j):
                return self.found[j]
        if pronoun in _PERSON:
            for name in reversed(self._inside(floor, at)):
                if len(name.words) > 1:
                    return self._full(name)
        return ""

    def _fits(self, pronoun: str, i: int, j: int) -> bool:
        """Tell whether the source of statement j can be who the pronoun of statement i stands for."""
        other, several = self.statements[j], ";" in self.found[j]
        if self._pronoun(j) in _SELF or (self.statements[i].parent == j and other.kind not in ("person", *_BODIES)):
            return False
        if pronoun in _PERSON:
            return other.kind in ("person", "people") and not several
        return other.kind in _BODIES if pronoun in _THING else several or other.kind in _GROUPS

    def _person(self, source: Span) -> str:
        """Return the name that stands in a source, in its fullest form, or who "the columnist" is."""
        inside = self._inside(*source)
        head = _CLAUSE.search(self.text, source.begin, source.end)
        first = [n for n in inside if head is None or n.end <= head.start()]
        if first:  # "NAME of BODY on PLACE", but "BODY of AFFAIRS spokeswoman NAME"
            own = [n for n in first if not _BEHIND.search(self.text[source.begin : n.begin])]
            return self._full((own or first)[-1])
        if inside:
            return self._full(inside[0])
        role = _ROLE.match(self.text[source.begin : head.start() if head else source.end])
        return self._holder(role[1].lower(), source.begin) if role else ""

    def _full(self, name: Name) -> str:
        """Return the longest name of the report that a short one may stand for: the last such before it, else any."""
        if len(name.words) > 1:
            return str(name)
        word = name.words[0]
        longer = self.longer.get(word, [])
        longer = [n for n in longer if n.words[-1] == word] or longer
        before = [n for n in longer if n.end <= name.begin]
        return str((before or longer or [name])[-1 if before else 0])

    def _holder(self, role: str, at: int) -> str:
        """Return who the report calls by this role: "columnist NAME" or "NAME, a columnist"."""
        best = ""
        for name in self._inside(max(0, at - LOOK_BACK), at):
            before = self.text[max(0, name.begin - 40) : name.begin].lower().rstrip()
            after = self.text[name.end : name.end + 80].lower()
            own = after[1:].split(",")[0].split(".")[0] if after.startswith(",") else ""
            if len(name.words) > 1 and (before.endswith(role) or re.search(rf"\b{re.escape(role)}\b", own)):
                best = str(name)
        return best

    def _plain(self, written: str) -> str:
        """Return a source that is no named person: without article, clause and possessive."""
        clause = _CLAUSE.search(written)
        head = written[: clause.start()] if clause and clause.start() else written
        head = POSSESSIVE.sub("", ARTICLE.sub("", head.strip(), count=1)) if head else written
        head = re.sub(r"\s+", " ", head).strip() or written
        return words().in_full.get(head) or self._spelt_out(head) or head

    def _spelt_out(self, short: str) -> str:
        """Return what the report gives an abbreviation for: "Northern Relief League (NRL)"."""
        if not (short.isupper() and short.isalpha() and 2 <= len(short) <= 6):
            return ""
        at = max(0, self.text.find(f"({short})"))
        before = [m[0] for m in WORD.finditer(self.text, max(0, at - 120), at)]
        initials = [w[0] if w[0].isupper() else "" for w in before]
        for k in range(len(before) - 1, -1, -1):
            if initials[k] and "".join(initials[k:]) == short:
                return " ".join(before[k:])
        return ""
