"""Sentences in which an actor, an act and a place stand in clauses of their own: no event may join them."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from accordingto.analyse import Analyser
from accordingto.data import Analysis, Report

TRAPS = list(
    csv.DictReader(Path(__file__).with_name("traps.tsv").read_text(encoding="utf8").splitlines(), delimiter="\t")
)

pytestmark = pytest.mark.model


@cache
def analyser() -> Analyser:
    made = Analyser()
    if made.acts is None:
        pytest.skip("the weights beside the package have no head of events for their encoder")
    return made


@cache
def analysis_of(text: str) -> Analysis:
    return analyser().analyse(Report(id="", text=text))


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: str(trap["act"]))
def test_no_event_joins_unrelated_clauses(trap: dict[str, str]) -> None:
    text = trap["sentence"]
    found = analysis_of(text)
    for event in found.events:
        if text[slice(*event.trigger)] != trap["act"]:
            continue
        places = () if event.place is None else (event.place,)
        for part, numbers in (("source", event.source), ("target", event.target), ("place", places)):
            heads = [text[slice(*found.mentions[number].head)] for number in numbers]
            assert trap[f"not {part}"] not in heads or not trap[f"not {part}"], event.why


def test_some_of_the_acts_are_events() -> None:
    acts = {(trap["sentence"], trap["act"]) for trap in TRAPS}
    found = {(text, text[slice(*e.trigger)]) for text, _ in acts for e in analysis_of(text).events}
    assert len(found & acts) >= len(acts) // 3
