"""Which sources a report keeps unnamed on purpose: "on condition of anonymity", "not authorized to speak", "sources".

What is withheld once stays withheld: "the official" two sentences on is the one who would not be named.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from accordingto.data import Sentence, Statement

_WITHHELD = re.compile(
    r"n['’]t authori[sz]ed to (?:speak|talk|discuss|comment|brief|be)\b"
    r"|\b(?:anonym(?:ity|ous|ously)|unnamed|unidentified (?:official|source)s?|off the record|on (?:deep )?background"
    r"|not (?:to be|be|being|want to be|wish to be) (?:named|identified|quoted)"
    r"|(?:ask|request|declin|refus|unwill)(?:ed|e?ing) to be (?:un)?(?:named|identified|quoted)"
    r"|(?:not |un)authori[sz]ed to (?:speak|talk|discuss|comment|brief|be)"
    r"|with(?:out|held|holding) (?:using |giving )?(?:his|her|their|the) (?:full |real |last )?names?)\b",
    re.I,
)
_SOURCES = re.compile(
    r"(?:[\w’'-]+\s+){0,4}?sources?(?:\s+(?:at|in|inside|from|with|within|close|near|familiar|who|that|privy|involved)\b.*)?"
    r"|(?:an?|the|one|two|three|several|multiple|some)?\s*(?:person|people|individuals?|officials?) "
    r"(?:familiar|with (?:direct )?knowledge|close to|briefed|privy)\b.*",
    re.I | re.S,
)
_SAME = re.compile(
    r"(?:the|this|that|these|those|both|one of the|an?other|one|two|three|an?)\s+(?:[\w’'-]+\s+){0,3}?([\w’'-]+)\Z",
    re.I,
)
_NOUN = re.compile(
    r"(?:[\w’'.-]+\s+){0,6}?([a-z][\w’'-]+)"
    r"(?=\s*(?:\Z|,|\b(?:who|of|in|at|from|for|with|on|to|familiar|close|briefed|speaking)\b))"
)


def withheld(text: str, sentences: Sequence[Sentence], statements: Sequence[Statement]) -> list[bool]:
    """Return for each statement whether its source is one that the report will not name; `speaker` is known."""
    begins = [s.span.begin for s in sentences]
    told = [bool(s.source) and s.naming != "named" and s.kind not in ("document", "media") for s in statements]
    out = [ok and _says_so(text, s) for s, ok in zip(statements, told, strict=True)]
    for found in _WITHHELD.finditer(text):
        number = bisect_right(begins, found.start()) - 1
        for i in _meant(text, sentences[number], found.start(), statements) if number >= 0 else ():
            out[i] = told[i]
    order = sorted((i for i, ok in enumerate(told) if ok), key=lambda i: statements[i].source[0])
    for way in (order, order[::-1]):  # and back: "two officials said …", then "the officials, speaking anonymously"
        hidden: set[str] = set()
        for i in way:
            written, noun = _written(text, statements[i]), _noun(text, statements[i])
            out[i] = out[i] or statements[i].speaker in hidden or (noun in hidden and bool(_SAME.match(written)))
            if out[i]:
                hidden |= {k for k in (statements[i].speaker, noun) if k}
    return out


def _written(text: str, s: Statement) -> str:
    return " ".join(text[b:e] for b, e in s.source)


def _says_so(text: str, s: Statement) -> bool:
    written = _written(text, s)
    return bool(_WITHHELD.search(written) or _SOURCES.fullmatch(written))


def _meant(text: str, sentence: Sentence, at: int, statements: Sequence[Statement]) -> list[int]:
    """Return the statements of the sentence whose source stands last before `at`, else first behind it.

    Where that is a "who", the source that it follows is meant too.
    """
    here = sentence.span
    own = [i for i, s in enumerate(statements) if s.source and here.begin <= s.source[0].begin < here.end]
    own.sort(key=lambda i: (statements[i].source[0].begin > at, abs(statements[i].source[0].begin - at)))
    last = next((k for k, i in enumerate(own) if _written(text, statements[i]).lower() != "who"), len(own))
    return own[: last + 1]


def _noun(text: str, s: Statement) -> str:
    found = _NOUN.match(_written(text, s))
    return found[1].lower() if found else ""
