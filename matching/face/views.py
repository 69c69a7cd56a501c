"""A face seen twice: as it is, aligned by the mesh's points, and mirrored, aligned by the detector's."""

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.face import turns
from matching.face.alignment import SIDE, align, within
from matching.face.boxes import Quad, overlap
from matching.face.detector import Detector
from matching.face.mesh import Mesh, mirrored
from matching.face.yunet import Face
from matching.findings import Box, Picture

Views = tuple[Picture, Picture]
"""Two aligned crops of one face, RGB uint8 [112, 112, 3] each: as it is, and mirrored."""

SAME = 0.4
"""Overlap from which what was found in the mirrored picture is the same face."""

SCALES = (1.0, 1.4)
"""Sizes at which the mirrored picture is looked at. The detector sees a picture in cells of eight pixels: at another size
the face falls into other cells, and its errors are others."""

LARGEST = 320
"""Longer side in pixels at which a mirrored crop is looked at: more costs time and finds the points no better."""


def both(crop: Picture, place: Box, face: Face, detector: Detector, mesh: Mesh) -> Views:
    """The two views of a face from its crop, which was cut out at `place` (x, y, width, height) of the picture.

    Landmarks err by a pixel or two. The mirrored view is aligned by the mean of the detector's looks, the plain one by what
    another network sees, so that the two err differently: measured by benchmarks/lfw.py, see docs/error.md. Raises
    ValueError for points that do not span a face, or a face outside its picture.
    """
    crop, box, points = _upright(crop, place, face)
    mirror = np.ascontiguousarray(crop[:, ::-1])
    expected = (crop.shape[1] - box[0] - box[2], *box[1:])
    looks = [mirrored(points, crop.shape[1])]
    shrink = min(1.0, LARGEST / max(mirror.shape))
    for size in SCALES:
        looks += _again(mirror, size * shrink, expected, detector)
    return align(crop, mesh.points(crop, box, points)), align(mirror, np.mean(looks, axis=0, dtype=np.float32))


def shown(crop: Picture, place: Box, face: Face) -> tuple[Picture, NDArray[np.bool_]]:
    """A face aligned by the detector's points, RGB uint8 [112, 112, 3], and where it shows its picture, bool [112, 112];
    elsewhere it is black. Raises as `both` does.
    """
    upright, _, points = _upright(crop, place, face)
    if upright is crop and within(points, crop):
        return align(crop, points), np.ones((SIDE, SIDE), bool)
    white, _, _ = _upright(np.full(crop.shape[:2], 255, np.uint8), place, face)
    return align(upright, points), np.asarray(align(white, points) == 255)


def _upright(crop: Picture, place: Box, face: Face) -> tuple[Picture, Quad, NDArray[np.float32]]:
    """The crop, turned where the face is tilted, with the face's box and points in it."""
    if not crop.size:
        raise ValueError("the face lies outside the picture")
    scale = crop.shape[1] / place[2]
    points = (face.points - np.array(place[:2], np.float32)) * np.float32(scale)
    x, y, width, height = (float(side) * scale for side in face.box)
    box = (x - place[0] * scale, y - place[1] * scale, width, height)
    return turns.upright(crop, box, points)


def _again(mirror: Picture, size: float, expected: Quad, detector: Detector) -> list[NDArray[np.float32]]:
    """The points of the expected face as found at this size of the picture; none where it is not found."""
    looked_at = mirror if size == 1 else np.asarray(cv2.resize(mirror, None, fx=size, fy=size), np.uint8)
    place = (expected[0] * size, expected[1] * size, expected[2] * size, expected[3] * size)
    found = max(detector.glance(looked_at), key=lambda face: overlap(face.box, place), default=None)
    if found is None or overlap(found.box, place) < SAME:
        return []
    return [found.points / np.float32(size)]
