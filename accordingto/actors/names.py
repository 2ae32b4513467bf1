"""Names in a text by their capitals: runs of capitalised words, particles inside them, titles before them left out.

In comes a text and a span, out come `Name`s in the order of the text. What kind of thing a name names is not told here.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from accordingto.data import Span

WORD = re.compile(r"[^\W_]+(?:[’'.-](?=\w)[^\W_]+)*\.?(?:[’'](?!s\b))?")
POSSESSIVE = re.compile(r"[’']s?\Z")
ARTICLE = re.compile(r"\A(?:the|a|an)\s+", re.I)


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words in the text, titles left out."""

    begin: int
    end: int
    words: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class Words:
    """What words.toml holds."""

    titles: frozenset[str]
    particles: frozenset[str]
    capitalised: frozenset[str]
    in_full: dict[str, str]


@cache
def words() -> Words:
    """Return the table of words, read once."""
    tables = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf8"))
    in_full = tables.pop("in_full")
    return Words(**{name: frozenset(some) for name, some in tables.items()}, in_full=in_full)


def names(text: str, span: Span) -> list[Name]:
    """Return the names in a sentence: runs of capitalised words, with the particles inside them."""
    known = words()
    titles, particles, empty = known.titles, known.particles, known.capitalised
    out: list[Name] = []
    run: list[tuple[int, int]] = []

    def close() -> None:
        while run and text[run[-1][0] : run[-1][1]].lower() in particles:
            run.pop()
        while run and text[run[0][0] : run[0][1]].rstrip(".").lower() in titles:
            run.pop(0)
        if run:
            parts = tuple(POSSESSIVE.sub("", text[b:e]) for b, e in run)
            out.append(Name(run[0][0], run[-1][1], tuple(p for p in parts if p)))
        run.clear()

    for m in WORD.finditer(text, *span):
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
