"""What both engines' graphs are written with."""

from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 20
IR_VERSION = 10
FLOAT, BYTE, WHOLE = TensorProto.FLOAT, TensorProto.UINT8, TensorProto.INT64


class Graph:
    """Collects nodes and constants; each method returns the name of its output."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def node(self, kind: str, inputs: list[str], output: str, **options: Any) -> str:
        made = helper.make_node(kind, inputs, [output], name=output, **options)
        self.nodes.append(made)
        return output

    def split(self, source: str, outputs: list[str], *, axis: int) -> list[str]:
        """Equal parts of `source`, side by side along `axis`."""
        made = helper.make_node(
            "Split",
            [source],
            outputs,
            name=f"{source}.parts",
            num_outputs=len(outputs),
            axis=axis,
        )
        self.nodes.append(made)
        return outputs

    def constant(self, name: str, value: npt.ArrayLike) -> str:
        array = np.ascontiguousarray(value)
        # ascontiguousarray turns a scalar into one row.
        array = array.reshape(np.shape(value))
        self.constants.append(numpy_helper.from_array(array, name))
        return name

    def model(
        self,
        name: str,
        inputs: list[onnx.ValueInfoProto],
        outputs: list[onnx.ValueInfoProto],
    ) -> onnx.ModelProto:
        graph = helper.make_graph(self.nodes, name, inputs, outputs, self.constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)])
        model.ir_version = IR_VERSION
        onnx.checker.check_model(model)
        return model


def tensor(name: str, shape: list[str | int], kind: int = FLOAT) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, kind, shape)
