from __future__ import annotations

import shutil

import numpy as np
import pytest

torch = pytest.importorskip("torch")
onnx = pytest.importorskip("onnx")
onnxruntime = pytest.importorskip("onnxruntime")

from accordingto.settings import WEIGHTS  # noqa: E402
from accordingto.tokens import LOOKS, Tokens  # noqa: E402
from training.export import graphs  # noqa: E402
from training.model import Network, Shape  # noqa: E402
from training.quantise import quantise  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")
SMALL = Shape(width=48, layers=2, heads=4, inner=96, given=16, label=24)


def windows(number, length=24):
    rng = np.random.default_rng(number)
    for _ in range(number):
        ids, look = rng.integers(1000, 2000, (1, length)), rng.integers(0, LOOKS, (1, length))
        yield {"ids": ids, "look": look, "first": np.sort(rng.choice(length, (1, 15), replace=False))}


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """The encoder of a small network in fp32 and in int8."""
    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("weights")
    shutil.copyfile(WEIGHTS / "tokenizer.json", folder / "tokenizer.json")
    graphs(Network(SMALL).eval(), folder)
    quantise(
        folder / "model.onnx", folder / "int8.onnx", SMALL, Tokens(folder / "tokenizer.json"), samples=list(windows(4))
    )
    return folder / "model.onnx", folder / "int8.onnx"


def test_the_encoder_in_int8_gives_what_it_gives_in_fp32(both):
    whole, small = (onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"]) for path in both)
    for window in windows(3):
        wanted, found = whole.run(None, window)[0], small.run(None, window)[0]
        assert np.abs(wanted - found).max() < 0.1 * np.abs(wanted).max()


def test_no_operator_that_is_slow_on_a_cpu_is_in_it(both):
    nodes = onnx.load(both[1]).graph.node
    kinds = {node.op_type for node in nodes}
    assert "MatMulInteger" in kinds and "LayerNormalization" in kinds
    assert "SkipLayerNormalization" not in kinds
    # A mask would keep the attention from running block by block.
    assert {len(node.input) for node in nodes if node.op_type == "MultiHeadAttention"} == {3}
