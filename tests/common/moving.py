"""Films drawn from the demo's portraits, as the frames that a decoder would give."""

from collections.abc import Callable, Iterator, Sequence

import cv2
import numpy as np

from matching.findings import Picture
from matching.media.stream import Frame, Piece
from matching.shots import REMEMBERED
from tests.common.parts import PICTURES

FPS = 24
WIDTH, HEIGHT = 640, 360
Draw = Callable[[int], Picture]
"""The picture of a frame, by its number."""


def portrait(person: str, number: int = 1) -> Picture:
    path = PICTURES / "people" / person / f"{number}.jpg"
    return cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)


def set_(shade: int = 120) -> Picture:
    """An empty room."""
    across, down = np.meshgrid(np.linspace(-30, 30, WIDTH), np.linspace(-20, 20, HEIGHT))
    noise = np.random.default_rng(shade).integers(-4, 5, (HEIGHT, WIDTH))
    return np.clip((shade + across + down + noise)[..., None] + np.array([8, 0, -8]), 0, 255).astype(np.uint8)


def with_(picture: Picture, face: Picture, x: float, y: float, high: int) -> Picture:
    """The picture with a portrait `high` pixels high, its middle at (x, y)."""
    wide = round(face.shape[1] * high / face.shape[0])
    small = cv2.resize(face, (wide, high), interpolation=cv2.INTER_AREA)
    left, top = round(x - wide / 2), round(y - high / 2)
    a, b, c, d = max(left, 0), max(top, 0), min(left + wide, WIDTH), min(top + high, HEIGHT)
    shown = picture.copy()
    if a < c and b < d:
        shown[b:d, a:c] = small[b - top : d - top, a - left : c - left]
    return shown


def frames(draw: Draw, first: int, last: int) -> Iterator[Frame]:
    """From the frame `first` to before `last`; every fifth is looked at, and the first and last of all."""
    for number in range(first, last):
        picture = draw(number)
        small = cv2.cvtColor(cv2.resize(picture, (64, 36), interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
        looked = number % 5 == 0 or number == last - 1
        yield Frame(number, number / FPS, (number + 1) / FPS, small, picture if looked else None)


def piece(draw: Draw, last: int) -> Piece:
    return Piece(0, 0.0, last / FPS, frames=frames(draw, 0, last))


def pieces(draw: Draw, last: int, count: int) -> Sequence[Piece]:
    """The same in several stretches."""
    cuts = [round(at * last / count) for at in range(count + 1)]
    return [
        Piece(
            at,
            cuts[at] / FPS,
            cuts[at + 1] / FPS,
            frames=frames(draw, max(cuts[at] - REMEMBERED - 1, 0), last),
            reach=last / FPS,
        )
        for at in range(count)
    ]
