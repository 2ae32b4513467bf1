"""Several stories on a page, and the entries of a live blog."""

from __future__ import annotations

import json

from accordingto.readers.html import read_pages
from tests.page.pages import NEWS, OTHER, TITLE, page, paragraphs


def entry(number: int, words: str, *, clock: str = "") -> str:
    time = clock or f"<time datetime='2031-09-09T{8 + number:02}:15:00+02:00'>{8 + number}:15</time>"
    return f"<div class='entry' id='e{number}'>{time}<h3>Entry {number}</h3><p>{words}</p></div>"


def test_two_stories() -> None:
    heads = [
        f"<h2><a href='https://oste.example/1'>{TITLE}</a></h2><time datetime='2031-09-09'></time>",
        "<h2><a href='https://oste.example/2'>Teln votes on the ferry</a></h2>",
    ]
    first, second = (
        f"<article>{head}{paragraphs(*part)}</article>" for head, part in zip(heads, (NEWS, OTHER), strict=True)
    )
    reports = read_pages(page(f"<main>{first}{second}</main>", title="The week"), name="x.html")
    assert [(one.id, one.title, one.published) for one in reports] == [
        ("https://oste.example/1", TITLE, "2031-09-09"),
        ("https://oste.example/2", "Teln votes on the ferry", ""),
    ]
    assert NEWS[0] in reports[0].text
    assert NEWS[0] not in reports[1].text


def test_teasers_beside_a_report_are_no_stories() -> None:
    report = f"<article><h1>{TITLE}</h1>{paragraphs(*NEWS)}</article>"
    teasers = "".join(
        f"<article class='card'><h3><a href='/{n}'>Another</a></h3><p>Short.</p></article>" for n in range(5)
    )
    assert len(read_pages(page(report + teasers), name="x.html")) == 1


def test_sections_of_one_report_are_no_stories() -> None:
    sections = "".join(f"<section class='story'><h2>Part</h2>{paragraphs(*part)}</section>" for part in (NEWS, OTHER))
    assert len(read_pages(page(f"<main><h1>{TITLE}</h1>{sections}</main>"), name="x.html")) == 1


def test_entries_of_a_live_blog() -> None:
    intro = "Our reporters follow the events at the Vell crossing through the day, with the latest from both banks."
    entries = "".join(entry(number, words) for number, words in enumerate(NEWS))
    body = f"<main><h1>Vell live</h1><p>{intro}</p><div class='liveblog'>{entries}</div></main>"
    reports = read_pages(page(body, title="Vell live"), name="x.html")
    assert intro in reports[0].text
    assert NEWS[0] not in reports[0].text
    assert [one.id for one in reports[1:]] == [f"x.html#e{number}" for number in range(5)]
    assert [one.published for one in reports[1:]] == [f"2031-09-09T{8 + number:02}:15:00+02:00" for number in range(5)]
    assert all(words in one.text for words, one in zip(NEWS, reports[1:], strict=True))


def test_comments_below_a_live_blog_are_cut_from_what_stands_above_it() -> None:
    intro = "Our reporters follow the events at the Vell crossing through the day, with the latest from both banks."
    entries = "".join(entry(number, words) for number, words in enumerate(NEWS))
    said = "I was at the bridge all night and there were no lorries, only the van of the dairy."
    comments = f"<section id='comments'><h3>1 comment</h3><p>{said}</p></section>"
    body = f"<main><h1>Vell live</h1><p>{intro}</p><div class='liveblog'>{entries}</div></main>{comments}"
    first = read_pages(page(body, title="Vell live"), name="x.html")[0]
    ((begin, end, reason),) = first.cut
    assert (reason, first.text[begin:end]) == ("readers’ comments", f"1 comment\n\n{said}")
    assert intro in first.text[:begin]


def test_entries_that_show_only_a_clock_are_of_the_pages_day() -> None:
    entries = "".join(entry(number, words, clock=f"<p>{1 + number}.05 pm</p>") for number, words in enumerate(NEWS))
    head = "<meta property='article:published_time' content='2031-09-09T08:00:00Z'>"
    body = f"<main><h1>Vell: as it happened</h1><div class='live-updates'>{entries}</div></main>"
    reports = read_pages(page(body, head=head, title="Vell: as it happened"), name="x.html")
    assert [one.published for one in reports] == [f"2031-09-09T{13 + number}:05:00" for number in range(5)]


def test_entries_in_linked_data() -> None:
    updates = [
        {
            "@type": "BlogPosting",
            "headline": f"E{number}",
            "datePublished": f"2031-09-09T{9 + number:02}:00:00Z",
            "articleBody": words,
        }
        for number, words in enumerate(NEWS)
    ]
    linked = {"@type": "LiveBlogPosting", "datePublished": "2031-09-09T08:00:00Z", "liveBlogUpdate": updates}
    head = f'<script type="application/ld+json">{json.dumps(linked)}</script>'
    reports = read_pages(page(f"<main><h1>{TITLE}</h1>{paragraphs(*NEWS)}</main>", head=head), name="x.html")
    assert [(one.title, one.text) for one in reports] == [(f"E{number}", words) for number, words in enumerate(NEWS)]


def test_clocks_on_a_page_that_is_not_live_part_nothing() -> None:
    entries = "".join(entry(number, words) for number, words in enumerate(NEWS))
    assert len(read_pages(page(f"<main><h1>{TITLE}</h1>{entries}</main>"), name="x.html")) == 1
