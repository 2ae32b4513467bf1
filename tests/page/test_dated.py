"""Dates of a page: published, updated and seen apart, none of them from furniture."""

from __future__ import annotations

import pytest

from accordingto.data import Report
from accordingto.dates import sure_of
from accordingto.readers.html import read_pages
from tests.page.pages import NEWS, TITLE, page, paragraphs

ARTICLE = f"<article><h1>{TITLE}</h1>{{below}}{paragraphs(*NEWS)}</article>"


def one(head: str = "", below: str = "", after: str = "") -> Report:
    (report,) = read_pages(page(ARTICLE.format(below=below) + after, head=head), name="x.html")
    return report


UPDATES = [
    ("<meta property='article:modified_time' content='2031-09-10T08:00:00Z'>", "", "meta article:modified_time"),
    ("", "<time class='updated' datetime='2031-09-10T08:00:00+00:00'>10 Sept</time>", "time element"),
    ("", "<p>Updated <time datetime='2031-09-10T08:00:00+00:00'>10 Sept</time></p>", "time element"),
]


@pytest.mark.parametrize(("head", "below", "how"), UPDATES)
def test_updated_is_not_published(head: str, below: str, how: str) -> None:
    report = one(head, below)
    assert (report.updated, report.updated_how) == ("2031-09-10T08:00:00+00:00", how)
    assert report.published == ""


def test_both() -> None:
    head = (
        "<meta property='article:published_time' content='2031-09-09T08:00:00Z'>"
        "<meta property='article:modified_time' content='2031-09-10T08:00:00Z'>"
    )
    report = one(head)
    assert (report.published, report.updated) == ("2031-09-09T08:00:00+00:00", "2031-09-10T08:00:00+00:00")


def test_changed_before_it_was_published_is_no_update() -> None:
    head = (
        "<meta property='article:published_time' content='2031-09-09T08:00:00Z'>"
        "<meta property='article:modified_time' content='2031-09-08T08:00:00Z'>"
    )
    assert one(head).updated == ""


def test_seen_by_a_web_archive() -> None:
    href = "https://web.archive.org/web/20310912010203/https://oste.example/1"
    report = one(f"<link rel='canonical' href='{href}'>")
    assert (report.seen, report.seen_how) == ("2031-09-12T01:02:03+00:00", "web archive")
    assert (report.url, report.published) == ("https://oste.example/1", "")


FURNITURE = [
    "<div>Page generated 3 May 2022</div>",
    "<p>© 2022 The Oste Herald</p>",
    "<center>Copyright 3 May 2022</center>",
    "<div class='comment'><time datetime='2022-05-03'></time>I saw it.</div>",
    "<blockquote class='twitter-tweet'>— Per Aske (@aske) <a>May 3, 2022</a></blockquote>",
    "<table class='calendar'><tr><td>May 3, 2022</td></tr></table>",
]


@pytest.mark.parametrize("after", FURNITURE)
def test_furniture(after: str) -> None:
    assert one(after=after).published == ""


def test_what_holds_the_report_is_no_furniture() -> None:
    markup = page(f"<div class='with-sidebar'>{ARTICLE.format(below='<p>9 September 2031</p>')}</div>")
    (report,) = read_pages(markup, name="x.html")
    assert (report.published, report.published_how) == ("2031-09-09", "below title")


@pytest.mark.parametrize(
    "below", ["<p>9. September 2031</p>", "<p>Datum: 09.09.2031</p>", "<p>9 de septiembre de 2031</p>"]
)
def test_other_languages(below: str) -> None:
    assert one(below=below).published == "2031-09-09"


MARKED = [
    ("<abbr class='published' itemprop='datePublished' title='2031-09-09T10:52:00+02:00'>10:52</abbr>",
     "2031-09-09T10:52:00+02:00", "marked datePublished", "certain"),
    ("<li itemprop='datePublished'><a href='/2031/'>9 September 2031</a></li>",
     "2031-09-09", "marked datePublished", "certain"),
    ("<span property='schema:dateCreated' content='2031-09-09T12:45:46+00:00'></span>",
     "2031-09-09T12:45:46+00:00", "marked dateCreated", "probable"),
]  # fmt: skip


@pytest.mark.parametrize(("markup", "value", "how", "sure"), MARKED)
@pytest.mark.parametrize(
    "box", ["<div>{}</div>", "<div class='post-footer'>{}</div>", "<div class='x-widget'>{}</div>"]
)
def test_date_that_the_markup_names(box: str, markup: str, value: str, how: str, sure: str) -> None:
    report = one(below=box.format(markup))
    assert (report.published, report.published_how, sure_of(report.published_how)) == (value, how, sure)


@pytest.mark.parametrize("name", ["comment", "sidebar", "recent-widget", "related footer"])
def test_marked_date_of_something_else_is_not_taken(name: str) -> None:
    assert one(after=f"<div class='{name}'><i itemprop='datePublished'>9 September 2031</i></div>").published == ""


def test_line_of_a_teaser_by_the_heading() -> None:
    assert one(below="<div class='teaser-meta'><p>By Ida Marn, 9 September 2031</p></div>").published == "2031-09-09"


UTC = "<meta property='article:published_time' content='2031-09-10T02:25:54+00:00'>"
SHOWN = [
    ("<p>By Ida Marn</p><p>September 9, 2031 | 9:25pm</p>", "2031-09-09"),
    ("<time datetime='2031-09-10T02:25:54+00:00'>9 September 2031</time>", "2031-09-09"),
    ("<p>10 September 2031</p><p>9 September 2031</p>", "2031-09-10T02:25:54+00:00"),
    ("<p>4 September 2031</p>", "2031-09-10T02:25:54+00:00"),
    ("<p>Updated: 11 September 2031</p>", "2031-09-10T02:25:54+00:00"),
    ("", "2031-09-10T02:25:54+00:00"),
]


@pytest.mark.parametrize(("below", "published"), SHOWN)
def test_moment_in_utc_is_of_the_day_that_the_page_shows(below: str, published: str) -> None:
    assert one(UTC, below).published == published


BOTH = [
    "Published 2 May 2032, updated 3 May 2032",
    "PUBLISHED: May 2, 2032 at 4:30 p.m. | UPDATED: May 3, 2032 at 3:58 a.m.",
    "Last updated on 3 May 2032 – first published on 2 May 2032",
]


@pytest.mark.parametrize("words", BOTH)
def test_line_with_both_dates(words: str) -> None:
    report = one(below=f"<p>{words}</p>")
    assert (report.published[:10], report.updated[:10]) == ("2032-05-02", "2032-05-03")
