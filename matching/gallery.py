"""Everybody who can be found, in memory. Subjects are opaque strings."""

import hashlib
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np

from matching import centring
from matching.averages import Averages, Matrix, Rows, Templates
from matching.findings import Vector

EVERYBODY = slice(None)


def digest_of(content: Iterable[str]) -> str:
    """SHA-256 over the ids of what a gallery was made of, in whatever order they come."""
    return hashlib.sha256("\n".join(sorted(content)).encode()).hexdigest()


class Gallery:
    """Everybody who can be found, as the immutable content of one generation.

    generation: the caller's number, raised with every change. digest: of the caller's content, see `digest_of`.
    encoders: those that everybody has templates of. references: how many reference pictures each subject has.
    """

    generation: int
    digest: str
    subjects: tuple[str, ...]
    encoders: frozenset[str]
    references: Rows

    def __init__(
        self, people: Sequence[tuple[str, Templates]], *, generation: int = 0, digest: str = digest_of(())
    ) -> None:
        """people: subject -> encoder id -> templates float32 [k, d], k >= 1 reference pictures.

        Raises ValueError for what a search would overlook or misname: a subject named twice, somebody who lacks an
        encoder that another has, templates that are no direction.
        """
        self._set(Averages.of_people(people), generation, digest)

    @classmethod
    def of(cls, averages: Averages, encoders: Collection[str], *, generation: int, digest: str) -> "Gallery":
        """Who has all of these encoders, by those alone: a search by fewer would be another search, one by more would
        overlook somebody. Raises ValueError where templates of theirs are no direction."""
        return cls._made(averages.complete(encoders), generation, digest)

    @classmethod
    def _made(cls, averages: Averages, generation: int, digest: str) -> "Gallery":
        gallery = cls.__new__(cls)
        gallery._set(averages, generation, digest)
        return gallery

    def _set(self, averages: Averages, generation: int, digest: str) -> None:
        if not all(held.all() for held in averages.counts.values()):
            raise ValueError("somebody lacks an encoder that another has")
        if any(np.isnan(means[:, 0]).any() for means in averages.means.values()):
            raise ValueError("a template is not finite, or templates cancel each other")
        self.generation, self.digest, self.subjects = generation, digest, averages.subjects
        self.encoders = frozenset(averages.means)
        self._averages, self._means = averages, averages.means
        counts = [*averages.counts.values()] or [np.zeros(len(self), np.int64)]
        self.references = np.minimum.reduce(counts)
        self._spaces: dict[tuple[str, ...], Matrix] = {}
        self._about: tuple[Mapping[str, Vector], Gallery] | None = None

    def __len__(self) -> int:
        return len(self.subjects)

    def updated(self, gone: Collection[str], fresh: "Gallery") -> "Gallery":
        """With the number and digest of `fresh`: without `gone`, and with everybody of `fresh` added, or in the place of
        who has that name; in the order of their names. Raises ValueError where their encoders differ."""
        return Gallery._made(self._averages.updated(gone, fresh._averages), fresh.generation, fresh.digest)

    def without(self, gone: Collection[str]) -> "Gallery":
        """Everybody but `gone`."""
        return self.updated(gone, Gallery([], generation=self.generation))

    def about(self, centres: Mapping[str, Vector]) -> "Gallery":
        """The same people, less what all have in common (`matching.centring`); made once for the same centres."""
        if not centres:
            return self
        if self._about is None or self._about[0] is not centres:
            made = Gallery._made(centring.people(self._averages, centres), self.generation, self.digest)
            self._about = centres, made
        return self._about[1]

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

    def cosines(self, encoder: str, probe: Vector, rows: Rows | slice = EVERYBODY) -> Matrix:
        """How alike the probe is to each subject (or those in `rows`), float32, -1 to 1."""
        return np.asarray(self._means[encoder][rows] @ probe, dtype=np.float32)

    def template(self, encoder: str, row: int) -> Vector:
        """The unit vector of the subject in that row."""
        return np.asarray(self._means[encoder][row], dtype=np.float32)

    def space(self, weights: Mapping[str, float]) -> Matrix:
        """Everybody as one vector [n, d] each, whose product with a probe scaled alike is the weighted
        sum of the cosines.
        """
        names = tuple(weights)
        if names not in self._spaces:
            columns = [self._means[name] * np.float32(math.sqrt(weights[name])) for name in names]
            self._spaces[names] = np.ascontiguousarray(np.hstack(columns)) if len(names) > 1 else self._means[names[0]]
        return self._spaces[names]
