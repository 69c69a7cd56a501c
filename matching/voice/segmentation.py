"""How many people speak at a time, and who speaks when: pyannote's segmentation-3.0, which tells up to three speakers apart in some
seconds of sound."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from matching.media.medium import RATE
from matching.reasons import Undecidable
from matching.voice.names import SEGMENTATION
from matching.voice.networks import network
from matching.voice.speech import LEAST, Window

Array = NDArray[np.float32]

FRAME = 991
"""Samples that it has to hear at least."""

ALONE, SEVERAL = slice(1, 4), slice(4, 7)
"""Of its classes (nobody, one of three people, two of them) those of one person, and of two people at a time."""


def crossed(likely: Array) -> float:
    """The share of some seconds of sound, 0 to 1, in which two people or more speak at a time."""
    return float(np.mean(likely[:, SEVERAL].sum(axis=1) > 0.5)) if len(likely) else 0.0


def classes(samples: Array) -> Array:
    """How likely each class is in each frame, [frames, 7]; no frames where it is too short. Raises `Undecidable`."""
    if len(samples) < FRAME:
        return np.zeros((0, SEVERAL.stop), np.float32)
    likely = network(SEGMENTATION)(samples[None, None])[0][0]
    if not np.isfinite(likely).all():
        raise Undecidable("engine.failed", engine=SEGMENTATION)
    return np.asarray(likely, np.float32)


def parted(window: Window, likely: Array) -> list[Window]:
    """The window of each of several people who take turns in a window: those who speak alone in it for long enough to be told apart
    (`LEAST`), and, of what is left, what is nearest to where they do. The window itself where that is one, or nobody. Who speaks again
    after somebody else has one window that reaches over both turns."""
    samples = window.samples
    if samples is None or len(samples) < 2 * LEAST or not len(likely):
        return [window]
    sure = np.where(likely[:, ALONE].max(axis=1) > 0.5, likely[:, ALONE].argmax(axis=1), -1)
    size = len(samples) / len(sure)
    people = [who for who in range(ALONE.stop - ALONE.start) if np.sum(sure == who) * size >= LEAST]
    if len(people) < 2:
        return [window]
    known = np.flatnonzero(np.isin(sure, people))
    frames = np.arange(len(sure))
    nearest = known[np.abs(frames[:, None] - known).argmin(axis=1)]
    whose = sure[nearest][np.minimum((np.arange(len(samples)) / size).astype(np.int64), len(sure) - 1)]
    return [_of(window, samples, np.flatnonzero(whose == who)) for who in people]


def _of(window: Window, samples: Array, own: NDArray[np.int64]) -> Window:
    start, end = (min(window.start + int(at) / RATE, window.end) for at in (own[0], own[-1] + 1))
    return replace(window, start=start, end=end, samples=samples[own])
