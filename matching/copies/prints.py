"""What a frame can be known again by: PDQ hashes (Meta, 2019) of the whole of it, and of what is left where its edges are cut off.

A hash is 256 bits, of which two unrelated pictures share about half. It stands for light and shade of a frame in the coarse, so it
says nothing of who is in it, and something of what it shows: outside of memory it is sealed.
"""

from dataclasses import dataclass, field
from itertools import product
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.findings import Picture

LEAST_QUALITY = 50
"""PDQ's own measure, 0 to 100. A frame below it is so even that its hash says nothing; so its authors advise."""

EVERY = 1.0
"""Seconds of a film, counted from its beginning, of which one frame is kept; one more after each cut."""

CUT = 10.0
"""Levels of 256, mean of a frame's small luma: by so much does it differ from the one before where something else begins."""

STILL = 16
"""Bits of 256 by which a frame may differ from the last that was kept, and is the same: it lasts longer, that is all."""

WORKED_ON = 192
"""Pixels of the longer side of what is cut; so small is a frame made first."""

_SIDE = 64
"""Pixels a side that PDQ sees of a picture, whatever it is given."""

_STEP = 0.05


def _cuts() -> tuple[tuple[float, float, float, float], ...]:
    """What may be left of a frame, as x, y, width and height in shares of its sides: all of it first, then all but a twentieth, a
    tenth and so on of one side or of both, wherever that lies."""
    sides = [(1.0, 1.0), *((kept, kept) for kept in (0.95, 0.9, 0.85, 0.8))]
    sides += [pair for kept in (0.9, 0.8) for pair in ((1.0, kept), (kept, 1.0))]
    return tuple(
        (round(x * _STEP, 2), round(y * _STEP, 2), wide, high)
        for wide, high in sides
        for x, y in product(range(round((1 - wide) / _STEP) + 1), range(round((1 - high) / _STEP) + 1))
    )


CUTS = _cuts()
"""The first is the whole frame."""

BYTES = 32

Hashes = NDArray[np.uint8]
"""PDQ hashes of one frame, uint8 [len(CUTS), 32], in the order of `CUTS`."""


@dataclass(frozen=True, eq=False)
class Prints:
    """The frames of one file that are kept in mind. starts, ends: when each is shown, seconds from the beginning of the file, float64
    [n]; 0.0 of a still picture. hashes: uint8 [n, len(CUTS), 32]."""

    starts: NDArray[np.float64]
    ends: NDArray[np.float64]
    hashes: NDArray[np.uint8] = field(repr=False)

    def __len__(self) -> int:
        return len(self.starts)


def together(parts: "list[Prints]") -> Prints:
    """The prints of several stretches of one file, in their order."""
    if not parts:
        return Prints(np.zeros(0), np.zeros(0), np.zeros((0, len(CUTS), BYTES), np.uint8))
    return Prints(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("starts", "ends", "hashes")))


def hashes_of(picture: Picture) -> Hashes | None:
    """picture: RGB, uint8 [height, width, 3]. None where it is too even to be known again."""
    small = _framed(_small(picture))
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32)
    if quality(_seen(grey, CUTS[0])) < LEAST_QUALITY:
        return None
    waves = _COSINES @ np.stack([_seen(grey, cut) for cut in CUTS]) @ _COSINES.T
    flat = waves.reshape(len(CUTS), -1)
    return _in_order((flat > np.median(flat, axis=1, keepdims=True)).astype(np.uint8))


def quality(grey: NDArray[np.float32]) -> int:
    """PDQ's measure of how much there is to be seen, 0 to 100: whole hundredths of the steps between neighbours. grey: [64, 64]."""
    steps = (np.abs(np.trunc(np.diff(grey, axis=axis) * 100 / 255)).sum() for axis in (0, 1))
    return min(100, int(sum(steps) / 90))


def _small(picture: Picture) -> Picture:
    height, width = picture.shape[:2]
    scale = WORKED_ON / max(height, width)
    if scale >= 1:
        return picture
    size = max(1, round(width * scale)), max(1, round(height * scale))
    if scale < 0.5:  # halved first, which is quick: the rest is averaged with care
        rough = max(size[0], width // int(1 / (2 * scale))), max(size[1], height // int(1 / (2 * scale)))
        picture = cv2.resize(picture, rough, interpolation=cv2.INTER_LINEAR_EXACT)  # type: ignore[assignment]
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA)  # type: ignore[return-value]


_EVEN = 0.15
"""Standard deviation within a row or a column that shows nothing, of the whole picture's: a bar beside the picture."""


def _framed(picture: Picture) -> Picture:
    """The picture without even bars at its edges; as it is where little else would be left."""
    grey = picture.mean(axis=2)
    even = _EVEN * grey.std()
    rows, columns = np.flatnonzero(grey.std(axis=1) > even), np.flatnonzero(grey.std(axis=0) > even)
    if len(rows) < 0.3 * picture.shape[0] or len(columns) < 0.3 * picture.shape[1]:
        return picture
    return picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


# PDQ's own transform of a picture of 64 pixels a side (the sixteen lowest frequencies each way, without the mean), written out: all
# cuts of a frame are done at once, twenty times as fast as one call for each, and the library comes without wheels.
_COSINES = np.cos(np.pi / 2 / _SIDE * np.outer(np.arange(1, 17), 2 * np.arange(_SIDE) + 1)).astype(np.float32)


def _seen(picture: NDArray[Any], cut: tuple[float, float, float, float]) -> NDArray[Any]:
    height, width = picture.shape[:2]
    x, y, wide, high = cut
    left, top = round(x * width), round(y * height)
    right, bottom = max(left + 1, round((x + wide) * width)), max(top + 1, round((y + high) * height))
    return cv2.resize(picture[top:bottom, left:right], (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)


# The coarsest 64 of the 256 first: by these alone most pictures can be told apart.
_ORDER = np.argsort(
    [0 if row < 8 and column < 8 else 1 for row, column in product(range(16), range(16))], kind="stable"
)


def _in_order(bits: NDArray[np.uint8]) -> Hashes:
    return np.packbits(bits[..., _ORDER], axis=-1)


def _turns() -> list[tuple[NDArray[np.intp], NDArray[np.uint8]]]:
    """What becomes of a hash's bits where its picture is turned or mirrored, as an order and what is flipped.

    A mirror changes the sign of each cosine that is odd about the middle, and with it the bit, as the median lies close to zero; a
    turn by a right angle mirrors, and makes rows of columns.
    """
    place = np.arange(256).reshape(16, 16)
    odd = (np.arange(16) % 2 == 0).astype(np.uint8)  # the first frequency is one
    back = np.argsort(_ORDER)
    found = []
    for turned, across, down in product((False, True), repeat=3):
        order = (place.T if turned else place).ravel()
        flipped = (across * odd[None, :]) ^ (down * odd[:, None])
        flipped = np.broadcast_to(flipped, (16, 16)).ravel().astype(np.uint8)
        found.append((back[order][_ORDER], flipped[_ORDER]))
    return found


_TURNS = _turns()
ORIENTATIONS = len(_TURNS)


def oriented(hashes: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The same hashes of the pictures as they are, mirrored and turned, uint8 [8, ..., 32]; the first are as given."""
    bits = np.unpackbits(hashes, axis=-1)
    return np.stack([np.packbits(bits[..., order] ^ flipped, axis=-1) for order, flipped in _TURNS])
