"""RSS, Atom and JSON Feed, invented."""

from __future__ import annotations

import json

import pytest

from accordingto.data import Problem
from accordingto.errors import SourceFailed, SourceSkipped
from tests.readers.reading import OTHER, WORDS, one_report, problems, read, reports

SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
)
FULL = f"<content:encoded><![CDATA[<p>{WORDS}</p><p>{OTHER}</p><script>var a</script>]]></content:encoded>"


def rss(
    *items: str, head: str = "<title>World | Teln Today</title><link>https://www.telntoday.example/</link>"
) -> bytes:
    inner = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0" {SPACES}><channel>{head}{inner}</channel></rss>'.encode()


def test_rss_entry() -> None:
    report = one_report(
        read("feed", rss(
            f"<title>Troops &amp; talks</title><link>/a/1</link><guid isPermaLink='false'>t-1</guid>{FULL}"
            "<pubDate>Tue, 09 Sep 2031 08:00:00 GMT</pubDate><dc:creator>Jon Vell</dc:creator>"
            "<media:title>a picture</media:title>"
        ))
    )  # fmt: skip
    assert report.text == f"{WORDS}\n\n{OTHER}"
    assert (report.id, report.url) == ("t-1", "https://www.telntoday.example/a/1")
    assert (report.title, report.outlet, report.byline) == ("Troops & talks", "Teln Today", "Jon Vell")
    assert (report.published, report.published_how) == ("2031-09-09T08:00:00+00:00", "feed pubDate")


def test_source_names_the_real_outlet() -> None:
    item = f"<source url='https://oste.example/rss'>The Oste Herald</source><link>https://oste.example/1</link>{FULL}"
    assert one_report(read("feed", rss(item))).outlet == "The Oste Herald"


LINKS = [
    ("https://world.telntoday.example/1", "Teln Today"),
    ("https://oste.example/1", ""),
    ("https://nottelntoday.example/1", ""),
]


@pytest.mark.parametrize(("link", "outlet"), LINKS)
def test_outlet_of_the_feed_only_for_its_own_pages(link: str, outlet: str) -> None:
    assert one_report(read("feed", rss(f"<link>{link}</link>{FULL}"))).outlet == outlet


ADDRESSES = [
    ("<guid>https://telntoday.example/g</guid>", "https://telntoday.example/g"),
    ("<guid isPermaLink='false'>https://telntoday.example/g</guid>", ""),
    ("<link>https://p.example/1</link><feedburner:origLink>https://telntoday.example/1</feedburner:origLink>",
     "https://telntoday.example/1"),
    ("<link>javascript:0</link>", ""),
    ("<link>http://[broken</link>", ""),
]  # fmt: skip


@pytest.mark.parametrize(("item", "url"), ADDRESSES)
def test_address(item: str, url: str) -> None:
    assert one_report(read("feed", rss(item + FULL))).url == url


def test_id_from_place_where_there_is_none() -> None:
    assert one_report(read("feed", rss(FULL), name="f.xml")).id == "f.xml#1"


ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Teln Today</title><link href="https://telntoday.example/"/>
<entry><id>tag:1</id><title type="html">Troops &lt;b&gt;moved&lt;/b&gt;</title><author><name>Jon Vell</name></author>
<author><name>Ida Marn</name></author><link rel="enclosure" href="https://telntoday.example/a.mp3"/>
<link rel="alternate" href="https://telntoday.example/1"/><updated>2031-09-10T00:00:00Z</updated>
<published>2031-09-09T14:30:00+03:00</published><source><title>The Oste Herald</title></source>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{WORDS}</p><p>{OTHER}</p></div></content></entry></feed>"""


def test_atom_entry() -> None:
    report = one_report(read("feed", ATOM.encode()))
    assert report.text == f"{WORDS}\n\n{OTHER}"
    assert (report.id, report.url, report.title) == ("tag:1", "https://telntoday.example/1", "Troops moved")
    assert (report.outlet, report.byline) == ("The Oste Herald", "Jon Vell; Ida Marn")
    assert (report.published, report.published_how) == ("2031-09-09T14:30:00+03:00", "feed published")


def test_rdf_entry() -> None:
    data = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" {SPACES}
    xmlns="http://purl.org/rss/1.0/"><channel><title>Teln Today</title></channel><item><title>A</title><link>https://telntoday.example/1</link>
    <dc:date>2031-09-09</dc:date>{FULL}</item></rdf:RDF>"""
    report = one_report(read("feed", data.encode()))
    assert (report.id, report.published, report.published_how) == (
        "https://telntoday.example/1", "2031-09-09", "feed dc:date",
    )  # fmt: skip


def test_json_entry() -> None:
    item = {"id": 7, "external_url": "https://oste.example/1", "title": "A", "content_html": f"<p>{WORDS}</p>",
            "date_published": "2031-09-09T08:00:00Z", "authors": [{"name": "Jon Vell"}, {}]}  # fmt: skip
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Teln Today", "items": [item, "none"]}
    found = read("feed", json.dumps(feed, indent=1).encode())
    (report,) = reports(found)
    assert (report.id, report.url, report.text, report.byline) == ("7", "https://oste.example/1", WORDS, "Jon Vell")
    assert (report.published, report.published_how) == ("2031-09-09T08:00:00+00:00", "feed date_published")
    assert problems(found) == [("x", "no text")]


def test_teaser_is_a_report_and_counted() -> None:
    found = read("feed", rss(f"<description>{WORDS} …</description>", FULL, "<title>Only a headline</title>"))
    assert [report.text for report in reports(found)] == [f"{WORDS} …", f"{WORDS}\n\n{OTHER}"]
    assert problems(found) == [("x", "no text"), ("x", "full text not in the feed")]
    assert all(isinstance(one, Problem) and one.outcome == "skipped" for one in found[2:])


def test_long_description_is_the_text() -> None:
    paragraphs = f"&lt;p&gt;{WORDS}&lt;/p&gt;" * 20
    assert len(reports(read("feed", rss(f"<description>{paragraphs}</description>")))) == 1


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "cp1251"])
def test_charset(charset: str) -> None:
    data = rss(f"<description>{WORDS * 20} Министерство отрицает</description>").decode()
    found = read("feed", data.replace('1.0"', f'1.0" encoding="{charset}"', 1).encode(charset))
    assert reports(found)[0].text.endswith("Министерство отрицает")


def test_names_of_html_in_xml() -> None:
    assert reports(read("feed", rss("<description>Zo&euml; said&nbsp;so &unknown;.</description>")))[0].text.startswith(
        "Zoë said"
    )


def test_entities_are_not_expanded() -> None:
    levels = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(12))
    data = rss("<description>It said &l12; so.</description>")
    bomb = data.replace(b"<rss", f'<!DOCTYPE rss [<!ENTITY l0 "lol">{levels}]><rss'.encode(), 1)
    assert "lollol" not in reports(read("feed", bomb))[0].text


def test_files_are_not_read_through_entities(tmp_path: object) -> None:
    path = f"{tmp_path}/secret"
    with open(path, "w") as stream:  # noqa: PTH123
        stream.write("a secret of this machine")
    data = rss("<description>It said &f; so.</description>")
    found = read("feed", data.replace(b"<rss", f'<!DOCTYPE rss [<!ENTITY f SYSTEM "file://{path}">]><rss'.encode(), 1))
    assert "secret of" not in reports(found)[0].text


def test_deeply_nested_entry() -> None:
    found = read("feed", rss(f"<description>{'&lt;div&gt;' * 50_000}{WORDS}</description>"), limit_bytes=5_000_000)
    assert found


def test_truncated_feed_gives_what_it_holds() -> None:
    data = rss(f"<title>A</title>{FULL}", f"<title>B</title>{FULL}")
    assert [report.title for report in reports(read("feed", data[: data.rindex(b"<content")]))] == ["A"]


def test_more_entries_than_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accordingto.readers.feed.MOST_ENTRIES", 2)
    found = read("feed", rss(FULL, FULL, FULL))
    assert len(reports(found)) == 2
    assert problems(found) == [("x", "too many entries")]


def test_feed_without_entries_is_skipped() -> None:
    with pytest.raises(SourceSkipped, match="no entries"):
        read("feed", rss())


@pytest.mark.parametrize(
    "data", [b"<rss>", b"<rss><a>" * 500, b'{"version": "https://jsonfeed.org/version/1", "x": [', b'{"a": 1}']
)
def test_no_feed(data: bytes) -> None:
    with pytest.raises(SourceFailed, match="not a feed"):
        read("feed", data)


def test_entry_too_long() -> None:
    assert problems(read("feed", rss(f"<description>{WORDS * 120}</description>"))) == [("x", "too long")]


def test_change_is_kept_apart_from_publication() -> None:
    dates = "<published>2031-09-09T08:00:00Z</published><updated>{}</updated>"
    entry = f"<title>A</title><id>urn:1</id><summary>{WORDS}</summary>"
    for updated, kept in (("2031-09-10T08:00:00Z", "2031-09-10T08:00:00+00:00"), ("2031-09-09T08:00:00Z", "")):
        feed = f"<feed xmlns='http://www.w3.org/2005/Atom'><entry>{entry}{dates.format(updated)}</entry></feed>"
        report = reports(read("feed", feed.encode()))[0]
        assert (report.published, report.published_how) == ("2031-09-09T08:00:00+00:00", "feed published")
        assert (report.updated, report.updated_how) == (kept, "feed updated" if kept else "")
