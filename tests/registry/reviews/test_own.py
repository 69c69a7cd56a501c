"""The picture where the decision is: who sees it, what it shows, and when it is gone."""

import base64
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from registry.core.errors import NotFound
from registry.records.events import EventKind
from registry.records.tables.ledger import Event
from registry.records.tables.own_pictures import OwnPicture
from tests.registry.checks.conftest import as_replica


@pytest.fixture
def asked(desk: Any, studio: Any, verified_alice: Any, shows: Any) -> Any:
    """A check of a shot with Alice and a stranger that waits for Alice's approval of the use."""
    studio.consent(verified_alice, "alice", per_use_approval=True)
    return studio.check(shows("alice", "stranger"), studio.declare(as_replica(verified_alice.id)))


def kept(desk: Any) -> list[OwnPicture]:
    with desk.db.read() as session:
        return list(session.scalars(select(OwnPicture)))


def test_a_performer_sees_themselves_and_what_is_asked(desk: Any, people: Any, asked: Any, verified_alice: Any) -> None:
    parts = desk.own_pictures.of(people.alice, asked.id)
    (part,) = parts.people
    assert parts.unit.startswith("SH")
    assert (part.performer_id, part.treatment, part.gone) == (verified_alice.id, "replica_employment_based", None)
    assert [piece.kind for piece in part.pieces] == ["crop"]
    for piece in part.pieces:
        shown = desk.own_pictures.piece(people.alice, asked.id, piece.number)
        assert shown.media_type == "image/jpeg"
        assert shown.content.startswith(b"\xff\xd8")


def test_their_union_sees_the_same_of_its_member(desk: Any, people: Any, asked: Any) -> None:
    (part,) = desk.own_pictures.of(people.ursula, asked.id).people
    assert (part.name, len(part.pieces)) == ("Alice", 1)
    assert desk.own_pictures.piece(people.ursula, asked.id, 1).content.startswith(b"\xff\xd8")


def test_whoever_makes_the_file_has_the_picture_of_the_check_and_none_of_these(
    desk: Any, people: Any, asked: Any
) -> None:
    assert desk.own_pictures.of(people.petra, asked.id) is None
    with pytest.raises(NotFound):
        desk.own_pictures.piece(people.petra, asked.id, 1)


def test_it_is_sealed_and_each_account_that_saw_it_is_on_record_once(desk: Any, people: Any, asked: Any) -> None:
    assert kept(desk)
    assert not any(row.content.startswith(b"\xff\xd8") for row in kept(desk))
    for who in (people.alice, people.alice, people.ursula):
        desk.own_pictures.piece(who, asked.id, 1)
    with desk.db.read() as session:
        rows = select(Event.actor).where(Event.kind == EventKind.OWN_PICTURE_SHOWN, Event.subject == asked.id)
        assert sorted(session.scalars(rows)) == sorted([people.alice.account_id, people.ursula.account_id])


def test_it_goes_after_fourteen_days_and_the_page_says_why(desk: Any, people: Any, asked: Any, clock: Any) -> None:
    clock.forward(days=13, hours=23)
    assert desk.own_pictures.purge() == 0
    clock.forward(hours=1)
    assert desk.own_pictures.purge() == 1
    assert list(desk.config.keystore.glob("Y-*")) == []
    (part,) = desk.own_pictures.of(people.alice, asked.id).people
    assert (part.pieces, part.gone) == ((), "days")


def test_forgetting_destroys_it_with_its_key(desk: Any, people: Any, asked: Any, verified_alice: Any) -> None:
    assert len(list(desk.config.keystore.glob("Y-*"))) == 1
    desk.performers.forget(people.alice, verified_alice.id)
    assert list(desk.config.keystore.glob("Y-*")) == []
    assert kept(desk) == []
    for who in (people.alice, people.ursula):
        with pytest.raises(NotFound):
            desk.own_pictures.piece(who, asked.id, 1)


def test_a_key_that_a_failed_transaction_left_behind_is_destroyed(desk: Any, people: Any, asked: Any) -> None:
    desk.keystore.get_or_create("Y-2222222222")
    assert desk.own_pictures.purge() == 1
    assert len(desk.own_pictures.of(people.alice, asked.id).people[0].pieces) == 1


def test_whom_a_reviewer_found_sees_what_the_reviewer_saw(
    desk: Any, people: Any, studio: Any, verified_alice: Any, shows: Any
) -> None:
    view = studio.check(shows("alice~0.5"), studio.declare(as_replica(verified_alice.id)))
    assert kept(desk) == []
    (review,) = [one for one in desk.review_lists.waiting(people.ursula).rows if one.kind == "possible"]
    desk.reviews.answer(people.ursula, review.id, "confirm", "same_person")
    desk.redecider.run_due()
    (part,) = desk.own_pictures.of(people.alice, view.id).people
    assert [piece.kind for piece in part.pieces] == ["crop"]


def test_two_people_each_see_themselves_alone(
    desk: Any, people: Any, studio: Any, verified_alice: Any, verified_bob: Any, shows: Any
) -> None:
    view = studio.check(
        shows("alice", "bob"), studio.declare(as_replica(verified_alice.id), as_replica(verified_bob.id))
    )
    for who in (people.alice, people.bob):
        (part,) = desk.own_pictures.of(who, view.id).people
        assert (part.performer_id, [piece.number for piece in part.pieces]) == (who.performer_id, [1])
        with pytest.raises(NotFound):
            desk.own_pictures.piece(who, view.id, 2)


def test_everybody_but_the_person_is_made_unrecognisable_in_what_they_see(
    desk: Any, people: Any, studio: Any, verified_alice: Any, verified_bob: Any, shows: Any, monkeypatch: Any
) -> None:
    """In the cutting and in the shot, whether the others are registered or not."""
    cut, whole = {}, []

    def evidence(seen: Any, others: Any) -> bytes:
        cut[seen.ref] = others(seen.moment)
        return b"\xff\xd8 cut " + seen.ref.encode()

    def picture(_examination: Any, others: Any) -> str:
        whole.append(list(others))
        return base64.b64encode(b"\xff\xd8 shot %d" % len(whole)).decode()

    eyes = replace(desk.eyes, evidence=evidence, picture=picture)
    monkeypatch.setattr(desk.examiner, "_eyes", lambda: eyes)
    view = studio.check(shows("alice", "bob", "stranger"), studio.declare(as_replica(verified_alice.id)))
    boxes = {"A1": (40, 100, 200, 200), "A2": (340, 100, 200, 200), "A3": (640, 100, 200, 200)}
    for ref in ("A1", "A2"):
        others = [box for other, box in boxes.items() if other != ref]
        assert cut[ref] == others
        assert others in whole
    assert [boxes["A3"]] in whole  # what the production sees
    (part,) = desk.own_pictures.of(people.alice, view.id).people
    assert [piece.kind for piece in part.pieces] == ["crop", "shot"]
    assert desk.own_pictures.piece(people.alice, view.id, 1).content == b"\xff\xd8 cut A1"
    assert desk.own_pictures.piece(people.bob, view.id, 1).content == b"\xff\xd8 cut A2"
