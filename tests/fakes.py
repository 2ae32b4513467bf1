"""A tiny analyser and hand-made reports, so that record, queries and commands are tested without a model.

The fake reads lines of the form `WHO|act|naming|what they say`: WHO is the source, the first bar the cue, the rest the
content.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import numpy as np

from accordingto.data import Analysis, Problem, Report, Sentence, Span, Statement
from accordingto.tokens import Floats

_LINE = re.compile(r"^(?P<who>[^|\n]*)(?P<cue>\|)(?P<act>\w+)\|(?P<naming>\w+)\|(?P<what>.*)$", re.M)


class FakeAnalyser:
    def __init__(self, model: str = "fake-1", fails_on: str = "", dies_on: str = "") -> None:
        self.model, self.fails_on, self.dies_on = model, fails_on, dies_on
        self.analysed: list[str] = []

    def stream(self, reports: Iterable[Report]) -> Iterator[Analysis | Problem]:
        for report in reports:
            if self.dies_on and report.id == self.dies_on:
                raise KeyboardInterrupt
            self.analysed.append(report.id)
            if self.fails_on and report.id == self.fails_on:
                yield Problem(source=report.source or report.id, outcome="failed", stage="analyse", reason="crashed")
            else:
                yield analysis_of(report, self.model)


def analysis_of(report: Report, model: str = "fake-1") -> Analysis:
    if report.language not in ("", "und", "en"):
        return Analysis(report_id=report.id, language=report.language, model=model)
    found = list(_LINE.finditer(report.text))
    sentences = tuple(
        Sentence(span=Span(*line.span()), words=(), paragraph=number) for number, line in enumerate(found)
    )
    return Analysis(
        report_id=report.id,
        language="en",
        statements=tuple(statement_of(line) for line in found),
        sentences=sentences,
        model=model,
    )


def statement_of(line: re.Match[str]) -> Statement:
    anonymous = line["naming"] == "anonymous"
    return Statement(
        source=(Span(*line.span("who")),) if line["who"] else (),
        cue=(Span(*line.span("cue")),),
        content=(Span(*line.span("what")),),
        speaker=line["who"],
        kind="none" if not line["who"] else "people" if anonymous else "person",
        naming=line["naming"],
        act=line["act"],
        scores={"statement": 0.75},
    )


STORY = (
    Report(
        id="a",
        outlet="The Gull",
        title="Troops at the ford",
        published="2026-03-01",
        text="Ada Quill|assert|named|two brigades are at the ford\nNorland|deny|named|moving any brigade\n",
    ),
    Report(
        id="b",
        outlet="Tidewater Post",
        title="Norland denies it",
        published="2026-03-05T09:30",
        url="https://tidewater.example/b",
        text="Norland|deny|named|moving any brigade\na diplomat|assert|anonymous|the trains went by night\n",
    ),
    Report(
        id="c",
        outlet="The Gull",
        published="2026-04-02",
        text="Norland|decline|named|where the brigades are\nSael|demand|named|withdraw at once\n"
        "Per Åström|warn|named|war\n",
    ),
    Report(id="d", text="Nobody speaks here."),
)


class FakeMeaning:
    """Words as vectors: each has a direction of its own, so that what shares words is near."""

    name = "fake-meaning"

    def vectors(self, sentences: Sequence[str], stretches: Sequence[Sequence[Span]]) -> Floats:
        rows = [
            _bag(sentence[slice(*span)]) for sentence, some in zip(sentences, stretches, strict=True) for span in some
        ]
        return np.array(rows, np.float32).reshape(len(rows), 384)


def _bag(words: str) -> Floats:
    row = np.full(384, 1e-3)
    for word in re.findall(r"\w+", words.casefold()):
        digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=4).digest()
        row[int.from_bytes(digest, "little") % 384] += 1
    return np.asarray((row / np.linalg.norm(row)) @ _turned(), np.float32)


@cache
def _turned() -> Floats:
    """Return a turn of the axes, so that a vector's numbers all differ from 0, as those of an encoder do."""
    return np.asarray(np.linalg.qr(np.random.default_rng(1).normal(size=(384, 384)))[0])
