"""Where one shot of a film ends and the next begins, by each frame's small luma alone.

What is overlooked here harms nobody: what is followed over frames is parted wherever it changes its identity as well
(`matching.moments.parted`). What is seen wrongly only parts an appearance of one person in two.
"""

from collections import deque
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Small = NDArray[np.uint8]
"""Luma of a whole frame, uint8 [36, 64]."""

LEAST = 10.0
"""Mean difference in levels between two frames, below which there is no cut however still the film is."""

TIMES = 2.5
"""A cut differs so many times as much as the usual step of the frames before it: a pan and a shaken camera are none."""

USUAL, KNOWN, UNKNOWN = 12, 3, 8.0
"""Frames before, of which the median is the usual step; with fewer steps than `KNOWN` it is taken to be `UNKNOWN`, as in a lively
shot: a second cut right behind the first is none, unless it is a hard one."""

SECTION = 30.0
"""Seconds: whatever lasts longer than a shot should is looked at in sections, which end at the same times of the film, however it is
cut into stretches."""

REMEMBERED = 2 * USUAL + 1
"""Frames before a frame, on which it hangs whether a shot begins there."""

FLAT = 4.0
"""Standard deviation in levels, below which a frame shows nothing: between two shots, where one fades out and one in."""


def step(before: Small, after: Small) -> float:
    """How much two frames differ: mean over the pixels, in levels."""
    return float(np.abs(before.astype(np.int16) - after).mean())


def flat(small: Small) -> bool:
    """Whether a frame shows nothing, as the black one does in which a shot ends."""
    return float(small.std()) < FLAT


@dataclass(eq=False)
class Cuts:
    """Told of each frame in turn, says of each whether a shot begins with it. What it says hangs on the `REMEMBERED` frames before
    alone: whoever begins to read so many earlier is told the same."""

    last: Small | None = None
    _steps: deque[tuple[float, bool]] = field(default_factory=lambda: deque(maxlen=USUAL))

    @property
    def usual(self) -> float:
        """The median of the steps since the last large one, in levels."""
        since: list[float] = []
        for by, large in self._steps:
            since = [] if large else [*since, by]
        return _median(since)

    def begins(self, small: Small) -> bool:
        """Whether a shot begins here; the very first frame begins one."""
        before, self.last = self.last, small
        if before is None:
            return True
        by, shows = step(before, small), flat(before) != flat(small)
        cut = apart(by, self.usual) or shows
        self._steps.append((by, shows or apart(by, _median([one for one, _ in self._steps]))))
        return cut


def _median(steps: list[float]) -> float:
    return float(np.median(steps)) if len(steps) >= KNOWN else UNKNOWN


def apart(by: float, usual: float) -> bool:
    """Whether a step is a cut, after steps that are usually so large."""
    return by > max(LEAST, TIMES * usual)
