"""Whose face is it: an exact search in memory, and four possible answers.

A name is given only above a threshold whose error is stated for a gallery of that size. Subjects are opaque
strings.
"""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from matching.face.boxes import overlap
from matching.findings import Appearance, Vector
from matching.gallery import Gallery, Rows
from matching.reasons import Undecidable
from matching.search import above
from matching.thresholds import Level, Levels, Thresholds

MATCH, POSSIBLE, NONE, CANNOT_DECIDE = "match", "possible", "none", "cannot_decide"

UNCERTAIN = 0.05
"""How far (cosine) around the thresholds of the first opinion the second one is asked. Strangers so far
above the upper threshold are about a tenth of those above it: what the first opinion decides alone adds so
much to the stated error.
"""

WEAK, FAIR, STRONG = "weak", "fair", "strong"
"""How alike, in words: in the lower or the upper half of the way from `possible` to `match`, or beyond it."""

CANDIDATES = 5
ONE_PLACE = 0.4  # overlap of boxes from which two appearances may be one face
NOTHING = Level(score=2.0, target=0.0, extrapolated=False)  # above every cosine

SecondOpinion = Callable[[Appearance], Mapping[str, Vector]]
LookAlikes = Collection[frozenset[str]]


@dataclass(frozen=True)
class Candidate:
    """One person a face may be. scores: encoder id -> cosine, -1 to 1; score: the fused one that thresholds
    hold for; band: the same in words.
    """

    subject: str
    score: float
    scores: Mapping[str, float]
    band: str


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


def answer(
    appearances: Sequence[Appearance],
    gallery: Gallery,
    thresholds: Thresholds,
    second_opinion: SecondOpinion | None = None,
    look_alikes: LookAlikes = frozenset(),
) -> list[Answer]:
    """One answer for each appearance of one picture, in their order. look_alikes: pairs of people who are known to be
    two although they look like one.

    match: exactly one person lies above the match threshold. possible: somebody lies above the lower one, or
    more than one person above the upper, or a person and their look-alike above the lower, or the person was
    already found at another place of the picture: a human decides. none: nobody does, and the face is good
    enough to say so. cannot_decide: everything else, and every face while the gallery is empty: with nobody
    in it nothing was compared, and silence must not look like an all-clear.

    Raises Undecidable where the gallery is too large for the thresholds or has no encoder in common with
    them.
    """
    if not len(gallery):
        return [Answer(seen.ref, CANNOT_DECIDE, reason="gallery.empty") for seen in appearances]
    rows = _near(appearances, gallery, thresholds)
    searches = [_search(seen, rows.get(seen.ref), gallery, thresholds, second_opinion) for seen in appearances]
    taken: list[tuple[Appearance, str]] = []
    answers: dict[str, Answer] = {}
    # The surest first: whoever is named at one place of a picture is nobody else at another.
    for search in sorted(searches, key=lambda search: -search.surest):
        found = _judge(search, thresholds, taken, look_alikes)
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


def _near(appearances: Sequence[Appearance], gallery: Gallery, thresholds: Thresholds) -> dict[str, Rows]:
    """For each face that has vectors: who comes near enough to matter (everybody who does, and the nearest), all faces
    in one search."""
    groups: dict[str, list[Appearance]] = {}
    for seen in appearances:
        if seen.vectors:
            groups.setdefault(_scorer(seen.vectors, gallery, thresholds), []).append(seen)
    rows: dict[str, Rows] = {}
    for name, faces in groups.items():
        weights = thresholds.scorers[name].weights
        least = min(thresholds.levels(name, len(gallery), count).possible.score for count in gallery.counts)
        probes = np.stack(
            [
                np.concatenate([seen.vectors[key] * np.float32(math.sqrt(weight)) for key, weight in weights.items()])
                for seen in faces
            ]
        )
        try:
            found = above(gallery.space(weights), probes, least - UNCERTAIN)
        except ValueError:
            raise Undecidable("engine.failed", engine=name) from None
        rows |= {seen.ref: near for seen, near in zip(faces, found, strict=True)}
    return rows


def _search(
    seen: Appearance,
    rows: Rows | None,
    gallery: Gallery,
    thresholds: Thresholds,
    second_opinion: SecondOpinion | None,
) -> _Search:
    if rows is None:
        return _Search(seen, (), frozenset(), -2.0, Levels(NOTHING, NOTHING, len(gallery)))
    vectors = dict(seen.vectors)
    scores, cosines, levels = _scores(vectors, rows, gallery, thresholds)
    possible, match = _limits(levels, gallery.references[rows])
    near = (scores >= possible - UNCERTAIN) & (scores <= match + UNCERTAIN)
    if second_opinion is not None and near.any() and gallery.encoders - vectors.keys():
        vectors.update(second_opinion(seen))
        scores, cosines, levels = _scores(vectors, rows, gallery, thresholds)
        possible, match = _limits(levels, gallery.references[rows])
    order = [int(place) for place in np.argsort(-scores, kind="stable") if scores[place] >= possible[place]]
    candidates = tuple(
        Candidate(
            subject=gallery.subjects[rows[place]],
            score=float(scores[place]),
            scores=MappingProxyType({name: float(column[place]) for name, column in cosines.items()}),
            band=_band(float(scores[place]), float(possible[place]), float(match[place])),
        )
        for place in order
    )
    best = int(np.argmax(scores - match))
    return _Search(
        seen=seen,
        above=candidates,
        matches=frozenset(gallery.subjects[rows[place]] for place in order if scores[place] >= match[place]),
        surest=float(scores[best] - match[best]),
        levels=levels[int(gallery.references[rows[best]])],
    )


def _band(score: float, possible: float, match: float) -> str:
    if score >= match:
        return STRONG
    return FAIR if score >= (possible + match) / 2 else WEAK


def _scorer(vectors: Mapping[str, Vector], gallery: Gallery, thresholds: Thresholds) -> str:
    """The best scorer that these vectors and the gallery allow: of the most encoders."""
    usable = vectors.keys() & gallery.encoders
    scorers = {name: scorer for name, scorer in thresholds.scorers.items() if scorer.weights.keys() <= usable}
    if not scorers:
        raise Undecidable("gallery.encoder-missing", encoder=", ".join(sorted(vectors)))
    return max(scorers, key=lambda name: (len(scorers[name].weights), name))


def _scores(
    vectors: Mapping[str, Vector], rows: Rows, gallery: Gallery, thresholds: Thresholds
) -> tuple[NDArray[np.float32], dict[str, NDArray[np.float32]], dict[int, Levels]]:
    """Fused scores of these rows, their cosines by encoder, and the thresholds by number of references, of the best
    scorer.
    """
    name = _scorer(vectors, gallery, thresholds)
    weights = thresholds.scorers[name].weights
    cosines = {encoder: gallery.cosines(encoder, vectors[encoder], rows) for encoder in weights}
    fused = np.zeros(len(rows), np.float32)
    for encoder, weight in weights.items():
        fused += np.float32(weight) * cosines[encoder]
    if not np.isfinite(fused).all():
        raise Undecidable("engine.failed", engine=name)
    return fused, cosines, {count: thresholds.levels(name, len(gallery), count) for count in gallery.counts}


def _limits(levels: Mapping[int, Levels], references: Rows) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The lower and the upper threshold for people with these numbers of references."""
    possible = [levels[int(count)].possible.score for count in references]
    match = [levels[int(count)].match.score for count in references]
    return np.array(possible, np.float32), np.array(match, np.float32)


def _judge(
    search: _Search, thresholds: Thresholds, taken: Sequence[tuple[Appearance, str]], look_alikes: LookAlikes
) -> Answer:
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

    near = {candidate.subject for candidate in search.above}
    alike = any(pair <= near and pair & matches for pair in look_alikes)
    if len(search.matches) == 1 and matches and not alike:
        return Answer(seen.ref, MATCH, next(iter(matches)), candidates, error(search.levels.match))
    if candidates:
        reason = "face.person-elsewhere" if search.matches & elsewhere else None
        reason = "face.several-people" if len(search.matches) > 1 else reason
        reason = "face.look-alikes" if alike else reason
        return Answer(seen.ref, POSSIBLE, None, candidates, error(search.levels.possible), reason)
    if seen.problem is not None:
        return Answer(seen.ref, CANNOT_DECIDE, reason=seen.problem)
    if seen.quality.size < thresholds.smallest_face:
        return Answer(seen.ref, CANNOT_DECIDE, reason="face.too-small")
    if seen.quality.sharpness < thresholds.least_sharpness:
        return Answer(seen.ref, CANNOT_DECIDE, reason="face.too-blurred")
    return Answer(seen.ref, NONE, error=error(search.levels.possible))
