"""Faces that are not upright: tilted, on their side, upside down.

The detector and every encoder were trained on upright faces. Turned by more than about 40 degrees a face is overlooked
or, worse, found with points that lie wrongly, and then it looks like a stranger: somebody who lies on a bed would be
searched for in vain.
"""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.face.boxes import Quad
from matching.findings import Picture

Points = NDArray[np.float32]
"""Points (x, y) [n, 2] in pixels."""

Map = NDArray[np.float64]
"""An affine map of points, 2 x 3."""

TILTED = 22.5
"""Degrees from upright up to which everything copes with a face as it is."""


def roll(points: Points) -> float:
    """By how many degrees a face with these five points [5, 2] is turned clockwise, -180 to 180; 0 is upright.

    Upright, the mouth lies below the eyes. 0 for points that span no face.
    """
    down = points[3:5].astype(np.float64).mean(axis=0) - points[0:2].mean(axis=0)
    if not np.isfinite(down).all() or not down.any():
        return 0.0
    return math.degrees(math.atan2(-down[0], down[1]))


def turned(picture: Picture, box: Quad, degrees: float, side: int, scale: float) -> tuple[Picture, Map]:
    """A square of `side` pixels around the middle of a box, turned anticlockwise and scaled; and the map that leads there."""
    middle = box[0] + box[2] / 2, box[1] + box[3] / 2
    way = np.asarray(cv2.getRotationMatrix2D(middle, degrees, scale), np.float64)
    way[:, 2] += side / 2 - np.array(middle)
    return np.asarray(cv2.warpAffine(picture, way, (side, side), flags=cv2.INTER_LINEAR), np.uint8), way


def moved(points: Points, way: Map) -> Points:
    """Where a map leads points."""
    return np.asarray(points @ way[:, :2].T + way[:, 2], np.float32)


def back(way: Map) -> Map:
    """The map that undoes another."""
    return np.asarray(cv2.invertAffineTransform(way), np.float64)


def sides(width: float, height: float, degrees: float) -> tuple[float, float]:
    """Width and height of a face's box after a turn: exchanged on its side, even between."""
    share = math.sin(math.radians(degrees)) ** 2
    return width + (height - width) * share, height + (width - height) * share


def upright(crop: Picture, box: Quad, points: Points) -> tuple[Picture, Quad, Points]:
    """A face in its crop, with box and points, turned upright where it is tilted by more than `TILTED` degrees."""
    degrees = roll(points)
    if abs(degrees) <= TILTED:
        return crop, box, points
    side = max(crop.shape[:2])
    picture, way = turned(crop, box, degrees, side, 1.0)
    width, height = sides(box[2], box[3], degrees)
    return picture, (side / 2 - width / 2, side / 2 - height / 2, width, height), moved(points, way)
