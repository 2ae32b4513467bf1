"""The words of a source: without article, clause and possessive, and the name inside a description.

In comes a source as written, out comes less of it. The report around it is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from accordingto.actors.names import POSSESSIVE, words
from accordingto.actors.roles import roles
from accordingto.actors.setting import without_article
from accordingto.states import state_of

CLAUSE = re.compile(
    r"\s*[,;(–—]|(?<!\bof)(?<!\bin)(?<!\bby)(?<!\bfrom)\s+that\b"
    r"|\s+(?:who|which|whose|to be|speaking|citing|released|issued|published|seen|set)\b|\s+-\s"
    r"|\s+based\s+(?:in|at|on)\b|\s+in\s+an?\s+(?:report|statement|tweet|interview|letter|message)\b",
    re.I,
)
_ONE_OF_SEVERAL = re.compile(r"\A(?:one\s+(?!of\b|or\b)|other\s+)(?=\w)", re.I)
_ALL = re.compile(r"\A[Aa]ll\s+(?=[A-Z])")
_GOVERNMENTS = re.compile(r"\A(?:[Tt]he\s+)?(?:government|state)[’']s\s+(?=[A-Z]\w*\s(?:\w+\s)?[A-Z])")
"""Before the name of what a state has: "the government's National Tide Plan"."""
_PRESS = re.compile(r"(?P<outlet>[A-Z].*?)\s+(?P<role>[a-z]+)\s+(?:there|(?:based\s+)?(?:in|at)\s.+)\Z")
_FROM = re.compile(r"\b(?:by|from|of|at|issued by|released by)\s+(?:the\s+)?", re.I)
_WHEN = re.compile(r"\s+(?:this|last|on|in|next)\s.*\Z")
_ISSUED = re.compile(
    r"\b(?:issued|released|published|posted|produced) (?:\w+ )?by (?:the )?(?:government[’']s )?", re.I
)
_OUTLETS = {"news", "agency", "magazine", "newspaper", "website", "channel", "network", "outlet", "daily", "weekly"}
VAGUE = {"many", "some", "most", "several", "few", "both", "all", "other"}
PREPOSITIONS = {"of", "in", "for", "at", "from", "to", "between", "by", "on", "with"}
LED = re.compile(r"-(?:based|run|owned|led|backed)\Z")
"""The end of a word that describes a body: "Callow-based", "state-run"."""
_GROUPS = {
    "group",
    "organization",
    "organisation",
    "monitor",
    "watchdog",
    "charity",
    "agency",
    "network",
    "team",
    "ngo",
}
_RECENT = {
    "recent",
    "new",
    "latest",
    "several",
    "confidential",
    "separate",
    "joint",
    "exclusive",
    "one",
    "this",
    "that",
}


def plain_words(written: str) -> str:
    """Return a source without article, clause and possessive."""
    clause = CLAUSE.search(written)
    head = written[: clause.start()] if clause and clause.start() else written
    head = POSSESSIVE.sub("", without_article(_GOVERNMENTS.sub("", head.strip()))) if head else written
    head = _ALL.sub("", _ONE_OF_SEVERAL.sub("", head))
    return re.sub(r"\s+", " ", head).strip() or written


def of_the_press(plain: str) -> str:
    """Return "Gull Weekly correspondent" for "Gull Weekly’s correspondent in Orl": where one is says not who."""
    found = _PRESS.match(plain)
    return f"{POSSESSIVE.sub('', found['outlet'])} {found['role']}" if found and found["role"] in press() else plain


@cache
def press() -> frozenset[str]:
    """Return the nouns for people of the press."""
    return frozenset(noun for noun, (_, sort) in roles().sorts.items() if sort == "press")


def is_led(some: Sequence[str]) -> bool:
    """Tell whether the first of some words tells whose a body is.

    "Norlandish-led coalition in Orl" has no name else, "Norlandish-led Council of Orl" is not the council of others.
    """
    if some[0].endswith("-led") and some[1][:1].isupper():
        return True
    named = len(some) > 2 and some[-1][:1].isupper() and some[-2].lower() not in PREPOSITIONS
    return some[0].endswith(("-led", "-backed")) and some[1][:1].islower() and not named


def undescribed(plain: str, kind: str, written: str = "") -> str:
    """Return the name in a description: "aid group Northern Relief", "Callow-based trade union Oars"."""
    some = plain.split()
    while len(some) > 1 and (some[0].lower() in _RECENT or (LED.search(some[0]) and not is_led(some))):
        some = some[1:]
    while (
        kind == "armed_group"
        and some[0][:1].isupper()
        and len(some) > 1
        and some[-1] in ("group", "terror", "terrorist", "militant")
    ):
        some = some[:-1]
    if kind == "organisation" and some[-1] in _GROUPS:
        some = _without_group(some)
    if kind == "media" and len(some) > 1 and some[-1] == "reports" and some[-2] in ("media", "press"):
        some = some[:-1]
    outlets = _OUTLETS if kind == "media" else {"magazine", "newspaper"}
    while len(some) > 1 and some[-1] in outlets and not state_of(" ".join(some[:-1])):
        some = some[:-1]  # "Orlo Weekly magazine"
    if kind == "document":
        whole = " ".join(some)
        if len(some) > 1 and some[-1] == "statement" and all(word[:1].isupper() for word in some[:-1]):
            return " ".join(some[:-1])
        if (m := _ISSUED.search(written)) and written[m.end() : m.end() + 1].isupper():
            return undescribed(plain_words(written[m.end() :]), "organisation")
        if m := _FROM.search(whole):
            behind = _WHEN.sub("", whole[m.end() :])
            if behind[:1].isupper() and some[0].lower() in (
                "data",
                "analysis",
                "report",
                "statement",
                "study",
                "survey",
            ):
                return undescribed(behind, "organisation")
        return whole
    run = len(some)
    while run and (
        is_capital(some[run - 1]) or (some[run - 1] in ("of", "for", "the", "and", "&") and run < len(some))
    ):
        run -= 1
    while run < len(some) and some[run] in ("of", "for", "the", "and", "&"):
        run += 1
    if any(word in PREPOSITIONS for word in some[:run]):
        return " ".join(some)  # "Joint Administration in north and east Norland", "Working Group on Tides"
    if " ".join(some[run:]).lower() in roles().bodies:
        return " ".join(some)  # "Norlandish state TV"
    if 0 < run < len(some) and some[run - 1].islower():
        return " ".join(some[run:])
    lower = [i for i, word in enumerate(some) if word[:1].isupper() and not state_of(POSSESSIVE.sub("", word))]
    if lower and some[-1].islower() and lower[0] > 0 and any(word.islower() for word in some[: lower[0]]):
        return " ".join(some[lower[0] :])
    return " ".join(some)


def _without_group(some: list[str]) -> list[str]:
    """Return the name in "Tidal Watch monitoring group"; one capital ("Norlandish aid group") may be no name."""
    small = PREPOSITIONS | {"and", "the"}
    end = next((n for n, word in enumerate(some) if not is_capital(word) and word not in small), 0)
    name = some[:end]
    if end < 2 or all(map(state_of, name)) or " ".join(name) in words().in_full.values():
        return some
    return name if all(word.islower() for word in some[end:]) else some


def is_capital(word: str) -> bool:
    """Tell whether a word is written as a name is: "Orlo", "al-Tamir"."""
    return word[:1].isupper() or (word.partition("-")[0] in words().particles and word.partition("-")[2][:1].isupper())
