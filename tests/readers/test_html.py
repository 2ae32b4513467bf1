"""HTML pages, invented."""

from __future__ import annotations

import io

import pytest

from accordingto.data import Report
from accordingto.errors import SourceFailed
from accordingto.readers.html import read, read_pages

FIRST = "Karvia has moved two brigades to the river Oste, three officials said on Tuesday, giving no reason."
SECOND = "“We were told nothing,” said Mila Orran, the mayor of Teln, who had called the ministry twice."
THIRD = "The ministry of defence said that it knew of no such order, and that the exercise was routine."
ARTICLE = f"<article><h1>Karvia moves troops</h1><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article>"
LINKED = """<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "X"}, {"@type": "NewsArticle",
"headline": "Troops moved", "datePublished": "2031-09-09T14:30:00+03:00", "author": [{"name": "Jon Vell"}, {"name": "Ida
Marn"}], "publisher": {"@type": "Organization", "name": "The Oste Herald"}}]}</script>"""


def page(head: str = "", body: str = ARTICLE) -> Report:
    (report,) = read_pages(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>", name="x.html")
    return report


def test_paragraphs_parted_by_blank_lines() -> None:
    assert f"{FIRST}\n\n{SECOND}\n\n{THIRD}" in page().text


def test_linked_data() -> None:
    report = page(LINKED)
    assert (report.published, report.published_how) == ("2031-09-09T14:30:00+03:00", "json-ld datePublished")
    assert (report.title, report.byline, report.outlet) == ("Troops moved", "Jon Vell; Ida Marn", "The Oste Herald")


def test_meta_elements() -> None:
    report = page(
        '<meta property="og:site_name" content="Teln Today"><meta property="og:title" content="Troops at Teln">'
        '<meta property="article:published_time" content="2031-09-09T08:00:00Z">'
        '<meta name="author" content="By Jon Vell">'
        '<link rel="canonical" href="https://teln.example/a/1">'
    )
    assert (report.outlet, report.title, report.byline) == ("Teln Today", "Troops at Teln", "Jon Vell")
    assert (report.published, report.published_how) == ("2031-09-09T08:00:00+00:00", "meta article:published_time")
    assert report.id == report.url == "https://teln.example/a/1"


def test_time_element() -> None:
    report = page(body=ARTICLE.replace("<p>", '<time datetime="2031-09-09">9 September</time><p>', 1))
    assert (report.published, report.published_how) == ("2031-09-09", "time element")


def test_date_in_address() -> None:
    report = page('<link rel="canonical" href="https://teln.example/2031/09/09/troops">')
    assert (report.published, report.published_how) == ("2031-09-09", "address")


FURNITURE = [
    "<footer>© 2019 The Oste Herald</footer>",
    "<div class='calendar'><time datetime='2019-05-01'>May 2019</time></div>",
    "<p class='footer-note'>Page generated 1 May 2019</p>",
    "<aside><time datetime='2019-05-01'>1 May 2019</time> Another story</aside>",
]


@pytest.mark.parametrize("furniture", FURNITURE)
def test_date_of_furniture_is_not_the_reports(furniture: str) -> None:
    assert page(body=ARTICLE + furniture).published == ""


def test_unfilled_date_is_none() -> None:
    assert page('<meta name="date" content="1970-01-01T00:00:00Z">').published == ""


def test_archived_page_has_its_own_address() -> None:
    report = page('<link rel="canonical" href="https://web.archive.org/web/20310909/http://teln.example/1">')
    assert report.url == "http://teln.example/1"


@pytest.mark.parametrize("href", ["/relative", "http://[broken", "javascript:0", ""])
def test_no_address(href: str) -> None:
    assert page(f'<link rel="canonical" href="{href}">').url == ""


@pytest.mark.parametrize("body", ["", "<div></div>", "<script>var a = 1</script>", "<!-- nothing -->"])
def test_page_without_text(body: str) -> None:
    with pytest.raises(SourceFailed, match="no text in the page"):
        page(body=body)


def test_menu_and_comments_left_out() -> None:
    menu = "<nav><ul><li>Home</li><li>World</li></ul></nav>"
    comments = "<div id='comments' class='comments'><h3>Comments</h3><p>I do not believe a word of this.</p></div>"
    report = page(body=menu + ARTICLE + comments)
    assert "Home" not in report.text
    assert "believe a word" not in report.text


@pytest.mark.parametrize("strange", ["\0", "\x0b", "\ud800"])
def test_strange_signs(strange: str) -> None:
    assert FIRST in page(body=strange + ARTICLE).text


def test_page_without_data_shows_title_site_and_date() -> None:
    shown = (
        f"<h2>Troops at the Oste</h2><div>Tuesday, September 9, 2031</div><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"
    )
    report = page("<title>THE TELN POST - Troops at the Oste</title>", f"<div>THE TELN POST</div><div>{shown}</div>")
    assert (report.title, report.outlet) == ("Troops at the Oste", "THE TELN POST")
    assert (report.published, report.published_how) == ("2031-09-09", "below title")


def test_paragraphs_of_a_table_that_lays_out_the_page() -> None:
    cells = f"<td><p>The minister</p></td><td><h3>Statement</h3><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></td>"
    assert f"{FIRST}\n\n{SECOND}\n\n{THIRD}" in page(body=f"<table><tr>{cells}</tr></table>").text


def test_declared_charset() -> None:
    article = ARTICLE.replace(THIRD, f"{THIRD} Министерство отрицает").replace("“", '"').replace("”", '"')
    data = f'<html><head><meta charset="cp1251"></head><body>{article}</body></html>'
    (report,) = read(io.BytesIO(data.encode("cp1251")), name="x", limit_bytes=99_999)
    assert isinstance(report, Report)
    assert "Министерство" in report.text


def test_pictures_inside_do_not_count() -> None:
    data = f'<html><body><img src="data:image/png;base64,{"QUJD" * 9000}">{ARTICLE}</body></html>'
    (report,) = read(io.BytesIO(data.encode()), name="x", limit_bytes=10_000)
    assert isinstance(report, Report)
    assert FIRST in report.text


@pytest.mark.parametrize(("number", "refused"), [(40_000, False), (50_001, True)])
def test_page_of_too_many_elements(number: int, refused: bool) -> None:
    if refused:
        with pytest.raises(SourceFailed, match="too many elements"):
            page(body=ARTICLE + "<i></i>" * number)
    else:
        assert FIRST in page(body=ARTICLE + "<i></i>" * number).text
