"""Archives: ZIP, and TAR plain or packed (gz, bz2, xz); one packed file that is no TAR is read too.

Each file inside is a source of its own, read in bounded pieces; its path is a name and nothing more, since nothing is
ever written to disk. A `meta.csv` inside says of the files below it what it would in a folder, if it comes before them
or the archive is a ZIP. An archive inside an archive is read, one inside that is not. What the files may unpack to is
limited in all and against their packed size; encrypted and corrupt ones are Problems, and the others go on.
"""

from __future__ import annotations

import io
import posixpath
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import BinaryIO, cast

from accordingto.data import Problem, Report
from accordingto.errors import SourceError, SourceFailed
from accordingto.leftout import why_left_out
from accordingto.meta import META_FILE, rows_of
from accordingto.readers import GUESSED, MAX_DEPTH, Allowance, Part, failed, place_of, read_part, skipped, whole
from accordingto.unpack import BROKEN, PIECE_BYTES, Chained, Forward, Member, Unpacking, packing_of

NAME = "archive"
SUMMARY = "ZIP and TAR archives of any of these, and single packed files"

HELD = 8
"""An archive that cannot be sought in (standard input, one inside another) is held in memory: so many reports long."""

DIRECTORY_ENTRY_BYTES = 256
"""An entry of a ZIP's directory is 46 bytes and a path or two."""

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_NO_ARCHIVE = (b"mimetype", b"[Content_Types].xml", b"META-INF/", b"AndroidManifest.xml")
"""First member of files that are ZIPs inside and no archives to their owners: books, documents, programs."""


@dataclass(slots=True)
class Walk:
    """What is known while one archive is gone through: where it stands, and what was seen in it."""

    name: str
    depth: int
    allowance: Allowance
    limit_bytes: int
    pages: set[str] = field(default_factory=set)
    """Paths of the pages in it, without their endings."""
    meta: dict[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)


def sniff(head: bytes, name: str) -> bool:
    """Say yes to the signatures of ZIP, gzip, bzip2 and xz, and to the header of a TAR."""
    if head.startswith(_ZIP):
        return not head[30:].startswith(_NO_ARCHIVE)
    return bool(packing_of(head)) or _is_tar(head)


def read(stream: BinaryIO, *, name: str, limit_bytes: int) -> Iterator[Report | Problem]:
    """Yield what the files in the archive hold; raise SourceFailed where it cannot be opened at all."""
    depth, allowance = place_of(stream)
    if depth >= MAX_DEPTH:
        raise SourceFailed(name, "nested too deeply", f"sources are read {MAX_DEPTH} deep inside others")
    walk = Walk(name=name, depth=depth, allowance=allowance, limit_bytes=limit_bytes)
    head = stream.read(1024)
    if head.startswith(_ZIP):
        yield from _zip(_sought(stream, head, walk), walk)
        return
    rest = Chained(head, stream)
    if not (packing := packing_of(head)):
        yield from _tar(Forward(rest, name), walk)
        return
    unpacking = Unpacking(rest, packing, name)
    first = b""
    try:
        while len(first) < tarfile.BLOCKSIZE and (piece := unpacking.read(tarfile.BLOCKSIZE)):
            first += piece
    except BROKEN as error:
        if not first:
            raise SourceFailed(name, "corrupt", str(error)) from error
    unpacked = Chained(first, unpacking)
    yield from _tar(Forward(unpacked, name), walk) if _is_tar(first) else _file(_without(name, packing), unpacked, walk)


def _is_tar(head: bytes) -> bool:
    """Say whether a TAR begins here: the sum of its first header is right, which no text brings about by chance."""
    block = head[:512]
    try:
        stated = int(block[148:156].strip(b"\x00 ") or b"x", 8)
    except ValueError:
        return False
    return len(block) == 512 and stated == sum(block[:148]) + sum(block[156:]) + 8 * 32


def _without(name: str, packing: str) -> str:
    """Return the name of the file in a packed file: its own without the ending."""
    file = posixpath.basename(name)
    return file.removesuffix(packing) if file.endswith(packing) and file != packing else "unpacked"


def _sought(stream: BinaryIO, head: bytes, walk: Walk) -> BinaryIO:
    """Return a stream that can be sought in, held in memory where it cannot be otherwise."""
    if stream.seekable():
        return stream
    rest = whole(cast(BinaryIO, Chained(head, stream)), source=walk.name, limit_bytes=HELD * walk.limit_bytes)
    return io.BytesIO(rest)


class _Directory:
    """A ZIP whose directory may be only so long: zipfile reads it at once, and makes an object of each entry."""

    def __init__(self, stream: BinaryIO, walk: Walk) -> None:
        self._stream, self._name = stream, walk.name
        self._longest = max(PIECE_BYTES, walk.allowance.left_parts * DIRECTORY_ENTRY_BYTES)

    def read(self, size: int = -1, /) -> bytes:
        if size > self._longest:
            raise SourceFailed(self._name, "too many files", "more than the setting max_parts in all")
        return self._stream.read(size)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def seekable(self) -> bool:
        return True


def _zip(stream: BinaryIO, walk: Walk) -> Iterator[Report | Problem]:
    try:
        file = zipfile.ZipFile(cast(BinaryIO, _Directory(stream, walk)))
    except BROKEN as error:
        raise SourceFailed(walk.name, "corrupt", str(error)) from error
    with file:
        members = [member for member in file.infolist() if not member.is_dir()]
        walk.pages.update(page for member in members if (page := _page(member.filename)))
        for member in members:
            if posixpath.basename(member.filename).lower() == META_FILE:
                yield from _member(file, member, walk)
        for member in members:
            if posixpath.basename(member.filename).lower() != META_FILE:
                yield from _member(file, member, walk)
            if walk.allowance.spent:
                return
        if not members:
            raise SourceFailed(walk.name, "empty", "no files in the archive")


def _member(file: zipfile.ZipFile, member: zipfile.ZipInfo, walk: Walk) -> Iterator[Report | Problem]:
    path = _path(member.filename)
    place = f"{walk.name}/{path}"
    if problem := _not_read(path, walk):
        yield problem
    elif member.flag_bits & 1:
        yield failed(place, "encrypted", "the archive asks for a password")
    elif member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2):
        yield failed(place, "packed in a way that is not read", f"method {member.compress_type}")
    else:
        try:
            with file.open(member) as stream:
                yield from _part(path, Member(cast(BinaryIO, stream), place, member.compress_size), walk)
        except BROKEN as error:
            yield failed(place, "corrupt", str(error))


def _tar(stream: Forward, walk: Walk) -> Iterator[Report | Problem]:
    number = 0
    try:
        with closing(tarfile.TarFile(fileobj=stream, mode="r", errorlevel=0)) as file:
            while (member := file.next()) is not None and not walk.allowance.spent:
                number += 1
                file.members = []  # type: ignore[attr-defined]  # it would keep each of them
                path = _path(member.name)
                if member.isdir():
                    continue
                if not member.isreg() or member.issparse():
                    yield skipped(f"{walk.name}/{path}", "not a regular file")
                elif problem := _not_read(path, walk):
                    yield problem
                elif (held := file.extractfile(member)) is not None:
                    if page := _page(path):
                        walk.pages.add(page)
                    yield from _part(path, Member(cast(BinaryIO, held), f"{walk.name}/{path}", member.size), walk)
            yield from _end(stream, walk)
    except SourceError as error:
        if not number:
            raise
        yield failed(walk.name, error.reason, error.detail)
    except (*BROKEN, RecursionError) as error:
        if not number:
            raise SourceFailed(walk.name, "corrupt", str(error)) from error
        yield failed(walk.name, "corrupt", f"{error}; what stands before that was read")
    else:
        if not number:
            raise SourceFailed(walk.name, "empty", "no files in the archive")


def _end(stream: Forward, walk: Walk) -> Iterator[Problem]:
    """Yield a problem where something stands behind the end: tarfile takes a broken header for one."""
    if not walk.allowance.spent and stream.read(PIECE_BYTES).strip(b"\x00"):
        yield failed(walk.name, "corrupt", "a broken header; what stands before it was read")


def _file(path: str, stream: io.RawIOBase, walk: Walk) -> Iterator[Report | Problem]:
    """Yield what the one file holds that is packed here."""
    place = f"{walk.name}/{path}"
    yield from _part(path, Member(stream, place, walk.allowance.left_bytes), walk)


def _path(path: str) -> str:
    """Return a member's path as text that can be written anywhere."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace").replace("\\", "/").strip("/") or "unnamed"


def _page(path: str) -> str:
    """Return the path of a page without its ending, and an empty text for other files."""
    stem, ending = posixpath.splitext(path)
    return stem if ending.lower() in (".html", ".htm") else ""


def _not_read(path: str, walk: Walk) -> Problem | None:
    """Return the problem of a file that is not even opened; count it among those that may be."""
    place = f"{walk.name}/{path}"
    walk.allowance.left_parts -= 1
    if walk.allowance.spent:
        return failed(walk.name, "too many files", "more than the setting max_parts in all; the rest was not read")
    folders = path.split("/")[:-1]
    hidden = (part for part in path.split("/") if part.startswith(".") and part not in (".", ".."))
    if "__MACOSX" in folders or any(hidden):
        return skipped(place, "a hidden file")
    for depth, folder in enumerate(folders, 1):
        if folder.endswith("_files") and "/".join(folders[:depth]).removesuffix("_files") in walk.pages:
            return skipped(place, "the files of a saved page")
    file = posixpath.basename(path)
    if file.lower() == META_FILE:
        return None
    return skipped(place, reason) if (reason := why_left_out(file)) else None


def _part(path: str, stream: BinaryIO | io.RawIOBase, walk: Walk) -> Iterator[Report | Problem]:
    """Yield what one file in the archive holds, with what a meta.csv in it says of the file."""
    place = f"{walk.name}/{path}"
    part = Part(cast(BinaryIO, stream), name=place, depth=walk.depth + 1, allowance=walk.allowance)
    if posixpath.basename(path).lower() == META_FILE:
        yield from _meta(path, part, walk)
        return
    for one in read_part(part, name=place, limit_bytes=walk.limit_bytes):
        yield _known(one, path, walk) if isinstance(one, Report) else one
    if walk.allowance.left_bytes < 0:
        yield failed(walk.name, "too long when unpacked", "the files behind that one were not read")


def _meta(path: str, part: Part, walk: Walk) -> Iterator[Problem]:
    place = f"{walk.name}/{path}"
    try:
        data = whole(part, source=place, limit_bytes=walk.limit_bytes)
        walk.meta[posixpath.dirname(path)] = rows_of(data, source=place)
    except SourceError as error:
        yield failed(place, error.reason, error.detail)
    else:
        yield skipped(place, why_left_out(META_FILE))


def _known(report: Report, path: str, walk: Walk) -> Report:
    """Return the report with what the nearest meta.csv says of its file, where it does not say so itself."""
    if not walk.meta:
        return report
    folder = posixpath.dirname(path)
    folders = [folder]
    while folder:
        folders.append(folder := posixpath.dirname(folder))
    rows = (walk.meta.get(above, {}).get(posixpath.relpath(path, above or ".")) for above in folders)
    if not (row := next((found for found in rows if found), None)):
        return report
    unstated = not report.published or report.published_how in GUESSED
    return replace(
        report,
        title=report.title or row.get("title", ""),
        outlet=report.outlet or row.get("outlet", ""),
        url=report.url or row.get("url", ""),
        published=row["published"] if unstated and "published" in row else report.published,
        published_how=f"file {META_FILE}" if unstated and "published" in row else report.published_how,
    )
