"""What is heard of several channels together, beside each by itself: as those hear it who listen to all of them."""

import numpy as np
from numpy.typing import NDArray

MIXES = 2
"""Rows that are heard behind those of several channels."""

_AGAINST = -0.1
"""Correlation to the channels before it below which a channel takes away from them."""

Samples = NDArray[np.float32]


def with_mixes(block: Samples) -> Samples:
    """block: [channels, n]. Behind it their mean, and their mean with each channel turned over that takes away from those before it.

    Words that are shared out over channels are heard in the mean. Where every share lies in a second channel upside down, the mean
    is silent, although whoever listens hears them: two loudspeakers do not cancel each other in a room, nor two ears in a head.
    """
    if len(block) == 1:
        return block
    mean = block.mean(axis=0, keepdims=True)
    upright = np.array(block[0], np.float64)
    turned = False
    for channel in block[1:]:
        both = float(np.linalg.norm(upright)) * float(np.linalg.norm(channel))
        against = both > 0 and float(upright @ channel) < _AGAINST * both
        upright += -channel if against else channel
        turned = turned or against
    other = (upright / len(block)).astype(np.float32)[None] if turned else mean
    return np.concatenate([block, mean, other])
