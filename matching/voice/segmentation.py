"""How many people speak at a time: pyannote's segmentation-3.0, which tells up to three speakers apart in some seconds of sound."""

import numpy as np
from numpy.typing import NDArray

from matching.reasons import Undecidable
from matching.voice.names import SEGMENTATION
from matching.voice.networks import network

Array = NDArray[np.float32]

FRAME = 991
"""Samples that it has to hear at least."""

SEVERAL = slice(4, 7)
"""Of its classes (nobody, one of three people, two of them) those of two people at a time."""


def crossed(samples: Array) -> float:
    """The share of some seconds of sound, 0 to 1, in which two people or more speak at a time. Raises `Undecidable`."""
    if len(samples) < FRAME:
        return 0.0
    likely = network(SEGMENTATION)(samples[None, None])[0][0]
    if not np.isfinite(likely).all():
        raise Undecidable("engine.failed", engine=SEGMENTATION)
    return float(np.mean(likely[:, SEVERAL].sum(axis=1) > 0.5))
