"""A report's text → sentences and words, as spans into it.

`text[begin:end]` is always the piece itself. Words are the pieces that the encoder's tokens are made of.
"""

from __future__ import annotations

import re

from accordingto.data import Span

# One ideograph or kana, a run of letters and digits, or any other single sign: the borders that the encoder's own
# tokenizer never crosses, so that a word is always a whole number of its tokens.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\W\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+|[^\w\s]")


def words(text: str, begin: int = 0, end: int | None = None) -> list[Span]:
    """Return the words of `text[begin:end]` in order; white space lies between them, never inside."""
    return [Span(*m.span()) for m in _WORD.finditer(text, begin, len(text) if end is None else end)]
