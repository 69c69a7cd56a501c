"""A file of any medium as a stream of pieces: what a still picture has one of, and a film as many as it is cut into."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from matching.findings import Picture
from matching.media.picture import PIXEL_LIMIT, SECONDS, decode


@dataclass(frozen=True, eq=False)
class Piece:
    """index: 0, 1, ... in the order of time. start, end: its span in seconds (both 0.0 in a still picture). views: what
    somebody may see of it, the first as most people do; all show one scene: a view of other sides lies on the first when each of
    its sides is scaled to the first's. A piece that only sounds has none."""

    index: int = 0
    start: float = 0.0
    end: float = 0.0
    views: tuple[Picture, ...] = field(default=(), repr=False)


@dataclass(frozen=True, eq=False)
class Stream:
    """An opened file. sha256, size (bytes): of exactly what is decoded. media: "image". width, height: as displayed, pixels.
    pieces: read once, from the first to the last; reading one may raise `Undecidable`."""

    sha256: str
    size: int
    media: str
    format: str
    width: int
    height: int
    pieces: Iterable[Piece]


def opened(path: Path, *, seconds: int = SECONDS, pixels: int = PIXEL_LIMIT) -> Stream:
    """The stream of a file; the only place that knows which media there are. seconds: for decoding one piece; pixels: of one
    picture at most. Raises `Undecidable` as `matching.media.picture.decode` does."""
    decoded = decode(path, seconds=seconds, pixels=pixels)
    height, width = decoded.views[0].shape[:2]
    pieces = (Piece(views=decoded.views),)
    return Stream(decoded.sha256, decoded.size, "image", decoded.format, width, height, pieces)
