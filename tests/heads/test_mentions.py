from __future__ import annotations

import numpy as np
import pytest

from accordingto.data import Span, Syntax
from accordingto.heads.mentions import HEAD_TAGS, decode, extents, moved


def syntax(rows: list[tuple[str, str, int, str]]) -> Syntax:
    """Return a tree of rows of word, tag, head (from 0, -1 for the root) and relation."""
    spans, at = [], 0
    for word, *_ in rows:
        spans.append(Span(at, at + len(word)))
        at += len(word) + 1
    return Syntax(
        words=tuple(spans), tags=tuple(r[1] for r in rows), heads=tuple(r[2] for r in rows),
        relations=tuple(r[3] for r in rows),
    )  # fmt: skip


ROWS = [
    ("The", "DET", 1, "det"),
    ("minister", "NOUN", 6, "nsubj"),
    ("of", "ADP", 3, "case"),
    ("Vell", "PROPN", 1, "nmod"),
    ("and", "CCONJ", 5, "cc"),
    ("diplomats", "NOUN", 1, "conj"),
    ("met", "VERB", -1, "root"),
    ("him", "PRON", 6, "obj"),
    (".", "PUNCT", 6, "punct"),
]


def found(*heads: tuple[int, str], names: tuple = (), rows: list = ROWS) -> list[tuple[str, str, str]]:
    scores = np.zeros((len(rows), len(HEAD_TAGS)), np.float32)
    scores[:, 0] = 0.5
    for word, kind in heads:
        scores[word, HEAD_TAGS.index(kind)] = 1
    words = [r[0] for r in rows]
    return [(" ".join(words[slice(*m.words)]), m.type, m.form) for m in decode(scores, names, syntax(rows))]


def test_a_mention_is_its_head_with_what_modifies_it() -> None:
    assert found((1, "PER")) == [("The minister of Vell", "PER", "nominal")]


def test_what_is_joined_by_and_is_its_own() -> None:
    assert found((5, "PER")) == [("diplomats", "PER", "nominal")]


def test_forms() -> None:
    assert found((3, "LOC"), (7, "PER")) == [("Vell", "LOC", "name"), ("him", "PER", "pronoun")]


def test_a_name_is_a_mention_of_its_type() -> None:
    assert found(names=((3, 4, "LOC"),)) == [("Vell", "LOC", "name")]


def test_wider_first() -> None:
    assert [m[0] for m in found((3, "LOC"), (1, "PER"))] == ["The minister of Vell", "Vell"]


def test_extents_are_those_of_all_below() -> None:
    lows, highs = extents(syntax(ROWS))
    assert (lows[6], highs[6]) == (0, 9) and (lows[1], highs[1]) == (0, 6)


def test_nothing() -> None:
    assert decode(np.zeros((0, len(HEAD_TAGS)), np.float32), (), syntax([])) == []


def test_a_piece_moves_to_its_place() -> None:
    scores = np.eye(len(HEAD_TAGS), dtype=np.float32)[[0, 1, 0, 0, 0, 0, 0, 0, 0]]
    (one,) = decode(scores, (), syntax(ROWS))
    assert moved(one, 10).words == (10, 14)


@pytest.mark.parametrize("seed", range(5))
def test_any_tree_gives_mentions_around_their_heads(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = 30
    rows = [("w", "NOUN", int(rng.integers(-1, i)) if i else -1, "nmod") for i in range(n)]
    scores = rng.normal(size=(n, len(HEAD_TAGS))).astype(np.float32)
    for m in decode(scores, (), syntax(rows)):
        assert 0 <= m.words[0] <= m.head[0] < m.head[1] <= m.words[1] <= n
