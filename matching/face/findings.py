"""What a face has of its own, beside what every finding has."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from matching.face.boxes import overlap
from matching.findings import Appearance, Box, Picture

Landmarks = tuple[tuple[float, float], ...]
"""Five points (x, y) in displayed pixels: the person's right eye, left eye, nose tip, right and left mouth
corner.
"""

ONE_PLACE = 0.4
"""Overlap of boxes from which two faces that are seen at the same time may be one."""


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


@dataclass(frozen=True, eq=False, kw_only=True)
class FaceSeen(Appearance):
    """One face at one place, from the largest to the smallest.

    crop: the face with its surroundings, for the second opinion and the reviewer's sealed copy; it lives in memory only.
    crop_box: where in the picture it was cut out.
    """

    modality: str = "face"
    box: Box
    landmarks: Landmarks
    quality: Quality
    crop: Picture | None = field(default=None, repr=False)
    crop_box: Box | None = field(default=None, repr=False)

    @property
    def place(self) -> Box:
        return self.box

    @property
    def measures(self) -> Mapping[str, float]:
        return {"size": self.quality.size, "sharpness": self.quality.sharpness}

    def apart(self, other: Appearance) -> bool:
        """Two faces at two places are two people."""
        return super().apart(other) and (other.place is None or overlap(self.box, other.place) < ONE_PLACE)

    def stays(self, other: Appearance) -> bool:
        return other.place is not None and overlap(self.box, other.place) >= ONE_PLACE

    def unfit(self, least: Mapping[str, float]) -> str | None:
        if self.quality.size < least["size"]:
            return "face.too-small"
        if self.problem is not None:
            return self.problem
        if self.quality.sharpness < least["sharpness"]:
            return "face.too-blurred"
        strength = self.quality.strength
        return "face.too-little" if strength is not None and strength < 1 else None
