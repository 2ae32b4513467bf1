"""What a page states of itself: JSON-LD, meta elements, canonical address, title, outlet, byline, section.

In comes the page, out go plain texts; where several places state a thing, the best of them comes first (`page.toml`).
What a page does not state is an empty text.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

LONGEST_SITE = 6
"""Words of a site's name in the title of a page."""

LONGEST_BYLINE = 200
"""Characters of a byline; what is longer is a paragraph about the author."""

_PARTS = re.compile(r" [|–—:·»-] ")
_BY = re.compile(r"^(?:by|von|par|por|door|di|av)\s+", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_a-z][\w.’'-]*(?: (?:[^\W\d_a-z][\w.’'-]*|[a-z]{1,3}|[A-Z]\.)){0,5}")
_ARCHIVED = re.compile(r"https?://web\.archive\.org/web/(\d{4,14})[a-z_]*/(?=https?://)")


@dataclass(frozen=True, slots=True)
class Stated:
    """A value and where on the page it stood."""

    value: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class ShownTitle:
    """The title that a page shows to its readers, and the name of the site beside it."""

    title: str
    site: str


@cache
def tables() -> Mapping[str, Any]:
    """Return what `page.toml` holds."""
    found: Mapping[str, Any] = tomllib.loads(Path(__file__).with_name("page.toml").read_text(encoding="utf-8"))
    return found


def line(text: str) -> str:
    """Return `text` on one line."""
    return " ".join(text.split())


def meta(tree: Any, field: str) -> Stated:
    """Return what the best of the meta elements for a field says."""
    return next(iter(metas(tree, field)), Stated())


def metas(tree: Any, field: str) -> Sequence[Stated]:
    """Return what all the meta elements for a field say, best first."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            key, value = (element.get(attribute) or "").strip().lower(), (element.get("content") or "").strip()
            if key and value:
                found.setdefault(key, value)
    return [Stated(found[key], f"meta {key}") for key in tables()["meta"][field] if key in found]


def linked_nodes(tree: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of the page's JSON-LD, outer ones before those inside them."""
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
                yield node
                nodes.extend(node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node)


def linked(tree: Any) -> Mapping[str, Any]:
    """Return the first JSON-LD object on the page that is a report, or an empty one."""
    reports = set(tables()["report_types"]["types"])
    return next((one for one in linked_nodes(tree) if set(types_of(one)) & reports and "datePublished" in one), {})


def types_of(node: Mapping[str, Any]) -> Sequence[str]:
    """Return the types that a JSON-LD object says it has, in lower case."""
    kinds = node.get("@type")
    return [str(kind).rpartition("/")[2].lower() for kind in (kinds if isinstance(kinds, list) else [kinds])]


def named(value: object) -> str:
    """Return the name of what JSON-LD gives as a text, an object with a name, or a list of either."""
    if isinstance(value, list):
        return "; ".join(dict.fromkeys(name for one in value if (name := named(one))))
    if isinstance(value, dict):
        return named(value.get("name"))
    return line(value) if isinstance(value, str) else ""


def sections(tree: Any, report: Mapping[str, Any]) -> Sequence[str]:
    """Return the sections that the page says it belongs to."""
    stated = report.get("articleSection")
    texts = [one for one in (stated if isinstance(stated, list) else [stated]) if isinstance(one, str)]
    texts += [one.value for one in metas(tree, "section")]
    return [part.strip() for text in texts for part in re.split(r"[,;/|>]", text) if part.strip()]


def address(tree: Any) -> str:
    """Return the canonical address that the page names, that of an archived page without the archive's."""
    link = next((link for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"), None)
    stated = meta(tree, "url").value
    url = (link.get("href") or "").strip() if link is not None else ""
    try:
        url = _ARCHIVED.sub("", urljoin(stated, url) if url else stated)
        parts = urlsplit(url)
    except ValueError:  # an address such as "http://[…"
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""


def archived(tree: Any) -> str:
    """Return when a web archive saved the page, as digits ("20160401095740"); an empty text where none did."""
    places = [link.get("href") or "" for link in tree.iter("link")] + [meta(tree, "url").value]
    return next((found[1] for place in places if (found := _ARCHIVED.match(place))), "")


def shown_title(tree: Any, text: str) -> ShownTitle:
    """Return the title that the page shows: the part of its `<title>` that is a heading, else a heading in the text."""
    heads = [line(head.text_content()) for head in tree.iter("h1", "h2", "h3")]
    whole_title = next((line(title.text_content()) for title in tree.iter("title")), "")
    parts = [part for part in _PARTS.split(whole_title) if part]
    if title := next((part for part in (whole_title, *parts) if part and part in heads), ""):
        others = [part for part in parts if part not in title]
        return ShownTitle(title, others[-1] if others and len(others[-1].split()) <= LONGEST_SITE else "")
    if head := next((head for head in heads if len(head.split()) > 2 and head in text), ""):
        return ShownTitle(head, parts[0] if len(parts) > 1 else "")
    return ShownTitle(max(parts, key=len, default=""), "")


def outlet(tree: Any, report: Mapping[str, Any], sitename: str, url: str) -> str:
    """Return the outlet as a person would name it; a bare host name is none, since `ingest` can do as well."""
    host = urlsplit(url).hostname or ""
    names = (meta(tree, "outlet").value, named(report.get("publisher")), sitename)
    return next((line(name) for name in names if name and "." not in name.strip(".") and name.lower() != host), "")


def byline(tree: Any, report: Mapping[str, Any], author: str) -> str:
    """Return who wrote it, without "By"; an address or a paragraph about the author is no byline.

    `author` is a guess at a name, taken where the page states none.
    """
    guess = author if all(_NAME.fullmatch(name.strip()) for name in author.split(";")) else ""
    found = _BY.sub("", line(named(report.get("author")) or meta(tree, "byline").value or guess))
    unfit = found.startswith(("http", "@")) or re.fullmatch(r"[\w-]+(\.[\w-]+)+", found) or len(found) > LONGEST_BYLINE
    return "" if unfit else found
