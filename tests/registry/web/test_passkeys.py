"""Signing with passkeys, with an authenticator in software: what is taken, and what is refused with its reason."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from consent.act import parse_signed_act, verify_act
from consent.canonical import from_base64url, to_base64url
from consent.document import parse_signed, verify_consent
from consent.signature import new_key
from registry.consents.records import filed
from registry.core.errors import Conflict, Invalid, NotFound
from registry.desk import Desk
from registry.records.tables.passkeys import Passkey as Kept
from registry.records.tables.performers import Performer
from tests.common.passkeys import BACKED_UP, ELIGIBLE, PRESENT, VERIFIED, Passkey
from tests.registry.checks.conftest import Studio, studio
from tests.registry.conftest import Clock, People, Verified
from tests.registry.web.conftest import Visitor
from tests.registry.web.signing_host import PAGES, SIGNING, SigningHost, asked, device, enrolled, led, signing, to_sign

__all__ = ["asked", "enrolled", "signing", "studio"]


def test_a_signature_by_passkey_gives_a_consent_that_verifies_alone(
    visit: Callable[[str], Visitor], signing: SigningHost, asked: tuple[Passkey, str],
    enrolled: Callable[..., Passkey], desk: Desk, people: People,
) -> None:  # fmt: skip
    key, consent = asked
    ursula = enrolled("ursula")
    alice = visit("alice")
    assert "Sign with your passkey" in alice.get(f"/consents/{consent}").text
    secret = led(alice.post(f"/consents/{consent}/passkey/signature"))
    shown = signing.shows(secret)
    assert shown["text"] == desk.consents.words(people.alice, consent)
    assert shown["document"].encode() == desk.consents.document_bytes(people.alice, consent)
    answer = signing.signs(secret, key)
    assert answer.status_code == 200, answer.text
    assert answer.json["back"] == f"{PAGES}/consents/{consent}"
    sent = {"countersign-description_specific": "yes"}
    secret = led(visit("ursula").post(f"/consents/{consent}/passkey/countersignature", sent))
    assert signing.signs(secret, ursula).status_code == 200
    file = parse_signed(json.dumps(desk.consents.file(people.alice, consent)))
    proof = verify_consent(file.document, file.signatures, text=file.text)
    assert (proof.signer, proof.countersigners) == (key.fingerprint, (ursula.fingerprint,))
    with desk.db.read() as session:
        (found,) = filed(
            session, session.get_one(Performer, people.alice.performer_id), file.document.production_id, unit_key=""
        )
    assert found.counts


REFUSED = {
    "altered": ({"challenge": "AAAA"}, "something else than this document"),
    "wrong origin": ({"origin": "http://sign.localhost:9999"}, "another site"),
    "the pages' origin": ({"origin": PAGES}, "another site"),
    "framed": ({"crossOrigin": True}, "inside a page of another site"),
    "made to register": ({"kind": "webauthn.create"}, "not made to sign"),
}


@pytest.mark.parametrize("way", REFUSED)
def test_an_assertion_that_was_made_otherwise_is_refused_with_its_reason(
    visit: Callable[[str], Visitor], signing: SigningHost, asked: tuple[Passkey, str], way: str, desk: Desk,
    people: People,
) -> None:  # fmt: skip
    key, consent = asked
    changes, said = REFUSED[way]
    secret = to_sign(visit, consent)
    answer = signing.signs(secret, key, **changes)
    assert answer.status_code == 422
    assert said in answer.json["problem"]
    assert desk.consents.get(people.alice, consent).signed_at is None
    assert signing.signs(secret, key).status_code == 200, "what was refused spends no request"


def test_an_assertion_that_was_spoiled_is_refused(
    visit: Callable[[str], Visitor], signing: SigningHost, asked: tuple[Passkey, str]
) -> None:
    key, consent = asked
    secret = to_sign(visit, consent)
    for part in ("authenticatorData", "clientDataJSON", "signature"):
        made = key.answer(signing.challenge(secret))
        made["response"][part] = "AAAA" + made["response"][part][4:]
        answer = signing.sends(secret, made)
        assert answer.status_code == 422, part
        assert "refused" in answer.json["problem"]
    for credential in (None, [], {}, {"type": "public-key", "id": 7, "response": {}}):
        assert signing.sends(secret, credential).status_code == 422
    for content in (b"{", b"[]", b'{"id": 7}', b'{"id": 1.5}'):
        assert signing.client.post("/sign/answer", data=content, base_url=SIGNING).status_code == 422


def test_whom_the_authenticator_did_not_verify_signs_nothing(
    visit: Callable[[str], Visitor], signing: SigningHost, asked: tuple[Passkey, str]
) -> None:
    key, consent = asked
    answer = signing.signs(to_sign(visit, consent), replace(key, flags=PRESENT))
    assert (answer.status_code, "did not verify" in answer.json["problem"]) == (422, True)


def test_a_request_is_answered_once_and_soon(
    visit: Callable[[str], Visitor], signing: SigningHost, asked: tuple[Passkey, str], clock: Clock
) -> None:
    key, consent = asked
    late = to_sign(visit, consent)
    clock.forward(minutes=10)
    answer = signing.sends(late, key.answer(bytes(32)))
    assert (answer.status_code, "is over" in answer.json["problem"]) == (409, True)
    assert signing.post("/sign/request", {"id": late}).status_code == 409
    secret = to_sign(visit, consent)
    made = key.answer(signing.challenge(secret))
    assert signing.sends(secret, made).status_code == 200
    again = signing.sends(secret, made)
    assert (again.status_code, "signed already" in again.json["problem"]) == (409, True)
    unknown = signing.sends("A" * 43, made)
    assert (unknown.status_code, "nothing to sign" in unknown.json["problem"]) == (404, True)


def test_an_assertion_for_other_bytes_is_refused(
    visit: Callable[[str], Visitor], signing: SigningHost, asked: tuple[Passkey, str], studio: Studio,
    verified_alice: Verified,
) -> None:  # fmt: skip
    """Also for the same terms, drawn up once more: each paper has a nonce of its own."""
    key, consent = asked
    other = studio.draft(verified_alice.id)
    made = key.answer(signing.challenge(to_sign(visit, other)))
    answer = signing.sends(to_sign(visit, consent), made)
    assert (answer.status_code, "something else" in answer.json["problem"]) == (422, True)


def test_another_ones_request_is_opened_for_nobody_and_their_passkey_signs_nothing(
    visit: Callable[[str], Visitor], signing: SigningHost, asked: tuple[Passkey, str], enrolled: Callable[..., Passkey]
) -> None:
    key, consent = asked
    bob = enrolled("bob")
    for name in ("bob", "victor", "petra", "nora"):
        assert visit(name).post(f"/consents/{consent}/passkey/signature").status_code == 404
    answer = signing.signs(to_sign(visit, consent), bob)  # he got hold of her request, and has a passkey of his own
    assert (answer.status_code, "not the key that may sign" in answer.json["problem"]) == (422, True)
    answer = signing.signs(to_sign(visit, consent), replace(bob, id=key.id))  # and says that it is hers
    assert (answer.status_code, "does not fit" in answer.json["problem"]) == (422, True)


def test_who_may_not_any_more_signs_nothing_with_a_request_that_is_open(
    visit: Callable[[str], Visitor], signing: SigningHost, asked: tuple[Passkey, str], desk: Desk, people: People
) -> None:
    key, consent = asked
    secret = to_sign(visit, consent)
    challenge = signing.challenge(secret)
    desk.performers.revoke_key(people.alice, people.alice.performer_id, key.fingerprint)
    answer = signing.sends(secret, key.answer(challenge))
    assert (answer.status_code, "not registered" in answer.json["problem"]) == (422, True)
    desk.accounts.disable(people.ada, people.accounts["alice"])
    assert signing.sends(secret, key.answer(challenge)).status_code in (404, 409)


def test_a_passkey_that_signs_in_signs_nothing_and_one_that_signs_lets_nobody_in(
    visit: Callable[[str], Visitor], visitor: Visitor, signing: SigningHost, asked: tuple[Passkey, str], clock: Clock
) -> None:
    key, consent = asked
    alice = visit("alice")
    own = Passkey("localhost", PAGES)
    asked_for = alice.prove().post("/passkeys/options").json
    made = own.registration(from_base64url(asked_for["challenge"]))
    assert alice.post("/passkeys", {"label": "phone", "credential": json.dumps(made)}).status_code == 303
    clock.forward(seconds=1)
    secret = to_sign(visit, consent)
    answer = signing.signs(secret, own)
    assert (answer.status_code, "not the key that may sign" in answer.json["problem"]) == (422, True)
    lying = replace(own, id=key.id)
    assert "another site" in signing.signs(secret, lying).json["problem"]
    assert "another relying party" in signing.signs(secret, lying, origin=SIGNING).json["problem"]
    # the challenge of a sign-in, answered by the very key that signs
    visitor.get("/sign-in")
    challenge = from_base64url(visitor.post("/sign-in/passkey/options").json["challenge"])
    assert "something else" in signing.sends(secret, key.answer(challenge)).json["problem"]
    for credential in (key.answer(challenge), replace(key, id=own.id).answer(challenge, origin=PAGES)):
        assert visitor.post("/sign-in/passkey", {"credential": json.dumps(credential)}).status_code == 401


def test_an_authenticator_whose_count_goes_back_is_refused(
    visit: Callable[[str], Visitor], signing: SigningHost, asked: tuple[Passkey, str], studio: Studio,
    verified_alice: Verified,
) -> None:  # fmt: skip
    key, consent = asked
    key.count = 5
    assert signing.signs(to_sign(visit, consent), key).status_code == 200
    other = studio.draft(verified_alice.id)
    answer = signing.signs(to_sign(visit, other), key)
    assert (answer.status_code, "copied" in answer.json["problem"]) == (409, True)
    key.count = 6
    assert signing.signs(to_sign(visit, other), key).status_code == 200


def test_what_a_passkey_says_of_its_backup_is_kept_and_shown(
    visit: Callable[[str], Visitor], enrolled: Callable[..., Passkey], desk: Desk, people: People
) -> None:
    enrolled("alice", flags=PRESENT | VERIFIED | ELIGIBLE | BACKED_UP)
    with desk.db.read() as session:
        (row,) = session.scalars(select(Kept))
    assert (row.label, row.backup_eligible, row.backed_up, row.sign_count) == ("alice's phone", True, True, 0)
    page = visit("alice").get(f"/performers/{people.alice.performer_id}/keys").text
    assert "alice&#39;s phone" in page
    assert "kept in more than one place" in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"origin": PAGES}, "origin"),
        ({"challenge": "AAAA"}, "challenge"),
        ({"crossOrigin": True}, "another site"),
        ({"kind": "webauthn.get"}, "type"),
    ],
)
def test_a_passkey_that_was_made_otherwise_becomes_no_key(
    visit: Callable[[str], Visitor], signing: SigningHost, people: People, changes: dict[str, Any], said: str
) -> None:
    secret = led(visit("alice").post(f"/performers/{people.alice.performer_id}/passkeys", {"label": "phone"}))
    key = device()
    made = key.registration(signing.challenge(secret))
    kind = changes.pop("kind", "webauthn.create")

    made["response"]["clientDataJSON"] = to_base64url(key.client_data(kind, signing.challenge(secret), **changes))
    answer = signing.sends(secret, made)
    assert answer.status_code == 422
    assert said in answer.json["problem"]
    assert signing.makes(secret, replace(key, flags=PRESENT)).status_code == 422
    assert signing.makes(secret, replace(key, rp_id="localhost")).status_code == 422
    assert signing.makes(secret, key).status_code == 200


def test_nobody_types_a_passkey(desk: Desk, people: People) -> None:
    public = device().public

    with pytest.raises(Invalid):
        desk.performers.add_key(people.alice, people.alice.performer_id, "passkey", to_base64url(public))
    with pytest.raises(Invalid):
        desk.unions.add_key(people.ursula, "players-guild", to_base64url(public), "passkey")


def test_a_withdrawal_and_an_answer_are_kept_with_their_signature(
    visit: Callable[[str], Visitor], signing: SigningHost, asked: tuple[Passkey, str], desk: Desk, people: People
) -> None:
    key, consent = asked
    assert signing.signs(to_sign(visit, consent), key).status_code == 200
    alice = visit("alice")
    first, second = (led(alice.post(f"/consents/{consent}/passkey/withdrawal")) for _ in range(2))
    made = key.answer(signing.challenge(first))
    assert "something else" in signing.sends(second, made).json["problem"]
    assert signing.sends(first, made).status_code == 200
    assert desk.consents.get(people.alice, consent).state == "withdrawn"
    paper = parse_signed_act(alice.get(f"/consents/{consent}/withdrawal.json").get_data())
    assert verify_act(paper)
    assert paper.signature.fingerprint == key.fingerprint
    assert visit("petra").get(f"/consents/{consent}/withdrawal.json").status_code == 404
    late = signing.sends(second, key.answer(signing.challenge(second)))
    assert late.status_code == 409, "it is withdrawn already"


def test_a_lost_passkey_is_replaced_by_the_union_and_what_it_signed_still_counts(
    visit: Callable[[str], Visitor], signing: SigningHost, asked: tuple[Passkey, str], enrolled: Callable[..., Passkey],
    desk: Desk, people: People, studio: Studio, clock: Clock,
) -> None:  # fmt: skip
    lost, consent = asked
    assert signing.signs(to_sign(visit, consent), lost).status_code == 200
    studio.countersigned(consent)
    waiting = studio.draft(people.alice.performer_id)
    found = enrolled("alice", confirmed=False)
    alice = str(people.alice.performer_id)

    def counts() -> bool:
        with desk.db.read() as session:
            (one,) = filed(session, session.get_one(Performer, alice), studio.production, unit_key="")
        return one.counts

    verify = desk.performers.verify
    with pytest.raises(PermissionError):
        verify(people.alice, alice, "Alice", found.fingerprint, "it is me", replaces=lost.fingerprint)
    with pytest.raises(PermissionError):
        verify(people.victor, alice, "Alice", found.fingerprint, "met", replaces=lost.fingerprint)
    with pytest.raises(Invalid):
        verify(people.ursula, alice, "Alice", found.fingerprint, "met in person", replaces=found.fingerprint)
    verify(people.ursula, alice, "Alice", found.fingerprint, "met in person", replaces=lost.fingerprint)
    assert counts(), "a lost key is nobody else's"
    refused = visit("alice").post(f"/consents/{waiting}/passkey/signature")
    assert refused.status_code in (303, 409)
    if refused.status_code == 303:
        assert signing.signs(led(refused), lost).status_code == 422
    assert parse_signed(
        json.dumps(desk.consents.file(people.alice, studio.draft(alice)))
    ).document.signer.key_fingerprint == (found.fingerprint)
    desk.performers.revoke_key(people.alice, alice, lost.fingerprint)  # it was stolen after all
    assert not counts()
    with pytest.raises(NotFound):
        desk.performers.revoke_key(people.alice, alice, lost.fingerprint)


def test_the_line_that_begins_with_public_key_is_taken_as_it_is(
    visit: Callable[[str], Visitor], people: People
) -> None:

    made = new_key("alice")
    line = f"public key: {to_base64url(made.public)}"
    alice = str(people.alice.performer_id)
    assert visit("alice").post(f"/performers/{alice}/keys", {"public_key": line}).status_code == 303
    assert made.fingerprint in visit("alice").get(f"/performers/{alice}/keys").text
    with pytest.raises(Conflict):
        people.desk.unions.add_key(people.ursula, "players-guild", line)


def test_no_key_is_offered_in_the_place_of_itself(
    visit: Callable[[str], Visitor], enrolled: Callable[..., Passkey], desk: Desk, people: People, verified_alice: Verified
) -> None:  # fmt: skip
    ursula, page = visit("ursula"), f"/unions/players-guild/members/{verified_alice.id}"
    label = "This key takes the place of a lost one"
    assert label not in ursula.get(page).text, "there is one key alone"
    further, _ = enrolled("alice", confirmed=False), enrolled("ursula")
    shown = ursula.get(page).text
    offered = shown.split('id="replaces" name="replaces"')[1].split("</select>")[0]
    assert verified_alice.key.fingerprint in offered
    assert further.fingerprint not in offered, "nobody has confirmed it, so nothing was lost with it"
    sent = {
        "name": "Alice", "key_fingerprint": verified_alice.key.fingerprint, "method": "met in person",
        "replaces": verified_alice.key.fingerprint,
        "likeness_digest": desk.performers.card(people.ursula, verified_alice.id).likeness_digest or "",
    }  # fmt: skip
    for path in (page, f"{page}/replacement"):
        refused = ursula.post(path, sent)
        assert refused.status_code == 422
        at_the_field = refused.text.split('id="replaces-error"')[1].split("</div>")[0]
        assert "the key that you are confirming" in at_the_field
    assert [key.fingerprint for key in desk.performers.card(people.alice, verified_alice.id).keys] == [
        verified_alice.key.fingerprint, further.fingerprint,
    ]  # fmt: skip


def test_a_union_signs_with_its_own_passkey_that_a_key_was_lost(
    visit: Callable[[str], Visitor], signing: SigningHost, enrolled: Callable[..., Passkey], desk: Desk, people: People,
    verified_alice: Verified,
) -> None:  # fmt: skip
    found, ursula = enrolled("alice", confirmed=False), enrolled("ursula")
    page = f"/unions/players-guild/members/{verified_alice.id}"
    browser = visit("ursula")
    assert "signed with your passkey" in browser.get(page).text
    sent = {
        "name": "Alice", "key_fingerprint": found.fingerprint, "method": "met in person",
        "likeness_digest": desk.performers.card(people.ursula, verified_alice.id).likeness_digest or "",
    }  # fmt: skip
    assert browser.post(f"{page}/replacement", sent).status_code == 422
    secret = led(browser.post(f"{page}/replacement", sent | {"replaces": verified_alice.key.fingerprint}))
    shown = signing.shows(secret)
    for words in (found.fingerprint, verified_alice.key.fingerprint, "met in person", "as the union"):
        assert words in shown["text"]
    assert "something else" in signing.sends(secret, ursula.answer(bytes(32))).json["problem"]
    assert signing.signs(secret, ursula).status_code == 200
    card = desk.performers.card(people.alice, verified_alice.id)
    assert [key.fingerprint for key in card.keys] == [found.fingerprint]
    alice = visit("alice")
    link = f"/performers/{verified_alice.id}/keys/replaced/{card.confirmations[0].id}.json"
    assert link in alice.get(f"/performers/{verified_alice.id}/keys").text
    paper = parse_signed_act(alice.get(link).get_data())
    assert verify_act(paper)
    assert paper.signature.fingerprint == ursula.fingerprint
    assert visit("bob").get(link).status_code == 404
