"""What people answered about a file holds for a new check of the very same file, as far as the question is the same."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from registry.checks.deciding.people import Recognition
from registry.core.errors import Conflict, NotFound
from registry.records.tables.ledger import Event
from registry.records.tables.reviews import Review
from registry.reviews.rules import carries, overlap
from tests.registry.checks.conftest import AGREEMENT, as_replica

LIKE_ALICE = "alice~0.5"


@pytest.fixture
def enrol(desk: Any, people: Any, fake_matching: Any) -> Callable[[str], None]:
    """`enrol("bob")`: Bob enrols a picture of this face; the gallery changes."""

    def make(face: str) -> None:
        bob = people.bob
        text = desk.performers.release_text("en")
        desk.performers.sign_release(bob, bob.performer_id, "en", text.digest)
        made = desk.performers.enrol(bob, bob.performer_id, [fake_matching.picture(face)])
        assert made.accepted

    return make


@pytest.fixture
def file(shows: Any) -> bytes:
    return shows(LIKE_ALICE)


@pytest.fixture
def first(studio: Any, verified_alice: Any, file: bytes) -> Any:
    studio.consent(verified_alice, "alice")
    return studio.check(file, studio.declare(as_replica(verified_alice.id)))


@pytest.fixture
def answered(desk: Any, people: Any, first: Any) -> Callable[..., str]:
    """Ursula answers the one question of the first check; the review's id."""

    def say(answer: str = "confirm", reason: str = "same_person") -> str:
        (review,) = desk.review_lists.waiting(people.ursula).rows
        review = desk.reviews.get(people.ursula, review.id)
        desk.reviews.answer(people.ursula, review.id, answer, reason)
        return review.id

    return say


def asked(desk: Any, check: Any) -> list[Review]:
    with desk.db.read() as session:
        return list(session.scalars(select(Review).where(Review.check_id == check.id)))


def people_of(view: Any) -> list[str]:
    return [person["answer"] for person in view.result["persons"]]


def test_a_confirmed_face_is_not_asked_about_again_after_the_gallery_has_changed(
    desk: Any, people: Any, studio: Any, verified_alice: Any, answered: Any, enrol: Any, first: Any, file: bytes
) -> None:
    review = answered()
    enrol("bob")
    again = studio.check(file, studio.declare(as_replica(verified_alice.id)))
    assert (again.verdict, people_of(again)) == ("cleared", ["match"])
    assert desk.review_lists.waiting(people.ursula).rows == ()
    (carried,) = asked(desk, again)
    view = desk.reviews.get(people.ursula, carried.id)
    assert (view.side, view.answer, view.check_id) == ("earlier", "confirm", again.id)
    assert [(spoken.standing, spoken.answer) for spoken in view.spoken] == [("union:players-guild", "confirm")]
    with desk.db.read() as session:
        event = session.scalars(select(Event).where(Event.subject == carried.id)).one()
        assert (event.kind, event.details["earlier"]) == ("review.carried", review)
    bands = {band["band"]: band["confirm"] for band in desk.error_reports.live(people.ada)["bands"]}
    assert bands == {"weak": 1, "fair": 0, "strong": 0}  # one person answered once


def test_a_check_of_an_earlier_gallery_gives_its_answers_to_the_next(
    show_again: Any,
    desk: Any,
    people: Any,
    studio: Any,
    verified_alice: Any,
    answered: Any,
    enrol: Any,
    first: Any,
    file: bytes,
) -> None:
    answered("not_this_person", "other_person")
    enrol("bob")
    show_again(first, file)
    (sought,) = desk.review_lists.waiting(people.ursula).rows  # the performer who is declared and whose face it is not
    sought = desk.reviews.get(people.ursula, sought.id)
    desk.reviews.answer(people.ursula, sought.id, "not_this_person", "not_in_the_file")
    earlier = desk.checks.get(people.petra, first.id)
    assert (earlier.state, earlier.verdict, people_of(earlier)) == ("decided", "needs_approval", ["none", "declared"])
    again = studio.check(file, studio.declare(as_replica(verified_alice.id)))
    assert people_of(again) == ["none", "declared"]


def test_who_was_declared_and_said_to_be_there_is_not_looked_for_again(
    desk: Any, people: Any, studio: Any, verified_alice: Any, enrol: Any, shows: Any
) -> None:
    studio.consent(verified_alice, "alice")
    content = shows("stranger")
    studio.check(content, studio.declare(as_replica(verified_alice.id)))
    (review,) = desk.review_lists.waiting(people.ursula).rows
    review = desk.reviews.get(people.ursula, review.id)
    desk.reviews.answer(people.ursula, review.id, "confirm", "known_from_production")
    enrol("bob")
    assert studio.check(content, studio.declare(as_replica(verified_alice.id))).verdict == "cleared"
    undeclared = studio.check(content, studio.declare())
    assert (people_of(undeclared), asked(desk, undeclared)) == (["none"], [])


def test_who_could_not_tell_is_no_answer(
    desk: Any, people: Any, studio: Any, answered: Any, verified_alice: Any, file: bytes
) -> None:
    answered("cannot_tell", "too_little_seen")
    again = studio.check(file, studio.declare(as_replica(verified_alice.id)))
    assert people_of(again) == ["possible"]
    assert [(review.side, review.answer) for review in asked(desk, again)] == [("check", None)]


def test_another_file_is_another_question(
    desk: Any, people: Any, studio: Any, answered: Any, shows: Any, verified_alice: Any
) -> None:
    answered()
    again = studio.check(shows(LIKE_ALICE), studio.declare(as_replica(verified_alice.id)))
    assert [review.side for review in asked(desk, again)] == ["check"]


def test_another_production_is_told_nothing(
    desk: Any, people: Any, studio: Any, answered: Any, file: bytes, verified_alice: Any
) -> None:
    answered()
    quentin = people.quentin
    made = desk.productions.create(quentin, "Other", "Other Ltd", "series", agreements=[AGREEMENT]).id
    declaration = studio.declare(as_replica(verified_alice.id)) | {"production": made}
    queued = desk.checks.register(people.quentin, made, io.BytesIO(file), "shot.jpg", declaration)
    desk.examiner.run(queued.id)
    again = desk.checks.get(people.quentin, queued.id)
    assert people_of(again) == ["possible", "declared"]  # whether the two are one is told to who holds something
    assert [review.side for review in asked(desk, again)] == ["check"]


def test_a_performer_who_came_since_is_asked_about_and_no_yes_settles_it_unasked(
    desk: Any, people: Any, studio: Any, verified_alice: Any, enrol: Any, shows: Any
) -> None:
    content = shows("alice~0.53+bob~0.51")
    studio.check(content, studio.declare())
    (review,) = desk.review_lists.waiting(people.ursula).rows
    review = desk.reviews.get(people.ursula, review.id)
    desk.reviews.answer(people.ursula, review.id, "confirm", "same_person")
    enrol("bob")
    again = studio.check(content, studio.declare())
    assert people_of(again) == ["possible"]
    assert {review.performer for review in desk.review_lists.waiting(people.ursula).rows} == {"Alice", "Bob"}


def test_a_no_is_about_one_performer_and_another_who_came_since_is_asked_about(
    desk: Any, people: Any, studio: Any, verified_alice: Any, enrol: Any, shows: Any
) -> None:
    content = shows("alice~0.53+bob~0.51")
    studio.check(content, studio.declare())
    (review,) = desk.review_lists.waiting(people.ursula).rows
    review = desk.reviews.get(people.ursula, review.id)
    desk.reviews.answer(people.ursula, review.id, "not_this_person", "other_person")
    enrol("bob")
    assert people_of(studio.check(content, studio.declare())) == ["possible"]
    assert [review.performer for review in desk.review_lists.waiting(people.ursula).rows] == ["Bob"]


def test_a_yes_is_not_laid_over_a_face_that_is_now_more_somebody_else_s(
    desk: Any, people: Any, studio: Any, verified_alice: Any, enrol: Any, shows: Any
) -> None:
    content = shows("alice~0.5+bob~0.8")
    studio.check(content, studio.declare())
    (review,) = desk.review_lists.waiting(people.ursula).rows
    review = desk.reviews.get(people.ursula, review.id)
    desk.reviews.answer(people.ursula, review.id, "confirm", "same_person")
    enrol("bob")
    again = studio.check(content, studio.declare())
    assert people_of(again) == ["possible"]
    assert [(one.side, one.answer) for one in asked(desk, again)] == [("check", None)] * 2


def test_only_the_face_that_was_answered_about_is_settled(
    desk: Any, people: Any, studio: Any, verified_alice: Any, enrol: Any, shows: Any
) -> None:
    content = shows(LIKE_ALICE, "alice~0.52")
    studio.check(content, studio.declare())
    review = next(one for one in desk.review_lists.waiting(people.ursula).rows)
    place = review_ref(desk, review.id)
    desk.reviews.answer(people.ursula, review.id, "not_this_person", "other_person")
    enrol("bob")
    again = studio.check(content, studio.declare())
    assert {(one.ref == place, one.side) for one in asked(desk, again)} == {(True, "earlier"), (False, "check")}


def review_ref(desk: Any, review_id: str) -> str:
    with desk.db.read() as session:
        return str(session.get_one(Review, review_id).ref)


def test_an_override_by_two_is_carried_over(
    show_again: Any, desk: Any, people: Any, studio: Any, verified_alice: Any, enrol: Any, shows: Any
) -> None:
    content = shows("alice")
    check = studio.check(content, studio.declare())
    (review,) = desk.appeals.override(people.ursula, check.id, "P1", "look_alike")
    show_again(check, content)
    desk.reviews.answer(people.victor, review, "not_this_person", "other_person")
    enrol("bob")
    again = studio.check(content, studio.declare())
    assert (again.verdict, people_of(again)) == ("cleared", ["none"])


def test_another_look_can_be_asked_for_and_who_spoke_before_does_not_speak_again(
    desk: Any,
    people: Any,
    studio: Any,
    verified_alice: Any,
    answered: Any,
    enrol: Any,
    file: bytes,
    account: Any,
    clock: Any,
    show_again: Any,
) -> None:
    answered()
    enrol("bob")
    clock.forward(minutes=1)
    una, neil = account("una", "players-guild"), account("neil", neutral=True)
    again = studio.check(file, studio.declare())
    assert again.verdict == "blocked"
    (second,) = desk.appeals.appeal(people.petra, again.id, "P1", "other_person_filmed")
    show_again(again, file)
    with pytest.raises(Conflict, match="review-open"):
        desk.appeals.override(people.ursula, again.id, "P1", "look_alike")
    with pytest.raises(NotFound):
        desk.reviews.answer(people.ursula, second, "not_this_person", "other_person")
    desk.reviews.answer(una(), second, "not_this_person", "other_person")
    desk.reviews.answer(neil(), second, "not_this_person", "other_person")
    assert desk.checks.get(people.petra, again.id).verdict == "cleared"
    third = studio.check(file, studio.declare())  # the latest answer is the one that holds
    assert (third.verdict, people_of(third)) == ("cleared", ["none"])


def face(answer: str, subject: str, *candidates: str) -> Recognition:
    return Recognition("A1", (0, 0, 10, 10), answer, subject, candidates=candidates)


@pytest.mark.parametrize(
    ("kind", "answer", "found", "holds"),
    [
        ("possible", "confirm", face("possible", "a", "a"), True),
        ("possible", "confirm", face("possible", "a", "a", "new"), False),
        ("possible", "confirm", face("match", "b", "b", "a"), False),
        ("possible", "not_this_person", face("match", "b", "b", "a"), False),
        ("possible", "not_this_person", face("possible", "new", "new", "a"), True),
        ("possible", "not_this_person", face("match", "a", "a"), False),
        ("match", "not_this_person", face("match", "a", "a"), True),
        ("again", "not_this_person", face("match", "a", "a"), True),
        ("possible", "cannot_tell", face("possible", "a", "a"), False),
        ("possible", "confirm", face("possible", "b", "b"), False),
        ("possible", "confirm", face("none", "a", "a"), False),
    ],
)
def test_an_answer_holds_where_the_question_is_the_same(
    kind: str, answer: str, found: Recognition, holds: bool
) -> None:
    assert carries(kind, answer, "a", found, {"a", "b"}) is holds


BOXES = st.tuples(*[st.integers(0, 50)] * 2, *[st.integers(1, 50)] * 2)


@given(BOXES, BOXES)
def test_the_overlap_of_boxes_is_mutual_and_whole_only_for_the_same_box(one: Any, other: Any) -> None:
    assert overlap(one, other) == overlap(other, one)
    assert 0 <= overlap(one, other) <= 1
    assert (overlap(one, other) == 1) is (one == other)
