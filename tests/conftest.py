"""What all tests share: none loads the weights of the second encoder unless it is marked `model`."""

from __future__ import annotations

import pytest

from accordingto.query import likeness
from tests.fakes import FakeMeaning


@pytest.fixture(autouse=True)
def _small_meaning(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.node.get_closest_marker("model") is None:
        monkeypatch.setattr("accordingto.link.meaning.OnnxMeaning", FakeMeaning)
    likeness._encoder.cache_clear()
