"""The readers: one module a kind of source, found by file name, imported when first asked for.

A reader is a module of this room with

    NAME: str                                   as it stands in `Report.reader`
    SUMMARY: str                                one line for help and docs
    def sniff(head: bytes, name: str) -> bool   is it mine? From the first 64 KiB; the file's name only helps
    def read(stream: BinaryIO, *, name: str, limit_bytes: int) -> Iterator[Report | Problem]

`stream` is read once, front to back, and need not be seekable; no more than a few `limit_bytes` of it are held at once.
`name` is the path relative to the source. A reader sets what the source itself states, and `id` only where the report
brings one (or where one file holds several); all else is filled by `ingest`. It raises SourceError for a file of which
nothing is left, and yields a Problem for a part of it. A new kind of source is a new file here and nothing else.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import BinaryIO, Protocol, cast

from accordingto.data import Problem, Report
from accordingto.errors import SourceFailed

HEAD_BYTES = 64 * 1024
"""What `sniff` gets to see."""

FALLBACK = "text"
"""Asked last: every text is plain text if it is nothing else."""


class Reader(Protocol):
    """What a module of this room offers."""

    NAME: str
    SUMMARY: str

    def sniff(self, head: bytes, name: str) -> bool:
        """Say whether a file that begins with `head` is of this reader's kind."""
        ...

    def read(self, stream: BinaryIO, *, name: str, limit_bytes: int) -> Iterator[Report | Problem]:
        """Yield the reports of one source, and a problem for each part that is none."""
        ...


def names() -> tuple[str, ...]:
    """Return the readers of this room in the order in which they are asked."""
    found = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return (*(name for name in found if name != FALLBACK), FALLBACK)


def load(name: str) -> Reader:
    """Import and return the reader called `name`."""
    return cast(Reader, importlib.import_module(f"{__name__}.{name}"))


def reader_for(head: bytes, name: str) -> Reader | None:
    """Return the reader of a file that begins with `head`, or None where no reader knows it."""
    readers = (load(candidate) for candidate in names())
    return next((reader for reader in readers if reader.sniff(head, name)), None)


def whole(stream: BinaryIO, *, source: str, limit_bytes: int) -> bytes:
    """Return all of `stream`, or raise SourceFailed where it is longer than `limit_bytes`."""
    pieces, size_bytes = [], 0
    while piece := stream.read(min(1 << 20, limit_bytes + 1 - size_bytes)):
        pieces.append(piece)
        size_bytes += len(piece)
        if size_bytes > limit_bytes:
            raise SourceFailed(source, "too long", f"more than {limit_bytes:,} bytes (setting max_report_bytes)")
    return b"".join(pieces)
