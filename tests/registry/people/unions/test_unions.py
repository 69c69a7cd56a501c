import pytest

from consent.canonical import to_base64url
from consent.signature import new_key
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.permissions import Forbidden


def test_an_administrator_registers_unions_and_sees_no_members(desk, people):
    made = desk.unions.create(people.ada, "crew-union", "Crew Union", "desk@crew.example", "DE-BY")
    assert desk.unions.get("crew-union").calendar == made.calendar == "DE-BY"
    assert [union.id for union in desk.unions.list()] == ["crew-union", "players-guild", "stage-alliance"]
    for who in (people.ada, people.victor, people.alice, people.petra):
        with pytest.raises(Forbidden):
            desk.member_lists.page(who, "players-guild")
    with pytest.raises(Forbidden):
        desk.unions.create(people.ursula, "another", "Another")


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"id": "Players Guild", "name": "x"}, {"id"}),
        ({"id": "../x", "name": "x"}, {"id"}),
        ({"id": "x", "name": ""}, {"name"}),
        ({"id": "x", "name": "x", "contact": "a\nb"}, {"contact"}),
        ({"id": "x", "name": "x", "calendar": "Germany"}, {"calendar"}),
    ],
)
def test_what_cannot_be_is_refused(desk, people, given, wrong):
    with pytest.raises(Invalid) as error:
        desk.unions.create(people.ada, **given)
    assert set(error.value.fields) == wrong


def test_a_union_with_an_unknown_agreement_is_not_registered(desk, people):
    with pytest.raises(Invalid):
        desk.unions.create(people.ada, "crew", "Crew", agreements=["no_such_agreement"])
    with pytest.raises(NotFound):
        desk.unions.get("crew")


def test_a_name_is_taken_once(desk, people):
    for id, name in (("players-guild", "Other"), ("other", "Players' Guild")):
        with pytest.raises(Conflict, match="union-exists"):
            desk.unions.create(people.ada, id, name)


def test_an_agreement_that_has_a_union_is_handed_on_by_that_union_alone(desk, people):
    desk.unions.assign_agreement(people.ada, "sag_commercials_2025", "players-guild")
    for who in (people.ada, people.victor):
        with pytest.raises(Forbidden):
            desk.unions.assign_agreement(who, "sag_commercials_2025", "stage-alliance")
    desk.unions.assign_agreement(people.ursula, "sag_commercials_2025", "stage-alliance")
    assert desk.unions.agreements("stage-alliance") == {"sag_commercials_2025": "stage-alliance"}
    assert desk.unions.agreements()["sag_tvtheatrical_2026"] == "players-guild"
    with pytest.raises(NotFound):
        desk.unions.assign_agreement(people.ada, "sag_interactive_2025", "no-union")
    with pytest.raises(Invalid):
        desk.unions.assign_agreement(people.ada, "no such thing", "players-guild")


def test_a_union_adds_and_revokes_its_own_keys(desk, people):
    public = to_base64url(new_key().public)
    for who in (people.ada, people.victor, people.alice):
        with pytest.raises(Forbidden):
            desk.unions.add_key(who, "players-guild", public)
    key = desk.unions.add_key(people.ursula, "players-guild", public)
    assert [one.fingerprint for one in desk.unions.keys("players-guild")] == [key.fingerprint]
    with pytest.raises(Forbidden):
        desk.unions.revoke_key(people.victor, "players-guild", key.fingerprint)
    with pytest.raises(NotFound):
        desk.unions.revoke_key(people.victor, "stage-alliance", key.fingerprint)
    desk.unions.revoke_key(people.ursula, "players-guild", key.fingerprint)
    assert desk.unions.keys("players-guild") == []


def test_a_performer_is_in_several_unions_each_confirming_for_itself(desk, people):
    performer_id = people.alice.performer_id
    desk.unions.claim_membership(people.alice, performer_id, "stage-alliance")
    assert desk.performers.card(people.alice, performer_id).unions == {"players-guild": True, "stage-alliance": False}
    for who in (people.ursula, people.alice, people.ada):
        with pytest.raises(Forbidden):
            desk.unions.confirm_membership(who, performer_id, "stage-alliance")
    desk.unions.confirm_membership(people.victor, performer_id, "stage-alliance")
    members = desk.member_lists.page(people.victor, "stage-alliance").rows
    assert [(one.id, one.confirmed) for one in members] == [(performer_id, True)]
    with pytest.raises(Conflict, match="already-confirmed"):
        desk.unions.confirm_membership(people.victor, performer_id, "stage-alliance")


def test_a_union_cannot_claim_a_performer_for_itself(desk, people):
    for who in (people.victor, people.ada, people.nora):
        with pytest.raises(Forbidden):
            desk.unions.claim_membership(who, people.alice.performer_id, "stage-alliance")
    with pytest.raises(Conflict, match="membership-exists"):
        desk.unions.claim_membership(people.alice, people.alice.performer_id, "players-guild")


@pytest.mark.parametrize("name", ["alice", "ursula"])
def test_an_ended_membership_hides_the_performer_and_is_confirmed_anew(desk, people, name):
    performer_id = people.alice.performer_id
    with pytest.raises(Forbidden):
        desk.unions.end_membership(people.nora, performer_id, "players-guild")
    desk.unions.end_membership(getattr(people, name), performer_id, "players-guild")
    with pytest.raises(Forbidden):
        desk.performers.get(people.ursula, performer_id)
    with pytest.raises(NotFound):
        desk.unions.confirm_membership(people.ursula, performer_id, "players-guild")
    desk.unions.claim_membership(people.alice, performer_id, "players-guild")
    assert desk.performers.card(people.ursula, performer_id).unions == {"players-guild": False}


def test_nobody_confirms_their_own_membership(desk, people):
    desk.accounts.grant_union(people.victor, people.accounts["alice"], "stage-alliance")
    people.accept("alice")
    desk.unions.claim_membership(people.alice, people.alice.performer_id, "stage-alliance")
    with pytest.raises(Forbidden):
        desk.unions.confirm_membership(people.alice, people.alice.performer_id, "stage-alliance")
