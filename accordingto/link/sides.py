"""Which side acts in some words: the powers of a state, or those who fight or oppose it. Words in, a number out.

"The army used gas" and "the rebels used gas" differ in the one who did it, and hardly in meaning. Only words that tell
of harm, or of blame for it, are looked at: elsewhere ("no troops are in the town") a side is what is spoken of. A side
that something is done to ("against government troops"), or whose ground it is ("rebel-held"), does not act.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

NOBODY, STATE, OTHERS = 0, 1, 2
BACK = 4
"""Words before a side in which it shows that the side does not act."""
_WORD = re.compile(r"\w+(?:['’]\w+)*")


def side_of(words: str) -> int:
    """Return the side that acts in some words; NOBODY where there is none, or more than one."""
    if not _harm().search(words):
        return NOBODY
    return _named([word.lower() for word in _WORD.findall(words)])


def side_of_speaker(speaker: str, kind: str) -> int:
    """Return the side that a speaker (of a kind of data.KINDS) belongs to."""
    return {"state": STATE, "armed_group": OTHERS}.get(kind) or _named([w.lower() for w in _WORD.findall(speaker)])


def _named(some: list[str]) -> int:
    found = set[int]()
    for at, word in enumerate(some):
        side = _sides().get(word, NOBODY)
        if side != NOBODY and not _undergoes(some, at):
            # Of "rebel forces" and "opposition fighters" the first word tells the side.
            before = _sides().get(some[at - 1], NOBODY) if at else NOBODY
            found.add(before or side)
    return found.pop() if len(found) == 1 else NOBODY


def _undergoes(words: list[str], at: int) -> bool:
    words_of = _lists()
    before, after = words[max(0, at - BACK) : at], words[at + 1 : at + 2]
    return not words_of["does_not_act"].isdisjoint(before) or not words_of["ground"].isdisjoint(after)


@cache
def _lists() -> dict[str, frozenset[str]]:
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        return {name: frozenset(some) for name, some in tomllib.load(file).items()}


@cache
def _harm() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(_lists()['harm']))})\b", re.IGNORECASE)


@cache
def _sides() -> dict[str, int]:
    return dict.fromkeys(_lists()["state"], STATE) | dict.fromkeys(_lists()["others"], OTHERS)
