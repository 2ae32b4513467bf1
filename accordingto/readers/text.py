"""Plain text: one file is one report, its text exactly as it stands in the file.

No date and no outlet is read out of the text: what looks like one there is as often furniture of the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from accordingto.data import Problem, Report
from accordingto.decode import decode, is_text
from accordingto.errors import SourceFailed
from accordingto.readers import whole

NAME = "text"
SUMMARY = "plain text, one report a file"


_OTHERS = {
    "<?xml": "XML that is neither a feed nor a page",
    "{\\rtf": "Rich Text; save it as a Word document or as plain text",
    "%!PS": "PostScript; save it as a PDF",
}
"""Beginnings of files that are made of text and are none to read."""


def sniff(head: bytes, name: str) -> bool:
    """Say yes to any text."""
    return is_text(head)


def read(stream: BinaryIO, *, name: str, limit_bytes: int) -> Iterator[Report | Problem]:
    """Yield the one report that the file is; raise SourceFailed where it is too long, binary, empty or no prose."""
    text = decode(whole(stream, source=name, limit_bytes=limit_bytes), source=name)
    if not text.strip():
        raise SourceFailed(name, "empty", "nothing but white space")
    if other := next((why for begins, why in _OTHERS.items() if text.lstrip("\ufeff \t\r\n").startswith(begins)), ""):
        raise SourceFailed(name, "a kind of text that is not read", other)
    yield Report(id="", text=text)
