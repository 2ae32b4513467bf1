"""Quantities in words: "at least 31", "two to three hundred", "more than 1,400" – as written, and as a range.

Years, days of the month and clock times are no quantities. Words in, the first quantity out, with what is counted.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

_UNITS = {
    **{"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9},
    **{"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16},
    **{"seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50},
    **{"sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "dozen": 12},
}
_POWERS = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 10**9}
_MANY = {"dozens": 13, "scores": 30, "hundreds": 150, "thousands": 1_500}
"""The least that each may mean; there is no most, since "hundreds" is said of 1,300 as well."""
_WORDS = "|".join(sorted({*_UNITS, *_POWERS} - {"one"}, key=len, reverse=True))
_NUMBER = (
    rf"(?:\d[\d,]*(?:\.\d+)?(?:\s(?:{'|'.join(_POWERS)}))?|(?:(?:{_WORDS}|one)(?:[\s-](?:and\s)?(?:{_WORDS}|one))*))"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
NUMBER = rf"(?:{_NUMBER}|{'|'.join(_MANY)})"
"""A pattern for numbers in digits or words, and for "dozens" and the like."""
_QUANTITY = re.compile(
    rf"(?P<how>at least|no (?:fewer|less) than|more than|over|well over|up to|less than|fewer than|nearly|almost|about"
    rf"|some|around|an estimated|as many as|between|in the order of|closer to)?\s*"
    rf"(?P<first>\b{_NUMBER}\b)(?:\s?(?:to|and|[-–])\s?(?P<second>{_NUMBER})\b)?|\b(?P<many>{'|'.join(_MANY)})\b",
    re.IGNORECASE,
)
_ANY = re.compile(rf"\d|\b(?:{_WORDS}|one|{'|'.join(_MANY)})\b", re.IGNORECASE)
_NOT_BEFORE = re.compile(rf"(?:{_MONTH}|\b(?:since|in|of|by|on|at|until|from|year)|[#№$])\s?$", re.IGNORECASE)
_NOT_AFTER = re.compile(
    rf"\s?(?:{_MONTH}\b|a\.?m\b|p\.?m\b|o.clock|(?:st|nd|rd|th)\b|[-\s]?(?:years?|months?|weeks?|days?|hours?|minutes?|mm)\b|:\d"
    r"|[-/.]\d{4}\b)",
    re.IGNORECASE,
)
_HARM = re.compile(
    r"\b(?:(?P<dead>kill|dead|die[ds]?\b|dying|death|lives\b|bod(?:y|ies)\b|massacr|martyr|slain|execut|behead)"
    r"|(?P<hurt>wound|injur|hurt|maim))\w*",
    re.IGNORECASE,
)
_NEXT = re.compile(r"\s+(?:of\s+(?:the\s+)?)?(?:[\w-]+\s+){0,2}?(?P<noun>[a-z]{3,})", re.IGNORECASE)
_ATLEAST = frozenset(("at least", "no fewer than", "no less than", "more than", "over", "well over"))
_ATMOST = frozenset(("up to", "less than", "fewer than", "as many as"))
OPEN = "several"
STEM = 5
"""Letters by which a counted word is known again in singular and plural."""
_PEOPLE = frozenset(
    word[:STEM]
    for word in (
        *(
            "people",
            "dead",
            "civilians",
            "men",
            "victims",
            "bodies",
            "residents",
            "killed",
            "persons",
            "lives",
            "deaths",
        ),
        *("others", "were", "was", "had", "died", "casualties", "fatalities", "citizens"),
    )
)
ABOUT = 0.1
"""A figure with "about" or "nearly" may be so much off."""


class Quantity(NamedTuple):
    """A quantity as written, its least and greatest value, the word after it, and the harm that it counts."""

    words: str
    least: float
    most: float
    noun: str
    harm: str = ""
    """"dead" or "hurt", by the nearest word that tells; else empty."""


def quantity(words: str) -> Quantity | None:
    """Return the first quantity in some words, or None."""
    if not _ANY.search(words):
        return None
    for found in _QUANTITY.finditer(words):
        if found["many"]:
            return _read(words, found, _MANY[found["many"].lower()], math.inf)
        how = (found["how"] or "").lower()
        if not how and (_is_date(words, found) or found["first"].lower() == "one"):
            continue
        first = _number(found["first"])
        second = _number(found["second"]) if found["second"] else first
        if found["second"] and found["second"].lower().endswith("hundred") and first < 100:
            first *= 100
        least, most = min(first, second), max(first, second)
        if how in _ATLEAST:
            most = math.inf
        elif how in _ATMOST:
            least = 0
        elif how and how != "between":
            least, most = least * (1 - ABOUT), most * (1 + ABOUT)
        return _read(words, found, least, most)
    return None


def without_value(words: str) -> str:
    """Return words with their first quantity left open, so that the same with another value is nearly the same."""
    found = quantity(words)
    return words.replace(found.words, OPEN, 1) if found else words


def disagree(one: Quantity, other: Quantity) -> bool:
    """Tell whether no number fits both."""
    return one.most < other.least or other.most < one.least


def same_thing(one: Quantity, other: Quantity) -> bool:
    """Tell whether two quantities count the same, by the words around them; people are people, but dead is not hurt."""
    if one.harm and other.harm and one.harm != other.harm:
        return False
    nouns = {one.noun[:STEM], other.noun[:STEM]}
    return len(nouns) == 1 or all(noun in _PEOPLE or noun == "" for noun in nouns)


def _read(words: str, found: re.Match[str], least: float, most: float) -> Quantity:
    """Return a quantity that was found in some words."""
    begin, end = found.span()
    harms = [(max(one.start() - end, begin - one.end(), 0), str(one.lastgroup)) for one in _HARM.finditer(words)]
    return Quantity(found[0].strip(), least, most, _noun(words, end), min(harms, default=(0, ""))[1])


def _is_date(words: str, found: re.Match[str]) -> bool:
    if _NOT_AFTER.match(words, found.end()):
        return True
    digits = found["first"]
    if re.fullmatch(r"(?:19|20)\d\d", digits) and not found["second"]:
        return True
    return digits.isdigit() and len(digits) <= 2 and _NOT_BEFORE.search(words[: found.start()]) is not None


def _noun(words: str, end: int) -> str:
    found = _NEXT.match(words, end)
    return found["noun"].lower() if found else ""


def _number(words: str) -> float:
    total, part = 0.0, 0.0
    for word in re.split(r"[\s-]+", words.lower()):
        if word[0].isdigit():
            part += float(word.replace(",", "").rstrip("."))
        elif word in _POWERS:
            part = max(part, 1) * _POWERS[word]
            if _POWERS[word] > 100:
                total, part = total + part, 0
        elif word != "and":
            part += _UNITS.get(word, 0)
    return total + part


def slot_of(quantities: Sequence[Quantity]) -> str:
    """Return what is counted, by the word that most of the quantities have after them."""
    nouns = [one.noun for one in quantities if one.noun]
    best = max(sorted(set(nouns)), key=nouns.count, default="")
    return f"number of {best}" if best else "number"
