"""How well a face can be seen, from its box, its five points and its aligned crop."""

import math

import cv2
import numpy as np

from matching.face.detector import Face
from matching.findings import Picture, Quality

# How far the tip of the nose stands before the plane of the eyes, in distances between the eyes
# (anthropometric mean about 0.5 to 0.6): it turns the nose's sideways shift into an angle.
NOSE_DEPTH = 0.55


def assess(face: Face, crop: Picture | None) -> Quality:
    """The quality of one detected face with its aligned crop (RGB uint8 [112, 112, 3]; None: no sharpness
    at all).
    """
    return Quality(
        size=max(round(min(face.box[2:])), 0),
        sharpness=0.0 if crop is None else sharpness(crop),
        score=min(max(face.score, 0.0), 1.0),
        yaw=yaw(face),
    )


def sharpness(crop: Picture) -> float:
    """Variance of the Laplacian of the crop in grey (Pech-Pacheco et al., ICPR 2000): small where detail is
    lost.
    """
    return float(cv2.Laplacian(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY), cv2.CV_64F).var())


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
