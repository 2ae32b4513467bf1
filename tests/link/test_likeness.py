from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from accordingto.link.likeness import MOST_DAYS, SIGNALS, USUAL_NODES, Alike, Likeness, known_of, signals, told
from accordingto.link.near import UNDATED

WORDS = (
    "shells killed six villagers in Orl",
    "six villagers were killed by shelling",
    "the senate will vote on the lease",
    "an air strike killed 60 soldiers in Orl",
)


def compared(one: int, other: int, days: tuple[int, ...] = (700_000, 700_002, 700_100, UNDATED)) -> dict[str, float]:
    known = known_of([told(words) for words in WORDS], np.array(days))
    row = signals(known, np.eye(4, 8, dtype=np.float32), np.array([one]), np.array([other]))[0]
    return dict(zip(SIGNALS, row.tolist(), strict=True))


def test_what_is_told_of_two_that_say_the_same() -> None:
    found = compared(0, 1)
    assert found["days"] == pytest.approx(0.2)
    assert found["figures"] == found["one figure"] == found["whom"] == found["by"] == 0
    assert found["words"] > 0.4
    assert found["rarest word"] == pytest.approx(np.log((USUAL_NODES + 1) / 2.5), abs=1e-4)


def test_what_is_told_of_two_that_do_not() -> None:
    found = compared(0, 3)
    assert found["figures"] > 1.5
    assert found["whom"] == 1 and found["by"] == 2
    assert found["days"] == MOST_DAYS / 10
    assert compared(0, 2)["one figure"] == 1
    assert compared(0, 2)["words"] == 0


def test_the_same_pair_is_the_same_either_way() -> None:
    assert compared(0, 3) == pytest.approx(compared(3, 0))


def test_words_without_any_that_tells() -> None:
    known = known_of([told("it was said by them"), told("")], np.array([UNDATED, UNDATED]))
    assert np.isfinite(signals(known, np.eye(2, dtype=np.float32), np.array([0]), np.array([1]))).all()


def test_nobody_is_known() -> None:
    known = known_of([], np.zeros(0, np.int64))
    nobody = np.zeros(0, np.int64)
    assert signals(known, np.zeros((0, 8), np.float32), nobody, nobody).shape == (0, len(SIGNALS))


def test_what_ships_tells_the_same_from_the_other() -> None:
    known = known_of([told(words) for words in WORDS], np.array([700_000, 700_000, 700_000, 700_020]))
    vectors = np.array([[1, 0], [0.8, 0.6], [0.6, -0.8], [0.8, 0.6]], np.float32)
    alike = Alike(Likeness(), known, vectors, np.array([0, 1, 2, 3, 3]))
    same, unlike, other = alike(np.array([0, 0, 0]), np.array([1, 2, 3])).tolist()
    assert same > 0.5 > other and same > unlike
    assert alike(np.array([3]), np.array([4])).tolist() == [1.0]
    assert alike.among([3, 0])(np.array([0]), np.array([1])).tolist() == pytest.approx([other])


def test_a_figure_is_kept() -> None:
    alike = Alike(Likeness(), known_of([told(words) for words in WORDS], np.zeros(4)), np.eye(4, 2), np.arange(4))
    assert alike.least.tolist() == [6, 6, -1, 60]


def test_weights_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Likeness(tmp_path)
