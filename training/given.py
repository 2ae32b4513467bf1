"""Build the table of given names by gender, `accordingto/actors/given.txt`, from the locale lists of Faker (MIT).

Usage: python training/given.py, with the package "faker" installed. A name that locales give to women and to men is
left out, and so is what is not written in Latin letters. The file has two lines, names folded: women's, then men's.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import faker.providers.person as persons

from accordingto.states import folded

FILE = Path(__file__).parents[1] / "accordingto" / "actors" / "given.txt"
SHORTEST = 3
LISTS = {
    "f": ("first_names_female", "first_female_names", "first_name_female", "first_romanized_names_female"),
    "m": ("first_names_male", "first_male_names", "first_name_male", "first_romanized_names_male"),
}


def given(gender: str) -> Iterator[str]:
    """Yield the given names that any locale has for one gender ("f" or "m")."""
    for module in pkgutil.iter_modules(persons.__path__):
        provider = importlib.import_module(f"{persons.__name__}.{module.name}").Provider
        for name in LISTS[gender]:
            some = getattr(provider, name, ())
            for whole in () if callable(some) else some:
                first = folded(whole).split("-")[0]
                if first.isascii() and first.isalpha() and len(first) >= SHORTEST:
                    yield first


def main() -> None:
    """Write the table."""
    women, men = set(given("f")), set(given("m"))
    both = women & men
    lines = [" ".join(sorted(some - both)) for some in (women, men)]
    FILE.write_text("\n".join(lines) + "\n", encoding="ascii")
    print(f"{len(women - both)} women's names, {len(men - both)} men's names, {len(both)} of both left out")


if __name__ == "__main__":
    main()
