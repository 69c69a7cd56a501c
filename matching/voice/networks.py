"""The networks of voices, each loaded from verified bytes by onnxruntime."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching import weights
from matching.reasons import Undecidable
from matching.voice import pyannet, state_dict
from matching.voice.names import SEGMENTATION

FOLDER = Path(__file__).parent
GRAPHS = {
    "campplus": (FOLDER / "campplus.onnx", state_dict.floats),
    SEGMENTATION: (FOLDER / "segmentation.onnx", pyannet.weights),
}
"""Networks that are kept without their weights, as scripts/draw_campplus.py and scripts/draw_segmentation.py draw them, and how their
weights follow from a state dict of torch."""

THREADS = 2

Array = NDArray[np.float32]


class OnnxNetwork:
    """One network. One object may serve several threads."""

    def __init__(self, model: bytes, given: dict[str, Array] | None = None) -> None:
        import onnxruntime  # who looks at pictures alone does not load it

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = THREADS, 1
        options.log_severity_level = 4
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # others work on these cores, too
        if given:
            self._given = [
                onnxruntime.OrtValue.ortvalue_from_numpy(np.ascontiguousarray(one)) for one in given.values()
            ]
            options.add_external_initializers(list(given), self._given)
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._inputs = [one.name for one in self._session.get_inputs()]

    def __call__(self, *inputs: Array) -> list[Any]:
        """Its outputs for these inputs, in the network's order."""
        return list(self._session.run(None, dict(zip(self._inputs, inputs, strict=True))))


@cache
def network(name: str) -> OnnxNetwork:
    """A known network, loaded once a process. Raises `ModelMissing` or `ModelAltered`; `Undecidable` where it does not load."""
    content = weights.load(name)
    try:
        if name not in GRAPHS:
            return OnnxNetwork(content)
        graph, given = GRAPHS[name]
        return OnnxNetwork(graph.read_bytes(), given(state_dict.read(content)))
    except Exception:  # onnxruntime raises kinds of its own, and whatever it is, nobody was heard
        raise Undecidable("engine.failed", engine=name) from None
