"""Addresses → reports, and into a record: kept pages, what is unchanged, what changed, what a feed leads to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from accordingto import remove
from accordingto.data import Problem, Report
from accordingto.fetch import Fetcher
from accordingto.ingest import ingest
from accordingto.query import reports as reports_of
from accordingto.record.pages import of_version
from accordingto.record.read import Reading, read
from accordingto.record.view import view
from accordingto.record.writer import Known
from tests.fakes import FakeAnalyser
from tests.readers.test_archive import zipped
from tests.server import Server, answer, in_turn, redirect, serving, unless

WORDS = "The ministry of Karvia said that it knew of no such order, and that the exercise was routine."


def page(*, words: str = WORDS, head: str = "") -> str:
    body = "".join(f"<p>{words.replace('order', other)}</p>" for other in ("order", "plan", "move"))
    return f"<html><head><title>Troops at Teln</title>{head}</head><body><article>{body}</article></body></html>"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    for name in ("http_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ACCORDINGTO_HOST_DELAY_S", "0")
    with serving() as running:
        yield running


def found(*sources: str, follow: bool = False) -> tuple[list[Report], list[tuple[str, str]]]:
    """Return the reports, and source and reason of what is none."""
    every = list(ingest(sources, follow=follow, fetcher=Fetcher(sleep=lambda _: None)))
    problems = [(one.source, one.reason) for one in every if isinstance(one, Problem)]
    return [one for one in every if isinstance(one, Report)], problems


def test_page_has_its_address(server: Server) -> None:
    server.answers |= {"/a": redirect("/b"), "/b": answer(page())}
    (report,), problems = found(f"{server.url}/a#part")
    assert (report.id, report.url) == (f"{server.url}/b", f"{server.url}/b")
    assert (report.source, report.reader, report.outlet) == (f"{server.url}/a", "html", "127.0.0.1")
    assert (report.seen[:2], report.seen_how) == ("20", "fetched")
    assert not problems


def test_canonical_address_is_the_id(server: Server) -> None:
    canonical = "https://teln.example/troops"
    server.answers["/a?utm=x"] = answer(page(head=f'<link rel="canonical" href="{canonical}">'))
    (report,), _ = found(f"{server.url}/a?utm=x")
    assert (report.id, report.url, report.source) == (canonical, canonical, f"{server.url}/a?utm=x")


def test_kind_is_found_from_the_content(server: Server) -> None:
    lines = '{"id": "7", "text": "One."}\n{"text": "Two."}\n'
    server.answers |= {"/feed": answer(lines, content_type="text/html"), "/z": answer(zipped([("a.txt", WORDS)]))}
    reports, _ = found(f"{server.url}/feed", f"{server.url}/z")
    assert [(one.id, one.url, one.source, one.reader) for one in reports] == [
        ("7", "", f"{server.url}/feed", "jsonlines"),
        (f"{server.url}/feed#2", "", f"{server.url}/feed", "jsonlines"),
        (f"{server.url}/z/a.txt", "", f"{server.url}/z/a.txt", "text"),
    ]


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        ("Der Minister sagte: „Nein“, – schön.".encode("cp1252"), "text/plain; charset=iso-8859-1"),
        ("Министр сказал «нет».".encode("cp1251"), 'text/plain; charset="Windows-1251"'),
        ("Der Minister sagte: „Nein“.".encode(), "text/plain; charset=iso-8859-1"),
        ("Министр сказал «нет».".encode("utf-16"), "text/plain; charset=koi8-r"),
        ("Der Minister sagte: „Nein“.".encode("cp1252"), "text/plain; charset=no-such"),
    ],
)
def test_charset_of_the_server(server: Server, data: bytes, content_type: str) -> None:
    server.answers["/a"] = answer(data, content_type=content_type)
    (report,), _ = found(f"{server.url}/a")
    assert report.text in (
        "Der Minister sagte: „Nein“, – schön.", "Министр сказал «нет».", "Der Minister sagte: „Nein“."
    )  # fmt: skip


def test_what_is_no_report(server: Server) -> None:
    server.answers |= {"/b": answer(b"\x89PNG\r\n" + bytes(99)), "/c": answer(page())}
    url = server.url
    reports, problems = found(
        f"{url}/a", f"{url}/b", "ftp://oste.example/", f"{url}/c", f"{url}/c#2", "https://a:b@c.example"
    )
    assert [report.id for report in reports] == [f"{url}/c"]
    assert problems == [
        (f"{url}/a", "no such page"), (f"{url}/b", "binary"), ("ftp://oste.example/", "not an address that is read"),
        (f"{url}/c#2", "named before"), ("https://…@c.example", "an address with a password"),
    ]  # fmt: skip


FEED = """<rss version="2.0"><channel><title>Teln Today</title><link>{url}</link>
<item><guid>1</guid><link>{url}/1</link><title>Troops</title><pubDate>Mon, 08 Sep 2031 10:00:00 GMT</pubDate>
<description>Troops were seen…</description></item>
<item><guid>2</guid><link>{url}/2</link><title>Grain</title><description>Grain is dear…</description></item>
<item><guid>3</guid><link>{url}/3</link><title>Rain</title><description>Rain fell…</description></item>
</channel></rss>"""


def test_links_of_a_feed_are_not_followed(server: Server) -> None:
    server.answers["/feed"] = answer(FEED.format(url=server.url))
    reports, problems = found(f"{server.url}/feed")
    assert [one.id for one in reports] == ["1", "2", "3"]
    assert problems == [(f"{server.url}/feed", "full text not in the feed")]
    assert server.paths() == ["/feed"]


def test_links_of_a_feed_are_followed_when_asked_for(server: Server) -> None:
    robots = "User-agent: *\nDisallow: /3\n"
    server.answers |= {
        "/feed": answer(FEED.format(url=server.url)),
        "/1": answer(page()),
        "/robots.txt": answer(robots),
    }
    reports, problems = found(f"{server.url}/feed", follow=True)
    assert [(one.id, one.published, one.outlet) for one in reports] == [
        (f"{server.url}/1", "2031-09-08T10:00:00+00:00", "Teln Today"),
        ("2", "", "Teln Today"),
        ("3", "", "Teln Today"),
    ]  # fmt: skip
    assert WORDS in reports[0].text
    assert [reason for _, reason in problems] == ["no such page", "not allowed by robots.txt"]


def reading(record: Path, *sources: str) -> Reading:
    return read(sources, record=record, analyser=FakeAnalyser())


def kept(record: Path) -> int:
    with sqlite3.connect(record) as raw:
        return int(raw.execute("SELECT count(*) FROM page").fetchone()[0])


def test_unchanged_page_is_known_and_not_sent(server: Server, tmp_path: Path) -> None:
    record = tmp_path / "s.db"
    server.answers["/a"] = unless('"1"', answer(page(), etag='"1"'))
    first = reading(record, f"{server.url}/a")
    assert (first.reports[Known.NEW], dict(first.pages)) == (1, {"fetched": 1})
    second = reading(record, f"{server.url}/a")
    assert (second.reports[Known.ANALYSED], dict(second.pages), second.failed) == (1, {"unchanged": 1}, {})


def test_changed_page_is_a_new_version_and_both_pages_are_kept(server: Server, tmp_path: Path) -> None:
    record = tmp_path / "s.db"
    first, second = page(), page(words=WORDS.replace("routine", "over"))
    server.answers["/a"] = in_turn(answer(first, etag='"1"'), answer(second, etag='"2"'))
    reading(record, f"{server.url}/a")
    assert reading(record, f"{server.url}/a").reports[Known.CHANGED] == 1
    with view(record) as opened:
        assert reports_of(opened)[0].versions == 2
        runs = [run for (run,) in opened.rows("SELECT run FROM version ORDER BY number")]
        pages = [of_version(opened, f"{server.url}/a", run) for run in runs]
    assert [one.data.decode() for one in pages if one] == [first, second]


def test_page_whose_text_is_the_same_is_not_kept_twice(server: Server, tmp_path: Path) -> None:
    record = tmp_path / "s.db"
    server.answers["/a"] = in_turn(*(answer(page(head=f"<!-- {n} -->")) for n in range(3)))
    for _ in range(3):
        done = reading(record, f"{server.url}/a")
    assert (done.reports[Known.ANALYSED], dict(done.pages)) == (1, {"fetched": 1})
    assert kept(record) == 1


def test_stopped_between_page_and_report(server: Server, tmp_path: Path) -> None:
    record = tmp_path / "s.db"
    server.answers["/a"] = unless('"1"', answer(page(), etag='"1"'))
    with pytest.raises(KeyboardInterrupt):
        read([f"{server.url}/a"], record=record, analyser=FakeAnalyser(dies_on=f"{server.url}/a"))
    assert kept(record) == 1
    done = reading(record, f"{server.url}/a")
    assert (done.reports[Known.NEW], dict(done.pages)) == (1, {"unchanged": 1})
    assert kept(record) == 1


@pytest.mark.parametrize("path", ["a", "z"])
def test_page_goes_with_its_report_and_comes_back_with_it(server: Server, tmp_path: Path, path: str) -> None:
    record, url = tmp_path / "s.db", f"{server.url}/{path}"
    server.answers["/a"] = unless('"1"', answer(page(), etag='"1"'))
    server.answers["/z"] = unless('"1"', answer(zipped([("a.txt", WORDS)]), etag='"1"'))
    reading(record, url)
    remove(url if path == "a" else f"{url}/a.txt", record=record)
    assert kept(record) == 0
    assert reading(record, url).reports[Known.NEW] == 1


def test_archive_that_was_fetched_is_kept(server: Server, tmp_path: Path) -> None:
    record, data = tmp_path / "s.db", zipped([("a.txt", WORDS)])
    server.answers["/z"] = answer(data)
    reading(record, f"{server.url}/z")
    with view(record) as opened:
        found_page = of_version(opened, f"{server.url}/z/a.txt", 1)
    assert found_page and found_page.data == data
