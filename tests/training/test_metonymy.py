from __future__ import annotations

import numpy as np
import pytest

from accordingto.data import Span, Syntax
from accordingto.events.tree import Tree

pytest.importorskip("sklearn")
metonymy = pytest.importorskip("training.metonymy")


def tree(words: str, tags: str, heads: list[int], relations: str) -> Tree:
    spans, at = [], 0
    for word in words.split():
        spans.append(Span(at, at + len(word)))
        at += len(word) + 1
    syntax = Syntax(
        words=tuple(spans), tags=tuple(tags.split()), heads=tuple(heads), relations=tuple(relations.split())
    )
    return Tree(words, syntax)


def test_a_place_in_a_list_is_seen_as_the_whole_list_is():
    found = tree(
        "Talks with Orlo and Venn failed",
        "NOUN ADP PROPN CCONJ PROPN VERB",
        [5, 2, 0, 4, 2, -1],
        "nsubj case nmod cc conj root",
    )
    one, other = (metonymy.tree_features(found, [at]) for at in (2, 4))
    assert one["case with"] == other["case with"] == 1.0
    assert "nmod of talk" in one and "nmod of talk" in other
    assert (one["in a list"], other["in a list"]) == (0.0, 1.0)


def test_what_is_seen_of_a_place_leaves_its_name_out():
    a, b = (tree(f"{place} said no", "PROPN VERB INTJ", [1, -1, 1], "nsubj root obj") for place in ("Orlo", "Venn"))
    assert metonymy.tree_features(a, [0]) == metonymy.tree_features(b, [0])
    assert metonymy.window_features(a, [0]) == metonymy.window_features(b, [0])


def test_rows_have_length_one_and_leave_rare_names_out():
    rows = metonymy.named_rows([{"a": 1.0, "b": 1.0}, {"a": 1.0, "c": 1.0}, {"b": 1.0}]).toarray()
    assert rows.shape == (3, 2)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0)
