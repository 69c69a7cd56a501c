"""Who of several speakers each window is: those that are most alike are put together until none are alike enough."""

import numpy as np
from numpy.typing import NDArray

Cosines = NDArray[np.float32]

ALIKE = 0.40
"""Mean cosine over windows from which two groups are one speaker."""

STRAY = 0.30
"""The same for a group that is too short to be anybody by itself."""

JOINED = 0.50
"""Cosine, mean over encoders, of what two groups show together, from which they are one speaker after all."""

MIXED = 0.38
"""Cosine to a second speaker from which a window holds both, if it is not much more like its own."""

LEADS = 0.15
"""How much more like its own speaker a window has to be, not to be mixed."""


def grouped(cosines: Cosines, least: float = ALIKE) -> list[list[int]]:
    """Rows of a symmetric matrix in groups, by average linkage (UPGMA, Sokal and Michener 1958), the largest first."""
    groups = [[row] for row in range(len(cosines))]
    means = np.array(cosines, np.float64)
    np.fill_diagonal(means, -np.inf)
    while len(groups) > 1:
        first, second = sorted(int(at) for at in np.unravel_index(int(np.argmax(means)), means.shape))
        if means[first, second] < least:
            break
        one, other = len(groups[first]), len(groups[second])
        both = (one * means[first] + other * means[second]) / (one + other)
        means[first], means[:, first] = both, both
        means[first, first] = -np.inf
        means = np.delete(np.delete(means, second, axis=0), second, axis=1)
        groups[first] += groups.pop(second)
    return sorted(groups, key=len, reverse=True)


def is_mixed(own: float | None, other: float) -> bool:
    """Whether a window holds a second speaker, too. own, other: its cosine to all else that its speaker says (None where that is
    nothing), and to the other speaker it is most like."""
    return other >= MIXED and own is not None and other > own - LEADS
