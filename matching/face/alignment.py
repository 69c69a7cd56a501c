"""Turning a face upright: the similarity transform that face encoders are trained on."""

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.findings import Picture

SIDE = 112
# Where the five points come to lie in an aligned crop: the ArcFace reference points, x and y in pixels of
# 112 x 112.
REFERENCE = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]],
    dtype=np.float64,
)


def similarity(points: NDArray[np.float32]) -> NDArray[np.float64]:
    """The rotation, scale and shift (2 x 3) that bring five points [5, 2] nearest to `REFERENCE` in least
    squares.

    Umeyama, "Least-squares estimation of transformation parameters between two point patterns", PAMI 13(4),
    1991. In the plane it has a closed form in complex numbers: scale * rotation = sum(conj(p) q) /
    sum(|p|^2). Raises ValueError for points that all coincide or are not finite.
    """
    p = points[:, 0].astype(np.float64) + 1j * points[:, 1]
    q = REFERENCE[:, 0] + 1j * REFERENCE[:, 1]
    spread = np.sum(np.abs(p - p.mean()) ** 2)
    if not np.isfinite(spread) or spread < 1e-6:
        raise ValueError("the five points of the face do not span a face")
    turn = np.sum(np.conj(p - p.mean()) * (q - q.mean())) / spread
    shift = q.mean() - turn * p.mean()
    return np.array([[turn.real, -turn.imag, shift.real], [turn.imag, turn.real, shift.imag]])


def align(picture: Picture, points: NDArray[np.float32]) -> Picture:
    """The face with these five points, upright, RGB uint8 [112, 112, 3]; black outside the picture."""
    return np.asarray(cv2.warpAffine(picture, similarity(points), (SIDE, SIDE), flags=cv2.INTER_LINEAR), dtype=np.uint8)


def within(points: NDArray[np.float32], picture: Picture) -> bool:
    """Whether all that `align` shows lies in the picture, a pixel from its edges or more. Raises ValueError as `similarity` does."""
    (a, b, x), (_, _, y) = similarity(points)
    corners = np.array([0, SIDE, SIDE * 1j, SIDE + SIDE * 1j])
    there = (corners - (x + 1j * y)) / (a - 1j * b)
    height, width = picture.shape[:2]
    return bool((there.real >= 1).all() and (there.imag >= 1).all()) and bool(
        (there.real <= width - 2).all() and (there.imag <= height - 2).all()
    )
