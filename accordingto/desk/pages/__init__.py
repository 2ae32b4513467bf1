"""The pages of the desk: one file a page, each with PATH, TITLE and `gather(view, ask)`.

`gather` returns a frozen dataclass, which the template of the same name shows and the page's JSON twin holds. A new
page is a new file here and a template; the app finds it by its name. `gather` raises NotFound where the record has no
such thing.
"""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from accordingto.desk.ask import Ask
from accordingto.errors import UsageError
from accordingto.record.connection import Connection

ROWS = 50
"""Rows of a list on one page: about two screens."""


class NotFound(UsageError):
    """The record has nothing of the name that the address gives."""


class Gather(Protocol):
    """Answers what a page shows."""

    def __call__(self, view: Connection, ask: Ask) -> object:
        """Return the page's dataclass."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: where it is, what it is called, what it shows."""

    name: str
    path: str
    title: str
    gather: Gather


def pages() -> tuple[Page, ...]:
    """Return the pages, each loaded from its file."""
    found = []
    for name in sorted(module.name for module in pkgutil.iter_modules(__path__)):
        module = import_module(f"{__name__}.{name}")
        found.append(Page(name, module.PATH, module.TITLE, cast(Gather, module.gather)))
    return tuple(found)
