"""A face that may be somebody's waits for the right person, whose answer decides the check again at once."""

from typing import Any

import pytest
from sqlalchemy import select

from registry.checks.viewed import exit_status
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.permissions import Forbidden
from registry.ledger.record import record
from registry.people.accounts.offices import Office
from registry.records.events import EventKind
from registry.records.tables.reviews import Review, ReviewAct, matter
from registry.reviews.rules import APPEALS, EARLIER_REASONS, REASONS
from tests.registry.checks.conftest import as_replica
from tests.registry.conftest import written_down

LIKE_ALICE = "alice~0.5"


def messages(view: Any) -> set[str]:
    return {reason["message"] for person in view.result["persons"] for reason in person["reasons"]}


@pytest.fixture
def possible(studio: Any, verified_alice: Any, shows: Any) -> Any:
    """A check of Petra's with a face that may be Alice's, for which she has Alice's consent."""
    studio.consent(verified_alice, "alice")
    return studio.check(shows(LIKE_ALICE), studio.declare(as_replica(verified_alice.id)))


@pytest.fixture
def waiting(desk: Any, people: Any, possible: Any) -> Any:
    (review,) = desk.review_lists.waiting(people.ursula).rows
    return desk.reviews.get(people.ursula, review.id)


def again(desk: Any, people: Any, check: Any) -> Any:
    return desk.checks.get(people.petra, check.id)


def test_a_possible_face_waits_for_the_union_with_its_error_in_words(
    desk: Any, people: Any, possible: Any, waiting: Any, verified_alice: Any
) -> None:
    assert (possible.verdict, exit_status(possible)) == ("needs_approval", 3)
    assert (waiting.kind, waiting.performer_id, waiting.band) == ("possible", verified_alice.id, "weak")
    assert waiting.error["message"] == "known-error-possible"
    assert "1 in 100 strangers" in waiting.error["words"]
    assert waiting.declared
    assert waiting.due.isoformat() == "2026-10-08"
    notices = [notice.message for notice in desk.notices.about(people.ursula, union_id="players-guild").rows]
    assert "notice-review-waits" in notices


def test_a_confirmed_face_is_cleared_at_once(desk: Any, people: Any, possible: Any, waiting: Any) -> None:
    desk.reviews.answer(people.ursula, waiting.id, "confirm", "same_person")
    view = again(desk, people, possible)
    assert (view.verdict, exit_status(view)) == ("cleared", 0)
    assert [person["answer"] for person in view.result["persons"]] == ["match"]
    assert desk.review_lists.waiting(people.ursula).rows == ()


def test_a_face_that_is_somebody_else_s_is_nobody_s(desk: Any, people: Any, possible: Any, waiting: Any) -> None:
    desk.reviews.answer(people.ursula, waiting.id, "not_this_person", "other_person")
    view = again(desk, people, possible)
    assert [person["answer"] for person in view.result["persons"]] == ["none", "declared"]
    assert "check.declared-not-found" in messages(view)
    (review,) = desk.review_lists.waiting(people.ursula).rows
    assert review.kind == "not_found"


def test_who_cannot_tell_leaves_it_possible(desk: Any, people: Any, possible: Any, waiting: Any) -> None:
    desk.reviews.answer(people.ursula, waiting.id, "cannot_tell", "too_little_seen")
    view = again(desk, people, possible)
    assert view.verdict == "needs_approval"
    assert [person["answer"] for person in view.result["persons"]] == ["possible"]
    assert desk.review_lists.waiting(people.ursula).rows == ()


def test_the_performer_hears_of_the_picture_only_once_the_face_is_confirmed(
    desk: Any, people: Any, possible: Any, waiting: Any
) -> None:
    alice = people.alice

    def heard() -> list[str]:
        return [notice.message for notice in desk.notices.about(alice, performer_id=alice.performer_id).rows]

    assert "notice-check-found" not in heard()
    assert desk.check_lists.page(alice).rows == ()
    with pytest.raises(NotFound):
        desk.checks.get(alice, possible.id)
    desk.reviews.answer(people.ursula, waiting.id, "confirm", "same_person")
    assert heard().count("notice-check-found") == 1
    assert [check.id for check in desk.check_lists.page(alice).rows] == [possible.id]


@pytest.mark.parametrize(("earlier", "now"), EARLIER_REASONS.items())
def test_what_was_answered_while_there_was_one_sense_is_read_by_the_names_of_today(
    desk: Any, people: Any, waiting: Any, earlier: str, now: str
) -> None:
    with desk.db.write() as session:
        review = session.get_one(Review, waiting.id)
        act = ReviewAct(
            matter=matter(review), account_id=people.accounts["ursula"], review_id=review.id, act="answer",
            standing="union:players-guild", answer="cannot_tell", reason=earlier, at=desk.clock(),
        )  # fmt: skip
        session.add(act)
        record(session, act.account_id, EventKind.REVIEW_SPOKEN, review.id, check=review.check_id)
    assert [one.reason for one in desk.reviews.get(people.ursula, waiting.id).spoken] == [now]
    assert now in {code for codes in [*REASONS.values(), *APPEALS.values()] for code in codes}
    with desk.db.read() as session:  # on record it stays as it was said
        assert session.scalars(select(ReviewAct.reason)).all() == [earlier]


def test_nobody_else_sees_or_answers_it(desk: Any, people: Any, waiting: Any, account: Any) -> None:
    neutral = account("neil", neutral=True)
    for name in ("petra", "quentin", "alice", "bob", "ada", "nora", "victor"):
        who = getattr(people, name)
        for act in (
            lambda who=who: desk.reviews.get(who, waiting.id),
            lambda who=who: desk.reviews.evidence(who, waiting.id),
            lambda who=who: desk.reviews.references(who, waiting.id),
            lambda who=who: desk.reviews.answer(who, waiting.id, "confirm", "same_person"),
        ):
            with pytest.raises(NotFound):
                act()
    for who in (people.petra, people.alice, people.ada, people.nora):
        with pytest.raises(Forbidden):
            desk.review_lists.waiting(who)
    assert desk.review_lists.waiting(people.victor).rows == desk.review_lists.waiting(neutral()).rows == ()


@pytest.mark.parametrize("role", ["member", "commissioner", "counsel"])
def test_a_representative_with_a_tie_to_the_production_does_not_review(
    desk: Any, people: Any, studio: Any, waiting: Any, account: Any, role: str
) -> None:
    una = account("una", "players-guild")
    written_down(desk, una().account_id, Office(role), studio.production)
    assert desk.review_lists.waiting(una()).rows == ()
    with pytest.raises(NotFound):
        desk.reviews.answer(una(), waiting.id, "confirm", "same_person")


def test_a_representative_does_not_review_their_own_face(desk: Any, people: Any, waiting: Any) -> None:
    desk.accounts.grant_union(people.ursula, people.accounts["alice"], "players-guild")
    people.accept("alice")
    assert people.alice.unions
    assert desk.review_lists.waiting(people.alice).rows == ()


def test_an_answer_is_given_once(desk: Any, people: Any, waiting: Any, account: Any) -> None:
    desk.reviews.answer(people.ursula, waiting.id, "confirm", "same_person")
    with pytest.raises(Conflict, match="review-over"):
        desk.reviews.answer(people.ursula, waiting.id, "not_this_person", "other_person")


@pytest.mark.parametrize(("answer", "reason"), [("yes", "same_person"), ("confirm", "other_person"), ("confirm", "")])
def test_answers_and_reasons_are_of_a_closed_list(
    desk: Any, people: Any, waiting: Any, answer: str, reason: str
) -> None:
    with pytest.raises(Invalid):
        desk.reviews.answer(people.ursula, waiting.id, answer, reason)


def test_without_a_union_a_neutral_reviewer_looks(
    desk: Any, people: Any, studio: Any, verified_alice: Any, shows: Any, account: Any
) -> None:
    desk.unions.end_membership(people.alice, verified_alice.id, "players-guild")
    view = studio.check(shows(LIKE_ALICE), studio.declare())
    assert view.verdict == "needs_approval"
    neil = account("neil", neutral=True)
    assert desk.review_lists.waiting(people.ursula).rows != ()  # neutral towards her now
    (review,) = desk.review_lists.waiting(neil()).rows
    desk.reviews.answer(neil(), review.id, "not_this_person", "other_person")
    assert again(desk, people, view).verdict == "cleared"


def test_a_name_goes_when_its_review_says_so_and_the_next_candidate_remains(
    desk: Any, people: Any, studio: Any, verified_alice: Any, verified_bob: Any, shows: Any
) -> None:
    view = studio.check(shows("alice~0.53+bob~0.51"), studio.declare())
    reviews = {review.performer: review.id for review in desk.review_lists.waiting(people.ursula).rows}
    assert set(reviews) == {"Alice", "Bob"}
    desk.reviews.answer(people.ursula, reviews["Alice"], "not_this_person", "other_person")
    assert [person["answer"] for person in again(desk, people, view).result["persons"]] == ["possible"]
    desk.reviews.answer(people.ursula, reviews["Bob"], "confirm", "same_person")
    assert [person["answer"] for person in again(desk, people, view).result["persons"]] == ["match"]
    assert desk.check_lists.page(people.alice).rows == ()
    assert [check.id for check in desk.check_lists.page(people.bob).rows] == [view.id]


def test_what_is_confirmed_settles_the_other_candidates(
    desk: Any, people: Any, studio: Any, verified_alice: Any, verified_bob: Any, shows: Any
) -> None:
    studio.check(shows("alice~0.53+bob~0.51"), studio.declare())
    first, _second = desk.review_lists.waiting(people.ursula).rows
    desk.reviews.answer(people.ursula, first.id, "confirm", "same_person")
    assert desk.review_lists.waiting(people.ursula).rows == ()
    with desk.db.read() as session:
        assert sorted(str(review.answer) for review in session.scalars(select(Review))) == ["None", "confirm"]


def test_somebody_declared_and_not_found_is_cleared_once_a_person_says_that_they_are_there(
    desk: Any, people: Any, studio: Any, verified_alice: Any, shows: Any
) -> None:
    studio.consent(verified_alice, "alice")
    view = studio.check(shows("stranger"), studio.declare(as_replica(verified_alice.id)))
    (review,) = desk.review_lists.waiting(people.ursula).rows
    review = desk.reviews.get(people.ursula, review.id)
    assert (review.kind, len(review.evidence), review.appearances, review.band) == ("not_found", 1, 1, None)
    desk.reviews.answer(people.ursula, review.id, "confirm", "known_from_production")
    assert again(desk, people, view).verdict == "cleared"


def test_somebody_declared_who_is_not_there_is_for_the_production_to_correct(
    desk: Any, people: Any, studio: Any, verified_alice: Any, shows: Any
) -> None:
    studio.consent(verified_alice, "alice")
    view = studio.check(shows("stranger"), studio.declare(as_replica(verified_alice.id)))
    (review,) = desk.review_lists.waiting(people.ursula).rows
    desk.reviews.answer(people.ursula, review.id, "not_this_person", "not_in_the_file")
    found = again(desk, people, view)
    assert found.verdict == "needs_approval"
    assert "check.declared-absent" in messages(found)


def test_overdue_reviews_are_told_once(desk: Any, people: Any, waiting: Any, clock: Any) -> None:
    def told() -> int:
        notices = desk.notices.about(people.ursula, union_id="players-guild", size=100).rows
        return sum(notice.message == "notice-review-overdue" for notice in notices)

    clock.forward(days=3)
    desk.reviews.purge()
    assert told() == 0
    assert not desk.reviews.get(people.ursula, waiting.id).overdue
    clock.forward(days=1)
    desk.reviews.purge()
    assert told() == 0  # somewhere it is still the last day
    clock.forward(hours=12)
    desk.reviews.purge()
    desk.reviews.purge()
    assert told() == 1
    assert desk.reviews.get(people.ursula, waiting.id).overdue
