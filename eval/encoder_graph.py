"""Writes the taught encoder as an ONNX graph that reads one sentence, in 8-bit weights."""

import tempfile
from pathlib import Path

import numpy as np
import onnx
from encoder_net import EPSILON, HEADS
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

# Operators that onnxruntime has for transformers beside the standard's.
FUSED = "com.microsoft"
OPSETS = [helper.make_opsetid("", 20), helper.make_opsetid(FUSED, 1)]
IR_VERSION = 10


class Graph:
    """A graph under construction."""

    def __init__(self) -> None:
        self.nodes, self.constants = [], []

    def constant(self, name: str, value) -> str:
        self.constants.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def add(self, operator: str, inputs: list[str], output: str, *, fused=False, **settings) -> str:
        domain = FUSED if fused else ""
        node = helper.make_node(operator, inputs, [output], name=output, domain=domain, **settings)
        self.nodes.append(node)
        return output


def export(embeddings: dict, weights: dict, path: Path) -> None:
    """Write the graph.

    Inputs: ids (1, pieces); triggers (n, pieces) and names (m, pieces), weights that average the
    pieces of each. Outputs: as `armsledger.extract.encoder.encoder.View`.
    """
    graph = Graph()
    x = add_embeddings(graph, embeddings)
    for number, layer in enumerate(weights["layers"]):
        x = add_layer(graph, number, layer, x)
    plain = {node.name for node in graph.nodes}
    add_heads(graph, weights["heads"], x)
    heads = [node.name for node in graph.nodes if node.name not in plain]
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        onnx.save(to_model(graph), whole)
        # Seven bits: with eight, processors without 8-bit dot products overflow.
        quantize_dynamic(
            whole,
            path,
            op_types_to_quantize=["MatMul"],
            nodes_to_exclude=heads,
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )


def to_model(graph: Graph):
    floats, numbers = TensorProto.FLOAT, TensorProto.INT64
    inputs = [
        helper.make_tensor_value_info("ids", numbers, [1, "pieces"]),
        helper.make_tensor_value_info("triggers", floats, ["n", "pieces"]),
        helper.make_tensor_value_info("names", floats, ["m", "pieces"]),
    ]
    shapes = {
        "events": ["n", None],
        "roles": ["n", "m", None],
        "told": ["n", None],
        "seen": ["n", None],
    }
    outputs = [helper.make_tensor_value_info(name, floats, shape) for name, shape in shapes.items()]
    made = helper.make_graph(graph.nodes, "encoder", inputs, outputs, graph.constants)
    return helper.make_model(made, opset_imports=OPSETS, ir_version=IR_VERSION)


def add_embeddings(graph: Graph, embeddings: dict) -> str:
    word = np.asarray(embeddings["word"], np.float32)
    scale = np.abs(word).max(axis=1, keepdims=True) / 127
    graph.constant("word", np.round(word / scale).astype(np.int8))
    graph.constant("word_scale", scale.astype(np.float32))
    graph.constant("places", np.asarray(embeddings["place"], np.float32))
    for name, value in (("zero", 0), ("one", 1), ("two", 2)):
        graph.constant(name, np.array([value], np.int64))
    graph.add("Gather", ["word", "ids"], "small")
    graph.add("Cast", ["small"], "large", to=TensorProto.FLOAT)
    graph.add("Gather", ["word_scale", "ids"], "scale")
    graph.add("Mul", ["large", "scale"], "words")
    graph.add("Shape", ["ids"], "shape")
    graph.add("Slice", ["shape", "one", "two", "zero"], "length")
    graph.add("Slice", ["places", "zero", "length", "zero"], "place")
    graph.add("Add", ["words", "place"], "placed")
    gain = graph.constant("gain", np.asarray(embeddings["gain"]))
    shift = graph.constant("shift", np.asarray(embeddings["shift"]))
    return graph.add("LayerNormalization", ["placed", gain, shift], "x0", axis=-1, epsilon=EPSILON)


def add_layer(graph: Graph, number: int, layer: dict, x: str) -> str:
    def constant(name, value):
        return graph.constant(f"{name}.{number}", np.asarray(value, np.float32))

    def add(operator, inputs, name, **settings):
        return graph.add(operator, inputs, f"{name}.{number}", **settings)

    def dense(given, weights, bias, name):
        product = add("MatMul", [given, constant(f"{name}_weights", weights)], f"{name}_product")
        return add("Add", [product, constant(f"{name}_bias", bias)], name)

    def onto(given, rest, norm, name):
        together = add("Add", [given, rest], f"{name}_sum")
        scale = [
            constant(f"{name}_gain", layer[norm]),
            constant(f"{name}_shift", layer[f"{norm}_bias"]),
        ]
        return add("LayerNormalization", [together, *scale], name, axis=-1, epsilon=EPSILON)

    joined = [np.hstack([layer[f"{n}{part}"] for n in "qkv"]) for part in ("", "_bias")]
    parts = [f"{n}.{number}" for n in "qkv"]
    split = {"name": f"split.{number}", "axis": -1, "num_outputs": len(parts)}
    graph.nodes.append(helper.make_node("Split", [dense(x, *joined, "qkv")], parts, **split))
    seen = add("MultiHeadAttention", parts, "seen_by", fused=True, num_heads=HEADS)
    y = onto(dense(seen, layer["o"], layer["o_bias"], "out"), x, "n", "y")
    inner = add("Gelu", [dense(y, layer["i"], layer["i_bias"], "inner")], "gelu", fused=True)
    return onto(dense(inner, layer["f"], layer["f_bias"], "outer"), y, "m", "x")


def add_heads(graph: Graph, heads: dict, x: str) -> None:
    for name, value in heads.items():
        graph.constant(f"head.{name}", np.asarray(value, np.float32))
    graph.add("Squeeze", [x, "zero"], "pieces")
    graph.add("MatMul", ["triggers", "pieces"], "seen")
    graph.add("MatMul", ["names", "pieces"], "named")
    graph.add("ReduceMean", ["pieces", "zero"], "mean", keepdims=1)
    graph.add("Shape", ["seen"], "seen_shape")
    graph.add("Expand", ["mean", "seen_shape"], "means")
    graph.add("Concat", ["seen", "means"], "both", axis=-1)
    for name, squash, output in (("event", "LogSoftmax", "events"), ("told", "Softmax", "told")):
        graph.add("MatMul", ["both", f"head.{name}"], f"{name}.raw")
        graph.add("Add", [f"{name}.raw", f"head.{name}_bias"], f"{name}.scores")
        graph.add(squash, [f"{name}.scores"], output, axis=-1)
    graph.add("MatMul", ["seen", "head.trigger"], "trigger.side")
    graph.add("MatMul", ["named", "head.name"], "name.side")
    graph.add("Unsqueeze", ["trigger.side", "one"], "trigger.wide")
    graph.add("Unsqueeze", ["name.side", "zero"], "name.wide")
    graph.add("Add", ["trigger.wide", "name.wide"], "pair.raw")
    graph.add("Add", ["pair.raw", "head.pair_bias"], "pair.biased")
    graph.add("Relu", ["pair.biased"], "pair")
    graph.add("MatMul", ["pair", "head.role"], "role.raw")
    graph.add("Add", ["role.raw", "head.role_bias"], "role.scores")
    graph.add("Softmax", ["role.scores"], "roles", axis=-1)
