"""Consents: signed with the signer's own key, countersigned where covered, given, refused, withdrawn."""

import hashlib
import json
from typing import Any

import pytest

from consent.signature import new_key, sign
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.permissions import Forbidden
from tests.registry.checks.conftest import AGREEMENT, a_scope
from tests.registry.checks.conftest import studio as studio  # the fixture


def state(studio: Any, consent: str, name: str = "alice") -> str:
    return studio.desk.consents.get(studio.people.__getattr__(name), consent).state


def test_a_consent_is_given_once_signer_and_union_have_signed(studio: Any, verified_alice: Any) -> None:
    consent = studio.draft(verified_alice.id)
    assert state(studio, consent) == "requested"
    studio.signed(consent, verified_alice.key, "alice")
    assert state(studio, consent) == "requested"
    assert studio.desk.consents.get(studio.people.ursula, consent).missing_countersigners == ("players-guild",)
    studio.countersigned(consent)
    assert state(studio, consent) == "given"


def test_without_coverage_no_countersignature_is_needed(studio: Any, verified_alice: Any, people: Any) -> None:
    studio.desk.consents.confirm_coverage(people.ursula, verified_alice.id, studio.production, AGREEMENT, False)
    consent = studio.draft(verified_alice.id)
    studio.signed(consent, verified_alice.key, "alice")
    assert state(studio, consent) == "given"


def test_coverage_denied_later_gives_what_only_waited_for_the_union(
    studio: Any, verified_alice: Any, people: Any
) -> None:
    consent = studio.draft(verified_alice.id)
    studio.signed(consent, verified_alice.key, "alice")
    studio.desk.consents.confirm_coverage(people.ursula, verified_alice.id, studio.production, AGREEMENT, False)
    assert state(studio, consent) == "given"


def test_the_words_shown_are_the_words_whose_digest_is_signed(studio: Any, verified_alice: Any, people: Any) -> None:
    consent = studio.draft(verified_alice.id)
    words = studio.desk.consents.words(people.alice, consent)
    document = json.loads(studio.desk.consents.document_bytes(people.alice, consent))
    assert document["text"]["sha256"] == hashlib.sha256(words.encode()).hexdigest()
    assert document["production_id"] == studio.production
    assert document["signer"]["key_fingerprint"] == verified_alice.key.fingerprint
    assert "any" in str(document["scope"]["scenes"])


@pytest.mark.parametrize("missing", ["territories", "training", "compensation", "max_uses"])
def test_a_scope_that_leaves_a_dimension_unsaid_cannot_be_drafted(
    studio: Any, verified_alice: Any, people: Any, missing: str
) -> None:
    scope = a_scope(studio.production)
    del scope[missing]
    with pytest.raises(Invalid) as told:
        studio.desk.consents.draft(people.petra, verified_alice.id, studio.production, scope)
    assert f"scope.{missing}" in told.value.fields


def test_only_the_named_key_signs_and_only_these_bytes(studio: Any, verified_alice: Any, people: Any) -> None:
    consents, consent = studio.desk.consents, studio.draft(verified_alice.id)
    message = consents.document_bytes(people.alice, consent)
    for signature in (
        sign(new_key(), message, "signer"),
        sign(verified_alice.key, message + b" ", "signer"),
        sign(verified_alice.key, message, "countersigner"),
    ):
        with pytest.raises(Invalid):
            consents.add_signature(people.alice, consent, signature.as_dict())
    with pytest.raises(Invalid):
        consents.add_signature(people.alice, consent, {"kind": "ed25519"})
    assert state(studio, consent) == "requested"
    assert consents.signatures(people.alice, consent) == []


def test_nobody_but_the_performer_s_side_hands_a_signature_in(studio: Any, verified_alice: Any, people: Any) -> None:
    consent = studio.draft(verified_alice.id)
    signature = sign(verified_alice.key, studio.desk.consents.document_bytes(people.alice, consent), "signer").as_dict()
    for other in (people.petra, people.ursula, people.bob, people.ada, people.nora):
        with pytest.raises(Forbidden):
            studio.desk.consents.add_signature(other, consent, signature)


def test_a_countersignature_needs_the_covering_union_s_own_key_after_the_signer(
    studio: Any, verified_alice: Any, people: Any
) -> None:
    consents, consent = studio.desk.consents, studio.draft(verified_alice.id)
    message = consents.document_bytes(people.ursula, consent)
    good = sign(studio.union_key, message, "countersigner").as_dict()
    with pytest.raises(Conflict):
        consents.countersign(people.ursula, consent, good, "yes")
    studio.signed(consent, verified_alice.key, "alice")
    with pytest.raises(Invalid):
        consents.countersign(people.ursula, consent, sign(new_key(), message, "countersigner").as_dict(), "yes")
    with pytest.raises(Invalid):
        consents.countersign(people.ursula, consent, good, "perhaps")
    for other in (people.victor, people.petra, people.alice, people.ada):
        with pytest.raises(Forbidden):
            consents.countersign(other, consent, good, "yes")
    consents.countersign(people.ursula, consent, good, "no")
    assert state(studio, consent) == "given"


def test_a_refusal_is_not_told_to_the_production(studio: Any, verified_alice: Any, people: Any) -> None:
    consents = studio.desk.consents
    refused, open_ = studio.draft(verified_alice.id), studio.draft(verified_alice.id)
    consents.refuse(people.alice, refused)
    assert (state(studio, refused), state(studio, refused, "ursula")) == ("refused", "refused")
    seen = [consents.get(people.petra, consent) for consent in (refused, open_)]
    assert [view.state for view in seen] == ["requested", "requested"]
    kinds = [[moment.kind for moment in consents.history(people.petra, consent)] for consent in (refused, open_)]
    assert kinds[0] == kinds[1]
    assert "consent.refused" in [moment.kind for moment in consents.history(people.alice, refused)]
    with pytest.raises(Conflict):
        studio.signed(refused, verified_alice.key, "alice")


def test_a_given_consent_that_waits_for_a_union_again_says_so_in_its_history(
    studio: Any, verified_alice: Any, people: Any
) -> None:
    desk, alice = studio.desk, verified_alice.id

    def lines(name: str = "alice") -> list[tuple[str, str]]:
        return [(line.kind, line.union) for line in desk.consents.history(getattr(people, name), consent)]

    def confirmed() -> None:
        desk.unions.claim_membership(people.alice, alice, "players-guild")
        desk.unions.confirm_membership(people.ursula, alice, "players-guild")

    waits, again = ("consent.waits", "players-guild"), ("consent.counts_again", "")
    desk.unions.end_membership(people.alice, alice, "players-guild")
    consent = studio.draft(alice)
    studio.signed(consent, verified_alice.key, "alice")
    assert (state(studio, consent), lines()[-1]) == ("given", ("consent.given", ""))
    confirmed()
    for name in ("alice", "ursula", "petra"):
        assert (state(studio, consent, name), lines(name)[-1]) == ("signed", waits)
    assert desk.consents.history(people.alice, consent)[-1].actor == people.ursula.account_id
    assert {line.actor for line in desk.consents.history(people.petra, consent)} == {""}
    desk.unions.end_membership(people.ursula, alice, "players-guild")
    assert (state(studio, consent), lines()[-1]) == ("given", again)
    confirmed()
    desk.consents.confirm_coverage(people.ursula, alice, studio.production, AGREEMENT, False)
    desk.consents.confirm_coverage(people.ursula, alice, studio.production, AGREEMENT, True)
    assert lines()[-3:] == [waits, again, waits]
    studio.countersigned(consent)
    assert (state(studio, consent), lines()[-1]) == ("given", ("consent.countersigned", ""))
    other = studio.draft(alice)
    assert [line.kind for line in desk.consents.history(people.alice, other)] == ["consent.drafted"]
    desk.consents.withdraw(people.alice, consent)
    desk.consents.confirm_coverage(people.ursula, alice, studio.production, AGREEMENT, False)
    assert lines()[-1] == ("consent.withdrawn", "")


@pytest.mark.parametrize("name", ["alice", "ursula"])
def test_performer_and_union_withdraw_at_once(studio: Any, verified_alice: Any, people: Any, name: str) -> None:
    consent = studio.consent(verified_alice, "alice")
    studio.desk.consents.withdraw(people.__getattr__(name), consent)
    assert (state(studio, consent), state(studio, consent, "petra")) == ("withdrawn", "ended")
    with pytest.raises(Conflict):
        studio.desk.consents.withdraw(people.alice, consent)
    history = studio.desk.consents.history(people.petra, consent)
    assert "consent.withdrawn" not in [moment.kind for moment in history]
    assert {moment.actor for moment in history} == {""}


def test_nobody_else_withdraws(studio: Any, verified_alice: Any, people: Any) -> None:
    consent = studio.consent(verified_alice, "alice")
    for other in (people.petra, people.quentin, people.bob, people.victor, people.ada, people.nora):
        with pytest.raises(Forbidden):
            studio.desk.consents.withdraw(other, consent)


def test_only_those_concerned_see_a_consent(studio: Any, verified_alice: Any, people: Any) -> None:
    consent = studio.consent(verified_alice, "alice")
    for name in ("alice", "ursula", "petra"):
        assert [view.id for view in studio.desk.consent_lists.page(people.__getattr__(name)).rows] == [consent]
    for other in (people.bob, people.victor, people.quentin, people.ada, people.nora):
        assert studio.desk.consent_lists.page(other).rows == ()
        for look in (studio.desk.consents.get, studio.desk.consents.file, studio.desk.consents.history):
            with pytest.raises(NotFound):
                look(other, consent)


def test_a_consent_that_takes_another_s_place_ends_it(studio: Any, verified_alice: Any, people: Any) -> None:
    old = studio.consent(verified_alice, "alice")
    new = studio.desk.consents.draft(
        people.petra, verified_alice.id, studio.production, a_scope(studio.production), replaces=old
    ).id
    studio.signed(new, verified_alice.key, "alice")
    assert state(studio, old) == "given"
    studio.countersigned(new)
    assert (state(studio, old), state(studio, new)) == ("superseded", "given")


def test_a_production_cannot_ask_in_another_s_name(studio: Any, verified_alice: Any, people: Any) -> None:
    with pytest.raises(Forbidden):
        studio.desk.consents.draft(people.quentin, verified_alice.id, studio.production, a_scope(studio.production))


def test_a_performer_without_a_key_cannot_be_asked(studio: Any, people: Any) -> None:
    with pytest.raises(NotFound):  # whether they are registered is nothing that the production learns
        studio.draft(people.bob.performer_id)
    with pytest.raises(Conflict, match="consent-signer-has-no-key"):
        studio.desk.consents.draft(people.bob, people.bob.performer_id, studio.production, a_scope(studio.production))
