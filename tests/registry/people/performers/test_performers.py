from datetime import date

import pytest

from consent.canonical import to_base64url
from consent.signature import new_key
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.permissions import Forbidden


def test_anybody_signed_in_registers_themselves_and_claims_memberships(desk, people):
    made = desk.performers.register(
        people.nora, "Nora", people.accounts["nora"], ["players-guild", "stage-alliance"], born=date(1990, 4, 1)
    )
    assert people.nora.performer_id == made.id
    card = desk.performers.card(people.nora, made.id)
    assert card.unions == {"players-guild": False, "stage-alliance": False}
    assert card.standing == "unverified"
    for name in ("ursula", "victor"):
        assert desk.performers.get(getattr(people, name), made.id).id == made.id


def test_a_representative_registers_a_member_with_their_account_and_a_stranger_does_not(desk, people):
    nora = people.accounts["nora"]
    for name in ("petra", "ada", "bob"):
        with pytest.raises(Forbidden):
            desk.performers.register(getattr(people, name), "Nora", nora, ["players-guild"])
    with pytest.raises(Forbidden):
        desk.performers.register(people.victor, "Nora", nora, ["players-guild"])
    made = desk.performers.register(people.ursula, "Nora", nora, ["players-guild"])
    assert (made.account_id, people.nora.performer_id) == (None, None)  # until Nora says so herself
    people.accept("nora")
    assert people.nora.performer_id == made.id


def test_an_account_is_one_performer_and_an_administrator_none(desk, people):
    with pytest.raises(Conflict, match="account-has-performer"):
        desk.performers.register(people.alice, "Alice again", people.accounts["alice"])
    with pytest.raises(Conflict, match="administrator-holds-no-office"):
        desk.performers.register(people.ada, "Ada", people.accounts["ada"])


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"name": " "}, {"name"}),
        ({"name": "A\u202eb"}, {"name"}),
        ({"name": "Old", "born": date(2100, 1, 1)}, {"born"}),
        ({"name": "Old", "born": date(1950, 1, 1), "died": date(1949, 1, 1)}, {"died"}),
    ],
)
def test_what_cannot_be_is_refused(desk, people, given, wrong):
    with pytest.raises(Invalid) as error:
        desk.performers.register(people.nora, **given)
    assert set(error.value.fields) == wrong


def test_an_unknown_union_leaves_nothing_registered(desk, people):
    before = len(desk.performers.for_viewer(people.ursula))
    with pytest.raises(NotFound):
        desk.performers.register(people.ursula, "New", unions=["players-guild", "no-union"])
    assert len(desk.performers.for_viewer(people.ursula)) == before


def test_the_dead_are_deceased(desk, people):
    made = desk.performers.register(people.nora, "Old Star", died=date(2020, 2, 2))
    assert made.life == "deceased"


def test_everybody_sees_only_what_is_theirs(desk, people):
    alice, bob = people.alice.performer_id, people.bob.performer_id

    def seen(name):
        return {performer.id for performer in desk.performers.for_viewer(getattr(people, name))}

    assert seen("alice") == {alice}
    assert seen("ursula") == {alice, bob}
    for name in ("victor", "petra", "quentin", "ada", "nora"):
        assert seen(name) == set()
        for read in (desk.performers.get, desk.performers.card, desk.performers.keys):
            with pytest.raises(Forbidden):
                read(getattr(people, name), alice)
    with pytest.raises(NotFound):
        desk.performers.card(people.ursula, "P-NOBODY")


def test_whoever_registered_somebody_sees_the_record_until_a_union_knows_them(desk, people):
    made = desk.performers.register(people.nora, "Old Star", unions=["players-guild"])
    assert desk.performers.card(people.nora, made.id).performer.id == made.id
    assert [one.id for one in desk.performers.for_viewer(people.nora)] == [made.id]
    own = desk.performers.register(people.victor, "Third", people.accounts["nora"], ["stage-alliance"])
    people.accept("nora")
    desk.unions.end_membership(people.nora, own.id, "stage-alliance")
    with pytest.raises(Forbidden):
        desk.performers.card(people.victor, own.id)


def test_an_administrator_may_register_somebody_and_sees_nothing_of_them(desk, people):
    made = desk.performers.register(people.ada, "Old Star", unions=["players-guild"])
    assert desk.performers.for_viewer(people.ada) == []
    with pytest.raises(Forbidden):
        desk.performers.card(people.ada, made.id)
    assert desk.performers.get(people.ursula, made.id).id == made.id


def test_a_key_belongs_to_one_signer_and_is_no_unions(desk, people):
    key = to_base64url(new_key().public)
    desk.performers.add_key(people.alice, people.alice.performer_id, "ed25519", key)
    with pytest.raises(Conflict, match="key-registered"):
        desk.performers.add_key(people.bob, people.bob.performer_id, "ed25519", key)
    with pytest.raises(Conflict, match="key-registered"):
        desk.unions.add_key(people.ursula, "players-guild", key)


@pytest.mark.parametrize(
    ("kind", "key"),
    [("ed25519", ""), ("ed25519", "A" * 43), ("ed25519", "AAAA"), ("ed25519", "!" * 43), ("rsa", "A" * 43)],
)
def test_what_is_no_usable_key_is_refused(desk, people, kind, key):
    with pytest.raises(Invalid):
        desk.performers.add_key(people.alice, people.alice.performer_id, kind, key)


def test_a_revoked_key_is_no_longer_in_force(desk, people):
    performer_id = people.alice.performer_id
    key = desk.performers.add_key(people.alice, performer_id, "ed25519", to_base64url(new_key().public))
    with pytest.raises(NotFound):
        desk.performers.revoke_key(people.bob, people.bob.performer_id, key.fingerprint)
    desk.performers.revoke_key(people.alice, performer_id, key.fingerprint)
    assert desk.performers.keys(people.alice, performer_id) == []
    with pytest.raises(NotFound):
        desk.performers.revoke_key(people.alice, performer_id, key.fingerprint)


def test_a_representatives_key_says_as_what_it_signs(desk, people):
    performer_id = people.alice.performer_id
    claim = desk.representations.claim(people.alice, people.accounts["nora"], performer_id, "guardian", "court order")
    public = to_base64url(new_key().public)
    with pytest.raises(Forbidden):
        desk.performers.add_key(people.nora, performer_id, "ed25519", public)
    desk.representations.confirm(people.ursula, claim.id)
    assert desk.performers.add_key(people.nora, performer_id, "ed25519", public).signer_role == "guardian"
