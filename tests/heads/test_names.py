from __future__ import annotations

import numpy as np

from accordingto.heads.names import NAME_TAGS, decode
from tests.network import bio_tables

TABLES = bio_tables("names", 3)


def scores(*tags: str) -> np.ndarray:
    return (9 * np.eye(len(NAME_TAGS))[[NAME_TAGS.index(t) for t in tags]]).astype(np.float32)


def test_runs_of_one_type_are_names() -> None:
    rows = scores("PER begins", "PER", "out", "ORG begins", "ORG", "ORG", "LOC begins")
    assert decode(rows, [(0, 7)], TABLES) == [(0, 2, "PER"), (3, 6, "ORG"), (6, 7, "LOC")]


def test_a_name_ends_with_its_sentence() -> None:
    rows = scores("out", "LOC begins", "LOC begins", "out")
    assert decode(rows, [(0, 2), (2, 4)], TABLES) == [(1, 2, "LOC"), (2, 3, "LOC")]


def test_an_inside_needs_a_begin() -> None:
    assert all(b < e for b, e, _ in decode(scores("PER", "PER", "out"), [(0, 3)], TABLES))


def test_no_sentences() -> None:
    assert decode(scores(), [], TABLES) == []
