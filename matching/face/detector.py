"""YuNet: every face, from 24 pixels to close-ups that fill the picture."""

import threading
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from matching import weights
from matching.face.boxes import Quad, overlap
from matching.findings import Picture

# The network sees faces of about 16 to 500 pixels, and sees parts of larger ones as faces. So the picture
# is looked at as it is (large ones at 0.8 of their size, where 800 of 800 faces of 24 pixels were still
# found), in tiles where it is very large, and again at a half, a quarter, ... of that; each look but the
# last leaves the larger faces to the next. Small pictures are also looked at at twice their size.
# A score of 0.6 would lose a face that dlib's detector finds in the evaluation pictures.
SCORE = 0.5
OVERLAP = 0.4  # intersection over union from which two boxes are one face
LARGEST, LARGEST_LAST = 200, 400  # pixels, shorter side, at the size of the look; of the last look
TILE, MARGIN = 2560, 256
SMALL_PICTURE, LARGE_PICTURE = 500_000, 1_000_000  # pixels


Rows = NDArray[np.float32]
EMPTY = np.empty((0, 15), np.float32)


@dataclass(frozen=True, eq=False)
class Face:
    """box: x, y, width, height (float, pixels). points: float32 [5, 2]. score: 0 to 1."""

    box: Quad
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
        height, width = bgr.shape[:2]
        scale = 0.8 if width * height > LARGE_PICTURE else 1.0
        passes = [self._scaled(bgr, scale)]
        while min(height, width) * scale > LARGEST_LAST:
            passes[-1] = passes[-1][passes[-1][:, 2:4].min(axis=1) * scale <= LARGEST]
            scale /= 2
            passes.append(self._scaled(bgr, scale))
        faces = _faces(_distinct(np.concatenate(passes)))
        if width * height <= SMALL_PICTURE:  # may add faces, never replaces what was seen at the true size
            for face in _faces(_distinct(self._scaled(bgr, 2.0))):
                if min(face.box[2:]) * 2 <= LARGEST and all(overlap(face.box, other.box) <= OVERLAP for other in faces):
                    faces.append(face)
        return sorted(faces, key=lambda face: -face.box[2] * face.box[3])

    def glance(self, picture: Picture) -> list[Face]:
        """The faces of a small picture (RGB uint8 [h, w, 3]) by one pass at its own size."""
        return _faces(_distinct(self._pass(np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), dtype=np.uint8))))

    def _tiles(self, bgr: NDArray[np.uint8]) -> Rows:
        """Detections tile by tile. Neighbours share a margin: a box that touches an inner
        edge is cut, and either whole in the neighbour or so large that a smaller scale sees it.
        """
        height, width = bgr.shape[:2]
        found = [EMPTY]
        for top in range(0, max(height - MARGIN, 1), TILE - MARGIN):
            for left in range(0, max(width - MARGIN, 1), TILE - MARGIN):
                bottom, right = min(top + TILE, height), min(left + TILE, width)
                rows = self._pass(bgr[top:bottom, left:right])
                rows[:, [0, 4, 6, 8, 10, 12]] += left
                rows[:, [1, 5, 7, 9, 11, 13]] += top
                cut = np.zeros(len(rows), bool)
                cut |= (left > 0) & (rows[:, 0] < left + 2)
                cut |= (top > 0) & (rows[:, 1] < top + 2)
                cut |= (right < width) & (rows[:, 0] + rows[:, 2] > right - 2)
                cut |= (bottom < height) & (rows[:, 1] + rows[:, 3] > bottom - 2)
                found.append(rows[~cut])
        return np.concatenate(found)

    def _scaled(self, bgr: NDArray[np.uint8], scale: float) -> Rows:
        way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        size = (max(round(bgr.shape[1] * scale), 1), max(round(bgr.shape[0] * scale), 1))
        resized = bgr if scale == 1.0 else np.asarray(cv2.resize(bgr, size, interpolation=way), dtype=np.uint8)
        rows = self._tiles(resized)
        rows[:, :14] /= scale
        return rows

    def _pass(self, bgr: NDArray[np.uint8]) -> Rows:
        """Detections [n, 15]: box, five points, score. A picture under 32 pixels is set on black first."""
        height, width = bgr.shape[:2]
        below, beside = max(32 - height, 0), max(32 - width, 0)
        if below or beside:
            bgr = np.asarray(cv2.copyMakeBorder(bgr, 0, below, 0, beside, cv2.BORDER_CONSTANT), dtype=np.uint8)
        net = self._network()
        net.setInputSize((bgr.shape[1], bgr.shape[0]))
        _, rows = net.detect(bgr)
        return EMPTY.copy() if rows is None else np.asarray(rows, dtype=np.float32)

    def _network(self) -> cv2.FaceDetectorYN:
        if not hasattr(self._local, "net"):
            self._local.net = cv2.FaceDetectorYN.create(
                "onnx", self._model, np.empty(0, np.uint8), (320, 320), SCORE, OVERLAP, 5000
            )
        net: cv2.FaceDetectorYN = self._local.net
        return net


def _faces(rows: Rows) -> list[Face]:
    return [
        Face(
            box=(float(row[0]), float(row[1]), float(row[2]), float(row[3])),
            points=row[4:14].reshape(5, 2),
            score=float(row[14]),
        )
        for row in rows
    ]


def _distinct(rows: Rows) -> Rows:
    """One row for each face: of rows that overlap, the one with the best score."""
    if not len(rows):
        return rows
    keep = cv2.dnn.NMSBoxes(rows[:, :4].tolist(), rows[:, 14].tolist(), SCORE, OVERLAP)
    kept: Rows = rows[np.asarray(keep, dtype=int).ravel()]
    return kept
