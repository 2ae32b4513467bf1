"""Bounded streams: what a packed file holds, as it is asked for.

In comes a stream, out goes one that unpacks it, that only goes forward, or that says in our own words what broke. None
holds more than a piece, and none unpacks to more than a set number of times its packed size.
"""

from __future__ import annotations

import io
import lzma
import tarfile
import zipfile
import zlib
from bz2 import BZ2Decompressor
from typing import BinaryIO

from accordingto.errors import SourceFailed
from accordingto.settings import settings

SMALL_BYTES = 4 * 1024 * 1024
"""A file that unpacks to less than this may be packed as tightly as it likes."""

UNPACKER_BYTES = 128 * 1024 * 1024
"""Memory that an xz file may ask for; `xz -9` asks for 65 MiB."""

SIGNATURE_BYTES = 6
CODINGS = ("gzip", "deflate", "br")
"""Content codings of HTTP that are read."""
PIECE_BYTES = 256 * 1024

_PACKED = {b"\x1f\x8b\x08": ".gz", b"BZh": ".bz2", b"\xfd7zXZ\x00": ".xz"}
BROKEN = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError,
    NotImplementedError, RuntimeError,
)  # fmt: skip


def packing_of(head: bytes) -> str:
    """Return how a file that begins with `head` is packed (".gz", ".bz2", ".xz"), or an empty text."""
    return next((ending for begins, ending in _PACKED.items() if head.startswith(begins)), "")


class Pieces(io.RawIOBase):
    """A stream of which only `piece` is written: up to so many bytes, none at its end."""

    def piece(self, size: int) -> bytes:
        """Return the next bytes, `size` at most."""
        raise NotImplementedError

    def readable(self) -> bool:
        """Say yes."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill `buffer` from its beginning and return how far."""
        piece = self.piece(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


class Chained(Pieces):
    """Bytes already taken, then the stream that they were taken from."""

    def __init__(self, head: bytes, rest: BinaryIO | io.RawIOBase) -> None:
        self._head, self._rest = head, rest

    def piece(self, size: int) -> bytes:
        """Return the next bytes, `size` at most."""
        piece, self._head = self._head[:size], self._head[size:]
        return piece or self._rest.read(size) or b""


class Forward(io.BufferedReader):
    """A stream that counts where it is and seeks forward by reading, in which no read may be large.

    tarfile reads a header as long as it says it is; eight gigabytes are refused here.
    """

    def __init__(self, raw: io.RawIOBase, name: str) -> None:
        super().__init__(raw, buffer_size=PIECE_BYTES)
        self._name, self._at = name, 0

    def read(self, size: int | None = -1, /) -> bytes:
        """Return the next bytes; refuse to read very many."""
        if size is None or not 0 <= size <= 16 * PIECE_BYTES:
            raise SourceFailed(self._name, "corrupt", f"a header of {size} bytes")
        piece = super().read(size)
        self._at += len(piece)
        return piece

    def tell(self) -> int:
        """Return how many bytes were read."""
        return self._at

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Read on to `offset`."""
        if whence or offset < self._at:
            raise io.UnsupportedOperation("this stream goes forward only")
        while self._at < offset and self.read(min(PIECE_BYTES, offset - self._at)):
            pass
        return self._at


class Unpacking(Pieces):
    """What a packed stream holds; raises SourceFailed where it comes to too many times the packed size."""

    def __init__(self, stream: BinaryIO | io.RawIOBase, packing: str, name: str) -> None:
        self._stream, self._packing, self._name = stream, packing, name
        self._ratio, self._most = settings().max_unpacked_ratio, settings().max_unpacked_bytes
        self._in, self._out = 0, 0
        self._waiting = b""
        self._unpacker = self._new()

    def _new(self) -> _Zlib | BZ2Decompressor | lzma.LZMADecompressor:
        if self._packing == ".gz":
            return _Zlib(31)
        return BZ2Decompressor() if self._packing == ".bz2" else lzma.LZMADecompressor(memlimit=UNPACKER_BYTES)

    def piece(self, size: int) -> bytes:
        """Return the next bytes, `size` at most."""
        piece = b""
        while not piece:
            if self._unpacker.eof:  # another packed stream may follow; anything else there is padding
                rest = self._unpacker.unused_data.lstrip(b"\x00")
                while len(rest) < SIGNATURE_BYTES and (more := self._more()):
                    rest = (rest + more).lstrip(b"\x00")
                if packing_of(rest) != self._packing:
                    return b""
                self._waiting, self._unpacker = rest, self._new()
            elif self._unpacker.needs_input:
                self._waiting = self._waiting or self._more()
                if not self._waiting:
                    raise EOFError("it ends before its end")
            piece, self._waiting = self._unpacker.decompress(self._waiting, size), b""
        self._out += len(piece)
        _check_ratio(self._name, self._out, self._in, self._ratio)
        if self._out > self._most:
            raise SourceFailed(
                self._name, "too long when unpacked", f"{self._most:,} bytes (setting max_unpacked_bytes)"
            )
        return piece

    def _more(self) -> bytes:
        piece = self._stream.read(16 * 1024) or b""
        self._in += len(piece)
        return piece


class _Zlib:
    """zlib's decompressor (`wbits` 31: gzip, 15: zlib, -15: bare) with the manners of those for bzip2 and xz."""

    def __init__(self, wbits: int) -> None:
        self._zlib = zlib.decompressobj(wbits=wbits)

    @property
    def eof(self) -> bool:
        return self._zlib.eof

    @property
    def needs_input(self) -> bool:
        return not self._zlib.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._zlib.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._zlib.decompress(self._zlib.unconsumed_tail + data, max_length)


def unpacked(data: bytes, coding: str, *, source: str, most_bytes: int) -> bytes:
    """Return what a server packed: by a content coding of HTTP, one of CODINGS.

    Raises SourceFailed where it comes to more than `most_bytes`, is none of that coding, or ends before its end.
    """
    out = bytearray()
    while True:
        unpacker = _unpacker(data, coding)
        while not unpacker.eof:
            try:
                piece = unpacker.decompress(data, PIECE_BYTES)
            except BROKEN as error:
                raise SourceFailed(source, "corrupt", f"{coding}: {error}") from error
            data = b""
            out += piece
            if len(out) > most_bytes:
                raise SourceFailed(source, "too long", f"more than {most_bytes:,} bytes when unpacked")
            if not piece and unpacker.needs_input:
                raise SourceFailed(source, "corrupt", f"{coding}: it ends before its end")
        data = unpacker.unused_data
        if coding != "gzip" or packing_of(data) != ".gz":  # another member may follow; anything else is padding
            return bytes(out)


def _unpacker(data: bytes, coding: str) -> _Zlib | _Brotli:
    if coding == "br":
        return _Brotli()
    # "deflate" is zlib by the standard; some servers leave out its header, whose sum is a multiple of 31.
    headed = len(data) > 1 and data[0] & 15 == 8 and not (data[0] * 256 + data[1]) % 31
    return _Zlib(31 if coding == "gzip" else 15 if headed else -15)


class _Brotli:
    """Brotli's decompressor with the manners of those for bzip2 and xz."""

    unused_data = b""

    def __init__(self) -> None:
        import brotli

        self._brotli = brotli.Decompressor()
        self._error: type[Exception] = brotli.error

    @property
    def eof(self) -> bool:
        return bool(self._brotli.is_finished())

    @property
    def needs_input(self) -> bool:
        return bool(self._brotli.can_accept_more_data())

    def decompress(self, data: bytes, max_length: int) -> bytes:
        try:
            return bytes(self._brotli.process(data, output_buffer_limit=max_length))
        except self._error as error:
            raise ValueError(str(error)) from error


class Member(Pieces):
    """The bytes of one file in an archive, against its packed size.

    What breaks in them is said of that file, and only when the bytes before it were given.
    """

    def __init__(self, stream: BinaryIO | io.RawIOBase, place: str, packed_bytes: int) -> None:
        self._stream, self._place, self._packed = stream, place, packed_bytes
        self._ratio, self._out = settings().max_unpacked_ratio, 0
        self._error: SourceFailed | None = None

    def piece(self, size: int) -> bytes:
        """Return the next bytes, `size` at most and less only at the end."""
        piece = b""
        while len(piece) < size and self._error is None:
            try:
                if not (more := self._stream.read(size - len(piece))):
                    break
                piece += more
            except SourceFailed as error:
                self._error = error
            except BROKEN as error:
                self._error = SourceFailed(self._place, "corrupt", str(error))
        if not piece and self._error:
            raise self._error
        self._out += len(piece)
        _check_ratio(self._place, self._out, self._packed, self._ratio)
        return piece


def _check_ratio(name: str, out_bytes: int, in_bytes: int, ratio: int) -> None:
    if out_bytes > SMALL_BYTES and out_bytes > ratio * in_bytes:
        raise SourceFailed(
            name, "too long when unpacked", f"more than {ratio} times its packed size (setting max_unpacked_ratio)"
        )
