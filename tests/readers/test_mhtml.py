"""Pages saved as MHTML, invented."""

from __future__ import annotations

import base64
import quopri

import pytest

from accordingto.errors import SourceFailed
from tests.readers.reading import OTHER, WORDS, one_report, read

THIRD = "Three officials in Teln said on Tuesday that two brigades had moved to the river Oste, giving no reason."
ARTICLE = f"<article><h1>Troops at Teln</h1><p>{WORDS}</p><p>{OTHER}</p><p>{THIRD}</p></article>"
SAVED = "https://telntoday.example/1"


def page(head: str = "", body: str = ARTICLE) -> bytes:
    return f"<html><head><title>Troops at Teln</title>{head}</head><body>{body}</body></html>".encode()


def mhtml(html: bytes, *, encoding: str = "quoted-printable", kind: str = "text/html; charset=utf-8") -> bytes:
    body = quopri.encodestring(html) if encoding == "quoted-printable" else base64.encodebytes(html)
    head = (
        "From: <Saved by a browser>\r\nSnapshot-Content-Location: {0}\r\nSubject: A\r\n"
        "Date: Mon, 1 Dec 2031 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJD\r\n"
        "--b\r\nContent-Type: text/html\r\nContent-Location: https://ads.example/\r\n\r\n<p>An advertisement.</p>\r\n"
        "--b\r\nContent-Type: {2}\r\nContent-Transfer-Encoding: {1}\r\nContent-Location: {0}\r\n\r\n"
    )
    return head.format(SAVED, encoding, kind).encode() + body + b"\r\n--b--\r\n"


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_main_page_is_read(encoding: str) -> None:
    report = one_report(read("mhtml", mhtml(page(), encoding=encoding)))
    assert f"{WORDS}\n\n{OTHER}" in report.text
    assert (report.title, report.url, report.id) == ("Troops at Teln", SAVED, SAVED)


def test_when_it_was_saved_is_not_when_it_was_published() -> None:
    assert one_report(read("mhtml", mhtml(page()))).published == ""


def test_canonical_address_of_the_page() -> None:
    link = '<link rel="canonical" href="https://telntoday.example/troops">'
    assert one_report(read("mhtml", mhtml(page(link)))).url == "https://telntoday.example/troops"


def test_charset_of_the_part() -> None:
    data = ARTICLE.replace("“", '"').replace("”", '"').replace(THIRD, THIRD + " Министерство")
    found = read("mhtml", mhtml(f"<html><body>{data}</body></html>".encode("cp1251"), kind="text/html; charset=cp1251"))
    assert "Министерство" in one_report(found).text


def test_without_a_page() -> None:
    with pytest.raises(SourceFailed, match="no part of the file is HTML"):
        read(
            "mhtml",
            b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b--\r\n",
        )


def test_page_too_long() -> None:
    with pytest.raises(SourceFailed, match="too long"):
        read("mhtml", mhtml(page(body=ARTICLE * 30)))


def test_truncated_page_gives_what_it_holds() -> None:
    data = mhtml(page())
    assert WORDS in one_report(read("mhtml", data[: data.rindex(b"Three officials")])).text
