"""HTML pages: the report that a page holds, or each of them where there are several.

Its text is what trafilatura takes for the article (`page.body`), title, outlet, byline, address and dates are what the
page states of itself (`page.stated`, `page.dated`): JSON-LD, then meta elements, then `<time>`, at last htmldate.
`published_how` says which. Paragraphs of the text are parted by a blank line.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from itertools import islice
from typing import Any, BinaryIO
from urllib.parse import urljoin

from accordingto.cuts import COMMENTS
from accordingto.data import Cut, Problem, Report
from accordingto.decode import decode, is_text
from accordingto.errors import SourceFailed
from accordingto.kinds import Stated as StatedKind
from accordingto.kinds import kind_of
from accordingto.markup import text_of
from accordingto.mime import headers_at, is_page
from accordingto.page import dated, stated
from accordingto.page.body import Body, body_of
from accordingto.page.stories import Story, stories_of
from accordingto.readers import whole

NAME = "html"
SUMMARY = "HTML pages, a report for each story on a page"

SAVED = 8
"""A page saved with its pictures inside may be this many times longer than a report; the pictures are dropped."""

LEAST_BESIDES = 80
"""Characters that stand on a page besides the entries of its live blog, if they are a report: its introduction."""

MOST_ELEMENTS = 50_000
"""Elements of a page; those of the news have hundreds to a few thousand, and what is done with each adds up."""

LEAST_OF_STORY = 0.4
"""Where less of a story's text than this is taken for the article, its text is taken as it stands."""

_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|article|meta|title|div|p|h1|script|link)[\s>/]", re.IGNORECASE
)
_PICTURE = re.compile(rb"data:[\w/+.;=-]{1,80}base64,[A-Za-z0-9+/=%\s]+")
_CHARSET = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?|\?xml[^>]{0,80}?encoding=["'])([\w.:-]{2,40})""", re.IGNORECASE
)


def sniff(head: bytes, name: str) -> bool:
    """Say yes to text that begins with markup, or is named like a page and holds some."""
    if not is_text(head):
        return False
    plain = head.replace(b"\x00", b"")  # UTF-16 keeps its ASCII apart with NULs
    begins = plain.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if not begins.startswith(b"<"):
        named = name.lower().endswith((".html", ".htm", ".xhtml", ".shtml"))
        return named and bool(_MARKUP.search(plain)) and not is_page(headers_at(head))
    if begins.startswith((b"<rss", b"<feed", b"<?xml")) and not re.search(rb"<html[\s>]", plain, re.IGNORECASE):
        return False
    return bool(_MARKUP.search(plain))


def read(stream: BinaryIO, *, name: str, limit_bytes: int) -> Iterator[Report | Problem]:
    """Yield the reports that the page holds; raise SourceFailed where the page is too long or holds no text."""
    data = _PICTURE.sub(b"", whole(stream, source=name, limit_bytes=SAVED * limit_bytes))
    if len(data) > limit_bytes:
        raise SourceFailed(name, "too long", f"more than {limit_bytes:,} bytes (setting max_report_bytes)")
    declared = _CHARSET.search(data[:4096])
    page = decode(data, source=name, declared=declared[1].decode("ascii") if declared else "")
    yield from read_pages(page, name=name)


def read_pages(page: str, *, name: str) -> Sequence[Report]:
    """Return the reports that `page` holds; raise SourceFailed where it holds no text."""
    import lxml.html

    for logger in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(logger).setLevel(logging.CRITICAL)  # they warn about pages; what failed is said here
    # lxml takes neither NUL nor lone surrogates nor an encoding declared inside a str
    page = re.sub(r"[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff]", "", page)
    page = re.sub(r"^\s*<\?xml[^>]{0,200}>", "", page)
    try:
        tree = lxml.html.document_fromstring(page)
    except (lxml.etree.ParserError, ValueError) as error:
        raise SourceFailed(name, "no text in the page", str(error)) from error
    if next(islice(tree.iter(), MOST_ELEMENTS, None), None) is not None:
        raise SourceFailed(name, "too many elements", f"a page of more than {MOST_ELEMENTS:,}; save its text alone")
    linked, url = stated.linked(tree), stated.address(tree)
    title = stated.shown_title(tree, "").title
    found = stories_of(tree, day=lambda: dated.dates_of(tree, linked, url, title).published.value)
    return (_reports(found, tree, url, name) if found else ()) or [_report(page, tree, name)]


def _reports(found: Sequence[Story], tree: Any, url: str, name: str) -> Sequence[Report]:
    """Return a report for each story of a page, after what stands on the page besides the entries of a live blog."""
    linked = stated.linked(tree)
    outlet = stated.outlet(tree, linked, "", url)
    page_title = stated.line(stated.meta(tree, "title").value) or stated.shown_title(tree, "").title
    reports: list[Report] = []
    if any(story.live for story in found) and (rest := _besides(found, tree, name)):
        reports.append(rest)
    for number, story in enumerate(found, 1):
        body = _story_body(story)
        if body is None:
            continue
        kind, why = kind_of(body.text, title=story.title, stated=_page_kind(tree, linked, url), cut=body.cut)
        address = urljoin(url, story.url) if story.url else ""
        key = story.key if sum(other.key == story.key for other in found) == 1 else f"{story.key}-{number}"
        reports.append(
            Report(
                id=address or f"{url or name}#{key}",
                text=body.text,
                title=story.title or page_title,
                outlet=outlet,
                byline=story.byline,
                published=story.published.value,
                published_how=story.published.how,
                url=address or url,
                kind=kind,
                kind_why=why,
                cut=body.cut,
            )
        )
    return reports


def _besides(found: Sequence[Story], tree: Any, name: str) -> Report | None:
    """Return what a page holds besides its stories as a report, or None where that is next to nothing."""
    import lxml.html

    rest = deepcopy(tree)
    texts = [story.text or text_of(story.element) for story in found]
    for element in list(rest.iter("div", "article", "li", "section")):
        if element.getparent() is not None and len(text := text_of(element)) > 1 and text in texts:
            element.drop_tree()
    try:
        report = _report(lxml.html.tostring(rest, encoding="unicode"), rest, name)
    except SourceFailed:
        return None
    told = {line for text in texts for line in text.split("\n\n")}
    below = next((cut.begin for cut in report.cut if cut.reason == COMMENTS), len(report.text))
    own = [line for line in report.text[:below].strip().split("\n\n") if line not in told]
    if sum(map(len, own)) < LEAST_BESIDES:
        return None
    text, comments = "\n\n".join(own), report.text[below:]
    if not comments:
        return replace(report, text=text, cut=())
    begin = len(text) + 2
    return replace(report, text=f"{text}\n\n{comments}", cut=(Cut(begin, begin + len(comments), COMMENTS),))


def _story_body(story: Story) -> Body | None:
    """Return the text of a story: short ones as they stand, longer ones without what is not the report."""
    import lxml.html

    if story.element is None:
        return Body(story.text, (), "", "")
    whole_text = text_of(story.element)
    if story.live:
        return Body(whole_text, (), "", "")
    page = f"<html><body>{lxml.html.tostring(story.element, encoding='unicode')}</body></html>"
    body = body_of(page, lxml.html.document_fromstring(page), title=story.title)
    if body and len(body.text) >= LEAST_OF_STORY * len(whole_text):
        return body
    return Body(whole_text, (), "", "") if whole_text else None


def _page_kind(tree: Any, linked: Mapping[str, Any], url: str) -> StatedKind:
    return StatedKind(stated.sections(tree, linked), stated.types_of(linked), url)


def _report(page: str, tree: Any, name: str) -> Report:
    """Return the report that a page as a whole is."""
    linked = stated.linked(tree)
    url = stated.address(tree)
    title = stated.line(stated.meta(tree, "title").value or stated.named(linked.get("headline")))
    shown = title or stated.shown_title(tree, "").title
    body = body_of(page, tree, url=url, title=shown, description=stated.meta(tree, "description").value)
    if body is None:
        raise SourceFailed(name, "no text in the page", "nothing in it looks like the text of an article")
    seen_title = stated.shown_title(tree, body.text)
    title = title or seen_title.title
    dates = dated.dates_of(tree, linked, url, title)
    kind, why = kind_of(
        body.text,
        title=title,
        stated=_page_kind(tree, linked, url),
        cut=body.cut,
    )
    return Report(
        id=url,
        text=body.text,
        title=title,
        outlet=stated.outlet(tree, linked, body.sitename or seen_title.site, url),
        byline=stated.byline(tree, linked, body.author),
        published=dates.published.value,
        published_how=dates.published.how,
        updated=dates.updated.value,
        updated_how=dates.updated.how,
        seen=dates.seen.value,
        seen_how=dates.seen.how,
        url=url,
        kind=kind,
        kind_why=why,
        cut=body.cut,
    )
