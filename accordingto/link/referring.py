"""Denials and doubts that only name what they are of: "denied those allegations", "could not be verified", "rubbish".

The units of a version in, for each of these the unit that it speaks of out. Such words say nothing of what is claimed;
they stand under the claim of the words that they point at, which stand before them in the report, at most SENTENCES
back, or in the same sentence; “it is doubtful” may announce what follows it there. Where nothing fits, they stay by
themselves.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from accordingto.link.sides import NOBODY, side_of
from accordingto.link.stances import POSITIONS
from accordingto.link.statuses import OPPOSING
from accordingto.link.units import Source, Unit
from accordingto.link.values import quantity

SENTENCES = 3
"""A denial points at most so many sentences back."""
FEWEST, FEWEST_BEFORE_WHICH = 4, 3
"""Words of what is pointed at, one of them telling: less claims nothing. "Which the rebels deny" is of what stands
right before it in the sentence, and that may be shorter."""
ATTRIBUTED, BLAMED, NAMED, SAID_BEFORE, NOT_OWN, UNLIKELY = 1.0, 1.5, 1.0, 1.0, -4.0, 2.0
"""What it is worth, in sentences, that words are attributed, accuse, and name who denies; that who denies has said what
before; what it costs to be one's own words, and to be no assertion. By eye on the sample story and a real one."""
LEAST = {"denies": -0.9, "doubts": -1.5, "mentions": -0.9, "asserts": 99.0}
"""Worth above which words are pointed at: a doubt often is of what the report itself has told. Who only names what is
asserted asserts nothing that could be told."""
NOT_FOUND = -1
UNTOLD = POSITIONS | {"decline"}
"""Acts whose words are hardly what is denied."""
HEADLINE = 3
"""Telling words or names, all with a capital, from which some words may be a headline."""
LISTS = ("saying", "parties", "states", "small")
_WHO = re.compile(r"\W*(?:who|whom|whose|which|when|where)\b", re.IGNORECASE)
"""Words that only say more of somebody or something; what is denied stands before them."""
_AHEAD = re.compile(r"it(?:[’']s| (?:is|was|seems|remains|looks|appears))\b", re.IGNORECASE)
"""“It is doubtful,” says somebody, “that …”: what is doubted comes behind."""
_CLAUSE = re.compile(r"[,;:\"“”‘’–—-]\s*(?:that|whether|if)\s", re.IGNORECASE)
_WHICH = re.compile(r"\W*which\b", re.IGNORECASE)
_OF_WHAT_IS_SAID = re.compile(
    r"\b(?:reports?|claims?|accounts?|statements?|allegations?|accusations?|charges?|version|information)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """What is known of a unit: its attitude, who speaks ("" for the report), and the act of the statement."""

    attitude: str
    speaker: str
    act: str


def only_names(words: str) -> bool:
    """Tell whether some words name what they are about ("the allegations") and do not say what that is."""
    return _telling(words) == 0


def spoken_of(source: Source, units: Sequence[Unit], stances: Sequence[Stance]) -> list[int | None]:
    """Return for each unit the number of the one that it only names, None where it speaks for itself.

    NOT_FOUND stands for one that is not in the report.
    """
    words = [source.report.text[slice(*unit.span)] for unit in units]
    ordinary = {word for word in _WORD.findall(source.report.text) if word.islower()}
    # "The army is responsible" hangs on what is before it as well, but says who did it.
    telling = [_telling(some, ordinary) or int(side_of(some) != NOBODY) for some in words]
    begins = [one.span.begin for one in source.sentences]
    sentence_of = [bisect_right(begins, unit.span.begin) for unit in units]
    found: list[int | None] = [None] * len(units)
    for at, stance in enumerate(stances):
        if telling[at]:
            continue
        if ahead := _ahead(source.report.text, units, at, telling):
            found[at] = ahead
            continue
        found[at], most = NOT_FOUND, LEAST[stance.attitude]
        of_what_is_said, takes_up = _OF_WHAT_IS_SAID.search(words[at]), _WHICH.match(words[at])
        for other in range(at - 1, -1, -1):
            if (back := sentence_of[at] - sentence_of[other]) > SENTENCES:
                break
            if not telling[other] or units[other].span.end > units[at].span.begin or _WHO.match(words[other]):
                continue
            if of_what_is_said and units[other].statement is None:
                continue  # no report or claim is what the report itself tells
            count = len(words[other].split())
            if takes_up and back == 0 and count >= FEWEST_BEFORE_WHICH:
                found[at] = other
                break
            worth = _worth(stance, stances[other], words[other], same_sentence=back == 0) - back
            if count >= FEWEST and worth > most:
                found[at], most = other, worth
    return [
        one if one in (None, NOT_FOUND) or one > at else _main(units, words, telling, one)
        for at, one in enumerate(found)
    ]


def _ahead(text: str, units: Sequence[Unit], at: int, telling: Sequence[int]) -> int | None:
    """Return the unit behind another in its sentence that has the clause it announces; None where it announces none."""
    span = units[at].span
    clause = _CLAUSE.search(text, span.end, units[at].sentence.end) if _AHEAD.match(text, *span) else None
    if clause is None:
        return None
    return next((n for n in range(at + 1, len(units)) if units[n].span.end > clause.end() and telling[n]), None)


def _main(units: Sequence[Unit], words: Sequence[str], telling: Sequence[int], at: int) -> int:
    """Return the first clause of a statement that is no toll: of "an attack by the army, killing 300" the attack."""
    if units[at].statement is None:
        return at
    same = [n for n, unit in enumerate(units) if unit.statement == units[at].statement and telling[n]]
    near = [
        n for n in same if units[n].sentence == units[at].sentence and not (quantity(words[n]) or _WHO.match(words[n]))
    ]
    return near[0] if near and near[0] <= at else at


def _worth(one: Stance, other: Stance, words: str, *, same_sentence: bool) -> float:
    """Return what speaks for it that `one` is about the words of `other`."""
    own = one.speaker != "" and one.speaker == other.speaker
    if other.attitude == "denies" and (own or (same_sentence and "" in (one.speaker, other.speaker))):
        return SAID_BEFORE  # who denies something and calls it baseless has said before what it is
    if own and not (same_sentence and one.attitude == "doubts"):
        return NOT_OWN
    worth = ATTRIBUTED * (other.speaker != "") + BLAMED * (other.act == "criticise")
    worth += NAMED * bool(one.attitude == "denies" and _parties(one.speaker) & _parties(words))
    return worth - UNLIKELY * (other.attitude in OPPOSING or other.act in UNTOLD)


def _parties(words: str) -> set[str]:
    """Return the names in some words, and "state" where they speak of a state's powers."""
    some = _WORD.findall(words)
    found = {word.lower()[:5] for word in some if word[:1].isupper() or _is("parties", word)}
    return found | {"state"} if any(_is("states", word) for word in some) else found


def _telling(words: str, ordinary: Set[str] = frozenset()) -> int:
    """Return how many words say what is claimed: not names, and not in the lists.

    In a headline every word has a capital: a toll tells all the same ("21 Civilians Killed"), and so do words that the
    report has without a capital too (`ordinary`).
    """
    some = [word for word in _WORD.findall(words) if not any(_is(list_, word) for list_ in LISTS)]
    plain = sum(not word[:1].isupper() for word in some)
    if plain:
        return plain
    if some and quantity(words):
        return 1
    return sum(word.lower() in ordinary for word in some) if len(some) >= HEADLINE else 0


def _is(name: str, word: str) -> bool:
    return _pattern(name).fullmatch(word.lower()) is not None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        lists: dict[str, list[str]] = tomllib.load(file)
    return re.compile("|".join(lists[name]))
