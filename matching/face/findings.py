"""What a face has of its own, beside what every finding has."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from matching.face.boxes import overlap
from matching.findings import Appearance, Box, Picture
from matching.paths import MovingPath, simplified
from matching.shots import Small

Landmarks = tuple[tuple[float, float], ...]
"""Five points (x, y) in displayed pixels: the person's right eye, left eye, nose tip, right and left mouth
corner.
"""

Track = tuple[tuple[float, Box], ...]

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


@dataclass(frozen=True, eq=False)
class Edge:
    """What the film shows where a finding was cut by a seam. small: its last or first frame there; usual: the usual step of the
    frames before (`matching.shots.Cuts`)."""

    small: Small = field(repr=False)
    usual: float


@dataclass(frozen=True, eq=False, kw_only=True)
class FaceSeen(Appearance):
    """One face at one place, from the largest to the smallest; in a film, one person over one stretch of a shot.

    crop: the face with its surroundings, for the second opinion and the reviewer's sealed copy; it lives in memory only.
    crop_box: where in the picture it was cut out.

    In a film `box` and all that is told of the face is as at its best moment. track: where it is over time, (seconds, box), in the
    order of time. shown: the best few moments, the best first, each with its own crop. opening, closing: how the film looks at
    a seam that went through it; None where there is none.
    """

    modality: str = "face"
    box: Box
    landmarks: Landmarks
    quality: Quality
    crop: Picture | None = field(default=None, repr=False)
    crop_box: Box | None = field(default=None, repr=False)
    track: Track = field(default=(), repr=False)
    shown: tuple["FaceSeen", ...] = field(default=(), repr=False)
    opening: Edge | None = field(default=None, repr=False)
    closing: Edge | None = field(default=None, repr=False)

    @property
    def place(self) -> Box:
        return self.box

    @property
    def goes_on(self) -> bool:
        return self.opening is not None

    @property
    def measures(self) -> Mapping[str, float]:
        return {"size": self.quality.size, "sharpness": self.quality.sharpness}

    @property
    def moment(self) -> float:
        return self.shown[0].start if self.shown else self.start

    def placed(self, moment: float) -> Box | None:
        if not self.track:
            return self.box
        if not self.start <= moment <= self.end:
            return None
        return min(self.track, key=lambda there: abs(there[0] - moment))[1]

    @property
    def path(self) -> MovingPath:
        return simplified(self.track)

    def apart(self, other: Appearance) -> bool:
        """Two faces at two places are two people; of two that move, places at one time are compared."""
        if isinstance(other, FaceSeen) and self.track and other.track:
            there = dict(other.track)
            return any(time in there and overlap(box, there[time]) < ONE_PLACE for time, box in self.track)
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
