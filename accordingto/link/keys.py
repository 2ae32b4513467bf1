"""The keys that an actor's names are looked up by: a sort and a name in, keys out, the first that of the same name."""

from __future__ import annotations

from collections.abc import Sequence

from accordingto.link.cast import GROUP, PERSON, STATE, Part
from accordingto.link.naming import abbreviation, body_key, body_words, initials, person_keys, sound


def key_of(part: Part) -> str:
    """Return the key of the same name as a part of a report has; empty where it has none."""
    return next(iter(keys_of(part.sort, part.name)), "")


def keys_of(sort: str, name: str) -> Sequence[str]:
    """Return the keys that a name of an actor is found under; the first one is that of the same name."""
    if sort == PERSON:
        return sorted(person_keys(name))
    if sort == STATE:
        return (f"state {name}",)
    if sort == GROUP:
        return (body_key(name).replace("body", "group", 1),)
    short = abbreviation(name)
    return [
        body_key(name),
        *([short] if short else []),
        *([f"of {initials(name)}"] if initials(name) else []),
        sounds(name),
    ]


def sounds(name: str) -> str:
    """Return the key under which transliterations of a body's name meet: "Jabhat al-Nusra", "Jabhat an-Nusra"."""
    found = sorted(sound(word) for word in body_words(name) if len(sound(word)) > 1 and word[:1] != "=")
    states = sorted(word for word in body_words(name) if word[:1] == "=")
    return f"sounds {' '.join([*states, *found])}" if len("".join(found)) >= 4 else ""
