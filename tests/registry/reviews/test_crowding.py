"""References that match too many others answer `possible` only; performer and union are told."""

from typing import Any

import pytest
from sqlalchemy import select, update

from registry.gallery.coverage import bump
from registry.ledger.record import record
from registry.records.events import EventKind
from registry.records.tables.performers import Template
from tests.registry.conftest import PASSWORD

WOLF = "alice~0.5+bob~0.5+carol~0.5"


@pytest.fixture
def enrolled(desk: Any, people: Any, fake_matching: Any) -> Any:
    """`enrolled("carol")`: one more performer of the union, with three pictures; answers who they are."""

    def make(name: str, face: str | None = None) -> Any:
        made = desk.accounts.create(people.ada, f"{name}@example.org", name.title(), PASSWORD).id
        desk.performers.register(desk.accounts.identity(made), name.title(), made, unions=["players-guild"])
        who = desk.accounts.identity(made)
        desk.unions.confirm_membership(people.ursula, who.performer_id, "players-guild")
        text = desk.performers.release_text("en")
        desk.performers.sign_release(who, who.performer_id, "en", text.digest)
        pictures = [fake_matching.picture(face or name) for _ in range(1 if face else 3)]
        return who, desk.performers.enrol(who, who.performer_id, pictures)

    return make


@pytest.fixture
def three(verified_alice: Any, verified_bob: Any, enrolled: Any) -> None:
    enrolled("carol")


def parked(desk: Any, who: Any) -> bool:
    with desk.db.read() as session:
        rows = select(Template.crowded_at).where(Template.performer_id == who.performer_id)
        return all(at is not None for at in session.scalars(rows))


def answers(view: Any) -> list[str]:
    return [person["answer"] for person in view.result["persons"]]


def messages(desk: Any, who: Any, **whom: str) -> list[str]:
    return [notice.message for notice in desk.notices.about(who, size=100, **whom).rows]


def test_a_face_like_three_others_is_parked_at_enrolment_and_performer_and_union_are_told(
    three: None, enrolled: Any, desk: Any, people: Any, studio: Any, shows: Any
) -> None:
    wolf, enrolment = enrolled("wolf", WOLF)
    assert enrolment.accepted
    assert enrolment.parked
    assert answers(studio.check(shows(WOLF), studio.declare())) == ["possible"]
    assert answers(studio.check(shows("alice"), studio.declare())) == ["match"]
    assert "notice-references-parked" in messages(desk, wolf, performer_id=wolf.performer_id)
    assert "notice-member-references-parked" in messages(desk, people.ursula, union_id="players-guild")


def test_when_the_others_are_gone_it_answers_in_full_again(three: None, enrolled: Any, desk: Any, people: Any) -> None:
    wolf, _ = enrolled("wolf", WOLF)
    assert desk.crowding.settle() == 0
    assert parked(desk, wolf)
    desk.performers.forget(people.bob, str(people.bob.performer_id))
    assert desk.crowding.settle() == 1
    assert not parked(desk, wolf)
    assert "notice-references-released" in messages(desk, wolf, performer_id=wolf.performer_id)
    told = messages(desk, people.ursula, union_id="players-guild")
    assert told.count("notice-member-references-released") == 1


def test_after_growth_the_whole_gallery_is_looked_at_and_the_newest_steps_back(
    three: None, enrolled: Any, desk: Any, clock: Any
) -> None:
    clock.forward(minutes=1)
    wolf, _ = enrolled("wolf", WOLF)
    with desk.db.write() as session:  # as if the thresholds had been stricter when they came
        session.execute(update(Template).values(crowded_at=None))
        bump(session)
        record(session, "system", EventKind.REFERENCES_RELEASED, wolf.performer_id)
    assert not parked(desk, wolf)
    assert desk.crowding.settle_when_moved() == 1
    assert desk.crowding.settle_when_moved() == 0
    assert parked(desk, wolf)
