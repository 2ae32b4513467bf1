"""Feeds: RSS, Atom and JSON Feed, one report an entry.

An entry's own words for its address, date and author are kept, and its outlet is the one that `<source>` names, else
the feed's where the entry links to the feed's own site. Its text is the full content where the feed has it; an entry
with a summary only is a report of that summary, marked as an excerpt, and one Problem (skipped, *full text not in the
feed*) says how many are. Nothing is fetched, no entity is expanded, no DTD is read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.entities import html5
from typing import Any, BinaryIO
from urllib.parse import urljoin, urlsplit

from accordingto.data import Problem, Report
from accordingto.dates import iso
from accordingto.decode import decode, is_text
from accordingto.errors import SourceFailed, SourceSkipped
from accordingto.markup import plain, text_of
from accordingto.readers import EXCERPTS, failed, skipped, whole

NAME = "feed"
SUMMARY = "RSS, Atom and JSON feeds, one report an entry"

FEED = 2
"""A feed may be so many times longer than a report: a hundred long entries come to 1–2 MB."""

TEASER = 1000
"""Characters: a summary without a content beside it that is longer than this is taken for the whole text."""

MOST_ENTRIES = 10_000
"""More entries than this are not read; feeds hold 10–100, a whole year of one some thousands."""

_ROOT = re.compile(rb"<(?:rss|feed|(?:\w+:)?RDF)[\s>]", re.IGNORECASE)
_BEFORE_ROOT = re.compile(
    rb"\s*(?:<\?.{0,2000}?\?>\s*|<!--.{0,9000}?-->\s*|<!DOCTYPE[^\[<>]{0,500}(?:\[.{0,50000}?\]\s*)?>\s*)*", re.DOTALL
)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,80}?encoding=["']([\w.:-]{2,40})""", re.IGNORECASE)
_NAMED = re.compile(r"&(?!(?:lt|gt|amp|quot|apos);)([A-Za-z]\w{1,30};)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS_OFF = re.compile(
    r"(?:…|\.\.\.|\[(?:…|\.\.\.|&hellip;)\]|(?:read|continue) (?:more|reading)\W*)$", re.IGNORECASE
)
_PARTS = re.compile(r"\s[|–—:·»-]\s|:\s")
_MAIL = re.compile(r"\S+@\S+\s+\((.+)\)")

_PREFIXES = {
    "": "",
    "http://www.w3.org/2005/Atom": "",
    "http://purl.org/atom/ns#": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
}
"""Namespaces whose elements count; those of media, podcasts and shops do not."""

_PUBLISHED = ("pubDate", "published", "issued", "dc:date", "dcterms:issued", "updated", "modified")
_UPDATED = ("updated", "dcterms:modified", "modified")
_CONTENT = ("content:encoded", "content")
_SUMMARY = ("description", "summary")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed says of itself."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a feed says of one report; `full` and `summary` are plain text."""

    id: str = ""
    url: str = ""
    title: str = ""
    outlet: str = ""
    byline: str = ""
    published: str = ""
    published_how: str = ""
    updated: str = ""
    updated_how: str = ""
    full: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """A feed and so many of its entries as are read; `number` is how many it holds."""

    feed: Feed
    entries: Sequence[Entry]
    number: int


def sniff(head: bytes, name: str) -> bool:
    """Say yes to a root element of a feed, or to JSON that names the version of JSON Feed."""
    plain_head = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")  # UTF-16 keeps ASCII apart with NULs
    if plain_head.startswith(b"{"):
        return b"//jsonfeed.org/version/" in plain_head[:4096].replace(b"\\/", b"/")
    before = _BEFORE_ROOT.match(plain_head)
    return bool(before and _ROOT.match(plain_head, before.end())) and is_text(head)


def read(stream: BinaryIO, *, name: str, limit_bytes: int) -> Iterator[Report | Problem]:
    """Yield a report an entry, and a problem for each that holds none; raise SourceFailed where there is no feed."""
    data = whole(stream, source=name, limit_bytes=FEED * limit_bytes)
    declared = _DECLARED.search(data[:400])
    text = decode(data, source=name, declared=declared[1].decode("ascii") if declared else "")
    found = _json_feed(text, name) if text.lstrip().startswith("{") else _xml_feed(text, name)
    teasers = 0
    for number, entry in enumerate(found.entries, 1):
        if not (text := entry.full or entry.summary):
            yield skipped(name, "no text", f"entry {number} holds a headline only: {entry.title or entry.url!r}")
        elif len(text.encode("utf-8", "surrogatepass")) > limit_bytes:
            yield failed(
                name, "too long", f"entry {number}: more than {limit_bytes:,} bytes (setting max_report_bytes)"
            )
        else:
            report = _report(entry, text, found.feed, otherwise=f"{name}#{number}")
            teasers += report.excerpt
            yield report
    if found.number > MOST_ENTRIES:
        yield failed(name, "too many entries", f"{MOST_ENTRIES:,} of {found.number:,} were read")
    if not found.entries:
        raise SourceSkipped(name, "no entries in the feed")
    if teasers:
        yield skipped(name, EXCERPTS, f"{teasers} of {found.number} entries hold a summary, which was read")


def _report(entry: Entry, text: str, feed: Feed, *, otherwise: str) -> Report:
    return Report(
        id=entry.id or entry.url or otherwise,
        text=text,
        title=entry.title,
        outlet=entry.outlet or _outlet(feed, entry.url),
        byline=entry.byline,
        published=entry.published,
        published_how=entry.published_how,
        updated=entry.updated if entry.updated > entry.published else "",
        updated_how=entry.updated_how if entry.updated > entry.published else "",
        url=entry.url,
        excerpt=not entry.full and (len(text) < TEASER or bool(_BREAKS_OFF.search(text))),
    )


def _outlet(feed: Feed, url: str) -> str:
    """Return the name of the feed's outlet if the entry is its own: that part of its title which its host spells."""
    own, host = _site(feed.url), _site(url)
    if own and host and not (host == own or host.endswith(f".{own}") or own.endswith(f".{host}")):
        return ""
    parts = [part.strip() for part in _PARTS.split(feed.title) if part.strip()]
    squeezed = {part: re.sub(r"\W", "", part.lower()) for part in parts}
    return next((part for part in parts if squeezed[part] and squeezed[part] in (own or host)), feed.title)


def _site(url: str) -> str:
    try:
        return re.sub(r"^(?:www|feeds?|rss)\.", "", (urlsplit(url).hostname or "").lower())
    except ValueError:
        return ""


def _web(url: str, base: str = "") -> str:
    """Return an address on the web, or an empty text for what is none."""
    try:
        url = urljoin(base, url.strip()) if url.strip() else ""
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""


def _line(text: str) -> str:
    return " ".join(text.split())


# RSS and Atom


def _xml_feed(text: str, name: str) -> Entries:
    import lxml.etree

    parser = lxml.etree.XMLParser(
        recover=True, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True
    )
    text = _CONTROL.sub("", re.sub(r"^\s*<\?xml[^>]{0,200}>", "", text))
    text = _NAMED.sub(lambda found: html5.get(found[1], found[0]), text)
    try:
        root = lxml.etree.fromstring(text.encode("utf-8"), parser)
    except (lxml.etree.XMLSyntaxError, ValueError) as error:
        raise SourceFailed(name, "not a feed", str(error)) from error
    elements = [] if root is None else [one for one in root.iter() if _key(one) in ("item", "entry")]
    channel = None if root is None else next((one for one in root.iter() if _key(one) in ("channel", "feed")), None)
    if channel is None:
        raise SourceFailed(name, "not a feed", "it has neither a channel nor a feed element")
    inner = _children(channel)
    feed = Feed(title=_line(_first(inner, "title")), url=_link(inner, ""))
    entries = [_entry(one, feed) for one in elements[:MOST_ENTRIES]]
    return Entries(feed=feed, entries=entries, number=len(elements))


def _key(element: Any) -> str:
    """Return an element's name with the prefix that its namespace has here; an empty text where it does not count."""
    if not isinstance(element.tag, str):
        return ""
    namespace, _, local = element.tag.rpartition("}")
    prefix = _PREFIXES.get(namespace.removeprefix("{"))
    return "" if prefix is None else prefix + local.lower()


def _children(element: Any) -> Mapping[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for child in element:
        if key := _key(child):
            found.setdefault(key, []).append(child)
    return found


def _entry(element: Any, feed: Feed) -> Entry:
    inner = _children(element)
    permalink = next((one for one in inner.get("guid", ()) if one.get("isPermaLink", "").lower() != "false"), None)
    url = _link(inner, feed.url) or (_web(_raw(permalink)) if permalink is not None else "")
    how = next((key for key in _PUBLISHED if iso(_first(inner, key.lower()))), "")
    changed = next((key for key in _UPDATED if iso(_first(inner, key))), "")
    names = [_name(one) for key in ("author", "dc:creator") for one in inner.get(key, ())]
    return Entry(
        id=_line(_first(inner, "guid") or _first(inner, "id")),
        url=url,
        title=_line(_first(inner, "title")),
        outlet=_line(next((_name(one) for one in inner.get("source", ())), "")),
        byline="; ".join(dict.fromkeys(name for name in names if name)),
        published=iso(_first(inner, how.lower())) if how else "",
        published_how=f"feed {how}" if how else "",
        updated=iso(_first(inner, changed)) if changed else "",
        updated_how=f"feed {changed}" if changed else "",
        full=max((_text(one) for key in _CONTENT for one in inner.get(key, ())), key=len, default=""),
        summary=max((_text(one) for key in _SUMMARY for one in inner.get(key, ())), key=len, default=""),
    )


def _raw(element: Any) -> str:
    return "".join(element.itertext()).strip()


def _text(element: Any) -> str:
    """Return the text of an element: XHTML inside it, HTML written as text, or text."""
    return text_of(element) if len(element) else plain(_raw(element))


def _first(inner: Mapping[str, list[Any]], key: str) -> str:
    return next((text for one in inner.get(key, ()) if (text := _text(one))), "")


def _name(element: Any) -> str:
    """Return a name: of Atom's `name` or `title` inside, or the text, of "mail (Name)" the name."""
    inner = _children(element)
    text = _first(inner, "name") or _first(inner, "title") or ("" if inner else _text(element))
    mail = _MAIL.fullmatch(text)
    return _line(mail[1] if mail else text)


def _link(inner: Mapping[str, list[Any]], base: str) -> str:
    """Return the address of the page: the original one, the canonical, the alternate, or RSS's plain link."""
    links = inner.get("link", [])
    related = {
        rel: one for one in reversed(links) if one.get("href") for rel in (one.get("rel") or "alternate").split()
    }
    candidates = [
        *(_raw(one) for one in inner.get("feedburner:origlink", ())),
        *(related[rel].get("href") for rel in ("canonical", "alternate") if rel in related),
        *(_raw(one) for one in links),
    ]
    return next((url for candidate in candidates if (url := _web(candidate, base))), "")


# JSON Feed


def _json_feed(text: str, name: str) -> Entries:
    try:
        found = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise SourceFailed(name, "not a feed", str(error) or "nested too deeply") from error
    items = found.get("items") if isinstance(found, dict) else None
    if not isinstance(items, list):
        raise SourceFailed(name, "not a feed", 'it has no list "items"')
    feed = Feed(title=_line(_value(found, "title")), url=_web(_value(found, "home_page_url")))
    entries = [_item(item if isinstance(item, dict) else {}, feed) for item in items[:MOST_ENTRIES]]
    return Entries(feed=feed, entries=entries, number=len(items))


def _item(item: Mapping[str, Any], feed: Feed) -> Entry:
    how = next((key for key in ("date_published", "date_modified") if iso(_value(item, key))), "")
    authors = item.get("authors") or item.get("author") or []
    names = [_line(_value(one, "name")) for one in (authors if isinstance(authors, list) else [authors])]
    return Entry(
        id=_line(_value(item, "id")),
        url=_web(_value(item, "url") or _value(item, "external_url"), feed.url),
        title=_line(_value(item, "title")),
        byline="; ".join(name for name in names if name),
        published=iso(_value(item, how)) if how else "",
        published_how=f"feed {how}" if how else "",
        updated=iso(_value(item, "date_modified")),
        updated_how="feed date_modified",
        full=plain(_value(item, "content_html")) or _value(item, "content_text").strip(),
        summary=_value(item, "summary").strip(),
    )


def _value(found: object, key: str) -> str:
    value = found.get(key) if isinstance(found, dict) else None
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
