"""Rows of a table to stdout, as JSON lines with every field."""

from __future__ import annotations

import sys
from typing import Any

from accordingto.table import Table, json_bytes


def print_json(found: Table[Any]) -> None:
    """Write a line of JSON a row."""
    out = sys.stdout.buffer
    for record in found.records():
        out.write(json_bytes(record) + b"\n")
    out.flush()
