import pytest
from sqlalchemy import select

from consent.signature import new_key
from registry.core.errors import Conflict, Invalid
from registry.core.permissions import Forbidden
from registry.records.events import EventKind
from registry.records.performers import IdentityStanding
from registry.records.tables.ledger import Event
from registry.records.tables.performers import IdentityConfirmation, PerformerKey
from tests.registry.conftest import ENCODER


def standing(desk, people, name="alice") -> IdentityStanding:
    return desk.performers.card(getattr(people, name), getattr(people, name).performer_id).standing


def confirm(desk, people, key, *, by="ursula", name="Alice", method="met in person, passport seen", **more):
    who = getattr(people, by)
    return desk.performers.verify(who, people.alice.performer_id, name, key.fingerprint, method, **more)


def test_performers_start_unverified_and_a_union_representative_confirms_all_three(desk, people, enrol, add_key):
    assert standing(desk, people) == IdentityStanding.UNVERIFIED
    face, key = enrol("alice").likeness_digest, add_key("alice")
    made = confirm(desk, people, key)
    assert standing(desk, people) == IdentityStanding.VERIFIED
    assert (made.union_id, made.confirmed_by) == ("players-guild", people.accounts["ursula"])
    assert (made.name, made.key_fingerprint, made.gallery_digest) == ("Alice", key.fingerprint, face)
    with desk.db.read() as session:
        (event,) = session.scalars(select(Event).where(Event.kind == EventKind.PERFORMER_VERIFIED))
    assert event.details == {
        "confirmation": made.id, "union": "players-guild", "key": key.fingerprint, "face": face
    }  # fmt: skip


@pytest.mark.parametrize("name", ["alice", "bob", "victor", "ada", "petra", "nora"])
def test_nobody_but_a_representative_of_the_performers_union_confirms(desk, people, enrol, add_key, name):
    enrol("alice")
    key = add_key("alice")
    with pytest.raises(Forbidden):
        confirm(desk, people, key, by=name)
    assert standing(desk, people) == IdentityStanding.UNVERIFIED


def test_a_representative_who_is_the_performer_or_acts_for_them_does_not_confirm(desk, people, enrol, add_key):
    enrol("alice")
    key = add_key("alice")
    for name in ("alice", "nora"):
        desk.accounts.grant_union(people.ursula, people.accounts[name], "players-guild")
    claim = desk.representations.claim(
        people.alice, people.accounts["nora"], people.alice.performer_id, "manager", "contract"
    )
    desk.representations.confirm(people.ursula, claim.id)
    for name in ("alice", "nora"):
        people.accept(name)
    for name in ("alice", "nora"):
        with pytest.raises(Forbidden):
            confirm(desk, people, key, by=name)


def test_face_key_and_name_are_all_needed(desk, people, enrol, add_key):
    key = add_key("alice")
    with pytest.raises(Conflict, match="identity-no-templates"):
        confirm(desk, people, key)
    enrol("alice")
    with pytest.raises(Invalid) as error:
        confirm(desk, people, key, name="Alicia")
    assert error.value.fields == {"name": "identity-name-differs"}
    for wrong in (new_key(), add_key("bob")):
        with pytest.raises(Invalid) as error:
            confirm(desk, people, wrong)
        assert error.value.fields == {"key_fingerprint": "identity-key-unknown"}
    with pytest.raises(Invalid):
        confirm(desk, people, key, method=" ")
    desk.performers.revoke_key(people.alice, people.alice.performer_id, key.fingerprint)
    with pytest.raises(Invalid):
        confirm(desk, people, key)
    with desk.db.read() as session:
        assert session.scalars(select(IdentityConfirmation)).all() == []


def test_a_face_that_changed_since_it_was_shown_is_not_confirmed(desk, people, enrol, add_key):
    shown, key = enrol("alice").likeness_digest, add_key("alice")
    enrol("alice", pictures=1)
    with pytest.raises(Conflict, match="identity-likeness-changed"):
        confirm(desk, people, key, expected_likeness=shown)


def test_templates_that_nobody_can_read_are_not_confirmed(desk, people, enrol, add_key):
    enrol("alice")
    key = add_key("alice")
    desk.keystore.destroy(people.alice.performer_id)
    with pytest.raises(Conflict, match="templates-unreadable"):
        confirm(desk, people, key)


def test_a_key_added_after_the_confirmation_counts_only_once_it_is_confirmed_too(desk, people, verified_alice, add_key):
    def confirmed():
        with desk.db.read() as session:
            keys = session.scalars(select(PerformerKey).where(PerformerKey.performer_id == verified_alice.id))
            return {key.fingerprint for key in keys if key.confirmed_at}

    later = add_key("alice")
    assert standing(desk, people) == IdentityStanding.VERIFIED
    assert confirmed() == {verified_alice.key.fingerprint}
    confirm(desk, people, later)
    assert confirmed() == {verified_alice.key.fingerprint, later.fingerprint}


def test_pictures_added_to_a_verified_identity_wait_for_the_next_confirmation(
    desk, people, verified_alice, enrol, fake_matching
):
    before = desk.gallery.own(verified_alice.id)
    result = enrol("alice", pictures=2)
    assert result.parked
    card = desk.performers.card(people.alice, verified_alice.id)
    assert (card.standing, card.templates, card.parked) == (IdentityStanding.VERIFIED, 5, 2)
    assert len(desk.gallery.own(verified_alice.id)[ENCODER]) == len(before[ENCODER])
    confirm(desk, people, verified_alice.key, expected_likeness=result.likeness_digest)
    assert desk.performers.card(people.alice, verified_alice.id).parked == 0
    assert len(desk.gallery.own(verified_alice.id)[ENCODER]) == 5


def test_a_stolen_session_cannot_put_another_face_behind_a_verified_identity(
    desk, people, verified_alice, enrol, fake_matching
):
    assert enrol("alice", face="mallory").accepted == ()
    (answer,) = desk.gallery.load().ask(fake_matching.examine(fake_matching.picture("mallory")).appearances)
    assert answer.answer == "none"
    desk.performers.forget(people.alice, verified_alice.id)
    enrol("alice", face="mallory")  # starting over is possible, as a stranger whom nobody has confirmed
    assert standing(desk, people) == IdentityStanding.UNVERIFIED
    card = desk.performers.card(people.alice, verified_alice.id)
    assert [key.confirmed_at for key in card.keys] == [None]
