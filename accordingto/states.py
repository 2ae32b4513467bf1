"""States by the words that reports have for them: names, capitals and seats of government, demonyms.

In comes a name ("the Kremlin", "Syrian", "U.S."), out comes the state's plain name ("Russia") or nothing. The names
come from countryinfo, what it lacks from `states.toml`. Whether a capital stands for its government is not told here.
"""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

_ARTICLE = re.compile(r"\Athe\s+")
_POSSESSIVE = re.compile(r"[’']s?\Z")
HELD = 20_000
"""Names whose plain forms are kept at hand."""
SHORTEST_NAME = 4
"""Letters of an alternative name that is taken over: shorter ones are codes ("IS", "NO") and words of other meaning."""


@lru_cache(HELD)
def folded(name: str) -> str:
    """Return a name in lower case without accents, article and possessive, its white space made one blank."""
    plain = name
    if not name.isascii():
        plain = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    plain = plain.casefold().replace("’", "'")
    return re.sub(r"\s+", " ", _ARTICLE.sub("", _POSSESSIVE.sub("", plain.strip()))).strip()


@dataclass(frozen=True, slots=True)
class States:
    """Three tables from a folded word to the name of a state."""

    names: Mapping[str, str] = field(default_factory=dict)
    seats: Mapping[str, str] = field(default_factory=dict)
    demonyms: Mapping[str, str] = field(default_factory=dict)


@cache
def states() -> States:
    """Return the tables; the first call reads them (about 20 ms)."""
    given = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    names, seats, demonyms = dict[str, str](), dict[str, str](), dict[str, str]()
    for country in _countries():
        name = given["names"].get(folded(country["name"]), country["name"])
        others = [o for o in country.get("altSpellings") or () if len(o) >= SHORTEST_NAME and o.isprintable()]
        names |= {folded(one): name for one in (country["name"], *others) if not one.isupper()}
        if isinstance(capital := country.get("capital"), str) and capital:
            seats[folded(capital)] = name
        for word in re.split(r"[,/]| and ", country.get("demonym") or ""):
            demonyms.setdefault(folded(word), name)
    for word in given["not_seats"]["words"]:
        seats.pop(word, None)
    for word in given["not_names"]["words"]:
        names.pop(word, None)
    demonyms.pop("", None)
    return States(
        names=names | {folded(word): name for word, name in given["names"].items()},
        seats=seats | given["seats"],
        demonyms=demonyms | given["demonyms"],
    )


def state_named(name: str) -> str:
    """Return the state that a name is the name of, else nothing."""
    return states().names.get(folded(name), "")


def state_seated(name: str) -> str:
    """Return the state that has its government in a place or house of this name, else nothing."""
    return states().seats.get(folded(name), "")


def state_of_people(word: str) -> str:
    """Return the state that a demonym ("Syrian", "Syrians") belongs to, else nothing."""
    plain, known = folded(word), states().demonyms
    return known.get(plain) or known.get(plain.removesuffix("s"), "")


def demonym_of(state: str) -> str:
    """Return the word for what is a state's own ("Norlandish"), else its name."""
    return next((word.capitalize() for word, of in states().demonyms.items() if of == state and "." not in word), state)


def state_of(name: str) -> str:
    """Return the state that a name, a seat or a demonym stands for, else nothing."""
    return state_named(name) or state_seated(name) or state_of_people(name)


def _countries() -> Iterator[dict[str, str]]:
    # The package's own loader keeps every country's border polygons in memory; only the plain fields are wanted.
    for file in sorted(files("countryinfo").joinpath("data").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".json"):
            country = json.loads(file.read_text(encoding="utf-8"))
            # Territories and states that are no more come as second entries of a name that is taken.
            if country.get("ISO", {}).get("alpha3") and not country["name"].startswith(("Serbia and", "Antilles")):
                yield country
