"""YuNet: every face, from 24 pixels to close-ups that fill the picture."""

import threading
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from matching import weights
from matching.findings import Picture

SCORE = 0.6
OVERLAP = 0.4


@dataclass(frozen=True, eq=False)
class Face:
    """box: x, y, width, height (float, pixels). points: float32 [5, 2]. score: 0 to 1."""

    box: tuple[float, float, float, float]
    points: NDArray[np.float32]
    score: float


class Detector:
    """Finds faces. Each thread that uses it gets a network of its own (the library's object is not
    thread-safe).
    """

    def __init__(self) -> None:
        """Raises `ModelMissing` or `ModelAltered`."""
        self.sha256 = weights.KNOWN["yunet"].sha256
        self._model = np.frombuffer(weights.load("yunet"), np.uint8)
        self._local = threading.local()

    def detect(self, picture: Picture) -> list[Face]:
        """All faces of an RGB picture uint8 [h, w, 3], the largest first."""
        bgr = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), dtype=np.uint8)
        found = [self._pass(bgr, 1.0)]
        rows = np.concatenate(found)
        keep = cv2.dnn.NMSBoxes(rows[:, :4].tolist(), rows[:, 14].tolist(), SCORE, OVERLAP)
        faces = [
            Face(
                box=(float(row[0]), float(row[1]), float(row[2]), float(row[3])),
                points=row[4:14].reshape(5, 2),
                score=float(row[14]),
            )
            for row in rows[np.asarray(keep, dtype=int).ravel()]
        ]
        return sorted(faces, key=lambda face: -face.box[2] * face.box[3])

    def _pass(self, bgr: NDArray[np.uint8], scale: float) -> NDArray[np.float32]:
        """Detections [n, 15] of the picture at one scale, in pixels of the picture itself."""
        height, width = bgr.shape[:2]
        net = self._network()
        net.setInputSize((width, height))
        _, rows = net.detect(bgr)
        if rows is None:
            return np.empty((0, 15), np.float32)
        found = np.asarray(rows, dtype=np.float32)
        found[:, :14] /= scale
        return found

    def _network(self) -> cv2.FaceDetectorYN:
        if not hasattr(self._local, "net"):
            self._local.net = cv2.FaceDetectorYN.create(
                "onnx", self._model, np.empty(0, np.uint8), (320, 320), SCORE, OVERLAP, 5000
            )
        net: cv2.FaceDetectorYN = self._local.net
        return net
