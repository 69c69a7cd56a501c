"""E6: a passkey signs for its own person, at its own host, what they have read, and nothing else."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from consent.act import parse_signed_act, verify_act
from consent.canonical import from_base64url, to_base64url
from consent.signature import SignatureError
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.places import local_places
from registry.desk import Desk
from registry.records.tables.passkeys import SigningRequest
from tests.common.passkeys import Passkey
from tests.registry.checks.conftest import Studio, as_replica
from tests.registry.conftest import PASSWORD, Clock, People, Verified
from tests.registry.web.conftest import Visitor, app, visit, visitor
from tests.registry.web.signing_host import SIGNING, SigningHost, asked, device, enrolled, led, signing, to_sign

__all__ = ["app", "asked", "enrolled", "signing", "visit", "visitor"]

Visit = Callable[[str], Visitor]
Enrol = Callable[..., Passkey]
HERE = local_places("localhost", ":8000")


@pytest.mark.attack("E6.one_passkey_for_two")
def test_one_passkey_is_no_key_of_two_people(
    visit: Visit, signing: SigningHost, people: People, enrolled: Enrol, desk: Desk
) -> None:
    key = enrolled("bob")
    for path in (f"/performers/{people.alice.performer_id}/passkeys", "/unions/players-guild/passkeys"):
        name = "alice" if "performers" in path else "ursula"
        secret = led(visit(name).post(path, {"label": "phone"}))
        answer = signing.makes(secret, key)
        assert (answer.status_code, "on record already" in answer.json["problem"]) == (409, True)


@pytest.mark.attack("E6.request_of_another")
def test_a_stolen_request_shows_its_paper_and_does_nothing(
    visit: Visit, signing: SigningHost, asked: tuple[Passkey, str], enrolled: Enrol, desk: Desk, people: People
) -> None:
    _key, consent = asked
    ursula = enrolled("ursula")
    secret = to_sign(visit, consent)
    for thief in (ursula, Passkey("sign.localhost", SIGNING), replace(ursula, id=_key.id)):
        assert signing.signs(secret, thief).status_code == 422
    assert desk.consents.get(people.alice, consent).signed_at is None
    with desk.db.read() as session:
        kept = session.scalars(select(SigningRequest)).all()
    assert secret not in str([vars(row) for row in kept]), "who reads the database answers nothing"


@pytest.mark.attack("E6.refusal_turned")
def test_a_signed_no_is_never_a_yes(
    visit: Visit, signing: SigningHost, enrolled: Enrol, desk: Desk, people: People, studio: Studio,
    verified_alice: Verified, shows: Callable[..., bytes],
) -> None:  # fmt: skip
    key = enrolled("alice")
    consent = studio.draft(verified_alice.id, per_use_approval=True)
    assert signing.signs(to_sign(visit, consent), key).status_code == 200
    studio.countersigned(consent)
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    alice = visit("alice")
    sent = {"performer_id": verified_alice.id}

    def request(answer: str) -> str:
        return led(alice.post(f"/checks/{view.id}/passkey/answer", sent | {"answer": answer}))

    no, yes = request("refused"), request("approved")
    made = key.answer(signing.challenge(no))
    assert signing.sends(yes, made).status_code == 422
    assert signing.sends(no, made).status_code == 200
    (given,) = [one for one in desk.approval_reader.list_for(people.alice, view.id) if one.kind == "use_approval"]
    paper = alice.get(f"/checks/{view.id}/answers/{given.id}/signed.json").get_data()
    assert verify_act(parse_signed_act(paper))
    turned = json.loads(paper)
    turned["act"]["use"]["answer"] = "approved"
    with pytest.raises((SignatureError, ValueError)):
        verify_act(parse_signed_act(json.dumps(turned)))
    # and at the service: a signed no does not carry a yes, nor for another file
    signed = parse_signed_act(paper)
    with pytest.raises(Invalid):
        desk.approvals.give(
            people.alice, "use_approval", "approved", check_id=view.id, performer_id=verified_alice.id, act=signed
        )
    with pytest.raises(Conflict):
        desk.approvals.give(
            people.alice, "use_approval", "refused", check_id=view.id, performer_id=verified_alice.id, act=signed
        )
    for name in ("petra", "ursula", "bob"):
        assert visit(name).post(f"/checks/{view.id}/passkey/answer", sent | {"answer": "approved"}).status_code == 404


@pytest.mark.attack("E6.replaced_by_a_stranger")
def test_whoever_has_the_password_replaces_no_key_through_a_union_of_their_choice(
    enrolled: Enrol, desk: Desk, people: People, verified_alice: Verified
) -> None:
    """With Alice's session somebody makes a passkey, and claims that she is a member where a friend confirms."""
    theirs = enrolled("alice", confirmed=False)
    desk.unions.claim_membership(people.alice, verified_alice.id, "stage-alliance")
    lost = verified_alice.key.fingerprint
    with pytest.raises(Invalid) as refused:
        desk.performers.verify(people.victor, verified_alice.id, "Alice", theirs.fingerprint, "met", replaces=lost)
    assert refused.value.fields == {"replaces": "key-confirmed-elsewhere"}
    card = desk.performers.card(people.alice, verified_alice.id)
    assert {key.fingerprint: key.confirmed_at is not None for key in card.keys} == {
        lost: True,
        theirs.fingerprint: False,
    }


@pytest.mark.attack("E6.unconfirmed_key")
def test_a_passkey_that_no_union_has_confirmed_signs_no_act(
    visit: Visit, enrolled: Enrol, studio: Studio, verified_alice: Verified, desk: Desk, people: People
) -> None:
    enrolled("alice", confirmed=False)
    consent = studio.consent(verified_alice, "alice")
    assert visit("alice").post(f"/consents/{consent}/passkey/withdrawal").status_code == 409
    assert desk.consents.get(people.alice, consent).state == "given"


@pytest.mark.attack("E6.made_elsewhere")
def test_a_passkey_of_another_address_signs_nothing_here(
    visit: Visit, signing: SigningHost, asked: tuple[Passkey, str], desk: Desk, people: People
) -> None:
    """A copy of the signing page on another port of the same name: the request is not answered there."""
    _key, consent = asked
    secret = to_sign(visit, consent)
    elsewhere = local_places("localhost", ":9000")
    assert HERE is not None
    assert elsewhere is not None
    for act in (lambda: desk.signing_requests.show(secret, elsewhere),
                lambda: desk.signing_requests.answer(secret, elsewhere, None)):  # fmt: skip
        with pytest.raises(NotFound):
            act()
    assert desk.signing_requests.show(secret, HERE)["purpose"] == "sign"


@pytest.mark.attack("E6.registration_replayed")
def test_what_was_made_for_one_request_is_none_for_another(
    visit: Visit, signing: SigningHost, people: People, clock: Clock
) -> None:
    path = f"/performers/{people.alice.performer_id}/passkeys"
    first, second = (led(visit("alice").post(path, {"label": "phone"})) for _ in range(2))
    key = device()
    made = key.registration(signing.challenge(first))
    assert signing.sends(second, made).status_code == 422
    assert signing.sends(first, made).status_code == 200
    assert signing.sends(first, made).status_code == 409
    clock.forward(minutes=11)
    assert signing.sends(second, device().registration(bytes(32))).status_code == 409


@pytest.mark.attack("E6.as_a_key_file")
def test_what_a_passkey_signs_hidden_in_a_key_file_is_none(
    desk: Desk, people: People, asked: tuple[Passkey, str]
) -> None:
    """The same words under another kind, another role, or as the union's."""
    key, consent = asked
    message = desk.consents.document_bytes(people.alice, consent)
    good = key.sign(message)
    spoiled: list[dict[str, Any]] = [
        good.as_dict() | {"kind": "ed25519"},
        good.as_dict() | {"role": "countersigner"},
        good.as_dict() | {"public_key": to_base64url(device().public)},
        key.sign(message, "countersigner").as_dict() | {"role": "signer"},
        good.as_dict() | {"signature": good.signature.split(".")[2]},
    ]
    for one in spoiled:
        with pytest.raises(Invalid):
            desk.consents.add_signature(people.alice, consent, one)
    assert len(from_base64url(good.signature.split(".")[0])) == 37
    desk.consents.add_signature(people.alice, consent, good.as_dict())


@pytest.mark.attack("E6.after_sign_out")
def test_what_a_thief_has_begun_ends_with_the_sessions(
    visit: Visit, signing: SigningHost, people: People, desk: Desk
) -> None:
    """Somebody with Alice's session is about to make a passkey of theirs; she ends all sessions, or sets another password."""
    for end in (
        lambda: desk.sessions.end_own(people.alice),
        lambda: desk.accounts.change_password(people.alice, PASSWORD, "another long password"),
    ):
        secret = led(visit("alice").post(f"/performers/{people.alice.performer_id}/passkeys", {"label": "mine"}))
        challenge = signing.challenge(secret)
        end()
        answer = signing.sends(secret, device().registration(challenge))
        assert (answer.status_code, "is over" in answer.json["problem"]) == (409, True)
    assert desk.performers.keys(people.alice, str(people.alice.performer_id)) == []
