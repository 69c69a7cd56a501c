"""Which frames of a file are kept in mind: of a film the first of each second and after each cut that is not too even."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from matching.copies.prints import CUT, EVERY, STILL, Hashes, Prints, hashes_of, together
from matching.findings import Picture
from matching.media.medium import Frame


class Printing:
    """Takes the frames of one file, or of a stretch of it, in the order of time."""

    def __init__(self) -> None:
        self._starts: list[float] = []
        self._ends: list[float] = []
        self._hashes: list[Hashes] = []
        self._before: NDArray[np.uint8] | None = None
        self._due = True
        self._beat = -1

    def still(self, views: Iterable[Picture]) -> None:
        """A still picture, as each of these views shows it."""
        for view in views:
            found = hashes_of(view)
            if found is not None:
                self._keep(0.0, 0.0, found)

    def frame(self, frame: Frame) -> None:
        """A frame of a film; those that were only decoded count for where something else begins."""
        before, self._before = self._before, frame.small
        beat = int(frame.start / EVERY)
        cut = before is None or float(np.abs(before.astype(np.int16) - frame.small).mean()) >= CUT
        self._due = self._due or cut or beat != self._beat
        self._beat = beat
        if self._due and frame.picture is not None:
            found = hashes_of(frame.picture)
            if found is not None:
                self._due = False
                self._seen(frame, found)
        elif self._ends and not self._due:
            self._ends[-1] = frame.end

    def _seen(self, frame: Frame, found: Hashes) -> None:
        if self._hashes and int(np.bitwise_count(self._hashes[-1][0] ^ found[0]).sum()) <= STILL:
            self._ends[-1] = frame.end
        else:
            self._keep(frame.start, frame.end, found)

    def _keep(self, start: float, end: float, found: Hashes) -> None:
        self._starts.append(start)
        self._ends.append(end)
        self._hashes.append(found)

    @property
    def prints(self) -> Prints:
        """What was kept so far."""
        if not self._hashes:
            return together([])
        return Prints(np.array(self._starts), np.array(self._ends), np.stack(self._hashes))
