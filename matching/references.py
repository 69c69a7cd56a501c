"""What may be a person's reference, whatever the sense: one of them alone, good enough, and like the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.findings import Appearance, Vector

DISAGREES, REPEATED = "enrol.disagrees", "enrol.repeated"


@dataclass(frozen=True)
class Advice:
    """One thing to change about a reference: the id of a text, with its parameters."""

    message: str
    params: Mapping[str, int]


@dataclass(frozen=True)
class Assessment:
    """ok: the file may be enrolled. appearance: the one person's in it, None without exactly one."""

    ok: bool
    advice: tuple[Advice, ...]
    appearance: Appearance | None


@dataclass(frozen=True)
class Agreement:
    """least: cosine of a reference to the mean of the others, below which it may be somebody else's. same: cosine from which a
    second reference adds nothing to the first."""

    least: float
    same: float

    def of(self, references: Sequence[Appearance], encoder: str) -> list[Advice | None]:
        """For each reference of one person: what is wrong with it beside the others, or None.

        A reference that is not like the mean of the others may be somebody else's; one that is nearly another's copy adds
        nothing. A single reference has nothing to disagree with. Raises KeyError for one without a vector of the encoder.
        """
        vectors = [reference.vectors[encoder] for reference in references]
        return [self._beside(vectors, place) for place in range(len(vectors))]

    def with_enrolled(self, vector: Vector, enrolled: Sequence[Vector]) -> bool:
        """Whether it is like the mean of what is enrolled; anything is like nothing."""
        if not enrolled:
            return True
        mean = np.mean(enrolled, axis=0)
        length = float(np.linalg.norm(mean))
        return length > 0 and float(vector @ mean) / length >= self.least

    def _beside(self, vectors: Sequence[Vector], place: int) -> Advice | None:
        own, others = vectors[place], [*vectors[:place], *vectors[place + 1 :]]
        if any(float(own @ earlier) >= self.same for earlier in vectors[:place]):
            return Advice(REPEATED, {})
        return None if self.with_enrolled(own, others) else Advice(DISAGREES, {})


def templates(references: Sequence[Appearance]) -> dict[str, NDArray[np.float32]]:
    """The templates of one person: encoder id -> float32 [k, d], a row a reference, for encoders that all k
    have.

    The gallery averages them. Raises ValueError without references.
    """
    if not references:
        raise ValueError("a template needs at least one reference")
    shared = set.intersection(*(set(reference.vectors) for reference in references))
    return {name: np.stack([reference.vectors[name] for reference in references]) for name in sorted(shared)}
