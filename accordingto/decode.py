"""Bytes → text, whatever the bytes are.

In come the bytes of one report and the charset that they claim, out goes the text with its code points as they stood
(no newline is translated; a byte order mark is dropped). Bytes that are no text in any of the charsets raise
SourceFailed. Nothing here reads files.
"""

from __future__ import annotations

import codecs
import re

from accordingto.errors import SourceFailed

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32 before UTF-16: the mark of UTF-16-LE begins that of UTF-32-LE."""

SIGNATURES = (
    b"%PDF-", b"PK\x03\x04", b"PK\x05\x06", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"RIFF", b"\x1f\x8b", b"BZh",
    b"\xfd7zXZ", b"7z\xbc\xaf", b"\x7fELF", b"MZ\x90", b"SQLite format 3\x00", b"\xd0\xcf\x11\xe0", b"Rar!", b"OggS",
    b"ID3", b"\x00\x00\x01\x00", b"\xca\xfe\xba\xbe", b"wOFF", b"wOF2",
)  # fmt: skip
"""How files begin that are no text, though much of what follows may look like it."""

BINARY_SHARE = 0.05
"""A text has fewer control and replacement characters than this; random bytes read as cp1252 have 0.12."""

LATIN = ("iso-8859-1", "iso8859-1", "iso_8859-1", "latin-1", "latin1", "us-ascii", "ascii")
"""What these name is cp1252, which has quotation marks where they have control characters (so has the Encoding Standard
of WHATWG, and every browser)."""
NO_CHARSETS = ("idna", "punycode", "raw_unicode_escape", "raw-unicode-escape", "unicode_escape", "unicode-escape",
               "undefined", "utf-7", "mbcs", "oem")  # fmt: skip
"""Codecs of Python that no report is in; "punycode" takes a time that grows with the square of the length."""

_STRANGE = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f\ufffd]")


def decode(data: bytes, *, source: str, declared: str = "") -> str:
    """Return `data` as text.

    Tried in this order: the byte order mark, UTF-8, the `declared` charset, cp1252. UTF-8 with a few broken bytes stays
    UTF-8 (each becomes U+FFFD), since reading it as cp1252 would spoil every other character of it.

    Raises SourceFailed("binary") where the result is no text.
    """
    if data.startswith(SIGNATURES):
        raise SourceFailed(source, "binary", "the first bytes are those of a file that is no text")
    text = _text(data, declared)
    strange = len(_STRANGE.findall(text))
    if strange > BINARY_SHARE * len(text):
        raise SourceFailed(source, "binary", f"{strange} of {len(text)} characters are control characters")
    return text


def is_text(head: bytes) -> bool:
    """Say whether a file that begins with `head` is text."""
    try:
        decode(head, source="")
    except SourceFailed:
        return False
    return True


def in_utf8(data: bytes, declared: str) -> bytes:
    """Return bytes whose charset was `declared` outside of them (a server does) so that `decode` reads them so.

    They come back as UTF-8 with its mark. What has a mark of its own, or is UTF-8 in spite of it, stays as it is.
    """
    if not declared or bom_of(data):
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = _declared(data, declared)
        return data if text is None else codecs.BOM_UTF8 + text.encode("utf-8", "surrogatepass")
    return data


def bom_of(head: bytes) -> str:
    """Return the charset that the byte order mark at the start of `head` names, or an empty text."""
    return next((charset for bom, charset in BOMS if head.startswith(bom)), "")


def _text(data: bytes, declared: str) -> str:
    for bom, charset in BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(charset, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        lenient = data.decode("utf-8", errors="replace")
    if declared and (text := _declared(data, declared)) is not None:
        return text
    if lenient.count("\ufffd") < len(_NOT_ASCII.findall(lenient)):
        return lenient
    return data.decode("cp1252", errors="replace")


def _declared(data: bytes, charset: str) -> str | None:
    """Return text in a charset; None where there is none of that name, or where the bytes are not in it."""
    try:
        name = codecs.lookup("cp1252" if charset.lower() in LATIN else charset).name
        return None if name in NO_CHARSETS else data.decode(name)
    except (LookupError, ValueError):
        return None
