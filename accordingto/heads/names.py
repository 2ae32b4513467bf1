"""Names of persons, organisations and places, as a tag sequence over a sentence.

What a sequence of words cannot know is settled afterwards: a word with a capital is judged where it stands and by where
else it stands in the text, and `names.toml` tells what belongs to a name and where two stand side by side.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from accordingto.heads.crf import best_paths
from accordingto.states import state_named
from accordingto.tokens import Floats

NAMES = ("PER", "ORG", "LOC")
NAME_TAGS = ("out", *(tag for name in NAMES for tag in (f"{name} begins", name)))
SHARE, LETTERS = 0.4, 3
"""What the mean over all places of a word counts for each of them, and letters from which a word is looked at: on EWT's
dev part F1 is 0.4 higher so, with 0.2 to 1 hardly other."""

Range = tuple[int, int]
Name = tuple[int, int, str]
"""First word, word behind the last, type."""


def decode(scores: Floats, words: Sequence[str], sentences: Sequence[Range], tables: dict[str, Floats]) -> list[Name]:
    """Return the names as word ranges with their type, in order; scores (T, tags), sentences as word ranges."""
    found = _tagged(agreed(scores, words), sentences, tables) if sentences else []
    small = [word.lower() for word in words]
    return [part for name in _joined(found, small) for part in _settled(name, words, small)]


def agreed(scores: Floats, words: Sequence[str]) -> Floats:
    """Return scores in which those of one word, where it has a capital, are nearer to each other."""
    places: dict[str, list[int]] = {}
    for at, word in enumerate(words):
        if len(word) >= LETTERS and word[0].isupper():
            places.setdefault(word, []).append(at)
    near = scores.copy()
    for some in places.values():
        if len(some) > 1:
            near[some] += SHARE * (scores[some].mean(0) - scores[some])
    return near


def _joined(names: Sequence[Name], small: Sequence[str]) -> Iterator[Name]:
    """Yield names, "the US" and "National Hurricane Center" as one, and "Housing Authority of" with its place."""
    before: Name | None = None
    for name in names:
        if before is not None:
            (begin, end, kind), (next_begin, next_end, next_kind) = before, name
            behind = small[end:next_begin]
            leads = kind == "LOC" and next_kind == "ORG" and not behind and next_end - next_begin > 1
            if leads or (kind == "ORG" and next_kind == "LOC" and behind in (["of"], ["of", "the"])):
                yield begin, next_end, "ORG"
                before = None
                continue
            yield before
        before = name
    if before is not None:
        yield before


def _settled(name: Name, words: Sequence[str], small: Sequence[str]) -> Iterator[Name]:
    """Yield what a name is by its words: without titles, with a company's full stop, a place apart from its state."""
    begin, end, kind = name
    lists = _lists()
    if any("_" in word for word in words[begin:end]):
        return  # of a file
    if kind == "PER":
        while begin < end and small[begin] in lists["titles"]:
            begin += 1 + (small[begin + 1 : begin + 2] == ["."])
        if begin >= end:
            return
    if kind == "ORG":
        end += small[end - 1] in lists["companies"] and small[end : end + 1] == ["."]
        end -= small[end - 2 : end] == [".", "."]
    if _is_state(words[begin:end]):
        yield begin, end, "LOC" if kind == "ORG" else kind
        return
    border = _border(begin, end, small) if kind == "LOC" else begin
    if border > begin:
        yield begin, border, kind
    yield border, end, kind


def _border(begin: int, end: int, small: Sequence[str]) -> int:
    """Return where a place ends and the state or region that it is in begins; `begin` where there is none."""
    for at in range(begin + 1, end):
        tail, before = small[at:end], small[at - 1]
        if before not in _lists()["together"] and (" ".join(tail) in _lists()["regions"] or _is_state(tail)):
            return at
    return begin


def _is_state(words: Sequence[str]) -> bool:
    name = " ".join(words)
    return state_named(name).lower() == name.lower()


@cache
def _lists() -> dict[str, frozenset[str]]:
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        return {name: frozenset(some) for name, some in tomllib.load(file).items()}


def _tagged(scores: Floats, sentences: Sequence[Range], tables: dict[str, Floats]) -> list[Name]:
    lengths = np.array([e - b for b, e in sentences])
    rows = np.zeros((len(sentences), int(lengths.max()), len(NAME_TAGS)), np.float32)
    for i, (b, e) in enumerate(sentences):
        rows[i, : e - b] = scores[b:e]
    tags = best_paths(rows, lengths, tables["names_steps"], tables["names_first"], tables["names_last"])
    flat = np.zeros(len(scores), np.int64)
    for i, (b, e) in enumerate(sentences):
        flat[b:e] = tags[i, : e - b]
    begins = np.flatnonzero(flat % 2 == 1)
    out = []
    for b in begins.tolist():
        inside, e = flat[b] + 1, b + 1
        while e < len(flat) and flat[e] == inside:
            e += 1
        out.append((b, e, NAMES[(int(inside) - 2) // 2]))
    return out
