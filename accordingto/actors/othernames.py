"""Names that a report says are one: "Relief League (RL)", "the Front, formerly known as the Vanguard".

In come a text and the names of one of its sentences, out come pairs with the words that say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accordingto.actors.names import Name
from accordingto.data import Span

_HOW = r"(?:formerly|also|previously|better|commonly|locally|once|now|otherwise|who is|which is|until recently)"
_MARKS = r"(?:the\s+)?[“\"'‘]?\Z"
_SAID = re.compile(rf"\)?\s*[,(]?\s*(?:{_HOW}\s+){{1,2}}(?:known|called|named)\s+(?:as\s+)?{_MARKS}", re.I)
_KNOWN = re.compile(
    r"\s*[,(]\s*(?:known (?:as|by)(?: (?:its|the) (?:\w+ )?(?:acronym|initials|abbreviation))?|or|a\.?k\.?a\.?)\s+"
    + _MARKS,
    re.I,
)
_OF = re.compile(
    r"\s+(?:of|for)\s+(?:the\s+)?[^\W\d_a-z][\w’'-]*(?:\s+(?:and|in|of)?\s*(?:the\s+)?[^\W\d_a-z][\w’'-]*)*"
)
_BRACKET = re.compile(r"\s*\(\s*(?:the\s+)?\Z")
SHORT = 8
"""Letters of the longest abbreviation."""
LONGEST_BETWEEN = 60
"""Characters between two names that one phrase can join."""


@dataclass(frozen=True, slots=True)
class OtherName:
    """Two names of one, and the words from the first to the end of the second."""

    name: str
    other: str
    span: Span
    how: str
    """"abbreviation" or "other name"."""


def other_names(text: str, names: Sequence[Name]) -> Iterator[OtherName]:
    """Yield the pairs among the names of one sentence that the words between them make one."""
    for at, second in enumerate(names):
        for first in reversed(names[max(0, at - 2) : at]):
            between, span = text[first.end : second.begin], Span(first.begin, second.end)
            if _BRACKET.fullmatch(between) and text[second.end : second.end + 1] in (")", ",", ";"):
                if _is_short(str(second)) and (long := long_form(str(second), text, first.end)):
                    yield OtherName(long, str(second), span, "abbreviation")
                break
            known = _KNOWN.fullmatch(between) and _is_short(str(second))
            if len(between) < LONGEST_BETWEEN and (known or _SAID.fullmatch(between)):
                long = long_form(str(second), text, first.end) if known else ""
                yield OtherName(long or str(first), _whole(text, second), span, "other name")
                break


def _whole(text: str, name: Name) -> str:
    """Return a name with what belongs to it behind "of" or "for": "League of Norland and the Isles"."""
    behind = _OF.match(text, name.end)
    return re.sub(r"\s+", " ", str(name) + (behind[0] if behind else ""))


def _is_short(name: str) -> bool:
    plain = name.replace(".", "")
    return 2 <= len(plain) <= SHORT and sum(map(str.isupper, plain)) >= 2 and " " not in name


def long_form(short: str, text: str, end: int) -> str:
    """Return the words before `end` that an abbreviation is made of: "Northern Relief League" for NRL."""
    letters = [c for c in short.casefold() if c.isalnum()]
    found = list(re.finditer(r"[^\W_]+(?:[’'-][^\W_]+)*", text[max(0, end - 120) : end]))
    at, base = len(found) - 1, max(0, end - 120)
    for letter in reversed(letters):
        # Small words inside ("of", "for the") mostly have no letter of their own.
        while at >= 0 and found[at][0][0].casefold() != letter:
            if not _is_small(found[at][0]):
                return ""
            at -= 1
        if at < 0 or not (found[at][0][0].isupper() or _is_small(found[at][0])):
            return ""
        at -= 1
    words = text[base + found[at + 1].start() : base + found[-1].end()]
    return re.sub(r"\s+", " ", words) if words[:1].isupper() else ""


def _is_small(word: str) -> bool:
    return word[0].islower() and len(word) <= 4
