"""Which places of a group are of one claim: annotated stories → weights/likeness.json, and how much better claims get.

    python -m training.likeness [--records DIR]

Stories are the sample story and those of `stories/`, read from `syria` with the weights that ship into a record each (a
few minutes; with --records they are kept there). Pairs of places of a group that both have an annotated claim are
learned from; each story weighs alike. Printed for each story: B-cubed F1 of its claims as they are grouped, and as they
are linked by a regression that was learned from the others, and the same for the story that nothing is learned from.
What is written is learned from all of the former.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

import accordingto
from accordingto.link.claims import grouped_places
from accordingto.link.divided import groups_of
from accordingto.link.likeness import FILE, SIGNALS, Likeness, known_of, signals
from accordingto.link.linkage import Grouped, alike_of, claims_of, pairs_of
from accordingto.record.connection import open_for_writing
from accordingto.settings import WEIGHTS
from accordingto.tokens import Floats, Ints
from training.data import shared

ROOT = Path(__file__).parents[1]
UNSEEN = "corpora/story/ghouta"
"""The story that nothing is learned from."""
WEAKER = 0.02
"""Inverse of what is added for large weights."""
TRIANGLE = np.tril_indices(len(SIGNALS))
"""The products of two signals, each once."""
Rows = list[dict[str, Any]]


@dataclass
class Story:
    """A story as it was read and grouped, with the claims of its annotation."""

    grouped: Grouped
    claims: list[str]
    """The claim of each annotated holder."""
    found: dict[int, int]
    """The place of each holder, by their numbers, where there is one."""

    def pairs(self) -> tuple[Floats, Ints]:
        """Return the signals (pairs, SIGNALS) of all pairs of a group that have a claim, and whether it is one."""
        claim_of = {place: self.claims[holder] for holder, place in self.found.items()}
        told = [[number for number in group if number in claim_of] for group in self.groups()]
        one, other = (np.concatenate(ends) for ends in zip(*pairs_of(told), strict=True))
        same = [claim_of[a] == claim_of[b] for a, b in zip(one.tolist(), other.tolist(), strict=True)]
        nodes, rows = self.grouped.nodes, self.grouped.rows
        known = known_of(nodes.told, nodes.marks.days)
        return signals(known, self.grouped.of_nodes, rows[one], rows[other]), np.array(same, np.int64)

    def b_cubed(self, groups: Sequence[Sequence[int]]) -> float:
        """Return the F1 of the clusters as `score_story.py` does, in per cent."""
        label = {number: at for at, group in enumerate(groups) for number in group}
        ours = [label[self.found[n]] if n in self.found else -1 - n for n in range(len(self.claims))]
        both = list(zip(self.claims, ours, strict=True))
        of_gold, of_ours, of_both = Counter(self.claims), Counter(ours), Counter(both)
        precision = sum(of_both[both[n]] / of_ours[ours[n]] for n in self.found) / max(1, len(self.found))
        recall = sum(of_both[pair] / of_gold[pair[0]] for pair in both) / len(both)
        return 200 * precision * recall / (precision + recall)

    def groups(self) -> list[list[int]]:
        """Return the groups that are cut and joined."""
        one = self.grouped
        return groups_of(one.places, one.middles, one.nodes.marks.sides[one.rows])

    def before(self) -> float:
        """Return the F1 of the groups."""
        return self.b_cubed(self.groups())

    def after(self, likeness: Likeness) -> float:
        """Return the F1 of the claims."""
        return self.b_cubed(claims_of(self.grouped, alike_of(self.grouped, likeness)))


def rows(path: Path) -> Rows:
    """Return the rows of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf8").splitlines() if line.strip()]


def sources() -> Iterator[tuple[str, Path, Callable[[Path], Path]]]:
    """Yield each story with its annotation, and what puts its reports into a folder and returns what is to be read."""
    yield "sample", ROOT / "examples/story-claims", lambda _: ROOT / "examples/story"
    reports = {row["id"]: row for row in rows(shared() / "corpora/syria/reports.jsonl")}
    for folder in sorted((ROOT / "training/stories").iterdir()):
        named = {holder["report"] for claim in rows(folder / "claims.jsonl") for holder in claim["holders"]}
        named |= {report for origin in rows(folder / "origins.jsonl") for report in origin["reports"]}
        yield folder.name, folder, _written([reports[name] for name in sorted(named)])
    yield UNSEEN.rpartition("/")[2], shared() / UNSEEN, lambda _: shared() / UNSEEN / "reports.jsonl"


def _written(reports: Rows) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / "reports.jsonl"
        path.write_text("".join(f"{json.dumps(report)}\n" for report in reports), encoding="utf8")
        return path

    return write


def story(annotation: Path, record: Path, reports: Path) -> Story:
    """Return a story, after reading it into a record where that is not there yet."""
    if not record.exists():
        accordingto.read(reports, record=record)
    with closing(open_for_writing(record)) as connection:
        grouped = grouped_places(connection)
    holders = [(claim["id"], holder) for claim in rows(annotation / "claims.jsonl") for holder in claim["holders"]]
    found = matched([one for _, one in holders], [(place.report, place.span) for place in grouped.places])
    return Story(grouped, [claim for claim, _ in holders], found)


def matched(holders: Rows, found: Sequence[tuple[str, Sequence[int]]]) -> dict[int, int]:
    """Return the place of each holder: best overlap first, half of the shorter at least, one to one."""
    pairs = []
    for at, holder in enumerate(holders):
        (begin, end), report = holder["span"], holder["report"]
        for number, (of, span) in enumerate(found):
            both = min(end, span[1]) - max(begin, span[0])
            if of == report and both > 0 and 2 * both >= min(end - begin, span[1] - span[0]):
                pairs.append((both / (max(end, span[1]) - min(begin, span[0])), at, number))
    to, used = dict[int, int](), set[int]()
    for _, at, number in sorted(pairs, reverse=True):
        if at not in to and number not in used:
            to[at] = number
            used.add(number)
    return to


def learned(stories: Sequence[Story]) -> dict[str, Any]:
    """Return the regression that stories teach, in the form of the file."""
    pairs = [one.pairs() for one in stories]
    signals, same = (np.concatenate(some) for some in zip(*pairs, strict=True))
    weight = np.concatenate([np.full(len(of_one), len(same) / len(pairs) / len(of_one)) for _, of_one in pairs])
    middle, spread = signals.mean(0), signals.std(0)
    scaled = (signals - middle) / spread
    products = (scaled[:, :, None] * scaled[:, None, :])[:, *TRIANGLE]
    model = LogisticRegression(C=WEAKER, max_iter=2000).fit(np.hstack([scaled, products]), same, sample_weight=weight)
    product = np.zeros((len(SIGNALS), len(SIGNALS)))
    product[TRIANGLE] = model.coef_[0, len(SIGNALS) :]
    return {
        "signals": SIGNALS,
        "middle": middle.astype(float).round(4).tolist(),
        "spread": spread.astype(float).round(4).tolist(),
        "start": round(float(model.intercept_[0]), 4),
        "single": model.coef_[0, : len(SIGNALS)].astype(float).round(4).tolist(),
        "product": product.round(4).tolist(),
    }


def written(kept: dict[str, Any], folder: Path) -> Likeness:
    """Write a regression and return it as the product reads it."""
    text = ",\n".join(f" {json.dumps(name)}: {json.dumps(value)}" for name, value in kept.items())
    (folder / FILE).write_text(f"{{\n{text}\n}}\n", encoding="utf8")
    return Likeness(folder)


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        records = asked.records or Path(folder)
        records.mkdir(parents=True, exist_ok=True)
        stories = {
            name: story(annotation, records / f"{name}.db", reports(Path(folder)))
            for name, annotation, reports in sources()
        }
        unseen = stories.pop(UNSEEN.rpartition("/")[2])
        for name, one in stories.items():
            likeness = written(learned([other for other in stories.values() if other is not one]), Path(folder))
            print(f"{name:8} {one.before():.1f} {one.after(likeness):.1f}", flush=True)
    likeness = written(learned(list(stories.values())), WEIGHTS)
    print(f"{'unseen':8} {unseen.before():.1f} {unseen.after(likeness):.1f}")


if __name__ == "__main__":
    main()
