"""What agrees between an annotated report and what was found in it, as counts that add up over reports.

A count's key names the layer, what of it, and which count: ("part", "cue", "right"). Parts agree when they are exactly
the same pieces. Statements are paired one to one by how much of their contents they share, best first; what is
*attributed* shares its source too, or has none on both sides.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from accordingto.data import LABELS, PARTS, Span, Statement

Key = tuple[str, ...]
OVERLAPS = ("0.3", "0.8")
"""Shares of the joint content (intersection over union, in code points) from which statements are a pair."""
SOURCE_OVERLAP = 0.5
_NO_NAME = frozenset({"the", "a", "an", "unnamed", "mr", "mrs", "ms", "president", "minister", "general"})
_SHORT = {"us": "united_states", "usa": "united_states", "un": "united_nations", "uk": "united_kingdom"}


def tally(text: str, gold: Sequence[Statement], found: Sequence[Statement], *, flat: bool = False) -> Counter[Key]:
    """Return the counts of one report; `flat` leaves nested statements out on the side of what was found."""
    if flat:
        found = [s for s in found if s.parent is None]
    out: Counter[Key] = Counter()
    for part in PARTS:
        ours, theirs = ({_trimmed(text, x) for s in side for x in getattr(s, part)} for side in (found, gold))
        _add(out, "part", part, len(ours & theirs), len(ours), len(theirs))
    sides = [(_characters(text, g.content), _characters(text, g.source)) for g in gold]
    others = [(_characters(text, f.content), _characters(text, f.source)) for f in found]
    pairs: list[tuple[int, int]] = []
    for overlap in reversed(OVERLAPS):
        pairs = paired(sides, others, float(overlap))
        sourced = sum(attributed(sides[i][1], others[j][1]) for i, j in pairs)
        for what, right in (("content", len(pairs)), ("attributed", sourced)):
            _add(out, "statement", f"{what}@{overlap}", right, len(found), len(gold))
    _labels(out, gold, found, pairs)
    _parents(out, gold, found, dict(pairs))
    return out


def paired(
    gold: Sequence[tuple[set[int], set[int]]], found: Sequence[tuple[set[int], set[int]]], overlap: float
) -> list[tuple[int, int]]:
    """Return which gold statement is which found one; each is given by the characters of its content and source."""
    shares = []
    for i, (content, source) in enumerate(gold):
        for j, (their_content, their_source) in enumerate(found):
            share = _share(content, their_content)
            if share >= overlap:
                shares.append((share + 0.01 * _share(source, their_source), i, j))
    taken_gold: set[int] = set()
    taken: set[int] = set()
    out = []
    for _, i, j in sorted(shares, reverse=True):
        if i not in taken_gold and j not in taken:
            taken_gold.add(i)
            taken.add(j)
            out.append((i, j))
    return out


def _labels(
    out: Counter[Key], gold: Sequence[Statement], found: Sequence[Statement], pairs: Sequence[tuple[int, int]]
) -> None:
    for i, j in pairs:
        for label in LABELS:
            if not (label == "polarity" and gold[i].act == "decline"):
                out["label", label, getattr(gold[i], label), getattr(found[j], label)] += 1
        if gold[i].speaker:
            out["speaker", "right"] += name_words(gold[i].speaker) == name_words(found[j].speaker)
            out["speaker", "matched"] += 1
    out["speaker", "found"] += sum(bool(s.speaker) for s in found)
    out["speaker", "gold"] += sum(bool(s.speaker) for s in gold)


def _parents(out: Counter[Key], gold: Sequence[Statement], found: Sequence[Statement], pair: dict[int, int]) -> None:
    theirs = {(i, s.parent) for i, s in enumerate(gold) if s.parent is not None}
    ours = {(j, s.parent) for j, s in enumerate(found) if s.parent is not None}
    right = sum(a in pair and b in pair and (pair[a], pair[b]) in ours for a, b in theirs)
    _add(out, "statement", "parent", right, len(ours), len(theirs))


def name_words(name: str) -> set[str]:
    """Return the words of a speaker's name that count: no case, accents, articles and titles."""
    plain = unicodedata.normalize("NFKD", name).casefold().replace(".", "")
    words = re.findall(r"\w+", re.sub(r"['’]s\b", "", plain))
    return {_SHORT.get(word, word) for word in words if word not in _NO_NAME}


def _add(out: Counter[Key], layer: str, what: str, right: int, found: int, gold: int) -> None:
    out[layer, what, "right"] += right
    out[layer, what, "found"] += found
    out[layer, what, "gold"] += gold


def _trimmed(text: str, span: Span) -> tuple[int, int]:
    begin, end = span
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    return begin, end


def _characters(text: str, spans: Sequence[Span]) -> set[int]:
    return {i for span in spans for i in range(*_trimmed(text, span))}


def _share(ours: set[int], theirs: set[int]) -> float:
    return len(ours & theirs) / len(ours | theirs) if ours or theirs else 1.0


def attributed(ours: set[int], theirs: set[int]) -> bool:
    """Tell whether two sources, given by their characters, are the same: both absent, or enough of them shared."""
    return (not ours and not theirs) or (bool(ours and theirs) and _share(ours, theirs) >= SOURCE_OVERLAP)
