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


def as_option(function: F) -> F:
    """Add `--as` (passed as `by`) and `--note`: whose a correction is, and why."""
    function = click.option("--note", default="", metavar="TEXT", help="Why, in your words.")(function)
    return click.option("--as", "by", default="", metavar="NAME", help="Whose correction it is.  [default: the user]")(
        function
    )


def outlet_option(function: F) -> F:
    """Add `--outlet`: which of several reports of one id."""
    return click.option("--outlet", default=None, help="The outlet, where several have a report of that id.")(function)
