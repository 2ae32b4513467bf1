"""Marks that texts out of archives have lost: the comma of an apposition, the apostrophe of a possessive.

In come the words of a source, out comes where a description begins ("Tidal Watch a Callow-based monitor"), or the
words with their possessives told apart ("Norlands army" is the Norlandish army). Texts that have their marks stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from accordingto.actors.names import WORD, words
from accordingto.actors.roles import roles
from accordingto.actors.setting import Setting, without_article
from accordingto.actors.wording import LED, PREPOSITIONS, is_capital
from accordingto.data import Span
from accordingto.states import state_named, state_of, state_seated

_DESCRIPTION = re.compile(
    r"(?<=[\w)])\s+(?:(?:an?|one of the)\s+(?=\w)|the\s+(?=[a-z])|[a-z]+ing\s+(?:an?|the|that|all|its|his|her|their)\s)"
    r"(?!(?:day|week|month|year|hour)s?\b)[\w’'-]+(?:\s|\Z)"
)
_SMALL = re.compile(
    r"\s+(?:(?:an?|the)\s+)?(?P<lead>(?:[a-z-]+\s+){0,3}?)(?P<noun>[a-z-]+)\s+(?:of|at|for|with|from)\s"
)
_CROSSHEAD = re.compile(r"(?=\S*[A-Z]{4})(?:[A-Z]{2,}[A-Z-]*\s+){2,}(?=[A-Z][a-z]+\s)")
_CREDIT = re.compile(r"[A-Z]\w+/[A-Z]\w+(?:\s+[A-Z][\w’'-]+){0,2}?\s+(?=(?:The|An?)\s)")
_ASK = re.compile(r"Ask\s+(?=(?:the\s+)?[A-Z])")
"""Before who is asked: "Ask Norland’s ministry, and it will not say"."""
_NOUN = re.compile(r"\s+([a-z]+)\b")
FEWEST = 2
"""Words of a name behind which a lower-case role is another's description and no part of a longer name."""


def description(setting: Setting, source: Span, kind: str) -> int:
    """Return where a description begins that follows a name without a comma; the end of the source where none does."""
    text, end = setting.text, source.end
    for found in _DESCRIPTION.finditer(text, *source):
        before = without_article(text[source.begin : found.start()])
        if _is_name(before) and (
            kind != "person" or any(map(setting.is_person, setting.inside(source.begin, found.start())))
        ):
            end = found.start()
            break
    if kind in ("person", "people"):
        for name in setting.inside(source.begin, end):
            role = _SMALL.match(text, name.end, source.end)
            if role and len(name.words) >= FEWEST and setting.is_person(name) and _is_role(role["noun"]):
                return min(end, name.end)
    return end


def _is_name(some: str) -> bool:
    """Tell whether words are a name and no more: capitals with small words between them."""
    parts, known = some.split(), words()
    last = parts[-1].rstrip(").,") if parts else ""
    small = known.particles | PREPOSITIONS | {"and", "the"}
    return (
        last[:1].isupper()
        and last.lower() not in known.capitalised
        and all(not word[:1].islower() or word in small or is_capital(word) or LED.search(word) for word in parts)
        and (parts[0][:1].isupper() or is_capital(parts[0]))
    )


def unglued(text: str, source: Span) -> Span:
    """Return a source without what stands glued before it: a crosshead in capitals, the credit of a picture.

    "HARBOUR CLOSED Local pilots" are local pilots, "TIDE/Ada Quill The navy" is the navy, "Ask Norland" is Norland.
    """
    glued = _CROSSHEAD.match(text, *source) or _CREDIT.match(text, *source) or _ASK.match(text, *source)
    return Span(glued.end(), source.end) if glued else source


def widened(setting: Setting, source: Span, cue: Sequence[Span]) -> Span:
    """Return a source that is a possessive without its apostrophe together with the noun that it needs.

    In "Norlands opposition accused" the noun is easily taken for a part of the cue, or for nothing.
    """
    word = setting.text[source.begin : source.end].split(" ")[-1]
    noun = _NOUN.match(setting.text, source.end)
    if not noun or noun[1] not in roles().bodies | set(roles().sorts) or without_s(setting, word) == word:
        return source
    return Span(source.begin, noun.end()) if cue and cue[0].begin < noun.end() + 2 else source


def _is_role(noun: str) -> bool:
    return noun in roles().sorts or noun.removesuffix("s") in roles().sorts


def without_s(setting: Setting, word: str) -> str:
    """Return a word without the s of a possessive that has lost its apostrophe; the word itself where it is none.

    A text that has any such apostrophe has not lost them. Of the words those count that name a state or its seat, or
    that the report has without the s as well.
    """
    bare = word[:-1]
    if (
        not word.isalnum()
        or not word.endswith("s")
        or len(word) < 3
        or not word[:1].isupper()
        or state_of(word)
        or setting.keeps_marks
    ):
        return word
    if state_named(bare) or state_seated(bare):
        return bare
    if len(bare) > 1 and bare.isupper():
        return bare
    return bare if bare in setting.capitals and setting.capitals[bare] > setting.capitals[word] else word


def restored(setting: Setting, written: str) -> str:
    """Return a source with its possessives told apart: "Norlands army" is Norlandish, "the RLs envoy" the RL’s."""
    out, at = "", 0
    for found in WORD.finditer(written):
        bare = without_s(setting, found[0])
        if bare == found[0]:
            continue
        behind = written[found.end() :]
        state = state_named(bare)
        owned = re.match(r"\s+(?P<noun>[\w(]+)", behind)
        if bare.isupper() and not (owned and owned["noun"] not in PREPOSITIONS | {"and", "or"}):
            continue  # "NGOs", "MPs from Orl" are many
        whose = (setting.adjective(state) if state else f"{bare}’s") if owned else bare
        out += written[at : found.start()] + whose
        at = found.end()
    return out + written[at:]
