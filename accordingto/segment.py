"""A report's text → paragraphs, sentences and words, as spans into it.

`text[begin:end]` is always the piece itself. Words are the pieces that the encoder's tokens are made of. A sentence
never crosses a paragraph or a cut, and every sign that is neither white space nor cut lies in one sentence and one
word. English; full stops of Chinese and Japanese inside it are known. Every test looks a bounded distance back and
ahead, so that the time is linear in the text, whatever the text is.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from accordingto.data import Cut, Sentence, Span

# One ideograph or kana, a run of letters and digits, or any other single sign: the borders that the encoder's own
# tokenizer never crosses, so that a word is always a whole number of its tokens.
_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\W\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+|[^\w\s]"
)


_SIGN = re.compile(r"\S")
_BREAKS = r"\n\r\x0b\x0c\x85\u2028\u2029"
_LINE = re.compile(rf"\S(?:[^{_BREAKS}]*\S)?")  # without outer white space; blank lines are none
_ONE_BREAK = re.compile(rf"[^\S{_BREAKS}]*(?:\r\n|[{_BREAKS}])[^\S{_BREAKS}]*")
_STOPS = ".!?…。！？｡"
# What may end a sentence, with the marks that it closes. Always a whole run: no part of the text is looked at twice.
_STOP = re.compile(rf"([{_STOPS}]+)((?:[\"'’»」』)\]]|\s?”)*)|[•●▪◦‣](?=\s)")
_NEXT = re.compile(r"(\s*)((?:[“‘„«「『\"'(\[—–…*-]\s?){0,8})")
_WORD_AHEAD = re.compile(r"[\w’']{1,20}")
_CAPITALISED = re.compile(r"[^\W\d_a-zß-öø-ÿ][a-zß-öø-ÿ’']|[AI]\s")
_LIKE_A_CAPITAL = re.compile(r"(?:[ae][ldnst]|ash?)-[A-Z]|[a-z]{1,8}[A-Z]|https?:|www\.")  # al-Shabab, iPhone
_I = re.compile(r"I\b")
_ACRONYM = re.compile(r"(?:\w\.)+\w|[A-Z]")
_BEFORE_LAST = re.compile(r".*[\s\-–—/(\[\"“”‘]", re.DOTALL)
_GLUED = re.compile(r"(?:[^\W\dA-Z_]{2}|[A-Z]{3}|\d\d|[%)\]])\Z")
_ADDRESS = re.compile(r"[./@\\]\S*\Z")
_MAILBOX = re.compile(r"[\w.-]{1,64}@")
_QUOTATION = 2000  # signs that a quotation in straight marks is followed back, to tell whether a mark opens or closes
_LOOK_BACK = 64  # longer than any abbreviation; of a longer address the end tells enough

# Hard-wrapped text (paragraphs): the narrowest and widest lines that are taken for it.
_NARROW, _WIDE = 40, 100
_WRAPPED = 0.25  # share of breaks inside a sentence: 0.6–0.8 in wrapped prose, under 0.05 where a line is a paragraph
_ITEM = re.compile(r"[•●▪◦‣*–—-]\s|\(?(?:\d{1,3}|[a-z])[.)]\s")


@dataclass(frozen=True, slots=True)
class _Rules:
    """The tables of segment.toml."""

    titles: frozenset[str]
    numbered: frozenset[str]
    inside: frozenset[str]
    starters: frozenset[str]
    domains: frozenset[str]
    abbreviations: frozenset[str]
    said: re.Pattern[str]


@cache
def _rules() -> _Rules:
    """Return the tables of segment.toml, read once."""
    tables = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf8"))
    said = rf"(?:(?:[^\W\d_a-z][\w.’'-]{{0,30}}|of|the|a)\s){{1,5}}(?:{'|'.join(tables.pop('speech'))})\b"
    sets = {name: frozenset(entries) for name, entries in tables.items()}
    abbreviations = sets["titles"] | sets["numbered"] | sets["inside"]
    return _Rules(**sets, abbreviations=abbreviations, said=re.compile(said))


def words(text: str, begin: int = 0, end: int | None = None) -> list[Span]:
    """Return the words of `text[begin:end]` in order; white space lies between them, never inside."""
    new = tuple.__new__  # what Span() calls, at a third of its time: words are the bulk of the work
    return [new(Span, m.span()) for m in _WORD.finditer(text, begin, len(text) if end is None else end)]


def segment(text: str, cut: Sequence[Cut] = ()) -> tuple[Sentence, ...]:
    """Return the sentences of a text in order, with their words.

    `cut` may be in any order, overlap and reach past the text; nothing in it is part of a sentence. A sentence's
    `paragraph` is its paragraph's place in `paragraphs(text)`.
    """
    return tuple(
        Sentence(span=span, words=tuple(words(text, span.begin, span.end)), paragraph=number)
        for number, piece in _kept(paragraphs(text), cut)
        for span in _sentences(text, piece)
    )


def paragraphs(text: str) -> list[Span]:
    """Return the paragraphs of a text, without outer white space.

    Blank lines divide them, and line breaks too unless the text is hard-wrapped: then a break that only the width of
    the lines explains is white space.
    """
    lines = [Span(*m.span()) for m in _LINE.finditer(text)]
    joints = [i for i in range(1, len(lines)) if _ONE_BREAK.fullmatch(text, lines[i - 1].end, lines[i].begin)]
    if not (width := _wrap_width(text, [(lines[i - 1], lines[i]) for i in joints])):
        return lines
    going_on = {i for i in joints if _goes_on(text, lines[i - 1], lines[i], width)}
    starts = [i for i in range(len(lines)) if i not in going_on]
    return [Span(lines[i].begin, lines[j - 1].end) for i, j in pairwise([*starts, len(lines)])]


def _wrap_width(text: str, joints: Sequence[tuple[Span, Span]]) -> int:
    """Return the width at which the text is hard-wrapped, 0 where a line is a paragraph."""
    inside = sorted(_width(a) for a, b in joints if _NARROW <= _width(a) <= _WIDE and _inside(text, a, b))
    return inside[int(0.9 * len(inside))] if len(inside) > _WRAPPED * len(joints) else 0


def _width(line: Span) -> int:
    """Return the length of a line."""
    return line.end - line.begin


def _inside(text: str, line: Span, following: Span) -> bool:
    """Tell whether the break after a line stands inside a sentence."""
    return text[line.end - 1] not in _STOPS and text[following.begin].islower()


def _goes_on(text: str, line: Span, following: Span, width: int) -> bool:
    """Tell whether the paragraph of a line goes on in the line that follows it, in a text wrapped at `width`."""
    if not _NARROW <= _width(line) <= _WIDE:
        return False
    if _inside(text, line, following):
        return True  # even where the line is short: someone edited it after it was wrapped
    word = text[following.begin : following.begin + _LOOK_BACK].split(None, 1)[0]
    full = _width(line) + 1 + len(word) > width
    return full and not _ITEM.match(text, following.begin) and _indent(text, following) <= _indent(text, line)


def _indent(text: str, line: Span) -> int:
    """Return how far a line is indented."""
    before = text[max(0, line.begin - _LOOK_BACK) : line.begin]
    return len(before) - len(before.rstrip(" \t"))


def _stripped(text: str, begin: int, end: int) -> Span:
    """Return the span without its outer white space."""
    piece = text[begin:end]
    begin += len(piece) - len(piece.lstrip())
    return Span(begin, begin + len(piece.strip()))


def _kept(spans: Sequence[Span], cut: Sequence[Cut]) -> Iterator[tuple[int, Span]]:
    """Yield what the cuts leave of each span, with the span's number; the spans are in order and do not overlap."""
    cuts: list[tuple[int, int]] = []
    for begin, end, _ in sorted(c for c in cut if c.begin < c.end):
        if cuts and begin <= cuts[-1][1]:
            cuts[-1] = (cuts[-1][0], max(end, cuts[-1][1]))
        else:
            cuts.append((begin, end))
    ends = [end for _, end in cuts]
    for number, (begin, end) in enumerate(spans):
        for i in range(bisect_right(ends, begin), len(cuts)):
            out, back = cuts[i]
            if out >= end:
                break
            if begin < out:
                yield number, Span(begin, out)
            begin = back
        if begin < end:
            yield number, Span(begin, end)


def _sentences(text: str, piece: Span) -> Iterator[Span]:
    """Yield the sentences of a piece of a paragraph, without outer white space."""
    begin, end = _stripped(text, *piece)
    for stop in _STOP.finditer(text, begin, end):
        if stop.start() <= begin:
            continue
        border = _border(text, begin, end, stop)
        if begin < border < end:
            yield Span(begin, border)
            following = _SIGN.search(text, border)
            begin = following.start() if following else end
    if begin < end:
        yield Span(begin, end)


def _border(text: str, begin: int, end: int, stop: re.Match[str]) -> int:
    """Return where the sentence from `begin` ends, if it ends at this stop, else 0."""
    marks, closing = stop.groups()
    if marks is None:  # a bullet
        spaced = text[stop.start() - 1].isspace()
        return begin + len(text[begin : stop.start()].rstrip()) if spaced else 0
    if marks[-1] in "。！？｡":
        return stop.end()
    ahead = _NEXT.match(text, stop.end(), end)
    assert ahead is not None  # it matches anything, the empty text too
    first = text[ahead.end() : min(end, ahead.end() + 1)]
    if not first or first in _STOPS or first in ",;:)]%":
        return 0
    if not ahead[1]:
        return _join(text, begin, stop, ahead)
    if first.islower() and not _LIKE_A_CAPITAL.match(text, ahead.end(), end):
        small = text[begin].islower() and not closing and len(marks) == 1  # who begins one small does so with the next
        if not small or marks == "…":
            return 0
    if "?" in marks or "!" in marks:
        said = closing and not ahead[2] and _rules().said.match(text, ahead.end(), end)
        return 0 if said else stop.end()
    if len(marks) > 1 or marks == "…":
        return 0 if text[stop.start() - 1].isspace() and _I.match(text, ahead.end(), end) else stop.end()
    return stop.end() if _ends(text, begin, stop.start(), ahead) else 0


def _ends(text: str, begin: int, at: int, ahead: re.Match[str]) -> bool:
    """Tell whether the full stop at `at`, with white space and no small letter after it, ends the sentence."""
    rules = _rules()
    back = text[max(begin, at - _LOOK_BACK) : at]
    token = _last(back)
    if token in rules.titles:
        return False
    first = text[ahead.end()]
    if token in rules.numbered:
        return not first.isdigit()
    if token in rules.inside or _ACRONYM.fullmatch(token):
        return _first(text, ahead.end()) in rules.starters
    return not (at - len(token) == begin and (token.isdigit() or len(token) == 1))  # "1. First", "a. First"


def _join(text: str, begin: int, stop: re.Match[str], ahead: re.Match[str]) -> int:
    """Return where the sentence ends if the next one was glued to it ("…in Parliament.He said"), else 0."""
    closing, opening = stop[2], ahead[2]
    if not _CAPITALISED.match(text, ahead.end()) or opening.strip("“‘„«「『\"'("):
        return 0
    if closing:
        at = stop.end() - 1
        line = text[max(0, at - _QUOTATION) : at].rpartition("\n")[2]
        return at if text[at] == '"' and line.count('"') % 2 == 0 else stop.end()
    rules = _rules()
    back = text[max(begin, stop.start() - _LOOK_BACK) : stop.start()]
    token = _last(back)
    if not _GLUED.search(token) or token in rules.abbreviations:
        return 0
    if opening:
        return stop.end()
    domain = _first(text, ahead.end()).lower() in rules.domains or _MAILBOX.match(text, ahead.end())
    return 0 if domain or _ADDRESS.search(back) else stop.end()


def _last(text: str) -> str:
    """Return the word that a text ends with, with the stops in it; nothing where it ends with white space or a mark."""
    return text[m.end() :] if (m := _BEFORE_LAST.match(text)) else text


def _first(text: str, at: int) -> str:
    """Return the word that stands at `at`, or nothing."""
    return m[0] if (m := _WORD_AHEAD.match(text, at)) else ""
