"""Headers and parts of messages."""

from __future__ import annotations

import pytest

from accordingto.mime import header, headers_at, message_of, text_of

HEADS = [
    (b"From: a\r\nX-Long: b\r\n c\r\n\r\nBody: d\r\n", {"from": "a", "x-long": "b\r\n c"}),
    (b"From a@x.example Tue Sep  9 2031\nTo: b\n\n", {"to": "b"}),
    (b"\xef\xbb\xbfTo: b\n\n", {"to": "b"}),
    (b"The minister said: no.\n", {}),
    (b"", {}),
]


@pytest.mark.parametrize(("head", "headers"), HEADS)
def test_headers_at_the_beginning(head: bytes, headers: dict[str, str]) -> None:
    assert headers_at(head) == headers


SUBJECTS = [
    (b"=?utf-8?q?Zo=C3=AB?= said", "Zoë said"),
    (b"=?no-such?q?x?= said", "=?no-such?q?x?= said"),
    (b"=?utf-8?b?broken", "=?utf-8?b?broken"),
    (b"One\r\n two", "One two"),
]


@pytest.mark.parametrize(("raw", "text"), SUBJECTS)
def test_header(raw: bytes, text: str) -> None:
    assert header(message_of(b"Subject: " + raw + b"\r\n\r\n", source="x"), "Subject") == text


def test_text_in_its_charset() -> None:
    data = b'Content-Type: text/plain; charset="koi8-r"\r\nContent-Transfer-Encoding: base64\r\n\r\n7sXU\r\n'
    assert text_of(message_of(data, source="x"), source="x") == "Нет"
