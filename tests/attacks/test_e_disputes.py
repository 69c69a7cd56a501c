"""E1: a dispute must not let one side's friends erase the other."""

import pytest
from sqlalchemy import select, update

from registry.core.errors import Conflict
from registry.core.permissions import Forbidden
from registry.records.performers import IdentityStanding
from registry.records.tables.ledger import Notice
from registry.records.tables.performers import Dispute, LookAlike, Template
from registry.records.tables.unions import UnionMembership
from tests.registry.conftest import add_key, enrol
from tests.registry.people.disputes.conftest import another, dispute
from tests.registry.tampering import written

__all__ = ["add_key", "another", "dispute", "enrol"]


@pytest.fixture
def impostor(desk, people, verified_alice, enrol, another) -> str:
    """Mallory registers with Alice's pictures, and names the Stage Alliance, which never heard of her. The dispute's id."""
    people.accounts["mallory"] = desk.accounts.create(people.ada, "mallory@example.org", "Mallory").id
    desk.performers.register(people.mallory, "Mallory", people.accounts["mallory"], unions=["stage-alliance"])
    assert enrol("mallory", face="alice").accepted
    another("una", "players-guild")
    another("nel")
    with desk.db.read() as session:
        return session.scalars(select(Dispute)).one().id


def unharmed(desk, people) -> bool:
    alice = people.alice.performer_id
    with desk.db.read() as session:
        kept = len(session.scalars(select(Template).where(Template.performer_id == alice)).all())
    return kept == 3 and desk.performers.card(people.alice, alice).performer.status == IdentityStanding.VERIFIED


def tried(desk, people, clock, dispute: str, *names: str, outcome: str = "claim_upheld") -> None:
    """These say so, each as far as they can, and a year goes by."""
    for name in names:
        try:
            desk.disputes.speak(getattr(people, name), dispute, outcome)
        except (Conflict, Forbidden):
            pass
    clock.forward(days=365)
    desk.disputes.carry_out_due()


@pytest.mark.attack("E1.named_union")
def test_a_union_that_a_claimant_merely_named_has_no_voice(desk, people, impostor, clock):
    assert desk.disputes.waiting(people.victor) == []
    tried(desk, people, clock, impostor, "victor", "nel")
    assert unharmed(desk, people)
    with desk.db.read() as session:
        told = session.scalars(select(Notice.message).where(Notice.union_id == "stage-alliance")).all()
    assert not any("dispute" in message for message in told)


@pytest.mark.attack("E1.named_and_left")
def test_nor_is_it_from_outside_once_the_claimant_has_left_it(desk, people, impostor, clock):
    desk.unions.end_membership(people.mallory, people.mallory.performer_id, "stage-alliance")
    tried(desk, people, clock, impostor, "una", "victor", outcome="claim_upheld")
    assert unharmed(desk, people)
    assert desk.disputes.waiting(people.victor) == []


@pytest.mark.attack("E1.claimants_union_alone")
def test_the_claimants_union_does_not_judge_another_unions_member(desk, people, dispute, clock):
    tried(desk, people, clock, dispute, "viola", "victor", "nel")
    assert unharmed(desk, people)


@pytest.mark.attack("E1.staged_disagreement")
def test_a_staged_disagreement_brings_nobody_in_before_the_members_union_was_heard(
    desk, people, dispute, clock, another
):
    """The claimant's two unions disagree for show, so that somebody from outside may speak: the guild is still unheard."""
    bob = people.bob.performer_id
    desk.unions.create(people.ada, "circus-league", "Circus League")
    for name in ("cora", "cleo"):
        people.accounts[name] = desk.accounts.create(people.ada, f"{name}@example.org", name.title()).id
    desk.accounts.grant_union(people.ada, people.accounts["cora"], "circus-league")
    desk.accounts.grant_union(people.cora, people.accounts["cleo"], "circus-league")
    desk.unions.claim_membership(people.bob, bob, "circus-league")
    desk.unions.confirm_membership(people.cora, bob, "circus-league")
    desk.disputes.speak(people.viola, dispute, "claim_upheld")
    desk.disputes.speak(people.cleo, dispute, "distinct_people")
    assert desk.disputes.speak(people.nel, dispute, "claim_upheld").finding is None
    tried(desk, people, clock, dispute)
    assert unharmed(desk, people)


@pytest.mark.attack("E1.no_time_to_object")
def test_there_is_time_to_object_and_both_are_told(desk, people, dispute, clock):
    for who in (people.una, people.viola):  # somebody in the guild was bought
        desk.disputes.speak(who, dispute, "claim_upheld")
    desk.disputes.carry_out_due()
    assert unharmed(desk, people)
    desk.disputes.object(people.alice, dispute, people.alice.performer_id)
    clock.forward(days=365)
    desk.disputes.carry_out_due()
    assert unharmed(desk, people)


@pytest.mark.attack("E1.registered_by_the_judge")
def test_who_put_the_claimant_on_record_has_no_voice(desk, people, verified_alice, another, clock):
    another("una", "players-guild")
    people.accounts["mallory"] = desk.accounts.create(people.ada, "mallory@example.org", "Mallory").id
    made = desk.performers.register(people.victor, "Mallory", people.accounts["mallory"], ["stage-alliance"])
    desk.unions.confirm_membership(people.victor, made.id, "stage-alliance")
    with desk.db.write() as session:
        session.add(Dispute(id="D-STAGED", performer_id=verified_alice.id, claimant_id=made.id, opened_at=clock()))
        session.info["recorded"] = True
    with pytest.raises(Forbidden):
        desk.disputes.speak(people.victor, "D-STAGED", "claim_upheld")


@pytest.mark.attack("E1.second_voice")
def test_nobody_speaks_twice_not_even_after_an_objection(desk, people, dispute):
    for who in (people.una, people.viola):
        desk.disputes.speak(who, dispute, "claim_upheld")
    desk.disputes.object(people.bob, dispute, people.bob.performer_id)  # the winner objects, for another round
    for name in ("una", "viola"):
        with pytest.raises(Forbidden):
            desk.disputes.speak(getattr(people, name), dispute, "claim_upheld")


@pytest.mark.attack("E1.identity_without_membership")
def test_a_union_that_confirmed_the_identity_is_heard_although_it_forgot_to_confirm_the_membership(
    desk, people, impostor, clock
):
    with written(desk) as session:
        session.execute(update(UnionMembership).values(confirmed_by=None, confirmed_at=None))
    desk.unions.confirm_membership(people.victor, people.mallory.performer_id, "stage-alliance")
    tried(desk, people, clock, impostor, "victor", "nel")
    assert unharmed(desk, people)


@pytest.mark.attack("E1.look_alike_by_named_union")
def test_nor_does_a_merely_named_union_say_that_two_are_look_alikes(desk, people, verified_alice, another, clock):
    people.accounts["mallory"] = desk.accounts.create(people.ada, "mallory@example.org", "Mallory").id
    made = desk.performers.register(people.mallory, "Mallory", people.accounts["mallory"], ["stage-alliance"])
    with desk.db.write() as session:
        session.add(
            LookAlike(
                id="L-STAGED", performer_id=made.id, other_id=verified_alice.id, document="{}", fingerprint="",
                drafted_by="A", drafted_at=clock(), signed_at=clock(),
            )
        )  # fmt: skip
        session.info["recorded"] = True
    with pytest.raises(Forbidden):
        desk.look_alikes.approve(people.victor, "L-STAGED")
    desk.unions.confirm_membership(people.victor, made.id, "stage-alliance")
    another("viola", "stage-alliance")
    desk.look_alikes.approve(people.viola, "L-STAGED")


@pytest.mark.attack("E1.joined_during_the_dispute")
def test_a_union_that_takes_a_side_in_once_there_is_a_dispute_does_not_speak_for_it(desk, people, dispute, clock):
    """Alice had asked the claimant's union to take her in; it does now, and so speaks for both sides, with a second union of
    the claimant's to agree with it."""
    alice, bob = people.alice.performer_id, people.bob.performer_id
    desk.unions.create(people.ada, "circus-league", "Circus League")
    for name, by in (("cora", people.ada), ("cleo", None)):
        people.accounts[name] = desk.accounts.create(people.ada, f"{name}@example.org", name.title()).id
        desk.accounts.grant_union(by or people.cora, people.accounts[name], "circus-league")
    desk.unions.claim_membership(people.bob, bob, "circus-league")
    desk.unions.confirm_membership(people.cora, bob, "circus-league")
    desk.unions.claim_membership(people.alice, alice, "stage-alliance")
    clock.forward(hours=1)
    desk.unions.confirm_membership(people.victor, alice, "stage-alliance")
    for name in ("viola", "cleo"):
        desk.disputes.speak(getattr(people, name), dispute, "claim_upheld")
    (view,) = desk.disputes.waiting(people.una)
    assert view.finding is None
    tried(desk, people, clock, dispute, "nel")
    assert unharmed(desk, people)
    assert desk.disputes.speak(people.una, dispute, "claim_upheld").finding == "claim_upheld"
