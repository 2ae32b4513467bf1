"""Processor time of `analyse` by room, in one thread: `python bench/rooms.py`; `--every 5` takes each fifth report.

Reports are those of PolNeAR's dev part where the corpora are at hand, else the sample story. Functions are timed where
`analyse` calls them, what they call in their turn taken off. The last line is what actors, times and events take.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]

from analyse import texts  # noqa: E402  (the bench beside this one)

from accordingto.data import Report  # noqa: E402
from accordingto.encoder import Encoder, OnnxNetwork  # noqa: E402

stage: Any = import_module("accordingto.analyse")  # the package has a function of that name
ROOMS: dict[str, list[tuple[Any, str]]] = {
    "encoder": [(OnnxNetwork, "encode"), (Encoder, "_windows")],
    "other networks": [(OnnxNetwork, name) for name in ("single", "relations", "given", "labels")],
    "segment": [(stage, "_prepare"), (stage, "language_of"), (stage, "quoted")],
    "statements": [(stage.statement_head, "decode"), (stage.label_head, "decode"), (stage, "_statement")],
    "trees, names, mentions": [
        *((room, "decode") for room in (stage.syntax_head, stage.name_head, stage.mention_head)),
        (stage.syntax_head, "syntax_of"),
        (stage, "_mentions"),
    ],
    "actors": [(stage, "chained"), (stage, "speakers")],
    "times": [(stage, "find_times"), (stage, "said")],
    "events": [(stage.events, "score"), (stage.events, "told")],
}
LATER = ("actors", "times", "events")


class Clock:
    """Processor time by room."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)
        self.inside: list[float] = []

    def timed(self, room: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function with its time kept."""

        def run(*args: Any, **options: Any) -> Any:
            began = time.thread_time()
            self.inside.append(0.0)
            try:
                return function(*args, **options)
            finally:
                took = time.thread_time() - began
                self.spent[room] += took - self.inside.pop()
                if self.inside:
                    self.inside[-1] += took

        return run


def main() -> None:
    """Measure and print."""
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--every", type=int, default=1)
    args = ap.parse_args()
    some = [Report(id=str(i), text=text) for i, text in enumerate(texts()[:: args.every])]
    analyser = stage.Analyser(threads=1)
    analyser.analyse(some[0])  # tables are read and words are known
    clock = Clock()
    for room, functions in ROOMS.items():
        for owner, name in functions:
            setattr(owner, name, clock.timed(room, getattr(owner, name)))
    began = time.thread_time()
    for report in some:
        analyser.analyse(report)
    whole = time.thread_time() - began
    words = sum(len(report.text.split()) for report in some)
    clock.spent["the rest"] = whole - sum(clock.spent.values())
    print(f"{len(some)} reports, {words:,} words, {1e6 * whole / words:.0f} µs a word")
    for room, spent in clock.spent.items():
        print(f"{room:24}{1e6 * spent / words:6.1f} µs a word {100 * spent / whole:5.1f} %")
    print(f"{', '.join(LATER)}: {100 * sum(clock.spent[room] for room in LATER) / whole:.1f} %")


if __name__ == "__main__":
    main()
