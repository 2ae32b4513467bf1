"""The lines of a text and the words in them, as the rules for cuts look at them.

In comes a text, out go its lines (offsets kept) and, of a line, its names and content words. What is cut is decided in
`cuts.py` and `teasers.py`; the words that both know stand in `cuts.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

STEM = 6
"""Letters by which two words count as one: "Syrian" and "Syria" do not differ in what they are about."""

WORD = re.compile(r"[^\W\d_]+")
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\r\n\u2028\u2029]")
_STOPS = (".", "!", "?", ":", ";")
_CLOSING = "\"'”’»)]"
_QUOTES = ("”", '"', "»")


@dataclass(frozen=True, slots=True)
class Line:
    """One line without the white space around it, and the number of line breaks before it."""

    begin: int
    end: int
    text: str
    gap: int

    @property
    def stopped(self) -> bool:
        """Whether it closes with a full stop or another sign that ends a sentence, quotation marks aside."""
        return self.text.rstrip(_CLOSING).endswith(_STOPS)

    @property
    def ended(self) -> bool:
        """Whether it closes as a sentence or a quotation does."""
        return self.stopped or self.text.endswith(_QUOTES)

    @property
    def weak(self) -> bool:
        """Whether it could be furniture if there is furniture around it: a few words that are no sentence."""
        text = self.text
        spoken = text.startswith(('"', "“", "—", "By "))
        return len(text) <= 60 and text.count(" ") < 7 and not spoken and not self.ended


@dataclass(frozen=True, slots=True)
class Words:
    """The names (capitalised words) and the content words of a piece of text, each by its first letters."""

    names: frozenset[str]
    content: frozenset[str]


def lines_of(text: str) -> list[Line]:
    """Return the lines of `text` that are not blank."""
    lines, end = [], 0
    for found in _LINE.finditer(text):
        if not (stripped := found[0].strip()):
            continue
        begin = found.start() + found[0].index(stripped)
        gap = len(_BREAK.findall(text, end, begin))
        end = begin + len(stripped)
        lines.append(Line(begin, end, stripped, gap))
    return lines


def length(lines: Iterable[Line]) -> int:
    """Return how many characters `lines` have, white space between them left out."""
    return sum(line.end - line.begin for line in lines)


def words_of(lines: Sequence[Line]) -> Words:
    """Return the names and content words of `lines`; words that any two stories share count for nothing."""
    common = _common()
    found = {word for line in lines for word in WORD.findall(line.text) if len(word) > 2}
    telling = [word for word in found if word.lower() not in common]
    return Words(
        frozenset(word.lower()[:STEM] for word in telling if word[0].isupper()),
        frozenset(word.lower()[:STEM] for word in telling if len(word) > 3),
    )


def shared(words: Collection[str], others: Collection[str]) -> float:
    """Return the share of `words` that are among `others`; of no words, all are."""
    return sum(word in others for word in words) / len(words) if words else 1.0


def plain(text: str) -> str:
    """Return the words of `text` in lower case, parted by single spaces."""
    return " ".join(WORD.findall(text.lower()))


@cache
def _common() -> frozenset[str]:
    tables = tomllib.loads(Path(__file__).with_name("cuts.toml").read_text(encoding="utf-8"))
    return frozenset(tables["common"]["words"])
