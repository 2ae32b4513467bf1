"""The text of a page: what is put back, what is cut, with the text kept as it was."""

from __future__ import annotations

from collections.abc import Sequence

from accordingto.data import Cut, Report
from accordingto.readers.html import read_pages
from tests.page.pages import NEWS, TITLE, page, paragraphs


def one(markup: str) -> Report:
    (report,) = read_pages(markup, name="x.html")
    return report


def cut_words(report: Report) -> list[tuple[str, str]]:
    return [(cut.reason, report.text[cut.begin : cut.end]) for cut in report.cut]


def test_comments_stand_below_the_report_and_are_cut() -> None:
    said = "I do not believe a word of what the ministry says here, and I was at the bridge."
    comments = (
        f"<section id='comments'><h3>1 comment</h3><div><b>Rolf</b>{paragraphs(said)}</div><form>Name</form></section>"
    )
    report = one(page(f"<article><h1>{TITLE}</h1>{paragraphs(*NEWS)}</article>{comments}"))
    assert cut_words(report) == [("readers’ comments", f"1 comment\n\nRolf\n\n{said}")]


def test_embedded_post_is_cut() -> None:
    tweet = "The bridge is closed. Nobody knows until when. #vell"
    post = f"<blockquote class='twitter-tweet'><p>{tweet}</p></blockquote>"
    report = one(page(f"<article><h1>{TITLE}</h1>{paragraphs(*NEWS[:3])}{post}{paragraphs(*NEWS[3:])}</article>"))
    assert cut_words(report) == [("embedded post", tweet)]


def test_all_lines_of_an_embedded_post_are_one_cut() -> None:
    said = "Nobody at the bridge knows who gave the order.<br><br>Lorries have passed it since five. #vell"
    post = f"<blockquote class='twitter-tweet'><p>{said}</p>— Rolf Aske (@raske) May 3, 2032</blockquote>"
    report = one(page(f"<article><h1>{TITLE}</h1>{paragraphs(*NEWS[:3])}{post}{paragraphs(*NEWS[3:])}</article>"))
    (cut,) = cut_words(report)
    assert cut[0] == "embedded post"
    assert cut[1].startswith("Nobody at the bridge")
    assert cut[1].endswith("May 3, 2032")


def linked_rows(cells: Sequence[str]) -> str:
    """Return a table with a long link to each side of each of `cells`."""
    link = "<td><a href='/x'>The register of crossings and of the orders that they were closed under</a></td>"
    return f"<table>{''.join(f'<tr>{link}<td>{cell}</td>{link}</tr>' for cell in cells)}</table>"


def test_table_of_sentences_is_kept_with_its_links() -> None:
    told = [
        "The ferry at Corrant was closed in May.",
        "The bridge at Teln was shut by the army.",
        "The ford at Sallow was mined in June.",
    ]
    body = f"{paragraphs(*NEWS[:3])}{linked_rows(told)}{paragraphs(*NEWS[3:])}"
    report = one(page(f"<article><h1>{TITLE}</h1>{body}</article>"))
    assert all(sentence in report.text for sentence in told)


def test_table_of_links_is_left_out() -> None:
    body = f"{paragraphs(*NEWS[:3])}{linked_rows(['12 May', '13 May', '14 May'])}{paragraphs(*NEWS[3:])}"
    report = one(page(f"<article><h1>{TITLE}</h1>{body}</article>"))
    assert "register of crossings" not in report.text


def test_link_to_another_story_is_cut_with_its_label() -> None:
    story = "Council of Teln votes on the ferry that few wanted"
    link = f"<p><strong>Our earlier report:</strong></p><p><a href='/2'>{story}</a></p>"
    report = one(page(f"<article><h1>{TITLE}</h1>{paragraphs(NEWS[0])}{link}{paragraphs(*NEWS[1:])}</article>"))
    assert [words for _, words in cut_words(report)] == [f"Our earlier report:\n\n{story}"]


def test_linked_subheading_stays() -> None:
    heading = "What the ministry said on Tuesday"
    linked = f"<h2><a href='/x'>{heading}</a></h2>"
    report = one(page(f"<article><h1>{TITLE}</h1>{paragraphs(*NEWS[:2])}{linked}{paragraphs(*NEWS[2:])}</article>"))
    assert report.cut == ()
    assert heading in report.text


def test_a_list_of_links_is_what_the_page_says() -> None:
    links = "".join(f"<p><a href='/{n}'>The {n} report of the Vell commission on bridges</a></p>" for n in range(9))
    report = one(page(f"<article><h1>{TITLE}</h1>{paragraphs(*NEWS[:2])}{links}</article>"))
    assert report.cut == ()


def test_opening_paragraph_set_apart_is_put_back() -> None:
    lead = "Two brigades have moved to the Vell within a night, and neither mayor nor ministry will say on whose order."
    head = f"<header><h1>{TITLE}</h1></header><div class='row'><div class='teaser'><p>{lead}</p></div></div>"
    report = one(page(f"<main>{head}<div class='body-text'>{paragraphs(*NEWS)}</div></main>"))
    assert report.text.count(lead) == 1
    assert report.text.index(lead) < report.text.index(NEWS[0])


def test_caption_above_the_body_is_no_opening_paragraph() -> None:
    words = "Soldiers at the bridge over the river Vell near Teln on Tuesday morning."
    caption = f"<figure><figcaption>{words}</figcaption></figure>"
    report = one(page(f"<main><h1>{TITLE}</h1>{caption}<div>{paragraphs(*NEWS)}</div></main>"))
    assert words not in report.text


def test_spans_are_in_the_text() -> None:
    comments = f"<div class='comments'>{paragraphs(NEWS[0])} and more of it, and of the bridge</div>"
    report = one(page(f"<article><h1>{TITLE}</h1>{paragraphs(*NEWS)}</article>{comments}"))
    assert report.cut
    assert all(isinstance(cut, Cut) and 0 <= cut.begin < cut.end <= len(report.text) for cut in report.cut)
