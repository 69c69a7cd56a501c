"""Four answers, each above a stated threshold, and no face is guessed at."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.calibration import Interval
from matching.encoders import DLIB
from matching.face.findings import FaceSeen, Quality
from matching.gallery import Gallery, digest_of
from matching.index import CANNOT_DECIDE, MATCH, NONE, POSSIBLE, answer
from matching.reasons import Undecidable
from matching.thresholds import Level, Levels, Limits, Scorer

POSSIBLE_AT, MATCH_AT = 0.4, 0.6
VERIFIED = Level(0.3, 0.001, False)
MISSED, MISSED_BY_ONE = Interval(0.01, 0.005, 0.02), Interval(0.04, 0.03, 0.05)
FIRST, SECOND = "first", DLIB
THIRD = "third"
SEAT = {name: seat for seat, name in enumerate(("alice", "bob", "charlie", "dora"))}


class Fixed:
    """Thresholds that are the same for every gallery, so that a test can say what a score means."""

    id = "fixed"
    faces = 150
    names = True
    centres = MappingProxyType({})

    def __init__(self, *scorers: dict[str, float]) -> None:
        self.scorers = {"+".join(weights): Scorer(weights, {}, VERIFIED) for weights in scorers}

    def levels(self, scorer: str, people: int, references: int) -> Levels:
        stricter = 0.1 if references < 3 else 0.0
        return Levels(Level(POSSIBLE_AT + stricter, 0.01, False), Level(MATCH_AT + stricter, 0.001, True), people)

    def missed(self, scorer: str, people: int, references: int) -> Interval:
        return MISSED if references >= 3 else MISSED_BY_ONE

    def identifiable(self, people: int) -> Limits:
        return Limits(people, {"size": 24, "sharpness": 10.0})


ONE = Fixed({FIRST: 1.0})
BOTH = Fixed({FIRST: 1.0}, {FIRST: 0.5, SECOND: 0.5})


def template(name: str) -> np.ndarray:
    return np.eye(8, dtype=np.float32)[SEAT[name]]


def likeness(**cosines: float) -> np.ndarray:
    """A unit vector with these cosines to the people named."""
    vector = np.zeros(8, np.float32)
    for name, cosine in cosines.items():
        vector[SEAT[name]] = cosine
    vector[7] = np.sqrt(max(0.0, 1 - float(vector @ vector)))
    return vector


def face(ref: str = "A1", at: int = 0, quality: Quality | None = None, **cosines: float) -> FaceSeen:
    return FaceSeen(
        ref=ref,
        modality="face",
        start=0.0,
        end=0.0,
        box=(at, 0, 50, 60),
        landmarks=(),
        quality=quality or Quality(size=50, sharpness=200.0, score=0.9, yaw=0.0),
        vectors={FIRST: likeness(**cosines)},
    )


def gallery(*names: str, encoders: tuple[str, ...] = (FIRST, SECOND), references: int = 3) -> Gallery:
    people = [(name, dict.fromkeys(encoders, np.stack([template(name)] * references))) for name in names]
    return Gallery(people, generation=1, digest=digest_of(names))


EVERYBODY = gallery("alice", "bob", "charlie", "dora")


def one(seen: FaceSeen, people: Gallery = EVERYBODY, thresholds=ONE, second_opinion=None):
    (found,) = answer([seen], people, thresholds, second_opinion)
    return found


def test_a_clear_likeness_is_a_match_with_its_stated_error():
    found = one(face(alice=0.8))
    assert (found.ref, found.answer, found.subject) == ("A1", MATCH, "alice")
    assert found.candidates[0].subject == "alice"
    assert found.candidates[0].scores == {FIRST: pytest.approx(0.8)}
    assert (found.error.target, found.error.gallery, found.error.thresholds) == (0.001, 4, "fixed")
    assert found.error.extrapolated


def test_nobody_of_many_who_come_into_question_is_left_out():
    names = [f"p{number}" for number in range(7)]
    alike = [(name, {FIRST: likeness(alice=0.9, bob=0.3 - number / 30)[None]}) for number, name in enumerate(names)]
    found = one(face(alice=0.62), Gallery(alike, generation=1))
    assert (found.answer, sorted(candidate.subject for candidate in found.candidates)) == (POSSIBLE, names)


def test_nobody_s_error_is_how_many_of_the_registered_are_missed():
    assert one(face()).error.missed == MISSED
    some = Gallery(
        [("alice", {FIRST: template("alice")[None]}), ("bob", {FIRST: np.stack([template("bob")] * 3)})], generation=1
    )
    assert one(face(), some).error.missed == MISSED_BY_ONE


def test_between_the_thresholds_a_person_decides():
    found = one(face(alice=0.5, bob=0.45))
    assert (found.answer, found.subject) == (POSSIBLE, None)
    assert [candidate.subject for candidate in found.candidates] == ["alice", "bob"]
    assert found.error.target == 0.01


def test_a_stranger_is_nobody_and_no_nearest_name_is_told():
    found = one(face(alice=0.39))
    assert (found.answer, found.subject, found.candidates) == (NONE, None, ())


@pytest.mark.parametrize(("score", "expected"), [(0.59, POSSIBLE), (0.61, MATCH), (0.41, POSSIBLE)])
def test_the_thresholds_hold_where_they_are(score, expected):
    assert one(face(alice=score)).answer == expected


def test_people_with_fewer_references_need_more():
    assert one(face(alice=0.65), gallery("alice", references=1)).answer == POSSIBLE
    assert one(face(alice=0.65), gallery("alice", references=3)).answer == MATCH


def test_two_people_above_the_match_threshold_go_to_a_person():
    found = one(face(alice=0.7, bob=0.65))
    assert (found.answer, found.subject, found.reason) == (POSSIBLE, None, "face.several-people")


def test_two_faces_of_one_picture_are_never_one_person():
    sure, less = answer([face("A1", alice=0.7), face("A2", at=300, alice=0.9)], EVERYBODY, ONE)[::-1]
    assert (sure.ref, sure.answer, sure.subject) == ("A2", MATCH, "alice")
    assert (less.ref, less.answer, less.subject) == ("A1", POSSIBLE, None)
    assert less.reason == "face.person-elsewhere"


def test_who_is_found_elsewhere_is_not_a_mere_possibility_here():
    _, other = answer([face("A1", alice=0.9), face("A2", at=300, alice=0.5, bob=0.45)], EVERYBODY, ONE)
    assert other.answer == POSSIBLE
    assert [candidate.subject for candidate in other.candidates] == ["bob"]
    _, other = answer([face("A1", alice=0.9), face("A2", at=300, alice=0.5)], EVERYBODY, ONE)
    assert other.answer == NONE


def test_two_views_of_one_place_may_be_one_person():
    found = answer([face("A1", alice=0.9), face("A2", at=2, alice=0.8)], EVERYBODY, ONE)
    assert [each.subject for each in found] == ["alice", "alice"]


def test_an_empty_registry_cannot_decide():
    found = one(face(alice=0.9), gallery())
    assert (found.answer, found.reason) == (CANNOT_DECIDE, "gallery.empty")
    assert answer([], gallery(), ONE) == []


def test_a_face_that_was_not_encoded_cannot_be_decided():
    found = one(replace(face(), vectors={}, problem="face.not-encodable"))
    assert (found.answer, found.reason) == (CANNOT_DECIDE, "face.not-encodable")


@pytest.mark.parametrize(
    ("quality", "reason"),
    [
        (Quality(size=23, sharpness=200.0, score=0.9, yaw=0.0), "face.too-small"),
        (Quality(size=50, sharpness=9.0, score=0.9, yaw=0.0), "face.too-blurred"),
    ],
)
def test_none_is_only_said_of_a_face_that_can_be_seen(quality, reason):
    found = one(face(quality=quality))
    assert (found.answer, found.reason) == (CANNOT_DECIDE, reason)
    assert one(face(quality=quality, alice=0.9)).answer == MATCH


def test_the_second_opinion_is_asked_only_near_the_thresholds():
    asked = []

    def opinion(seen):
        asked.append(seen.ref)
        return {SECOND: likeness(alice=0.8)}

    for score in (0.1, 0.34, 0.66, 0.9):
        one(face(alice=score), thresholds=BOTH, second_opinion=opinion)
    assert asked == []
    for score in (0.36, 0.5, 0.64):
        one(face(alice=score), thresholds=BOTH, second_opinion=opinion)
    assert len(asked) == 3


def test_both_opinions_are_weighed():
    def says(cosine):
        return lambda seen: {SECOND: likeness(alice=cosine)}

    assert one(face(alice=0.55), thresholds=BOTH, second_opinion=says(0.9)).answer == MATCH
    assert one(face(alice=0.55), thresholds=BOTH, second_opinion=says(0.1)).answer == NONE
    assert one(face(alice=0.55), thresholds=BOTH, second_opinion=says(0.4)).answer == POSSIBLE


def test_a_second_opinion_that_cannot_tell_leaves_the_first():
    assert one(face(alice=0.55), thresholds=BOTH, second_opinion=lambda seen: {}).answer == POSSIBLE


def test_nobody_is_asked_for_an_opinion_that_the_gallery_cannot_compare():
    def fails(seen):
        raise AssertionError("asked")

    people = gallery("alice", "bob", encoders=(FIRST,))
    assert one(face(alice=0.5), people, BOTH, fails).answer == POSSIBLE


def test_a_gallery_in_which_somebody_lacks_an_encoder_is_refused():
    everything = {FIRST: template("alice")[None], SECOND: template("alice")[None]}
    for lacking in (FIRST, SECOND):
        part = {name: rows for name, rows in everything.items() if name != lacking}
        with pytest.raises(ValueError, match="lacks an encoder"):
            Gallery([("alice", everything), ("bob", part)], generation=1)


def test_a_face_without_a_vector_of_an_encoder_in_force_is_not_compared_by_the_others():
    people = gallery("alice", encoders=(FIRST, THIRD))
    with pytest.raises(Undecidable) as caught:
        one(face(alice=0.9), people, Fixed({FIRST: 1.0}, {FIRST: 0.5, THIRD: 0.5}))
    assert (caught.value.reason, caught.value.params) == ("gallery.encoder-missing", {"encoder": THIRD})


def test_a_vector_of_an_encoder_that_is_not_in_force_changes_nothing():
    seen = replace(face(alice=0.55), vectors={FIRST: likeness(alice=0.55), THIRD: likeness(bob=1.0)})
    found = one(seen, gallery("alice", "bob", encoders=(FIRST,)), Fixed({FIRST: 1.0}, {FIRST: 0.5, THIRD: 0.5}))
    assert (found.answer, found.candidates) == (POSSIBLE, one(face(alice=0.55), gallery("alice", "bob")).candidates)


def test_encoders_without_thresholds_of_their_own_name_nobody():
    seen = replace(face(), vectors={FIRST: likeness(alice=0.9), THIRD: likeness(alice=0.9)})
    with pytest.raises(Undecidable) as caught:
        one(seen, gallery("alice", encoders=(FIRST, THIRD)), ONE)
    assert (caught.value.reason, caught.value.params) == ("thresholds.missing", {"encoders": f"{FIRST}, {THIRD}"})


def test_a_vector_that_is_no_number_decides_nothing():
    broken = replace(face(), vectors={FIRST: np.full(8, np.nan, np.float32)})
    with pytest.raises(Undecidable):
        one(broken)


def test_the_gallery_averages_references_and_keeps_length_one():
    people = Gallery([("alice", {FIRST: np.stack([likeness(alice=0.9), likeness(alice=0.9, bob=0.2)])})], generation=3)
    mean = likeness(alice=0.9) + likeness(alice=0.9, bob=0.2)
    assert people.cosines(FIRST, template("alice"))[0] == pytest.approx(mean[0] / np.linalg.norm(mean), abs=1e-6)
    assert people.generation == 3
    assert len(people) == 1


def test_the_digest_names_the_content_in_any_order():
    assert gallery("alice", "bob").digest == gallery("bob", "alice").digest != gallery("alice").digest
    assert len(gallery().digest) == 64


@pytest.mark.parametrize(
    "people",
    [
        [("alice", {FIRST: np.ones((1, 8), np.float32)})] * 2,
        [("alice", {FIRST: np.full((1, 8), np.inf, np.float32)})],
        [("alice", {FIRST: np.stack([template("alice"), -template("alice")])})],
    ],
)
def test_a_gallery_that_contradicts_itself_is_refused(people):
    with pytest.raises(ValueError, match=r"twice|not finite"):
        Gallery(people, generation=1)


@given(st.lists(st.tuples(*[st.floats(-0.45, 0.95, allow_subnormal=False)] * 2), min_size=1, max_size=5))
def test_never_one_name_at_two_places_and_never_a_name_below_the_threshold(cosines):
    seen = []
    for number, (alice, bob) in enumerate(cosines):
        length = max(1.0, float(np.hypot(alice, bob)))
        seen.append(face(f"A{number}", at=300 * number, alice=alice / length, bob=bob / length))
    found = answer(seen, EVERYBODY, ONE)
    assert [each.ref for each in found] == [each.ref for each in seen]
    named = [each.subject for each in found if each.subject is not None]
    assert len(named) == len(set(named))
    for each, appearance in zip(found, seen, strict=True):
        best = max(float(appearance.vectors[FIRST] @ template(name)) for name in SEAT)
        assert (each.answer == MATCH) == (each.subject is not None)
        assert each.answer != MATCH or best >= MATCH_AT - 1e-6
        assert each.answer != NONE or best < MATCH_AT + 1e-6
        assert each.error is not None
