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

A source that holds others (an archive, a mail with attachments) reads each through `read_part`, as a `Part` of its own
stream. Their names are `name/part`, which is also the id of a report that brings none, and their `source`; how deep
they may stand in each other, and how much they may unpack to, is an Allowance that all of them share.
"""

from __future__ import annotations

import importlib
import io
import logging
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import BinaryIO, Literal, Protocol, cast

from accordingto.data import Problem, Report
from accordingto.errors import SourceError, SourceFailed, SourceSkipped
from accordingto.settings import settings
from accordingto.unpack import Pieces

logger = logging.getLogger(__name__)

HEAD_BYTES = 64 * 1024
"""What `sniff` gets to see."""

MAX_DEPTH = 2
"""An archive is read, and one inside it; one inside that is not. A mail counts like an archive."""

GUESSED = ("page text", "below title", "address", "file created")
"""Values of `published_how` that are no statement of the report about itself."""

EXCERPTS = "full text not in the feed"
"""Reason that a reader gives once for all the reports of a source that are excerpts."""

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


@cache
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


@dataclass(slots=True)
class Allowance:
    """How much all the sources inside one source may still give, at every depth together."""

    left_bytes: int
    left_parts: int

    def take(self, size_bytes: int, *, name: str) -> None:
        """Count bytes that were unpacked; raise SourceFailed where they are more than are left."""
        self.left_bytes -= size_bytes
        if self.left_bytes < 0:
            raise SourceFailed(name, "too long when unpacked", "more than the setting max_unpacked_bytes in all")

    @property
    def spent(self) -> bool:
        """Whether nothing more may be read."""
        return self.left_bytes < 0 or self.left_parts < 0


class _Counted(Pieces):
    """A stream whose bytes are taken from an allowance as they are read."""

    def __init__(self, stream: BinaryIO, name: str, allowance: Allowance) -> None:
        self._stream, self._name, self._allowance = stream, name, allowance

    def piece(self, size: int) -> bytes:
        piece = self._stream.read(size)
        self._allowance.take(len(piece), name=self._name)
        return piece


class Part(io.BufferedReader):
    """The stream of a source that stands inside another one. It cannot be sought in."""

    def __init__(self, stream: BinaryIO, *, name: str, depth: int, allowance: Allowance) -> None:
        super().__init__(_Counted(stream, name, allowance), buffer_size=HEAD_BYTES)
        self.depth, self.allowance = depth, allowance


def place_of(stream: BinaryIO) -> tuple[int, Allowance]:
    """Return how deep a stream stands inside other sources (0: it is a file), and what it and its siblings may give."""
    if isinstance(stream, Part):
        return stream.depth, stream.allowance
    limits = settings()
    return 0, Allowance(left_bytes=limits.max_unpacked_bytes, left_parts=limits.max_parts)


def read_part(part: Part, *, name: str, limit_bytes: int) -> Iterator[Report | Problem]:
    """Yield what a source inside another one holds, under the whole `name`; whatever it trips over is a Problem."""
    try:
        if not (head := part.peek(HEAD_BYTES)[:HEAD_BYTES]):
            raise SourceFailed(name, "empty", "0 bytes")
        if (reader := reader_for(head, name.rpartition("/")[2])) is None:
            raise SourceFailed(name, "binary", f"no reader knows this kind of file; readers here: {', '.join(names())}")
        for one in reader.read(part, name=name, limit_bytes=limit_bytes):
            if isinstance(one, Problem):
                yield one
            else:
                yield replace(
                    one,
                    id=one.id or one.url or name,
                    source=one.source or name,
                    reader=one.reader or reader.NAME,
                )
    except SourceError as error:
        outcome: Literal["skipped", "failed"] = "skipped" if isinstance(error, SourceSkipped) else "failed"
        yield Problem(source=name, outcome=outcome, stage="read", reason=error.reason, detail=error.detail)
    except Exception as error:  # border: a source inside another
        logger.exception("reading %s", name)
        yield failed(name, "cannot be read", f"{type(error).__name__}: {error}")


def failed(source: str, reason: str, detail: str = "") -> Problem:
    """Return the Problem of a source, or a part of one, that should have been read and was not."""
    return Problem(source=source, outcome="failed", stage="read", reason=reason, detail=detail)


def skipped(source: str, reason: str, detail: str = "") -> Problem:
    """Return the Problem of a source, or a part of one, that is left out on purpose."""
    return Problem(source=source, outcome="skipped", stage="read", reason=reason, detail=detail)
