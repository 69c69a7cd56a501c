"""A network that turns an aligned face into a unit vector; the cosine of two says how alike they are."""

import threading
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from matching import weights
from matching.face.alignment import SIDE
from matching.face.views import Views
from matching.findings import Picture, Vector


class Encoder:
    """Encodes aligned faces. One object may serve several threads; they take turns.

    Each face is encoded as it is and mirrored, and the sum of the two unit vectors is its template: what a
    network says of one side of the light or of the head evens out. Measured by benchmarks/lfw.py, see
    docs/error.md.
    """

    id: str
    dimensions: int
    _weights: str  # name in matching.weights
    _scale = 1.0  # of pixels that were 0..255
    _mean = 0.0
    _batch = 32  # crops a pass; 1 where the network was exported for one

    def __init__(self) -> None:
        """Raises `ModelMissing` or `ModelAltered`."""
        self.sha256 = weights.KNOWN[self._weights].sha256
        self._net = cv2.dnn.readNetFromONNX(np.frombuffer(weights.load(self._weights), np.uint8))
        self._lock = threading.Lock()

    def encode(self, faces: Sequence[Views]) -> list[Vector]:
        """The two aligned views of each face -> as many unit vectors float32 [dimensions].

        Raises ValueError where the network answers with anything but finite numbers.
        """
        if not faces:
            return []
        features = self._features([view for face in faces for view in face])
        return list(_unit(features[0::2] + features[1::2]))

    def _features(self, crops: list[Picture]) -> NDArray[np.float32]:
        parts = [crops[start : start + self._batch] for start in range(0, len(crops), self._batch)]
        return np.concatenate([self._forward(part) for part in parts])

    def _forward(self, crops: list[Picture]) -> NDArray[np.float32]:
        mean = (self._mean,) * 3
        blob = cv2.dnn.blobFromImages(crops, self._scale, (SIDE, SIDE), mean, swapRB=False)
        with self._lock:
            self._net.setInput(blob)
            features: NDArray[np.float32] = self._net.forward().astype(np.float32)
        if features.shape != (len(crops), self.dimensions):
            raise ValueError("the encoder gave no usable vector")
        return _unit(features)


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    if not (np.isfinite(norms) & (norms > 0)).all():
        raise ValueError("the encoder gave no usable vector")
    return np.asarray(vectors / norms, dtype=np.float32)
