"""Names in a text by their capitals: runs of capitalised words, particles inside them, titles before them left out.

In comes a text and a span, out come `Name`s in the order of the text. What kind of thing a name names is not told here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from accordingto.actors.roles import roles
from accordingto.data import Span
from accordingto.states import state_named, state_of_people

WORD = re.compile(r"[^\W_]+(?:[’'.-](?=\w)[^\W_]+)*\.?(?:[’'](?!s\b))?")
POSSESSIVE = re.compile(r"[’']s?\Z")
ARTICLE = re.compile(r"\A(?:the|a|an)\s+", re.I)


_OFFICE_OF = re.compile(
    r"\b(?:ministers?|secretary|undersecretary|director|head|chief|commissioner)\s+(?:of|for)\s+(?:the\s+)?"
    r"(?:[A-Z][\w’'-]+,?\s+)*(?:and\s+)?\Z",
    re.I,
)
NAMES_TOO = {"sheikh", "king", "prince", "major", "bishop", "marshal"}
"""Titles that stand inside names as well ("Hassan Sheikh Omar")."""


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
    fields: frozenset[str]
    writings: frozenset[str]
    in_full: dict[str, str]
    bodies: dict[str, str]


@cache
def words() -> Words:
    """Return the table of words, read once."""
    tables = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf8"))
    in_full, bodies = tables.pop("in_full"), tables.pop("bodies")
    return Words(**{name: frozenset(some) for name, some in tables.items()}, in_full=in_full, bodies=bodies)


@cache
def given_names() -> dict[str, str]:
    """Return "f" or "m" for given names, folded, that only women or only men bear (`training/given.py` has made it)."""
    women, men = Path(__file__).with_name("given.txt").read_text(encoding="ascii").splitlines()
    return dict.fromkeys(women.split(), "f") | dict.fromkeys(men.split(), "m")


def names(text: str, span: Span) -> list[Name]:
    """Return the names in a sentence: runs of capitalised words, with the particles inside them."""
    known = words()
    out: list[Name] = []
    run: list[Span] = []
    for m in WORD.finditer(text, *span):
        begin, end = m.span()
        word = m[0]
        plain = word.rstrip(".").lower()
        if run and text[run[-1].end : begin].strip():
            out += _split(text, run)
            run = []
        capital = any(c.isupper() for c in word[:4]) and plain not in known.capitalised
        if capital and word.endswith(".") and len(word) > 2 and plain not in known.titles:
            end -= "." not in word[:-1]  # the full stop of the sentence, not that of an abbreviation
        if capital or (run and plain in known.particles):
            run.append(Span(begin, end))
        else:
            out += _split(text, run)
            run = []
    return out + _split(text, run)


def _split(text: str, run: Sequence[Span]) -> list[Name]:
    """Return the names in a run of capitalised words: "Norlandish Foreign Minister Ada Quill" holds two."""
    if len(run) > 2 and _OFFICE_OF.search(text, max(0, run[0].begin - 60), run[0].begin):
        fields = words().fields | {word for key in roles().departments for word in key.split()}
        at = next((i for i, (b, e) in enumerate(run) if _bare(text[b:e]) not in fields), 0)
        run = run[at:] if at < len(run) - 1 else run
    for i, (b, e) in enumerate(run[:-1]):
        if POSSESSIVE.search(text[b:e]) and not text[run[i + 1].begin].islower():
            return _split(text, run[: i + 1]) + _split(text, run[i + 1 :])
    known, bodies, nouns = words(), roles().bodies, roles().sorts
    plain = [_bare(text[b:e]) for b, e in run]
    end = len(run)
    while end and (plain[end - 1] in known.particles or (end > 1 and plain[end - 1] in nouns)):
        end -= 1
    while end < len(run) and end and plain[end - 1] in known.titles:
        end -= 1  # "Norland's Prime Minister": a title whose noun is gone
    # The last title before a word that is neither a title nor a body's noun ("General Staff", "State Department").
    titled = [
        i
        for i in range(end - 1)
        if (plain[i] in known.titles or plain[i] in nouns)
        and plain[i + 1] not in known.titles | bodies | set(nouns)
        and not (plain[i] in NAMES_TOO and i and _is_named(text[slice(*run[i - 1])]))
    ]
    if titled and plain[end - 1] not in bodies:
        before = run[: titled[-1]]
        while before and (_bare(text[slice(*before[-1])]) in known.titles | set(nouns)):
            before = before[:-1]
        return [*_split(text, before), *_split(text, run[titled[-1] + 1 : end])]
    if end > 2 and plain[end - 1] not in bodies and _is_told(text[slice(*run[0])]):
        return [*_name(text, run[:1]), *_split(text, run[1:end])]
    return _name(text, run[:end]) if any(word not in known.titles for word in plain[:end]) else []


def _is_told(word: str) -> bool:
    """Tell whether a word before a whole name says where someone is from or how old: "Norlandish", "Forty-year-old"."""
    return bool(re.search(r"-(?:old|based|born|backed)\Z", word) or state_of_people(word) or state_named(word))


def _is_named(word: str) -> bool:
    """Tell whether a word is part of a name: no title, no noun of a role or body, no state's."""
    plain, known = _bare(word), words()
    return not (plain in known.titles | roles().bodies | set(roles().sorts) or _is_told(word))


def _bare(word: str) -> str:
    plain = POSSESSIVE.sub("", word).rstrip(".").lower()
    parts = plain.split("-")
    return parts[-1] if len(parts) > 1 and all(part in words().titles for part in parts) else plain  # "Major-General"


def _name(text: str, run: Sequence[Span]) -> list[Name]:
    parts = tuple(part for b, e in run if (part := POSSESSIVE.sub("", text[b:e])))
    if not parts:
        return []
    end = run[-1].begin + len(POSSESSIVE.sub("", text[slice(*run[-1])]))
    return [Name(run[0].begin, end, parts)]
