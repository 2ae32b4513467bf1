"""What is kept of web pages: ours beside trafilatura's default, and dates beside htmldate's, in one run.

    python bench/web.py [--errors HALF]

Corpus: `corpora/web` at $ACCORDINGTO_SHARED, else ../shared beside the repository: pages with segments that an
extraction must hold or must leave out. White space does not count, and of our reports what `cut` leaves out is left
out. Hosts are in two halves by a hash of their names: rules are made looking at the errors of half 0 (`--errors 0`
lists them), half 1 says what they are worth elsewhere. A page is in English where trafilatura's text is.
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
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import htmldate  # noqa: E402
import trafilatura  # noqa: E402

from accordingto.cuts import find_cuts  # noqa: E402
from accordingto.data import Report  # noqa: E402
from accordingto.dates import sure_of  # noqa: E402
from accordingto.decode import decode  # noqa: E402
from accordingto.errors import SourceFailed  # noqa: E402
from accordingto.language import language_of  # noqa: E402
from accordingto.readers.html import read_pages  # noqa: E402

CORPUS = Path(os.environ.get("ACCORDINGTO_SHARED") or ROOT.parent / "shared") / "corpora" / "web"
OURS, DEFAULT, BARE = "accordingto", "trafilatura", "trafilatura, no comments"


@dataclass(slots=True)
class Segments:
    """How many wanted segments a method holds, and how many unwanted ones it keeps."""

    wanted: int = 0
    held: int = 0
    unwanted: int = 0
    kept: int = 0

    def add(self, text: str, gold: Mapping[str, list[str]]) -> None:
        """Count the segments of a page that are in `text`."""
        text = folded(text)
        self.wanted += len(gold["with"])
        self.held += sum(folded(segment) in text for segment in gold["with"])
        self.unwanted += len(gold["without"])
        self.kept += sum(folded(segment) in text for segment in gold["without"])


def folded(text: str) -> str:
    """Return `text` with its white space made single spaces."""
    return " ".join(text.split())


def kept_of(report: Report) -> str:
    """Return the text of a report without what is cut."""
    at, pieces = 0, []
    for begin, end, _ in report.cut:
        pieces.append(report.text[at:begin])
        at = end
    return " ".join((*pieces, report.text[at:]))


def ours(page: str) -> list[Report]:
    """Return the reports of a page, with their cuts."""
    try:
        return [
            replace(one, cut=find_cuts(one.text, title=one.title, known=one.cut)) for one in read_pages(page, name="x")
        ]
    except SourceFailed:
        return []


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


def main() -> None:
    """Measure and print."""
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--errors", type=int, choices=(0, 1))
    args = ap.parse_args()
    logging.disable(logging.CRITICAL)
    segments: defaultdict[tuple[str, str], Segments] = defaultdict(Segments)
    dates: defaultdict[str, Counter[str]] = defaultdict(Counter)
    hows: defaultdict[str, Counter[str]] = defaultdict(Counter)
    titles, split, spent = Counter[str](), Counter[int](), Counter[str]()
    for url, gold in json.loads((CORPUS / "evaldata.json").read_text(encoding="utf-8")).items():
        page = decode((CORPUS / "html" / gold["file"]).read_bytes(), source=gold["file"])
        half = zlib.crc32((urlsplit(url).hostname or "").encode()) % 2
        began = time.process_time()
        reports = ours(page)
        spent[OURS] += time.process_time() - began  # type: ignore[assignment]
        began = time.process_time()
        texts = {DEFAULT: trafilatura.extract(page) or ""}
        spent[DEFAULT] += time.process_time() - began  # type: ignore[assignment]
        texts |= {OURS: " ".join(map(kept_of, reports)), BARE: trafilatura.extract(page, include_comments=False) or ""}
        english = language_of(texts[DEFAULT]) == "en"
        for group in ("all pages", f"half {half}", *(("English", f"English, half {half}") if english else ())):
            for method, text in texts.items():
                segments[group, method].add(text, gold)
        split[len(reports)] += 1
        found = _dates(page, reports, gold, half, dates, hows)
        _title(reports, gold, titles)
        if args.errors == half:
            wrong = [*errors_of(texts[OURS], texts[DEFAULT], gold), *found]
            print(*([f"  {gold['file']} {url}"] if wrong else []), *wrong, sep="\n") if wrong else None
    _print(segments, dates, hows)
    print(
        f"titles: {titles['right']} of {titles['all']} are the one given; reports a page: {dict(sorted(split.items()))}"
    )
    print(f"seconds of CPU: {OURS} {spent[OURS]:.1f}, {DEFAULT} {spent[DEFAULT]:.1f}")


def _dates(
    page: str,
    reports: list[Report],
    gold: Mapping[str, Any],
    half: int,
    dates: defaultdict[str, Counter[str]],
    hows: defaultdict[str, Counter[str]],
) -> Iterator[str]:
    """Count the date of publication that is found, by ours and by htmldate; yield what is wrong in ours."""
    if not gold.get("date"):
        return iter(())
    report = next((one for one in reports if one.published), reports[0] if reports else Report(id="", text=""))
    try:
        other = htmldate.find_date(page, original_date=True) or ""
    except (ValueError, TypeError, AttributeError, RecursionError):
        other = ""
    for method, value in ((OURS, report.published[:10]), ("htmldate", other)):
        outcome = "right" if value == gold["date"] else "wrong" if value else "none"
        for group in ("all pages", f"half {half}"):
            dates[f"{group}, {method}"][outcome] += 1
    right = report.published[:10] == gold["date"]
    hows[f"{sure_of(report.published_how) or 'none'}: {report.published_how}"]["right" if right else "wrong"] += 1
    wrong = f"    date {report.published} ({report.published_how}) for {gold['date']}, htmldate {other}"
    return iter(() if right else (wrong,))


def _title(reports: list[Report], gold: Mapping[str, Any], titles: Counter[str]) -> None:
    """Count the title that is found: equal, or one within the other but for what a site adds."""
    if gold.get("title"):
        wanted = folded(gold["title"]).casefold()
        found = [folded(one.title).casefold() for one in reports]
        titles["all"] += 1
        titles["right"] += any(one and (one in wanted or wanted in one) for one in found)


def _print(
    segments: Mapping[tuple[str, str], Segments],
    dates: Mapping[str, Counter[str]],
    hows: Mapping[str, Counter[str]],
) -> None:
    for (group, method), one in sorted(segments.items()):
        print(
            f"{group:16} {method:26} wanted {one.held:3} of {one.wanted} ({one.held / one.wanted:.1%}),"
            f" unwanted {one.kept:2} of {one.unwanted}"
        )
    for name, counts in sorted(dates.items()):
        print(f"dates, {name:24} {counts['right']} right, {counts['wrong']} wrong, {counts['none']} none")
    for how, counts in sorted(hows.items()):
        print(f"  found as {how:44} {counts['right']} right, {counts['wrong']} wrong")


if __name__ == "__main__":
    main()
