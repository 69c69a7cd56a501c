"""A network that turns an aligned face into a unit vector; the cosine of two says how alike they are."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from matching import weights
from matching.face.alignment import SIDE
from matching.face.views import Views
from matching.findings import Picture, Vector


@dataclass(frozen=True, eq=False)
class Encoded:
    """What an encoder makes of one face. vector: of length one. strength: the length of what the network itself answers, of the
    weaker view, 1 being the least at which few faces are missed; None where that was not measured.

    Such a length says how much of a face a network sees in what it is shown (Meng et al., "MagFace", CVPR 2021; Kim et al.,
    "AdaFace", CVPR 2022): noise, dots, waves, cut tones and covered faces make it small, whatever else was thought of to hide one.
    """

    vector: Vector
    strength: float | None


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
    _least_length: float | None = (
        None  # of the network's own vector, below which a face is missed too often; None: not measured
    )

    def __init__(self) -> None:
        """Raises `ModelMissing` or `ModelAltered`."""
        self.sha256 = weights.KNOWN[self._weights].sha256
        self._net = cv2.dnn.readNetFromONNX(np.frombuffer(weights.load(self._weights), np.uint8))
        self._lock = threading.Lock()

    def encode(self, faces: Sequence[Views]) -> list[Vector]:
        """The two aligned views of each face -> as many unit vectors float32 [dimensions].

        Raises ValueError where the network answers with anything but finite numbers.
        """
        return [one.vector for one in self.read(faces)]

    def read(self, faces: Sequence[Views]) -> list[Encoded]:
        """The same, with how much of a face was seen. Raises as `encode` does."""
        if not faces:
            return []
        features = self._features([view for face in faces for view in face])
        units, lengths = _unit(features), np.linalg.norm(features, axis=1).reshape(-1, 2).min(axis=1)
        least = self._least_length
        return [
            Encoded(vector, None if least is None else float(length) / least)
            for vector, length in zip(_unit(units[0::2] + units[1::2]), lengths, strict=True)
        ]

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
        return features


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    if not (np.isfinite(norms) & (norms > 0)).all():
        raise ValueError("the encoder gave no usable vector")
    return np.asarray(vectors / norms, dtype=np.float32)
