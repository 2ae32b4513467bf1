from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
onnx = pytest.importorskip("onnx")

from accordingto.heads.places import OnnxHead, load, window  # noqa: E402
from accordingto.segment import words  # noqa: E402
from accordingto.settings import WEIGHTS  # noqa: E402
from accordingto.tokens import Tokens  # noqa: E402
from training.beside import MATRICES, Beside, write  # noqa: E402
from training.model import Layer, Shape  # noqa: E402

TEXT = "Callow said nothing of Moscow, which waits."


def test_beside_a_matrix_nothing_is_added_until_something_is_learned() -> None:
    whole = torch.nn.Linear(6, 4)
    one, x = Beside(whole), torch.randn(3, 6)
    assert torch.equal(one(x), whole(x))
    torch.nn.init.ones_(one.back)
    assert not torch.allclose(one(x), whole(x))


@pytest.mark.model
def test_the_file_is_small_takes_the_encoder_from_its_own_and_feels_mark_and_matrices(tmp_path: Path) -> None:
    for name in ("model.onnx", "tokenizer.json"):
        shutil.copyfile(WEIGHTS / name, tmp_path / name)
    shape = Shape()
    layers = torch.nn.ModuleList(Layer(shape) for _ in range(shape.layers))
    for layer in layers:
        for part in MATRICES:
            setattr(layer, part, Beside(getattr(layer, part)))
    drop = torch.nn.Dropout(0.2)
    head = torch.nn.Sequential(drop, torch.nn.Linear(2 * shape.width, 8), torch.nn.GELU(), drop, torch.nn.Linear(8, 3))
    chances = []
    for mark, back in ((0.0, 0.0), (1.0, 0.0), (1.0, 0.1)):
        for layer in layers:
            torch.nn.init.constant_(layer.up.back, back)
        write(
            layers, torch.full((shape.width,), mark) * torch.arange(shape.width).sin(), head, tmp_path, {"data": "none"}
        )
        assert load(tmp_path) is not None
        read = OnnxHead(tmp_path)
        chances.append(read.chances(window(Tokens(WEIGHTS / "tokenizer.json"), TEXT, words(TEXT), (4, 5))))
    assert (tmp_path / "places.onnx").stat().st_size < 3_000_000
    assert all(np.exp(some).sum() == pytest.approx(1, abs=1e-4) for some in chances)
    assert not np.allclose(chances[0], chances[1], atol=1e-3) and not np.allclose(chances[1], chances[2], atol=1e-3)
