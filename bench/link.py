"""How linking grows: made-up statements into a record and linked, and one report more.

    python bench/link.py [--sizes 990,9990,99990]

A story is some themes; a statement is a theme with words of its own, now and then negated. Vectors are made up too (a
theme's, and noise), since what the encoder costs is the same for each sentence. Printed for each size: CPU seconds and
peak memory of linking all at once, and CPU seconds of one report of 30 statements more. Each size is a process of its
own.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
A_REPORT, A_THEME, DAYS, WIDTH = 30, 40, 300, 384


class MadeUp:
    """Vectors by the theme that a sentence names first, with noise by its words."""

    name = "made up"

    def vectors(self, sentences: Sequence[str], stretches: Sequence[Sequence[object]]) -> np.ndarray:
        """See accordingto.link.meaning."""
        rows = []
        for sentence, some in zip(sentences, stretches, strict=True):
            theme = next((word for word in sentence.split() if word.startswith("theme")), "")
            row = _drawn(theme) + 0.8 * _drawn(sentence)
            rows += [row / np.linalg.norm(row)] * len(some)
        return np.array(rows, np.float32).reshape(len(rows), WIDTH)


def _drawn(words: str) -> np.ndarray:
    seed = int.from_bytes(hashlib.blake2b(words.encode(), digest_size=8).digest(), "little")
    row = np.random.default_rng(seed).standard_normal(WIDTH)
    return row / np.linalg.norm(row)


def fill(path: Path, first: int, number: int, themes: int) -> None:
    """Write reports with `number` statements into a record."""
    from accordingto.data import Analysis, Report, Sentence, Span, Statement
    from accordingto.record.writer import Writer

    rng = random.Random(first)
    with Writer(path) as writer:
        run = writer.begin_run("read", (), model="made up")
        for report in range(first // A_REPORT, (first + number) // A_REPORT):
            text, statements, sentences = "", [], []
            for _ in range(A_REPORT):
                who, begin = f"Speaker{rng.randrange(themes)}", len(text)
                words = " ".join(f"w{rng.randrange(50_000)}" for _ in range(6))
                turned = "not " if rng.random() < 0.1 else ""
                content = f"theme{rng.randrange(themes)} is {turned}so {words}"
                text += f"{who} said {content}.\n"
                source = Span(begin, begin + len(who))
                cue = Span(source.end + 1, source.end + 5)
                said = Span(cue.end + 1, cue.end + 1 + len(content))
                statements.append(Statement(source=(source,), cue=(cue,), content=(said,), speaker=who, kind="person",
                                            naming="named"))  # fmt: skip
                sentences.append(Sentence(span=Span(begin, said.end + 1), words=(), paragraph=0))
            day = time.strftime("%Y-%m-%d", time.gmtime(1_600_000_000 + 86_400 * rng.randrange(DAYS)))
            made = Report(id=str(report), outlet=f"Outlet {rng.randrange(50)}", published=day, text=text)
            found = Analysis(report_id=made.id, language="en", statements=tuple(statements), sentences=tuple(sentences),
                             model="made up")  # fmt: skip
            writer.write(made, found, run=run)


def child(size: int) -> None:
    """Fill and link one record; print what it took."""
    from accordingto.link.claims import update
    from accordingto.record.connection import open_for_writing

    with tempfile.TemporaryDirectory() as folder:
        path, themes = Path(folder) / "story.db", max(10, size // A_THEME)
        fill(path, 0, size, themes)
        connection = open_for_writing(path)
        began = time.process_time()
        update(connection, meaning=MadeUp())
        whole = time.process_time() - began
        fill(path, size + A_REPORT, A_REPORT, themes)
        began = time.process_time()
        update(connection, meaning=MadeUp())
        more = time.process_time() - began
        (claims,) = connection.row("SELECT count(*) FROM claim") or (0,)
        connection.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{size:>8,} statements  {whole:8.2f} s, {1000 * whole / size:.2f} ms each  one report more {more:.2f} s"
          f"  {claims:,} claims  {peak:,.0f} MiB", flush=True)  # fmt: skip


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="990,9990,99990")
    parser.add_argument("--child", type=int, default=0)
    args = parser.parse_args()
    if args.child:
        child(args.child)
        return
    for size in args.sizes.split(","):
        subprocess.run([sys.executable, __file__, "--child", size], check=True)


if __name__ == "__main__":
    main()
