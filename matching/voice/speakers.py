"""Who of several speakers each window is: those that are most alike are put together until none are alike enough."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Cosines = NDArray[np.float32]

ALIKE = 0.40
"""Mean cosine, over encoders and windows, from which two groups are one speaker: see `python -m benchmarks.voice --speakers`."""

STRAY = 0.30
"""The same for a group that is too short to be anybody by itself: of different people, one pair of windows in a hundred is as alike."""

MIXED = 0.36
"""Cosine to a second speaker from which a window holds both, if it is not much more like its own."""

LEADS = 0.12
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


def mixed(cosines: Cosines, groups: Sequence[Sequence[int]]) -> dict[int, int]:
    """Row -> place of another group whose speaker is heard in it as well, of groups of two rows and more."""
    found: dict[int, int] = {}
    for place, rows in enumerate(groups):
        others = [(at, group) for at, group in enumerate(groups) if at != place and len(group) > 1]
        for row in rows if others else ():
            own = [cosines[row, other] for other in rows if other != row]
            likest, at = max((float(np.mean(cosines[row, list(group)])), at) for at, group in others)
            if likest >= MIXED * (0.6 if own else 1.0) and (not own or likest > float(np.mean(own)) - LEADS):
                found[row] = at
    return found
