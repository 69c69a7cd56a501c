"""The networks of voices, each loaded from verified bytes by onnxruntime."""

from functools import cache
from pathlib import Path

from matching import weights
from matching.networks import OnnxNetwork
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


@cache
def network(name: str) -> OnnxNetwork:
    """A known network, loaded once a process. Raises `ModelMissing` or `ModelAltered`; `Undecidable` where it does not load."""
    content = weights.load(name)
    try:
        if name not in GRAPHS:
            return OnnxNetwork(content, threads=THREADS)
        graph, given = GRAPHS[name]
        return OnnxNetwork(graph.read_bytes(), given(state_dict.read(content)), threads=THREADS)
    except Exception:  # onnxruntime raises kinds of its own, and whatever it is, nobody was heard
        raise Undecidable("engine.failed", engine=name) from None
