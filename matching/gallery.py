"""Everybody who can be found, in memory. Subjects are opaque strings."""

import hashlib
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from matching.findings import Vector

EVERYBODY = slice(None)

Rows = NDArray[np.int64]
Templates = Mapping[str, NDArray[np.float32]]


class Gallery:
    """Everybody who can be found, as the immutable content of one generation.

    generation: the caller's number, raised with every change. digest: SHA-256 over the caller's content ids.
    encoders: those that everybody has templates of.
    """

    def __init__(
        self, people: Sequence[tuple[str, Templates]], *, generation: int, content: Iterable[str] = ()
    ) -> None:
        """people: subject -> encoder id -> templates float32 [k, d], k >= 1 reference pictures.

        The templates of one person and encoder are averaged: measured, three pictures averaged are missed
        less than half as often as one. Raises ValueError for what a search would overlook or misname: a
        subject named twice, somebody who lacks an encoder that another has, templates that are no
        direction.
        """
        self.generation = generation
        self.digest = hashlib.sha256("\n".join(sorted(content)).encode()).hexdigest()
        self.subjects = tuple(subject for subject, _ in people)
        if len(set(self.subjects)) != len(self.subjects):
            raise ValueError("a subject is in the gallery twice")
        self.encoders = frozenset(people[0][1]) if people else frozenset()
        if any(templates.keys() != self.encoders for _, templates in people):
            raise ValueError("somebody lacks an encoder that another has")
        self._means = MappingProxyType({encoder: _means(people, encoder) for encoder in sorted(self.encoders)})
        counts = [min((len(rows) for rows in templates.values()), default=0) for _, templates in people]
        self.references = np.array(counts, dtype=np.int64)
        self._spaces: dict[tuple[str, ...], NDArray[np.float32]] = {}

    def __len__(self) -> int:
        return len(self.subjects)

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """The numbers of references that occur."""
        return tuple(int(count) for count in np.unique(self.references))

    @cached_property
    def _row(self) -> Mapping[str, int]:
        return {subject: row for row, subject in enumerate(self.subjects)}

    def places(self, subjects: Collection[str]) -> Rows:
        """The rows of those of these subjects who are here, ascending."""
        return np.array(sorted(self._row[subject] for subject in subjects if subject in self._row), dtype=np.int64)

    def cosines(self, encoder: str, probe: Vector, rows: Rows | slice = EVERYBODY) -> NDArray[np.float32]:
        """How alike the probe is to each subject (or those in `rows`), float32, -1 to 1."""
        return np.asarray(self._means[encoder][rows] @ probe, dtype=np.float32)

    def space(self, weights: Mapping[str, float]) -> NDArray[np.float32]:
        """Everybody as one vector [n, d] each, whose product with a probe scaled alike is the weighted
        sum of the cosines.
        """
        names = tuple(weights)
        if names not in self._spaces:
            columns = [self._means[name] * np.float32(math.sqrt(weights[name])) for name in names]
            self._spaces[names] = np.ascontiguousarray(np.hstack(columns)) if len(names) > 1 else self._means[names[0]]
        return self._spaces[names]


def _means(people: Sequence[tuple[str, Templates]], encoder: str) -> NDArray[np.float32]:
    """One unit vector a subject [n, d]."""
    counts = [len(templates[encoder]) for _, templates in people]
    if not all(counts):
        raise ValueError("somebody has an empty list of templates")
    every = np.concatenate([templates[encoder] for _, templates in people])
    sums = np.add.reduceat(every, np.cumsum([0, *counts[:-1]]), axis=0)  # a sum points where the mean does
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    if not (np.isfinite(lengths) & (lengths > 0)).all():
        raise ValueError("a template is not finite, or templates cancel each other")
    return np.ascontiguousarray(sums / lengths, dtype=np.float32)
