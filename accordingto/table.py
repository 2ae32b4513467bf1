"""A table of results: rows that are dataclasses, and the same as a data frame of Polars or pandas or as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from importlib import import_module
from typing import Any, Generic, TypeVar, cast

from accordingto.errors import UsageError

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Generic[Row]):
    """Rows of one kind; `total` is how many there are without a limit."""

    rows: tuple[Row, ...]
    total: int

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __getitem__(self, index: int) -> Row:
        return self.rows[index]

    def records(self) -> list[dict[str, object]]:
        """Return a flat dictionary a row: fields of fields beside each other, pieces and spans as lists."""
        return [_flat(row) for row in self.rows]

    def to_polars(self) -> Any:
        """Return a Polars data frame. Raises UsageError where Polars is not installed."""
        return _library("polars").DataFrame(self.records(), infer_schema_length=None)

    def to_pandas(self) -> Any:
        """Return a pandas data frame. Raises UsageError where pandas is not installed."""
        return _library("pandas").DataFrame.from_records(self.records())


def json_bytes(row: object) -> bytes:
    """Return an object as a line of JSON in UTF-8 (without its line feed), whatever strings are in it."""
    line = json.dumps(row, ensure_ascii=False)
    try:
        return line.encode("utf-8")
    except UnicodeEncodeError:
        # A lone surrogate is in it: as an escape it comes out as it went in.
        return json.dumps(row).encode("ascii")


def _flat(row: object) -> dict[str, object]:
    flat: dict[str, object] = {}
    for field in fields(cast(Any, row)):
        value = getattr(row, field.name)
        if is_dataclass(value):
            for name, inner in _flat(value).items():
                # `source` of a statement is its spans, and the words stand beside it.
                flat[f"{name}_spans" if hasattr(row, f"{name}_words") else name] = inner
        else:
            flat[field.name] = _plain(value)
    return flat


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return _flat(value) if is_dataclass(value) else value


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError:
        raise UsageError(f"{name} is not installed: pip install 'accordingto[tables]'") from None
