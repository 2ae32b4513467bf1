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
from training.quantise import convolved, quantise  # noqa: E402

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


def test_convolutions_become_products_that_give_the_same(both):
    folder = both[0].parent
    small = convolved(onnx.load(folder / "given.onnx"))
    assert "Conv" not in {node.op_type for node in small.graph.node}
    onnx.save(small, folder / "given8.onnx")
    networks = [onnxruntime.InferenceSession(folder / name) for name in ("given.onnx", "given8.onnx")]
    rng = np.random.default_rng(1)
    for cues, words in ((3, 30), (1, 1), (2, 7)):
        arrays = {
            "about": rng.normal(size=(cues, 2 * SMALL.width)).astype(np.float32),
            "read": rng.normal(size=(cues, words, 2 * SMALL.given)).astype(np.float32),
            "place": rng.integers(0, 5, (cues, words)),
            "live": np.ones((cues, words), np.float32),
        }
        wanted, found = (network.run(None, arrays)[0] for network in networks)
        assert wanted.shape == found.shape == (cues, words, 5)
        assert np.abs(wanted - found).max() < 0.05 * np.abs(wanted).max()
