"""Who a statement's source is, in the fullest form that its report gives: names, pronouns, "the columnist".

Works on one report's statements, by rules over capitals and what stands beside a name. Metonyms (a capital for its
government) and actors across reports are not resolved here. Where nothing is found the source stands as written.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from accordingto.data import Sentence, Span, Statement
from accordingto.heads.statements import Range

NAME_WORDS = 4
"""A longer piece of a list is no bare name."""
SENTENCES_BACK = 6
"""How far back a pronoun looks for who was last named."""

_WORD = re.compile(r"[^\W_]+(?:[’'.-](?=\w)[^\W_]+)*\.?(?:[’'](?!s\b))?")
_ARTICLE = re.compile(r"\A(?:the|a|an)\s+", re.I)
_CLAUSE = re.compile(r"\s*[,;(–—]|\s+(?:who|which|whose|that|speaking|citing)\b|\s+-\s")
_BEHIND = re.compile(r"\b(?:of|at|from|in|for|with|and|on|to|by|under|near|the|a|an)\s+\Z", re.I)
_LIST = re.compile(r",\s*(?:and\s+)?|\s+and\s+")
_POSSESSIVE = re.compile(r"[’']s?\Z")
_ROLE = re.compile(r"(?:the|that|this)\s+(?:[\w.’'-]+\s+){0,3}?([a-z]{4,})\Z", re.I)
_PERSON = {"he", "she", "his", "her", "him", "who"}
_SELF = {"i", "we", "my", "our", "me", "us"}
_THING = {"it", "its"}
_MANY = {"they", "their", "them"}
_BODIES = {"state", "organisation", "armed_group", "media", "document"}


@dataclass(frozen=True, slots=True)
class _Name:
    """A run of capitalised words in the text, titles left out."""

    begin: int
    end: int
    words: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join(self.words)


@cache
def _words(table: str) -> frozenset[str]:
    tables = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf8"))
    return frozenset(tables[table])


@cache
def _expansions() -> dict[str, str]:
    tables = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf8"))
    return dict(tables["in_full"])


def speakers(text: str, sentences: Sequence[Sentence], statements: Sequence[Statement]) -> list[str]:
    """Return the speaker of each statement; empty where it has no source. Several are joined by "; "."""
    return _Resolver(text, sentences, statements).all()


class _Resolver:
    """The names of one report, and its speakers as they are found, in the order of the text."""

    def __init__(self, text: str, sentences: Sequence[Sentence], statements: Sequence[Statement]) -> None:
        self.text, self.statements = text, statements
        self.begins = [s.span.begin for s in sentences]
        self.names = [n for s in sentences for n in _names(text, s.span)]
        self.found = [""] * len(statements)

    def all(self) -> list[str]:
        order = sorted(range(len(self.statements)), key=lambda i: self._at(i))
        for i in order:
            self.found[i] = self._one(i)
        for i in order:  # a parent may stand behind its child: "…", I think, he said
            if self._pronoun(i) in _SELF:
                self.found[i] = self._one(i)
        return self.found

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
        return self._plain(written)

    def _several(self, source: Span) -> list[str]:
        """Return the names of a bare list of names ("Orlo, Venn and the United States"), else nothing."""
        parts = [_ARTICLE.sub("", p.strip()) for p in _LIST.split(self.text[source.begin : source.end]) if p.strip()]
        inside = {str(n): n for n in self.names if source.begin <= n.begin and n.end <= source.end}
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
        sentence = max(0, bisect_right(self.begins, at) - 1)
        floor = self.begins[max(0, sentence - SENTENCES_BACK)] if self.begins else 0
        before = [j for j in range(len(self.statements)) if floor <= self._at(j) < at and self.found[j] and j != i]
        for j in sorted(before, key=self._at, reverse=True):
            other = self.statements[j]
            fits = (
                other.kind in ("person", "people") and ";" not in self.found[j]
                if pronoun in _PERSON
                else other.kind in _BODIES
                if pronoun in _THING
                else other.kind in ("people", "state", "organisation", "armed_group") or ";" in self.found[j]
            )
            if fits and self._pronoun(j) not in _SELF and not self._nested_in(i, j):
                return self.found[j]
        if pronoun in _PERSON:
            for name in reversed(self.names):
                if floor <= name.begin and name.end <= at and len(name.words) > 1:
                    return self._full(name)
        return ""

    def _nested_in(self, i: int, j: int) -> bool:
        return self.statements[i].parent == j and self._pronoun(i) in _PERSON and self.statements[j].kind != "person"

    def _person(self, source: Span) -> str:
        """Return the name that stands in a source, in its fullest form, or who "the columnist" is."""
        inside = [n for n in self.names if source.begin <= n.begin and n.end <= source.end]
        head = _CLAUSE.search(self.text, source.begin, source.end)
        first = [n for n in inside if head is None or n.end <= head.start()]
        if first:  # "NAME of BODY on PLACE", but "BODY of AFFAIRS spokeswoman NAME"
            own = [n for n in first if not _BEHIND.search(self.text[source.begin : n.begin])]
            return self._full((own or first)[-1])
        if inside:
            return self._full(inside[0])
        role = _ROLE.match(self.text[source.begin : head.start() if head else source.end])
        return self._holder(role[1].lower(), source.begin) if role else ""

    def _full(self, name: _Name) -> str:
        """Return the longest name of the report that a short one may stand for: the last such before it, else any."""
        if len(name.words) > 1:
            return str(name)
        word = name.words[0]
        longer = [n for n in self.names if len(n.words) > 1 and word in (n.words[-1], n.words[0])]
        longer = [n for n in longer if n.words[-1] == word] or longer
        before = [n for n in longer if n.end <= name.begin]
        return str((before or longer or [name])[-1 if before else 0])

    def _holder(self, role: str, at: int) -> str:
        """Return who the report calls by this role: "columnist NAME" or "NAME, a columnist"."""
        best = ""
        for name in self.names:
            if name.end > at:
                break
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
        head = _POSSESSIVE.sub("", _ARTICLE.sub("", head.strip(), count=1)) if head else written
        head = re.sub(r"\s+", " ", head).strip() or written
        return _expansions().get(head) or self._spelt_out(head) or head

    def _spelt_out(self, short: str) -> str:
        """Return what the report gives an abbreviation for: "Northern Relief League (NRL)"."""
        if not (short.isupper() and short.isalpha() and 2 <= len(short) <= 6):
            return ""
        at = max(0, self.text.find(f"({short})"))
        before = [m[0] for m in _WORD.finditer(self.text, max(0, at - 120), at)]
        initials = [w[0] if w[0].isupper() else "" for w in before]
        for k in range(len(before) - 1, -1, -1):
            if initials[k] and "".join(initials[k:]) == short:
                return " ".join(before[k:])
        return ""


def _names(text: str, span: Span) -> list[_Name]:
    """Return the names in a sentence: runs of capitalised words, with the particles inside them."""
    titles, particles, empty = _words("titles"), _words("particles"), _words("capitalised")
    out: list[_Name] = []
    run: list[Range] = []

    def close() -> None:
        while run and text[run[-1][0] : run[-1][1]].lower() in particles:
            run.pop()
        while run and text[run[0][0] : run[0][1]].rstrip(".").lower() in titles:
            run.pop(0)
        if run:
            parts = tuple(_POSSESSIVE.sub("", text[b:e]) for b, e in run)
            out.append(_Name(run[0][0], run[-1][1], tuple(p for p in parts if p)))
        run.clear()

    for m in _WORD.finditer(text, *span):
        begin, end = m.span()
        word = text[begin:end]
        if run and text[run[-1][1] : begin].strip():
            close()
        plain = word.rstrip(".").lower()
        capital = any(c.isupper() for c in word[:4]) and plain not in empty
        if capital and not (run and plain in titles):
            if word.endswith(".") and len(word) > 2 and plain not in titles:
                end -= "." not in word[:-1]  # the full stop of the sentence, not that of an abbreviation
            run.append((begin, end))
        elif run and plain in particles:
            run.append((begin, end))
        else:
            close()
            if capital:
                run.append((begin, end))
    close()
    return out
