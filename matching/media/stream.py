"""A file of any medium as a stream of pieces: whichever medium holds it opens it."""

from itertools import pairwise
from pathlib import Path

from matching.media.film.film import Film, animation
from matching.media.medium import RATE, Frame, Medium, Piece, Sound, Stream, Stretch
from matching.media.picture import PIXEL_LIMIT, SECONDS, decode
from matching.media.sound.sound import SoundFile
from matching.reasons import Undecidable

__all__ = ["MEDIA", "RATE", "Frame", "Medium", "Piece", "Sound", "Still", "Stream", "Stretch", "opened", "plan"]


class Still(Medium):
    """A picture, and whatever no other medium holds: its decoder says what it is not. One that moves, which only its decoder knows,
    is looked at frame by frame as a film is."""

    def holds(self, _path: Path) -> bool:
        return True

    def opened(self, path: Path, _stretch: Stretch | None, *, seconds: int, pixels: int) -> Stream:
        try:
            decoded = decode(path, seconds=seconds, pixels=pixels)
        except Undecidable as undecided:
            if undecided.reason == "picture.animation":
                return animation(path, seconds=seconds, pixels=pixels)
            raise
        height, width = decoded.views[0].shape[:2]
        pieces = (Piece(views=decoded.views),)
        return Stream(decoded.sha256, decoded.size, "image", decoded.format, width, height, pieces)


MEDIA: tuple[Medium, ...] = (Film(), SoundFile(), Still())
"""The media that there are; the first that holds a file opens it."""


def opened(path: Path, stretch: Stretch | None = None, *, seconds: int = SECONDS, pixels: int = PIXEL_LIMIT) -> Stream:
    """The stream of a file, or of a stretch of it. seconds: for decoding one piece; pixels: of one picture at most. Raises
    `Undecidable` as `matching.media.picture.decode` does."""
    return _medium(path).opened(path, stretch, seconds=seconds, pixels=pixels)


def plan(path: Path) -> tuple[Stretch, ...]:
    """How a file is cut (see `Medium.stretches`), nothing of it being left out. Raises `Undecidable`."""
    found = tuple(_medium(path).stretches(path))
    numbered = all((one.number, one.of) == (at, len(found)) and one.start < one.end for at, one in enumerate(found))
    if not numbered or (found and found[0].start > 0) or any(a.end != b.start for a, b in pairwise(found)):
        raise Undecidable("decoder.failed", name=path.name)
    return found


def _medium(path: Path) -> Medium:
    return next(medium for medium in MEDIA if medium.holds(path))
