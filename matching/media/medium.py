"""A file of any medium as a stream of pieces: what a still picture has one of, and a film as many as it is cut into."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matching.findings import Picture


@dataclass(frozen=True, eq=False)
class Frame:
    """One frame of a film. number: 0, 1, ... from the beginning of the file. start, end: for how long it is shown, in seconds
    from the beginning of the file; the next frame starts where this one ends. small: its luma, uint8 [36, 64], whatever the
    sides of the film: enough to see cuts and movement. picture: the frame as displayed, where it was chosen to be looked at;
    None where it was only decoded. closely: whether it is to be looked at for the smallest findings, too."""

    number: int
    start: float
    end: float
    small: NDArray[np.uint8] = field(repr=False)
    picture: Picture | None = field(default=None, repr=False)
    closely: bool = True


RATE = 16_000
"""Samples a second, of all that is listened to: what the networks of speech were trained on."""

BLOCK = 2 * RATE
"""Samples that are decoded, and listened to, at a time."""


@dataclass(frozen=True, eq=False)
class Sound:
    """What can be heard in a span of a file: every channel by itself, those of further tracks after those of the first.

    blocks: float32 [channels, n], -1 to 1, RATE samples a second, at most half a minute each; they follow each other from the
    beginning of the span to the end of the sound in it, and are read once. Reading one may raise `Undecidable`. channels: how
    many there are in each block, at least one; where the file has several, the last two are mixes of all of them, so that what is
    spread over channels to be understood by none of them alone is heard as those hear it who listen to all
    (`matching.media.sound.mixing`). rate: what the file itself has, in samples a second; above half of it nothing can be heard."""

    channels: int
    rate: int
    blocks: Iterable[NDArray[np.float32]] = field(repr=False)


@dataclass(frozen=True, eq=False)
class Piece:
    """index: 0, 1, ... in the order of time. start, end: its span in seconds (both 0.0 in a still picture). views: what
    somebody may see of it, the first as most people do; all show one scene: a view of other sides lies on the first when each of
    its sides is scaled to the first's. A piece that only sounds has none. frames: of a film, every frame of the span in the order
    of time, read once; it has no views beside them. Reading one may raise `Undecidable`; whoever
    stops early lets go of them, and decoding ends.
    reach: of a stretch of a film, until when its frames can be read. They begin before `start`, and go on behind `end`: what is
    looked at as a whole, such as a shot, belongs to the piece in which it begins.
    sound: what can be heard in the span; None where nothing can.
    continues: whether a cut between two stretches separated it from the piece before, so that what ends there goes on here."""

    index: int = 0
    start: float = 0.0
    end: float = 0.0
    views: tuple[Picture, ...] = field(default=(), repr=False)
    frames: Iterable[Frame] = field(default=(), repr=False)
    sound: Sound | None = field(default=None, repr=False)
    continues: bool = False
    reach: float | None = None

    @property
    def whole(self) -> bool:
        """Whether it is no stretch."""
        return self.reach is None


@dataclass(frozen=True)
class Stretch:
    """A part of a file that can be examined by itself, by whoever has the whole file. number: 0, 1, ... of `of`. start, end:
    seconds from the beginning of the file; the next stretch begins where this one ends."""

    number: int
    of: int
    start: float
    end: float


@dataclass(frozen=True, eq=False)
class Stream:
    """An opened file. sha256, size (bytes): of exactly what is decoded. media: "image", "video" or "audio". width, height: as
    displayed, pixels; both 0 of what only sounds. pieces: read once, from the first to the last; reading one may raise
    `Undecidable`. sounds: whether there is sound in it."""

    sha256: str
    size: int
    media: str
    format: str
    width: int
    height: int
    pieces: Iterable[Piece]
    sounds: bool = False


class Medium(ABC):
    """One kind of file."""

    @abstractmethod
    def holds(self, path: Path) -> bool:
        """Whether the file is of this kind, by how it begins. Never raises."""

    def stretches(self, _path: Path) -> Sequence[Stretch]:
        """How the file is cut so that several can examine it at a time: always in the same way. Nothing: it is examined as a
        whole. Raises `Undecidable`."""
        return ()

    @abstractmethod
    def opened(self, path: Path, stretch: Stretch | None, *, seconds: int, pixels: int) -> Stream:
        """The stream of a stretch, whose pieces follow each other from its start to its end; without one, of the whole file.
        Raises `Undecidable`."""
