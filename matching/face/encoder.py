"""A network that turns an aligned face into a unit vector; the cosine of two says how alike they are."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from matching import weights
from matching.face.alignment import SIDE
from matching.face.views import Views
from matching.findings import Picture, Vector

Forward = Callable[[NDArray[np.float32]], NDArray[np.float32]]
"""Crops [n, 3, 112, 112] -> what the network answers to each [n, dimensions]."""


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
    """Encodes aligned faces. One object may serve several threads.

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
        self._forward = self._loaded(weights.load(self._weights))

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

    def _loaded(self, model: bytes) -> Forward:
        """The network of these verified bytes. It serves several threads, and raises ValueError or cv2.error where it fails."""
        net, lock = cv2.dnn.readNetFromONNX(np.frombuffer(model, np.uint8)), threading.Lock()

        def forward(crops: NDArray[np.float32]) -> NDArray[np.float32]:
            with lock:
                net.setInput(crops)
                return np.asarray(net.forward(), np.float32)

        return forward

    def _features(self, crops: list[Picture]) -> NDArray[np.float32]:
        features = np.concatenate(
            [self._forward(self._blob(crops[at : at + self._batch])) for at in range(0, len(crops), self._batch)]
        )
        if features.shape != (len(crops), self.dimensions):
            raise ValueError("the encoder gave no usable vector")
        return features

    def _blob(self, crops: list[Picture]) -> NDArray[np.float32]:
        return np.asarray(cv2.dnn.blobFromImages(crops, self._scale, (SIDE, SIDE), (self._mean,) * 3), np.float32)


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    if not (np.isfinite(norms) & (norms > 0)).all():
        raise ValueError("the encoder gave no usable vector")
    return np.asarray(vectors / norms, dtype=np.float32)
