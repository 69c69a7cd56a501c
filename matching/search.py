"""Exact search: the nearest rows of a matrix, nobody overlooked.

An approximate index may miss somebody, and in a gate a miss is a silent clear. So every row is compared: for one probe
that is one reading of the memory, for many it is a matrix product, block by block, so that the scores of a block are looked
at while they are still in the processor's cache.
"""

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

BLOCK = 8192
"""Rows a block: with 64 probes its scores fill two megabytes, the second-level caches of two cores."""

STRETCH = 256
"""Scores whose maximum is taken first when the largest of many are looked for: quicker than to part them all."""

FIRST = 8
"""How many rows are asked for at first: more than a good threshold lets through."""


def nearest(matrix: Matrix, probes: Matrix, count: int = 5) -> tuple[NDArray[np.int64], Matrix]:
    """The rows [p, count] with the largest scalar products with each probe, the best first, and these products [p, count].

    matrix: float32 [n, d], C order, finite; probes: float32 [p, d]. With unit vectors the products are cosines. `count` is
    cut to n. Raises ValueError for probes that are not finite: they compare as nothing, and nobody may be overlooked.
    """
    count = min(count, len(matrix))
    if not np.isfinite(probes).all():
        raise ValueError("a probe is not finite")
    if len(probes) == 1:
        products = matrix @ probes[0]
        rows = _largest(products, count)
        return rows[None], products[rows][None]
    best = np.full((len(probes), count), -np.inf, np.float32)
    rows = np.full((len(probes), count), -1, np.int64)
    across = np.ascontiguousarray(probes.T)
    products = np.empty((BLOCK, len(probes)), np.float32)
    for start in range(0, len(matrix), BLOCK):
        block = matrix[start : start + BLOCK]
        found = np.matmul(block, across, out=products[: len(block)])
        for probe in np.flatnonzero(found.max(axis=0) > best[:, -1]):
            here = np.flatnonzero(found[:, probe] > best[probe, -1])
            scores = np.concatenate([best[probe], found[here, probe]])
            order = _largest(scores, count)
            best[probe] = scores[order]
            rows[probe] = np.concatenate([rows[probe], here + start])[order]
    return rows, best


def above(matrix: Matrix, probes: Matrix, least: float) -> list[NDArray[np.int64]]:
    """For each probe every row whose product is at least `least`, and the nearest few in any case, the best first."""
    count = FIRST
    while True:
        rows, products = nearest(matrix, probes, count)
        if count >= len(matrix) or (products[:, -1] < least).all():
            return list(rows)
        count *= 8


def _largest(scores: Matrix, count: int) -> NDArray[np.int64]:
    """Where the largest scores are, the largest first, equal ones in the order of rows."""
    edge = -np.inf
    stretches = len(scores) // STRETCH
    if stretches >= count:  # each of the `count` best stretches holds a score of at least the least of their maxima
        tops = scores[: stretches * STRETCH].reshape(stretches, STRETCH).max(axis=1)
        edge = np.partition(tops, stretches - count)[stretches - count]
    able = np.flatnonzero(scores >= edge)
    return able[np.argsort(-scores[able], kind="stable")][:count]
