"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from accordingto.settings import Settings, settings

F = TypeVar("F", bound=Callable[..., Any])


def record_option(function: F) -> F:
    """Add `--record`."""
    return click.option(
        "--record",
        type=click.Path(path_type=Path),
        metavar="PATH",
        help=f"The record.  [default: $ACCORDINGTO_RECORD, else {Settings().record}]",
    )(function)


def record_of(record: Path | None, positional: Path | None = None) -> Path:
    """Return the record that a call names, as an option or as its positional, else that of the settings."""
    if record and positional and record != positional:
        raise click.UsageError(f"two records are named: {positional} and --record {record}")
    return record or positional or Path(settings().record)
