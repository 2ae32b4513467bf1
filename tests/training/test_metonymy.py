from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("sklearn")

from accordingto.data import GOVERNMENT, OTHERS, PLACE, STANDS_FOR  # noqa: E402
from training.metonymy import SOMEBODY, fitted, loss, ridge  # noqa: E402


def test_who_is_only_known_to_be_somebody_may_be_any_but_the_place() -> None:
    chances = torch.log(torch.tensor([[0.2, 0.5, 0.3], [0.2, 0.5, 0.3]]))
    assert torch.exp(-loss(chances, torch.tensor([SOMEBODY, 1]))).tolist() == pytest.approx([0.8, 0.5])


def test_a_row_counts_its_share() -> None:
    x, y = np.array([[0.0], [1.0], [1.0]]), np.array([-1.0, 1.0, -1.0])
    often, seldom = (ridge(x, y, np.array([1.0, 1.0, share])) for share in (5.0, 0.1))
    assert often[0][0] < seldom[0][0]


def test_governments_are_learned_only_from_those_who_are_told_apart() -> None:
    x = np.array([[3.0, 0.0], [-3.0, 3.0], [-3.0, -3.0], [-3.0, -3.0]] * 5, np.float32)
    labels = np.array([STANDS_FOR.index(PLACE), STANDS_FOR.index(GOVERNMENT), STANDS_FOR.index(OTHERS), SOMEBODY] * 5)
    assert fitted(x, labels, np.ones(len(x))).stands_for(x[:3]) == [PLACE, GOVERNMENT, OTHERS]
