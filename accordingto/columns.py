"""The columns of a table or the keys of a JSON object → the fields of a report.

In come names and values as an export of a news database has them, out go the fields that a `Report` has. The table of
what they are called elsewhere is `columns.toml`. Values are not checked here: a date
of publication stays as it is given.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from accordingto.data import Report
from accordingto.dates import iso

_OTHER = re.compile(r"[\W_]+")
LONGEST = 40
"""Characters of a name that can be one of the table."""


@cache
def _names() -> Mapping[str, list[str]]:
    return tomllib.loads(Path(__file__).with_name("columns.toml").read_text(encoding="utf-8"))


def _folded(name: str) -> str:
    return _OTHER.sub("_", name.strip().lower()).strip("_")


def fields_in(names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return, for each field of a report, those of `names` that stand for it, best first."""
    given: dict[str, str] = {}
    for name in (name for name in names if len(name) <= LONGEST):
        given.setdefault(_folded(name), name)
    return {
        field: found for field, called in _names().items() if (found := tuple(given[c] for c in called if c in given))
    }


def fields_of(row: Mapping[str, object], fields: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return the fields that `row` fills, each from the best of its names whose value is a text, a number or a list."""
    found = {}
    for field, called in fields.items():
        texts = ((row.get(name) if field == "text" else string(row.get(name))) for name in called)
        if value := next((text for text in texts if isinstance(text, str) and text.strip()), ""):
            found[field] = value
    return found


def report_of(found: Mapping[str, str], *, otherwise: str) -> Report:
    """Return the report with the fields `found`; its id is the one given, else its address, else `otherwise`."""
    url = found.get("url", "")
    return Report(
        id=found.get("id") or url or otherwise,
        text=found["text"],
        title=found.get("title", ""),
        outlet=found.get("outlet", ""),
        byline=found.get("byline", ""),
        published=found.get("published", ""),
        published_how="given" if found.get("published") else "",
        updated=(updated := iso(found.get("updated", ""))),
        updated_how="given" if updated else "",
        url=url,
        language=found.get("language", ""),
        kind=found.get("kind") or "news",
        kind_why="given" if found.get("kind") else "",
    )


def string(value: object) -> str:
    """Return a value as one line: ids and dates are as often numbers as texts, authors are often a list of them."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return "; ".join(one.strip() for one in value if isinstance(one, str) and one.strip())
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
