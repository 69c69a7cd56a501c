"""Whose face is it: an exact search in memory, and four possible answers.

A name is given only above a threshold whose error is stated for a gallery of that size. Subjects are opaque
strings.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from matching.face.boxes import overlap
from matching.findings import Appearance, Vector
from matching.reasons import Undecidable
from matching.thresholds import Level, Levels, Thresholds

MATCH, POSSIBLE, NONE, CANNOT_DECIDE = "match", "possible", "none", "cannot_decide"

UNCERTAIN = 0.05
"""How far (cosine) around the thresholds of the first opinion the second one is asked. Strangers so far
above the upper threshold are about a tenth of those above it: what the first opinion decides alone adds so
much to the stated error.
"""

CANDIDATES = 5
ONE_PLACE = 0.4  # overlap of boxes from which two appearances may be one face
NOTHING = Level(score=2.0, target=0.0, extrapolated=False)  # above every cosine

Templates = Mapping[str, NDArray[np.float32]]
SecondOpinion = Callable[[Appearance], Mapping[str, Vector]]


@dataclass(frozen=True)
class Candidate:
    """One person a face may be. scores: encoder id -> cosine, -1 to 1; score: the fused one that thresholds
    hold for.
    """

    subject: str
    score: float
    scores: Mapping[str, float]


@dataclass(frozen=True)
class Error:
    """What an answer may be wrong by: `target` of all strangers (0.001: one in a thousand) would be given
    this answer too, in a gallery of up to `gallery` people, by the calibration `thresholds`.
    """

    target: float
    gallery: int
    thresholds: str
    extrapolated: bool


@dataclass(frozen=True)
class Answer:
    """The answer for one appearance.

    answer: match | possible | none | cannot_decide. subject: named for a match only. candidates: for match
    and possible, the best first. reason: an id of `matching.reasons` (without parameters) where the answer
    needs one.
    """

    ref: str
    answer: str
    subject: str | None = None
    candidates: tuple[Candidate, ...] = ()
    error: Error | None = None
    reason: str | None = None


class Gallery:
    """Everybody who can be found, as the immutable content of one generation.

    generation: the caller's number, raised with every change. digest: SHA-256 over the caller's content ids.
    """

    def __init__(
        self, people: Sequence[tuple[str, Templates]], *, generation: int, content: Iterable[str] = ()
    ) -> None:
        """people: subject -> encoder id -> templates float32 [k, d], k >= 1 reference pictures.

        The templates of one person and encoder are averaged: measured, three pictures averaged are missed
        less than half as often as one. Raises ValueError for a subject named twice or a template that is
        not finite.
        """
        self.generation = generation
        self.digest = hashlib.sha256("\n".join(sorted(content)).encode()).hexdigest()
        self.subjects = tuple(subject for subject, _ in people)
        if len(set(self.subjects)) != len(self.subjects):
            raise ValueError("a subject is in the gallery twice")
        ids = sorted({encoder for _, templates in people for encoder in templates})
        self._means = MappingProxyType({encoder: _means(people, encoder) for encoder in ids})
        counts = [min((len(rows) for rows in templates.values()), default=0) for _, templates in people]
        self.references = np.array(counts, dtype=np.int64)

    def __len__(self) -> int:
        return len(self.subjects)

    @property
    def encoders(self) -> frozenset[str]:
        """The encoders for which everybody has a template; a search by any other would overlook somebody."""
        return frozenset(encoder for encoder, means in self._means.items() if means.any(axis=1).all())

    def cosines(self, encoder: str, probe: Vector) -> NDArray[np.float32]:
        """How alike the probe is to each subject, float32 [len(self)], -1 to 1."""
        return np.asarray(self._means[encoder] @ probe, dtype=np.float32)


def _means(people: Sequence[tuple[str, Templates]], encoder: str) -> NDArray[np.float32]:
    """One unit vector a subject [n, d]; a row of zeros for somebody without a template of this encoder."""
    rows = [templates[encoder].mean(axis=0) if encoder in templates else None for _, templates in people]
    size = next(len(row) for row in rows if row is not None)
    means = np.stack([np.zeros(size, np.float32) if row is None else row for row in rows])
    lengths = np.linalg.norm(means, axis=1, keepdims=True)
    if not np.isfinite(lengths).all():
        raise ValueError("a template is not finite")
    return np.ascontiguousarray(means / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def answer(
    appearances: Sequence[Appearance],
    gallery: Gallery,
    thresholds: Thresholds,
    second_opinion: SecondOpinion | None = None,
) -> list[Answer]:
    """One answer for each appearance of one picture, in their order.

    match: exactly one person lies above the match threshold. possible: somebody lies above the lower one,
    or more than one person above the upper, or the person was already found at another place of the
    picture: a human decides. none: nobody does, and the face is good enough to say so. cannot_decide:
    everything else, and every face while the gallery is empty: with nobody in it nothing was compared, and
    silence must not look like an all-clear.

    Raises Undecidable where the gallery is too large for the thresholds or has no encoder in common with
    them.
    """
    if not len(gallery):
        return [Answer(seen.ref, CANNOT_DECIDE, reason="gallery.empty") for seen in appearances]
    searches = [_search(seen, gallery, thresholds, second_opinion) for seen in appearances]
    taken: list[tuple[Appearance, str]] = []
    answers: dict[str, Answer] = {}
    # The surest first: whoever is named at one place of a picture is nobody else at another.
    for search in sorted(searches, key=lambda search: -search.surest):
        found = _judge(search, thresholds, taken)
        answers[found.ref] = found
        if found.subject is not None:
            taken.append((search.seen, found.subject))
    return [answers[seen.ref] for seen in appearances]


@dataclass(frozen=True, eq=False)
class _Search:
    """One face compared with everybody. above: who lies above the lower threshold, the best first; matches:
    who of them lies above the upper one; surest: the best score's distance from the upper threshold;
    levels: those of the best.
    """

    seen: Appearance
    above: tuple[Candidate, ...]
    matches: frozenset[str]
    surest: float
    levels: Levels


def _search(
    seen: Appearance, gallery: Gallery, thresholds: Thresholds, second_opinion: SecondOpinion | None
) -> _Search:
    vectors = dict(seen.vectors)
    if not vectors:
        return _Search(seen, (), frozenset(), -2.0, Levels(NOTHING, NOTHING, len(gallery)))
    scores, cosines, levels = _scores(vectors, gallery, thresholds)
    possible, match = _limits(levels, gallery)
    near = (scores >= possible - UNCERTAIN) & (scores <= match + UNCERTAIN)
    if second_opinion is not None and near.any() and gallery.encoders - vectors.keys():
        vectors.update(second_opinion(seen))
        scores, cosines, levels = _scores(vectors, gallery, thresholds)
        possible, match = _limits(levels, gallery)
    order = [int(row) for row in np.argsort(-scores, kind="stable") if scores[row] >= possible[row]]
    above = tuple(
        Candidate(
            subject=gallery.subjects[row],
            score=float(scores[row]),
            scores=MappingProxyType({name: float(column[row]) for name, column in cosines.items()}),
        )
        for row in order
    )
    best = int(np.argmax(scores - match))
    return _Search(
        seen=seen,
        above=above,
        matches=frozenset(gallery.subjects[row] for row in order if scores[row] >= match[row]),
        surest=float(scores[best] - match[best]),
        levels=levels[int(gallery.references[best])],
    )


def _scores(
    vectors: Mapping[str, Vector], gallery: Gallery, thresholds: Thresholds
) -> tuple[NDArray[np.float32], dict[str, NDArray[np.float32]], dict[int, Levels]]:
    """Fused scores [n], cosines by encoder, and the thresholds by number of references, of the best scorer
    usable.
    """
    usable = vectors.keys() & gallery.encoders
    scorers = {name: scorer for name, scorer in thresholds.scorers.items() if scorer.weights.keys() <= usable}
    if not scorers:
        raise Undecidable("gallery.encoder-missing", encoder=", ".join(sorted(vectors)))
    name = max(scorers, key=lambda name: (len(scorers[name].weights), name))
    cosines = {encoder: gallery.cosines(encoder, vectors[encoder]) for encoder in scorers[name].weights}
    fused = np.zeros(len(gallery), np.float32)
    for encoder, weight in scorers[name].weights.items():
        fused += np.float32(weight) * cosines[encoder]
    if not np.isfinite(fused).all():
        raise Undecidable("engine.failed", engine=name)
    counts = [int(count) for count in np.unique(gallery.references)]
    return fused, cosines, {count: thresholds.levels(name, len(gallery), count) for count in counts}


def _limits(levels: Mapping[int, Levels], gallery: Gallery) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The lower and the upper threshold for each subject [n], by the number of references."""
    possible, match = np.empty((2, len(gallery)), np.float32)
    for count, level in levels.items():
        possible[gallery.references == count] = level.possible.score
        match[gallery.references == count] = level.match.score
    return possible, match


def _judge(search: _Search, thresholds: Thresholds, taken: Sequence[tuple[Appearance, str]]) -> Answer:
    seen = search.seen
    if not seen.vectors:
        return Answer(seen.ref, CANNOT_DECIDE, reason=seen.problem or "face.not-encodable")
    elsewhere = {subject for other, subject in taken if overlap(seen.box, other.box) < ONE_PLACE}
    matches = search.matches - elsewhere
    # Somebody named elsewhere and merely possible here is not here. Above the upper threshold at both
    # places a human looks: either of the two may be the stranger.
    candidates = tuple(
        candidate
        for candidate in search.above
        if candidate.subject not in elsewhere or candidate.subject in search.matches
    )[:CANDIDATES]

    def error(level: Level) -> Error:
        return Error(level.target, search.levels.gallery, thresholds.id, level.extrapolated)

    if len(search.matches) == 1 and matches:
        return Answer(seen.ref, MATCH, next(iter(matches)), candidates, error(search.levels.match))
    if candidates:
        reason = "face.person-elsewhere" if search.matches & elsewhere else None
        reason = "face.several-people" if len(search.matches) > 1 else reason
        return Answer(seen.ref, POSSIBLE, None, candidates, error(search.levels.possible), reason)
    if seen.quality.size < thresholds.smallest_face:
        return Answer(seen.ref, CANNOT_DECIDE, reason="face.too-small")
    if seen.quality.sharpness < thresholds.least_sharpness:
        return Answer(seen.ref, CANNOT_DECIDE, reason="face.too-blurred")
    return Answer(seen.ref, NONE, error=error(search.levels.possible))
