"""The second voter's network as an ONNX graph, from the tables of its package.

The tokens of all texts lie in one row, so that nothing is padded. Each branch reads
a token with 1, 2 or 4 neighbours through two convolutions; the branches and the
word itself are averaged over the text and pass four dense layers.

Inputs: `words` (tokens, width), rows of the word table; `part` (tokens,), the part
of the table that each row is from; `windows` (tokens, 5), where the two tokens
before, the token and the two after it lie, or the number of tokens where the text
ends; `shares` (texts, tokens), what each token counts in each text. Output:
`vectors` (texts, width), not yet of length 1.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import onnx

from matching.onnx_graph import BYTE, WHOLE, Graph, tensor
from matching.vectors import Floats

Tables = Mapping[str, Floats]

WIDTH = 512
BRANCH_WIDTH = 256
# The word table is cut into parts, row i into part i mod 17, each with its own scale.
PARTS = 17
# Tokens that each branch sees: how many, and how many of them come before.
BRANCHES = {2: 0, 3: 1, 5: 2}
BEFORE, AFTER = 2, 2


def word_table(tables: Tables) -> npt.NDArray[np.uint8]:
    parts = [tables[f"q{part + 1}"] for part in range(PARTS)]
    return np.stack(parts, axis=1).reshape(-1, WIDTH).astype(np.uint8)


def int8_products() -> list[str]:
    """The products that bear int8: those of the branches (cosine to fp32 .9998).

    The rows of words do not (.9947), and the dense layers are short.
    """
    return [f"branch{size}.{step}.product" for size in BRANCHES for step in (1, 2)]


class Network(Graph):
    def __init__(self, tables: Tables) -> None:
        super().__init__()
        self.tables = tables

    def table(self, name: str) -> str:
        return self.constant(name, self.tables[name])

    def joined(self, name: str) -> str:
        """A table of each branch, side by side."""
        parts = [self.tables[f"{name}{size}"] for size in BRANCHES]
        return self.constant(name, np.concatenate(parts, axis=-1))

    def product(self, source: str, weights: str, output: str) -> str:
        return self.node("MatMul", [source, self.table(weights)], output)

    def sum(self, a: str, b: str, output: str) -> str:
        return self.node("Add", [a, b], output)

    def relu(self, source: str, output: str) -> str:
        return self.node("Relu", [source], output)

    def norm(self, source: str, gain: str, bias: str, output: str) -> str:
        epsilon = float(self.tables["eps"])
        inputs = [source, gain, bias]
        return self.node("LayerNormalization", inputs, output, epsilon=epsilon)


def voter_model(tables: Tables) -> onnx.ModelProto:
    net = Network(tables)
    net.constant("nothing", np.zeros((1, BRANCH_WIDTH), dtype=np.float32))
    embedded = add_words(net)
    wide = net.node("MatMul", [embedded, net.joined("proj")], "wide.product")
    wide = net.sum(wide, net.joined("proj_b"), "wide.sum")
    wide = net.norm(wide, net.joined("ln_g"), net.joined("ln_b"), "wide")
    starts = net.split(wide, [f"branch{size}.0" for size in BRANCHES], axis=1)
    ends = [
        add_branch(net, size, start)
        for size, start in zip(BRANCHES, starts, strict=True)
    ]
    features = net.node("Concat", [embedded, *ends], "features", axis=1)
    gain, bias = (
        net.constant("gain", tables["ln_g"]),
        net.constant("bias", tables["ln_b"]),
    )
    add_dense(net, net.norm(features, gain, bias, "even"))
    return net.model(
        "use3",
        [
            tensor("words", ["tokens", WIDTH], BYTE),
            tensor("part", ["tokens"], WHOLE),
            tensor("windows", ["tokens", BEFORE + 1 + AFTER], WHOLE),
            tensor("shares", ["texts", "tokens"]),
        ],
        [tensor("vectors", ["texts", WIDTH])],
    )


def add_words(net: Network) -> str:
    """Bytes → word vectors."""
    scales = net.constant("scales", net.tables["scale"].reshape(PARTS, 1))
    lowest = net.constant("lowest", net.tables["lo"].reshape(PARTS, 1))
    plain = net.node("Cast", ["words"], "words.float", to=1)
    scale = net.node("Gather", [scales, "part"], "words.scale")
    low = net.node("Gather", [lowest, "part"], "words.low")
    return net.sum(net.node("Mul", [plain, scale], "words.scaled"), low, "embedded")


def add_branch(net: Network, size: int, source: str) -> str:
    """Two convolutions over `size` tokens, each with a residual."""
    key = f"branch{size}"
    first = BEFORE - BRANCHES[size]
    span = [
        net.constant(f"{key}.{name}", np.array([value]))
        for name, value in (("first", first), ("end", first + size), ("axis", 1))
    ]
    places = net.node("Slice", ["windows", *span], f"{key}.places")
    row = net.constant(f"{key}.row", np.array([-1, size * BRANCH_WIDTH]))
    for step in (1, 2):
        name = f"{key}.{step}"
        # The last row, of zeros, stands for what lies outside the text.
        ended = net.node("Concat", [source, "nothing"], f"{name}.ended", axis=0)
        seen = net.node("Gather", [ended, places], f"{name}.seen")
        seen = net.node("Reshape", [seen, row], f"{name}.row")
        mixed = net.product(seen, f"w{step}_{size}", f"{name}.product")
        mixed = net.sum(mixed, net.table(f"b{step}_{size}"), f"{name}.sum")
        source = net.sum(net.relu(mixed, f"{name}.active"), source, name)
    return source


def add_dense(net: Network, features: str) -> None:
    pooled = net.node("MatMul", ["shares", features], "pooled")
    axis = net.constant("pooled.axis", np.array([1]))
    total = net.node("ReduceSum", ["shares", axis], "pooled.total")
    bias = net.node("Mul", [total, net.table("cnn_b")], "pooled.bias")
    text = net.sum(net.product(pooled, "cnn_W", "text.product"), bias, "text")
    first = net.relu(net.product(text, "d0", "first.product"), "first")
    second = net.sum(
        net.product(text, "p1", "second.a"),
        net.product(first, "d1", "second.b"),
        "second.sum",
    )
    second = net.relu(second, "second")
    third = net.relu(net.product(second, "d2", "third.product"), "third")
    last = net.sum(
        net.product(second, "p3", "last.a"), net.product(third, "d3", "last.b"), "last"
    )
    net.node("Tanh", [last], "vectors")
