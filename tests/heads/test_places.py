from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from accordingto.analyse import Analyser
from accordingto.data import GOVERNMENT, OTHERS, PLACE, Report
from accordingto.heads.mentions import Headed
from accordingto.heads.places import AROUND, FILE, Window, load, told, value_of, window
from accordingto.segment import words
from accordingto.settings import WEIGHTS
from accordingto.tokens import Tokens

TEXT = "Moscow said it would send no troops. The envoy flew to Moscow on Monday."


class Alternating:
    """Tells "government" of the first name of a sentence, "place" of any other, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Window] = []

    def stands_for(self, around: Window) -> str:
        self.asked.append(around)
        return GOVERNMENT if around.name[1] else PLACE


def test_a_window_marks_the_tokens_of_the_name() -> None:
    tokens = Tokens(WEIGHTS / "tokenizer.json")
    some = window(tokens, "He left Addis Ababa .", words("He left Addis Ababa ."), (2, 4))
    assert len(some.ids) == len(some.look) == len(some.name)
    assert [some.ids[0], some.ids[-1]] == [tokens.begin, tokens.end]
    marked = [token for token, name in zip(some.ids, some.name, strict=True) if name]
    assert marked == [*tokens.ids("Addis"), *tokens.ids("Ababa")]


def test_a_window_ends_so_many_words_from_the_name() -> None:
    text = "go " * 200 + "Orlo" + " go" * 200
    some = window(Tokens(WEIGHTS / "tokenizer.json"), text, words(text), (200, 201))
    assert (
        some.name.index(1) == 1 + AROUND and len(some.name) - some.name.index(1) == 1 + AROUND + 1 + sum(some.name) - 1
    )


def test_only_seats_of_government_are_asked_each_in_its_sentence() -> None:
    head, spans = Alternating(), words(TEXT)
    names = [("LOC", "name"), ("LOC", "name"), ("PER", "name"), ("LOC", "nominal")]
    at = [0, next(i for i, (b, e) in enumerate(spans) if TEXT[b:e] == "Moscow" and i), 0, 0]
    some = [Headed((i, i + 1), (i, i + 1), kind, form) for i, (kind, form) in zip(at, names, strict=True)]
    found = told(head, Tokens(WEIGHTS / "tokenizer.json"), TEXT, spans, [(0, 8), (8, len(spans))], some)
    assert [one.stands_for for one in found] == [GOVERNMENT, PLACE, "", ""]
    assert [len(one.ids) for one in head.asked] == [1 + 8 + 1, 1 + 8 + 1]


def test_a_place_needs_half_of_the_chances() -> None:
    assert value_of(np.log([0.5, 0.3, 0.2]).tolist()) == PLACE
    assert value_of(np.log([0.49, 0.31, 0.2]).tolist()) == GOVERNMENT
    assert value_of(np.log([0.1, 0.3, 0.6]).tolist()) == OTHERS


def test_a_head_of_another_encoder_is_not_used(tmp_path: Path) -> None:
    assert load(tmp_path) is None
    (tmp_path / "model.onnx").write_bytes(b"another")
    (tmp_path / FILE).write_bytes(b"")
    (tmp_path / "places.json").write_text(json.dumps({"encoder": "one"}), encoding="utf8")
    assert load(tmp_path) is None


@pytest.mark.model
def test_a_capital_speaks_or_is_flown_to() -> None:
    found = [(TEXT[slice(*one.head)], one.stands_for) for one in Analyser().analyse(Report(id="a", text=TEXT)).mentions]
    assert [one for one in found if one[0] == "Moscow"] == [("Moscow", GOVERNMENT), ("Moscow", PLACE)]
