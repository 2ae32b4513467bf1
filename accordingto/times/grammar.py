"""Where times stand in a sentence: one scan with the forms of grammar.toml, then a look at the words beside each.

In comes the text in small letters, out come `Hit`s: a form with its parts. Nothing is resolved here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from accordingto.data import Span

_NAME = re.compile(r"\{([a-z_]+)\}")
_BEFORE = re.compile(r"(?:^|.*?)([^\W_]+[.’']?[^\W_]*|[$€£#])[\s(]*\Z", re.DOTALL)
_AFTER = re.compile(r"[\s-]*([^\W_]+(?:\.[^\W_]+\.?)*)")
_AMOUNT = re.compile(r"[$€£#]\s?\Z|\d[,./-]\Z|/\Z")
_PLAIN = ("numbers", "ordinals", "decades", "feasts", "named", "parts", "part_words")
_LOOK = 40
"""Characters looked at beside a hit."""
FIRST_YEAR, LAST_YEAR = 1500, 2099
"""Four figures are taken for a year outside these only behind "in", "since" and the like."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A time as it is written: its form and the parts of it, in small letters."""

    begin: int
    end: int
    form: str
    parts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tables:
    """What grammar.toml holds, patterns compiled."""

    somewhere: re.Pattern[str]
    scan: re.Pattern[str]
    forms: Mapping[str, re.Pattern[str]]
    part: re.Pattern[str]
    ahead: re.Pattern[str]
    behind: re.Pattern[str]
    numbers: Mapping[str, int]
    ordinals: Mapping[str, int]
    decades: Mapping[str, int]
    feasts: Mapping[str, list[int]]
    named: Mapping[str, str]
    parts: Mapping[str, Mapping[str, list[int]]]
    part_words: Mapping[str, str]
    beside: Mapping[str, frozenset[str]]
    timeless: frozenset[str]


@cache
def tables() -> Tables:
    """Return the tables of grammar.toml, read once."""
    found: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf8"))
    words = found["words"]
    forms = dict(found["forms"])
    for name in ("named", "feasts"):
        forms = {name: rf"(?P<word>{_either(found[name])})(?!\w)", **forms}
    patterns = {name: _NAME.sub(lambda m: f"(?:{words[m[1]]})", pattern) for name, pattern in forms.items()}
    # In the scan a form is one group; its inner groups are named again where the form itself is matched.
    bare = {name: re.sub(r"\(\?P<\w+>", "(?:", pattern) for name, pattern in patterns.items()}
    scan = "|".join(f"(?P<{name}>{pattern})" for name, pattern in bare.items())
    part = rf"\b(?:the )?(?:very )?(?P<part>{_either(found['part_words'])}|earlier|later)"
    part += r"(?: ?- ?| (?:in |on |of |part of )?)(?:the )?\Z"
    return Tables(
        somewhere=re.compile(_spaced(found["gate"]["somewhere"])),
        scan=re.compile(rf"(?<![\w’'])(?={_spaced(found['gate']['first'])})(?:{_spaced(scan)})"),
        forms={name: re.compile(_spaced(pattern)) for name, pattern in patterns.items()},
        part=re.compile(_spaced(part)),
        ahead=re.compile(found["tense"]["ahead"]),
        behind=re.compile(found["tense"]["behind"]),
        **{name: found[name] for name in _PLAIN},
        timeless=frozenset(found["cues"]["timeless"]),
        beside={name: frozenset(some) for name, some in found["beside"].items()},
    )


def small(text: str) -> str:
    """Return the text in small letters, sign by sign, so that every place in it stays what it was."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(s if len(s) == 1 else "i" for s in map(str.lower, text))


def hits(text: str, lower: str, span: Span) -> Iterator[Hit]:
    """Yield the times that are written in a sentence, in order and apart from each other."""
    known = tables()
    if not known.somewhere.search(lower, *span):
        return
    at = span.begin
    while found := known.scan.search(lower, at, span.end):
        form = found.lastgroup or ""
        begin, end = found.span()
        if not _stands(text, lower, span, form, (begin, end)):
            at = _next(lower, begin, span.end)
            continue
        parts = known.forms[form].match(lower, begin, span.end)
        named = parts.groupdict() if parts else {}
        yield Hit(begin, end, form, {name: part for name, part in named.items() if part})
        at = end


def _next(lower: str, at: int, end: int) -> int:
    """Return where the word after the one at `at` may begin."""
    while at < end and lower[at].isalnum():
        at += 1
    return at + 1


def _stands(text: str, lower: str, span: Span, form: str, place: tuple[int, int]) -> bool:
    """Tell whether a form is a time where it stands: "may", "march", "2000" and "the fall" are other things too."""
    begin, end = place
    known = tables().beside
    capital = any(sign.isupper() for sign in text[begin:end])
    match form:
        case "month":
            previous = before(lower, span, begin)
            alone = previous not in known["recurring"] and _plain_month(text, place)
            return text[begin].isupper() and (previous in known["month"] or alone)
        case "which_month":
            return any(sign.isupper() for sign in text[begin + 1 : end])
        case "month_day" | "day_month":
            return capital
        case "weekday" | "which_weekday":
            return capital and before(lower, span, begin) not in known["recurring"]
        case "feasts":
            following = _AFTER.match(text, end, end + _LOOK)
            return before(lower, span, begin) in known["feast"] and not (following and following[1][0].isupper())
        case "the_season":
            return before(lower, span, begin) in known["season"] and not capital
        case "recent" | "rolling":
            return before(lower, span, begin) not in known["whose"]
        case "clock_named":
            return not capital or begin == span.begin
        case "year":
            return _is_year(text, lower, span, place)
        case "years" | "decade" | "iso" | "clock_24":
            return not _AMOUNT.search(lower, max(span.begin, begin - 2), begin)
    return True


def _plain_month(text: str, place: tuple[int, int]) -> bool:
    """Tell whether a month stands by itself that is no other word and no first name."""
    begin, end = place
    if text[begin:end].lower() in ("may", "march", "april", "june", "august"):
        return False
    following = _AFTER.match(text, end, end + _LOOK)
    return not (following and following[1][0].isupper())


def _is_year(text: str, lower: str, span: Span, place: tuple[int, int]) -> bool:
    """Tell whether four figures are a year: by the words beside them, the farther from our time the more of them."""
    begin, end = place
    known = tables().beside
    previous, following = before(lower, span, begin), after(lower, span, end)
    if previous in known["amount_before"] or following in known["amount_after"]:
        return False
    if _AMOUNT.search(lower, max(span.begin, begin - 2), begin):
        return False
    year = int(lower[begin:end])
    if previous in known["year"] or text[begin - 1 : begin] == "(":
        several = following.endswith("s") and not following.endswith("ss")
        return not (several and year < 1900 and previous in ("the", "of", "to", "for"))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return False
    if previous in known["year_of"] or not following or text[end : end + 1] in ",;:.)–—":
        return True
    named = _AFTER.match(text, end, end + _LOOK)
    behind_name = begin > span.begin and text[:begin].rstrip()[-len(previous) :][:1].isupper()
    return following in known["year"] or behind_name or bool(named and named[1][0].isupper())


def before(lower: str, span: Span, at: int) -> str:
    """Return the word before a place in a sentence; nothing where there is none."""
    found = _BEFORE.match(lower[max(span.begin, at - _LOOK) : at])
    return found[1] if found else ""


def after(lower: str, span: Span, at: int) -> str:
    """Return the word after a place in a sentence; nothing where there is none."""
    found = _AFTER.match(lower, at, min(span.end, at + _LOOK))
    return found[1] if found else ""


def _either(words: Mapping[str, object]) -> str:
    """Return a pattern of any of these words, the longest first."""
    return "|".join(re.escape(word).replace(r"\ ", " ") for word in sorted(words, key=len, reverse=True))


def _spaced(pattern: str) -> str:
    """Return a pattern in which a space stands for white space."""
    return (
        pattern.replace("[- ]", r"[-\s]").replace("[ s]", r"[\ss]").replace(" ?", r"\s{0,2}").replace(" ", r"\s{1,2}")
    )
