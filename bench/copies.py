"""What looking for copies costs while made-up reports are read into a record, a line every 5,000 reports.

    python bench/copies.py [--reports 20000] [--words 150 600] [--rate 5000]

Of the reports, a third copy an earlier one (whole, cut short, or with paragraphs of their own), wire texts in many
outlets, and each outlet ends its reports with a stock paragraph. There is no analysis in it: `--rate` (words a second)
says what that would take, and the share of copies is of reading with it. Time is CPU time, that of copies is what
`Signatures.sign` takes. The last line says how many of the copies are in the group of their source.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
OUTLETS, DAYS, WORDS = 120, 300, 60_000
STEP = 5000


def reports(number: int, shortest: int, longest: int) -> Iterator[dict[str, str]]:
    """Yield made-up reports of so many words in order of time; `source` is the id of what a copy was made of."""
    rng = random.Random(3)
    small = ["".join(rng.choices("aeioulnrstdm", k=rng.randint(2, 9))) for _ in range(WORDS)]
    words = [word.title() if rng.random() < 0.1 else word for word in small]
    common = [sum(1 / (rank + 1) for rank in range(at)) for at in (0,)]
    for rank in range(1, WORDS):
        common.append(common[-1] + 1 / rank)
    stock = [rng.choices(words, cum_weights=common, k=45) for _ in range(OUTLETS)]
    recent: list[tuple[str, list[str]]] = []
    for at in range(number):
        day, outlet, source = at * DAYS // number, rng.randrange(OUTLETS), ""
        text = rng.choices(words, cum_weights=common, k=rng.randint(shortest, longest))
        if recent and rng.random() < 1 / 3:
            source, whole = recent[min(int(rng.expovariate(0.1)), len(recent) - 1)]
            kind = rng.randrange(3)
            begin = rng.randrange(len(whole) // 3)
            text = (
                whole if kind == 0 else whole[: len(whole) // 2] if kind == 1 else text[: shortest // 2] + whole[begin:]
            )
        else:
            recent = [(str(at), text), *recent[:60]]
        body = " ".join([*text, *stock[outlet]])
        published = time.strftime("%Y-%m-%d", time.gmtime(1_600_000_000 + 86_400 * day))
        yield {"id": str(at), "outlet": f"Outlet {outlet}", "published": published, "text": body, "source": source}


def read_into(path: Path, record: Path, rate: int) -> None:
    """Read a file of JSON lines into a record without analysis; print what looking for copies took, a line a STEP."""
    from accordingto.data import Analysis, Problem, Report
    from accordingto.record.read import Reading, read
    from accordingto.record.signatures import Signatures

    sign, signing = Signatures.sign, 0.0
    words = done = 0

    def timed(self: Signatures, version: int) -> int:
        nonlocal signing
        began = time.process_time()
        number = sign(self, version)
        signing += time.process_time() - began
        return number

    class Nothing:
        model = "none"

        def stream(self, reports: Iterable[Report]) -> Iterator[Analysis]:
            for report in reports:
                yield Analysis(report_id=report.id, language="en", model="none")

    def watch(one: Report | Problem, _: Reading) -> None:
        nonlocal words, done
        assert isinstance(one, Report), one
        words, done = words + one.text.count(" ") + 1, done + 1
        if done % STEP == 0 or done == total:
            rest, analysis = time.process_time() - began - signing, words / rate
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{done:,} reports, {words:,} words: copies {signing:.1f} s, {1e6 * signing / words:.1f} µs a word;"
                  f" the rest of reading {rest:.1f} s; {signing / (signing + rest + analysis):.1%} of reading with"
                  f" analysis at {rate:,} words a second; peak {peak:.0f} MiB", flush=True)  # fmt: skip

    Signatures.sign = timed  # type: ignore[method-assign]
    with path.open("rb") as lines:
        total = sum(1 for _ in lines)
    began = time.process_time()
    read(path, record=record, analyser=Nothing(), watch=watch)


def found(record: Path, path: Path) -> None:
    """Print how long the groups take, and how many copies are in the group of their source."""
    from accordingto import query
    from accordingto.record.view import view

    began = time.process_time()
    with view(record) as opened:
        groups = query.copies(opened)
    took = time.process_time() - began
    of = {member.report: group.number for group in groups for member in group.members}
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    copies = [row for row in rows if row["source"]]
    met = sum(of.get(row["id"], -1) == of.get(row["source"], -2) for row in copies)
    true = {row["source"] or row["id"] for row in copies}
    print(f"{len(groups):,} groups of {len(true):,} made, asked for in {took:.1f} s; {len(copies):,} copies,"
          f" {met / len(copies):.2%} in the group of their source")  # fmt: skip


def main() -> None:
    """Measure and print."""
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--reports", type=int, default=20_000)
    ap.add_argument("--words", type=int, nargs=2, default=(150, 600), metavar=("SHORTEST", "LONGEST"))
    ap.add_argument("--rate", type=int, default=5000)
    ap.add_argument("--child", nargs=2, metavar=("PATH", "RECORD"))
    args = ap.parse_args()
    if args.child:
        return read_into(Path(args.child[0]), Path(args.child[1]), args.rate)
    with tempfile.TemporaryDirectory() as folder:
        path, record = Path(folder) / "reports.jsonl", Path(folder) / "story.db"
        with path.open("w", encoding="utf-8") as out:
            for row in reports(args.reports, *args.words):
                out.write(json.dumps(row) + "\n")
        command = [sys.executable, __file__, "--rate", str(args.rate), "--child", str(path), str(record)]
        subprocess.run(command, check=True, cwd=ROOT)
        print(f"record {record.stat().st_size / 2**20:.0f} MiB")
        found(record, path)
    return None


if __name__ == "__main__":
    main()
