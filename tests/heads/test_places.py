from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from accordingto.analyse import Analyser
from accordingto.data import GOVERNMENT, OTHERS, PLACE, Report, Span, Syntax
from accordingto.heads.mentions import Headed
from accordingto.heads.places import Head, load, save, seen, told

TEXT = "Moscow said it would send no troops. The envoy flew to Moscow on Monday."


def syntax(heads: list[int]) -> Syntax:
    spans = tuple(Span(i, i + 1) for i in range(len(heads)))
    n = len(heads)
    return Syntax(words=spans, tags=("NOUN",) * n, heads=tuple(heads), relations=("dep",) * n)


def test_a_name_is_seen_with_what_stands_around_it_and_above_it() -> None:
    vectors = np.eye(4, dtype=np.float32)
    own, before, behind, around, above, next_above = seen(vectors, (1, 2), syntax([-1, 2, 3, -1])).reshape(6, 4)
    assert own.argmax() == 1 and before.argmax() == 0 and behind.argmax() == 2
    assert set(np.flatnonzero(around)) == {0, 2, 3}
    assert above.argmax() == 2 and next_above.argmax() == 3


def test_what_lies_outside_the_text_is_seen_as_nothing() -> None:
    parts = seen(np.eye(1, dtype=np.float32), (0, 1), syntax([-1])).reshape(6, 1)
    assert parts[1:].sum() == 0


def test_only_names_of_places_are_told() -> None:
    head = Head(np.array([[1.0, 0.0]] * 2 + [[0.0, 0.0]] * 10, np.float32), np.array([-0.5, 1.0], np.float32))
    vectors = np.array([[1, 0], [-1, 0], [1, 0]], np.float32)
    some = [Headed((i, i + 1), (i, i + 1), kind, "name") for i, kind in enumerate(("LOC", "LOC", "PER"))]
    assert [one.stands_for for one in told(head, vectors, some, syntax([-1, 0, 0]))] == [GOVERNMENT, PLACE, ""]
    others = Head(head.weights, np.array([-0.5, -1.0], np.float32))
    assert told(others, vectors, some[:1], syntax([-1, 0, 0]))[0].stands_for == OTHERS


def test_a_head_of_another_encoder_is_not_used(tmp_path: Path) -> None:
    assert load(tmp_path) is None
    (tmp_path / "model.onnx").write_bytes(b"one")
    save(Head(np.ones((6, 2), np.float32), np.zeros(2, np.float32)), tmp_path)
    assert load(tmp_path) is not None
    (tmp_path / "model.onnx").write_bytes(b"another")
    assert load(tmp_path) is None


@pytest.mark.model
def test_a_capital_speaks_or_is_flown_to() -> None:
    found = [(TEXT[slice(*one.head)], one.stands_for) for one in Analyser().analyse(Report(id="a", text=TEXT)).mentions]
    assert [one for one in found if one[0] == "Moscow"] == [("Moscow", GOVERNMENT), ("Moscow", PLACE)]
