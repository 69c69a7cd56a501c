"""E2: whose word it is. An agent, another union and whoever works for the production do not speak over somebody's own no."""

from datetime import date
from typing import Any

import pytest

from consent.canonical import to_base64url
from consent.signature import new_key, sign
from registry.checks.viewed import exit_status
from registry.core.errors import Conflict
from registry.core.permissions import Forbidden, Identity, On, Permission, allowed
from tests.registry.approvals.conftest import offices
from tests.registry.checks.conftest import a_scope, as_replica

__all__ = ["offices"]

CLAIMED = ("performed_as_shown", "not_altered")


def acts_for(desk: Any, people: Any, performer: str, name: str, kind: str = "manager") -> None:
    claim = desk.representations.claim(people.alice, people.accounts[name], performer, kind, "a contract")
    people.accept(name)
    desk.representations.confirm(people.ursula, claim.id)


@pytest.fixture
def replica(studio: Any, verified_alice: Any, shows: Any) -> Any:
    """A check of a use that Alice's consent asks her to approve each time."""
    studio.consent(verified_alice, "alice", per_use_approval=True)
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert exit_status(view) == 3
    return view


@pytest.fixture
def filmed(studio: Any, verified_alice: Any, shows: Any) -> Any:
    """A check of what Alice is said to have performed just so."""
    entry = as_replica(verified_alice.id, treatment="none", performed_as_shown=True)
    view = studio.check(shows("alice"), studio.declare(entry))
    assert exit_status(view) == 1
    return view


def status(studio: Any, view: Any) -> int:
    return exit_status(studio.desk.checks.get(studio.people.petra, view.id))


def confirm(studio: Any, who: Any, view: Any, performer: str, answer: str = "confirmed") -> list[Any]:
    about = {"check_id": view.id, "performer_id": performer}
    give = studio.desk.approvals.give
    return [give(who, "confirmation", answer, params={"fact": fact}, **about) for fact in CLAIMED]


@pytest.mark.parametrize("role", ["lena", "cora"])
@pytest.mark.attack("E2.agent_of_both")
def test_who_is_counsel_or_contact_of_a_production_signs_nothing_for_a_performer_in_it(
    desk: Any, studio: Any, offices: Any, verified_alice: Any, role: str
) -> None:
    acts_for(desk, offices, verified_alice.id, role, "authorised_representative")
    key, agent = new_key(role), getattr(offices, role)
    desk.performers.add_key(agent, verified_alice.id, "ed25519", to_base64url(key.public))
    desk.performers.verify(offices.ursula, verified_alice.id, "Alice", key.fingerprint, "met in person")
    scope = a_scope(studio.production)
    drafted = desk.consents.draft(
        offices.petra, verified_alice.id, studio.production, scope, signer_role="authorised_representative"
    ).id
    message = desk.consents.document_bytes(agent, drafted)
    with pytest.raises(Forbidden):
        desk.consents.add_signature(agent, drafted, sign(key, message, "signer").as_dict())
    for permission in (Permission.APPROVAL_PERFORMER, Permission.FACT_CONFIRM):
        assert not allowed(agent, permission, On(verified_alice.id, production_id=studio.production))
        assert allowed(agent, permission, On(verified_alice.id, production_id="PR-QUENTIN"))


@pytest.mark.parametrize(
    "permission", [Permission.CONSENT_SIGN, Permission.APPROVAL_PERFORMER, Permission.FACT_CONFIRM]
)
@pytest.mark.parametrize("tie", ["productions", "commissions", "counsels"])
@pytest.mark.parametrize("kind", ["guardian", "authorised_representative", "manager", "estate"])
@pytest.mark.attack("E2.agent_of_both_whatever")
def test_no_agent_speaks_for_both_sides(permission: Permission, tie: str, kind: str) -> None:
    matter = On("P-ALICE", production_id="PR-NIGHT")
    both = {tie: frozenset({"PR-NIGHT"})}
    assert not allowed(Identity("A-1", represents=(("P-ALICE", kind),), **both), permission, matter)
    assert allowed(Identity("A-1", represents=(("P-ALICE", kind),)), permission, matter)


@pytest.mark.attack("E2.overruled_by_agent")
def test_an_agent_does_not_say_yes_to_a_use_that_the_performer_refused(
    desk: Any, studio: Any, people: Any, verified_alice: Any, replica: Any, clock: Any
) -> None:
    acts_for(desk, people, verified_alice.id, "nora")
    about = {"check_id": replica.id, "performer_id": verified_alice.id}
    refused = desk.approvals.give(people.alice, "use_approval", "refused", **about)
    clock.forward(minutes=1)
    with pytest.raises(Conflict, match="approval-performer-said-no"):
        desk.approvals.give(people.nora, "use_approval", "approved", **about)
    with pytest.raises(Forbidden):
        desk.approvals.revoke(people.nora, refused.id)
    assert status(studio, replica) == 3
    desk.approvals.revoke(people.alice, refused.id)
    desk.approvals.give(people.nora, "use_approval", "approved", **about)
    assert status(studio, replica) == 0
    clock.forward(minutes=1)
    desk.approvals.give(people.alice, "use_approval", "refused", **about)  # and the performer overrules the agent
    assert status(studio, replica) == 3


@pytest.mark.attack("E2.confirmed_by_agent")
def test_an_agent_does_not_confirm_what_the_performer_denies(
    desk: Any, studio: Any, people: Any, verified_alice: Any, filmed: Any, clock: Any
) -> None:
    acts_for(desk, people, verified_alice.id, "nora")
    denied = confirm(studio, people.alice, filmed, verified_alice.id, "denied")
    clock.forward(minutes=1)
    with pytest.raises(Conflict, match="approval-performer-said-no"):
        confirm(studio, people.nora, filmed, verified_alice.id)
    for one in denied:
        with pytest.raises(Forbidden):
            desk.approvals.revoke(people.nora, one.id)
    assert status(studio, filmed) == 1
    confirm(studio, people.alice, filmed, verified_alice.id)
    assert status(studio, filmed) == 0


@pytest.mark.attack("E2.confirmed_by_another_union")
def test_one_union_does_not_take_another_unions_denial_away(
    desk: Any, studio: Any, people: Any, verified_alice: Any, filmed: Any, clock: Any
) -> None:
    desk.unions.claim_membership(people.alice, verified_alice.id, "stage-alliance")
    desk.unions.confirm_membership(people.victor, verified_alice.id, "stage-alliance")
    denied = confirm(studio, people.ursula, filmed, verified_alice.id, "denied")
    clock.forward(minutes=1)
    confirm(studio, people.victor, filmed, verified_alice.id)
    assert status(studio, filmed) == 1
    for one in denied:
        with pytest.raises(Forbidden):
            desk.approvals.revoke(people.victor, one.id)
    confirm(studio, people.ursula, filmed, verified_alice.id)
    assert status(studio, filmed) == 0


@pytest.mark.attack("E2.minors_own_yes")
def test_somebody_under_age_approves_no_use_of_their_replica_alone(
    desk: Any, studio: Any, people: Any, verified_alice: Any, replica: Any
) -> None:
    desk.lives.record(people.ursula, verified_alice.id, "birth", date(2012, 1, 1), "certificate seen")
    about = {"check_id": replica.id, "performer_id": verified_alice.id}
    with pytest.raises(Conflict, match="approval-by-minor"):
        desk.approvals.give(people.alice, "use_approval", "approved", **about)
    acts_for(desk, people, verified_alice.id, "nora", "guardian")
    desk.approvals.give(people.nora, "use_approval", "approved", **about)
    desk.approvals.give(people.alice, "use_approval", "refused", **about)  # a no is always theirs


@pytest.mark.attack("E2.allowed_by_agent")
def test_an_agent_does_not_end_what_the_performer_prohibited(
    desk: Any, people: Any, verified_alice: Any, clock: Any
) -> None:
    acts_for(desk, people, verified_alice.id, "nora")
    (own, agents) = (
        desk.preferences.set(who, verified_alice.id, "prohibited", modality=modality)
        for who, modality in ((people.alice, "face"), (people.nora, "voice"))
    )
    for act in (
        lambda: desk.preferences.end(people.nora, own.id),
        lambda: desk.preferences.set(people.nora, verified_alice.id, "allowed", modality="face"),
        lambda: desk.preferences.set(people.nora, verified_alice.id, "prohibited", modality="face"),  # then end it
    ):
        with pytest.raises(Conflict, match="preference-performers-own"):
            act()
    held = {one.modality: one.value for one in desk.preferences.of(people.alice, verified_alice.id)}
    assert held == {"face": "prohibited", "voice": "prohibited"}
    desk.preferences.end(people.nora, agents.id)
    desk.preferences.end(people.alice, own.id)
    own = desk.preferences.set(people.alice, verified_alice.id, "prohibited")
    acts_for(desk, people, verified_alice.id, "quentin", "estate")
    with pytest.raises(Conflict):
        desk.preferences.end(people.quentin, own.id)
    desk.lives.record(people.ursula, verified_alice.id, "death", date(2026, 10, 5), "certificate seen")
    desk.preferences.end(people.quentin, own.id)


@pytest.mark.parametrize("kind", ["manager", "authorised_representative", "estate"])
@pytest.mark.attack("E2.erased_by_agent")
def test_an_agent_does_not_make_a_performer_disappear(
    desk: Any, studio: Any, people: Any, verified_alice: Any, shows: Any, kind: str
) -> None:
    acts_for(desk, people, verified_alice.id, "nora", kind)
    for act in (desk.performers.forget, desk.performers.withdraw_release):
        with pytest.raises(Forbidden):
            act(people.nora, verified_alice.id)
    assert exit_status(studio.check(shows("alice"), studio.declare())) == 1
    desk.performers.forget(people.alice, verified_alice.id)


@pytest.mark.attack("E2.erased_by_estate")
def test_the_estate_of_the_dead_may_and_so_may_a_guardian(
    desk: Any, people: Any, verified_alice: Any, verified_bob: Any
) -> None:
    acts_for(desk, people, verified_alice.id, "nora", "estate")
    desk.lives.record(people.ursula, verified_alice.id, "death", date(2026, 10, 5), "certificate seen")
    desk.performers.forget(people.nora, verified_alice.id)
    claim = desk.representations.claim(people.bob, people.accounts["quentin"], verified_bob.id, "guardian", "a birth")
    people.accept("quentin")
    desk.representations.confirm(people.ursula, claim.id)
    desk.performers.withdraw_release(people.quentin, verified_bob.id)


@pytest.mark.parametrize("kind", ["manager", "authorised_representative"])
@pytest.mark.attack("E2.union_left_by_agent")
def test_an_agent_does_not_take_a_performer_out_of_their_union(
    desk: Any, studio: Any, people: Any, verified_alice: Any, shows: Any, kind: str
) -> None:
    """Without the union nobody would have to countersign what the agent signs."""
    alice = verified_alice.id
    acts_for(desk, people, alice, "nora", kind)
    with pytest.raises(Forbidden):
        desk.unions.end_membership(people.nora, alice, "players-guild")
    key = new_key("nora")
    desk.performers.add_key(people.nora, alice, "ed25519", to_base64url(key.public))
    desk.performers.verify(people.ursula, alice, "Alice", key.fingerprint, "met in person")
    scope = a_scope(studio.production)
    drafted = desk.consents.draft(people.petra, alice, studio.production, scope, signer_role=kind).id
    message = desk.consents.document_bytes(people.nora, drafted)
    desk.consents.add_signature(people.nora, drafted, sign(key, message, "signer").as_dict())
    content, declared = shows("alice"), studio.declare(as_replica(alice))
    assert exit_status(studio.check(content, declared)) == 1
    studio.countersigned(drafted)
    assert exit_status(studio.check(content, declared)) == 0
    desk.unions.end_membership(people.alice, alice, "players-guild")


@pytest.mark.attack("E2.guardian_ended_by_agent")
def test_a_manager_does_not_end_a_guardians_authority(desk: Any, people: Any, verified_alice: Any) -> None:
    for name, kind in (("nora", "manager"), ("quentin", "guardian")):
        acts_for(desk, people, verified_alice.id, name, kind)
    claims = {claim.kind: claim.id for claim, _name in desk.representations.of(people.alice, verified_alice.id)}
    with pytest.raises(Forbidden):
        desk.representations.end(people.nora, claims["guardian"])
    assert people.quentin.represents
    desk.representations.end(people.quentin, claims["manager"])
    assert not people.nora.represents
    desk.representations.end(people.alice, claims["guardian"])


@pytest.mark.parametrize("said_no", ["refuse", "withdraw"])
@pytest.mark.attack("E2.replaced_by_agent")
def test_an_agent_does_not_sign_a_paper_in_place_of_one_that_the_performer_turned_down(
    desk: Any, studio: Any, people: Any, verified_alice: Any, said_no: str
) -> None:
    acts_for(desk, people, verified_alice.id, "nora", "authorised_representative")
    key = new_key("nora")
    desk.performers.add_key(people.nora, verified_alice.id, "ed25519", to_base64url(key.public))
    turned_down = studio.draft(verified_alice.id)
    getattr(desk.consents, said_no)(people.alice, turned_down)
    again = desk.consents.draft(
        people.petra, verified_alice.id, studio.production, a_scope(studio.production), replaces=turned_down,
        signer_role="authorised_representative",
    ).id  # fmt: skip
    with pytest.raises(Conflict, match="approval-performer-said-no"):
        studio.signed(again, key, "nora")
    assert desk.consents.get(people.alice, again).state == "requested"
