"""Stretches of text that can be held to be so by themselves: clauses, as far as words and marks show them.

A piece of a report goes in, spans come out that lie in it, in order, without the marks and joining words at their
ends. There is no grammar in it: a border is a mark or a word of `pieces.toml`, with enough words on both sides.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from accordingto.data import Span
from accordingto.link.values import NUMBER, quantity

FEWEST_WORDS = 3
"""A stretch of fewer words stays with its neighbour."""
WHOLE = 0.6
"""Share of the words of a clause above which a toll is the clause itself."""
ASIDE, FEWEST_OF_ASIDE = 0.7, 2
"""Share of the words of a clause above which what it names in passing is the clause itself, and the fewest of that."""
_WORD = re.compile(r"\w+(?:['’.,-]\w+)*")
_EDGE = re.compile(r"[\s,;:.!?…–—\-\"“”„«»'‘’()\[\]*•]+")


def stretches(text: str, begin: int, end: int) -> list[Span]:
    """Return the clauses of `text[begin:end]`, trimmed; none where it has no word."""
    borders = [begin]
    for found in _border().finditer(text, begin, end):
        at = found.start("after") if found["after"] is not None else found.end()
        if _words(text, borders[-1], found.start()) >= FEWEST_WORDS and _words(text, at, end) >= FEWEST_WORDS:
            borders.append(at)
    return [span for b, e in zip(borders, [*borders[1:], end], strict=True) if (span := trimmed(text, b, e))]


def trimmed(text: str, begin: int, end: int) -> Span | None:
    """Return a span without marks, spaces and joining words at its ends; None where nothing is left."""
    if lead := _EDGE.match(text, begin, end):
        begin = lead.end()
    while joint := _joint().match(text, begin, end):
        begin = joint.end()
    before = end + 1
    while end < before:
        before = end
        while end > begin and _EDGE.fullmatch(text[end - 1]):
            end -= 1
        if joint := _last_joint().search(text[begin:end]):
            end = begin + joint.start()
    return Span(begin, end) if end > begin else None


def tolls(text: str, begin: int, end: int) -> list[Span]:
    """Return the stretches of a clause that by themselves give a toll: "killed more than 1,400 people"."""
    most = WHOLE * count_words(text, Span(begin, end))
    spans = (trimmed(text, *toll.span()) for toll in _toll().finditer(text, begin, end) if quantity(toll[0]))
    return [span for span in spans if span and count_words(text, span) <= most]


def asides(text: str, begin: int, end: int) -> list[Span]:
    """Return the stretches of a clause that name something as known: "a gas attack on Orl", "since the war began"."""
    most = ASIDE * count_words(text, Span(begin, end))
    found = (trimmed(text, *one.span()) for pattern in _asides() for one in pattern.finditer(text, begin, end))
    return [span for span in found if span and FEWEST_OF_ASIDE <= count_words(text, span) <= most]


def is_clause(words: str) -> bool:
    """Tell whether words can claim something: they have a verb, as far as its form shows, and are no stock phrase."""
    return _pattern("verbs").search(words) is not None and _pattern("stock").search(words) is None


def outside(begin: int, end: int, taken: Sequence[Span]) -> Iterator[Span]:
    """Yield what of `begin`–`end` none of the spans in `taken` covers."""
    for b, e in sorted(taken):
        if b >= end or e <= begin:
            continue
        if b > begin:
            yield Span(begin, b)
        begin = max(begin, e)
    if begin < end:
        yield Span(begin, end)


def count_words(text: str, span: Span) -> int:
    """Return how many words stand in a span."""
    return _words(text, *span)


def _words(text: str, begin: int, end: int) -> int:
    return sum(1 for _ in _WORD.finditer(text, begin, end))


@cache
def _lists() -> dict[str, list[str]]:
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        lists: dict[str, list[str]] = tomllib.load(file)
    return lists


@cache
def _border() -> re.Pattern[str]:
    words, alone = ("|".join(_lists()[name]) for name in ("after_comma", "alone"))
    # "accused of launching": what a joining word leads to is no clause of its own.
    joined = "".join(rf"(?<!\b{word})" for word in _lists()["leading"])
    borders = rf"[;:]\s+|\s+[–—-]\s+|—|,\s+(?P<after>(?:{words})\b)|{joined}\s(?=(?:{alone})\b)"
    return re.compile(borders, re.IGNORECASE)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_lists()[name])})\b", re.IGNORECASE)


@cache
def _toll() -> re.Pattern[str]:
    before, after = ("|".join(_lists()[name]) for name in ("toll_before", "toll_after"))
    number = (
        rf"(?:at least |more than |about |some |over |nearly |up to |well over |as many as |between |around )?{NUMBER}"
    )
    number += rf"(?: (?:to|and|or) {NUMBER})?"
    return re.compile(rf"\b(?:{before}) {number}(?: of)?(?: \w+){{0,2}}|\b{number} (?:{after})\b", re.IGNORECASE)


@cache
def _asides() -> tuple[re.Pattern[str], ...]:
    word, stop = r"[\w’'.-]+", rf"(?!(?:{'|'.join(_lists()['ends_aside'])})\b)"
    lead = rf"\b(?:(?:an?|the|its|their)\s)?(?:{stop}(?!(?:{'|'.join(_lists()['before_aside'])})\b){word}\s){{0,2}}"
    behind = rf"(?:\s{stop}{word}){{1,5}}"
    weapons, deeds = ("|".join(_lists()[name]) for name in ("weapons", "deeds"))
    of_weapon = (
        rf"{lead}(?:{weapons})\s(?:{word}\s)?(?:{deeds})\b(?:\s(?:by|on|against|in|near|of|at|outside){behind})?"
    )
    since = rf"\bsince(?:\s{stop}{word}){{1,8}}"
    return tuple(re.compile(one, re.IGNORECASE) for one in (of_weapon, since))


@cache
def _joint() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_lists()['joints'])})\b[\s,:\"“‘]*", re.IGNORECASE)


@cache
def _last_joint() -> re.Pattern[str]:
    return re.compile(rf"[\s,;:]+(?:{'|'.join(_lists()['last_joints'])})?\Z", re.IGNORECASE)
