"""What is compared: how somebody differs from what all have in common.

All vectors of an encoder share a direction: that of the average person it was shown. Whoever lies nearer to it is more alike to
everybody, and whoever lies far from it, as an unusual voice or an accent may, is less alike to themselves; one threshold for both lets
more strangers be taken for the first, and overlooks the second more often. Without that direction (Dehak et al., "Front-end factor
analysis for speaker verification", 2011, take the mean away before the cosine) the two come closer together. How far somebody lies from
it follows from their template, so that there is nothing more to enrol, to seal or to delete.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from matching.averages import Averages
from matching.findings import Appearance, Vector

Rows = NDArray[np.float32]


def centred(rows: Rows, centre: Rows) -> Rows:
    """Unit vectors [..., d] less the centre [d], as unit vectors; one of NaN for the centre itself."""
    apart = rows - centre
    length = np.linalg.norm(apart, axis=-1, keepdims=True)
    return np.asarray(apart / np.where(length > 0, length, np.float32(np.nan)), np.float32)


def found(vectors: Mapping[str, Vector], centres: Mapping[str, Vector]) -> Mapping[str, Vector]:
    """By encoder, those that have a centre about it."""
    return {name: centred(one, centres[name]) if name in centres else one for name, one in vectors.items()}


def appearances(every: Sequence[Appearance], centres: Mapping[str, Vector]) -> Sequence[Appearance]:
    """The same findings, with how they look or sound otherwise, and their moments; unchanged where there are no centres."""
    if not centres:
        return every
    return [
        replace(
            seen,
            vectors=found(seen.vectors, centres),
            moments=tuple(replace(one, vectors=found(one.vectors, centres)) for one in seen.moments),
            otherwise=tuple(appearances(seen.otherwise, centres)),
        )
        for seen in every
    ]


def people(averages: Averages, centres: Mapping[str, Vector]) -> Averages:
    """Everybody, of whom the centre is taken away after their templates were averaged."""
    return replace(averages, means=found(averages.means, centres))
