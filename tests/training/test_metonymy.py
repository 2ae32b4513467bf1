from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("sklearn")

from accordingto.data import GOVERNMENT, OTHERS, PLACE, STANDS_FOR  # noqa: E402
from training.metonymy import SOMEBODY, count, loss  # noqa: E402


def test_who_is_only_known_to_be_somebody_may_be_any_but_the_place() -> None:
    chances = torch.log(torch.tensor([[0.2, 0.5, 0.3], [0.2, 0.5, 0.3]]))
    assert torch.exp(-loss(chances, torch.tensor([SOMEBODY, 1]))).tolist() == pytest.approx([0.8, 0.5])


@pytest.mark.parametrize(
    ("chances", "label", "right", "governs"),
    [
        ([0.6, 0.3, 0.1], STANDS_FOR.index(PLACE), 1, None),
        ([0.6, 0.3, 0.1], SOMEBODY, 0, None),
        ([0.4, 0.1, 0.5], SOMEBODY, 1, None),
        ([0.6, 0.3, 0.1], STANDS_FOR.index(GOVERNMENT), 0, 1),
        ([0.2, 0.5, 0.3], STANDS_FOR.index(OTHERS), 1, 0),
    ],
)
def test_places_are_counted_and_governments_only_where_they_are_known(
    chances: list[float], label: int, right: int, governs: int | None
) -> None:
    good, seen = Counter[str](), Counter[str]()
    count(label, np.log(chances).tolist(), good, seen)
    assert (good[PLACE], seen[PLACE]) == (right, 1)
    assert (good[GOVERNMENT], seen[GOVERNMENT]) == ((0, 0) if governs is None else (governs, 1))
