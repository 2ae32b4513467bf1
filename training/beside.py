"""Narrow matrices beside those of the encoder (LoRA), and the ONNX file that holds them and nothing of the encoder.

The file is the encoder's own int8 network with the narrow products added where they belong. What is large in it and the
same stays where it is: it is read from `model.onnx`, by its place in that file.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, compose, helper, numpy_helper
from torch import Tensor, nn
from torch.nn import functional as F

from accordingto.encoder import mark_of
from accordingto.heads.places import CARD, FILE
from training.export import write as export
from training.quantise import put

RANK, STRENGTH = 16, 2.0
"""Width of the narrow matrices, and what their product is multiplied by."""
MATRICES = ("qkv", "out", "up", "down")
"""The matrices of a layer."""
SMALL = 4096
"""Bytes from which a table is read from the encoder's file."""


class Beside(nn.Module):
    """A matrix of the encoder, which stays as it is, and the product of two narrow ones beside it."""

    def __init__(self, whole: nn.Linear) -> None:
        super().__init__()
        self.whole = whole
        self.narrow = nn.Parameter(torch.randn(RANK, whole.in_features) / whole.in_features**0.5)
        self.back = nn.Parameter(torch.zeros(whole.out_features, RANK))

    def forward(self, x: Tensor) -> Tensor:
        """x (…, in) → (…, out)."""
        out: Tensor = self.whole(x) + F.linear(F.linear(x, self.narrow), self.back) * STRENGTH
        return out


class Read(nn.Module):
    """Vectors of the first token and the name's (1, T, width) → log chances (1, 3)."""

    def __init__(self, head: nn.Sequential) -> None:
        super().__init__()
        self.head = head

    def forward(self, vectors: Tensor) -> Tensor:
        """See the class."""
        return F.log_softmax(self.head(torch.cat([vectors[:, 0], vectors[:, 1:].mean(1)], -1)), -1)


def write(layers: nn.ModuleList, mark: Tensor, head: nn.Sequential, folder: Path, card: dict[str, object]) -> None:
    """Write `places.onnx` and its card beside the encoder of a folder of weights.

    The layers' MATRICES are `Beside`; inputs are `ids`, `look` and `name` (1, L), and `first` (1, T): 0 and the name's
    tokens.
    """
    whole = onnx.load(folder / "model.onnx")
    graph = whole.graph
    for number, layer in enumerate(layers):
        for part in MATRICES:
            added(graph, f"/layers.{number}/{part}/MatMul", getattr(layer, part))
    marked(graph, mark)
    model = joined(whole, head.eval())
    borrowed(model, folder / "model.onnx")
    (folder / FILE).write_bytes(model.SerializeToString())
    card = {"encoder": mark_of(folder), **card}
    (folder / CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf8")


def added(graph: onnx.GraphProto, name: str, beside: Beside) -> None:
    """Add what the narrow matrices make of a product's input to its output."""
    result = f"{name}_output_0"
    (source,) = (node.input[0] for node in graph.node if node.name == f"{name}/even/Mul")
    maker = next(node for node in graph.node if result in node.output)
    maker.output[list(maker.output).index(result)] = f"{result}/whole"
    inside = float16(graph, f"{name}/narrow", beside.narrow.T)
    outside = float16(graph, f"{name}/back", beside.back.T * STRENGTH)
    nodes = [
        inside,
        outside,
        helper.make_node("MatMul", [source, inside.output[0]], [f"{name}/few"]),
        helper.make_node("MatMul", [f"{name}/few", outside.output[0]], [f"{name}/beside"]),
        helper.make_node("Add", [f"{result}/whole", f"{name}/beside"], [result]),
    ]
    put(graph, list(graph.node).index(maker) + 1, nodes)


def float16(graph: onnx.GraphProto, name: str, table: Tensor) -> onnx.NodeProto:
    """Put a table into a graph in half the bytes, and return the node that makes it float32."""
    graph.initializer.append(numpy_helper.from_array(table.detach().numpy().astype(np.float16), name))
    return helper.make_node("Cast", [name], [f"{name}/float"], to=TensorProto.FLOAT)


def marked(graph: onnx.GraphProto, mark: Tensor) -> None:
    """Add the mark to the tokens of the name, before the first normalisation."""
    norm = next(node for node in graph.node if node.op_type == "LayerNormalization")
    graph.input.append(helper.make_tensor_value_info("name", TensorProto.FLOAT, ["batch", "tokens"]))
    graph.initializer.append(numpy_helper.from_array(mark.detach().numpy(), "mark"))
    graph.initializer.append(numpy_helper.from_array(np.array([2], np.int64), "mark/axis"))
    nodes = [
        helper.make_node("Unsqueeze", ["name", "mark/axis"], ["name/column"]),
        helper.make_node("Mul", ["name/column", "mark"], ["name/mark"]),
        helper.make_node("Add", [norm.input[0], "name/mark"], ["marked"]),
    ]
    at = list(graph.node).index(norm)
    norm.input[0] = "marked"
    put(graph, at, nodes)


def joined(whole: onnx.ModelProto, head: nn.Sequential) -> onnx.ModelProto:
    """Return the network with the head read off its word vectors, and nothing else told."""
    with tempfile.TemporaryDirectory() as folder:
        path, axes = Path(folder) / "head.onnx", {1: "words"}
        export(Read(head), (torch.randn(1, 3, head[1].in_features // 2),), path, {"vectors": axes}, {"chances": {}})
        end = compose.add_prefix(onnx.load(path), "read/")
    end.ir_version = whole.ir_version
    return compose.merge_models(whole, end, [("word_vectors", "read/vectors")], outputs=["read/chances"])


def borrowed(model: onnx.ModelProto, of: Path) -> None:
    """Take the tables out of a network that stand in another file, and say where they stand there."""
    content = of.read_bytes()
    for table in model.graph.initializer:
        at = content.find(table.raw_data) if len(table.raw_data) >= SMALL else -1
        if at >= 0:
            where = {"location": of.name, "offset": str(at), "length": str(len(table.raw_data))}
            table.ClearField("raw_data")
            table.data_location = TensorProto.EXTERNAL
            table.external_data.extend(onnx.StringStringEntryProto(key=k, value=v) for k, v in where.items())
