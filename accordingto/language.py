"""Which language a text is in: an ISO 639-1 code, or "und" where it cannot be told.

English is told by its own small words, which costs nothing; only what does not look English loads the model of
py3langid (97 languages, offline). Parts of a text in other languages are not told apart.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier  # type: ignore[import-untyped,unused-ignore]

UNKNOWN = "und"
SAMPLE = 2000
"""Characters looked at: the opening of a report tells its language; furniture tends to come after it."""

ENGLISH_SHARE = 0.12
"""Share of these small words in a text that is English (news has 0.20 to 0.35, other languages below 0.04)."""

SURE = 0.8
"""The model's own probability, below which a guess is not taken; one Russian sentence has 0.84 (Bulgarian is near)."""

SHORT = 40
"""Letters below which the model guesses at random ("Hello" is Breton to it)."""

_ENGLISH = frozenset(
    re.findall(
        r"\w+",
        "the of and to that said says for with his her from have has not who which their but been were this after they "
        "it by are was is would will about when more than",
    )
)
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str:
    """Return the language of `text` as an ISO 639-1 code, or "und"."""
    sample = text[:SAMPLE]
    words = _WORD.findall(sample.lower())
    english = [word for word in words if word in _ENGLISH]
    if words and len(english) >= ENGLISH_SHARE * len(words) and len(set(english)) >= min(3, len(words) // 4):
        return "en"
    if sum(map(len, words)) < SHORT:
        return UNKNOWN
    language, probability = _identifier().classify(sample.encode("utf-8", "replace").decode("utf-8"))
    return str(language) if probability >= SURE else UNKNOWN


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
