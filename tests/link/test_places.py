from __future__ import annotations

import numpy as np
import pytest

from accordingto.link.near import (
    KEPT,
    OTHER_SIDE,
    UNDATED,
    Marks,
    Neighbours,
    add,
    centred,
    late_cost,
    nearest,
    scored,
    scores,
)
from accordingto.link.places import Nodes, day_of, neighbours, packed_near, packed_vectors, plain_name


@pytest.mark.parametrize(
    ("speaker", "kind", "expected"),
    [
        ("state news agency VANA", "media", "VANA"),
        ("nurse at the clinic Noor Elvas", "person", "Noor Elvas"),
        ("humanitarian agency Doctors of the Sea", "organisation", "Doctors of the Sea"),
        ("rebel leader Orlo al-Tarn; the Gull", "person", "Orlo al-Tarn; the Gull"),
        ("President Orlo al-Tarn", "person", "Orlo al-Tarn"),
        ("official of the Norlandish Ministry of War", "person", "official of the Norlandish Ministry of War"),
        ("Norlandish government", "organisation", "Norlandish government"),
        ("two fighters", "armed_group", "two fighters"),
        ("Ada Quill", "person", "Ada Quill"),
        ("residents of Orl", "people", "residents of Orl"),
    ],
)
def test_plain_name(speaker: str, kind: str, expected: str) -> None:
    assert plain_name(speaker, kind) == expected


def test_days() -> None:
    assert day_of("2026-03-02T10:00") - day_of("2026-03-01") == 1
    assert day_of("") == day_of("soon") == UNDATED


def drawn(count: int, seed: int = 1) -> tuple[np.ndarray, Marks, np.ndarray]:
    rng = np.random.default_rng(seed)
    themes = rng.standard_normal((12, 384))
    vectors = themes[rng.integers(12, size=count)] + 0.7 * rng.standard_normal((count, 384))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    marks = Marks(rng.integers(700_000, 700_030, size=count), rng.integers(3, size=count))
    return vectors, marks, rng.permutation(10 * count).astype(np.int64)[:count]


def test_adding_gives_what_comparing_all_gives() -> None:
    vectors, marks, keys = drawn(300)
    some = nearest(vectors[:250], marks.of(slice(250)), keys[:250])
    grown = add(some, vectors, marks, keys, 250)
    whole = nearest(vectors, marks, keys)
    assert np.allclose(grown.score, whole.score, atol=1e-6)
    assert (np.sort(grown.at, 1) == np.sort(whole.at, 1)).all()


def test_nobody_is_its_own_neighbour_or_met_twice() -> None:
    vectors, marks, keys = drawn(300)
    found = nearest(vectors, marks, keys)
    for row, at in enumerate(found.at.tolist()):
        there = [other for other in at if other >= 0]
        assert row not in there
        assert len(there) == len(set(there))


def test_neighbours_come_back_as_they_were_kept() -> None:
    vectors, marks, keys = drawn(100)
    found = nearest(vectors, marks, keys)
    held = Nodes(keys=keys, marks=marks, vectors=vectors, told=[""] * 100, near=packed_near(found, keys))
    again = scored(neighbours(held, 100), vectors, marks, keys)
    assert (again.at == found.at).all() and np.allclose(again.score, found.score, atol=1e-6)
    fewer = Nodes(keys=keys[:60], marks=marks.of(slice(60)), vectors=vectors[:60], told=[""] * 60, near=held.near[:60])
    assert (neighbours(fewer, 60) < 60).all()
    assert all(len(packed) == 512 for packed in packed_vectors(vectors))


def test_neighbours_that_are_no_longer_near_are_left_out() -> None:
    vectors, marks, keys = drawn(100)
    found = nearest(vectors, marks, keys)
    row = int(np.flatnonzero((found.at >= 0).sum(1) > 1)[0])
    moved = vectors.copy()
    moved[found.at[row, 0]] = -vectors[row]
    again = scored(found.at, moved, marks, keys)
    assert found.at[row, 0] not in again.at[row] and found.at[row, 1] in again.at[row]


def test_late_reports_are_less_near() -> None:
    day = np.array([700_000, 700_010, 700_400, UNDATED])
    cost = late_cost(np.full(4, 700_000), day)
    assert cost.tolist() == [0.0, 0.0, pytest.approx(0.15), 0.0]
    one = centred(np.eye(3, 384, dtype=np.float32), np.zeros(384, np.float32))
    marks = Marks(day[:3], np.zeros(3, np.int64))
    assert scores(one[:1], one, marks.of(slice(1)), marks)[0].tolist() == pytest.approx([1.0, 0.0, -0.15])


def test_what_two_sides_did_is_less_near() -> None:
    one = np.eye(1, 384, dtype=np.float32).repeat(3, 0)
    marks = Marks(np.full(3, UNDATED), np.array([1, 1, 2]))
    assert scores(one, one, marks, marks)[0].tolist() == pytest.approx([1.0, 1.0, 1.0 - OTHER_SIDE])


def test_few_have_fewer_neighbours() -> None:
    vectors, marks, keys = drawn(3)
    found = nearest(vectors, marks, keys)
    assert isinstance(found, Neighbours) and found.at.shape == (3, KEPT)
