"""A1: what a verdict is built from is what was so at the signature, and what somebody has said; silence is neither."""

from typing import Any

import pytest

from consent.canonical import to_base64url
from consent.signature import new_key, sign
from registry.checks.viewed import exit_status
from tests.registry.checks.conftest import a_scope, as_replica, shot


@pytest.mark.parametrize("kind", ["authorised_representative", "manager"])
@pytest.mark.attack("A10.authority-given-later")
def test_an_authority_that_is_given_later_heals_no_signature(
    desk: Any, studio: Any, people: Any, verified_alice: Any, shows: Any, clock: Any, kind: str
) -> None:
    def given() -> Any:
        claim = desk.representations.claim(people.alice, people.accounts["nora"], verified_alice.id, kind, "a contract")
        desk.representations.confirm(people.ursula, claim.id)
        clock.forward(hours=1)
        return claim

    def sent(consent: str, who: Any) -> None:
        message = desk.consents.document_bytes(people.alice, consent)
        desk.consents.add_signature(who, consent, sign(key, message, "signer").as_dict())
        studio.countersigned(consent)

    def drafted() -> str:
        scope = a_scope(studio.production)
        made = desk.consents.draft(people.petra, verified_alice.id, studio.production, scope, signer_role=kind)
        return str(made.id)

    first, key = given(), new_key("nora")
    desk.performers.add_key(people.nora, verified_alice.id, "ed25519", to_base64url(key.public))
    desk.performers.verify(people.ursula, verified_alice.id, "Alice", key.fingerprint, "met in person")
    desk.representations.end(people.alice, first.id)
    sent(drafted(), people.alice)  # a signature of somebody who acts for nobody any more
    clock.forward(hours=1)
    content, declared = shows("alice"), studio.declare(as_replica(verified_alice.id))
    assert exit_status(studio.check(content, declared)) == 1
    given()
    assert exit_status(studio.check(content, declared)) == 1
    sent(drafted(), people.nora)
    assert exit_status(studio.check(content, declared)) == 0


@pytest.mark.attack("A6.lines-unsaid")
def test_where_a_consent_counts_lines_saying_nothing_is_not_saying_one(
    studio: Any, verified_alice: Any, shows: Any
) -> None:
    studio.consent(verified_alice, "alice", max_uses=3, unit="line")

    def status(unit: str, **use: Any) -> int:
        declared = shot(studio, verified_alice.id, unit)
        return exit_status(studio.check(shows("alice"), declared | {"use": declared["use"] | use}))

    assert status("SH1") == status("SH2", lines=None) == 3
    assert status("SH3", lines=2) == 0
    assert status("SH4", lines=2) == 1
    assert status("SH5", lines=1) == 0
