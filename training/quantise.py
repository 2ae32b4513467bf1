"""The encoder in fp32 → the same in int8, with as little lost as can be.

Matrices and tables become 8 bits with a scale a column; what goes into a matrix gets one scale a call. A few channels
of MiniLM's activations are many times larger than the rest and would use that scale up, so each channel is first
divided by a number of its own and the matrix multiplied by it (SmoothQuant, Xiao et al. 2023, arXiv 2211.10438). The
largest channels of all, those that the first token has in the middle of a layer, stay fp32 in a product of their own
(LLM.int8, Dettmers et al. 2022, arXiv 2208.07339). The sizes of the channels are measured on reports of the train part.
What comes out takes rows of one length only: nothing tells it of padding. The convolutions of the network that finds
the parts given a cue become int8 products, too.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from onnxruntime.transformers.fusion_options import FusionOptions

from accordingto.tokens import Tokens
from training.data import polnear, windows
from training.model import Shape

STRENGTH = 0.75
"""How much of a channel's size goes into the matrix. Mean squared error of the word vectors against fp32 on windows of
PolNeAR, by strength: none 0.0042, 0.5 0.0075, 0.65 0.0018, 0.75 0.0014, 0.8 0.0015, 0.85 0.0017, 1 0.0028."""
EXACT = 4
"""Channels that stay fp32 where a layer's inner width goes back to its outer one. Error as above, and time of the
encoder on one core: none 0.00119 and 0.612 s, 4 0.00047 and 0.612, 8 0.00046 and 0.615, 16 0.00045 and 0.621; 8 in
every matrix 0.00033 and 0.665; those matrices of the first three layers left in fp32 0.00049 and 0.72."""
REPORTS = 40

APART = "apart"
"""How the names of their products end."""

Arrays = dict[str, np.ndarray]


def quantise(source: Path, target: Path, shape: Shape, tokens: Tokens, samples: Sequence[Arrays] | None = None) -> None:
    """Fuse the encoder's operations, even its channels out (measured on `samples`) and write it in int8."""
    options = FusionOptions("bert")
    options.enable_embed_layer_norm = False
    # On a CPU the fused operator is 5 times slower than its two parts: 6.4 against 1.4 of 35 ms a window of 256 tokens.
    options.enable_skip_layer_norm = False
    with tempfile.TemporaryDirectory() as folder:
        fused, even = Path(folder) / "fused.onnx", Path(folder) / "even.onnx"
        model = optimizer.optimize_model(
            str(source),
            "bert",
            num_heads=shape.heads,
            hidden_size=shape.width,
            optimization_options=options,
            opt_level=0,
        )
        model.save_model_to_file(str(fused))
        alone = unmasked(onnx.load(fused))
        onnx.save(smoothed(alone, inputs(tokens) if samples is None else samples), even)
        quantize_dynamic(
            even,
            target,
            weight_type=QuantType.QInt8,
            per_channel=True,
            nodes_to_exclude=[node.name for node in onnx.load(even).graph.node if node.name.endswith(f"/{APART}")],
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )


def unmasked(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return the model without the mask of its attention, which then runs a fifth faster (block by block)."""
    graph = model.graph
    for node in graph.node:
        if node.op_type == "MultiHeadAttention":
            del node.input[3:]  # no bias, no mask
    while dead := [node for node in graph.node if not {*node.output} & _read(graph)]:
        for node in dead:
            graph.node.remove(node)
    return model


def _read(graph: onnx.GraphProto) -> set[str]:
    """Return the names of what is read: by a node, or as an output."""
    return {name for node in graph.node for name in node.input} | {output.name for output in graph.output}


def inputs(tokens: Tokens) -> list[Arrays]:
    """Return the first window of some reports of the train part, as the encoder takes it."""
    out = []
    for doc in list(polnear("train"))[:: max(1, 840 // REPORTS)]:
        w = next(windows(doc, tokens, 256, None))
        out.append({k: np.array([getattr(w, k)], np.int64) for k in ("ids", "look", "first")})
    return out


def smoothed(model: onnx.ModelProto, samples: Sequence[Arrays]) -> onnx.ModelProto:
    """Return the model with each matrix's input evened out by a product before it, and EXACT channels apart."""
    graph = model.graph
    held = {table.name: table for table in graph.initializer}
    products = [node for node in graph.node if node.op_type == "MatMul" and node.input[1] in held]
    sizes = channel_sizes(model, sorted({node.input[0] for node in products}), samples)
    for node in products:
        table, size = held[node.input[1]], sizes[node.input[0]].copy()
        matrix = numpy_helper.to_array(table).copy()
        apart = np.sort(np.argsort(size)[-EXACT if "/down/" in node.name else len(size) :])
        if len(apart):
            beside(graph, node, apart, matrix[apart])
            matrix[apart], size[apart] = 0, np.median(size)
        scale = np.maximum(size, 1e-5) ** STRENGTH / np.maximum(np.abs(matrix).max(1), 1e-5) ** (1 - STRENGTH)
        scale[apart] = 1
        scale = (scale / np.exp(np.log(scale).mean())).astype(np.float32)
        table.CopyFrom(numpy_helper.from_array(matrix * scale[:, None], table.name))
        shrink = 1 / scale
        shrink[apart] = 0
        name = f"{node.name}/even"
        graph.initializer.append(numpy_helper.from_array(shrink, name))
        product = helper.make_node("Mul", [node.input[0], name], [f"{name}/out"], name=f"{name}/Mul")
        graph.node.insert(list(graph.node).index(node), product)
        node.input[0] = product.output[0]
    return model


def beside(graph: onnx.GraphProto, node: onnx.NodeProto, channels: np.ndarray, rows: np.ndarray) -> None:
    """Multiply these channels of the node's input with their rows of its matrix by themselves, and add the two."""
    name, whole = f"{node.name}/{APART}", node.output[0]
    graph.initializer.append(numpy_helper.from_array(channels.astype(np.int64), f"{name}/channels"))
    graph.initializer.append(numpy_helper.from_array(rows, f"{name}/rows"))
    few = helper.make_node(
        "Gather", [node.input[0], f"{name}/channels"], [f"{name}/few"], axis=2, name=f"{name}/Gather"
    )
    exact = helper.make_node("MatMul", [f"{name}/few", f"{name}/rows"], [f"{name}/exact"], name=name)
    node.output[0] = f"{name}/rest"
    total = helper.make_node("Add", [node.output[0], f"{name}/exact"], [whole], name=f"{name}/Add")
    at = list(graph.node).index(node)
    for step, new in zip((0, 1, 3), (few, exact, total), strict=True):
        graph.node.insert(at + step, new)


def convolved(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return a network with each convolution over words as one int8 product of the words that it sees, side by side.

    2.4 times faster than in fp32: 6.2 and 2.6 ms for ten cues and 82 words each.
    """
    graph = model.graph
    made = {name: node for node in graph.node for name in node.output}
    for conv in [node for node in graph.node if node.op_type == "Conv"]:
        before, after = made[conv.input[0]], next(node for node in graph.node if conv.output[0] in node.input)
        at = list(graph.node).index(before)
        new = _product(graph, conv, before.input[0], after.output[0])
        for node in (before, conv, after):  # the convolution wants words last, the product channels
            graph.node.remove(node)
        put(graph, at, new)
    return model


def put(graph: onnx.GraphProto, at: int, nodes: Sequence[onnx.NodeProto]) -> None:
    """Put nodes into a graph, one behind the other from a place on."""
    for step, node in enumerate(nodes):
        graph.node.insert(at + step, node)


def _product(graph: onnx.GraphProto, conv: onnx.NodeProto, source: str, target: str) -> list[onnx.NodeProto]:
    """Return what makes of `source` (N, T, in) what a convolution does (N, T, out), its matrix as int8."""
    name, table = conv.name, next(t for t in graph.initializer if t.name == conv.input[1])
    (step,) = next(a.ints for a in conv.attribute if a.name == "dilations")
    weights = numpy_helper.to_array(table)
    count = weights.shape[2]
    reach, matrix = step * (count // 2), weights.transpose(2, 1, 0).reshape(-1, weights.shape[0])
    scale = np.maximum(np.abs(matrix).max(0), 1e-9).astype(np.float32) / 127

    def held(what: str, values: np.ndarray) -> str:
        graph.initializer.append(numpy_helper.from_array(np.ascontiguousarray(values), f"{name}/{what}"))
        return f"{name}/{what}"

    def ints(what: str, *values: int) -> str:
        return held(what, np.array(values, np.int64))

    graph.initializer.remove(table)
    axis, parts = ints("axis", 1), [f"{name}/part{number}" for number in range(count)]
    ends = [step * number - 2 * reach or np.iinfo(np.int64).max for number in range(count)]
    slices = [
        helper.make_node(
            "Slice",
            [f"{name}/small", ints(f"from{number}", step * number), ints(f"to{number}", ends[number]), axis],
            [part],
        )
        for number, part in enumerate(parts)
    ]
    scales = [f"{name}/step", held("scale", scale)]
    matrix8 = held("matrix", np.rint(matrix / scale).astype(np.int8))
    return [
        helper.make_node("Pad", [source, ints("pads", 0, reach, 0, 0, reach, 0)], [f"{name}/wide"]),
        helper.make_node("DynamicQuantizeLinear", [f"{name}/wide"], [f"{name}/small", scales[0], f"{name}/zero"]),
        *slices,
        helper.make_node("Concat", parts, [f"{name}/all"], axis=2),
        helper.make_node("MatMulInteger", [f"{name}/all", matrix8, f"{name}/zero"], [f"{name}/sum"]),
        helper.make_node("Cast", [f"{name}/sum"], [f"{name}/float"], to=onnx.TensorProto.FLOAT),
        helper.make_node("Mul", scales, [f"{name}/scales"]),
        helper.make_node("Mul", [f"{name}/float", f"{name}/scales"], [f"{name}/product"]),
        helper.make_node("Add", [f"{name}/product", conv.input[2]], [target]),
    ]


def channel_sizes(model: onnx.ModelProto, names: Sequence[str], samples: Sequence[Arrays]) -> Arrays:
    """Return for each of these tensors the largest absolute value of each of its channels."""
    probe = onnx.ModelProto()
    probe.CopyFrom(model)
    outputs = {output.name for output in probe.graph.output}
    for name in names:
        if name not in outputs:
            probe.graph.output.append(helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None))
    session = onnxruntime.InferenceSession(probe.SerializeToString(), providers=["CPUExecutionProvider"])
    sizes: Arrays = {}
    for sample in samples:
        for name, values in zip(names, session.run(list(names), sample), strict=True):
            top = np.abs(values).reshape(-1, values.shape[-1]).max(0)
            sizes[name] = np.maximum(sizes.get(name, 0), top)
    return sizes
