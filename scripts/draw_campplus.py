"""Draw the network of CAM++ without its weights: `python scripts/draw_campplus.py` writes matching/voice/campplus.onnx.

The network is Wang et al., "CAM++: A Fast and Efficient Network for Speaker Verification Using Context-Aware Masking", Interspeech
2023, in the size that 3D-Speaker published for Chinese and English. Weights are named as in its state dict and lie outside of the
file: `matching.voice.campplus` gives them. Needs `onnx`, which nothing else here does: `pip install onnx` into an environment of its own.
"""

from collections.abc import Sequence
from pathlib import Path

import onnx
from onnx import TensorProto, helper

BANDS, EMBEDDING, GROWTH, NARROW, CHANNELS = 80, 192, 32, 128, 128
BLOCKS = ((12, 1), (24, 2), (16, 2))  # layers, dilation
SEGMENT = 100  # frames over which a mask's context is averaged, beside the whole
EPSILON = 1e-5  # of every batch normalisation
OUT = Path(__file__).parent.parent / "matching" / "voice" / "campplus.onnx"


class Drawing:
    """Nodes and weights, each named after what it makes."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: dict[str, TensorProto] = {}

    def node(self, kind: str, inputs: Sequence[str], name: str, **attributes: object) -> str:
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=name, **attributes))
        return name

    def ints(self, name: str, values: Sequence[int]) -> str:
        self.weights[name] = helper.make_tensor(name, TensorProto.INT64, [len(values)], values)
        return name

    def weight(self, name: str, shape: Sequence[int]) -> str:
        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=shape, data_location=TensorProto.EXTERNAL)
        tensor.external_data.add(key="location", value="state_dict")
        self.weights[name] = tensor
        return name

    def filled(self, name: str, size: int, value: float) -> str:
        self.weights[name] = helper.make_tensor(name, TensorProto.FLOAT, [size], [value] * size)
        return name

    def norm(self, x: str, name: str, size: int, *, affine: bool = True) -> str:
        if affine:
            scale, shift = self.weight(f"{name}.weight", [size]), self.weight(f"{name}.bias", [size])
        else:
            scale, shift = self.filled(f"{name}.ones", size, 1.0), self.filled(f"{name}.zeros", size, 0.0)
        mean, variance = self.weight(f"{name}.running_mean", [size]), self.weight(f"{name}.running_var", [size])
        return self.node("BatchNormalization", [x, scale, shift, mean, variance], f"{name}.out", epsilon=EPSILON)

    def normed(self, x: str, name: str, size: int) -> str:
        return self.node("Relu", [self.norm(x, f"{name}.batchnorm", size)], f"{name}.relu")

    def conv(self, x: str, name: str, shape: Sequence[int], *, bias: bool = False, **attributes: object) -> str:
        inputs = [x, self.weight(f"{name}.weight", shape)]
        if bias:
            inputs.append(self.weight(f"{name}.bias", shape[:1]))
        return self.node("Conv", inputs, f"{name}.out", kernel_shape=list(shape[2:]), **attributes)

    def square(self, x: str, name: str, inputs: int, outputs: int, stride: int) -> str:
        return self.conv(x, name, [outputs, inputs, 3, 3], strides=[stride, 1], pads=[1, 1, 1, 1])

    def residual(self, x: str, name: str, planes: int, stride: int) -> str:
        inner = self.norm(self.square(x, f"{name}.conv1", planes, planes, stride), f"{name}.bn1", planes)
        inner = self.node("Relu", [inner], f"{name}.relu1")
        inner = self.norm(self.square(inner, f"{name}.conv2", planes, planes, 1), f"{name}.bn2", planes)
        if stride != 1:
            x = self.conv(x, f"{name}.shortcut.0", [planes, planes, 1, 1], strides=[stride, 1])
            x = self.norm(x, f"{name}.shortcut.1", planes)
        return self.node("Relu", [self.node("Add", [inner, x], f"{name}.sum")], f"{name}.relu2")

    def head(self, x: str) -> tuple[str, int]:
        """Two-dimensional convolutions in front: bands are gathered, time stays."""
        planes = 32
        x = self.norm(self.square(x, "head.conv1", 1, planes, 1), "head.bn1", planes)
        x = self.node("Relu", [x], "head.relu1")
        for layer in ("head.layer1", "head.layer2"):
            x = self.residual(self.residual(x, f"{layer}.0", planes, 2), f"{layer}.1", planes, 1)
        x = self.norm(self.square(x, "head.conv2", planes, planes, 2), "head.bn2", planes)
        x = self.node("Relu", [x], "head.relu2")
        channels = planes * BANDS // 8
        return self.node("Reshape", [x, self.ints("head.shape", [0, channels, -1])], "head.out"), channels

    def context(self, x: str, name: str) -> str:
        """The mean of all frames, and of the hundred around each."""
        whole = self.node("ReduceMean", [x, "last"], f"{name}.whole", keepdims=1)
        parts = self.node(
            "AveragePool",
            [x],
            f"{name}.parts",
            kernel_shape=[SEGMENT],
            strides=[SEGMENT],
            ceil_mode=1,
            count_include_pad=0,
        )
        parts = self.node("Tile", [self.node("Unsqueeze", [parts, "last"], f"{name}.column"), "times"], f"{name}.tiled")
        parts = self.node("Reshape", [parts, "flat"], f"{name}.flat")
        frames = self.node("Shape", [x], f"{name}.frames", start=2, end=3)
        parts = self.node("Slice", [parts, "zero", frames, "two"], f"{name}.cut")
        return self.node("Add", [whole, parts], f"{name}.context")

    def masked(self, x: str, name: str, dilation: int) -> str:
        local = self.conv(
            x, f"{name}.linear_local", [GROWTH, NARROW, 3], pads=[dilation, dilation], dilations=[dilation]
        )
        mask = self.conv(self.context(x, name), f"{name}.linear1", [NARROW // 2, NARROW, 1], bias=True)
        mask = self.node("Relu", [mask], f"{name}.relu")
        mask = self.conv(mask, f"{name}.linear2", [GROWTH, NARROW // 2, 1], bias=True)
        return self.node("Mul", [local, self.node("Sigmoid", [mask], f"{name}.mask")], f"{name}.out")

    def body(self, x: str, channels: int) -> str:
        x = self.conv(x, "xvector.tdnn.linear", [CHANNELS, channels, 5], strides=[2], pads=[2, 2])
        x, channels = self.normed(x, "xvector.tdnn.nonlinear", CHANNELS), CHANNELS
        for block, (layers, dilation) in enumerate(BLOCKS, start=1):
            for layer in range(1, layers + 1):
                name = f"xvector.block{block}.tdnnd{layer}"
                inner = self.normed(x, f"{name}.nonlinear1", channels)
                inner = self.conv(inner, f"{name}.linear1", [NARROW, channels, 1])
                inner = self.masked(self.normed(inner, f"{name}.nonlinear2", NARROW), f"{name}.cam_layer", dilation)
                x = self.node("Concat", [x, inner], f"{name}.out", axis=1)
                channels += GROWTH
            name = f"xvector.transit{block}"
            x = self.conv(self.normed(x, f"{name}.nonlinear", channels), f"{name}.linear", [channels // 2, channels, 1])
            channels //= 2
        x = self.normed(x, "xvector.out_nonlinear", channels)
        return self.dense(x, channels)

    def dense(self, x: str, channels: int) -> str:
        """Mean and deviation over time (that of a sample: one frame less), then one vector."""
        mean = self.node("ReduceMean", [x, "last"], "stats.mean", keepdims=1)
        apart = self.node("Sub", [x, mean], "stats.apart")
        total = self.node("ReduceSumSquare", [apart, "last"], "stats.total", keepdims=1)
        frames = self.node("Cast", [self.node("Shape", [x], "stats.frames", start=2, end=3)], "stats.count", to=1)
        variance = self.node("Div", [total, self.node("Sub", [frames, "one"], "stats.less")], "stats.variance")
        deviation = self.node("Sqrt", [variance], "stats.deviation")
        x = self.node("Concat", [mean, deviation], "stats.out", axis=1)
        x = self.conv(x, "xvector.dense.linear", [EMBEDDING, 2 * channels, 1])
        x = self.node("Squeeze", [x, "last"], "xvector.dense.flat")
        return self.norm(x, "xvector.dense.nonlinear.batchnorm", EMBEDDING, affine=False)


def drawn() -> onnx.ModelProto:
    drawing = Drawing()
    for name, values in {
        "last": [-1],
        "times": [1, 1, 1, SEGMENT],
        "flat": [0, 0, -1],
        "zero": [0],
        "two": [2],
    }.items():
        drawing.ints(name, values)
    drawing.filled("one", 1, 1.0)
    drawing.ints("first", [1])
    x = drawing.node("Transpose", ["features"], "bands", perm=[0, 2, 1])
    x = drawing.node("Unsqueeze", [x, "first"], "plane")
    last = drawing.body(*drawing.head(x))
    drawing.node("Identity", [last], "embedding")
    features = helper.make_tensor_value_info("features", TensorProto.FLOAT, ["batch", "frames", BANDS])
    embedding = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", EMBEDDING])
    graph = helper.make_graph(drawing.nodes, "campplus", [features], [embedding], list(drawing.weights.values()))
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 19)], ir_version=9, producer_name="likeness")


if __name__ == "__main__":
    OUT.write_bytes(drawn().SerializeToString())
