"""What each signal does to claims: linked again without it, scored on the two annotated stories.

    python bench/signals.py [--only WORD]

It needs `$ACCORDINGTO_SHARED` with `corpora/story/ghouta` and `tools/score_story.py`; the other story is the sample. A
signal of likeness is left out by giving all pairs its mean. Each row is a line of Markdown: B-cubed F1 of clusters,
macro F1 of stances, and how many claims are rightly contested of those that are called so, sample story / Ghouta. A
quarter of an hour on two cores.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import accordingto  # noqa: E402
from accordingto.exporters import claims as claims_out  # noqa: E402
from accordingto.exporters import origins as origins_out  # noqa: E402
from accordingto.link import claims, divided, drafts, groups, likeness, linkage, near  # noqa: E402
from accordingto.link.meaning import OnnxMeaning  # noqa: E402
from accordingto.record.connection import open_for_reading  # noqa: E402

SHARED = Path(os.environ.get("ACCORDINGTO_SHARED") or ROOT.parent / "shared")
STORIES = {
    "sample": (ROOT / "examples/story", ROOT / "examples/story-claims"),
    "ghouta": (SHARED / "corpora/story/ghouta/reports.jsonl", SHARED / "corpora/story/ghouta"),
}
Patch = tuple[Any, str, Any]


class Half:
    """The encoder with one half of its answers gone: those for words alone, or for words in their sentence."""

    def __init__(self, *, alone: bool) -> None:
        self.encoder, self.alone = OnnxMeaning(), alone
        self.name = self.encoder.name

    def vectors(self, sentences: Sequence[str], stretches: Sequence[Sequence[Any]]) -> Any:
        """See accordingto.link.meaning."""
        found = self.encoder.vectors(sentences, stretches)
        whole = all(
            len(some) == 1 and tuple(some[0]) == (0, len(sentence))
            for sentence, some in zip(sentences, stretches, strict=True)
        )
        return found if whole == self.alone else np.zeros_like(found)


def without_column(name: str) -> Callable[..., Any]:
    """Return the signals of pairs with one of them at its mean."""
    true, column, middle = likeness.signals, likeness.SIGNALS.index(name), likeness.Likeness().middle

    def signals(*given: Any) -> Any:
        found = true(*given)
        found[:, column] = middle[column]
        return found

    return signals


def nothing(*given: Any) -> Any:
    """Return a cost of nothing, whatever is compared."""
    return np.zeros(np.broadcast_shapes(*(np.shape(one) for one in given)), np.float32)


def rows() -> Iterator[tuple[str, list[Patch], Any]]:
    """Yield what is left out, what has to be patched for it, and an encoder if it needs another."""
    yield "–", [], None
    yield "who acts put into the words", [(claims, "with_subject", lambda words, _: words)], None
    yield "the words alone", [], Half(alone=False)
    yield "the words in their sentence", [], Half(alone=True)
    yield "the middle of the record", [(near, "centred", lambda vectors, _: vectors)], None
    late = [(near, "late_cost", nothing), (groups, "late_cost", nothing)]
    yield "days between reports (nearness)", late, None
    sides = [(near, "side_cost", nothing), (groups, "side_cost", nothing), (divided, "SIDES", 10**9)]
    yield "sides", sides, None
    yield "cuts by weeks without a report", [(divided, "_by_time", lambda _, numbers, __: [numbers])], None
    yield "cuts by chances", [(linkage, "LINKED", -1.0)], None
    yield "joining by chances", [(linkage, "JOINED", 2.0)], None
    for name in likeness.SIGNALS:
        yield f"chances: {name}", [(likeness, "signals", without_column(name))], None
    pointed = [(claims, "spoken_of", lambda _, units, __: [None] * len(units))]
    yield "denials under the words that they only name", pointed, None
    yield "contests only of what is likely one claim", [(drafts, "JOINED", 0.0)], None


@contextmanager
def patched(patches: Sequence[Patch]) -> Iterator[None]:
    """Replace names of modules for a while."""
    with ExitStack() as stack:
        for module, name, value in patches:
            stack.enter_context(mock.patch.object(module, name, value))
        yield


def scored(record: Path, gold: Path, folder: Path) -> dict[str, Any]:
    """Return the scores of a record."""
    with closing(open_for_reading(record)) as view:
        for module, name in ((claims_out, "claims.jsonl"), (origins_out, "origins.jsonl")):
            with (folder / name).open("wb") as out:
                module.write(view, out)
    command = [sys.executable, SHARED / "tools/score_story.py", gold, folder, "--json"]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def contests(found: dict[str, Any], record: Path) -> str:
    """Return how many contested claims are right, of how many."""
    with closing(open_for_reading(record)) as view:
        (called,) = view.row("SELECT count(*) FROM claim WHERE contested") or (0,)
    return f"{round(found['contested']['p'] * called / 100)} of {called}"


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="Rows with this word in their name.")
    only = parser.parse_args().only
    print("| without | clusters F1 | stance | contested, right of called |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for story, (reports, _) in STORIES.items():
            accordingto.read(reports, record=folder / f"{story}.db")
        for left_out, patches, meaning in rows():
            if only not in left_out:
                continue
            cells = []
            for story, (_, gold) in STORIES.items():
                record = folder / f"{story}.db"
                with patched(patches):
                    accordingto.link.link.link(record, anew=True, meaning=meaning)
                found = scored(record, gold, folder)
                stance = found["stance"]["macro_f1"]
                cells.append((found["clusters"]["f1"], stance, contests(found, record)))
            print(
                f"| {left_out} | {' | '.join(' / '.join(map(str, pair)) for pair in zip(*cells, strict=True))} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
