"""Networks in the ONNX form, run by onnxruntime: those that look, and those that listen."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


class OnnxNetwork:
    """One network. One object may serve several threads."""

    def __init__(self, model: bytes, given: dict[str, Array] | None = None, *, threads: int = 1) -> None:
        """model: verified bytes. given: weights that are not in it, by name. threads: of one pass. Raises onnxruntime's own
        exceptions for a model that it cannot read."""
        import onnxruntime  # whoever only names a sense does not load it

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
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
