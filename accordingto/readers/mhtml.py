"""MHTML: a page that a browser saved with all it needs in one file; its main HTML part is read as a page.

The address is the one under which the page was saved, unless the page names a canonical one. When it was saved is when
it was first seen, not when it was published.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email.message import Message
from typing import BinaryIO

from accordingto.data import Problem, Report
from accordingto.dates import iso
from accordingto.errors import SourceFailed
from accordingto.mime import header, headers_at, is_page, message_of, text_of
from accordingto.readers import whole
from accordingto.readers.html import read_pages

NAME = "mhtml"
SUMMARY = "pages saved as MHTML, one report a page"

SAVED = 8
"""A page saved with its pictures may be this many times longer than a report."""


def sniff(head: bytes, name: str) -> bool:
    """Say yes to the headers of a saved page."""
    return is_page(headers_at(head))


def read(stream: BinaryIO, *, name: str, limit_bytes: int) -> Iterator[Report | Problem]:
    """Yield the report that the page holds; raise SourceFailed where it is too long or holds no page."""
    message = message_of(whole(stream, source=name, limit_bytes=SAVED * limit_bytes), source=name)
    page = _main_part(message)
    if page is None:
        raise SourceFailed(name, "no text in the page", "no part of the file is HTML")
    text = text_of(page, source=name)
    if len(text) > limit_bytes:
        raise SourceFailed(name, "too long", f"more than {limit_bytes:,} bytes (setting max_report_bytes)")
    saved = header(message, "Snapshot-Content-Location") or header(page, "Content-Location")
    address = saved if saved.startswith(("http://", "https://")) else ""
    when = iso(header(message, "Date"))
    for report in read_pages(text, name=name):
        url = report.url or address
        seen = (report.seen, report.seen_how) if report.seen else (when, "saved by a browser" if when else "")
        yield replace(report, url=url, id=report.id or url, seen=seen[0], seen_how=seen[1])


def _main_part(message: Message) -> Message | None:
    """Return the HTML part that the root names, else the one saved from the page's address, else the first."""
    pages = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    start, saved = message.get_param("start"), header(message, "Snapshot-Content-Location")
    named = [part for part in pages if start and header(part, "Content-ID") == start]
    named += [part for part in pages if saved and header(part, "Content-Location") == saved]
    return next(iter(named + pages), None)
