"""Everybody who can be found, in memory. Subjects are opaque strings."""

import hashlib
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.findings import Vector

EVERYBODY = slice(None)

Rows = NDArray[np.int64]
Matrix = NDArray[np.float32]
Templates = Mapping[str, Matrix]
Number = TypeVar("Number", np.float32, np.int64)


def digest_of(content: Iterable[str]) -> str:
    """SHA-256 over the ids of what a gallery was made of, in whatever order they come."""
    return hashlib.sha256("\n".join(sorted(content)).encode()).hexdigest()


@dataclass(frozen=True, eq=False)
class Owned:
    """Templates [m, d] of one encoder; `owners` [m], rising: the places of whom they are of among the subjects."""

    owners: Rows
    templates: Matrix


class Gallery:
    """Everybody who can be found, as the immutable content of one generation.

    generation: the caller's number, raised with every change. digest: of the caller's content, see `digest_of`.
    references: how many reference pictures each subject has.
    """

    generation: int
    digest: str
    subjects: tuple[str, ...]
    references: Rows

    def __init__(
        self, people: Sequence[tuple[str, Templates]], *, generation: int = 0, digest: str = digest_of(())
    ) -> None:
        """people: subject -> encoder id -> templates float32 [k, d], k >= 1 reference pictures.

        The templates of one person and encoder are averaged: measured, three pictures averaged are missed
        less than half as often as one. Raises ValueError for a subject named twice or a template that is
        not finite.
        """
        ids = sorted({encoder for _, templates in people for encoder in templates})
        owned = {encoder: _owned(people, encoder) for encoder in ids}
        self._average(tuple(subject for subject, _ in people), owned, generation, digest)

    @classmethod
    def of(cls, subjects: Sequence[str], owned: Mapping[str, Owned], *, generation: int, digest: str) -> "Gallery":
        """The same from templates that lie together by encoder id. Raises as the constructor does."""
        gallery = cls.__new__(cls)
        gallery._average(tuple(subjects), owned, generation, digest)
        return gallery

    def _average(self, subjects: tuple[str, ...], owned: Mapping[str, Owned], generation: int, digest: str) -> None:
        if len(set(subjects)) != len(subjects):
            raise ValueError("a subject is in the gallery twice")
        means = {encoder: _means(len(subjects), part) for encoder, part in sorted(owned.items())}
        counts = {encoder: np.bincount(part.owners, minlength=len(subjects)) for encoder, part in owned.items()}
        self._set(subjects, means, counts, generation, digest)

    def _set(
        self,
        subjects: tuple[str, ...],
        means: Mapping[str, Matrix],
        counts: Mapping[str, Rows],
        generation: int,
        digest: str,
    ) -> None:
        self.generation, self.digest, self.subjects = generation, digest, subjects
        self._means, self._counts = means, counts
        self._spaces: dict[tuple[str, ...], Matrix] = {}
        least = np.full(len(subjects), np.iinfo(np.int64).max)
        for held in counts.values():
            np.minimum(least, held, out=least, where=held > 0)
        self.references = np.where(least == np.iinfo(np.int64).max, 0, least)

    def __len__(self) -> int:
        return len(self.subjects)

    def updated(self, gone: Collection[str], fresh: "Gallery") -> "Gallery":
        """The gallery of the next generation, whose number and digest `fresh` has: without `gone`, and with everybody of
        `fresh` added, or in the place of who has that name; in the order of their names.

        Nobody else's templates are needed for it, and their vectors stay what they are, to the bit.
        """
        leave = {*gone, *fresh.subjects}
        stay = [row for row, subject in enumerate(self.subjects) if subject not in leave]
        subjects = [*(self.subjects[row] for row in stay), *fresh.subjects]
        order = sorted(range(len(subjects)), key=subjects.__getitem__)
        source = np.concatenate([np.array(stay, np.int64), np.arange(len(fresh)) - len(fresh)])[order]
        if np.array_equal(source, np.arange(len(self))):
            return self._next(self.subjects, self._means, self._counts, fresh)
        means, counts = {}, {}
        for encoder in sorted(self._means.keys() | fresh._means.keys()):
            held = _placed(self._counted(encoder), fresh._counted(encoder), source)
            if held.any():
                width = next(part._means[encoder].shape[1] for part in (self, fresh) if encoder in part._means)
                counts[encoder] = held
                means[encoder] = _placed(self._averaged(encoder, width), fresh._averaged(encoder, width), source)
        return self._next(tuple(subjects[row] for row in order), means, counts, fresh)

    def without(self, gone: Collection[str]) -> "Gallery":
        """Everybody but `gone`."""
        return self.updated(gone, Gallery([], generation=self.generation))

    @staticmethod
    def _next(
        subjects: tuple[str, ...], means: Mapping[str, Matrix], counts: Mapping[str, Rows], fresh: "Gallery"
    ) -> "Gallery":
        gallery = Gallery.__new__(Gallery)
        gallery._set(subjects, means, counts, fresh.generation, fresh.digest)
        return gallery

    def _counted(self, encoder: str) -> Rows:
        return self._counts[encoder] if encoder in self._counts else np.zeros(len(self), np.int64)

    def _averaged(self, encoder: str, width: int) -> Matrix:
        return self._means[encoder] if encoder in self._means else np.zeros((len(self), width), np.float32)

    @cached_property
    def encoders(self) -> frozenset[str]:
        """The encoders for which everybody has a template; a search by any other would overlook somebody."""
        return frozenset(encoder for encoder, means in self._means.items() if means.any(axis=1).all())

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """The numbers of references that occur."""
        return tuple(int(count) for count in np.unique(self.references))

    def cosines(self, encoder: str, probe: Vector, rows: Rows | slice = EVERYBODY) -> Matrix:
        """How alike the probe is to each subject (or those in `rows`), float32, -1 to 1."""
        return np.asarray(self._means[encoder][rows] @ probe, dtype=np.float32)

    def space(self, weights: Mapping[str, float]) -> Matrix:
        """Everybody as one vector [n, d] each, whose product with a probe scaled alike is the weighted
        sum of the cosines.
        """
        names = tuple(weights)
        if names not in self._spaces:
            columns = [self._means[name] * np.float32(math.sqrt(weights[name])) for name in names]
            self._spaces[names] = np.ascontiguousarray(np.hstack(columns)) if len(names) > 1 else self._means[names[0]]
        return self._spaces[names]


def _owned(people: Sequence[tuple[str, Templates]], encoder: str) -> Owned:
    parts = [(row, templates[encoder]) for row, (_, templates) in enumerate(people) if encoder in templates]
    if not all(len(part) for _, part in parts):
        raise ValueError("somebody has an empty list of templates")
    owners = np.repeat([row for row, _ in parts], [len(part) for _, part in parts])
    return Owned(owners, np.concatenate([part for _, part in parts]))


def _means(people: int, owned: Owned) -> Matrix:
    """One unit vector a subject [n, d]; a row of zeros for somebody without a template of this encoder."""
    means = np.zeros((people, owned.templates.shape[1]), np.float32)
    first = np.flatnonzero(np.diff(owned.owners, prepend=-1))
    means[owned.owners[first]] = np.add.reduceat(owned.templates, first, axis=0)  # a sum points where the mean does
    lengths = np.linalg.norm(means, axis=1, keepdims=True)
    if not np.isfinite(lengths).all():
        raise ValueError("a template is not finite")
    np.divide(means, lengths, out=means, where=lengths > 0)
    return means


def _placed(old: NDArray[Number], fresh: NDArray[Number], source: Rows) -> NDArray[Number]:
    """The rows of `old` that `source` names, and, where it counts backwards, those of `fresh`."""
    placed = np.zeros((len(source), *old.shape[1:]), old.dtype)
    if len(old):
        np.take(old, source, axis=0, out=placed, mode="clip")
    placed[source < 0] = fresh[source[source < 0]]
    return placed
