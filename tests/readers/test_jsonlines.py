"""JSON lines."""

from __future__ import annotations

import io
import json

import pytest

from accordingto.data import Problem, Report
from accordingto.readers.jsonlines import read


def found(data: bytes, limit_bytes: int = 10_000) -> list[Report | Problem]:
    return list(read(io.BytesIO(data), name="r.jsonl", limit_bytes=limit_bytes))


def test_all_keys() -> None:
    row = {"id": 7, "text": "One.", "title": "A", "outlet": "O", "published": "2031-01-02", "url": "http://a.example",
           "byline": "B", "language": "en", "kind": "opinion", "else": [1]}  # fmt: skip
    (report,) = found(json.dumps(row).encode())
    assert report == Report(
        id="7", text="One.", title="A", outlet="O", published="2031-01-02", published_how="given", url="http://a.example",
        byline="B", language="en", kind="opinion", kind_why="given",
    )  # fmt: skip


@pytest.mark.parametrize("text", ["a\u2028b", "a\u0085b", "a\0b", "a\ud800b", "a\r\nb\n"])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_strange_signs_are_text(text: str, ascii_only: bool) -> None:
    line = json.dumps({"id": "1", "text": text}, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    reports = found(line + b"\n" + b'{"id": "2", "text": "Two."}\n')
    assert [one.id for one in reports if isinstance(one, Report)] == ["1", "2"]
    if ascii_only or text != "a\ud800b":
        assert isinstance(reports[0], Report)
        assert reports[0].text == text


BROKEN = [
    (b"{", "not JSON"),
    (b"[1]", "not a JSON object"),
    (b"{}", "no text"),
    (b'{"text": " "}', "no text"),
    (b'{"text": 1}', "no text"),
    (b"[" * 100_000, "too long"),
    (b'{"text": ' + b"[" * 20_000, "not JSON"),
    (b'{"text": "' + b"x" * 12_000 + b'"}', "too long"),
    (b'{"text": "' + b"x" * 50_000 + b'"}', "too long"),
    (b"\0\1\2\3", "binary"),
]


@pytest.mark.parametrize(("line", "reason"), BROKEN)
def test_broken_line_and_the_rest_goes_on(line: bytes, reason: str) -> None:
    first, problem, last = found(b'{"id": "1", "text": "One."}\n' + line + b'\n{"id": "2", "text": "Two."}')
    assert isinstance(problem, Problem)
    assert (problem.reason, problem.detail.split(":")[0], problem.outcome) == (reason, "line 2", "failed")
    assert isinstance(first, Report) and first.id == "1"
    assert isinstance(last, Report) and last.id == "2"


def test_id_from_address_or_line() -> None:
    reports = found(b'{"text": "One.", "url": "http://a.example/1"}\n\n{"text": "Two."}\n')
    assert [one.id for one in reports if isinstance(one, Report)] == ["http://a.example/1", "r.jsonl#3"]


def test_utf16() -> None:
    (report,) = found('{"id": "1", "text": "Zoë"}\n'.encode("utf-16"))
    assert isinstance(report, Report)
    assert report.text == "Zoë"


def test_keys_of_news_please() -> None:
    row = {"maintext": "One.", "title": "A", "source_domain": "teln.example", "date_publish": "2031-01-02 08:00:00",
           "url": "https://teln.example/1", "authors": ["Jon Vell", "Ida Marn"], "image_url": None}  # fmt: skip
    (report,) = found(json.dumps(row).encode())
    assert isinstance(report, Report)
    assert (report.id, report.text, report.title) == ("https://teln.example/1", "One.", "A")
    assert (report.outlet, report.byline, report.published) == (
        "teln.example",
        "Jon Vell; Ida Marn",
        "2031-01-02 08:00:00",
    )


def test_keys_of_event_coders() -> None:
    row = {
        "id": "7",
        "date": "2030-12-31",
        "event_text": "One.",
        "pub_date": "2031-01-02",
        "publisher": "O",
        "headline": "A",
    }
    (report,) = found(json.dumps(row).encode())
    assert isinstance(report, Report)
    assert (report.text, report.published, report.outlet, report.title) == ("One.", "2031-01-02", "O", "A")
