"""Chains against annotated coreference: the CoNLL score with gold and with the model's own mentions, and their cost.

Usage: python -m bench.coreference FOLDER, with .conllu files in the form of GUM. MUC, B³ and CEAF-e are summed over the
documents; chains of one mention are left out, as published scores do. A mention is the same where its words are
("exact"), or where the last word of its head is ("head", near to what CorefUD's scorer counts).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from unittest import mock

from accordingto.actors.chains import chained
from accordingto.analyse import Analyser
from accordingto.data import Mention, Report
from accordingto.segment import segment
from training.coreference import Chained, Chains, Score, chains_of, documents


def key_of(mention: Mention, how: str) -> tuple[int, int]:
    """Return what two mentions share that are one."""
    return mention.span if how == "exact" else (0, mention.head.end)


def chains(mentions: Sequence[Mention], how: str, known: dict[tuple[int, int], int]) -> Chains:
    """Return the chains of more than one mention as sets of numbers."""
    keys = [known.setdefault(key_of(mention, how), len(known)) for mention in mentions]
    return [chain for chain in chains_of(mentions, keys, singletons=False) if len(chain) > 1]


def measure(some: Sequence[Chained], found: Sequence[Sequence[Mention]], how: str) -> dict[str, float]:
    """Return the scores of the mentions found in each document."""
    score = Score()
    for document, mentions in zip(some, found, strict=True):
        known: dict[tuple[int, int], int] = {}
        score.add(chains(document.mentions, how, known), chains(mentions, how, known))
    return score.f1()


def seconds(reports: Sequence[Report], analyser: Analyser) -> float:
    """Return how long the analysis of the reports takes, one after the other."""
    begin = time.perf_counter()
    for report in reports:
        analyser.analyse(report)
    return time.perf_counter() - begin


def main() -> None:
    """Print the scores and the speed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    some = list(documents(asked.parse_args().folder))
    analyser = Analyser(threads=1)
    reports = [Report(id=document.id, text=document.text) for document in some]
    given = [chained(d.text, d.sentences, d.mentions, d.syntax) for d in some]
    own = []
    for report in reports:
        reading, sentences = analyser.look(report), segment(report.text)
        own.append(chained(report.text, sentences, reading.mentions, reading.syntax))
    for name, found, how in (
        ("gold mentions and trees", given, "exact"), ("own mentions and trees", own, "exact"),
        ("own mentions and trees", own, "head"),
    ):  # fmt: skip
        figures = ", ".join(f"{one} {value:.1f}" for one, value in measure(some, found, how).items())
        print(f"{name}, {how} ({len(some)} documents): {figures}")
    number = sum(len(document.syntax.words) for document in some)
    with_chains = min(seconds(reports, analyser) for _ in range(2))
    with mock.patch.object(
        import_module("accordingto.analyse"), "chained", lambda text, sentences, mentions, syntax: mentions
    ):
        without = min(seconds(reports, analyser) for _ in range(2))
    print(f"words a second, one thread: {number / with_chains:,.0f} with chains, {number / without:,.0f} without")


if __name__ == "__main__":
    main()
