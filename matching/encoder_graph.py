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

import numpy as np
import onnx

from matching.onnx_graph import Graph, tensor
from matching.vectors import Floats
from matching.weights_blob import Shape, WeightsBlob

# In these layers one inner channel is tens of times louder than the rest on a few
# tokens of each text. It is left out of the product and added in fp32: mean cosine to
# fp32 .9993, against .9961 with it in int8.
LOUD = {0: 318, 1: 1462, 2: 354, 4: 778, 5: 658, 6: 1152, 7: 413}


def int8_products(shape: Shape) -> list[str]:
    parts = ["q.flat", "k.flat", "v.flat", "attended", "wide", "narrow"]
    return [
        f"l{layer}.{part}.product" for layer in range(shape.layers) for part in parts
    ]


class Layers(Graph):
    """A graph that takes its constants from the blob."""

    def __init__(self, blob: WeightsBlob) -> None:
        super().__init__()
        self.blob = blob

    def table(self, name: str) -> str:
        return self.constant(name, self.blob.floats(name))

    def weights(self, name: str, *, rows: int) -> tuple[Floats, Floats]:
        """A table, stored as (rows out, columns in), and its bias."""
        matrix = self.blob.floats(f"{name}.w").reshape(rows, -1)
        return matrix.copy(), self.blob.floats(f"{name}.b").copy()

    def linear(
        self, source: str, matrix: Floats, bias: Floats, output: str, *, norm: str = ""
    ) -> str:
        """source × matrixᵀ + bias. `norm` names the norm `source` comes from, if any."""
        if norm:
            scale = self.evening(norm, matrix)
            divisors = self.constant(f"{output}.divisors", 1 / scale)
            source = self.node("Mul", [source, divisors], f"{output}.even")
            matrix = matrix * scale
        weight = self.constant(f"{output}.weight", matrix.T)
        product = self.node("MatMul", [source, weight], f"{output}.product")
        return self.node(
            "Add", [product, self.constant(f"{output}.bias", bias)], output
        )

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
    graph = Layers(blob)
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
    return graph.model(
        "e5",
        [
            tensor("embedded", ["batch", "tokens", shape.width]),
            tensor("mask", ["batch", 1, 1, "tokens"]),
        ],
        [tensor("hidden", ["batch", "tokens", shape.width])],
    )


def add_layer(graph: Layers, shape: Shape, layer: int, hidden: str, norm: str) -> str:
    """Self-attention, then the inner layer, each with a residual and a norm.

    `norm` names the norm that `hidden` comes from.
    """
    key = f"l{layer}"
    attended = add_attention(graph, shape, key, hidden, norm)
    middle = graph.sum_norm(hidden, attended, f"{key}.aln", f"{key}.middle")
    narrow = add_inner(graph, shape, layer, middle)
    return graph.sum_norm(middle, narrow, f"{key}.oln", f"hidden_{layer + 1}")


def add_attention(graph: Layers, shape: Shape, key: str, hidden: str, norm: str) -> str:
    def project(part: str, order: list[int]) -> str:
        name = f"{key}.{part}"
        matrix, bias = graph.weights(name, rows=shape.width)
        flat = graph.linear(hidden, matrix, bias, f"{name}.flat", norm=norm)
        split = graph.node("Reshape", [flat, "split_heads"], f"{name}.split")
        return graph.node("Transpose", [split], f"{name}.heads", perm=order)

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
    matrix, bias = graph.weights(f"{key}.ao", rows=shape.width)
    return graph.linear(joined, matrix, bias, f"{key}.attended")


def add_inner(graph: Layers, shape: Shape, layer: int, middle: str) -> str:
    key, norm = f"l{layer}", f"l{layer}.aln"
    inwards, bias = graph.weights(f"{key}.fi", rows=shape.inner_width)
    outwards, narrow_bias = graph.weights(f"{key}.fo", rows=shape.width)
    loud = LOUD.get(layer)
    if loud is not None:
        alone, alone_bias = inwards[[loud]].copy(), bias[[loud]].copy()
        inwards[loud], bias[loud] = 0, 0
    wide = graph.linear(middle, inwards, bias, f"{key}.wide", norm=norm)
    active = graph.node("Gelu", [wide], f"{key}.active")
    narrow = graph.linear(active, outwards, narrow_bias, f"{key}.narrow")
    if loud is None:
        return narrow
    one = graph.linear(middle, alone, alone_bias, f"{key}.loud")
    active = graph.node("Gelu", [one], f"{key}.loud.active")
    weight = graph.constant(f"{key}.loud.out", outwards[:, [loud]].T)
    part = graph.node("MatMul", [active, weight], f"{key}.loud.part")
    return graph.node("Add", [narrow, part], f"{key}.narrow.whole")
