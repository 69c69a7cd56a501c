"""One finding against some people of a gallery: fused scores, and each person's own thresholds."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from matching import blends
from matching.averages import Rows
from matching.encoders import SECOND
from matching.findings import Vector
from matching.gallery import Gallery
from matching.reasons import Undecidable
from matching.thresholds import Level, Thresholds, scorer_of

NEVER = 2.0
"""A score that nobody reaches."""

WEAK, FAIR, STRONG = "weak", "fair", "strong"
"""How alike, in words: in the lower or the upper half of the way from `possible` to `match`, or beyond it."""


@dataclass(frozen=True)
class Candidate:
    """One person a finding may be. scores: encoder id -> cosine, -1 to 1; score: the fused one that thresholds
    hold for; band: the same in words.
    """

    subject: str
    score: float
    scores: Mapping[str, float]
    band: str


@dataclass(frozen=True, eq=False)
class Compared:
    """One finding against some rows of a gallery: the fused scores, their cosines by encoder, each row's thresholds, and the
    levels for comparing one with one. strong: the scores from which somebody is strongly alike; match is the same where the sense may
    name anybody, and beyond all scores where it may not."""

    scorer: str
    vectors: Mapping[str, Vector]
    rows: Rows
    scores: NDArray[np.float32]
    cosines: Mapping[str, NDArray[np.float32]]
    possible: NDArray[np.float32]
    match: NDArray[np.float32]
    strong: NDArray[np.float32]
    verify: Level
    suspect: Level

    def candidate(self, place: int, gallery: Gallery) -> Candidate:
        score = float(self.scores[place])
        return Candidate(
            subject=gallery.subjects[self.rows[place]],
            score=score,
            scores=MappingProxyType({name: float(column[place]) for name, column in self.cosines.items()}),
            band=_band(score, float(self.possible[place]), float(self.strong[place])),
        )

    def pointed(
        self, first: int, gallery: Gallery, thresholds: Thresholds, people: int, margin: float = 0.0
    ) -> NDArray[np.bool_]:
        """Whom (of the rows) a finding points at that is like the person at place `first`, when that person is taken away."""
        level = blends.level(self.scorer, int(gallery.references[self.rows[first]]), people) - margin
        if not np.isfinite(level):
            return np.zeros(len(self.rows), bool)
        weights = thresholds.scorers[self.scorer].weights
        return np.asarray(blends.remainders(self.vectors, self.cosines, weights, gallery, self.rows, first) >= level)


def compare(
    vectors: Mapping[str, Vector], rows: Rows, gallery: Gallery, thresholds: Thresholds, people: int
) -> Compared:
    """Raises Undecidable where vectors are not finite, or lack an encoder of the gallery's."""
    name = scorer_for(vectors, gallery, thresholds)
    scorer = thresholds.scorers[name]
    cosines = {encoder: gallery.cosines(encoder, vectors[encoder], rows) for encoder in scorer.weights}
    fused = np.zeros(len(rows), np.float32)
    for encoder, weight in scorer.weights.items():
        fused += np.float32(weight) * cosines[encoder]
    if not np.isfinite(fused).all():
        raise Undecidable("engine.failed", engine=name)
    levels = {count: thresholds.levels(name, people, count) for count in gallery.counts}
    own = [levels[int(count)] for count in gallery.references[rows]]
    possible = np.array([level.possible.score for level in own], np.float32)
    strong = np.array([level.match.score for level in own], np.float32)
    match = strong if thresholds.names else np.full_like(strong, NEVER)
    suspect = scorer.suspect or scorer.verify
    return Compared(name, vectors, rows, fused, cosines, possible, match, strong, scorer.verify, suspect)


def scorer_for(vectors: Mapping[str, Vector], gallery: Gallery, thresholds: Thresholds) -> str:
    """The scorer of the gallery's encoders, without second opinions where none was given. No other stands in: it
    would answer by other thresholds than those in force.
    """
    asked = gallery.encoders if gallery.encoders <= vectors.keys() else gallery.encoders - SECOND
    missing = asked - vectors.keys()
    if missing:
        raise Undecidable("gallery.encoder-missing", encoder=", ".join(sorted(missing)))
    return scorer_of(asked, thresholds.scorers)


def _band(score: float, possible: float, match: float) -> str:
    if score >= match:
        return STRONG
    return FAIR if score >= (possible + match) / 2 else WEAK
