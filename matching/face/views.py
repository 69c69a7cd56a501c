"""A face seen twice: as it is, and mirrored, each time aligned by points that were found anew."""

import numpy as np
from numpy.typing import NDArray

from matching.face.alignment import align
from matching.face.boxes import overlap
from matching.face.detector import Detector, Face
from matching.findings import Box, Picture

Views = tuple[Picture, Picture]
"""Two aligned crops of one face, RGB uint8 [112, 112, 3] each: as it is, and mirrored."""

SAME = 0.4
"""Overlap from which what was found in the mirrored picture is the same face."""

SWAPPED = [1, 0, 2, 4, 3]
"""The five points of a mirrored face in their usual order: its right eye was the left one."""


def both(crop: Picture, place: Box, face: Face, detector: Detector) -> Views:
    """The two views of a face from its crop, which was cut out at `place` (x, y, width, height) of the picture.

    Landmarks err by a pixel or two. A second, independent look halves what that costs: measured by benchmarks/lfw.py.
    Raises ValueError for points that do not span a face, or a face outside its picture.
    """
    if not crop.size:
        raise ValueError("the face lies outside the picture")
    scale = crop.shape[1] / place[2]
    points = (face.points - np.array(place[:2], np.float32)) * np.float32(scale)
    mirror = np.ascontiguousarray(crop[:, ::-1])
    x, y, width, height = (float(side) * scale for side in face.box)
    expected = (crop.shape[1] - (x - place[0] * scale) - width, y - place[1] * scale, width, height)
    again = max(detector.glance(mirror), key=lambda other: overlap(other.box, expected), default=None)
    if again is None or overlap(again.box, expected) < SAME:
        return align(crop, points), align(mirror, _mirrored(points, crop.shape[1]))
    return align(crop, points), align(mirror, again.points)


def _mirrored(points: NDArray[np.float32], width: int) -> NDArray[np.float32]:
    return np.asarray((points * [-1, 1] + [width - 1, 0])[SWAPPED], dtype=np.float32)
