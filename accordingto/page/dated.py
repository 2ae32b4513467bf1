"""The dates of a page, each with where it was found: published, updated, and when somebody saved it.

In come the page and what it states of itself, out go dates in ISO 8601. What the page states comes first (JSON-LD, meta
elements), then `<time>`, the address, a short line below the title, at last what htmldate finds in the rest. Dates of
calendars, footers, comments and other stories are none of the report's: those elements are taken out before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

from accordingto.dates import date_in, iso
from accordingto.page.stated import Stated, archived, line, metas, tables

DATELINE = 90
"""Characters of a line that says when a report was published."""

NEAR_TITLE = 8
"""So many different short lines below the title are searched for such a one."""

ELEMENTS = 64
"""Elements below the title in which these lines stand."""

SHORTEST_TITLE = 10
"""Characters of a heading by which the report is known."""

MOST_OF_PAGE = 0.4
"""Furniture has less than this share of a page's text."""

_ADDRESS_DATE = re.compile(r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?:[/-]|$)")
_NEVER = ("footer", "aside", "nav", "script", "style")
_OF_REPORTS = {"footer", "widget"}
"""Furniture that site builders put reports themselves into: there a marked date is the report's."""
_UPDATED = re.compile(r"\b(?:last )?(?:updated?|modified|revised|corrected|edited)\b", re.IGNORECASE)
_PUBLISHED = re.compile(r"\b(?:(?:first|originally) )?(?:published|posted)\b", re.IGNORECASE)
_GENERATED = re.compile(r"\b(?:page|site) (?:was )?(?:last )?(?:generated|created|rendered|updated)", re.IGNORECASE)
_FURNITURE = re.compile(r"©|\bcopyright\b|\ball rights reserved\b|" + _GENERATED.pattern, re.IGNORECASE)
_EPOCH = "1970-01-01"
"""What a page states whose date was never filled in."""


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a page; one that is not there is empty."""

    published: Stated
    updated: Stated
    seen: Stated


def dates_of(tree: Any, report: Mapping[str, Any], url: str, title: str) -> Dates:
    """Return the dates of a page: `report` is its JSON-LD, `title` the heading of its report."""
    published, updated = _as_shown(_stated_published(tree, report), tree, title), _stated_updated(tree, report)
    if not (published.value and updated.value):
        clean = without_furniture(tree, title)
        published = published if published.value else _shown_published(clean, url, title)
        updated = updated if updated.value else _shown_updated(clean, title)
    # what is not after the publication is no update: a zone that was left out, an article set up before
    late = updated.value[:10] >= published.value[:10] and updated.value != published.value
    return Dates(published, updated if late else Stated(), seen(tree))


def _stated_published(tree: Any, report: Mapping[str, Any]) -> Stated:
    candidates = [Stated(str(report.get("datePublished") or ""), "json-ld datePublished"), *metas(tree, "published")]
    return next((Stated(value, one.how) for one in candidates if (value := _real(one.value))), Stated())


def _stated_updated(tree: Any, report: Mapping[str, Any]) -> Stated:
    candidates = [Stated(str(report.get("dateModified") or ""), "json-ld dateModified"), *metas(tree, "updated")]
    return next((Stated(value, one.how) for one in candidates if (value := _real(one.value))), Stated())


def _as_shown(stated: Stated, tree: Any, title: str) -> Stated:
    """Return a moment stated in UTC as the day that the page shows for it, where that is the day before or after.

    Such a page gives the day of its own place, by which its report means "today".
    """
    if not stated.value.endswith("T00:00:00+00:00") and stated.value.endswith("+00:00"):
        times = (time for time in tree.iter("time") if _within(time) and not _is_update(time))
        texts = [*(line(time.text_content()) for time in times), *_below_title(tree, title)]
        days = {date_in(_apart(text)[0])[:10] for text in texts if len(text) <= DATELINE} - {""}
        day = date.fromisoformat(stated.value[:10])
        if day.isoformat() not in days:
            beside = [one for one in days if abs(date.fromisoformat(one) - day).days == 1]
            return Stated(beside[0], f"{stated.how}, day as shown") if len(beside) == 1 else stated
    return stated


def _within(element: Any) -> bool:
    return any(up.tag in ("article", "header", "main") for up in element.iterancestors())


def _marked(tree: Any) -> Iterator[tuple[Any, str]]:
    """Yield the elements that markup (microdata, RDFa, hAtom) calls the date of publication, and by which name."""
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag != "meta":
            names = [*(element.get("itemprop") or "").split(), *(element.get("property") or "").split()]
            name = next((one for one in names if one.rpartition(":")[2] in ("datePublished", "dateCreated")), "")
            if name or "dt-published" in (element.get("class") or "").split():
                yield element, f"marked {name.rpartition(':')[2] or 'dt-published'}"


def _value_of(element: Any) -> str:
    """Return the date that an element holds: in an attribute, else as its text."""
    written = next(filter(None, map(_real, (element.get(name) or "" for name in ("datetime", "content", "title")))), "")
    return written or (date_in(text) if len(text := line(element.text_content())) <= DATELINE else "")


def _shown_published(clean: Any, url: str, title: str) -> Stated:
    """Return the date that a page without data shows as that of its publication."""
    for element, how in _marked(clean):
        if value := _value_of(element):
            return Stated(value, how)
    times = [time for time in clean.iter("time") if _real(time.get("datetime") or "") and not _is_update(time)]
    marked = [time for time in times if time.get("pubdate") is not None]
    within = list(filter(_within, times))
    if chosen := marked or within or times:
        return Stated(_real(chosen[0].get("datetime")), "time element")
    if found := _ADDRESS_DATE.search(url):
        year, month, day = found.groups()
        if value := iso(f"{year}-{month:0>2}-{day:0>2}"):
            return Stated(value, "address")
    lines = (date_in(_apart(words)[0]) for words in _below_title(clean, title))
    if value := next(filter(None, lines), ""):
        return Stated(value, "below title")
    return _guessed(clean)


def _shown_updated(clean: Any, title: str) -> Stated:
    """Return the date that a page without data shows as that of a change."""
    times = (time for time in clean.iter("time") if _real(time.get("datetime") or "") and _is_update(time))
    found = next((Stated(_real(time.get("datetime")), "time element") for time in times), None)
    lines = (_apart(one)[1] for one in _below_title(clean, title) if not _GENERATED.search(one))
    return found or next((Stated(date_in(one), "below title") for one in lines if date_in(one)), Stated())


def _apart(words: str) -> tuple[str, str]:
    """Return the part of a line below the title that tells of the publication, and the one that tells of a change."""
    if not (changed := _UPDATED.search(words)):
        return words, ""
    before, after = words[: changed.start()], words[changed.end() :]
    published = _PUBLISHED.search(after)
    return (before + after[published.end() :], after[: published.start()]) if published else (before, after)


def seen(tree: Any) -> Stated:
    """Return when a web archive saved the page."""
    digits = archived(tree)
    if len(digits) < 8 or not (day := iso(f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}")):
        return Stated()
    clock = f"T{digits[8:10]}:{digits[10:12]}:{digits[12:14]}+00:00" if len(digits) == 14 else ""
    return Stated(iso(day + clock) or day, "web archive")


def without_furniture(tree: Any, title: str = "") -> Any:
    """Return a copy of the page without calendars, footers, comments, embedded posts and other stories.

    What holds the heading or most of the text is the report, whatever it is called. So is a foot with the report's own
    date marked in it, and a "teaser" in one box with the heading, where sites put what leads over to the text.
    """
    tree = deepcopy(tree)
    words = tuple(tables()["furniture"]["words"])
    most = MOST_OF_PAGE * len(tree.text_content())
    for element in list(tree.iter(*_NEVER, "div", "section", "ul", "table", "p", "span", "blockquote")):
        if element.getparent() is None:
            continue
        marks = f"{element.get('id') or ''} {element.get('class') or ''}".lower()
        found = {word for word in words if word in marks} | ({element.tag} if element.tag in _NEVER else set())
        if not found or next(element.iter("h1"), None) is not None or len(element.text_content()) >= most:
            continue
        kept = (found <= _OF_REPORTS and next(_marked(element), None)) or (
            found == {"teaser"} and _beside_heading(element, title)
        )
        if not kept:
            element.drop_tree()
    for element in list(tree.iter("p", "div", "span", "li", "small", "td", "center")):
        if (
            element.getparent() is not None
            and len(own := line(element.text_content())) <= DATELINE
            and _FURNITURE.search(own)
        ):
            element.drop_tree()
    return tree


def _beside_heading(element: Any, title: str) -> bool:
    """Say whether an element stands in one box with the heading of the report."""
    heads = element.getparent().iterchildren("h1", "h2")
    return any(head.tag == "h1" or _is_title(line(head.text_content()), title) for head in heads)


def _is_title(words: str, title: str) -> bool:
    return len(words) > SHORTEST_TITLE and words in title


def _real(text: str) -> str:
    value = iso(text)
    return "" if value.startswith(_EPOCH) else value


def _is_update(time: Any) -> bool:
    """Say whether a `<time>` is that of a change: by its own marks, or the words just before it."""
    marks = " ".join(filter(None, (time.get("itemprop"), time.get("class"), time.get("id"))))
    parent = time.getparent()
    before = time.getprevious()
    words = (before.tail if before is not None else parent.text if parent is not None else "") or ""
    words += line(before.text_content())[-20:] if before is not None and isinstance(before.tag, str) else ""
    return bool(
        _UPDATED.search(re.sub(r"[-_]", " ", marks)) or "modified" in marks.lower() or _UPDATED.search(words[-40:])
    )


def _below_title(tree: Any, title: str) -> Iterator[str]:
    """Yield the short lines just below the title, where pages without data say when a report is from."""
    heads = [head for head in tree.iter("h1", "h2", "h3") if len(line(head.text_content())) > 2]
    mains = [head for head in heads if head.tag == "h1"]
    head = next((one for one in heads if line(one.text_content()) in title), mains[0] if len(mains) == 1 else None)
    seen: set[str] = {""}
    for element in head.xpath("following::*")[:ELEMENTS] if head is not None else ():
        words = line(element.text_content())
        if len(words) > 2 * DATELINE and not len(element):
            return
        if len(words) <= DATELINE and len(seen) <= NEAR_TITLE and words not in seen:
            seen.add(words)
            yield words


def _guessed(tree: Any) -> Stated:
    """Return the date that htmldate finds in what is left of the page: a guess. A year alone is none."""
    import htmldate

    for extensive in (False, True):
        try:
            found = htmldate.find_date(tree, extensive_search=extensive, original_date=True)
        except (ValueError, TypeError, AttributeError, RecursionError):  # htmldate on markup that it does not expect
            continue
        if found and not (extensive and found.endswith("-01-01")):
            return Stated(found, "page text")
    return Stated()
