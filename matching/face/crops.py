"""A face with its surroundings, small enough to keep in memory until the decision."""

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.face.findings import FaceSeen
from matching.findings import Box, Picture

AROUND = 0.5
"""How much of a face's size stays around it on each side."""

LARGEST = 256
"""Longer side of a crop in pixels; larger ones are made smaller."""


def cut(picture: Picture, box: Box) -> tuple[Picture, Box]:
    """The face in `box` with its surroundings, as a picture of its own (a copy), and where it was cut out."""
    x, y, width, height = box
    left, top = max(round(x - AROUND * width), 0), max(round(y - AROUND * height), 0)
    right = min(round(x + (1 + AROUND) * width), picture.shape[1])
    bottom = min(round(y + (1 + AROUND) * height), picture.shape[0])
    crop = picture[top:bottom, left:right]
    shrink = min(LARGEST / max(right - left, bottom - top, 1), 1.0)
    if shrink < 1.0:
        size = (max(round(crop.shape[1] * shrink), 1), max(round(crop.shape[0] * shrink), 1))
        crop = np.asarray(cv2.resize(crop, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return np.array(crop), (left, top, right - left, bottom - top)


def face_within(appearance: FaceSeen) -> tuple[float, float, float, float]:
    """The box of an appearance's face (x, y, width, height) in pixels of its crop; ValueError where it has
    none.
    """
    left, top, scale = _placed(appearance)
    x, y, width, height = appearance.box
    return (x - left) * scale, (y - top) * scale, width * scale, height * scale


def points_within(appearance: FaceSeen) -> NDArray[np.float32]:
    """The five points of an appearance's face [5, 2] in pixels of its crop; ValueError where it has none."""
    left, top, scale = _placed(appearance)
    return (np.array(appearance.landmarks, np.float32) - np.array([left, top], np.float32)) * np.float32(scale)


def _placed(appearance: FaceSeen) -> tuple[int, int, float]:
    """Where the crop begins in the picture, and its scale."""
    if appearance.crop is None or appearance.crop_box is None or not appearance.crop.size:
        raise ValueError("the appearance has no crop")
    return *appearance.crop_box[:2], appearance.crop.shape[1] / appearance.crop_box[2]
