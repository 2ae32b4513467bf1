"""Headers and parts of messages."""

from __future__ import annotations

import pytest

from accordingto.errors import SourceFailed
from accordingto.mime import header, headers_at, message_of, sender_of, text_of

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


@pytest.mark.parametrize(
    "raw", [b"=?utf-8?q?a?= " * 90_000, b"=?punycode?q?a-" + b"zzzz" * 90_000 + b"?=", b"a\r\n " * 90_000]
)
def test_header_that_would_take_for_ever_is_cut(raw: bytes) -> None:
    assert len(header(message_of(b"Subject: " + raw + b"\r\n\r\n", source="x"), "Subject")) <= 2000


@pytest.mark.parametrize("raw", [b"a*0=b;" * 90_000, b"a=b;\r\n " * 90_000, b"filename*=punycode''a-" + b"z" * 90_000])
def test_parameters_that_would_take_for_ever(raw: bytes) -> None:
    with pytest.raises(SourceFailed, match="far too long"):
        message_of(b"Subject: A\r\n\r\nContent-Type: text/plain; " + raw + b"\r\n\r\n", source="x")


@pytest.mark.parametrize(
    ("raw", "name"), [(b"Ida Marn <ida@oste.example>", "Ida Marn"), (b"ida@oste.example", ""), (b"(" * 9000, "")]
)
def test_sender(raw: bytes, name: str) -> None:
    assert sender_of(message_of(b"From: " + raw + b"\r\n\r\n", source="x")) == name
