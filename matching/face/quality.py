"""How well a face can be seen, from its box, its five points and its aligned view."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.face import turns
from matching.face.findings import Quality
from matching.face.yunet import Face
from matching.findings import Picture

# How far the tip of the nose stands before the plane of the eyes, in distances between the eyes
# (anthropometric mean about 0.5 to 0.6): it turns the nose's sideways shift into an angle.
NOSE_DEPTH = 0.55

# Where the tip of the nose lies between eyes and mouth in a level face: the median of 486 pictures of LFW, of which 99 of
# 100 lie within 0.41 and 0.68 (18 and -14 degrees); the demo's people lie within 0.51 and 0.65.
NOSE_LEVEL = 0.563
NOSE_RISE = 0.48  # NOSE_DEPTH in distances between eyes and mouth, which is 1.15 of that between the eyes

# Detail is counted at the scale of features, so that grain does not pass for it; and in the direction that shows least of
# it, because a face that moved is sharp across its way and tells as little as one that is blurred evenly.
SCALE = 2.0  # pixels, standard deviation of what the view is smoothed with
DIRECTIONS = np.linspace(0, np.pi, 8, endpoint=False)
WAYS = np.stack([np.cos(DIRECTIONS) ** 2, np.cos(DIRECTIONS) * np.sin(DIRECTIONS), np.sin(DIRECTIONS) ** 2], axis=1)
"""How much the second derivatives across, both ways (twice) and down make up of that in each direction [8, 3]."""

MARGIN = 10  # pixels of the view at its edges, where hair and background are
EDGE = 7  # pixels to which the black outside a picture reaches when it is smoothed
LEAST_SHOWN = 0.1

EVENLY = ((0.061, 3.6), (0.217, 5.4), (0.632, 10.6), (1.163, 27.4), (2.016, 128.4))
"""Detail so counted, and the variance of the Laplacian (Pech-Pacheco et al., ICPR 2000), of faces of the evaluation pictures
that were blurred evenly, or not at all: medians. Sharpness is told by the latter, in which the thresholds are."""

Mask = NDArray[np.bool_]
"""Pixels of a view, [112, 112]."""


def assess(face: Face, view: Picture | None, shown: Mask | None = None) -> Quality:
    """The quality of one detected face with its aligned view (RGB uint8 [112, 112, 3]; None: no sharpness at all) and where
    that shows the picture (None: everywhere).
    """
    return Quality(
        size=max(round(min(face.box[2:])), 0),
        sharpness=0.0 if view is None else sharpness(view, shown),
        score=min(max(face.score, 0.0), 1.0),
        yaw=yaw(face),
        roll=turns.roll(face.points),
        pitch=pitch(face),
    )


def sharpness(view: Picture, shown: Mask | None = None) -> float:
    """How sharp a view is: the variance of the Laplacian that a face has which is blurred evenly and shows as much detail as
    this one does in the direction that shows least.

    Where the picture ends in the view is an edge, and a sharp one, of the picture's and not of the face's: only what lies
    `EDGE` pixels within counts. 0 where that is less than `LEAST_SHOWN` of the view.
    """
    grey = cv2.GaussianBlur(cv2.cvtColor(view, cv2.COLOR_RGB2GRAY).astype(np.float32), (0, 0), SCALE)
    across, down, both = (cv2.Sobel(grey, cv2.CV_32F, *order, ksize=3) / 4 for order in ((2, 0), (0, 2), (1, 1)))
    within = np.zeros(grey.shape, bool)
    within[MARGIN:-MARGIN, MARGIN:-MARGIN] = True
    if shown is not None and not shown.all():
        within &= cv2.erode(shown.astype(np.uint8), np.ones((2 * EDGE + 1, 2 * EDGE + 1), np.uint8)) > 0
    if within.mean() < LEAST_SHOWN:
        return 0.0
    spread = np.cov(np.stack([across[within], 2 * both[within], down[within]]), bias=True)
    return _evenly_blurred(float(np.einsum("wi,ij,wj->w", WAYS, spread, WAYS).min()))


def _evenly_blurred(detail: float) -> float:
    detailed, sharp = np.log(np.array(EVENLY)).T
    depth = math.log(max(detail, 1e-6))
    (x0, x1), (y0, y1) = detailed[[0, 1]], sharp[[0, 1]]
    if depth < x0:
        return math.exp(y0 + (depth - x0) * (y1 - y0) / (x1 - x0))
    (x0, x1), (y0, y1) = detailed[[-2, -1]], sharp[[-2, -1]]
    if depth > x1:
        return math.exp(min(y1 + (depth - x1) * (y1 - y0) / (x1 - x0), 9.0))
    return float(np.exp(np.interp(depth, detailed, sharp)))


def yaw(face: Face) -> float:
    """Estimated turn of the head in degrees: 0 frontal, positive towards the picture's right, clipped at
    +-90.

    The nose's distance from the middle of the eyes, along the line between them, is NOSE_DEPTH * tan(yaw)
    in units of the eyes' distance as it appears; rough, about 10 degrees.
    """
    first, second, nose = face.points[:3].astype(np.float64)
    line = second - first
    square = float(line @ line)
    if not math.isfinite(square) or square < 1e-6:
        return 90.0
    shift = float((nose - (first + second) / 2) @ line) / square
    return math.degrees(math.atan(shift / NOSE_DEPTH))


def pitch(face: Face) -> float:
    """Estimated nod of the head in degrees: 0 level, positive where it looks up, clipped at +-90.

    The nose's way from the eyes to the mouth is NOSE_LEVEL - NOSE_RISE * tan(pitch) of the whole: whoever looks up raises
    it towards the eyes; rough, about 10 degrees.
    """
    points = face.points.astype(np.float64)
    eyes, mouth = points[:2].mean(axis=0), points[3:5].mean(axis=0)
    line = mouth - eyes
    square = float(line @ line)
    if not math.isfinite(square) or square < 1e-6:
        return 90.0
    return math.degrees(math.atan((NOSE_LEVEL - float((points[2] - eyes) @ line) / square) / NOSE_RISE))
