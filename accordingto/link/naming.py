"""Whether two names can be one: spellings, transliterations, short forms and abbreviations. Pure; knows no record.

A name has keys under which others of its kind are looked up, so that nothing is compared with everything. Comparing
gives a score with its reason, or nothing; what else reports say (role, body) is weighed in `actors`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from accordingto.actors.names import words
from accordingto.actors.roles import roles
from accordingto.actors.wording import is_led
from accordingto.states import HELD, folded, state_named, state_of_people

ALIKE = 85
"""rapidfuzz ratio from which two words of a name are taken for spellings of one, whatever they sound like."""
ALIKE_BY_SOUND = 68
"""The same, where the consonants agree: "Gaddafi" and "Qadhafi" have 71, "Hassan" and "Hussein" 62."""
LONGEST_ABBREVIATION = 7
_LETTERS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SOUNDS = (
    *(
        ("ph", "f"),
        ("ck", "k"),
        ("tch", "c"),
        ("tz", "z"),
        ("sch", "S"),
        ("sh", "S"),
        ("ch", "C"),
        ("kh", "k"),
        ("gh", "g"),
    ),
    *(("dh", "d"), ("th", "t"), ("q", "k"), ("g", "k"), ("c", "k"), ("w", "v"), ("x", "ks"), ("j", "y"), ("ts", "z")),
)
_SMALL = {"of", "for", "the", "and", "in", "on", "to", "a", "an", "at", "de", "s", "&"}
_SAME = {
    **{"defence": "defense", "organisation": "organization", "centre": "center", "labour": "labor"},
    **{"programme": "program", "ministries": "ministry", "nation": "nations", "emergencies": "emergency"},
}
_TRAILING = {
    *(
        "group",
        "monitor",
        "monitoring",
        "alliance",
        "network",
        "agency",
        "news",
        "newspaper",
        "channel",
        "organisation",
    ),
    *("organization", "movement", "militia", "militants", "fighters", "activist", "terrorist", "website"),
}
_GOVERNMENTS = {"government", "regime", "authorities", "administration", "state", "leadership", "republic", "cabinet"}


@dataclass(frozen=True, slots=True)
class Alike:
    """How sure it is that two names are one (0 to 1), and why."""

    score: float
    reason: str
    similarity: float = 100.0


def sound(word: str) -> str:
    """Return the consonants of a word, those that transliterations mix up made one: "Gaddafi", "Qadhafi" → "kdf"."""
    word = folded(word)
    for letters, one in _SOUNDS:
        word = word.replace(letters, one)
    word = re.sub(r"(.)\1+", r"\1", re.sub(r"[^a-zSC]", "", word))
    return word[:1].replace("y", "i") + re.sub(r"[aeiouyh]", "", word[1:]) if word else ""


def parts(name: str) -> tuple[str, ...]:
    """Return the words of a person's name, folded, without titles and the particles that reports leave out."""
    split = re.sub(r"\b([Aa]l|[Ee]l|[Aa][sdntrz]|[Aa]sh)-", r"\1 ", name)
    found = [folded(word) for word in _LETTERS.findall(split)]
    found = [word for word in found if word not in words().particles or len(found) == 1]
    return tuple(word for word in found if word not in words().titles or len(found) == 1)


def person_keys(name: str) -> set[str]:
    """Return the keys of a person: the sounds of its last word and of its first (some name the family first)."""
    own = parts(name)
    return {f"person {sound(word) or word}" for word in {own[0], own[-1]}} if own else set()


def same_person(one: str, other: str) -> Alike | None:
    """Return how alike two names of people are, by names alone."""
    a, b = parts(one), parts(other)
    if not a or not b:
        return None
    if a == b:
        return Alike(1.0, "same name") if folded(one) == folded(other) else Alike(0.97, "same name, other spelling")
    if len(a) == 1 or len(b) == 1:
        return _short(a, b) if len(a) < len(b) else _short(b, a)
    if len(a) == len(b) and (close := [_close(x, y) for x, y in zip(a, b, strict=True)]) and all(close):
        return Alike(0.9, "spelling", min(close))
    last, first = _close(a[-1], b[-1]), _given(a[0], b[0])
    if last and len(a) != len(b) and (first or set(a) < set(b) or set(b) < set(a)):
        return Alike(0.85, "shorter form", last)
    if last and first and len(a) == len(b) == 2:
        return Alike(0.85, "initial or short first name", min(last, first))
    return None


def _short(short: tuple[str, ...], long: tuple[str, ...]) -> Alike | None:
    """Compare one word with a whole name: the family name stands last, in some languages first."""
    if close := _close(short[0], long[-1]):
        return Alike(0.8, "family name", close)
    return Alike(0.7, "first word of the name", 100.0) if short[0] == long[0] and len(long) > 1 else None


def _close(one: str, other: str) -> float:
    """Return the similarity of two words that can be spellings of one, else 0."""
    if one == other:
        return 100.0
    ratio = fuzz.ratio(one, other)
    if min(len(one), len(other)) >= 4 and ratio >= ALIKE_BY_SOUND and sound(one) == sound(other):
        return float(ratio)
    return (
        float(ratio)
        if min(len(one), len(other)) >= 5 and ratio >= ALIKE and sound(one)[:1] == sound(other)[:1]
        else 0.0
    )


def _given(one: str, other: str) -> float:
    """Return the similarity of two first names: one may be the other's initial or its beginning ("Vlad")."""
    short, long = sorted((one, other), key=len)
    if long.startswith(short) and (len(short) == 1 or len(short) >= 3):
        return 90.0
    return _close(one, other)


@lru_cache(HELD)
def body_words(name: str, state: str = "") -> frozenset[str]:
    """Return what a body's name holds: its words in one form, a demonym as its state ("=Norland"), `state` added."""
    plain = folded(name)
    found: set[str] = {f"={state}"} if state else set()
    tokens = re.findall(r"[^\W_]+(?:[.'’][^\W_]+)*\.?", plain)
    at = 0
    while at < len(tokens):
        for size in (3, 2, 1):
            some = " ".join(tokens[at : at + size])
            if of := state_named(some) or state_of_people(some):
                found.add(f"={of}")
                at += size
                break
        else:
            word = tokens[at].removesuffix("'s").removesuffix("’s").rstrip(".")
            found |= {_SAME.get(word, word)} - _SMALL - words().particles
            at += 1
    if "foreign" in found:
        found -= {"affairs", "affair"}
    return frozenset(found)


def body_key(name: str, state: str = "") -> str:
    """Return the key under which all orders and spellings of a body's name meet."""
    return f"body {' '.join(sorted(body_words(name, state)))}"


def body_name(name: str) -> str:
    """Return the name in what a report calls a body: "state news agency GULL", "Callow-based Relief League group"."""
    some = re.split(r"\s+(?:a|an|another|which|who|based in|and other|and the)\s+", name)[0].split()
    last = next((i for i in range(len(some), 0, -1) if some[i - 1][:1].isupper()), 0)
    if last == len(some):
        while some and not some[0][:1].isupper():
            some = some[1:]
    while len(some) > 1 and re.search(r"-(?:based|backed|run|led|linked|affiliated)\Z", some[0]) and not is_led(some):
        some = some[1:]
    while len(some) > last > 0 and some[-1].lower() in _TRAILING and (last > 1 or some[0].isupper()):
        some = some[:-1]
    return " ".join(some) or name


def short_form(name: str) -> str:
    """Return the beginning that a long name is called by: "Norlandish Observatory for Birds" → its first two words."""
    first = re.split(r"\s+(?:for|of|in)\s+", name)[0]
    return first if first != name and len(first.split()) > 1 and not is_bare(first) else ""


def owner_of(name: str) -> str:
    """Return the state whose own a body is by its name ("Norlandish Ministry of War"), else nothing.

    "Norlandish Observatory" is of Norland too, but not the state's; nor is "Free Norlandish Army".
    """
    found = body_words(name)
    states = [word.removeprefix("=") for word in found if word.startswith("=")]
    plain = {word.removesuffix("s") for word in found} | found
    return states[0] if len(states) == 1 and plain & roles().of_states and not plain & roles().not_of_states else ""


def government_of(name: str) -> str:
    """Return the state whose government a name means ("the Norlandish regime"), else nothing."""
    found = body_words(name)
    rest = found - _GOVERNMENTS
    (only,) = rest if len(rest) == 1 else ("",)
    return only.removeprefix("=") if only.startswith("=") and rest != found else ""


def is_bare(name: str) -> bool:
    """Tell whether a body's name has no word of its own: "Foreign Ministry", "General Staff" could be anyone's."""
    common = roles().bodies | set(roles().departments) | set(roles().sorts) | roles().not_bodies | _GOVERNMENTS
    common = (common - {"nations", "opposition"}) | {
        "affairs",
        "congress",
        "people",
        "central",
        "high",
        "supreme",
        "military",
        "air",
        "special",
        "ruling",
        "election",
    }
    return all(word in common or word.removesuffix("s") in common for word in body_words(name))


def abbreviation(name: str) -> str:
    """Return the key of an abbreviation ("N.R.L.", "NRL"), else nothing."""
    plain = re.sub(r"[.\s]", "", name.removeprefix("the ").removeprefix("The "))
    short = 2 <= len(plain) <= LONGEST_ABBREVIATION and plain.isalnum() and sum(map(str.isupper, plain)) >= 2
    return f"short {plain.casefold()}" if short and len(name.split()) == 1 else ""


def initials(name: str) -> str:
    """Return the key of the abbreviation that a body's name would have, where it has three words or more."""
    found = [word for word in re.findall(r"[^\W_]+", name) if word[:1].isupper()]
    return f"short {''.join(word[0] for word in found).casefold()}" if len(found) >= 3 else ""
