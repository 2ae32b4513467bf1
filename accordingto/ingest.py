"""Sources → reports: files, folders, globs, addresses and standard input, each report with what is known of it.

In come the sources as a person names them, out come `Report`s and, for all that is none, `Problem`s: nothing is dropped
without one. What a report lacks is filled in this order: what the source itself states, `meta.csv` beside the file, the
options of the call, a guess (a date that stands somewhere in the page, the host as outlet, a first line as title).
Only an address that is named is asked for; with `follow`, so are the pages of which a feed holds a summary only.
"""

from __future__ import annotations

import glob
import io
import logging
import os
import stat
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from email.message import Message
from pathlib import Path
from typing import BinaryIO, Literal, Protocol
from urllib.parse import unquote, urlsplit

from accordingto.addresses import address_of, is_address
from accordingto.credits import credits_of
from accordingto.cuts import OTHERS_WROTE, find_cuts
from accordingto.data import Problem, Report
from accordingto.datelines import dateline_of
from accordingto.dates import date_in_name, iso, sure_of
from accordingto.decode import in_utf8
from accordingto.errors import AccordingtoError, SourceError, SourceSkipped
from accordingto.fetch import Fetcher, Page
from accordingto.kinds import NEWS, Stated, kind_of
from accordingto.language import language_of
from accordingto.leftout import why_left_out
from accordingto.meta import META_FILE, MetaError, read_meta
from accordingto.parts import headline_of, parts_of
from accordingto.readers import EXCERPTS, GUESSED, HEAD_BYTES, names, reader_for
from accordingto.settings import settings
from accordingto.titles import title_of

logger = logging.getLogger(__name__)

STDIN = "-"
NAMED_BEFORE = "named before"
MOST_ALIKE = 1_000
"""Problems of one kind in one file that are written down one by one."""
GIVEN_UP = 100_000
"""Pieces of a file that are no reports, from its beginning on, after which it is not what it seemed to be."""
MOST_BREAKS = 200_000
"""Line breaks in one report, which has dozens; more are a table or a log, and 2,600,000 took 35 s and 540 MB."""


@dataclass(frozen=True, slots=True)
class Found:
    """One file to be read: where it is, and its path relative to the source (of a page: the address that answered)."""

    path: Path
    name: str
    problem: Problem | None = None
    address: str = ""
    """The address that was asked for; empty where it is a file."""
    fetched: str = ""

    @property
    def source(self) -> str:
        """What the record calls the place that a report was read from."""
        return self.address or str(self.path)


class Shelf(Protocol):
    """Keeps pages from run to run."""

    def last(self, url: str) -> Page | None:
        """Return the page that the address answered last."""

    def keep(self, page: Page, *, changed: bool) -> None:
        """Take a page; where it is not `changed`, it is the one that `last` gave."""


class _NoShelf:
    def last(self, url: str) -> Page | None:
        return None

    def keep(self, page: Page, *, changed: bool) -> None:
        return


@dataclass(slots=True)
class Run:
    """What one call of `ingest` knows while it goes through its sources."""

    outlet: str
    published: str
    follow: bool
    shelf: Shelf
    fetcher: Fetcher
    asked: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)
    meta: dict[Path, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)


def ingest(
    sources: Sequence[str],
    *,
    outlet: str = "",
    published: str = "",
    follow: bool = False,
    stdin: BinaryIO | None = None,
    shelf: Shelf | None = None,
    fetcher: Fetcher | None = None,
) -> Iterator[Report | Problem]:
    """Yield the reports of `sources` in order, and a problem for all that is none.

    A source is a file, a folder (read in sorted order, hidden files left out), a glob, an address (http, https), or "-"
    for `stdin` (the process's own if not given). `outlet` and `published` supply what reports do not state themselves.
    With `follow`, the pages of which a feed holds a summary are asked for. `shelf` keeps what was fetched, so that it
    need not be sent again unless it changed. The cuts and the language of every report are found here.
    """
    run = Run(outlet.strip(), published.strip(), follow, shelf or _NoShelf(), fetcher or Fetcher())
    for source in sources:
        if source == STDIN:
            yield from _read(stdin or sys.stdin.buffer, Found(Path(STDIN), STDIN), run)
            continue
        if is_address(source):
            yield from _fetch(source.strip(), run)
            continue
        for found in _find(source):
            if found.problem:
                yield found.problem
            else:
                yield from _open(found, run)


def _failed(source: str, reason: str, detail: str = "") -> Problem:
    return Problem(source=source, outcome="failed", stage="read", reason=reason, detail=detail)


def _problem(source: str, error: SourceError) -> Problem:
    outcome: Literal["skipped", "failed"] = "skipped" if isinstance(error, SourceSkipped) else "failed"
    return Problem(source=source, outcome=outcome, stage="read", reason=error.reason, detail=error.detail)


def _skipped(source: str, reason: str, detail: str = "") -> Problem:
    return Problem(source=source, outcome="skipped", stage="read", reason=reason, detail=detail)


def _find(source: str) -> Iterator[Found]:
    """Yield the files that a source names."""
    path = Path(source)
    try:
        if path.is_dir():
            yield from _walk(path)
        elif path.exists():
            yield _named(path, path.name)
        elif glob.has_magic(source):
            yield from _glob(source)
        else:
            yield Found(path, source, _failed(source, "no such file", "is the path right?"))
    except (OSError, ValueError) as error:  # a name too long, one with NUL, a folder that may not be listed
        yield Found(path, source, _failed(source, "cannot be opened", str(error)))


def _glob(pattern: str) -> Iterator[Found]:
    fixed = Path(*(part for part in _before_magic(Path(pattern))))
    found = False
    for match in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207 – Path.glob takes no absolute pattern
        path = Path(match)
        if path.is_file():
            found = True
            yield _named(path, path.relative_to(fixed).as_posix() if path.is_relative_to(fixed) else path.name)
    if not found:
        yield Found(fixed, pattern, _failed(pattern, "matches no file"))


def _before_magic(pattern: Path) -> Iterator[str]:
    for part in pattern.parts:
        if glob.has_magic(part):
            return
        yield part


def _walk(folder: Path) -> Iterator[Found]:
    """Yield the files below a folder, sorted. A folder reached twice (a loop of symbolic links) is entered once."""
    entered: set[tuple[int, int]] = set()
    reports = 0
    denied: list[OSError] = []
    for root, folders, files in os.walk(folder, followlinks=True, onerror=denied.append):
        here = Path(root)
        status = here.stat()
        if (status.st_dev, status.st_ino) in entered:
            folders.clear()
            continue
        entered.add((status.st_dev, status.st_ino))
        pages = {Path(file).stem for file in files if file.lower().endswith((".html", ".htm"))}
        for name in sorted(folders):
            if name.endswith("_files") and name.removesuffix("_files") in pages:
                yield Found(here / name, "", _skipped(str(here / name), "the files of a saved page"))
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and not (name.endswith("_files") and name.removesuffix("_files") in pages)
        )
        for file in sorted(file for file in files if not file.startswith(".")):
            found = _named(here / file, (here / file).relative_to(folder).as_posix(), within=True)
            reports += found.problem is None or found.problem.outcome == "failed"
            yield found
    for error in denied:
        yield Found(folder, "", _failed(str(error.filename), "cannot be opened", error.strerror or ""))
    if not reports and not denied:
        yield Found(folder, "", _failed(str(folder), "no reports in it", f"readers here: {', '.join(names())}"))


def _named(path: Path, name: str, *, within: bool = False) -> Found:
    """Return the file to be read, or with the reason why it is none. Only inside a folder must it be a regular file."""
    if reason := why_left_out(path.name):
        return Found(path, name, _skipped(str(path), reason))
    if not path.exists():
        return Found(path, name, _failed(str(path), "no such file", "a symbolic link that leads nowhere"))
    if within and not stat.S_ISREG(path.stat().st_mode):
        return Found(path, name, _skipped(str(path), "not a regular file"))
    return Found(path, name)


def _open(found: Found, run: Run) -> Iterator[Report | Problem]:
    for folder in _folders(found):
        yield from _known(folder, run)
    try:
        stream = found.path.open("rb")
    except OSError as error:
        yield _failed(str(found.path), "cannot be opened", error.strerror or str(error))
        return
    with stream:
        yield from _read(stream, found, run)


def _fetch(source: str, run: Run) -> Iterator[Report | Problem]:
    """Yield what the page at an address holds; it is asked for once a run."""
    try:
        url = address_of(source)
        if url in run.asked:
            raise SourceSkipped(source, NAMED_BEFORE, "an address is asked for once a run")
        run.asked.add(url)
        last = run.shelf.last(url)
        fetched = run.fetcher.fetch(url, known=last)
        page = fetched or last
        assert page is not None  # nothing but what is known can be unchanged
        run.shelf.keep(page, changed=fetched is not None)
    except SourceError as error:
        yield _problem(error.source if "//…@" in error.source else source, error)
        return
    except AccordingtoError:  # of the record, or of a setting
        raise
    except Exception as error:  # border: a source
        logger.exception("asking for %s", source)
        yield _failed(source, "cannot be fetched", f"{type(error).__name__}: {error}")
        return
    file = unquote(urlsplit(page.final).path).rpartition("/")[2]
    data = in_utf8(page.data, _charset(page.content_type))
    found = Found(Path(file.replace("\0", "")), page.final, address=url, fetched=page.fetched)
    yield from _read(io.BytesIO(data), found, run)


def _charset(content_type: str) -> str:
    """Return the charset that a Content-Type of text states."""
    message = Message()
    message["Content-Type"] = content_type
    texts = message.get_content_maintype() == "text" or message.get_content_type().endswith(("+xml", "/xml"))
    return message.get_content_charset("") if texts else ""


def _follow(excerpt: Report, run: Run) -> Iterator[Report | Problem]:
    """Yield the page of which a feed holds a summary; the summary where that page cannot be read."""
    whole = False
    for one in _fetch(excerpt.url, run):
        if isinstance(one, Report):
            whole = True
            one = replace(one, outlet=excerpt.outlet or one.outlet, byline=one.byline or excerpt.byline)
            if excerpt.published and (not one.published or one.published_how in GUESSED):
                one = replace(
                    one,
                    published=excerpt.published,
                    published_how=excerpt.published_how,
                    published_sure=excerpt.published_sure,
                )
        elif one.reason == NAMED_BEFORE:
            return
        yield one
    if not whole:
        yield excerpt


def _folders(found: Found) -> Sequence[Path]:
    """Return the folders from the file's own up to the source."""
    if found.address or found.name == STDIN:
        return ()
    return tuple(found.path.parents)[: len(Path(found.name).parts)]


def _known(folder: Path, run: Run) -> Iterator[Problem]:
    """Read the meta.csv of a folder, once; yield the problem that it has."""
    if folder in run.meta:
        return
    run.meta[folder] = {}
    try:
        run.meta[folder] = read_meta(folder)
    except MetaError as error:
        yield _failed(error.source, error.reason, error.detail)


class _Rewound(io.RawIOBase):
    """A stream with the bytes that were already taken from it put back."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        piece = piece or self._rest.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def _rewound(head: bytes, stream: BinaryIO) -> BinaryIO:
    """Return the stream from its beginning again, seekable where it is (archives are read from their end)."""
    if stream.seekable():
        stream.seek(-len(head), io.SEEK_CUR)
        return stream
    return io.BufferedReader(_Rewound(head, stream), buffer_size=HEAD_BYTES)


def _read(stream: BinaryIO, found: Found, run: Run) -> Iterator[Report | Problem]:
    """Yield what one file holds. This is the border at which whatever a reader trips over becomes a Problem."""
    source, left = found.source, False
    try:
        head = stream.read(HEAD_BYTES)
        if not head:
            yield _failed(source, "empty", "0 bytes")
            return
        reader = reader_for(head, found.path.name)
        if reader is None:
            yield _failed(source, "binary", f"no reader knows this kind of file; readers here: {', '.join(names())}")
            return
        read = reader.read(_rewound(head, stream), name=found.name, limit_bytes=settings().max_report_bytes)
        for one in _summed(_parted(read, found.name), found.name):
            part = one.source.removeprefix(found.name) if one.source.startswith(f"{found.name}/") else ""
            one = replace(one, source=source + part)
            if isinstance(one, Report):
                one = _complete(one, found, reader.NAME, run)
                if run.follow and one.excerpt and one.url:
                    yield from _follow(one, run)
                    continue
                left |= one.excerpt
            elif run.follow and one.reason == EXCERPTS and not left:
                continue  # the page of each was asked for, and what came of it was said
            yield one
    except SourceError as error:
        yield _problem(source, error)
    except AccordingtoError:  # of the record, or of a setting
        raise
    except Exception as error:  # border: a source
        logger.exception("reading %s", source)
        yield _failed(source, "cannot be read", f"{type(error).__name__}: {error}")


def _summed(found: Iterator[Report | Problem], name: str) -> Iterator[Report | Problem]:
    """Yield what a reader finds, of problems alike in one file the first MOST_ALIKE and how many more there are.

    A file of which so many pieces in a row are no reports (GIVEN_UP), and none before them, is read no further.
    """
    alike: Counter[tuple[Literal["skipped", "failed"], str]] = Counter()
    reports = False
    for one in found:
        if isinstance(one, Report) or one.source not in ("", name):
            reports = True
        else:
            kind = (one.outcome, one.reason)
            alike[kind] += 1
            if alike[kind] > MOST_ALIKE:
                if not reports and alike[kind] == GIVEN_UP:
                    yield _failed(name, "not read to its end", f"its first {GIVEN_UP:,} pieces are no reports")
                    break
                continue
        yield one
    for (outcome, reason), number in alike.items():
        if number > MOST_ALIKE:
            detail = f"and {number - MOST_ALIKE:,} more like that"
            yield Problem(source=name, outcome=outcome, stage="read", reason=reason, detail=detail)


def _parted(found: Iterator[Report | Problem], name: str) -> Iterator[Report | Problem]:
    """Yield what a reader finds; of a bare text that holds several reports, each."""
    for one in found:
        if isinstance(one, Report) and sum(map(one.text.count, "\n\r\u2028\u2029")) > MOST_BREAKS:
            yield _failed(
                name, "too many lines", f"a report of more than {MOST_BREAKS:,} line breaks; give its prose alone"
            )
            continue
        spans = parts_of(one.text) if isinstance(one, Report) and not (one.id or one.url or one.cut) else ()
        if isinstance(one, Report) and spans:
            for number, (begin, end) in enumerate(spans, 1):
                text = one.text[begin:end]
                yield replace(one, id=f"{name}#{number}", text=text, title=headline_of(text))
        else:
            yield one


def _complete(report: Report, found: Found, reader: str, run: Run) -> Report:
    """Fill in what a report lacks, in the order that the module names, and find its cuts and language."""
    beside = _beside(found, run)
    # A page that does not state its address has the one that answered; one of many reports in a file has none.
    url = report.url or beside.get("url", "") or (found.name if found.address and not report.id else "")
    title = report.title or beside.get("title", "") or title_of(report.text)
    published, how = _published(report, beside, run, found)
    cut = find_cuts(report.text, title=title, known=report.cut)
    if not title and cut and not report.text[: cut[0].begin].strip():  # the headline stands below what was cut
        title = title_of(report.text[cut[0].end :])
    dateline = report.dateline or dateline_of(report.text, cut=cut, published=published)
    kind, why = report.kind, report.kind_why
    if kind == NEWS and not why:
        others = [one for one in cut if one.reason in OTHERS_WROTE]
        kind, why = kind_of(report.text, title=title, stated=Stated(url=url), cut=others)
    return replace(
        report,
        id=report.id or url or _path_id(found, run),
        url=url,
        title=title,
        outlet=report.outlet or beside.get("outlet", "") or run.outlet or _host(url),
        published=published,
        published_how=how,
        published_sure=sure_of(how),
        updated_sure=sure_of(report.updated_how),
        seen=report.seen or found.fetched,
        seen_how=report.seen_how if report.seen else "fetched" if found.fetched else "",
        dateline=dateline,
        credits=report.credits or credits_of(report.text, byline=report.byline, dateline=dateline),
        language=report.language or language_of(report.text),
        kind=kind,
        kind_why=why,
        cut=cut,
        reader=report.reader or reader,
    )


def _beside(found: Found, run: Run) -> Mapping[str, str]:
    """Return what the nearest meta.csv that names the file says of it."""
    for folder in _folders(found):
        if known := run.meta.get(folder, {}).get(found.path.relative_to(folder).as_posix()):
            return known
    return {}


def _published(report: Report, beside: Mapping[str, str], run: Run, found: Found) -> tuple[str, str]:
    guess = (report.published, report.published_how)
    stated = guess if report.published_how not in GUESSED else ("", "")
    # Whoever files a report of its own under a date means its day, if nothing else is known.
    named = ("" if report.id or found.address else date_in_name(found.path.name), "file name")
    told = (stated, (beside.get("published", ""), f"file {META_FILE}"), (run.published, "option"), guess, named)
    for value, how in told:
        if value:
            return (iso(value), how) if iso(value) else (value, "given")
    return "", ""


def _path_id(found: Found, run: Run) -> str:
    """Return the path relative to the source, or the path as given where another source of this call has that one."""
    name = found.name if found.name not in run.taken else found.path.as_posix()
    run.taken.add(name)
    return name


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
