"""PDF: one file is one report, its lines joined into paragraphs.

Words hyphenated at the end of a line are joined; lines that return at the head or foot of the pages, and page numbers,
are left out. Title and author come from the file's properties. The date there is the file's, not the report's: it is
used where nothing else is known (`published_how` "file created"). Pictures of pages are not read. Needs pypdf.
"""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from time import monotonic
from typing import Any, BinaryIO

from accordingto.data import Problem, Report
from accordingto.errors import SourceFailed
from accordingto.readers import failed, whole

NAME = "pdf"
SUMMARY = "PDF files with text, one report a file (needs accordingto[pdf])"

PICTURES = 8
"""A file with pictures and fonts may be this many times longer than a report."""

MOST_PAGES = 1000
"""Pages that are read: at 5 a second, these take minutes."""

PAGE_WORK = 200_000
"""Operators and operands on one page; a page of text has 1–10,000, and 2,000,000 keep pypdf busy for minutes."""

LONGEST_S = 300
"""No further page is begun after so long."""

EDGE_LINES = 2
"""Lines at the head and at the foot of a page in which what returns on every page is looked for."""

RETURNS = 0.5
"""On so many of the pages a line must stand to be left out, and on three at least."""

SHORT = 0.8
"""A line of a shorter share of the usual width that ends a sentence ends its paragraph."""

_GENERIC_TITLE = re.compile(r"(?:untitled|microsoft word - .*|.*\.(?:pdf|docx?|indd|qxd|html?|tmp))", re.IGNORECASE)
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?:(Z)|([+-]\d\d)'?(\d\d)?)?")
_PAGE_NUMBER = re.compile(r"(?:page\s+)?[-–—(\[]?\s*\d{1,4}\s*[-–—)\]]?(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
_DIVIDED = re.compile(r"(?<![^\W\d_])([^\W\d_]{1,40})[-\u00ad\u2010]\n(?=([^\W\d_]{1,40}))")
_COMPOUND = re.compile(r"(?<![^\W\d_])[^\W\d_]{1,40}-[^\W\d_]{1,40}")
_BROKEN = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError, zlib.error)
"""What pypdf lets through from files that are no PDFs inside."""

_ENDS = re.compile(r"[.!?:…][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class Pages:
    """The texts of the pages that could be read, and a problem for each that could not."""

    texts: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def sniff(head: bytes, name: str) -> bool:
    """Say yes to the signature of a PDF, which may stand behind a little junk."""
    return b"%PDF-" in head[:1024] and (head.startswith(b"%PDF-") or b"\x00" in head or name.lower().endswith(".pdf"))


def read(stream: BinaryIO, *, name: str, limit_bytes: int) -> Iterator[Report | Problem]:
    """Yield the report that the file is; raise SourceFailed where it cannot be read, and where pypdf is missing."""
    data = whole(stream, source=name, limit_bytes=PICTURES * limit_bytes)
    try:
        import pypdf
        from pypdf.errors import PyPdfError
    except ModuleNotFoundError:
        raise SourceFailed(name, "pypdf is not installed", "pip install 'accordingto[pdf]'") from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it warns about files; what failed is said here
    try:
        with pypdf.apply_configuration(stream_parsing_work_maximum_count=PAGE_WORK):
            file = pypdf.PdfReader(io.BytesIO(data))
            if file.is_encrypted and not file.decrypt(""):
                raise SourceFailed(name, "encrypted", "the file asks for a password")
            pages = _pages(file, name, limit_bytes, PyPdfError)
            properties: Any = file.metadata or {}
            title, author, created = (_property(properties, key) for key in ("/Title", "/Author", "/CreationDate"))
    except (PyPdfError, *_BROKEN) as error:
        raise SourceFailed(name, "not a readable PDF", f"{type(error).__name__}: {error}") from error
    if text := text_of_pages(pages.texts):
        published = _created(created)
        yield Report(
            id="",
            text=text,
            title="" if _GENERIC_TITLE.fullmatch(title) else title,
            byline=author,
            published=published,
            published_how="file created" if published else "",
        )
    elif not pages.problems:
        raise SourceFailed(name, "no text in the pages", f"{len(pages.texts)} pages hold pictures only, or nothing")
    yield from pages.problems


def _pages(file: Any, name: str, limit_bytes: int, error_type: type[Exception]) -> Pages:
    """Return the text of each page as it stands, with a problem for each that could not be read."""
    found = Pages()
    size, begun_s = 0, monotonic()
    for number, page in enumerate(file.pages, 1):
        if number > MOST_PAGES or monotonic() - begun_s > LONGEST_S:
            detail = f"{number - 1} of {len(file.pages)} pages were read"
            found.problems.append(failed(name, "too long", detail))
            break
        try:
            found.texts.append(page.extract_text() or "")
        except (error_type, *_BROKEN) as error:
            found.problems.append(failed(name, "not a readable page", f"page {number}: {error}"))
            continue
        size += len(found.texts[-1])
        if size > limit_bytes:
            raise SourceFailed(name, "too long", f"more than {limit_bytes:,} bytes (setting max_report_bytes)")
    return found


def _property(properties: Any, key: str) -> str:
    value = properties.get(key)
    return " ".join(value.replace("\x00", "").split()) if isinstance(value, str) else ""


def _created(text: str) -> str:
    """Return the date of a PDF ("D:20310909143000+03'00'") in ISO 8601, or an empty text."""
    from accordingto.dates import iso

    if not (found := _DATE.fullmatch(text.strip().rstrip("'"))):
        return iso(text)
    year, month, day, hour, minute, second, utc, offset, minutes = found.groups()
    if not hour:
        return iso(f"{year}-{month}-{day}")
    zone = "+00:00" if utc else f"{offset}:{minutes or '00'}" if offset else ""
    return iso(f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{zone}") or iso(f"{year}-{month}-{day}")


def text_of_pages(pages: Sequence[str]) -> str:
    """Return one text out of the texts of pages: without what returns on them, its lines joined into paragraphs."""
    kept = [[" ".join(line.split()) for line in page.strip().split("\n")] for page in pages]
    running = _running(kept)
    body = [line for page in kept for line in _without(page, running)]
    lines = _unbroken("\n".join(body)).split("\n")
    widths = [len(line) for line in lines if line]
    usual = median(sorted(widths)[len(widths) // 2 :]) if widths else 0
    return re.sub(r"\n{2,}", "\n\n", "".join(_joined(lines, usual))).strip()


def _edges(page: Sequence[str]) -> Sequence[int]:
    """Return the places of the lines at the head and the foot of a page."""
    filled = [place for place, line in enumerate(page) if line]
    return sorted({*filled[:EDGE_LINES], *filled[-EDGE_LINES:]})


def _numberless(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _running(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Return the lines, their numbers aside, that stand at the edges of most pages."""
    counts = Counter(line for page in pages for line in {_numberless(page[place]) for place in _edges(page)})
    return frozenset(line for line, count in counts.items() if count >= max(3, RETURNS * len(pages)))


def _without(page: Sequence[str], running: frozenset[str]) -> Iterator[str]:
    edges = _edges(page)
    outer = {edges[0], edges[-1]} if edges else set()
    for place, line in enumerate(page):
        number = place in outer and _PAGE_NUMBER.fullmatch(line)
        if not (number or (place in edges and _numberless(line) in running)):
            yield line


def _unbroken(text: str) -> str:
    """Join the words that the ends of lines divide; a hyphen stays where the text has that word with one elsewhere."""
    compounds = frozenset(match.lower() for match in _COMPOUND.findall(text))

    def join(broken: re.Match[str]) -> str:
        before, after = broken[1], broken[2]
        hyphened = f"{before}-{after}".lower() in compounds or after[:1].isupper()
        return f"{before}-" if hyphened else before

    return _DIVIDED.sub(join, text)


def _joined(lines: Sequence[str], usual: float) -> Iterator[str]:
    """Yield lines and what stands between them: a blank, or a blank line where a paragraph ends."""
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        yield line
        ends = bool(_ENDS.search(line)) and len(line) < SHORT * usual
        heading = len(line) < SHORT / 2 * usual and following[:1].isupper()
        yield "\n\n" if not line or not following or ends or heading else " "
