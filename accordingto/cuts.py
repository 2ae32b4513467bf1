"""What in the text of a report is not the report: menus, teasers, photo credits, links, imprints, calendars.

In comes the text as it was given or extracted, out go the spans to leave out, each with the reason; the text stays as
it is. Plain rules over lines, with the words that they know in `cuts.toml`. A gentle rule beats a greedy one: a lost
paragraph of the report is worse than a line of furniture kept, so what is not clearly furniture stays. Furniture inside
a line of prose is not looked for. The time is linear in the length of the text.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from accordingto.data import Cut
from accordingto.lines import WORD, Line, length, lines_of, plain, words_of
from accordingto.teasers import is_foreign, teasers_from

LINK, TEASERS, IMPRINT = "link to another story", "teasers of other stories", "imprint"
COMMENTS, POST = "readers’ comments", "embedded post"
OTHERS_WROTE = (COMMENTS, POST)
"""Reasons of cuts that are prose, though not the report's."""

_COMMENTS = re.compile(
    r"(?:\d{1,5} )?(?:reader[s’']{0,2} )?(?:comments?|responses?|thoughts?)(?: ?\(\d{1,5}\))?:?$", re.IGNORECASE
)
_COMMENT = re.compile(
    r"(?:reply|report|like|permalink)$|[^.!?]{2,40} (?:says|said|wrote|writes|commented):?$|posted by\b"
    r"|[^.!?]{2,60}\b(?:\d{1,2}:\d\d|(?:hours?|days?|months?|years?|minutes?) ago)\b.{0,12}$",
    re.IGNORECASE,
)
"""The line above a section of comments, and the lines in it that tell who wrote one and when."""

WEAK_RUN = 12
"""So many short lines of any kind may stand between two lines of furniture: a month of a calendar has eight."""

MENU_SURE = 3
"""A line of more words of menus than this may also hold some that no list knows ("Our Authors")."""

EDGE_PIECES = 8
"""Teasers, imprint, menu … one after the other at the end of a page; the bound keeps the time linear."""

LEAST_KEPT = 0.3
"""Where the edges would take more than the rest of the text, nothing is cut there: it is a text of another kind."""

HEADLINE = range(35, 170)
"""Characters of a headline that links to another story; subheadings are shorter."""

HEADLINE_WORDS = 6
CAPITALISED = 0.75
"""Share of a headline's longer words that begin with a capital, where a link is told by that."""

NEW_WORDS, LEAST_NEW = 0.3, 3
"""Share and number of a headline's content words that stand nowhere else in the text, if it is a link and no
subheading: those are made of the report's words, but for one or two."""

ARTICLES_APART = 500
"""English news has a "the" every 90 characters; a text with fewer than one in so many is in another language, where
capitals tell no headline."""

_SEPARATORS = re.compile(r" ?[|·•»>/,] ?|  |\t")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of furniture and how a line of it is recognised (a table of `cuts.toml`)."""

    reason: str
    anywhere: bool
    longest: int
    lines: frozenset[str]
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a line is by its own words. Only one that counts at the edges opens a run of furniture there."""

    reason: str
    anywhere: bool


@dataclass(frozen=True, slots=True)
class Tables:
    """What `cuts.toml` holds."""

    kinds: tuple[Kind, ...]
    menu: frozenset[str]
    items: frozenset[str]
    weekdays: frozenset[str]
    longest: int


@cache
def _tables() -> Tables:
    found = tomllib.loads(Path(__file__).with_name("cuts.toml").read_text(encoding="utf-8"))
    kinds = tuple(
        Kind(
            reason=kind["reason"],
            anywhere=kind["where"] == "anywhere",
            longest=kind["longest"],
            lines=frozenset(kind["lines"]),
            pattern=re.compile("|".join(f"(?:{pattern})" for pattern in kind["patterns"]), re.IGNORECASE),
        )
        for kind in found["furniture"]
    )
    edges = (kind.lines for kind in kinds if not kind.anywhere)
    menu, weekdays = frozenset(found["menu"]["words"]), frozenset(found["weekdays"]["words"])
    return Tables(kinds, menu, menu.union(*edges), weekdays, max(kind.longest for kind in kinds))


def find_cuts(text: str, *, title: str = "", known: Sequence[Cut] = ()) -> tuple[Cut, ...]:
    """Return what in `text` is not part of the report: sorted, not overlapping, each with its reason in plain words.

    `title` is the report's title where it is known; it is never cut as a link to another story. `known` are the cuts
    that a reader took from markup: they stay, and what is left is looked through as if they were not there.
    """
    known = sorted(known)
    lines = [line for line in lines_of(text) if not any(begin <= line.begin < end for begin, end, _ in known)]
    return tuple(sorted((*known, *_found(lines, title, known)))) if len(lines) > 1 else tuple(known)


def _found(lines: Sequence[Line], title: str, known: Sequence[Cut]) -> tuple[Cut, ...]:
    if comments := _comments_from(lines):
        below = Cut(lines[comments].begin, lines[-1].end, COMMENTS)
        return (*_found(lines[:comments], title, known), below)
    marks = [_mark(line) for line in lines]
    reasons = [mark.reason if mark and mark.anywhere else "" for mark in marks]
    first, head = _head(lines, marks, title)
    last, tail = _tail(lines, marks)
    if first < last and length(lines[first:last]) >= LEAST_KEPT * length(lines):
        reasons[:first], reasons[last:] = head, tail
    else:
        first, last = 0, len(lines)
    for index in _links(lines[first:last], reasons[first:last], title):
        reasons[first + index] = LINK
    return () if all(reasons) else tuple(_merged(lines, reasons, known))


def _comments_from(lines: Sequence[Line]) -> int:
    """Return the line at which a section of comments below a report begins, 0 where there is none."""
    for index in range(1, len(lines) - 2):
        if not _COMMENTS.match(lines[index].text):
            continue
        needed = 1 if any(sign.isdigit() for sign in lines[index].text) else 2
        if sum(bool(_COMMENT.match(line.text)) for line in lines[index + 1 :]) >= needed:
            return index
    return 0


def _mark(line: Line) -> Mark | None:
    """Return what a line is by its own words, or None where it may be prose."""
    known = _tables()
    if len(line.text) > known.longest:
        return None
    low = line.text.lower().rstrip(": ").replace("’", "'")
    for kind in known.kinds:
        if len(line.text) <= kind.longest and (low in kind.lines or kind.pattern.match(line.text)):
            return Mark(kind.reason, kind.anywhere)
    if _is_menu(low):
        return Mark("menu", anywhere=False)
    days = low.split()
    return Mark("calendar", anywhere=False) if len(days) > 4 and known.weekdays.issuperset(days) else None


def _is_menu(low: str) -> bool:
    """Say whether a line is one word of a menu, or made of three or more of them."""
    if low in _tables().menu:
        return True
    menu = _tables().items
    items = [item for item in _SEPARATORS.split(low) if item]
    if len(items) > 2:
        return sum(item in menu for item in items) >= 0.6 * len(items)
    words = low.split()
    covered = found = index = 0
    while index < len(words):
        pair = " ".join(words[index : index + 2])
        width = 2 if pair in menu and index + 1 < len(words) else 1
        if pair in menu or words[index] in menu:
            covered, found = covered + width, found + 1
        index += width
    return found > 2 and covered >= (0.6 if found > MENU_SURE else 0.8) * len(words)


def _head(lines: Sequence[Line], marks: Sequence[Mark | None], title: str) -> tuple[int, list[str]]:
    """Return how many lines at the beginning are furniture, and why each is cut."""
    end, opened = 0, False
    for index, line in enumerate(lines):
        mark = marks[index]
        if mark:
            end, opened = index + 1, opened or not mark.anywhere or mark.reason == "site furniture"
        elif index - end > 1 or not line.weak or line.text.count(" ") > 3 or plain(line.text) == plain(title):
            break
    if not opened:
        return 0, []
    reason = _commonest(mark.reason if mark else "" for mark in marks[:end])
    while end + 1 < len(lines) and _repeats(lines[end], lines[end + 1]):
        end += 1
    return end, [reason] * end


def _repeats(line: Line, following: Line) -> bool:
    """Say whether a line is the page's title, set again (or in full) as the headline below it."""
    short = plain(line.text)
    return bool(short) and not line.ended and len(following.text) < HEADLINE.stop and short in plain(following.text)


def _tail(lines: Sequence[Line], marks: Sequence[Mark | None]) -> tuple[int, list[str]]:
    """Return the line at which furniture and teasers at the end begin, and why each line from there on is cut."""
    last = len(lines)
    reasons: list[str] = []
    for _ in range(EDGE_PIECES):
        begin, reason = teasers_from(lines[:last]), TEASERS
        if begin == last:
            begin, reason = _furniture_from(lines[:last], marks[:last])
        if begin == last:
            break
        reasons = [reason] * (last - begin) + reasons
        last = begin
    return last, reasons


def _furniture_from(lines: Sequence[Line], marks: Sequence[Mark | None]) -> tuple[int, str]:
    """Return the line at which the furniture at the end of `lines` begins, and what most of it is.

    Lines that count anywhere hold nothing together: a short line after or between such lines stays.
    """
    imprint = _imprint(lines, marks)
    first, weak, opened = len(lines), 0, False
    plainly = len(lines)
    for index in range(len(lines) - 1, 0, -1):
        mark = marks[index]
        if mark or index >= imprint:
            first, weak = index, 0
            opened = opened or mark is None or not mark.anywhere
            plainly = index if plainly == index + 1 else plainly
        elif lines[index].weak and weak < WEAK_RUN:
            weak += 1
        else:
            break
    first = first if opened else plainly
    known = [mark.reason for mark in marks[first:] if mark]
    return first, _commonest(known) if known else ""


def _imprint(lines: Sequence[Line], marks: Sequence[Mark | None]) -> int:
    """Return where the last block of the text begins if it is an imprint.

    That is: set apart by a blank line, and either most of its lines are known, or one is and the rest does not speak
    of what the report speaks of.
    """
    begin = len(lines) - 1
    while begin > 0 and lines[begin].gap == 1:
        begin -= 1
    known = [mark for mark in marks[begin:] if mark and not mark.anywhere]
    if not begin or not known or lines[begin].gap < 2:
        return len(lines)
    mostly = len(known) > 1 and len(known) >= 0.4 * (len(lines) - begin)
    apart = any(mark.reason == IMPRINT for mark in known) and 4 * length(lines[begin:]) <= length(lines)
    return begin if mostly or (apart and is_foreign(lines[begin:], lines[:begin])) else len(lines)


def _commonest(reasons: Iterable[str]) -> str:
    return Counter(reason for reason in reasons if reason).most_common(1)[0][0]


def _links(lines: Sequence[Line], reasons: Sequence[str], title: str) -> list[int]:
    """Return which lines between paragraphs are headlines of other stories.

    A subheading is told from them by its words: they are those of the report.
    """
    shown = [index for index, reason in enumerate(reasons) if not reason]
    candidates = [
        index
        for before, index, after in zip(shown, shown[1:], shown[2:], strict=False)
        if _headline(lines[index])
        and lines[before].ended
        and lines[after].ended
        and lines[index].gap > 1
        and lines[index + 1].gap > 1
        and plain(lines[index].text) not in plain(title)
    ]
    if not candidates or sum(line.text.count(" the ") for line in lines) * ARTICLES_APART < length(lines):
        return []
    counts = Counter(word for line in lines for word in words_of([line]).content)
    return [index for index in candidates if _is_new(lines[index], counts)]


def _headline(line: Line) -> bool:
    if len(line.text) not in HEADLINE or line.stopped or line.text.endswith(","):
        return False
    if line.text.isupper() or line.text[0].isdigit() or line.text[0] in "([":  # headings of a list, credits
        return False
    words = WORD.findall(line.text)
    longer = [word for word in words if len(word) > 3]
    return len(words) >= HEADLINE_WORDS and sum(word[0].isupper() for word in longer) >= CAPITALISED * len(longer)


def _is_new(line: Line, counts: Counter[str]) -> bool:
    words = words_of([line]).content
    new = sum(counts[word] == 1 for word in words)
    return new >= LEAST_NEW and new >= NEW_WORDS * len(words)


def _merged(lines: Sequence[Line], reasons: Sequence[str], known: Sequence[Cut]) -> Iterator[Cut]:
    """Join neighbouring lines that are cut for one reason, unless a cut that was known stands between them."""
    begins = [cut.begin for cut in known]
    begin = 0
    for (reason, _), group in groupby(
        zip(reasons, (bisect(begins, line.begin) for line in lines), strict=True), key=lambda pair: pair
    ):
        end = begin + sum(1 for _ in group)
        if reason:
            yield Cut(lines[begin].begin, lines[end - 1].end, reason)
        begin = end
