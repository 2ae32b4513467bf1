"""Quoted words that find their place again: a span in, its words with some of their surroundings out, and back.

A correction points at such a quotation, not at a number or an offset, so that it finds its words in a later version of
the text, too. The words themselves must be there unchanged; which of several places is meant, their surroundings say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from accordingto.data import Span

AROUND = 32
"""Characters kept before and after: more than any repeated phrase, as text fragments and W3C annotations have it."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a text, what stands before and after them, and where they stood when they were quoted."""

    words: str
    before: str
    after: str
    begin: int

    def as_json(self) -> dict[str, str | int]:
        """Return it as a record keeps it."""
        return {"words": self.words, "before": self.before, "after": self.after, "begin": self.begin}


def from_json(found: Mapping[str, object]) -> Quoted:
    """Return what `as_json` gave."""
    return Quoted(str(found["words"]), str(found["before"]), str(found["after"]), int(str(found["begin"])))


def quoted(text: str, span: tuple[int, int]) -> Quoted:
    """Return the words of a span with their surroundings."""
    begin, end = span
    return Quoted(text[begin:end], text[max(begin - AROUND, 0) : begin], text[end : end + AROUND], begin)


def located(text: str, quote: Quoted) -> Span | None:
    """Return where a quotation stands in a text, or None where its words are not in it.

    Of several places it is the one whose surroundings agree in most characters, then the one nearest to the old place.
    """
    places = list(_places(text, quote.words))
    if not places:
        return None
    best = max(places, key=lambda at: (_agreeing(text, quote, at), -abs(at - quote.begin)))
    return Span(best, best + len(quote.words))


def _places(text: str, words: str) -> Iterator[int]:
    at = text.find(words) if words else -1
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _agreeing(text: str, quote: Quoted, at: int) -> int:
    end = at + len(quote.words)
    before = zip(reversed(quote.before), reversed(text[max(at - AROUND, 0) : at]), strict=False)
    after = zip(quote.after, text[end : end + AROUND], strict=False)
    return _run(before) + _run(after)


def _run(pairs: Iterator[tuple[str, str]]) -> int:
    """Return how many pairs agree before the first that does not."""
    number = 0
    for one, other in pairs:
        if one != other:
            break
        number += 1
    return number
