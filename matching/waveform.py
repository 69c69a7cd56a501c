"""The outline of a sound: how loud it gets from one moment to the next, to be drawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from matching.media.medium import RATE

STEP = 0.05
"""Seconds of one peak."""

_SAMPLES = round(STEP * RATE)


@dataclass(frozen=True, eq=False)
class Waveform:
    """peaks: uint8 [n], of each STEP the loudest sample of any channel, 255 for full scale; anything but digital silence is above 0.
    first: at which STEP of the file, counted from its beginning, the first of them is."""

    first: int
    peaks: NDArray[np.uint8] = field(repr=False)


class Outlining:
    """Takes the blocks of a sound that begins at `start` (seconds) as they pass."""

    def __init__(self, start: float) -> None:
        self._at = round(start * RATE)
        self._first = self._at // _SAMPLES
        self._levels: list[NDArray[np.float32]] = []
        self._rest = np.zeros(self._at % _SAMPLES, np.float32)

    def block(self, block: NDArray[np.float32]) -> None:
        """block: [channels, n], -1 to 1."""
        loud = np.concatenate([self._rest, np.abs(block).max(axis=0)])
        whole = len(loud) // _SAMPLES * _SAMPLES
        self._rest = loud[whole:]
        if whole:
            self._levels.append(loud[:whole].reshape(-1, _SAMPLES).max(axis=1))

    @property
    def waveform(self) -> Waveform | None:
        """Of all that has passed; None where nothing did."""
        levels = self._levels + ([self._rest.max(keepdims=True)] if len(self._rest) else [])
        if not levels:
            return None
        return Waveform(self._first, np.ceil(255 * np.clip(np.concatenate(levels), 0, 1)).astype(np.uint8))


def together(parts: Iterable[Waveform]) -> Waveform | None:
    """One of several spans of a file; a step that a cut went through is as loud as its louder part. None of none."""
    known = list(parts)
    return reduce(_both, known) if known else None


def _both(one: Waveform, other: Waveform) -> Waveform:
    first = min(one.first, other.first)
    peaks = np.zeros(max(part.first + len(part.peaks) for part in (one, other)) - first, np.uint8)
    for part in (one, other):
        place = peaks[part.first - first :][: len(part.peaks)]
        np.maximum(place, part.peaks, out=place)
    return Waveform(first, peaks)


def columns(waveform: Waveform, most: int) -> Sequence[int]:
    """From the beginning of the file, at most so many peaks, each of an equal span: the loudest in it, 0 to 255. ValueError for less
    than one."""
    if most < 1:
        raise ValueError("a waveform has at least one column")
    peaks = np.concatenate([np.zeros(waveform.first, np.uint8), waveform.peaks])
    if len(peaks) <= most:
        return [int(one) for one in peaks]
    edges = [len(peaks) * at // most for at in range(most + 1)]
    return [int(peaks[start:end].max()) for start, end in pairwise(edges)]
