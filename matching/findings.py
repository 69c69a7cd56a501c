"""What was found in a file: plain records, without names of people and without texts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""Pixels as displayed (EXIF orientation applied): RGB, uint8 [height, width, 3]."""

Vector = NDArray[np.float32]
"""A template: float32 [d], of length one. Never printed, never logged."""

Box = tuple[int, int, int, int]
"""x, y, width, height in displayed pixels; may reach over the edge of the picture where a face does."""

Landmarks = tuple[tuple[float, float], ...]
"""Five points (x, y) in displayed pixels: the person's right eye, left eye, nose tip, right and left mouth
corner.
"""


@dataclass(frozen=True)
class Quality:
    """How well one face can be seen.

    size: shorter side of the box, pixels. sharpness: how much detail the aligned face shows in the direction that shows least
    of it (about 10 very blurred, 100 soft, 500 and more sharp). score: detector's score, 0 to 1. yaw:
    estimated turn of the head in degrees, 0 frontal, positive where the nose points to the picture's right,
    clipped at +-90; rough (about 10 degrees). roll: turn in the picture's plane in degrees, 0 upright, positive
    clockwise, -180 to 180. pitch: estimated nod in degrees, 0 level, positive where the face looks up; as rough as yaw. strength: how
    much of a face its encoders saw, 1 being just enough to miss it; None where none of them tells.
    """

    size: int
    sharpness: float
    score: float
    yaw: float
    roll: float = 0.0
    pitch: float = 0.0
    strength: float | None = None


@dataclass(frozen=True, eq=False)
class Appearance:
    """One face at one place.

    ref: "A1", "A2", ... from the largest to the smallest. start, end: seconds (both 0.0 in a picture).
    frame: 0 in a picture. vectors: encoder id -> template. problem: an id of `matching.reasons`: why there
    are no vectors, or why nothing follows where they are like nobody's. crop: the face with its
    surroundings, for the second opinion and the reviewer's sealed copy; it lives in memory only. otherwise: the same place as
    it shows when the picture is changed back: whoever is like that is found here.
    """

    ref: str
    modality: str
    start: float
    end: float
    frame: int
    box: Box
    landmarks: Landmarks
    quality: Quality
    vectors: Mapping[str, Vector] = field(repr=False)
    problem: str | None = None
    crop: Picture | None = field(default=None, repr=False)
    crop_box: Box | None = field(default=None, repr=False)
    otherwise: tuple["Appearance", ...] = field(default=(), repr=False)


@dataclass(frozen=True, eq=False)
class Examination:
    """Everything seen in one file. sha256: of exactly the bytes that were decoded. size: bytes. encoders:
    id -> SHA-256 of the weights that made the vectors."""

    sha256: str
    size: int
    media: str
    format: str
    width: int
    height: int
    appearances: tuple[Appearance, ...]
    encoders: Mapping[str, str]
