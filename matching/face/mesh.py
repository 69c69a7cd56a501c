"""The five points of a face once more, from a network that looks at the whole face instead of a part of a picture.

The detector's points err by a pixel or two, and what is aligned by them errs with them. This network's errors are its
own, so that a view aligned by its points and a view aligned by the detector's err differently: measured, the most that
any single change has brought (docs/error.md).
"""

import math
import threading

import cv2
import numpy as np
from numpy.typing import NDArray

from matching import weights
from matching.face.alignment import similarity
from matching.face.boxes import Quad
from matching.findings import Picture

Points = NDArray[np.float32]

SIDE = 192
AROUND = 1.5
"""Side of what the network looks at, in sides of the face's box: it was trained on such squares."""

EYES, NOSE, MOUTH = ((33, 133), (362, 263)), 1, (61, 291)
"""Which of the 468 vertices are the corners of the right and the left eye, the tip of the nose, and the corners of the
mouth."""

SHIFT = np.array([[-1.08, 0.48], [-0.74, -0.02], [-0.74, 1.98], [-1.42, 1.37], [-0.26, 1.11]])
"""How far these points lie from the detector's in an aligned crop of 112 x 112: medians over the evaluation pictures. They
are taken off, because the encoders were trained on points like the detector's."""

FARTHEST = 14.0
"""Pixels of the aligned crop by which a point may lie off the detector's before this network is taken to have lost the
face (four faces in a thousand of the evaluation pictures): then the detector's points stand."""

SWAPPED = [1, 0, 2, 4, 3]
"""The five points of a mirrored face in their usual order: its right eye was the left one."""


class Mesh:
    """Finds points again. Each thread that uses it gets a network of its own."""

    def __init__(self) -> None:
        """Raises `ModelMissing` or `ModelAltered`."""
        self.sha256 = weights.KNOWN["mesh"].sha256
        self._model = np.frombuffer(weights.load("mesh"), np.uint8)
        self._local = threading.local()

    def points(self, picture: Picture, box: Quad, points: Points) -> Points:
        """The five points [5, 2] of an upright face whose box and points are known: the mean of what is seen in the picture
        and in its mirror image; the known ones where the face was lost.

        Raises ValueError for points that do not span a face.
        """
        width = picture.shape[1]
        mirror = np.ascontiguousarray(picture[:, ::-1])
        seen = self._look(picture, box, points)
        seen += mirrored(self._look(mirror, (width - box[0] - box[2], *box[1:]), mirrored(points, width)), width)
        way = similarity(points)
        found = seen / 2 @ way[:, :2].T + way[:, 2] - SHIFT
        off = found - (points @ way[:, :2].T + way[:, 2])
        if not np.isfinite(found).all() or np.linalg.norm(off, axis=1).max() > FARTHEST:
            return points
        back = cv2.invertAffineTransform(way)
        return np.asarray(found @ back[:, :2].T + back[:, 2], np.float32)

    def _look(self, picture: Picture, box: Quad, points: Points) -> Points:
        """The five points as the network sees them, in the picture's pixels."""
        across = points[1].astype(np.float64) - points[0]
        middle = (box[0] + box[2] / 2, box[1] + box[3] / 2)
        scale = SIDE / (AROUND * max(box[2:]))
        way = np.asarray(
            cv2.getRotationMatrix2D(middle, math.degrees(math.atan2(across[1], across[0])), scale), np.float64
        )
        way[:, 2] += SIDE / 2 - np.array(middle)
        square = cv2.warpAffine(picture, way, (SIDE, SIDE), flags=cv2.INTER_LINEAR)
        net = self._network()
        net.setInput(cv2.dnn.blobFromImage(square, 1 / 255))
        vertices = net.forward().reshape(-1, 3)[:, :2].astype(np.float64)
        five = np.array([*(vertices[list(eye)].mean(axis=0) for eye in EYES), vertices[NOSE], *vertices[list(MOUTH)]])
        back = cv2.invertAffineTransform(way)
        return np.asarray(five @ back[:, :2].T + back[:, 2], np.float32)

    def _network(self) -> cv2.dnn.Net:
        if not hasattr(self._local, "net"):
            self._local.net = cv2.dnn.readNetFromTFLite(self._model)
        net: cv2.dnn.Net = self._local.net
        return net


def mirrored(points: Points, width: int) -> Points:
    """Five points of a picture this wide in its mirror image, in their usual order."""
    return np.asarray((points * [-1, 1] + [width - 1, 0])[SWAPPED], np.float32)
