import pytest
from sqlalchemy import select

from registry.core.errors import Conflict
from registry.records.events import EventKind
from registry.records.performers import IdentityStanding
from registry.records.tables.ledger import Event, Notice
from registry.records.tables.performers import Dispute


@pytest.fixture
def dispute(desk, people, verified_alice, enrol) -> Dispute:
    """Bob enrols Alice's face."""
    assert enrol("bob", face="alice").accepted
    with desk.db.read() as session:
        return session.scalars(select(Dispute)).one()


@pytest.fixture
def judge(desk, people):
    """Nora, a representative who confirmed nobody."""
    desk.accounts.grant_union(people.ursula, people.accounts["nora"], "players-guild")
    return people.nora


@pytest.fixture
def settle(desk, people, dispute, judge, clock):
    """`settle("claim_refused")`: both are members of Nora's union, so she and Victor, from outside, say the same, and the
    period for objection goes by."""

    def do(outcome: str) -> None:
        desk.disputes.speak(judge, dispute.id, outcome)
        desk.disputes.speak(people.victor, dispute.id, outcome)
        clock.forward(days=desk.config.objection_days)
        assert desk.disputes.carry_out_due() == 1

    return do


def card(desk, people, name):
    who = getattr(people, name)
    return desk.performers.card(who, who.performer_id)


def found(desk, fake_matching, face):
    (answer,) = desk.gallery.load().ask(fake_matching.examine(fake_matching.picture(face)).appearances)
    return answer


def test_a_second_claim_on_a_registered_face_opens_a_dispute(desk, people, verified_alice, dispute):
    assert (dispute.performer_id, dispute.claimant_id) == (verified_alice.id, people.bob.performer_id)
    with desk.db.read() as session:
        (event,) = session.scalars(select(Event).where(Event.kind == EventKind.DISPUTE_OPENED))
    assert event.subject == dispute.id
    assert event.details == {}


def notices(desk, performer):
    with desk.db.read() as session:
        rows = session.scalars(select(Notice).where(Notice.performer_id == performer).order_by(Notice.created_at))
        return [(row.message, row.params) for row in rows if "dispute" in row.message]


def test_the_one_who_is_confirmed_is_told_at_once_and_the_claimant_once_somebody_has_spoken(
    desk, people, verified_alice, dispute, judge
):
    alice, bob = verified_alice.id, people.bob.performer_id
    assert notices(desk, alice) == [("notice-dispute-opened", {})]
    assert notices(desk, bob) == []
    assert card(desk, people, "alice").disputed
    assert not card(desk, people, "bob").disputed
    assert card(desk, people, "bob").standing == IdentityStanding.UNVERIFIED
    assert desk.performers.card(people.ursula, bob).disputed  # a union knows what it has to settle
    desk.disputes.speak(judge, dispute.id, "claim_refused")
    assert notices(desk, bob)[:1] == [("notice-dispute-opened", {})]
    assert card(desk, people, "bob").disputed
    for name, other in (("alice", bob), ("bob", alice)):
        assert other not in str(notices(desk, getattr(people, name).performer_id))
        assert desk.disputes.waiting(getattr(people, name)) == []


def test_the_one_registered_first_goes_on_being_found_and_the_claim_answers_at_most_possible(
    desk, people, verified_alice, dispute, fake_matching
):
    answer = found(desk, fake_matching, "alice")
    assert (answer.answer, answer.subject) == ("match", verified_alice.id)
    assert card(desk, people, "bob").parked == 3
    desk.performers.forget(people.alice, verified_alice.id)  # then nobody else claims it any more
    answer = found(desk, fake_matching, "alice")
    assert (answer.answer, answer.subject) == ("match", people.bob.performer_id)


def test_while_it_is_open_a_confirmed_identity_goes_on_counting_and_the_claimant_waits(
    desk, people, verified_alice, dispute
):
    assert card(desk, people, "alice").standing == IdentityStanding.VERIFIED
    assert not card(desk, people, "alice").waits
    bob = desk.performers.card(people.ursula, people.bob.performer_id)
    assert bob.standing == IdentityStanding.DISPUTED
    assert bob.waits
    assert card(desk, people, "alice").performer.status == IdentityStanding.VERIFIED
    assert card(desk, people, "alice").parked == 0


def test_a_disputed_identity_is_not_confirmed(desk, people, dispute, add_key):
    key = add_key("bob")
    with pytest.raises(Conflict, match="identity-disputed"):
        desk.performers.verify(people.ursula, people.bob.performer_id, "Bob", key.fingerprint, "met in person")


def test_a_refused_claim_costs_the_claimant_their_templates_and_the_owner_nothing(
    desk, people, verified_alice, dispute, settle, enrol, fake_matching
):
    settle("claim_refused")
    assert card(desk, people, "alice").standing == IdentityStanding.VERIFIED
    assert (card(desk, people, "bob").standing, card(desk, people, "bob").templates) == (IdentityStanding.UNVERIFIED, 0)
    assert found(desk, fake_matching, "alice").subject == verified_alice.id
    with pytest.raises(Conflict, match="claim-refused-before"):
        enrol("bob", face="alice")
    assert card(desk, people, "alice").standing == IdentityStanding.VERIFIED
    assert enrol("bob").accepted  # a face of his own is welcome


def test_an_upheld_claim_moves_the_face_and_voids_the_earlier_identity(
    desk, people, verified_alice, dispute, settle, fake_matching, enrol
):
    settle("claim_upheld")
    alice = card(desk, people, "alice")
    assert (alice.standing, alice.templates) == (IdentityStanding.UNVERIFIED, 0)
    assert [key.confirmed_at for key in alice.keys] == [None]
    assert card(desk, people, "bob").standing == IdentityStanding.UNVERIFIED
    answer = found(desk, fake_matching, "alice")
    assert (answer.answer, answer.subject) == ("match", people.bob.performer_id)
    with pytest.raises(Conflict, match="claim-refused-before"):
        enrol("alice", face="alice")


def test_people_who_look_alike_are_both_enrolled_and_not_asked_again(
    desk, people, verified_alice, dispute, settle, enrol, fake_matching
):
    settle("distinct_people")
    assert card(desk, people, "alice").standing == IdentityStanding.VERIFIED
    bob = desk.performers.card(people.ursula, people.bob.performer_id)
    assert (bob.standing, bob.parked, bob.templates) == (IdentityStanding.UNVERIFIED, 0, 3)
    answer = found(desk, fake_matching, "alice")
    assert answer.answer == "possible"  # a person tells them apart
    assert {one.subject for one in answer.candidates} == {verified_alice.id, people.bob.performer_id}
    assert not enrol("bob", face="alice", pictures=1).disputed


def test_somebody_registered_twice_keeps_one_record(desk, people, verified_alice, dispute, settle, fake_matching):
    settle("same_person")
    assert card(desk, people, "alice").standing == IdentityStanding.VERIFIED
    bob = card(desk, people, "bob")
    assert (bob.standing, bob.templates, bob.release) == (IdentityStanding.FORGOTTEN, 0, None)
    assert found(desk, fake_matching, "alice").subject == verified_alice.id


def test_a_claimant_who_leaves_ends_the_dispute(desk, people, verified_alice, dispute):
    desk.performers.withdraw_release(people.bob, people.bob.performer_id)
    assert card(desk, people, "alice").standing == IdentityStanding.VERIFIED
    with desk.db.read() as session:
        assert session.scalars(select(Dispute.outcome)).all() == ["withdrawn"]


def test_two_different_people_never_meet(desk, people, verified_alice, enrol):
    assert not enrol("bob").disputed
    with desk.db.read() as session:
        assert session.scalars(select(Dispute)).all() == []
