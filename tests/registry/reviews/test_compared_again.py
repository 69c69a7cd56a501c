"""Somebody is enrolled while a person looks at a check: no answer is lost, and nothing is released unseen."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from registry.core.errors import Conflict, NotFound
from registry.records.tables.ledger import Notice
from registry.records.tables.reviews import Review
from tests.registry.checks.conftest import as_replica
from tests.registry.reviews.test_carrying import LIKE_ALICE, answered, enrol, file, first, people_of
from tests.registry.web.conftest import app, visit, visitor

__all__ = ["answered", "app", "enrol", "file", "first", "visit", "visitor"]


def told(desk: Any, production: str) -> list[str]:
    with desk.db.read() as session:
        return list(session.scalars(select(Notice.message).where(Notice.production_id == production)))


def uploads(desk: Any) -> int:
    return len(list(desk.config.uploads.iterdir()))


@pytest.fixture
def keeps_nothing(desk: Any) -> None:
    desk.config = replace(desk.config, file_days=0)


def test_an_answer_that_releases_nothing_counts_at_once(
    desk: Any, people: Any, studio: Any, verified_alice: Any, file: bytes, enrol: Any
) -> None:
    view = studio.check(file, studio.declare(as_replica(verified_alice.id)))  # nobody has consented to it
    (review,) = desk.review_lists.waiting(people.ursula).rows
    review = desk.reviews.get(people.ursula, review.id)
    enrol("bob")
    desk.reviews.answer(people.ursula, review.id, "confirm", "same_person")
    now = desk.checks.get(people.petra, view.id)
    assert (now.state, now.status, now.verdict) == ("decided", "decided", "blocked")
    assert people_of(now) == ["match", "declared"]  # which face is whose name's is not told without a consent
    assert uploads(desk) == 0


def test_an_answer_that_would_release_has_the_file_compared_again_by_itself(
    desk: Any, people: Any, studio: Any, first: Any, enrol: Any, answered: Callable[..., str], file: bytes
) -> None:
    assert uploads(desk) == 1
    enrol("bob")
    answered()
    earlier = desk.checks.get(people.petra, first.id)
    assert (earlier.state, earlier.status, earlier.superseded) == ("stale", "cannot_decide", False)
    (follows,) = desk.examiner.jobs.free()
    assert earlier.continued == follows
    assert "notice-check-compared" in told(desk, studio.production)
    desk.examiner.run(follows)
    view = desk.checks.get(people.petra, follows)
    assert (view.state, view.verdict, people_of(view)) == ("decided", "cleared", ["match"])
    assert desk.review_lists.waiting(people.ursula).rows == ()
    assert uploads(desk) == 0


def test_a_look_alike_who_was_enrolled_meanwhile_is_asked_about_before_anything_is_released(
    desk: Any, people: Any, first: Any, enrol: Any, answered: Callable[..., str]
) -> None:
    enrol(LIKE_ALICE)  # Bob's face, and the file's
    answered()
    (follows,) = desk.examiner.jobs.free()
    desk.examiner.run(follows)
    view = desk.checks.get(people.petra, follows)
    assert view.verdict != "cleared"
    assert {review.check_id for review in desk.review_lists.waiting(people.ursula).rows} <= {follows}


def test_without_the_file_the_production_is_asked_for_it_and_the_answers_stay(
    keeps_nothing: None,
    desk: Any,
    people: Any,
    studio: Any,
    first: Any,
    enrol: Any,
    answered: Any,
    file: bytes,
    shows: Any,
) -> None:
    assert uploads(desk) == 0
    enrol("bob")
    answered()
    assert desk.checks.get(people.petra, first.id).state == "stale"
    assert "notice-check-stale" in told(desk, studio.production)
    with pytest.raises(Conflict, match="review-other-file"):
        desk.checks.again(people.petra, first.id, io.BytesIO(shows("alice")))
    with pytest.raises(NotFound):
        desk.checks.again(people.quentin, first.id, io.BytesIO(file))
    follows = desk.checks.again(people.petra, first.id, io.BytesIO(file)).id
    desk.examiner.run(follows)
    assert desk.checks.get(people.petra, follows).verdict == "cleared"
    assert desk.checks.get(people.petra, first.id).continued == follows
    with pytest.raises(Conflict, match="check-not-stale"):
        desk.checks.again(people.petra, first.id, io.BytesIO(file))
    assert uploads(desk) == 0


def test_what_still_waits_in_a_stale_check_is_asked_in_the_new_one_alone(
    desk: Any, people: Any, studio: Any, verified_alice: Any, verified_bob: Any, enrol: Any, shows: Any
) -> None:
    studio.consent(verified_alice, "alice")
    content = shows(LIKE_ALICE)
    first = studio.check(content, studio.declare(as_replica(verified_alice.id)))
    with desk.db.write() as session:  # stale, whatever made it so, with its question open
        from registry.ledger.record import record
        from registry.records.events import EventKind
        from registry.records.tables.checks import Check

        row = session.get_one(Check, first.id)
        row.state = "stale"
        record(session, "system", EventKind.CHECK_STALE, first.id)
    follows = desk.checks.again(people.petra, first.id, io.BytesIO(content)).id
    desk.examiner.run(follows)
    assert {review.check_id for review in desk.review_lists.waiting(people.ursula).rows} == {follows}
    with desk.db.read() as session:
        (old,) = session.scalars(select(Review).where(Review.check_id == first.id))
    assert (old.answer, old.answered_at is not None) == (None, True)


def test_a_file_is_kept_no_longer_than_a_person_looks_and_never_beyond_its_days(
    desk: Any, people: Any, studio: Any, first: Any, clock: Any, shows: Any, verified_alice: Any
) -> None:
    studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))  # cleared: nobody has to look
    assert uploads(desk) == 1
    clock.forward(days=6)
    desk.checks.purge()
    assert uploads(desk) == 1
    clock.forward(days=1)
    assert desk.checks.purge() > 0
    assert uploads(desk) == 0
    (review,) = desk.review_lists.waiting(people.ursula).rows
    review = desk.reviews.get(people.ursula, review.id)
    assert review.check_id == first.id


def test_the_page_of_a_stale_check_takes_its_file_and_leads_to_the_new_check(
    keeps_nothing: None, desk: Any, visit: Any, first: Any, enrol: Any, answered: Any, file: bytes
) -> None:
    enrol("bob")
    answered()
    petra = visit("petra")
    assert f'action="/checks/{first.id}/file"' in petra.get(f"/checks/{first.id}").text
    assert f'action="/checks/{first.id}/file"' not in visit("ursula").get(f"/checks/{first.id}").text
    wrong = petra.post(f"/checks/{first.id}/file", {"file": (io.BytesIO(b"stranger\n# x"), "shot.jpg")})
    assert wrong.status_code == 422
    sent = petra.post(f"/checks/{first.id}/file", {"file": (io.BytesIO(file), "shot.jpg")})
    assert sent.status_code == 303
    (follows,) = desk.examiner.jobs.free()
    assert sent.headers["Location"] == f"/checks/{follows}"
    assert f'href="/checks/{follows}"' in petra.get(f"/checks/{first.id}").text
