"""Words a second and peak memory of the whole `accordingto analyse`, start-up taken off: `python bench/analyse.py`.

Reports are those of PolNeAR's dev part where the corpora are at hand, else the sample story, repeated; FILE.jsonl takes
another set. Each figure is the median of three runs of the command in a process of its own.

    python bench/analyse.py --memory 100 1000 10000

gives the peak memory of the command with its worker processes, once for each of so many short reports: paragraphs of
the sample story.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]


def texts() -> list[str]:
    """Return the texts of PolNeAR's dev part, else of the sample story."""
    shared = Path(os.environ.get("ACCORDINGTO_SHARED", ROOT.parent / "shared"))
    folder = shared / "corpora" / "polnear" / "dev" / "text"
    if folder.is_dir():
        return [p.read_bytes().decode("utf8") for p in sorted(folder.iterdir())]
    sys.path.insert(0, str(ROOT))
    from accordingto.ingest import ingest

    return [r.text for r in ingest([str(ROOT / "examples" / "story")]) if hasattr(r, "text")]


def seconds(path: str) -> float:
    """Return how long one run of the command takes."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "accordingto", "analyse", path]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, cwd=ROOT)
    return time.perf_counter() - began


def short_reports(number: int) -> Iterator[str]:
    """Yield JSON lines of reports, each a paragraph of the sample story (five words or more), round and round."""
    sys.path.insert(0, str(ROOT))
    from accordingto.data import Report
    from accordingto.ingest import ingest

    story = [one.text for one in ingest([str(ROOT / "examples" / "story")]) if isinstance(one, Report)]
    paragraphs = [part for text in story for part in text.split("\n\n") if part.count(" ") >= 4]
    for at in range(number):
        yield json.dumps({"id": str(at), "text": paragraphs[at % len(paragraphs)]})


def memory(number: int) -> str:
    """Return what `analyse` and its workers take together at most for so many short reports, and how long."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "short.jsonl"
        path.write_text("\n".join(short_reports(number)) + "\n", encoding="utf-8")
        began = time.perf_counter()
        peak = peak_of([sys.executable, "-m", "accordingto", "analyse", str(path)])
        took = time.perf_counter() - began
    return f"{number:,} short reports: peak {peak:.0f} MiB, {took:.1f} s"


def peak_of(command: list[str]) -> float:
    """Run a command and return what it and its processes held at most at one time, in MiB."""
    process, peak = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT, start_new_session=True), 0
    while process.poll() is None:
        peak = max(peak, resident_bytes(process.pid))
        time.sleep(0.2)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with status {process.returncode}")
    return peak / 2**20


def resident_bytes(group: int) -> int:
    """Return the memory of a process group: what its processes share counts for each of them (Linux)."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # one that has just ended
            fields = status.read_text().rpartition(")")[2].split()
            if int(fields[2]) == group:
                total += int(fields[21]) * resource.getpagesize()
    return total


def main() -> None:
    """Measure and print: one line, or with `--memory` one a number of reports."""
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("file", nargs="?")
    ap.add_argument("--times", type=int, default=3)
    ap.add_argument("--memory", nargs="+", type=int, metavar="REPORTS")
    args = ap.parse_args()
    if args.memory:
        for number in args.memory:
            print(memory(number), flush=True)
        return
    if args.file:
        rows = [json.loads(line)["text"] for line in Path(args.file).read_text(encoding="utf8").split("\n") if line]
    else:
        rows = texts()
    with tempfile.TemporaryDirectory() as folder:
        one, many = Path(folder) / "one.jsonl", Path(folder) / "many.jsonl"
        lines = [json.dumps({"id": f"{k}-{i}", "text": t}) for k in range(args.times) for i, t in enumerate(rows)]
        one.write_text(lines[0] + "\n", encoding="utf8")
        many.write_text("\n".join(lines) + "\n", encoding="utf8")
        start = statistics.median(seconds(str(one)) for _ in range(3))
        took = statistics.median(seconds(str(many)) for _ in range(3)) - start
        peak = peak_of([sys.executable, "-m", "accordingto", "analyse", str(many)])
    words = args.times * sum(len(t.split()) for t in rows)
    print(f"{words} words, start {start:.2f} s, then {words / took:,.0f} words a second; peak {peak:.0f} MiB")


if __name__ == "__main__":
    main()
