"""What a film that is drawn picture by picture says of itself."""

import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from PIL import Image

from matching.media.contents import TooMany
from matching.media.lcms import NoProfile
from matching.media.look import Refused

Frames = Iterator[tuple[float, float, list[Image.Image]]]
"""When each frame begins and ends, in seconds, and the ways in which it may be seen, RGB: the likeliest first, all of its own
sides."""


@dataclass(frozen=True)
class FrameLimits:
    """pixels, side: of a frame at most, in all and across or down."""

    pixels: int
    side: int


@dataclass(frozen=True)
class DrawnCut:
    """at: seconds. begins: from when on it is read for what lies behind, so that enough is seen before. before: how many frames come
    before that."""

    at: float
    begins: float
    before: int


@dataclass(frozen=True)
class Drawing:
    """width, height: as displayed, pixels. seconds: that it lasts. cuts: where it can be cut. rate: frames a second, 0 where each
    lasts as long as it says. every: whether every frame is looked at, however short; else as films are, by lots drawn from `keys`
    (`choice.chosen`)."""

    width: int
    height: int
    seconds: float
    cuts: Sequence[DrawnCut] = ()
    every: bool = True
    rate: Fraction = Fraction(0)
    keys: Sequence[str] = ()


class Drawn(Protocol):
    def drawing(self) -> Drawing: ...

    def frames(self, start: float) -> Frames:
        """From the one that begins at `start`: 0, or where what lies behind a cut begins."""
        ...


def check_sides(width: int, height: int, limits: FrameLimits) -> None:
    """Raises Refused for more than is looked at."""
    if width < 1 or height < 1:
        raise Refused("picture.damaged", {})
    if width * height > limits.pixels:
        sides = {"width": width, "height": height}
        raise Refused("picture.too-many-pixels", {**sides, "limit": limits.pixels // 1_000_000})
    if max(width, height) > limits.side:
        raise Refused("picture.too-long", {"width": width, "height": height, "limit": limits.side})


@contextmanager
def refusals() -> Iterator[None]:
    """Makes a refusal of whatever a reader of pictures stumbles over."""
    try:
        yield
    except NoProfile:
        raise Refused("picture.profile", {}) from None
    except TooMany:
        raise Refused("picture.too-many-views", {}) from None
    except (ValueError, IndexError, KeyError, TypeError, OSError, SyntaxError, EOFError, struct.error, zlib.error) as e:
        if isinstance(e, PermissionError):  # the walls, not the picture
            raise
        raise Refused("picture.damaged", {}) from e
