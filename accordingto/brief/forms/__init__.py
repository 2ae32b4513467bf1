"""The forms of a brief: one file a form, each with `render(brief, *, width, colour)`: text, or bytes for a file.

A new form is a new file here; commands and tests find it by its name.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Protocol, cast

from accordingto.brief.page import Brief
from accordingto.errors import UsageError


class Form(Protocol):
    """What a file in this room has."""

    def render(self, brief: Brief, *, width: int, colour: bool) -> str | bytes:
        """Return the brief as text (as bytes, where it is no text), `width` columns wide where the form has a width."""


def names() -> tuple[str, ...]:
    """Return the names of the forms."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def form(name: str) -> Form:
    """Return the form of a name; UsageError where there is none."""
    if name not in names():
        raise UsageError(f"a brief has no form {name!r}: it is none of {', '.join(names())}")
    return cast(Form, import_module(f"{__name__}.{name}"))
