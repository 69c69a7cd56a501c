"""SFace: the first encoder."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching import encoders, onnx_file
from matching.face.encoder import Encoder, Forward
from matching.networks import OnnxNetwork
from matching.reasons import Undecidable

GRAPH = Path(__file__).with_name("sface.onnx")
"""The network without its weights, as scripts/draw_sface.py draws it."""

LAYERS = ("conv_1", *(f"conv_{number}{kind}" for number in range(2, 15) for kind in ("_dw", "")))
"""Its convolutions, each with a batch normalisation and a parametric ReLU behind it, as the file of its weights calls them."""

DIMENSIONS = 128
MEAN, SCALE = 127.5, 1 / 128
"""What the network itself takes off its input, and then makes it smaller by."""

EPSILON, EPSILON_OUT = 1e-3, 2e-5
"""Of the normalisations of `LAYERS`, and of both around the last matrix."""

Weights = Mapping[str, NDArray[np.float32]]


class SFace(Encoder):
    """Trained on RGB values from 0 to 255. Its card: cards/sface.md."""

    id = encoders.SFACE
    dimensions = DIMENSIONS
    _weights = "sface"
    _least_length = 9.5  # one in two hundred of the evaluation pictures has less (docs/error.md)

    def _loaded(self, model: bytes) -> Forward:
        try:
            network = OnnxNetwork(GRAPH.read_bytes(), given(onnx_file.weights(model)))
        except Exception:  # onnxruntime raises kinds of its own, and whatever it is, nobody was encoded
            raise Undecidable("engine.failed", engine="sface") from None

        def forward(crops: NDArray[np.float32]) -> NDArray[np.float32]:
            try:
                (features,) = network(crops)
            except Exception:  # as above
                raise ValueError("the encoder gave no usable vector") from None
            return np.asarray(features, np.float32)

        return forward


def given(named: Weights) -> dict[str, NDArray[np.float32]]:
    """The weights of its file as `GRAPH` wants them. Raises KeyError where one is missing."""
    found = dict[str, NDArray[Any]]()
    for layer in LAYERS:
        scale, shift = _norm(named, f"{layer}_batchnorm", EPSILON)
        slope = named[f"{layer}_relu_gamma"].astype(np.float64).reshape(1, -1, 1, 1)
        found[f"{layer}.weight"] = named[f"{layer}_conv2d_weight"] * scale.astype(np.float32)[:, None, None, None]
        found[f"{layer}.bias"] = shift
        found[f"{layer}.slope"], found[f"{layer}.rest"] = slope, 1 - slope
    scale, shift = _norm(
        named, "bn1", EPSILON_OUT
    )  # its scale is done by the ReLU before it, its shift by the matrix behind
    for part in ("slope", "rest"):
        found[f"{LAYERS[-1]}.{part}"] = found[f"{LAYERS[-1]}.{part}"] * scale[:, None, None]
    matrix = named["pre_fc1_weight"]
    bias = named["pre_fc1_bias"] + matrix.reshape(len(matrix), len(shift), -1).sum(axis=2, dtype=np.float64) @ shift
    found["matrix"] = matrix
    found["scale"], shift = _norm(named, "fc1", EPSILON_OUT)
    found["shift"] = bias * found["scale"] + shift
    return {name: np.ascontiguousarray(numbers, np.float32) for name, numbers in found.items()}


def _norm(named: Weights, name: str, epsilon: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """A batch normalisation as what a number is multiplied by, and what is added then."""
    gamma, beta, mean, variance = (
        named[f"{name}_{part}"].astype(np.float64) for part in ("gamma", "beta", "moving_mean", "moving_var")
    )
    scale = gamma / np.sqrt(variance + epsilon)
    return scale, beta - mean * scale
