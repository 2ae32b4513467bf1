"""Bytes → text."""

from __future__ import annotations

import pytest

from accordingto.decode import decode, is_text
from accordingto.errors import SourceFailed

WORDS = "“Zoë denied it,” said the ministry of Karvia – twice."


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_charset_found(charset: str) -> None:
    assert decode(WORDS.encode(charset), source="x") == WORDS


def test_declared_charset() -> None:
    assert decode("Министерство отрицает".encode("cp1251"), source="x", declared="cp1251") == "Министерство отрицает"


@pytest.mark.parametrize("declared", ["no-such-charset", "ascii", "a\0b"])
def test_wrong_charset_ignored(declared: str) -> None:
    assert decode(WORDS.encode("cp1252"), source="x", declared=declared) == WORDS


def test_one_broken_byte_keeps_utf8() -> None:
    text = decode(WORDS.encode() + b"\xff", source="x")
    assert text == WORDS + "\ufffd"


@pytest.mark.parametrize("text", ["a\r\nb\rc\nd", "a\u2028b\u0085c", "no\0end"])
def test_code_points_kept(text: str) -> None:
    assert decode((text + WORDS).encode(), source="x") == text + WORDS


@pytest.mark.parametrize("data", [b"\x89PNG\r\n", b"%PDF-1.7 text", bytes(range(256)) * 4, b"\0\1\2\3" * 50])
def test_binary_refused(data: bytes) -> None:
    with pytest.raises(SourceFailed, match="binary"):
        decode(data, source="x")
    assert not is_text(data)
