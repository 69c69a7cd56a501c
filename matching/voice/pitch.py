"""A voice as it sounds at another pitch: somebody who is not to be recognised is played faster or slower, or turned up or down."""

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

SEMITONES = (-3, 3)
"""By how much a voice is changed back. What is changed by two to four semitones comes within one of what it was, from which most are
found; who is played backwards is found as they are (benchmarks/voice.py)."""


def turned(samples: Samples, semitones: float) -> Samples:
    """The same, faster and higher by so many semitones, or slower and lower."""
    at = np.arange(0, len(samples) - 1, 2.0 ** (semitones / 12))
    return np.interp(at, np.arange(len(samples)), samples).astype(np.float32)
