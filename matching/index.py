"""Who is it: an exact search in memory, and four possible answers.

A name is given only above a threshold whose error is stated for a gallery of that size. Subjects are opaque
strings.
"""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from matching import centring, chances
from matching.averages import Rows
from matching.calibration import Interval
from matching.comparison import Candidate, compare, scorer_for
from matching.findings import Appearance, Vector
from matching.gallery import Gallery
from matching.reasons import Undecidable
from matching.search import above
from matching.thresholds import Level, Thresholds

MATCH, POSSIBLE, NONE, CANNOT_DECIDE = "match", "possible", "none", "cannot_decide"

UNCERTAIN = 0.05
"""How far (cosine) around the thresholds of the first opinion the second one is asked. Strangers so far
above the upper threshold are about a tenth of those above it: what the first opinion decides alone adds so
much to the stated error.
"""

POINTED = 0.02
"""How far (cosine) below the level the rest of a finding must stay (`matching.blends`) for the second opinion not to be asked."""

SEVERAL_PEOPLE, LOOK_ALIKES, PERSON_ELSEWHERE = "several-people", "look-alikes", "person-elsewhere"
"""Why somebody waits for a person, as ids of reasons behind the name of the sense."""

SecondOpinion = Callable[[Appearance], Mapping[str, Vector]]
LookAlikes = Collection[frozenset[str]]


@dataclass(frozen=True)
class Error:
    """What an answer may be wrong by, by the calibration `thresholds`, in a gallery of up to `gallery` people.

    target: the share of all strangers (FPIR; 0.001: one in a thousand) who would be given this answer too; of a
    `none`, those who are not. missed: the share of enrolled people (FNIR) who would have been answered `none` although
    it is them, with its 95 % interval; None where that was not measured. declared: the answer compares with one
    declared person alone, and so does its target.
    """

    target: float
    gallery: int
    thresholds: str
    extrapolated: bool
    missed: Interval | None = None
    declared: bool = False


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
    *,
    parked: Gallery | None = None,
    declared: Collection[str] = frozenset(),
    alone: bool = True,
) -> list[Answer]:
    """One answer for each appearance of one file that one sense found, in their order. The gallery and the thresholds are
    that sense's.

    look_alikes: pairs of people who are known to be two although they look like one. parked: people who may be found
    but not named. declared: people who are said to be in the picture.

    In a film the moments of an appearance are asked, too: a name that most of them do not bear is possible (`matching.chances`).

    alone: whether this sense is the only one by which anybody can be found: then a finding that was compared with nobody cannot be
    decided. Beside another it is none: nobody can be found by this sense, and that is all it says.

    match: one person of the gallery lies above the match threshold and nobody else is in it (`matching.blends`); or
    nobody else than one declared person is near, who lies above the threshold for comparing one with one. possible: somebody
    lies above the lower one, or more than one person is in it, or a person and their look-alike above the lower, or
    the person was already found at another place at the same time: a human decides. none: nobody does, and the finding is good
    enough to say so. cannot_decide: everything else, and every finding while the gallery is empty: with nobody
    in it nothing was compared, and silence must not look like an all-clear.

    Whoever is parked takes no name away from anybody but an approved look-alike, so that claiming somebody's face or voice does not
    unname its owner; beside a merely possible person they are to be looked at, too.

    Raises Undecidable where the gallery is too large for the thresholds, where a finding lacks the vector of
    one of the gallery's encoders, or where there are no thresholds for them.
    """
    appearances = centring.appearances(appearances, thresholds.centres)
    gallery = gallery.about(thresholds.centres)
    aside = parked.about(thresholds.centres) if parked is not None and len(parked) else None
    known = len(gallery) + (len(aside) if aside else 0)
    people = chances.people(known, appearances, thresholds)
    hall = _Hall(thresholds, people, second_opinion, frozenset(declared))
    searches, besides = hall.searches(appearances, gallery), hall.searches(appearances, aside)
    taken: list[tuple[Appearance, str]] = []
    answers: dict[str, Answer] = {}
    # The surest first: whoever is named at one place is nobody else at another at the same time.
    for search in sorted(searches.values(), key=lambda search: -search.surest):
        beside = besides[search.seen.ref]
        found = _judge(search, beside, hall, taken, look_alikes)
        if search.seen.moments and len(gallery):
            found = _borne(found, search.seen, gallery, hall, chances.enough(known, appearances, thresholds))
        if not len(gallery) and alone and found.answer == NONE:
            found = Answer(search.seen.ref, CANNOT_DECIDE, reason="gallery.empty")
        if not known and not alone:
            found = Answer(search.seen.ref, NONE)
        answers[found.ref] = found
        if found.subject is not None:
            taken.append((search.seen, found.subject))
    open_ones = [seen for seen in appearances if seen.otherwise and answers[seen.ref].answer in (NONE, CANNOT_DECIDE)]
    answers |= _otherwise(open_ones, gallery, aside, hall, taken, look_alikes)
    return [answers[seen.ref] for seen in appearances]


def _otherwise(
    appearances: Sequence[Appearance],
    gallery: Gallery,
    aside: Gallery | None,
    hall: "_Hall",
    taken: Sequence[tuple[Appearance, str]],
    look_alikes: LookAlikes,
) -> dict[str, Answer]:
    """Who is found at these places when the picture or the sound is changed back; nothing where nobody is. Those by which nobody is
    named are further chances to be like somebody, and are asked as such."""
    found: dict[str, Answer] = {}
    again = [
        (seen.ref, replace(one, ref=f"{seen.ref}/{n}")) for seen in appearances for n, one in enumerate(seen.otherwise)
    ]
    seen_again = [one for _, one in again]
    certain, doubtful = ([one for one in seen_again if (one.doubt is None) is sure] for sure in (True, False))
    stricter = replace(
        hall, people=chances.several(hall.people, max((len(one.otherwise) for one in appearances), default=1))
    )
    searches = hall.searches(certain, gallery) | stricter.searches(doubtful, gallery)
    besides = hall.searches(certain, aside) | stricter.searches(doubtful, aside)
    for ref, one in again:
        judged = _judge(searches[one.ref], besides[one.ref], hall, taken, look_alikes)
        if judged.answer in (MATCH, POSSIBLE) and (ref not in found or judged.answer == MATCH):
            found[ref] = replace(judged, ref=ref)
    return found


def _borne(found: Answer, seen: Appearance, gallery: Gallery, hall: "_Hall", able: bool) -> Answer:
    """The answer about an appearance of a film, after its moments were asked each by itself: a name that they do not bear is
    possible, and so is whoever a single one of them would name. able: whether anybody can be named at all."""
    single = replace(hall, second_opinion=None).searches(chances.alone(seen), gallery)
    if found.answer == MATCH:
        cast = {candidate.subject for candidate in found.candidates} & hall.declared
        bearing = sum(
            found.subject in one.matches or (found.subject in cast and found.subject in _subjects(one.verified))
            for one in single.values()
        )
        if able and chances.borne(bearing, len(single)):
            return found
        return Answer(seen.ref, POSSIBLE, None, found.candidates, found.error)
    if found.answer in (NONE, CANNOT_DECIDE):
        named = [(one, who) for one in single.values() for who in one.above if who.subject in one.matches]
        if named:
            first = max(named, key=lambda pair: pair[1].score)
            who = {candidate.subject: candidate for _, candidate in sorted(named, key=lambda pair: pair[1].score)}
            ranked = tuple(sorted(who.values(), key=lambda candidate: -candidate.score))
            return Answer(seen.ref, POSSIBLE, None, ranked, first[0].errors[POSSIBLE])
    return found


def _subjects(candidates: Sequence[Candidate]) -> frozenset[str]:
    return frozenset(candidate.subject for candidate in candidates)


@dataclass(frozen=True, eq=False)
class _Search:
    """One finding compared with everybody of a gallery. above: who lies above the lower threshold, the best first;
    matches: who of them lies above the upper one; verified: the declared people who lie above the threshold for
    comparing one with one; suspected: those above the one from which a declared person is possible;
    beside: for each of those above the former, who else is in it; surest: the best score's distance from the
    upper threshold; errors: what each answer would be wrong by.
    """

    seen: Appearance
    above: tuple[Candidate, ...] = ()
    matches: frozenset[str] = frozenset()
    verify: Level | None = None
    verified: tuple[Candidate, ...] = ()
    suspect: Level | None = None
    suspected: tuple[Candidate, ...] = ()
    beside: Mapping[str, tuple[Candidate, ...]] = field(default_factory=dict)
    surest: float = -2.0
    errors: Mapping[str, Error] = field(default_factory=dict)


@dataclass(frozen=True)
class _Hall:
    """By what is compared: the thresholds for so many people, the second opinion, and who was declared."""

    thresholds: Thresholds
    people: int
    second_opinion: SecondOpinion | None
    declared: frozenset[str]

    def searches(self, appearances: Sequence[Appearance], gallery: Gallery | None) -> dict[str, _Search]:
        """Each finding's search, by its ref; an empty one without anybody to compare with, or without vectors."""
        found = {seen.ref: _Search(seen) for seen in appearances}
        if gallery is None or not len(gallery):
            return found
        rows = _near(appearances, gallery, self)
        return found | {seen.ref: _search(seen, rows[seen.ref], gallery, self) for seen in appearances if seen.vectors}


def _near(appearances: Sequence[Appearance], gallery: Gallery, hall: _Hall) -> dict[str, Rows]:
    """For each finding that has vectors: who comes near enough to matter (everybody who does, and the nearest), all
    in one search; and whoever is declared, however far."""
    thresholds = hall.thresholds
    declared = gallery.places(hall.declared)
    groups: dict[str, list[Appearance]] = {}
    for seen in appearances:
        if seen.vectors:
            groups.setdefault(scorer_for(seen.vectors, gallery, thresholds), []).append(seen)
    rows: dict[str, Rows] = {}
    for name, group in groups.items():
        weights = thresholds.scorers[name].weights
        least = min(thresholds.levels(name, hall.people, count).possible.score for count in gallery.counts)
        probes = np.stack(
            [
                np.concatenate([seen.vectors[key] * np.float32(math.sqrt(weight)) for key, weight in weights.items()])
                for seen in group
            ]
        )
        try:
            found = above(gallery.space(weights), probes, least - UNCERTAIN)
        except ValueError:
            raise Undecidable("engine.failed", engine=name) from None
        rows |= {seen.ref: np.union1d(near, declared) for seen, near in zip(group, found, strict=True)}
    return rows


def _search(seen: Appearance, rows: Rows, gallery: Gallery, hall: _Hall) -> _Search:
    vectors = dict(seen.vectors)
    cast = np.isin(rows, gallery.places(hall.declared))
    compared = compare(vectors, rows, gallery, hall.thresholds, hall.people)
    least = np.where(cast, np.minimum(compared.possible, compared.suspect.score), compared.possible)
    near = (compared.scores >= least - UNCERTAIN) & (compared.scores <= compared.match + UNCERTAIN)
    asked, nearest = [compared], int(np.argmax(compared.scores - compared.match))
    doubtful = near.any() or compared.pointed(nearest, gallery, hall.thresholds, hall.people, POINTED).any()
    if hall.second_opinion is not None and doubtful and gallery.encoders - vectors.keys():
        vectors = {**vectors, **hall.second_opinion(seen)}
        compared = compare(vectors, rows, gallery, hall.thresholds, hall.people)
        asked.append(compared)
    scores, beyond = compared.scores, compared.scores - compared.match
    order = [int(place) for place in np.argsort(-beyond, kind="stable")]  # by each person's own threshold

    def candidates(able: NDArray[np.bool_]) -> tuple[Candidate, ...]:
        return tuple(compared.candidate(place, gallery) for place in order if able[place])

    def beside(first: int) -> tuple[Candidate, ...]:
        """Who else is near, or is pointed at by what is left in any opinion."""
        found = scores >= compared.possible
        for opinion in asked:
            found = found | opinion.pointed(first, gallery, hall.thresholds, hall.people)
        found[first] = False
        return candidates(found)

    named = [place for place in order if beyond[place] >= 0 or (cast[place] and scores[place] >= compared.verify.score)]
    return _Search(
        seen=seen,
        above=candidates(scores >= compared.possible),
        matches=frozenset(gallery.subjects[rows[place]] for place in order if beyond[place] >= 0),
        verify=compared.verify,
        verified=candidates(cast & (scores >= compared.verify.score)),
        suspect=compared.suspect,
        suspected=candidates(cast & (scores >= compared.suspect.score)),
        beside={gallery.subjects[rows[place]]: beside(place) for place in named},
        surest=float(beyond[order[0]]),
        errors=_errors(compared.scorer, gallery, int(gallery.references[rows[order[0]]]), hall),
    )


def _errors(scorer: str, gallery: Gallery, references: int, hall: _Hall) -> dict[str, Error]:
    """What each answer would be wrong by, the nearest person having so many references; a miss is that of whoever has
    the fewest, for nobody knows who was missed."""
    thresholds = hall.thresholds
    levels = thresholds.levels(scorer, hall.people, references)

    def error(level: Level, missed: Interval | None = None) -> Error:
        return Error(level.target, levels.gallery, thresholds.id, level.extrapolated, missed)

    missed = thresholds.missed(scorer, hall.people, min(gallery.counts))
    return {MATCH: error(levels.match), POSSIBLE: error(levels.possible), NONE: error(levels.possible, missed)}


def _judge(
    search: _Search,
    beside: _Search,
    hall: _Hall,
    taken: Sequence[tuple[Appearance, str]],
    look_alikes: LookAlikes,
) -> Answer:
    found, doubt = _weighed(search, beside, hall, taken, look_alikes), search.seen.doubt
    if doubt is None or found.answer not in (MATCH, POSSIBLE):
        return found
    return replace(found, answer=POSSIBLE, subject=None, reason=found.reason or doubt)


def _weighed(
    search: _Search,
    beside: _Search,
    hall: _Hall,
    taken: Sequence[tuple[Appearance, str]],
    look_alikes: LookAlikes,
) -> Answer:
    seen, errors = search.seen, search.errors or beside.errors
    if not seen.vectors:
        return Answer(seen.ref, CANNOT_DECIDE, reason=seen.problem or f"{seen.modality}.not-encodable")
    elsewhere = {subject for other, subject in taken if seen.apart(other)}
    matches = search.matches - elsewhere
    # Somebody named elsewhere and merely possible here is not here. Above the upper threshold at both
    # places a human looks: either of the two may be the stranger.
    candidates = tuple(
        candidate
        for candidate in (*search.above, *beside.above)
        if candidate.subject not in elsewhere or candidate.subject in search.matches
    )
    verified = tuple(candidate for candidate in search.verified if candidate.subject not in elsewhere)
    near = {candidate.subject for candidate in (*search.above, *beside.above)}
    alike = any(pair <= near and pair & matches for pair in look_alikes)
    others = {
        subject: tuple(one for one in there if one.subject not in elsewhere or one.subject in search.matches)
        for subject, there in search.beside.items()
    }
    if len(search.matches) == 1 and matches and not alike and not others[next(iter(matches))]:
        named = tuple(candidate for candidate in candidates if candidate in search.above)
        return Answer(seen.ref, MATCH, next(iter(matches)), named, errors[MATCH])
    known = {candidate.subject for candidate in candidates}
    cast = {candidate.subject for candidate in verified}
    alike = alike or any(pair & cast for pair in look_alikes)  # the declared one's twin may be meant
    alone = search.verify is not None and len(verified) == 1 and known <= cast and not others[verified[0].subject]
    if search.verify is not None and alone and not alike:
        error = Error(search.verify.target, 1, hall.thresholds.id, search.verify.extrapolated, declared=True)
        return Answer(seen.ref, MATCH, verified[0].subject, verified, error)
    blended = {one.subject: one for subject in (*matches, *cast) for one in others[subject]}
    candidates += tuple(one for one in (*verified, *blended.values()) if one.subject not in known)
    candidates = tuple({candidate.subject: candidate for candidate in candidates}.values())
    suspected = tuple(candidate for candidate in search.suspected if candidate.subject not in elsewhere)
    if suspected and search.suspect is not None and not candidates:
        error = Error(search.suspect.target, 1, hall.thresholds.id, search.suspect.extrapolated, declared=True)
        return Answer(seen.ref, POSSIBLE, None, suspected, error)
    if candidates:
        reason = PERSON_ELSEWHERE if search.matches & elsewhere else None
        reason = SEVERAL_PEOPLE if len(search.matches) > 1 or len(cast) > 1 or blended else reason
        reason = LOOK_ALIKES if alike else reason
        return Answer(seen.ref, POSSIBLE, None, candidates, errors[POSSIBLE], reason and f"{seen.modality}.{reason}")
    unfit = seen.unfit(hall.thresholds.identifiable(hall.people).least)
    if unfit is not None:
        return Answer(seen.ref, CANNOT_DECIDE, reason=unfit)
    return Answer(seen.ref, NONE, error=errors.get(NONE))
