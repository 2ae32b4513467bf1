"""Origins, one a line: which reports rest on which statement, dispatch, copy, witness or document."""

from __future__ import annotations

from typing import BinaryIO

from accordingto import query
from accordingto.record.connection import Connection
from accordingto.table import json_bytes

SUFFIX, TEXT = ".jsonl", True


def write(view: Connection, out: BinaryIO) -> None:
    """Write the origins, those that most reports rest on first."""
    for one in query.origins(view):
        out.write(json_bytes({"id": one.origin, "how": one.how, "who": one.who, "reports": list(one.reports)}) + b"\n")
