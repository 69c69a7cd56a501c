"""What a sense makes of labelled files: what its error is measured on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matching.examination import examine

if TYPE_CHECKING:
    from matching.modality import Modality


@dataclass(frozen=True, eq=False)
class Samples:
    """One row a file. vectors: encoder id -> float32 [n, d], unit vectors, zero where nobody was found. measures: name ->
    float32 [n], how well each can be perceived, by the measures of the sense; 0 where nobody was found."""

    vectors: Mapping[str, NDArray[np.float32]]
    measures: Mapping[str, NDArray[np.float32]]


def sampled(sense: "Modality", folder: Path, files: Sequence[str]) -> Samples:
    """The clearest appearance of each file, by every encoder that is on this machine. Raises Undecidable for a file that cannot be
    examined, `ModelMissing` or `ModelAltered`."""
    finder = sense.load(sense.available())
    found = [sense.of(examine(folder / file, finder, every_opinion=True)) for file in files]
    first = [seen[0] if seen else None for seen in found]
    kinds = {name: vector.shape[0] for one in first if one for name, vector in one.vectors.items()}
    vectors = {name: np.zeros((len(files), width), np.float32) for name, width in kinds.items()}
    names = sorted({name for one in first if one for name in one.measures})
    measures = {name: np.zeros(len(files), np.float32) for name in names}
    for row, one in enumerate(first):
        if one is not None:
            for name, vector in one.vectors.items():
                vectors[name][row] = vector
            for name, value in one.measures.items():
                measures[name][row] = value
    return Samples(vectors, measures)
