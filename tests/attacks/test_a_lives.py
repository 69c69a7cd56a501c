"""Signatures of those who could not sign, waiting for a birthday or a death to make them good."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from consent.canonical import to_base64url
from consent.signature import SigningKey, new_key, sign
from registry.checks.viewed import exit_status
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.permissions import Forbidden
from tests.registry.checks.conftest import a_scope, as_replica

PROOF = "certificate seen"


@pytest.fixture
def acting(desk: Any, people: Any, studio: Any, verified_alice: Any) -> Callable[[str], tuple[str, SigningKey]]:
    """`acting("estate")`: a consent drafted for Nora in that role, and her confirmed key; not signed yet."""

    def make(role: str) -> tuple[str, SigningKey]:
        claim = desk.representations.claim(people.alice, people.accounts["nora"], verified_alice.id, role, "paper 7")
        desk.representations.confirm(people.ursula, claim.id)
        key = new_key("nora")
        desk.performers.add_key(people.nora, verified_alice.id, "ed25519", to_base64url(key.public))
        desk.performers.verify(people.ursula, verified_alice.id, "Alice", key.fingerprint, "met in person")
        scope = a_scope(studio.production)
        return desk.consents.draft(people.petra, verified_alice.id, studio.production, scope, signer_role=role).id, key

    return make


def hand_in(desk: Any, people: Any, consent: str, key: SigningKey) -> None:
    message = desk.consents.document_bytes(people.nora, consent)
    desk.consents.add_signature(people.nora, consent, sign(key, message, "signer").as_dict())


def status(studio: Any, performer: str, content: bytes) -> int:
    return exit_status(studio.check(content, studio.declare(as_replica(performer))))


@pytest.mark.parametrize("recorded", ["before", "after"])
@pytest.mark.attack("A10.signed-at-17")
def test_an_eighteenth_birthday_heals_no_signature(
    desk: Any, studio: Any, people: Any, verified_alice: Any, shows: Any, clock: Any, recorded: str
) -> None:
    born = date(2008, 10, 8)  # 17 on 5 October 2026
    if recorded == "before":
        desk.lives.record(people.ursula, verified_alice.id, "birth", born, PROOF)
        consent = studio.draft(verified_alice.id)
        with pytest.raises(Conflict, match="consent-signer-barred"):
            studio.signed(consent, verified_alice.key, "alice")
    else:
        studio.consent(verified_alice, "alice")
        clock.forward(days=2)
        desk.lives.record(people.ursula, verified_alice.id, "birth", born, PROOF)
    for day in (date(2026, 10, 8), date(2026, 10, 9), date(2027, 1, 1)):
        clock.moment = datetime(day.year, day.month, day.day, 23, tzinfo=UTC)
        desk.lives.come_of_age()
        assert status(studio, verified_alice.id, shows("alice")) != 0


@pytest.mark.attack("A10.released-at-17")
def test_an_eighteenth_birthday_heals_no_biometric_release(
    desk: Any, people: Any, verified_alice: Any, clock: Any, fake_matching: Any
) -> None:
    desk.lives.record(people.ursula, verified_alice.id, "birth", date(2008, 10, 8), PROOF)
    clock.forward(days=30)
    desk.lives.come_of_age()
    assert desk.performers.card(people.alice, verified_alice.id).release is None
    with pytest.raises(Conflict, match="release-missing"):
        desk.performers.enrol(people.alice, verified_alice.id, [fake_matching.picture("alice")])
    (answer,) = desk.gallery.load().ask(fake_matching.examine(fake_matching.picture("alice")).appearances)
    assert answer.answer == "possible"


@pytest.mark.attack("A10.estate-before-the-death")
def test_an_estate_does_not_sign_before_the_death(
    desk: Any, studio: Any, people: Any, verified_alice: Any, shows: Any, acting: Any, clock: Any
) -> None:
    consent, key = acting("estate")
    with pytest.raises(Conflict, match="consent-signer-barred"):
        hand_in(desk, people, consent, key)
    clock.forward(days=1)
    desk.lives.record(people.ursula, verified_alice.id, "death", clock().date(), PROOF)
    assert status(studio, verified_alice.id, shows("alice")) == 1
    hand_in(desk, people, consent, key)
    studio.countersigned(consent)
    assert status(studio, verified_alice.id, shows("alice")) == 0


@pytest.mark.attack("A10.union-before-the-death")
def test_a_union_does_not_sign_before_the_death(desk: Any, studio: Any, people: Any, verified_alice: Any) -> None:
    consent = desk.consents.draft(
        people.petra, verified_alice.id, studio.production, a_scope(studio.production), signer_role="union",
        key_fingerprint=studio.union_key.fingerprint,
    ).id  # fmt: skip
    message = desk.consents.document_bytes(people.ursula, consent)
    with pytest.raises(Conflict, match="consent-signer-barred"):
        desk.consents.add_signature(people.ursula, consent, sign(studio.union_key, message, "signer").as_dict())


@pytest.mark.attack("A10.death-after-registration")
def test_a_death_after_registration_ends_what_it_ends_at_once(
    desk: Any, studio: Any, people: Any, verified_alice: Any, shows: Any, clock: Any
) -> None:
    studio.consent(verified_alice, "alice")
    content, said = shows("alice"), studio.declare(as_replica(verified_alice.id))
    view = studio.check(content, said)
    assert exit_status(view) == 0
    receipt = desk.checks.receipt(people.petra, view.id)["receipt_id"]
    clock.forward(hours=5)
    desk.lives.record(people.ursula, verified_alice.id, "death", date(2026, 10, 5), PROOF)
    assert receipt in str(desk.status.stale_list())
    assert exit_status(desk.checks.get(people.petra, view.id)) == 1
    assert exit_status(studio.check(content, said)) == 1


@pytest.mark.parametrize("days", [1, 2, 365])
@pytest.mark.attack("A10.death-in-the-future")
def test_nobody_dies_ahead_of_time(desk: Any, people: Any, verified_alice: Any, clock: Any, days: int) -> None:
    ahead = (clock() + timedelta(days=days)).date()
    with pytest.raises(Invalid):
        desk.lives.record(people.ursula, verified_alice.id, "death", ahead, PROOF)
    with pytest.raises(Invalid):
        desk.performers.register(people.nora, "Dora", died=ahead)


@pytest.mark.attack("A10.signed-after-death")
def test_nobody_signs_with_the_key_of_the_dead(
    desk: Any, studio: Any, people: Any, verified_alice: Any, clock: Any
) -> None:
    consent = studio.draft(verified_alice.id, survives_death="yes")
    desk.lives.record(people.ursula, verified_alice.id, "death", date(2026, 10, 5), PROOF)
    clock.forward(days=2)
    with pytest.raises(Conflict, match="consent-signer-barred"):
        studio.signed(consent, verified_alice.key, "alice")


@pytest.mark.attack("A10.guardian-after-18")
def test_a_guardian_signs_nothing_for_an_adult(
    desk: Any, people: Any, verified_alice: Any, acting: Any, clock: Any
) -> None:
    consent, key = acting("guardian")
    desk.lives.record(people.ursula, verified_alice.id, "birth", date(2008, 10, 8), PROOF)
    clock.forward(days=10)  # nobody has done the chore that ends the authority yet
    with pytest.raises(Conflict, match="consent-signer-barred"):
        hand_in(desk, people, consent, key)
    assert desk.lives.come_of_age() == 1
    with pytest.raises((Forbidden, NotFound)):
        hand_in(desk, people, consent, key)


@pytest.mark.attack("A10.whoever-likes")
def test_a_life_is_not_recorded_by_whom_it_would_serve(
    desk: Any, people: Any, verified_alice: Any, acting: Any
) -> None:
    acting("manager")
    desk.unions.claim_membership(people.alice, verified_alice.id, "stage-alliance")
    for name in ("petra", "nora", "victor", "ada", "alice"):
        for kind in ("birth", "death"):
            with pytest.raises(Forbidden):
                desk.lives.record(people.__getattr__(name), verified_alice.id, kind, date(1990, 1, 1), PROOF)
