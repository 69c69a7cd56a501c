"""Voices, the period for objection, and what is carried out after it."""

import pytest
from sqlalchemy import select

from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.permissions import Forbidden
from registry.people.accounts.offices import Office
from registry.records.events import EventKind
from registry.records.performers import IdentityStanding
from registry.records.tables.ledger import Event, Notice
from registry.records.tables.performers import Dispute, Template
from tests.registry.conftest import written_down


def templates(desk, performer_id) -> int:
    with desk.db.read() as session:
        return len(session.scalars(select(Template).where(Template.performer_id == performer_id)).all())


def told(desk, message, **whom) -> int:
    with desk.db.read() as session:
        return len(session.scalars(select(Notice).filter_by(message=message, **whom)).all())


def kinds(desk, dispute) -> list[str]:
    with desk.db.read() as session:
        return list(session.scalars(select(Event.kind).where(Event.subject == dispute).order_by(Event.index)))


def test_both_unions_say_the_same_and_nothing_is_erased_before_the_period_is_over(desk, people, dispute, clock):
    alice, bob = people.alice.performer_id, people.bob.performer_id
    assert desk.disputes.speak(people.una, dispute, "claim_refused").finding is None
    found = desk.disputes.speak(people.viola, dispute, "claim_refused")
    assert found.finding == "claim_refused"
    for side, union in ((alice, "players-guild"), (bob, "stage-alliance")):
        assert told(desk, "notice-dispute-found", performer_id=side) == 1
        assert told(desk, "notice-member-dispute-found", union_id=union) == 1
    clock.forward(days=desk.config.objection_days, seconds=-1)
    assert desk.disputes.carry_out_due() == 0
    assert templates(desk, bob) == 3
    clock.forward(seconds=1)
    assert desk.disputes.carry_out_due() == 1
    assert (templates(desk, alice), templates(desk, bob)) == (3, 0)
    assert desk.disputes.carry_out_due() == 0
    assert kinds(desk, dispute) == [
        EventKind.DISPUTE_OPENED, EventKind.DISPUTE_SPOKEN, EventKind.DISPUTE_SPOKEN, EventKind.DISPUTE_FOUND, EventKind.DISPUTE_RESOLVED,
    ]  # fmt: skip


@pytest.mark.parametrize("objecting", ["alice", "bob", "ursula", "victor"])
def test_an_objection_of_either_side_stops_it(desk, people, dispute, clock, objecting):
    for who in (people.una, people.viola):
        desk.disputes.speak(who, dispute, "claim_upheld")
    side = people.alice.performer_id if objecting in ("alice", "ursula") else people.bob.performer_id
    who = getattr(people, objecting)
    assert [one.id for one in desk.disputes.found_in(who)] == [dispute]
    assert desk.disputes.object(who, dispute, side).finding is None
    clock.forward(days=365)
    assert desk.disputes.carry_out_due() == 0
    assert templates(desk, people.alice.performer_id) == 3
    assert told(desk, "notice-dispute-objected", performer_id=people.alice.performer_id) == 1
    assert told(desk, "notice-dispute-neutral", account_id=people.accounts["nel"]) == 1


def test_others_look_again_with_somebody_from_outside_and_a_side_objects_once(desk, people, dispute, clock, another):
    for who in (people.una, people.viola):
        desk.disputes.speak(who, dispute, "claim_upheld")
    desk.disputes.object(people.alice, dispute, people.alice.performer_id)
    for name in ("una", "viola"):
        with pytest.raises(Forbidden):
            desk.disputes.speak(getattr(people, name), dispute, "claim_upheld")
    another("uta", "players-guild")
    for name in ("uta", "victor"):
        assert desk.disputes.speak(getattr(people, name), dispute, "claim_upheld").finding is None
    assert desk.disputes.speak(people.nel, dispute, "claim_upheld").finding == "claim_upheld"
    with pytest.raises(Conflict, match="dispute-objected-before"):
        desk.disputes.object(people.alice, dispute, people.alice.performer_id)
    clock.forward(days=desk.config.objection_days)
    assert desk.disputes.carry_out_due() == 1
    assert templates(desk, people.alice.performer_id) == 0


def test_where_the_unions_disagree_somebody_from_outside_is_wanted(desk, people, dispute):
    desk.disputes.speak(people.una, dispute, "claim_refused")
    with pytest.raises(Forbidden):
        desk.disputes.speak(people.nel, dispute, "claim_refused")
    assert desk.disputes.waiting(people.nel) == []
    desk.disputes.speak(people.viola, dispute, "claim_upheld")
    assert [view.speaks for view in desk.disputes.waiting(people.nel)] == ["neutral"]
    assert desk.disputes.speak(people.nel, dispute, "claim_refused").finding == "claim_refused"


def test_who_has_a_part_in_it_has_no_voice(desk, people, dispute):
    for name in ("alice", "bob", "ada", "petra", "ursula", "nora"):  # Ursula confirmed Alice
        assert desk.disputes.waiting(getattr(people, name)) == []
        with pytest.raises(Forbidden):
            desk.disputes.speak(getattr(people, name), dispute, "claim_refused")
    desk.accounts.grant_union(people.victor, people.accounts["bob"], "stage-alliance")
    people.accept("bob")
    with pytest.raises(Forbidden):
        desk.disputes.speak(people.bob, dispute, "claim_upheld")
    with pytest.raises(Invalid):
        desk.disputes.speak(people.una, dispute, "whatever")
    with pytest.raises(NotFound):
        desk.disputes.speak(people.una, "D-NONE", "claim_refused")


def test_nobody_objects_for_the_other_side_or_to_what_was_not_found(desk, people, dispute, clock):
    alice, bob = people.alice.performer_id, people.bob.performer_id
    with pytest.raises(Conflict, match="dispute-nothing-found"):
        desk.disputes.object(people.alice, dispute, alice)
    for who in (people.una, people.viola):
        desk.disputes.speak(who, dispute, "claim_upheld")
    for who, side in ((people.alice, bob), (people.victor, alice), (people.petra, alice), (people.una, alice)):
        with pytest.raises(Forbidden):
            desk.disputes.object(who, dispute, side)
    with pytest.raises(Conflict, match="dispute-found"):
        desk.disputes.speak(people.nel, dispute, "claim_refused")
    clock.forward(days=desk.config.objection_days)
    with pytest.raises(Conflict, match="dispute-nothing-found"):
        desk.disputes.object(people.alice, dispute, alice)


def test_a_claimant_who_leaves_ends_what_was_found_too(desk, people, dispute, clock):
    for who in (people.una, people.viola):
        desk.disputes.speak(who, dispute, "claim_upheld")
    desk.performers.withdraw_release(people.bob, people.bob.performer_id)
    clock.forward(days=desk.config.objection_days)
    assert desk.disputes.carry_out_due() == 0
    assert desk.performers.card(people.alice, people.alice.performer_id).performer.status == IdentityStanding.VERIFIED
    with desk.db.read() as session:
        assert session.scalars(select(Dispute.outcome)).all() == ["withdrawn"]


def test_what_was_found_is_told_to_the_side_and_never_who_the_other_is(desk, people, dispute):
    for who in (people.una, people.viola):
        desk.disputes.speak(who, dispute, "claim_upheld")
    with desk.db.read() as session:
        notices = session.scalars(select(Notice).where(Notice.performer_id == people.alice.performer_id)).all()
    assert not any(people.bob.performer_id in str(notice.params) for notice in notices)
    with pytest.raises(Forbidden):
        desk.disputes.about(people.bob, people.alice.performer_id)


def test_each_union_s_page_counts_what_waits_for_that_union_alone(desk, people, dispute):
    desk.unions.create(people.ada, "actors-society", "Actors' Society", "rights@society.example")
    written_down(desk, people.accounts["una"], Office.UNION, "actors-society")
    assert people.una.unions == {"players-guild", "actors-society"}

    def waiting(who) -> dict[str, int]:
        return {union: len(desk.disputes.of_union(who, union)) for union in sorted(who.unions)}

    assert [one.id for one in desk.disputes.waiting(people.una)] == [dispute]
    assert waiting(people.una) == {"actors-society": 0, "players-guild": 1}  # for a voice
    for who in (people.una, people.viola):
        desk.disputes.speak(who, dispute, "claim_upheld")
    written_down(desk, people.accounts["ursula"], Office.UNION, "actors-society")
    assert waiting(people.ursula) == {"actors-society": 0, "players-guild": 1}  # for an objection
    assert desk.disputes.of_union(people.ursula, "stage-alliance") == []  # the other side's, which is not hers
