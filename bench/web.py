"""What is kept of web pages: ours beside trafilatura's default, and dates beside htmldate's, in one run.

    python bench/web.py [--errors HALF] [--workers N]

Corpus: `corpora/web` at $ACCORDINGTO_SHARED, else ../shared beside the repository: pages with segments that an
extraction must hold or must leave out. White space does not count, and of our reports what `cut` leaves out is left
out. Trafilatura's default takes readers' comments in; ours keeps them and embedded posts apart, as cuts. Both are
therefore counted both ways. Hosts are in two halves by a hash of their names: rules are made looking at the errors of
half 0 (`--errors 0` lists them), half 1 says what they are worth elsewhere. A page is in English where trafilatura's
text is.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import htmldate  # noqa: E402
import trafilatura  # noqa: E402

from accordingto.cuts import OTHERS_WROTE, find_cuts  # noqa: E402
from accordingto.data import Report  # noqa: E402
from accordingto.dates import sure_of  # noqa: E402
from accordingto.decode import decode  # noqa: E402
from accordingto.errors import SourceFailed  # noqa: E402
from accordingto.language import language_of  # noqa: E402
from accordingto.readers.html import read_pages  # noqa: E402

CORPUS = Path(os.environ.get("ACCORDINGTO_SHARED") or ROOT.parent / "shared") / "corpora" / "web"
OURS, DEFAULT = "accordingto", "trafilatura"
METHODS = (OURS, "trafilatura, no comments", "accordingto, with posts and comments", DEFAULT)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of a page's wanted segments a method holds, and how many unwanted ones it keeps."""

    wanted: int
    held: int
    unwanted: int
    kept: int


@dataclass(frozen=True, slots=True)
class Result:
    """What one page gives."""

    file: str
    half: int
    english: bool
    reports: int
    segments: Mapping[str, Counts]
    date: tuple[str, str, str, str]
    """The date given, ours, how it was found, htmldate's."""
    title: bool | None
    errors: Sequence[str]
    spent_s: Mapping[str, float]
    """CPU seconds of ours and of trafilatura's default."""


def folded(text: str) -> str:
    """Return `text` with its white space made single spaces."""
    return " ".join(text.split())


def kept_of(report: Report, *, but: Sequence[str] = ()) -> str:
    """Return the text of a report without what is cut, cuts for the reasons `but` left in."""
    at, pieces = 0, []
    for begin, end, reason in report.cut:
        if reason not in but:
            pieces.append(report.text[at:begin])
            at = end
    return " ".join((*pieces, report.text[at:]))


def ours(page: str) -> list[Report]:
    """Return the reports of a page, with their cuts."""
    try:
        found = read_pages(page, name="x")
    except SourceFailed:
        return []
    return [replace(one, cut=find_cuts(one.text, title=one.title, known=one.cut)) for one in found]


def counts_of(text: str, gold: Mapping[str, list[str]]) -> Counts:
    """Count the segments of a page that are in `text`."""
    text = folded(text)
    held = sum(folded(segment) in text for segment in gold["with"])
    kept = sum(folded(segment) in text for segment in gold["without"])
    return Counts(len(gold["with"]), held, len(gold["without"]), kept)


def errors_of(text: str, other: str, gold: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield the segments that are wrong in our text, and whether they are in the other one too."""
    text, other = folded(text), folded(other)
    for segment in map(folded, gold["with"]):
        if segment not in text:
            yield f"    missing{'' if segment in other else ' in both'}: {segment!r}"
    for segment in map(folded, gold["without"]):
        if (at := text.find(segment)) >= 0:
            around = f"…{text[max(at - 50, 0) : at]}[{segment}]{text[at + len(segment) :][:50]}…"
            yield f"    kept{' in both' if segment in other else ''}: {around} at {at} of {len(text)}"


def measure(case: tuple[str, Mapping[str, Any]]) -> Result:
    """Return what one page gives by all methods."""
    url, gold = case
    logging.disable(logging.CRITICAL)
    page = decode((CORPUS / "html" / gold["file"]).read_bytes(), source=gold["file"])
    began = time.process_time()
    reports = ours(page)
    between = time.process_time()
    default = trafilatura.extract(page) or ""
    spent_s = {OURS: between - began, DEFAULT: time.process_time() - between}
    texts = dict(
        zip(
            METHODS,
            (
                " ".join(map(kept_of, reports)),
                trafilatura.extract(page, include_comments=False) or "",
                " ".join(kept_of(one, but=OTHERS_WROTE) for one in reports),
                default,
            ),
            strict=True,
        )
    )
    return Result(
        file=gold["file"],
        half=zlib.crc32((urlsplit(url).hostname or "").encode()) % 2,
        english=language_of(default) == "en",
        reports=len(reports),
        segments={method: counts_of(text, gold) for method, text in texts.items()},
        date=_date(page, reports, gold.get("date") or ""),
        title=_title(reports, gold.get("title") or ""),
        errors=tuple(errors_of(texts[OURS], default, gold)),
        spent_s=spent_s,
    )


def _date(page: str, reports: Sequence[Report], given: str) -> tuple[str, str, str, str]:
    report = next((one for one in reports if one.published), Report(id="", text=""))
    try:
        other = htmldate.find_date(page, original_date=True) or ""
    except (ValueError, TypeError, AttributeError, RecursionError):
        other = ""
    return given, report.published[:10], report.published_how, other


def _title(reports: Sequence[Report], given: str) -> bool | None:
    """Say whether the title is found: equal, or one within the other but for what a site adds."""
    if not given:
        return None
    wanted = folded(given).casefold()
    return any(one and (one in wanted or wanted in one) for one in (folded(r.title).casefold() for r in reports))


def print_segments(results: Sequence[Result]) -> None:
    """Print the counts of segments of all methods, for all pages and for those in English, and by halves."""
    groups: defaultdict[str, list[Result]] = defaultdict(list)
    for one in results:
        for group in ("all pages", f"all, half {one.half}", *(("English", f"English, half {one.half}") * one.english)):
            groups[group].append(one)
    for group, pages in sorted(groups.items()):
        for method in METHODS:
            counts = [page.segments[method] for page in pages]
            held, wanted = sum(one.held for one in counts), sum(one.wanted for one in counts)
            kept, unwanted = sum(one.kept for one in counts), sum(one.unwanted for one in counts)
            print(f"{group:16} {method:37} wanted {held:3} of {wanted} ({held / wanted:.1%}),"
                  f" unwanted {kept:2} of {unwanted}")  # fmt: skip


def print_dates(results: Sequence[Result]) -> None:
    """Print how many dates are right, ours and htmldate's, and ours by where they were found."""
    dates: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in results:
        given, found, how, other = one.date
        if not given:
            continue
        for group in ("all pages", f"half {one.half}"):
            for method, value in ((OURS, found), ("htmldate", other)):
                dates[f"dates, {group}, {method}"][_outcome(value, given)] += 1
        dates[f"  {sure_of(how) or 'none'}: {how}"][_outcome(found, given)] += 1
    for name, counts in sorted(dates.items(), reverse=True):
        print(f"{name:44} {counts['right']:3} right, {counts['wrong']:2} wrong, {counts['none']:2} none")
    unknown = [one for one in results if not one.date[0]]
    ours_gives, other_gives = (sum(bool(one.date[at]) for one in unknown) for at in (1, 3))
    print(f"pages without a known date: {len(unknown)}; {OURS} gives {ours_gives} one, htmldate {other_gives}")


def _outcome(value: str, given: str) -> str:
    return "right" if value == given else "wrong" if value else "none"


def main() -> None:
    """Measure and print."""
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--errors", type=int, choices=(0, 1))
    ap.add_argument("--workers", type=int, default=os.cpu_count())
    args = ap.parse_args()
    cases = json.loads((CORPUS / "evaldata.json").read_text(encoding="utf-8"))
    with ProcessPoolExecutor(args.workers) as pool:
        results = list(pool.map(measure, cases.items(), chunksize=4))
    for one in results:
        given, found, how, other = one.date
        late = [f"    date {found} ({how}) for {given}, htmldate {other}"] if given and found != given else []
        if args.errors == one.half and (one.errors or late):
            print(f"  {one.file}", *one.errors, *late, sep="\n")
    print_segments(results)
    print_dates(results)
    titles = [one.title for one in results if one.title is not None]
    print(f"titles: {sum(titles)} of {len(titles)}; reports a page: {dict(Counter(one.reports for one in results))}")
    spent = {method: sum(one.spent_s[method] for one in results) for method in (OURS, DEFAULT)}
    print("CPU seconds: " + ", ".join(f"{method} {seconds:.1f}" for method, seconds in spent.items()))


if __name__ == "__main__":
    main()
