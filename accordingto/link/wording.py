"""The sentence of a claim, in the words of one of its reports: places of a claim in, a sentence out.

Of a claim's places the one is taken whose words say best by themselves what is claimed. Where even those hang on what
stands around them ("left 38 people dead", "access to the site of an"), their sentence lends as much as they need, but
nothing of who says it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from accordingto.data import Span
from accordingto.link.places import Place
from accordingto.link.statuses import OPPOSING
from accordingto.record.connection import Connection
from accordingto.tokens import Floats

SHORT, LONG = 5, 24
"""Words of a good sentence for a claim."""
LONGEST = 34
"""Words up to which something is lent."""
TRIES = 8
"""Places of a claim that are tried for a sentence that stands by itself."""
_WHO = frozenset(
    (
        *("he", "she", "it", "they", "this", "that", "these", "those", "his", "her", "its", "their", "we", "our", "i"),
        *("you", "us", "them", "him", "who", "which"),
    )
)
_PRONOUNS = _WHO | {"would", "could", "will", "may", "to", "of", "as", "by", "in"}
"""A sentence that begins with one of these hangs on another."""
_VERBS = (
    r"is|are|was|were|has|have|had|will|would|may|might|can|could|should|must|did|does|do|took|went|came|gave|made|began"
    r"|fell|left|held|led|saw|sent|shot|won|lost|found|kept|brought|rose|hit|struck|blew|broke|built|fought|said|says"
)
_FINITE = re.compile(rf"\b(?:{_VERBS}|[a-z]{{2,}}ed)\b")
_HEADLESS = re.compile(
    rf"(?:{_VERBS}|(?-i:[a-z]{{2,}}ed)|[a-z]+ing|not|to|who|whom|whose|which|that|of|for|with|from|at|on|after|before|how"
    r"|what|when|where|why|if|whether|since|as|by|in|about|during|than|until|because|while|carry|buys?|gives?|makes?"
    r"|takes?)\b",
    re.I,
)
_BESIDE = re.compile(r"(?:after|as|because|before|during|if|since|until|when|where|while)\b", re.I)
_DANGLING = re.compile(
    r"\b(?:a|an|the|of|to|in|by|for|with|and|or|but|that|as|during|since|from|on|at|into|against|its|their|his|her|not|is|are"
    r"|was|were|has|have|had|been|be|where|which|who|when|than|such|recent|alleged|reported|aware|able|unable|likely|due)\Z",
    re.I,
)
_WHEN = re.compile(
    r"\W*(?:only |just |not )?(?:at|in|on|over|after|before|during|from|for|by|within|until|between|under|through|since"
    r"|several times|in order)\b",
    re.I,
)
_JOINT = re.compile(r"\A(?:(?:and|but|or|saying|,|;|–|—|-)\s+)+", re.I)
_ACTS = re.compile(r"(?:that )?(?:it|he|she|they|we|i)\b(?!['’])", re.I)
_OWNS = re.compile(r"(?:its|his|her|their|our|my)\b", re.I)
_DOES = re.compile(r"(?=(?:having )?[a-z]+ing\b)")
"""How words begin of which who says them is the subject, or has what they are of."""
_CLOSE = re.compile(r"[.;:,!?)]|\s[–—-]\s")


class Around(NamedTuple):
    """What a place may be lent: the words of its sentence before it and behind it."""

    before: str = ""
    after: str = ""


class Sentences:
    """The words around the places of a record, read when they are asked for.

    Of what somebody said only the content is lent; of the report's own words nothing from beyond a source or a cue.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._said = lru_cache(maxsize=256)(self._spans_said)

    def __call__(self, place: Place) -> Around:
        """Return what stands around a place."""
        begin, end = place.span
        row = self.connection.row(
            'SELECT s."begin", s."end", substr(v.text, s."begin" + 1, s."end" - s."begin")'
            " FROM sentence s JOIN version v ON v.id = s.version"
            ' WHERE s.version = ? AND s."begin" <= ? AND s."end" >= ? ORDER BY s."begin" DESC LIMIT 1',
            (place.version, begin, end),
        )
        if row is None:
            return Around()
        start, high, text = row
        low = start
        if place.statement is not None:
            content = self.connection.row("SELECT content_spans FROM statement WHERE id = ?", (place.statement,))
            pieces = [span for span in json.loads(content[0]) if span[0] <= begin and end <= span[1]] if content else []
            low, high = (max(low, pieces[0][0]), min(high, pieces[0][1])) if pieces else (begin, end)
        else:
            said = [span for span in self._said(place.version) if low <= span.begin < high]
            low = begin if any(span.begin < begin for span in said) else low
            high = min([high, *(span.begin for span in said if span.begin >= end)])
        return Around(text[low - start : begin - start], text[end - start : high - start])

    def _spans_said(self, version: int) -> list[Span]:
        """Return where sources and cues stand in a version: the words that say who says it."""
        rows = self.connection.rows("SELECT source_spans, cue_spans FROM statement WHERE version = ?", (version,))
        return [Span(*span) for row in rows for part in row for span in json.loads(part)]


def sentence(places: Sequence[Place], toward: int, vectors: Floats, around: Callable[[Place], Around]) -> str:
    """Return the words of the place that says best by itself what the claim is, as a sentence.

    Of those that are whole sentences by themselves, the one nearest to what all of them say is taken; where some deny
    or doubt it, the one nearest to what those are about.
    """
    against = [at for at, place in enumerate(places) if place.attitude in OPPOSING]
    middle = vectors[against or slice(None)].mean(0)
    central = (vectors @ middle / max(float(np.linalg.norm(middle)), 1e-9)).round(2).tolist()
    # "That is rubbish" stands under what it is of, and does not say what that is.
    telling = [n for n, place in enumerate(places) if place.about is None] or range(len(places))
    best = sorted(
        telling,
        key=lambda n: (*_fitness(places[n], toward, central[n]), -len(places[n].words), places[n].words),
        reverse=True,
    )
    words = lent(" ".join(places[best[0]].words.split()), places[best[0]], around)
    if hangs(words) or not (_own(words) and len(words.split()) >= SHORT):
        tries = [words, *(lent(" ".join(places[n].words.split()), places[n], around) for n in best[1:TRIES])]
        good = [some for some in tries if not hangs(some) and _long_enough(some)]
        whole = [some for some in good if _FINITE.search(some)]
        words = next(filter(_own, whole), (whole or tries)[0])
        if words.partition(" ")[0].lower() in _WHO:
            # "The build-up in Orl" tells more than "their build-up was a concern".
            words = next(filter(_own, good), words)
    words = _JOINT.sub("", words).rstrip(" ,;:–—-")
    bare = words.removeprefix("that ")
    words = words if _headless(bare) else bare
    # What stands in quotation marks has often lost one of them at its border.
    if words.count("“") != words.count("”") or words.count('"') % 2:
        words = re.sub(r"[“”\"]", "", words).strip()
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "!", "?")) else ".")


def with_subject(words: str, speaker: str) -> str:
    """Return the words that somebody says with the name for a pronoun or a gap at their beginning.

    Of "the ministry denied using gas" what is said is "the ministry using gas".
    """
    name = speaker.partition("; ")[0]
    if not name:
        return words
    for pattern, begin in ((_ACTS, name), (_OWNS, f"{name}'s"), (_DOES, f"{name} ")):
        if found := pattern.match(words):
            return begin + words[found.end() :]
    return words


def is_beside(words: str) -> bool:
    """Tell whether words only say when, where or how: "in late June", "after the talks"."""
    return bool(_WHEN.match(words)) and not _FINITE.search(words)


def hangs(words: str) -> bool:
    """Tell whether words are no sentence by themselves: without what acts before the verb, or broken off."""
    return bool(_headless(words) or _DANGLING.search(words))


def lent(words: str, place: Place, around: Callable[[Place], Around]) -> str:
    """Return the words of a place with what they lack of those around; as they are where that would be too much."""
    if not hangs(words):
        return words
    before, after = (" ".join(part.split()) for part in around(place))
    if after and _DANGLING.search(words):
        close = _CLOSE.search(after)
        words = _short(f"{words} {after[: close.start()] if close else after}".strip(), words)
    # What a clause has been since or after is said of it, and its own claim has both.
    if before and _headless(words) and not (_BESIDE.match(words) and _FINITE.search(before)):
        words = _short(before + words if before.endswith(("“", '"')) else f"{before} {words}", words)
    return words


def _short(longer: str, words: str) -> str:
    return longer if longer.count(" ") < LONGEST else words


def _headless(words: str) -> bool:
    return _HEADLESS.match(words) is not None


def _long_enough(words: str) -> bool:
    return SHORT <= len(words.split()) <= LONGEST


def _own(words: str) -> bool:
    return not any(word.strip("“”\"'’,.").lower() in _PRONOUNS for word in words.split()[:3])


def _fitness(place: Place, toward: int, central: float) -> tuple[float, ...]:
    """Return what makes the words of a place a good sentence for the claim, the weightiest first."""
    words = place.words.split()
    names = sum(word[:1].isupper() for word in words[1:])
    plain = place.attitude in ("asserts", "denies") and place.direction == toward
    long_enough = SHORT <= len(words) <= LONG
    # A verb after the first word, with something before it that can be its subject.
    whole = _FINITE.search(" ".join(words[1:])) is not None and not _headless(place.words)
    ends = not _DANGLING.search(place.words)
    return (plain + long_enough + _own(place.words) + 1.5 * whole + ends, central, min(names, 3), -abs(len(words) - 12))
