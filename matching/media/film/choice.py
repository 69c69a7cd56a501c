"""Which frames of a film are looked at: what is on screen for a fifth of a second is never missed for want of a look.

When the next look comes is drawn by lot, from the hash of the half minute of the file in which the frame is: whoever knew it could
leave somebody out of just these frames. The same half minute is looked at in the same way each time, whatever else was changed.
"""

import hashlib
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.shots import SECTION

EVERY = 0.2
"""Seconds from the start of one frame that is looked at to the start of the next, at most: six frames at 24 a second take 0.25."""

_EARLIEST = 0.6
"""Of that, at least."""

CUT = 10.0
"""Levels of 256, mean of the whole: by so much does a frame differ from the one before where something else begins."""

MOVED = 12.0
"""The same, from the last frame that was looked at, where much has moved."""

CLOSEST, CLOSEST_MOVED = 1 / 61, 0.099
"""Seconds between two frames that are looked at, at least: where one thing follows another, at most twice as long; and where
something moves."""

NOT, BRIEFLY, CLOSELY = 0, 1, 2
"""How a frame is looked at. Briefly: at half its size, between two that are looked at closely."""

_TINY = 1e-6


@dataclass(frozen=True, eq=False)
class TimedFrame:
    """A frame, with its start and end in seconds and its luma made small, uint8."""

    start: float
    end: float
    small: NDArray[np.uint8]
    frame: Any


def chosen(frames: Iterable[TimedFrame], keys: Sequence[bytes]) -> Iterator[tuple[int, TimedFrame]]:
    """Each frame with how it is to be looked at: of `NOT`, `BRIEFLY`, `CLOSELY`. keys: by which lots are drawn, one for each
    `SECTION` of the film, and the last one behind them.

    Looked at closely are the first and the last frame, the first of each second, and at least one in every `EVERY` seconds. Beside
    these, briefly: the last before and the first after a change that may be a cut, and more where something moves; never more than
    one in `CLOSEST` seconds, however short the frames are. From one first frame of a second to the next, what is chosen hangs on
    nothing before: whoever begins to read elsewhere looks at the same frames.
    """
    closely = looked = lot = wait = 0.0
    seen: NDArray[np.uint8] | None = None
    held: TimedFrame | None = None
    begins = first = True
    for frame in frames:
        if held is not None:
            ends = _apart(held.small, frame.small) >= CUT
            since = held.start - looked
            if seen is None or first or held.end - closely > wait + _TINY:
                look = CLOSELY
            elif ((begins or ends) and since >= CLOSEST * (1 + lot)) or (
                since >= CLOSEST_MOVED and _apart(held.small, seen) >= MOVED
            ):
                look = BRIEFLY
            else:
                look = NOT
            if look != NOT:
                looked, lot, seen = (
                    held.start,
                    _lot(keys[min(int(held.start // SECTION), len(keys) - 1)], held.start),
                    held.small,
                )
            if look == CLOSELY:
                closely, wait = held.start, EVERY * (1 - (1 - _EARLIEST) * lot)
            yield look, held
            begins, first = ends, int(held.start) != int(frame.start)
        held = frame
    if held is not None:
        yield CLOSELY, held


def _apart(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    return float(np.abs(one.astype(np.int16) - other).mean())


def _lot(key: bytes, at: float) -> float:
    """0 to 1."""
    return hashlib.blake2b(struct.pack("<d", at), key=key[:64], digest_size=1).digest()[0] / 255
