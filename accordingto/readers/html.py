"""HTML pages: one page is one report; its text is what trafilatura takes for the article.

Title, outlet, byline, address and date come from what the page states of itself (JSON-LD, then meta elements, then
`<time>`), the date at last from htmldate, over a page from which calendars, footers and other stories were taken.
`published_how` says which. Paragraphs of the text are parted by a blank line; comments are not read.
"""

from __future__ import annotations

import json
import logging
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urljoin, urlsplit

from accordingto.data import Problem, Report
from accordingto.dates import date_in, iso
from accordingto.decode import decode, is_text
from accordingto.errors import SourceFailed
from accordingto.readers import whole

NAME = "html"
SUMMARY = "HTML pages, one report a page"

SAVED = 8
"""A page saved with its pictures inside may be this many times longer than a report; the pictures are dropped."""

_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|article|meta|title|div|p|h1|script|link)[\s>/]", re.IGNORECASE
)
_PICTURE = re.compile(rb"data:[\w/+.;=-]{1,80}base64,[A-Za-z0-9+/=%\s]+")
_CHARSET = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?|\?xml[^>]{0,80}?encoding=["'])([\w.:-]{2,40})""", re.IGNORECASE
)
_BLANKS = re.compile(r" ?\n ?")
_AROUND = {
    **dict.fromkeys(("p", "head", "quote", "list", "item", "table", "row", "div", "code"), ("\n\n", "\n\n")),
    "lb": ("", "\n"),
    "cell": ("", " "),
}
"""What is set before and after the text of trafilatura's elements."""

_ADDRESS_DATE = re.compile(r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?:[/-]|$)")
_PARTS = re.compile(r" [|–—:·»-] ")
LONGEST_SITE = 6
"""Words of a site's name in the title of a page."""

DATELINE = 90
"""Characters of a line that says when a report was published."""

NEAR_TITLE = 8
"""So many elements below the title are searched for such a line."""

_NEVER = ("footer", "aside", "nav", "script", "style")
_ARCHIVED = re.compile(r"https?://web\.archive\.org/web/\d+[a-z_]*/(?=https?://)")
_EPOCH = "1970-01-01"
"""What a page states whose date was never filled in."""
_BY = re.compile(r"^(?:by|von|par|por)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stated:
    """What a page says of itself in one place: a value and where it stood."""

    value: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class ShownTitle:
    """The title that a page shows to its readers, and the name of the site beside it."""

    title: str
    site: str


@cache
def _places() -> Mapping[str, list[str]]:
    return tomllib.loads(Path(__file__).with_name("html.toml").read_text(encoding="utf-8"))


def sniff(head: bytes, name: str) -> bool:
    """Say yes to text that begins with markup, or is named like a page and holds some."""
    if not is_text(head):
        return False
    plain = head.replace(b"\x00", b"")  # UTF-16 keeps its ASCII apart with NULs
    begins = plain.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if not begins.startswith(b"<"):
        return name.lower().endswith((".html", ".htm", ".xhtml", ".shtml")) and bool(_MARKUP.search(plain))
    if begins.startswith((b"<rss", b"<feed", b"<?xml")) and not re.search(rb"<html[\s>]", plain, re.IGNORECASE):
        return False
    return bool(_MARKUP.search(plain))


def read(stream: BinaryIO, *, name: str, limit_bytes: int) -> Iterator[Report | Problem]:
    """Yield the report that the page holds; raise SourceFailed where the page is too long or holds no text."""
    data = _PICTURE.sub(b"", whole(stream, source=name, limit_bytes=SAVED * limit_bytes))
    if len(data) > limit_bytes:
        raise SourceFailed(name, "too long", f"more than {limit_bytes:,} bytes (setting max_report_bytes)")
    declared = _CHARSET.search(data[:4096])
    page = decode(data, source=name, declared=declared[1].decode("ascii") if declared else "")
    yield read_page(page, name=name)


def read_page(page: str, *, name: str) -> Report:
    """Return the report that `page` holds; raise SourceFailed where it holds no text."""
    import lxml.html
    import trafilatura
    from trafilatura.settings import Document

    for logger in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(logger).setLevel(logging.CRITICAL)  # they warn about pages; what failed is said here
    # lxml takes neither NUL nor lone surrogates nor an encoding declared inside a str
    page = re.sub(r"[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff]", "", page)
    page = re.sub(r"^\s*<\?xml[^>]{0,200}>", "", page)
    try:
        tree = lxml.html.document_fromstring(page)
    except (lxml.etree.ParserError, ValueError) as error:
        raise SourceFailed(name, "no text in the page", str(error)) from error
    linked = _linked(tree)
    url = _address(tree)
    document = trafilatura.bare_extraction(page, url=url or None, include_comments=False, with_metadata=True)
    text = _paragraphs(document.body) if isinstance(document, Document) else ""
    if not text or not isinstance(document, Document):
        raise SourceFailed(name, "no text in the page", "nothing in it looks like the text of an article")
    shown = _shown_title(tree, text)
    title = _line(_meta(tree, "title").value or _named(linked.get("headline")) or shown.title)
    published = _published(tree, linked, url, title)
    return Report(
        id=url,
        text=text,
        title=title,
        outlet=_outlet(tree, linked, document.sitename or shown.site, url),
        byline=_byline(tree, linked, document.author or ""),
        published=published.value,
        published_how=published.how,
        url=url,
    )


def _paragraphs(body: Any) -> str:
    """Return the text of trafilatura's tree, its blocks parted by blank lines."""
    for element in body.iter():
        before, after = _AROUND.get(element.tag, ("", ""))
        element.text = before + (element.text or "")
        element.tail = after + (element.tail or "")
    text = re.sub(r"[ \t\r\f\v\u00a0]+", " ", "".join(body.itertext()))
    return re.sub(r"\n{2,}", "\n\n", _BLANKS.sub("\n", text)).strip()


def _meta(tree: Any, field: str) -> Stated:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            if (key := (meta.get(attribute) or "").strip().lower()) and (value := (meta.get("content") or "").strip()):
                found.setdefault(key, value)
    return next((Stated(found[key], f"meta {key}") for key in _places()[field] if key in found), Stated())


def _linked(tree: Any) -> Mapping[str, Any]:
    """Return the first JSON-LD object on the page that is a report, or an empty one."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            nodes: list[Any] = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        for node in nodes:  # grows while it is walked
            if isinstance(node, list):
                nodes.extend(node)
            elif isinstance(node, dict):
                kinds = node.get("@type")
                kinds = kinds if isinstance(kinds, list) else [kinds]
                if {str(kind).lower() for kind in kinds} & set(_places()["report_types"]) and "datePublished" in node:
                    return node
                nodes.extend(node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node)
    return {}


def _named(value: object) -> str:
    """Return the name of what JSON-LD gives as a text, an object with a name, or a list of either."""
    if isinstance(value, list):
        return "; ".join(name for one in value if (name := _named(one)))
    if isinstance(value, dict):
        return _named(value.get("name"))
    return _line(value) if isinstance(value, str) else ""


def _line(text: str) -> str:
    return " ".join(text.split())


def _address(tree: Any) -> str:
    link = next((link for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"), None)
    stated = _meta(tree, "url").value
    url = (link.get("href") or "").strip() if link is not None else ""
    try:
        url = _ARCHIVED.sub("", urljoin(stated, url) if url else stated)
        parts = urlsplit(url)
    except ValueError:  # an address such as "http://[…"
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""


def _shown_title(tree: Any, text: str) -> ShownTitle:
    """Return the title that the page shows: the part of its `<title>` that is a heading, else a heading in the text."""
    heads = [_line(head.text_content()) for head in tree.iter("h1", "h2", "h3")]
    whole_title = next((_line(title.text_content()) for title in tree.iter("title")), "")
    parts = [part for part in _PARTS.split(whole_title) if part]
    if title := next((part for part in (whole_title, *parts) if part and part in heads), ""):
        others = [part for part in parts if part not in title]
        return ShownTitle(title, others[-1] if others and len(others[-1].split()) <= LONGEST_SITE else "")
    if head := next((head for head in heads if len(head.split()) > 2 and head in text), ""):
        return ShownTitle(head, parts[0] if len(parts) > 1 else "")
    return ShownTitle(max(parts, key=len, default=""), "")


def _outlet(tree: Any, linked: Mapping[str, Any], sitename: str, url: str) -> str:
    """Return the outlet as a person would name it; a bare host name is none, since `ingest` can do as well."""
    host = urlsplit(url).hostname or ""
    names = (_meta(tree, "outlet").value, _named(linked.get("publisher")), sitename)
    return next((_line(name) for name in names if name and "." not in name.strip(".") and name.lower() != host), "")


def _byline(tree: Any, linked: Mapping[str, Any], author: str) -> str:
    byline = _named(linked.get("author")) or _meta(tree, "byline").value or author
    byline = _BY.sub("", _line(byline))
    return "" if byline.startswith(("http", "@")) or re.fullmatch(r"[\w-]+(\.[\w-]+)+", byline) else byline


def _published(tree: Any, linked: Mapping[str, Any], url: str, title: str) -> Stated:
    """Return the date on which the page says that it was published, and where it says so."""
    if (value := iso(str(linked.get("datePublished") or ""))) and not value.startswith(_EPOCH):
        return Stated(value, "json-ld datePublished")
    stated = _meta(tree, "published")
    if (value := iso(stated.value)) and not value.startswith(_EPOCH):
        return Stated(value, stated.how)
    _drop_furniture(tree)
    times = [time for time in tree.iter("time") if iso(time.get("datetime") or "")]
    marked = [time for time in times if time.get("itemprop") == "datePublished" or time.get("pubdate") is not None]
    within = [time for time in times if any(up.tag in ("article", "header", "main") for up in time.iterancestors())]
    if chosen := marked or within or times:
        return Stated(iso(chosen[0].get("datetime")), "time element")
    if found := _ADDRESS_DATE.search(url):
        year, month, day = found.groups()
        if value := iso(f"{year}-{month:0>2}-{day:0>2}"):
            return Stated(value, "address")
    if value := _below_title(tree, title):
        return Stated(value, "below title")
    return _shown(tree)


def _below_title(tree: Any, title: str) -> str:
    """Return the date in a short line just below the title, where pages without data say when a report is from."""
    heads = (head for head in tree.iter("h1", "h2", "h3") if _line(head.text_content()) in title)
    head = next((head for head in heads if len(head.text_content()) > 2), None)
    for place, element in enumerate(head.xpath("following::*") if head is not None else ()):
        line = _line(element.text_content())
        if place >= NEAR_TITLE or len(line) > 2 * DATELINE:
            break
        if len(line) <= DATELINE and (value := date_in(line)):
            return value
    return ""


def _drop_furniture(tree: Any) -> None:
    words = tuple(_places()["furniture"])
    for element in list(tree.iter(*_NEVER, "div", "section", "ul", "table", "p", "span")):
        marks = f"{element.get('id') or ''} {element.get('class') or ''}".lower()
        if element.getparent() is not None and (element.tag in _NEVER or any(word in marks for word in words)):
            element.drop_tree()


def _shown(tree: Any) -> Stated:
    """Return the date that htmldate finds in what is left of the page: a guess."""
    import htmldate

    try:
        found = htmldate.find_date(tree, extensive_search=False, original_date=True)
    except (ValueError, TypeError, AttributeError, RecursionError):  # htmldate on markup that it does not expect
        found = None
    return Stated(found, "page text") if found else Stated()
