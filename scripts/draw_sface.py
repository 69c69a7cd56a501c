"""Draw the network of SFace without its weights: `python scripts/draw_sface.py` writes matching/face/sface.onnx.

The network is that of OpenCV Zoo's file, a MobileFaceNet (Zhong et al., "SFace: Sigmoid-Constrained Hypersphere Loss for Robust
Face Recognition", IEEE TIP 2021), with another way to the same numbers: onnxruntime takes longer for a parametric ReLU than for the
convolution before it, and a tenth of that for a x + (1 - a) max(x, 0), which is the same. Batch normalisations are part of what is
before them. Weights lie outside of the file: `matching.face.sface` gives them. Needs `onnx`, which nothing else here does:
`pip install onnx` into an environment of its own.
"""

from collections.abc import Sequence
from pathlib import Path

import onnx
from onnx import TensorProto, helper

from matching.face.sface import DIMENSIONS, LAYERS, MEAN, SCALE

SIDE = 112
HALVED = ("conv_3_dw", "conv_5_dw", "conv_7_dw", "conv_13_dw")
"""Layers that see every second pixel."""

CHANNELS = (32, 32, 64, 64, 128, 128, 128, 128, 256, 256, 256, 256, *[512] * 12, 1024, 1024, 1024)
OUT = Path(__file__).parent.parent / "matching" / "face" / "sface.onnx"


class Drawing:
    """Nodes and weights, each named after what it makes."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[TensorProto] = []

    def node(self, kind: str, inputs: Sequence[str], name: str, **attributes: object) -> str:
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=name, **attributes))
        return name

    def weight(self, name: str, shape: Sequence[int]) -> str:
        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=shape, data_location=TensorProto.EXTERNAL)
        tensor.external_data.add(key="location", value="model")
        self.weights.append(tensor)
        return name

    def number(self, name: str, value: float) -> str:
        self.weights.append(helper.make_tensor(name, TensorProto.FLOAT, [1], [value]))
        return name

    def layer(self, x: str, name: str, inputs: int, outputs: int) -> str:
        side = 3 if name == "conv_1" or name.endswith("_dw") else 1
        groups = inputs if name.endswith("_dw") else 1
        x = self.node(
            "Conv",
            [
                x,
                self.weight(f"{name}.weight", [outputs, inputs // groups, side, side]),
                self.weight(f"{name}.bias", [outputs]),
            ],
            name,
            kernel_shape=[side, side],
            group=groups,
            strides=[2, 2] if name in HALVED else [1, 1],
            pads=[side // 2] * 4,
        )
        above = self.node("Relu", [x], f"{name}.positive")
        above = self.node("Mul", [above, self.weight(f"{name}.rest", [1, outputs, 1, 1])], f"{name}.above")
        below = self.node("Mul", [x, self.weight(f"{name}.slope", [1, outputs, 1, 1])], f"{name}.below")
        return self.node("Add", [above, below], f"{name}.out")


def drawn() -> onnx.ModelProto:
    drawing = Drawing()
    x = drawing.node("Sub", ["data", drawing.number("input.mean", MEAN)], "centred")
    x = drawing.node("Mul", [x, drawing.number("input.scale", SCALE)], "scaled")
    inputs = 3
    for name, outputs in zip(LAYERS, CHANNELS, strict=True):
        x = drawing.layer(x, name, inputs, outputs)
        inputs = outputs
    x = drawing.node("Flatten", [x], "flat")
    cells = (SIDE // 2 ** len(HALVED)) ** 2
    x = drawing.node("Gemm", [x, drawing.weight("matrix", [DIMENSIONS, inputs * cells])], "product", transB=1)
    x = drawing.node("Mul", [x, drawing.weight("scale", [DIMENSIONS])], "stretched")
    x = drawing.node("Add", [x, drawing.weight("shift", [DIMENSIONS])], "vector")
    graph = helper.make_graph(
        drawing.nodes,
        "sface",
        [helper.make_tensor_value_info("data", TensorProto.FLOAT, ["faces", 3, SIDE, SIDE])],
        [helper.make_tensor_value_info(x, TensorProto.FLOAT, ["faces", DIMENSIONS])],
        drawing.weights,
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8, producer_name="likeness")


if __name__ == "__main__":
    OUT.write_bytes(drawn().SerializeToString())
