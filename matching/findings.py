"""What was found in a file: plain records, without names of people and without texts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from matching.copies.prints import Prints
    from matching.origin.findings import Origin
    from matching.waveform import Waveform

Picture = NDArray[np.uint8]
"""Pixels as displayed (EXIF orientation applied): RGB, uint8 [height, width, 3]."""

Vector = NDArray[np.float32]
"""A template: float32 [d], of length one. Never printed, never logged."""

Box = tuple[int, int, int, int]
"""x, y, width, height in displayed pixels; may reach over the edge of the picture where what is found does."""


BEAT = 1.0
"""Seconds of a film, counted from its beginning, of which the best moment is kept of each finding."""


@dataclass(frozen=True, eq=False)
class Moment:
    """What one moment of a film shows of a finding. time: seconds from the beginning of the file. weight: how well it shows,
    above 0 to 1. vectors: encoder id -> template."""

    time: float
    weight: float
    vectors: Mapping[str, Vector] = field(repr=False)

    @property
    def beat(self) -> int:
        return int(self.time / BEAT)


@dataclass(frozen=True, eq=False, kw_only=True)
class Appearance:
    """One thing that a sense found: the part that all senses share. Each sense adds a part of its own in a class of its own
    (a face: `matching.face.findings`).

    ref: "A1", "A2", ... within one file. modality: the sense that found it, `Modality.name`. start, end: the span of time in
    seconds from the beginning of the file (both 0.0 in a still picture). vectors: encoder id -> template. problem: an id of
    `matching.reasons`: why there are no vectors, or why nothing follows where they are like nobody's. otherwise: the same thing
    as it shows when the piece is changed back: whoever is like that is found here. moments: of a film, what the vectors were
    weighed from (`matching.moments`), in the order of time.
    """

    ref: str = ""
    modality: str
    start: float = 0.0
    end: float = 0.0
    vectors: Mapping[str, Vector] = field(repr=False)
    problem: str | None = None
    otherwise: tuple["Appearance", ...] = field(default=(), repr=False)
    moments: tuple[Moment, ...] = field(default=(), repr=False)

    @property
    def place(self) -> Box | None:
        """Where it is in the picture; None for what has no place."""
        return None

    @property
    def spans(self) -> tuple[tuple[float, float], ...]:
        """When it is there, in seconds from the beginning of the file, in order and apart: from `start` to `end`, unless the sense
        knows of breaks in between."""
        return ((self.start, self.end),)

    @property
    def goes_on(self) -> bool:
        """Whether it was cut at its beginning, so that it may go on from something that ends there."""
        return False

    @property
    def moment(self) -> float:
        """When `place` is as it is told, in seconds from the beginning of the file."""
        return self.start

    def placed(self, _moment: float) -> Box | None:
        """Where it is at a moment of its own span; None for what has no place then."""
        return self.place

    @property
    def path(self) -> tuple[tuple[float, Box], ...]:
        """Where it is over its span, in as few places as show it (`matching.paths`); nothing for what stays where it is."""
        return ()

    @property
    def measures(self) -> Mapping[str, float]:
        """How well it can be perceived, by the measures that the sense's limits are about (`matching.thresholds.Limits`);
        whole numbers of them are kept with a check."""
        return {}

    @property
    def doubt(self) -> str | None:
        """Why it names nobody, so that whoever it is like is possible at most (an id of a reason); None where it may name."""
        return None

    def apart(self, other: "Appearance") -> bool:
        """Whether this and another finding of the same sense cannot be one person: they are there at the same time."""
        return (self.start < other.end and other.start < self.end) or self.start == other.start

    def stays(self, other: "Appearance") -> bool:
        """Whether the place of another finding, on the other side of a cut through one scene, may be this one's."""
        return self.place == other.place

    def unfit(self, least: Mapping[str, float]) -> str | None:
        """Why nobody can be said to be absent by it (an id of a reason); None where it is good enough. least: measure -> the
        least at which few people are missed."""
        if self.problem is not None:
            return self.problem
        lacking = [measure for measure in sorted(least) if not self.measures.get(measure, -1.0) >= least[measure]]
        return f"{self.modality}.too-little-{lacking[0]}" if lacking else None


def everybody_else(found: Iterable[Appearance], one: Appearance) -> Callable[[float], list[Box]]:
    """Where all but this one are at a moment (`Appearance.placed`)."""
    others = [other for other in found if other is not one]
    return lambda moment: [place for other in others if (place := other.placed(moment)) is not None]


@dataclass(frozen=True)
class Sampling:
    """How closely a film was looked at. frames: how many were decoded; looked_at: how many of them were looked at for people.
    gap: the longest time in seconds in which none was looked at, and gap_at when it begins: somebody who is there for no longer can
    have been missed."""

    frames: int
    looked_at: int
    gap: float
    gap_at: float


@dataclass(frozen=True, eq=False)
class Examination:
    """Everything that was found in one file. sha256: of exactly the bytes that were decoded. size: bytes. encoders:
    id -> SHA-256 of the weights that made the vectors. length: seconds that the file lasts; 0.0 of a still picture. view: what
    most people see first, for a preview; outside of memory it is sealed.

    Of a stretch of a file: what was found in it alone, and where it ends as length. continues: whether a cut separated its beginning
    from what comes before (`matching.media.stream.Piece`). content_sha256: of everything that was seen of it, decoded.

    sampling: of a film; None of a still picture. view_at: when in the file `view` is seen, in seconds. sounds: whether there is
    sound in the file; heard: whether a sense listened to all of it. prints: what its frames can be known again by. waveform: of
    what was listened to. origin: what the file says about where it comes from, of the whole file; None where nobody asked, as of
    every stretch but the first."""

    sha256: str
    size: int
    media: str
    format: str
    width: int
    height: int
    appearances: tuple[Appearance, ...]
    encoders: Mapping[str, str]
    length: float = 0.0
    view: Picture | None = field(default=None, repr=False)
    continues: bool = False
    content_sha256: str | None = None
    sampling: Sampling | None = None
    view_at: float = 0.0
    sounds: bool = False
    prints: "Prints | None" = field(default=None, repr=False)
    heard: bool = False
    waveform: "Waveform | None" = field(default=None, repr=False)
    origin: "Origin | None" = field(default=None, repr=False)
