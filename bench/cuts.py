"""How well the cuts fit: the seed pages by their gold cuts, and three corpora in which next to nothing should be cut.

usage: python bench/cuts.py [--show] – corpora at $ACCORDINGTO_SHARED, else ../shared beside the repository.
Prints character precision, recall and F1 over all pages, the share of the reports' own text that is lost, and for each
corpus the share of characters cut; with --show, every piece that is cut there.
"""

from __future__ import annotations

import csv
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from accordingto.cuts import find_cuts
from accordingto.titles import title_of

SHARED = Path(os.environ.get("ACCORDINGTO_SHARED") or Path(__file__).parents[2] / "shared")
REPORTS = 200


def cut_characters(text: str, title: str) -> set[int]:
    """Return the numbers of the characters that are cut; white space counts for nothing."""
    cuts = find_cuts(text, title=title)
    return {at for cut in cuts for at in range(cut.begin, cut.end) if not text[at].isspace()}


def seeds() -> None:
    """Print how the cuts of the seed pages agree with the gold ones, a page and all together."""
    gold: dict[str, set[int]] = {}
    with (SHARED / "seeds" / "cuts.tsv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            gold.setdefault(row["file"], set()).update(range(int(row["begin"]), int(row["end"])))
    right = found = wanted = own = 0
    for path in sorted((SHARED / "seeds").glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        should = {at for at in gold.get(path.name, set()) if not text[at].isspace()}
        does = cut_characters(text, title_of(text))
        kept = sum(not sign.isspace() for sign in text) - len(should)
        missed, lost = len(should - does), len(does - should)
        print(f"  {path.name}: gold {len(should)}, cut {len(does)}, missed {missed}, lost {lost}")
        right, found, wanted, own = right + len(should & does), found + len(does), wanted + len(should), own + kept
    precision, recall = right / max(found, 1), right / max(wanted, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    print(
        f"seeds: precision {precision:.2%}, recall {recall:.2%}, F1 {f1:.2%}; own text lost {(found - right) / own:.3%}"
    )


def polnear() -> Iterator[tuple[str, str, str]]:
    """Yield name, title and text of news reports that were cleaned by hand."""
    for path in sorted((SHARED / "corpora" / "polnear" / "train" / "text").glob("*"))[:REPORTS]:
        text = path.read_bytes().decode("utf-8")
        yield path.name, title_of(text), text


def voa() -> Iterator[tuple[str, str, str]]:
    """Yield name, title and text of reports whose sentences are joined by a space."""
    for path in sorted((SHARED / "corpora" / "voa" / "train").glob("*.txt")):
        rows = path.read_text(encoding="utf-8").split("\n")
        pieces = [row.split("\t", 1)[1] + " " if "\t" in row else "\n\n" for row in rows if "\t" in row or "¶" in row]
        yield path.name, next((row[9:] for row in rows if row.startswith("# title: ")), ""), "".join(pieces).strip()


def syria() -> Iterator[tuple[str, str, str]]:
    """Yield name, title and text of reports of one war."""
    with (SHARED / "corpora" / "syria" / "reports.jsonl").open("rb") as stream:
        for _, line in zip(range(REPORTS), stream, strict=False):
            row = json.loads(line)
            yield row["id"], row["title"], row["text"]


def clean(name: str, reports: Iterator[tuple[str, str, str]], *, show: bool) -> None:
    """Print what share of a corpus of clean reports is cut."""
    total = lost = touched = 0
    began = time.perf_counter()
    for report, title, text in reports:
        total += len(text)
        cuts = find_cuts(text, title=title)
        touched += bool(cuts)
        lost += sum(cut.end - cut.begin for cut in cuts)
        for cut in cuts if show else ():
            print(f"  {report[:30]} {cut.begin} {cut.reason}: {text[cut.begin : cut.end][:160]!r}")
    spent_s = time.perf_counter() - began
    print(f"{name}: {lost} of {total} characters cut ({lost / total:.3%}), in {touched} reports")
    print(f"{name}: {total / spent_s / 1e6:.1f} million characters a second")


if __name__ == "__main__":
    seeds()
    for corpus in (polnear, voa, syria):
        clean(corpus.__name__, corpus(), show="--show" in sys.argv)
