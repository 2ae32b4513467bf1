"""What every reader that the room lists keeps to."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from accordingto.data import Problem, Report
from accordingto.errors import SourceError
from accordingto.readers import FALLBACK, load, names, reader_for, whole

LIMIT_BYTES = 10_000
BAD = [b"", b" \n", b"\0" * 100, b"\xff\xfe", b"{", b"<", bytes(range(256)) * 40, b"x" * (LIMIT_BYTES + 1)]


def test_fallback_is_asked_last() -> None:
    assert names()[-1] == FALLBACK
    assert len(set(names())) == len(names())


@pytest.mark.parametrize("name", names())
def test_says_what_it_is(name: str) -> None:
    reader = load(name)
    assert name == reader.NAME
    assert reader.SUMMARY
    assert reader.__doc__


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("data", BAD)
def test_any_bytes(name: str, data: bytes) -> None:
    reader = load(name)
    assert reader.sniff(data, "x.txt") in (True, False)
    try:
        found = list(reader.read(io.BytesIO(data), name="x", limit_bytes=LIMIT_BYTES))
    except SourceError as error:
        assert error.reason
    else:
        assert found
        assert all(isinstance(one, Report | Problem) for one in found)


class Endless(io.RawIOBase):
    """A line without an end, which counts what was taken of it."""

    taken_bytes = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self.taken_bytes > 50 * 1024 * 1024:
            return 0
        buffer[:] = b"x" * len(buffer)
        self.taken_bytes += len(buffer)
        return len(buffer)


@pytest.mark.parametrize("name", [name for name in names() if name != "jsonlines"])
def test_too_long_is_not_read_to_the_end(name: str) -> None:
    endless = Endless()
    with pytest.raises(SourceError, match="corrupt" if name == "archive" else "too long"):
        list(load(name).read(io.BufferedReader(endless), name="x", limit_bytes=LIMIT_BYTES))
    assert endless.taken_bytes < 2 * 1024 * 1024


def test_whole_keeps_to_the_limit() -> None:
    assert whole(io.BytesIO(b"x" * 10), source="x", limit_bytes=10) == b"x" * 10
    with pytest.raises(SourceError, match="too long"):
        whole(io.BytesIO(b"x" * 11), source="x", limit_bytes=10)


SNIFFED = [
    (b"<!DOCTYPE html><html><body>", "saved.txt", "html"),
    ("<html><head><title>A</title>".encode("utf-16"), "a", "html"),
    (b'{"id": "1", "text": "One."}\n{"id": "2"}\n', "reports.txt", "jsonlines"),
    (b'{"id": "1", "text": "no end of line yet', "reports.jsonl", "jsonlines"),
    (b"The minister said so.\n", "reports.jsonl", "text"),
    (b"broken\n{\"id\": \"2\"}\n", "reports.jsonl", "jsonlines"),
    (b"{sic} The minister said so.\nAgain.", "a.txt", "text"),
    (b"[Karvia] <p> is a tag, he said.", "a.txt", "text"),
    (b"<rss version='2.0'><channel><title>A</title>", "a.xml", "feed"),
    (b"<?xml version='1.0'?><!-- made by hand --><feed xmlns='http://www.w3.org/2005/Atom'>", "a.html", "feed"),
    (b"<?xml version='1.0'?><rdf:RDF xmlns:rdf='x'><channel>", "a", "feed"),
    (b'{"version": "https:\\/\\/jsonfeed.org\\/version\\/1.1", "items": []}', "a.json", "feed"),
    (b"id,event_text,pub_date\n1,One.,2031-01-02\n", "a.txt", "table"),
    (b"title\ttext\n", "a", "table"),
    (b"name,height\nOste,3\n", "a.csv", "table"),
    (b"name,height\nOste,3\n", "a.txt", "text"),
    (b"The text, said the minister, is known.\nAgain.", "a.txt", "text"),
    (b"From: Ida Marn <ida@oste.example>\r\nTo: all@oste.example\r\nSubject: News\r\n\r\nOne.", "a.txt", "eml"),
    (b"From: a file\nThe minister said so.\n", "a.txt", "text"),
    (b"From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n",
     "a.eml", "mhtml"),
    (b"%PDF-1.7\n%\xe2\xe3", "a.txt", "pdf"),
    (b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml", "a.zip", "docx"),
    (b"PK\x03\x04" + bytes(26) + b"a.txt", "a.docx", "archive"),
    (b"PK\x05\x06" + bytes(18), "a", "archive"),
    (b"\x1f\x8b\x08\0", "a.txt", "archive"),
    (b"BZh91AY", "a", "archive"),
    (b"\xfd7zXZ\0\0", "a", "archive"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "name", "reader"), SNIFFED)
def test_kind_found_from_content(head: bytes, name: str, reader: str) -> None:
    found = reader_for(head, name)
    assert found is not None
    assert reader == found.NAME


@pytest.mark.parametrize(
    "head", [b"\x89PNG\r\n\x1a\n", b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/epub+zip", bytes(range(256))]
)
def test_no_reader_for_binary(head: bytes) -> None:
    assert reader_for(head, "a.txt") is None


def one_report(found: Iterator[Report | Problem]) -> Report:
    """Return the only thing found, which must be a report."""
    (report,) = found
    assert isinstance(report, Report)
    return report


def test_text_is_kept_as_it_stands() -> None:
    text = "One.\r\nTwo.\rThree.\u2028Four.\n\n"
    report = one_report(
        load("text").read(io.BytesIO(b"\xef\xbb\xbf" + text.encode()), name="x", limit_bytes=LIMIT_BYTES)
    )
    assert report.text == text
    assert report.published == ""


@pytest.mark.parametrize(
    "data", [b"<?xml version='1.0'?><newsItem><p>One.</p></newsItem>", b"{\\rtf1 One.}", b"%!PS-Adobe-3.0"]
)
def test_text_that_is_no_prose_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match="a kind of text that is not read"):
        list(load("text").read(io.BytesIO(data), name="x", limit_bytes=LIMIT_BYTES))
