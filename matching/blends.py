"""A face that is two people's: a blend of them is like each, and one name would hide the other.

What one person's face has that is not theirs alone points nowhere. So what the first person explains is taken away from the
face, and from everybody else; if what is left still points at somebody more than an honest face does, two people are in it.
"""

import math
from collections.abc import Mapping

import numpy as np

from matching.averages import Matrix, Rows
from matching.findings import Vector
from matching.gallery import Gallery

LEVELS: Mapping[str, Mapping[int, tuple[float, float]]] = {
    "sface": {1: (0.249, 0.0208), 3: (0.235, 0.0208)},
    "sface+dlib": {1: (0.352, 0.0184), 3: (0.312, 0.0184)},
}
"""By scorer and references of the first person (a number in between takes the fewer): what remains, at which one in fifty
honest faces is like somebody else of `people` is a + b ln(people). Printed by `python -m benchmarks.blends`. Scorers that are
not here were not measured: for them the scores alone decide."""

LEAST_LEFT = 0.2
"""Of somebody's own direction, squared, that counts as left at least: of a look-alike of the first person next to nothing is,
and next to nothing must not count as much as everything."""


def level(scorer: str, references: int, people: int) -> float:
    """From which remainder on somebody else is in a face that is like a person with so many references; infinite where it was
    not measured."""
    measured = LEVELS.get(scorer)
    if measured is None:
        return math.inf
    start, step = measured[max((count for count in measured if count <= references), default=min(measured))]
    return start + step * math.log(max(people, 1))


def remainders(
    vectors: Mapping[str, Vector],
    cosines: Mapping[str, Matrix],
    weights: Mapping[str, float],
    gallery: Gallery,
    rows: Rows,
    first: int,
) -> Matrix:
    """How like each person (of `rows`) the face is without what the person at place `first` of them explains: float32, -1 to 1,
    the weighted sum over encoders. cosines: the face's to each of `rows`, by encoder."""
    total = np.zeros(len(rows), np.float32)
    for encoder, weight in weights.items():
        known = gallery.template(encoder, int(rows[first]))
        shared = gallery.cosines(encoder, known, rows)
        own = float(vectors[encoder] @ known)
        left = np.sqrt(np.maximum(1 - shared**2, LEAST_LEFT) * max(1 - own**2, 1e-6))
        total += np.float32(weight) * (cosines[encoder] - np.float32(own) * shared) / left
    total[first] = -1.0
    return total
