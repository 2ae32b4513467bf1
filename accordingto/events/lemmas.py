"""Word → lemma, by a table of irregular forms and by the rules of English endings.

A lemma only has to be the same for the forms of one word, and to meet the entries of the lexicon: of the candidates
that the rules leave, the one that the lexicon knows is taken, else the likeliest.
"""

from __future__ import annotations

import tomllib
from collections.abc import Container, Iterator
from functools import cache
from pathlib import Path

VOWELS = frozenset("aeiou")
_TAKES_E = ("c", "s", "v", "z", "u", "dg", "rg", "ng", "at", "ir", "id", "iv", "ag", "uc", "ur", "ak", "as")
_ENDS_WHOLE = ("ss", "us", "is", "news", "thing")


@cache
def _irregular() -> dict[str, str]:
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf8"))
    return {form: lemma for lemma, forms in table.items() for form in forms}


def lemma_of(word: str, known: Container[str] = ()) -> str:
    """Return the lemma of a word in lower case; `known` are lemmas that are preferred where several are possible."""
    low = word.lower()
    if found := _irregular().get(low):
        return found
    candidates = list(_candidates(low))
    return next((one for one in candidates if one in known), candidates[0])


def _candidates(low: str) -> Iterator[str]:
    """Yield what a form can be of, the likeliest first."""
    if len(low) < 4 or low.endswith(_ENDS_WHOLE) or not low.isalpha():
        yield low
    elif low.endswith("ies") or low.endswith("ied"):
        yield low[:-3] + "y"
        yield low[:-1]
    elif low.endswith("ing") and any(c in VOWELS or c == "y" for c in low[:-3]):
        yield from _stems(low[:-3])
    elif low.endswith("ed") and not low.endswith("eed"):
        yield from _stems(low[:-2])
    elif low.endswith("es"):
        if low.endswith(("sses", "shes", "ches", "xes", "zzes")):
            yield low[:-2]
            yield low[:-1]
        else:
            yield low[:-1]
            yield low[:-2]
    elif low.endswith("s"):
        yield low[:-1]
    yield low


def _stems(stem: str) -> Iterator[str]:
    """Yield the lemmas that a stem before -ed or -ing can be of."""
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in "aeiou":
        order = (stem, stem[:-1]) if stem[-1] in "lsfz" else (stem[:-1], stem)
        yield from order
    elif stem.endswith(_TAKES_E):
        yield stem + "e"
        yield stem
    else:
        yield stem
        yield stem + "e"
