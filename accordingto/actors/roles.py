"""The table of roles: nouns for what someone is, words around them, and what ministries are called."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Roles:
    """What roles.toml holds; `sorts` has the class of each role noun."""

    sorts: dict[str, tuple[str, str]]
    former: frozenset[str]
    bodies: frozenset[str]
    stops: frozenset[str]
    modifiers: frozenset[str]
    not_bodies: frozenset[str]
    of_states: frozenset[str]
    of_one_state: frozenset[str]
    not_of_states: frozenset[str]
    departments: dict[str, str]


@cache
def roles() -> Roles:
    """Return the table of roles, read once."""
    given = tomllib.loads(Path(__file__).with_name("roles.toml").read_text(encoding="utf8"))
    sorts: dict[str, tuple[str, str]] = {}
    for group in ("people", "body", "office"):
        for sort, nouns in given[group].items():
            sorts |= dict.fromkeys(nouns, (group, sort))
    table = {name: frozenset(some) for name, some in given["words"].items()}
    return Roles(sorts=sorts, departments=given["departments"], **table)
