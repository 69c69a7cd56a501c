"""SFace: the first encoder. A face becomes a unit vector; the cosine of two says how alike they are."""

import threading

import cv2
import numpy as np
from numpy.typing import NDArray

from matching import weights
from matching.face.alignment import SIDE
from matching.findings import Picture, Vector

BATCH = 32


class SFace:
    """Encodes aligned faces. One object may serve several threads; they take turns."""

    id = "sface_2021dec"
    dimensions = 128

    def __init__(self) -> None:
        """Raises `ModelMissing` or `ModelAltered`."""
        self.sha256 = weights.KNOWN["sface"].sha256
        self._net = cv2.dnn.readNetFromONNX(np.frombuffer(weights.load("sface"), np.uint8))
        self._lock = threading.Lock()

    def encode(self, crops: list[Picture]) -> list[Vector]:
        """Aligned crops (RGB uint8 [112, 112, 3]) -> as many unit vectors float32 [128].

        Raises ValueError where the network answers with anything but finite numbers.
        """
        vectors: list[Vector] = []
        for start in range(0, len(crops), BATCH):
            vectors += self._encode_batch(crops[start : start + BATCH])
        return vectors

    def _encode_batch(self, crops: list[Picture]) -> list[Vector]:
        # the network was trained on RGB in 0..255; the crops are RGB already
        blob = cv2.dnn.blobFromImages(crops, 1.0, (SIDE, SIDE), (0, 0, 0), swapRB=False)
        with self._lock:
            self._net.setInput(blob)
            features: NDArray[np.float32] = self._net.forward().astype(np.float32)
        norms = np.linalg.norm(features, axis=1, keepdims=True)
        if features.shape != (len(crops), self.dimensions) or not (np.isfinite(norms) & (norms > 0)).all():
            raise ValueError("the encoder gave no usable vector")
        return list(features / norms)
