"""Where words come from: places in, the independent first source of each out.

A voice is one speaker in one report. Two voices share an origin when they stand in a passage that both reports have
from one text, when reports that are copies have the same speaker say the same, and when a named person says the same
within a day. The report's own voice outside shared passages, and sources that are not placed, are *not established*.
Cost grows with the number of places: voices are compared within a claim and within a passage only.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b

from accordingto.credits import agency_of
from accordingto.data import Span
from accordingto.link.near import UNDATED
from accordingto.link.places import Place, day_of

SAME_OCCASION_DAYS = 1
"""A named person who says the same in two reports so many days apart has said it once."""
SAME_WORDS = 6
"""So many words in a row that two reports have a source say are one statement of it, within WORDS_DAYS."""
WORDS_DAYS = 7
INSIDE = 0.5
"""Share of a place that lies in a shared passage."""
_VAGUE = ("collective", "none", "anonymous")
_TITLES = re.compile(r"\b(?:the|a|an|mr|mrs|ms|dr|unnamed)\b\.?")
_WORD = re.compile(r"\w+")

Passages = Mapping[tuple[int, int], Sequence[tuple[Span, Span]]]
"""The shared passages of two versions, the smaller number first: spans in the one and in the other."""
Voice = tuple[int, str]


@dataclass(slots=True)
class Origin:
    """An origin as it is found. `how` and `who` are as in the form for export; `why` says what joined its places."""

    name: str
    how: str
    who: str
    why: dict[str, object] = field(default_factory=dict)


class _Sets:
    """Sets of voices that grow together (union-find with path halving)."""

    def __init__(self) -> None:
        self.above: dict[Voice, Voice] = {}
        self.why: dict[Voice, set[str]] = {}

    def top(self, one: Voice) -> Voice:
        above = self.above
        above.setdefault(one, one)
        while above[one] != one:
            above[one] = one = above[above[one]]
        return one

    def join(self, one: Voice, other: Voice, why: str) -> None:
        a, b = sorted((self.top(one), self.top(other)))
        self.above[b] = a
        self.why.setdefault(a, set()).update({why}, self.why.pop(b, set()))


def origins(
    places: Sequence[Place], claims: Sequence[Sequence[int]], passages: Passages, copies: Iterable[tuple[int, int]]
) -> list[Origin]:
    """Return the origin of each place.

    `claims` are groups of places, by their number; `passages` and `copies` name versions.
    """
    sets, voices = _Sets(), [_voice(place, number) for number, place in enumerate(places)]
    _in_passages(places, voices, passages, sets)
    related = {frozenset(pair) for pair in (*passages, *copies)}
    for claim in claims:
        _within(places, voices, claim, related, sets)
    members: dict[Voice, list[int]] = {}
    for number, voice in enumerate(voices):
        members.setdefault(sets.top(voice), []).append(number)
    found: dict[int, Origin] = {}
    for top, numbers in members.items():
        origin = _origin([places[number] for number in numbers], sets.why.get(top, set()))
        found |= dict.fromkeys(numbers, origin)
    return [found[number] for number in range(len(places))]


def shared_texts(places: Sequence[Place], passages: Passages) -> list[Origin]:
    """Return an origin for each set of reports that have passages from one text, whoever speaks in them."""
    reports = {place.version: place for place in places}
    found = {}
    for pair in passages:
        if pair[0] in reports and pair[1] in reports:
            origin = _text_of([reports[version] for version in pair], {"the same passage"})
            found[origin.name] = origin
    return list(found.values())


def _text_of(members: Sequence[Place], why: set[str]) -> Origin:
    first = min(members, key=lambda place: place.order)
    reports = sorted({place.report for place in members})
    agencies = sorted({name for place in members if (name := agency_of(place.outlet))})
    how, who = ("dispatch", agencies[0]) if agencies else ("copy", first.outlet or first.report)
    return Origin(f"t{_digest('+'.join(reports))}", how, who, {"joined by": sorted(why), "reports": reports})


def speaker_key(place: Place) -> str:
    """Return by what a speaker is known again: the actor, else the name without case and titles."""
    if place.actor is not None:
        return f"#{place.actor}"
    return _plain(place.speaker)


@lru_cache(4096)
def _plain(speaker: str) -> str:
    return " ".join(_WORD.findall(_TITLES.sub(" ", speaker.casefold())))


def _voice(place: Place, number: int) -> Voice:
    key = speaker_key(place)
    if place.statement is None or not key:
        # Each place of the report's own voice by itself: one may stand in a shared passage, the next not.
        return (place.version, f"~{place.span.begin}-{place.span.end}")
    return (place.version, key)


def _in_passages(places: Sequence[Place], voices: Sequence[Voice], passages: Passages, sets: _Sets) -> None:
    """Join the voices of places that a shared passage lays beside each other."""
    of_version: dict[int, list[int]] = {}
    for number, place in enumerate(places):
        of_version.setdefault(place.version, []).append(number)
    begins = {version: [places[n].span.begin for n in numbers] for version, numbers in of_version.items()}
    for (first, second), spans in passages.items():
        for a, b in spans:
            ours = _covered(places, of_version.get(first, []), begins.get(first, []), a)
            theirs = _covered(places, of_version.get(second, []), begins.get(second, []), b)
            for one, other in _beside(places, ours, theirs, b.begin - a.begin):
                own = places[one].statement is None, places[other].statement is None
                if own[0] == own[1]:
                    sets.join(voices[one], voices[other], "the same passage")


def _covered(places: Sequence[Place], numbers: Sequence[int], begins: Sequence[int], span: Span) -> list[int]:
    found = []
    for number in numbers[max(0, bisect_left(begins, span.begin) - 8) :]:
        b, e = places[number].span
        if b >= span.end:
            break
        if min(e, span.end) - max(b, span.begin) >= INSIDE * (e - b):
            found.append(number)
    return found


def _beside(
    places: Sequence[Place], ours: Sequence[int], theirs: Sequence[int], shift: int
) -> Iterable[tuple[int, int]]:
    """Yield the places that lie beside each other when the first text is moved by `shift`."""
    for one in ours:
        b, e = places[one].span
        for other in theirs:
            low, high = places[other].span
            if 2 * (min(e + shift, high) - max(b + shift, low)) >= min(e - b, high - low):
                yield one, other


def _within(
    places: Sequence[Place],
    voices: Sequence[Voice],
    claim: Sequence[int],
    related: set[frozenset[int]],
    sets: _Sets,
) -> None:
    """Join voices of one claim that share an origin."""
    by_speaker: dict[str, list[int]] = {}
    for number in claim:
        if places[number].statement is not None and (key := speaker_key(places[number])):
            by_speaker.setdefault(key, []).append(number)
    for numbers in by_speaker.values():
        # In order of time each is compared with the few before it: what all say at once chains together.
        for at, one in enumerate(numbers):
            for other in numbers[max(0, at - 12) : at]:
                if places[one].version != places[other].version and (why := _same(places[one], places[other], related)):
                    sets.join(voices[one], voices[other], why)


def _same(one: Place, other: Place, related: set[frozenset[int]]) -> str:
    if frozenset((one.version, other.version)) in related:
        return "copies of one text"
    days = [day_of(place.said or place.published) for place in (one, other)]
    apart = abs(days[0] - days[1]) if UNDATED not in days else SAME_OCCASION_DAYS
    if one.kind == "person" and one.naming == "named" and apart <= SAME_OCCASION_DAYS:
        return "one person on one day"
    if apart <= WORDS_DAYS and one.naming not in _VAGUE and _words_in_row(one.words, other.words) >= SAME_WORDS:
        return "the same words"
    return ""


def _words_in_row(one: str, other: str) -> int:
    """Return SAME_WORDS where so many words stand in a row in both, else 0."""
    runs = [
        {tuple(words[at : at + SAME_WORDS]) for at in range(len(words) - SAME_WORDS + 1)}
        for words in (_WORD.findall(one.casefold()), _WORD.findall(other.casefold()))
    ]
    return SAME_WORDS if runs[0] & runs[1] else 0


def _origin(members: Sequence[Place], why: set[str]) -> Origin:
    first = min(members, key=lambda place: place.order)
    if first.statement is None or not first.speaker:
        if len({place.report for place in members}) < 2:
            return Origin(f"unknown:{first.report}", "unknown", "")
        return _text_of(members, why)
    if not why and first.naming in ("collective", "none"):
        return Origin(f"unknown:{first.report}", "unknown", "")
    how = "document" if first.kind == "document" else "witness" if first.ground == "saw" else "statement"
    who = f"{first.speaker}, {first.said}" if first.said else first.speaker
    key = f"{first.report}\n{first.outlet}\n{speaker_key(first) if first.actor is None else first.speaker.casefold()}"
    return Origin(f"o{_digest(key)}", how, who, {"joined by": sorted(why)} if why else {})


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()
