"""Draw the network that hears how many speak at a time, without its weights: `python scripts/draw_segmentation.py` writes
matching/voice/segmentation.onnx.

The network is PyanNet in the size of pyannote's segmentation-3.0: filters that are learnt (Ravanelli and Bengio, "Speaker Recognition
from Raw Waveform with SincNet", SLT 2018), four layers of LSTM, and classes of nobody, each of three speakers, and each two of them
(Plaquet and Bredin, "Powerset multi-class cross entropy loss for neural speaker diarization", Interspeech 2023). Weights lie outside
of the file: `matching.voice.segmentation` gives them. Needs `onnx`, as `draw_campplus.py` does.
"""

from pathlib import Path

import onnx
from draw_campplus import EPSILON, Drawing
from onnx import TensorProto, helper

FILTERS, TAPS, STEP, WIDE, INNER = 80, 251, 10, 60, 128
LAYERS, CLASSES, SLOPE = 4, 7, 0.01
OUT = Path(__file__).parent.parent / "matching" / "voice" / "segmentation.onnx"


class Segmentation(Drawing):
    def level(self, x: str, name: str, size: int) -> str:
        """Brought to mean 0 and deviation 1 over its own time."""
        scale, shift = self.weight(f"{name}.weight", [size]), self.weight(f"{name}.bias", [size])
        return self.node("InstanceNormalization", [x, scale, shift], f"{name}.out", epsilon=EPSILON)

    def pooled(self, x: str, number: int, size: int) -> str:
        x = self.node("MaxPool", [x], f"pool.{number}", kernel_shape=[3], strides=[3])
        return self.leaky(self.level(x, f"sincnet.norm1d.{number}", size), f"sincnet.{number}")

    def leaky(self, x: str, name: str) -> str:
        return self.node("LeakyRelu", [x], f"{name}.leaky", alpha=SLOPE)

    def memory(self, x: str, layer: int) -> str:
        name, inputs = f"lstm.{layer}", WIDE if layer == 0 else 2 * INNER
        given = [
            self.weight(f"{name}.W", [2, 4 * INNER, inputs]),
            self.weight(f"{name}.R", [2, 4 * INNER, INNER]),
            self.weight(f"{name}.B", [2, 8 * INNER]),
        ]
        x = self.node("LSTM", [x, *given], f"{name}.out", direction="bidirectional", hidden_size=INNER)
        x = self.node("Transpose", [x], f"{name}.beside", perm=[0, 2, 1, 3])  # frames, batch, both directions
        return self.node("Reshape", [x, "both"], f"{name}.flat")

    def linear(self, x: str, name: str, inputs: int, outputs: int) -> str:
        turned = self.node("Transpose", [self.weight(f"{name}.weight", [outputs, inputs])], f"{name}.turned")
        x = self.node("MatMul", [x, turned], f"{name}.product")
        return self.node("Add", [x, self.weight(f"{name}.bias", [outputs])], f"{name}.out")


def drawn() -> onnx.ModelProto:
    drawing = Segmentation()
    drawing.ints("both", [0, 0, 2 * INNER])
    x = drawing.level("samples", "sincnet.wav_norm1d", 1)
    x = drawing.conv(x, "sincnet.filters", [FILTERS, 1, TAPS], strides=[STEP])
    x = drawing.pooled(drawing.node("Abs", [x], "sincnet.abs"), 0, FILTERS)
    x = drawing.pooled(drawing.conv(x, "sincnet.conv1d.1", [WIDE, FILTERS, 5], bias=True), 1, WIDE)
    x = drawing.pooled(drawing.conv(x, "sincnet.conv1d.2", [WIDE, WIDE, 5], bias=True), 2, WIDE)
    x = drawing.node("Transpose", [x], "frames", perm=[2, 0, 1])
    for layer in range(LAYERS):
        x = drawing.memory(x, layer)
    x = drawing.leaky(drawing.linear(x, "linear.0", 2 * INNER, INNER), "linear.0")
    x = drawing.leaky(drawing.linear(x, "linear.1", INNER, INNER), "linear.1")
    x = drawing.node("Softmax", [drawing.linear(x, "classifier", INNER, CLASSES)], "likely", axis=-1)
    drawing.node("Transpose", [x], "classes", perm=[1, 0, 2])
    samples = helper.make_tensor_value_info("samples", TensorProto.FLOAT, ["batch", 1, "samples"])
    classes = helper.make_tensor_value_info("classes", TensorProto.FLOAT, ["batch", "frames", CLASSES])
    graph = helper.make_graph(drawing.nodes, "segmentation", [samples], [classes], list(drawing.weights.values()))
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 19)], ir_version=9, producer_name="likeness")


if __name__ == "__main__":
    OUT.write_bytes(drawn().SerializeToString())
