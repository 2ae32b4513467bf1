"""Words → what the encoder takes: token ids, and what an uncased vocabulary cannot see of them.

A word's look (letter case, quotation state, paragraph start) is one number, the sum of three codes. Training and
analysis both come through here, so that the encoder never meets another form of input than it was trained on.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from accordingto.data import Span

Bools = NDArray[np.bool_]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

CASES, QUOTE_STATES = 5, 4
LOOKS = CASES * QUOTE_STATES * 2
OUTSIDE, INSIDE, OPENING, CLOSING = range(QUOTE_STATES)
TOKENS_A_WORD = 8  # a longer word (a URL, a hash) is cut here: its tail tells nothing
CACHE_WORDS = 200_000

# The vocabulary holds curly marks, but the base saw few of them: direction is carried by the quotation state instead.
_PLAIN = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "`": "'"})
_OPENS, _CLOSES = frozenset("“„«"), frozenset("”»")


class Placed(NamedTuple):
    """A text's token ids and where each stands in it."""

    ids: list[int]
    spans: list[Span]


class Tokens:
    """The vocabulary, with the ids of words met before kept."""

    def __init__(self, path: Path) -> None:
        self.tokenizer = Tokenizer.from_file(str(path))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self.begin, self.end, self.unknown = map(self._special, ("[CLS]", "[SEP]", "[UNK]"))
        self._ids: dict[str, tuple[int, ...]] = {}

    def _special(self, token: str) -> int:
        number: int | None = self.tokenizer.token_to_id(token)
        if number is None:
            raise ValueError(f"the vocabulary has no {token}: the tokenizer of the weights is another one")
        return number

    def ids(self, word: str) -> tuple[int, ...]:
        """Return the token ids of one word, at least one and at most TOKENS_A_WORD."""
        found = self._ids.get(word)
        if found is None:
            plain = word.translate(_PLAIN).encode("utf8", "replace").decode("utf8")
            found = tuple(self.tokenizer.encode(plain, add_special_tokens=False).ids[:TOKENS_A_WORD])
            found = found or (self.unknown,)
            if len(self._ids) >= CACHE_WORDS:
                self._ids.clear()
            self._ids[word] = found
        return found

    def placed(self, text: str, most: int) -> Placed:
        """Return the tokens of a text, `most` of them at the utmost, without the special ones."""
        plain = text.translate(_PLAIN).encode("utf8", "replace").decode("utf8")
        found = self.tokenizer.encode(plain, add_special_tokens=False)
        return Placed(found.ids[:most], [Span(*span) for span in found.offsets[:most]])


def letter_case(word: str) -> int:
    """Return 0 lower · 1 Title · 2 UPPER · 3 miXed · 4 no letters."""
    if word.islower():
        return 0
    if not any(c.isalpha() for c in word):
        return 4
    if word[0].isupper() and (len(word) == 1 or word[1:].islower()):
        return 1
    return 2 if word.isupper() else 3 if word[0].isalpha() and word != word.lower() else 0


def quote_states(text: str, words: Sequence[Span], starts: Bools) -> Ints:
    """Return for each word whether it opens, closes or stands inside a quotation in double marks.

    A straight mark opens where white space or a bracket stands before it and none after it. Each paragraph begins
    outside: one that goes on quoting opens with a mark of its own.
    """
    out = np.zeros(len(words), np.int64)
    inside = False
    for i, (begin, end) in enumerate(words):
        if starts[i]:
            inside = False
        mark = text[begin]
        if mark in _OPENS:
            out[i], inside = OPENING, True
        elif mark in _CLOSES:
            out[i], inside = CLOSING, False
        elif mark == '"':
            before = begin == 0 or text[begin - 1].isspace() or text[begin - 1] in "([—–-"
            after = end < len(text) and not text[end].isspace()
            opens = before if before == after else not inside
            out[i], inside = (OPENING, True) if opens else (CLOSING, False)
        elif inside:
            out[i] = INSIDE
    return out


def quoted(text: str, words: Sequence[Span], starts: Bools) -> Bools:
    """Return for each word whether it stands inside double quotation marks, the marks included."""
    return np.asarray(quote_states(text, words, starts) != OUTSIDE)


def looks(text: str, words: Sequence[Span], starts: Bools) -> Ints:
    """Return the look of each word, 0 ≤ look < LOOKS; `starts` marks the first word of each paragraph."""
    cases = np.fromiter((letter_case(text[b:e]) for b, e in words), np.int64, len(words))
    return cases + CASES * (quote_states(text, words, starts) + QUOTE_STATES * starts.astype(np.int64))
