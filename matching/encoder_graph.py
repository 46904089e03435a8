"""The encoder's twelve layers as an ONNX graph, from the tables of the blob.

Inputs: `embedded` (batch, tokens, width), the sum of word, position and type
embeddings; `mask` (batch, 1, 1, tokens), 0 for a token and a large negative number
for padding. Output: `hidden` (batch, tokens, width). The word table stays out of
the graph: 4-bit in the wheel it takes 54 MB, as float32 it would take 384 MB.

The graph is made ready for int8. Some channels of a norm's output are far larger than
the rest and would take the whole range of a byte. They are divided down before a
product and the weights multiplied up (SmoothQuant, Xiao et al. 2023,
arXiv:2211.10438), with the norm's own gain and bias in place of measured sizes. In
fp32 that changes nothing; in int8 it halves the distance to fp32.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from matching.vectors import Floats
from matching.weights_blob import Shape, WeightsBlob

OPSET = 20
IR_VERSION = 10

# These products read activations with single huge values, which one scale for all
# cannot hold: they stay fp32 (mean cosine to fp32 .9961 with them in int8, .9987 without).
UNEVEN = tuple(f"l{layer}.narrow.product" for layer in (0, 4, 5))


class Graph:
    """Collects nodes and constants; each method returns the name of its output."""

    def __init__(self, blob: WeightsBlob) -> None:
        self.blob = blob
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def node(self, kind: str, inputs: list[str], output: str, **options: Any) -> str:
        made = helper.make_node(kind, inputs, [output], name=output, **options)
        self.nodes.append(made)
        return output

    def constant(self, name: str, value: npt.ArrayLike) -> str:
        array = np.ascontiguousarray(value)
        # ascontiguousarray turns a scalar into one row.
        array = array.reshape(np.shape(value))
        self.constants.append(numpy_helper.from_array(array, name))
        return name

    def table(self, name: str) -> str:
        return self.constant(name, self.blob.floats(name))

    def linear(
        self,
        source: str,
        weights: str,
        *,
        rows: int,
        columns: int,
        output: str,
        norm: str = "",
    ) -> str:
        """source × weightsᵀ + bias; the table is stored as (rows out, columns in).

        `norm` names the norm that the source comes from, if it does.
        """
        matrix = self.blob.floats(f"{weights}.w").reshape(rows, columns)
        if norm:
            scale = self.evening(norm, matrix)
            divisors = self.constant(f"{output}.divisors", 1 / scale)
            source = self.node("Mul", [source, divisors], f"{output}.even")
            matrix = matrix * scale
        weight = self.constant(f"{weights}.w", matrix.T)
        product = self.node("MatMul", [source, weight], f"{output}.product")
        return self.node("Add", [product, self.table(f"{weights}.b")], output)

    def evening(self, norm: str, matrix: Floats) -> Floats:
        """Divisors of a norm's channels, halfway to the sizes of the weights."""
        gain, bias = self.blob.floats(f"{norm}.w"), self.blob.floats(f"{norm}.b")
        scale = np.sqrt(np.hypot(gain, bias) / np.abs(matrix).max(axis=0))
        even: Floats = (scale / np.exp(np.log(scale).mean())).astype(np.float32)
        return even

    def norm(self, source: str, weights: str, output: str) -> str:
        inputs = [source, self.table(f"{weights}.w"), self.table(f"{weights}.b")]
        epsilon = self.blob.epsilon
        return self.node("LayerNormalization", inputs, output, epsilon=epsilon)

    def sum_norm(self, a: str, b: str, weights: str, output: str) -> str:
        return self.norm(self.node("Add", [a, b], f"{output}.sum"), weights, output)


def encoder_model(blob: WeightsBlob) -> onnx.ModelProto:
    graph = Graph(blob)
    shape = blob.shape
    head_width = shape.width // shape.heads
    graph.constant("split_heads", np.array([0, 0, shape.heads, head_width]))
    graph.constant("join_heads", np.array([0, 0, shape.width]))
    graph.constant("attention_scale", np.array(head_width**-0.5, dtype=np.float32))
    hidden, norm = graph.norm("embedded", "emb.ln", "hidden_0"), "emb.ln"
    for layer in range(shape.layers):
        hidden = add_layer(graph, shape, layer, hidden, norm)
        norm = f"l{layer}.oln"
    graph.node("Identity", [hidden], "hidden")
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "e5",
            [
                tensor("embedded", ["batch", "tokens", shape.width]),
                tensor("mask", ["batch", 1, 1, "tokens"]),
            ],
            [tensor("hidden", ["batch", "tokens", shape.width])],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", OPSET)],
    )
    model.ir_version = IR_VERSION
    onnx.checker.check_model(model)
    return model


def tensor(name: str, shape: list[str | int]) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def add_layer(graph: Graph, shape: Shape, layer: int, hidden: str, norm: str) -> str:
    """Self-attention, then the inner layer, each with a residual and a norm.

    `norm` names the norm that `hidden` comes from.
    """
    key = f"l{layer}"
    attended = add_attention(graph, shape, key, hidden, norm)
    middle = graph.sum_norm(hidden, attended, f"{key}.aln", f"{key}.middle")
    wide = graph.linear(
        middle,
        f"{key}.fi",
        rows=shape.inner_width,
        columns=shape.width,
        output=f"{key}.wide",
        norm=f"{key}.aln",
    )
    active = graph.node("Gelu", [wide], f"{key}.active")
    narrow = graph.linear(
        active,
        f"{key}.fo",
        rows=shape.width,
        columns=shape.inner_width,
        output=f"{key}.narrow",
    )
    return graph.sum_norm(middle, narrow, f"{key}.oln", f"hidden_{layer + 1}")


def add_attention(graph: Graph, shape: Shape, key: str, hidden: str, norm: str) -> str:
    width = shape.width

    def project(part: str, order: list[int]) -> str:
        name = f"{key}.{part}.heads"
        flat = graph.linear(
            hidden,
            f"{key}.{part}",
            rows=width,
            columns=width,
            output=f"{name}.flat",
            norm=norm,
        )
        split = graph.node("Reshape", [flat, "split_heads"], f"{name}.split")
        return graph.node("Transpose", [split], name, perm=order)

    query = project("q", [0, 2, 1, 3])
    keys = project("k", [0, 2, 3, 1])
    values = project("v", [0, 2, 1, 3])
    raw = graph.node("MatMul", [query, keys], f"{key}.raw")
    scaled = graph.node("Mul", [raw, "attention_scale"], f"{key}.scaled")
    masked = graph.node("Add", [scaled, "mask"], f"{key}.masked")
    share = graph.node("Softmax", [masked], f"{key}.share", axis=-1)
    mixed = graph.node("MatMul", [share, values], f"{key}.mixed")
    turned = graph.node("Transpose", [mixed], f"{key}.turned", perm=[0, 2, 1, 3])
    joined = graph.node("Reshape", [turned, "join_heads"], f"{key}.joined")
    return graph.linear(
        joined, f"{key}.ao", rows=width, columns=width, output=f"{key}.attended"
    )
