"""What in the text of a report is not the report: menus, teasers of other stories, photo credits, imprints, calendars.

In comes the text as it was given or extracted, out go the spans to leave out, each with the reason; the text stays as it
is. Plain rules over lines, with the words that they know in `cuts.toml`. A gentle rule beats a greedy one: a lost
paragraph of the report is worse than a line of furniture kept, so what is not clearly furniture stays. Furniture inside a
line of prose is not looked for. The time is linear in the length of the text.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import groupby
from pathlib import Path

from accordingto.data import Cut

LINK, TITLE, TEASERS = "link to another story", "page title", "teasers of other stories"

WEAK_RUN = 12
"""So many lines between two lines of furniture may be of any kind, if they are short: a month of a calendar has eight."""

LEAST_KEPT = 0.3
"""Where the edges would take more than the rest of the text, nothing is cut there: then the text is of another kind."""

HEADLINE = range(35, 170)
"""Characters of a headline that links to another story; subheadings are shorter."""

HEADLINE_WORDS = 6
CAPITALISED = 0.75
"""Share of a headline's longer words that begin with a capital ("US Opposes Placing …"), where a link is told by that."""

NEW_WORDS = 0.3
"""Share of a headline's content words that stand nowhere else in the report, if it is a link and no subheading."""

TEASER = 150
"""Characters of the shortest teaser."""

FOREIGN_NAMES, FOREIGN_WORDS = 0.15, 0.25
"""Shares of a paragraph's names and words that also stand in the report, if it belongs to another story. Of the last
paragraphs of 300 news reports 95 % share more of their names; of last paragraphs swapped among them half share less."""

KIN_NAMES = 0.5
"""The same share for a paragraph that stands among teasers and has both their marks."""

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\r\n\u2028\u2029]")
_WORD = re.compile(r"[^\W\d_]+")
_KICKER = re.compile(r"(?:[^\W\d_a-z]|[ &’'-]){3,40}[:?!] ?(?=\S)")
_ENDED = (".", "!", "?", ":", ";")
_QUOTES = "\"'”’»)]"
_TRAILING = ("...", "…", "[…]", "read more", "[...]")
_SEPARATORS = re.compile(r"\s*[|·•»>/,]\s*|\s{2,}|\t")


@dataclass(frozen=True)
class Line:
    """One line without the white space around it, and the number of line breaks before it."""

    begin: int
    end: int
    text: str
    gap: int

    @cached_property
    def ended(self) -> bool:
        """Whether it closes as a sentence does."""
        return self.text.rstrip(_QUOTES).endswith(_ENDED) or self.text.endswith(("”", '"', "»"))

    @cached_property
    def weak(self) -> bool:
        """Whether it could be furniture if there is furniture around it: a few words that are no sentence."""
        text = self.text
        return (
            len(text) <= 60 and not self.ended and text.count(" ") < 7 and not text.startswith(('"', "“", "—", "By "))
        )


@dataclass(frozen=True, slots=True)
class Kind:
    """One table of `cuts.toml`: a kind of furniture and how a line of it is recognised."""

    reason: str
    anywhere: bool
    longest: int
    lines: frozenset[str]
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Words:
    """The names and content words of a text, cut to their first letters so that "Syrian" counts as "Syria"."""

    names: frozenset[str]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Tables:
    """What `cuts.toml` holds."""

    kinds: tuple[Kind, ...]
    menu: frozenset[str]
    menu_reason: str
    weekdays: frozenset[str]
    common: frozenset[str]


@cache
def tables() -> Tables:
    """Return what `cuts.toml` holds."""
    found = tomllib.loads(Path(__file__).with_name("cuts.toml").read_text(encoding="utf-8"))
    kinds = tuple(
        Kind(
            kind["reason"],
            kind["where"] == "anywhere",
            kind["longest"],
            frozenset(kind["lines"]),
            re.compile("|".join(f"(?:{pattern})" for pattern in kind["patterns"]), re.IGNORECASE),
        )
        for kind in found["furniture"]
    )
    return Tables(
        kinds,
        frozenset(found["menu"]["words"]),
        found["menu"]["reason"],
        frozenset(found["weekdays"]["words"]),
        frozenset(found["common"]["words"]),
    )


def find_cuts(text: str, *, title: str = "") -> tuple[Cut, ...]:
    """Return what in `text` is not part of the report: sorted, not overlapping, each with its reason in plain words.

    `title` is the report's title where it is known from elsewhere; it is never cut as a link to another story.
    """
    lines = _lines(text)
    if len(lines) < 2:
        return ()
    marks = [_furniture(line) for line in lines]
    reasons = [kind.reason if kind and kind.anywhere else "" for kind in marks]
    first, head = _head(lines, marks, title)
    last, tail = _tail(lines, marks)
    if _length(lines[first:last]) >= LEAST_KEPT * _length(lines):
        reasons[:first], reasons[last:] = head, tail
    else:
        first, last = 0, len(lines)
    for index in _links(lines, first, last, reasons, title):
        reasons[index] = LINK
    if all(reasons):
        return ()
    return tuple(_merged(lines, reasons))


def _lines(text: str) -> list[Line]:
    lines, end = [], 0
    for found in _LINE.finditer(text):
        if not (stripped := found[0].strip()):
            continue
        begin = found.start() + found[0].index(stripped)
        gap = len(_BREAK.findall(text, end, begin))
        end = begin + len(stripped)
        lines.append(Line(begin, end, stripped, gap))
    return lines


def _length(lines: Sequence[Line]) -> int:
    return sum(line.end - line.begin for line in lines)


def _furniture(line: Line) -> Kind | None:
    """Return the kind of furniture that a line is by its own words."""
    known = tables()
    if len(line.text) > max(kind.longest for kind in known.kinds):
        return None
    plain = line.text.lower().rstrip(": ").replace("’", "'")
    for kind in known.kinds:
        if len(line.text) <= kind.longest and (plain in kind.lines or kind.pattern.match(line.text)):
            return kind
    if _menu(plain):
        return Kind(known.menu_reason, False, 0, frozenset(), _WORD)
    tokens = plain.split()
    if len(tokens) >= 5 and all(token in known.weekdays for token in tokens):
        return next(kind for kind in known.kinds if "calendar" in kind.reason)
    return None


def _menu(plain: str) -> bool:
    """Say whether a line is one word of a menu or made of three or more of them."""
    menu = tables().menu
    if plain in menu:
        return True
    items = [item for item in _SEPARATORS.split(plain) if item]
    if len(items) >= 3:
        return sum(item in menu for item in items) >= 0.6 * len(items)
    words = plain.split()
    if len(words) < 3 or len(words) > 40 or any(word.endswith(_ENDED) for word in words if word not in menu):
        return False
    covered, index, found = 0, 0, 0
    while index < len(words):
        two = " ".join(words[index : index + 2])
        step = 2 if two in menu else 1
        if two in menu or words[index] in menu:
            covered, found = covered + step, found + 1
        index += step
    return found >= 3 and covered >= 0.8 * len(words)


def _head(lines: Sequence[Line], marks: Sequence[Kind | None], title: str) -> tuple[int, list[str]]:
    """Return how many lines at the beginning are furniture, and why each is."""
    end = strong = 0
    wanted = _plain(title)
    for index, line in enumerate(lines):
        mark = marks[index]
        if mark:
            end = index + 1
            strong += not mark.anywhere or mark.reason == "site furniture"
        elif index - end >= 2 or not line.weak or line.text.count(" ") > 3 or _plain(line.text) == wanted:
            break
    if not strong:
        return 0, []
    reasons = [mark.reason if (mark := marks[index]) else "" for index in range(end)]
    reasons = [_filled(reasons)] * end
    while end + 1 < len(lines) and _repeats(lines[end], lines[end + 1]):
        end, reasons = end + 1, [*reasons, reasons[-1]]
    return end, reasons


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def _repeats(line: Line, following: Line) -> bool:
    """Say whether a line is the page's title, set again (or in full) as the headline below it."""
    short, long = _plain(line.text), _plain(following.text)
    return bool(short) and not line.ended and len(following.text) <= HEADLINE.stop and short in long


def _tail(lines: Sequence[Line], marks: Sequence[Kind | None]) -> tuple[int, list[str]]:
    """Return the line at which the furniture and teasers at the end begin, and why each line from there is cut."""
    count = len(lines)
    reasons = [""] * count
    first, run, opened = count, 0, False
    imprints = _imprints(lines, marks)
    body: Body | None = None
    for index in range(count - 1, 0, -1):
        line, mark = lines[index], marks[index]
        if mark or index in imprints:
            reasons[index] = mark.reason if mark else imprints[index]
            first, run, opened = index, 0, opened or mark is None or not mark.anywhere
        elif line.weak and run < WEAK_RUN and not (reasons[-1] == TEASERS and not opened):
            run += 1
        elif len(line.text) >= TEASER and not run and _marked(line):
            body = body or Body(lines)
            if not body.foreign(index, among=first < count and reasons[first] == TEASERS):
                break
            reasons[index], first = TEASERS, index
        else:
            break
    # what only looks like furniture anywhere holds nothing together: short lines after or between such lines stay
    if not opened:
        return first if all(reasons[first:]) else count, reasons[first:] if all(reasons[first:]) else []
    return first, _fill(reasons[first:])


def _fill(reasons: Sequence[str]) -> list[str]:
    """Give every line of an edge a reason: teasers keep theirs, each other run of lines takes its commonest."""
    filled: list[str] = []
    for teasers, group in groupby(reasons, lambda reason: reason == TEASERS):
        run = list(group)
        filled += run if teasers else [_filled(run)] * len(run)
    return filled


def _filled(reasons: Iterable[str]) -> str:
    return Counter(reason for reason in reasons if reason).most_common(1)[0][0]


def _imprints(lines: Sequence[Line], marks: Sequence[Kind | None]) -> dict[int, str]:
    """Return the lines of the last block of the text if it is an imprint: set apart by blank lines, much of it known."""
    end = len(lines)
    begin = end - 1
    while begin > 0 and lines[begin].gap == 1:
        begin -= 1
    known = [mark.reason for mark in marks[begin:end] if mark and not mark.anywhere]
    if begin == 0 or len(known) < 2 or len(known) < 0.4 * (end - begin):
        return {}
    return dict.fromkeys(range(begin, end), _filled(known))


def _marked(line: Line) -> bool:
    """Say whether a paragraph has a mark of a teaser: a kicker before it, or that it breaks off."""
    return bool(_KICKER.match(line.text)) or _broken_off(line)


def _broken_off(line: Line) -> bool:
    return not line.ended or line.text.lower().endswith(_TRAILING)


class Body:
    """The names and words of a text before a line, for asking whether that line belongs to the same story."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._of = [_words(line.text) for line in lines]
        self._names = Counter(name for one in self._of for name in one.names)
        self._words = Counter(word for one in self._of for word in one.words)
        self._end = len(lines)

    def foreign(self, index: int, *, among: bool) -> bool:
        """Say whether line `index` tells another story than the lines before it; asked from the last line backwards.

        `among` says that the line stands before other teasers.
        """
        while self._end > index:
            self._end -= 1
            self._names.subtract(self._of[self._end].names)
            self._words.subtract(self._of[self._end].words)
        one = self._of[index]
        if len(one.names) < 3 or not one.words:
            return False
        names = sum(self._names[name] > 0 for name in one.names) / len(one.names)
        words = sum(self._words[word] > 0 for word in one.words) / len(one.words)
        return names <= (KIN_NAMES if among else FOREIGN_NAMES) and words <= (KIN_NAMES if among else FOREIGN_WORDS)


def _words(text: str) -> Words:
    common = tables().common
    found = [word for word in _WORD.findall(text) if len(word) > 2 and word.lower() not in common]
    return Words(
        frozenset(word.lower()[:6] for word in found if word[0].isupper()),
        frozenset(word.lower()[:6] for word in found if len(word) > 3),
    )


def _links(lines: Sequence[Line], first: int, last: int, reasons: Sequence[str], title: str) -> Iterable[int]:
    """Return the lines between paragraphs that are headlines of other stories.

    A subheading is told from them by its words: they are those of the report.
    """
    shown = [index for index in range(first, last) if not reasons[index]]
    candidates = [
        index
        for before, index, after in zip(shown, shown[1:], shown[2:], strict=False)
        if _headline(lines[index])
        and lines[before].ended
        and lines[after].ended
        and lines[index].gap > 1
        and lines[index + 1].gap > 1
        and _plain(lines[index].text) not in _plain(title)
    ]
    if not candidates:
        return []
    counts = Counter(word for line in lines[first:last] for word in _words(line.text).words)
    return [index for index in candidates if _new(lines[index], counts) >= NEW_WORDS]


def _headline(line: Line) -> bool:
    if len(line.text) not in HEADLINE or line.text.endswith((*_ENDED, ",")):
        return False
    if line.text.isupper() or line.text[0].isdigit():  # the headings of a roundup or a list
        return False
    words = _WORD.findall(line.text)
    longer = [word for word in words if len(word) > 3]
    capitalised = sum(word[0].isupper() for word in longer)
    return len(words) >= HEADLINE_WORDS and capitalised >= CAPITALISED * len(longer)


def _new(line: Line, counts: Counter[str]) -> float:
    words = _words(line.text).words
    return sum(counts[word] == 1 for word in words) / len(words) if words else 0.0


def _merged(lines: Sequence[Line], reasons: Sequence[str]) -> Iterable[Cut]:
    """Join neighbouring lines that are cut for one reason."""
    begin = 0
    for reason, group in groupby(reasons):
        end = begin + sum(1 for _ in group)
        if reason:
            yield Cut(lines[begin].begin, lines[end - 1].end, reason)
        begin = end
