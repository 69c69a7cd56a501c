"""Which frames of a film are looked at: what is on screen for a fifth of a second is never missed for want of a look."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

EVERY = 0.2
"""Seconds from the start of one frame that is looked at to the start of the next, at most: six frames at 24 a second take 0.25."""

CUT = 10.0
"""Levels of 256, mean of the whole: by so much does a frame differ from the one before where something else begins."""

MOVED = 8.0
"""The same, from the last frame that was looked at, where much has moved."""

CLOSEST, CLOSEST_MOVED = 1 / 31, 1 / 13
"""Seconds between two frames that are looked at, at least: where one thing follows another, and where something moves."""

_TINY = 1e-6


@dataclass(frozen=True, eq=False)
class Shown:
    """A frame, with its start and end in seconds and its luma made small, uint8."""

    start: float
    end: float
    small: NDArray[np.uint8]
    frame: Any


def chosen(frames: Iterable[Shown]) -> Iterator[tuple[bool, Shown]]:
    """Each frame with whether it is to be looked at.

    Looked at are the first and the last frame; at least one in every `EVERY` seconds; the last before and the first after a change
    that may be a cut; and more where something moves: never more than one in `CLOSEST` seconds, however short the frames are.
    """
    looked = 0.0
    seen: NDArray[np.uint8] | None = None
    held: Shown | None = None
    begins = True
    for frame in frames:
        if held is not None:
            ends = _apart(held.small, frame.small) >= CUT
            since = held.start - looked
            look = (
                seen is None
                or held.end - looked > EVERY + _TINY
                or ((begins or ends) and since >= CLOSEST)
                or (since >= CLOSEST_MOVED and _apart(held.small, seen) >= MOVED)
            )
            if look:
                looked, seen = held.start, held.small
            yield look, held
            begins = ends
        held = frame
    if held is not None:
        yield True, held


def _apart(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    return float(np.abs(one.astype(np.int16) - other).mean())
