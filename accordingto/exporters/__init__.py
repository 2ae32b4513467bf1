"""Exports of a record: one module a format, found by file name, imported when first asked for.

An exporter is a module of this room with a docstring whose first line says what the format is, and

    SUFFIX: str                                        of its files, with the dot
    TEXT: bool                                         text goes to stdout unless a file is named; bytes never do
    def write(view: Connection, out: BinaryIO) -> None

`write` asks `query`, writes what the record says now, front to back, and holds no more of it than it needs; what its
format cannot hold stands in docs/exports.md. A new format is a new file here and nothing else. An exporter that also
gives a single table has `TABLE_SUFFIX`, `TABLE_TEXT` and `write_table(view, out, *, table)`, `table` being one of
`query.TABLES`. Outside packages offer exporters as entry points of the group GROUP.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import BinaryIO, Protocol, cast

from accordingto.errors import UsageError
from accordingto.record.connection import Connection

GROUP = "accordingto.exporters"


class Exporter(Protocol):
    """What a module of this room offers."""

    SUFFIX: str
    TEXT: bool

    def write(self, view: Connection, out: BinaryIO) -> None:
        """Write the record to `out`."""
        ...


class TableExporter(Exporter, Protocol):
    """An exporter that gives a single table, too."""

    TABLE_SUFFIX: str
    TABLE_TEXT: bool

    def write_table(self, view: Connection, out: BinaryIO, *, table: str) -> None:
        """Write one table (of `query.TABLES`) to `out`."""
        ...


@cache
def own() -> tuple[str, ...]:
    """Return the exporters of this room."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def names() -> tuple[str, ...]:
    """Return the exporters of this room, then those of other packages."""
    from importlib.metadata import entry_points

    return (*own(), *sorted({point.name for point in entry_points(group=GROUP)} - set(own())))


def load(name: str) -> Exporter:
    """Import and return the exporter called `name`; UsageError where there is none."""
    if name in own():
        return cast(Exporter, import_module(f"{__name__}.{name}"))
    from importlib.metadata import entry_points

    for point in entry_points(group=GROUP, name=name):
        return cast(Exporter, point.load())
    raise UsageError(f"there is no export {name!r}: it is none of {', '.join(names())}")


def load_for_tables(name: str) -> TableExporter:
    """Import and return the exporter called `name`; UsageError where it does not give single tables."""
    exporter = load(name)
    if not hasattr(exporter, "write_table"):
        able = ", ".join(one for one in own() if hasattr(load(one), "write_table"))
        raise UsageError(f"the export {name!r} has no single tables; these have: {able}")
    return cast(TableExporter, exporter)


def summary(name: str) -> str:
    """Return what the exporter called `name` writes, in one line."""
    return (cast(ModuleType, load(name)).__doc__ or "").strip().split("\n")[0]
