"""Whose words an outlet passes on: "VANA quoted a source in Orl as saying", "the Gull, quoting officials, said".

In comes the number of a statement, out comes where in the text the one who is quoted stands, or nothing. The outlet
keeps the statement that quotes; what is quoted is said by another.
"""

from __future__ import annotations

import re

from accordingto.actors.heard import Heard
from accordingto.actors.introductions import office
from accordingto.actors.roles import roles
from accordingto.data import Span, words_at

LONGEST = 100
"""Characters of the words for who is quoted."""
_AS = re.compile(r"(?P<who>\S.*?)(?:\s+(?:late\s+|early\s+)?on\s+[A-Z]\w+day)?\s+as\s*\Z", re.S)
_QUOTES = re.compile(r"\b(?:quot|cit|report)(?:ed|es|ing)\b", re.I)
_BETWEEN = re.compile(r"\s*,?\s*quoting\s+(?P<who>\S.*?)\s*,?\s*\Z", re.S)


def quoted_source(heard: Heard, i: int) -> Span | None:
    """Return the words for who is quoted in a statement, where they are no part of its source."""
    s, text = heard.statements[i], heard.text
    if not s.cue:
        return None
    cue = s.cue[0]
    if s.parent is not None and text[slice(*cue)].lower() in (
        "saying",
        "telling",
        "stating",
        "as saying",
        "as telling",
    ):
        outer = heard.statements[s.parent]
        words = words_at(text, outer.cue)
        own = not s.source or s.source[0] in outer.source
        if own and outer.content and _QUOTES.search(words) and outer.content[0].begin < cue.begin:
            return _within(text, _AS, outer.content[0].begin, cue.begin)
    if s.kind != "media" or not s.source:
        return None
    if text[slice(*cue)].lower() == "quoting" and len(s.content) > 1 and not text[cue.end : s.content[0].begin].strip():
        return s.content[0]  # "the Gull quoting officials said": the cue was taken for the one word
    if s.source[-1].end < cue.begin:
        return _within(text, _BETWEEN, s.source[-1].end, cue.begin)
    return None


def kind_quoted(words: str) -> str:
    """Return what kind of source somebody is that an outlet quotes, as far as the words show."""
    some = words.split()
    if office(words).noun or some[-1].lower().removesuffix("s") in roles().sorts:
        return "people"
    return "state" if any(word.lower() in roles().of_states for word in some) else "people"


def _within(text: str, form: re.Pattern[str], begin: int, end: int) -> Span | None:
    """Return where `who` of a form stands in a stretch that it fills."""
    found = form.match(text, begin, end)
    return Span(*found.span("who")) if found and found.end() - begin <= LONGEST else None
