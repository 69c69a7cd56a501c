"""Who signs for whom: guardians, estates and unions, with their authority on record; and papers that were altered."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from consent.canonical import to_base64url
from consent.signature import new_key, sign
from registry.core.errors import Conflict
from registry.ledger.record import record
from registry.records.events import EventKind
from registry.records.tables.consents import Consent, ConsentSignature
from registry.records.tables.reviews import Review
from tests.registry.checks.conftest import AGREEMENT, a_scope, as_replica


def verdict(studio: Any, performer: str, content: bytes, **changes: Any) -> str | None:
    return studio.check(content, studio.declare(as_replica(performer), **changes)).verdict


def becomes(desk: Any, people: Any, performer: str, kind: str, day: date) -> None:
    """Ursula's union puts a birth or a death on record."""
    desk.lives.record(people.ursula, performer, kind, day, "certificate seen")


@pytest.fixture
def signs_for(desk: Any, people: Any, studio: Any, verified_alice: Any) -> Any:
    """`signs_for("guardian", "survives_death"=...)`: Nora's authority confirmed, her key too; a consent signed by her."""

    def sign_as(role: str, *, authority: bool = True, **scope: Any) -> str:
        claim = desk.representations.claim(
            people.alice, people.accounts["nora"], verified_alice.id, role, "court paper 7"
        )
        desk.representations.confirm(people.ursula, claim.id)
        if desk.performers.card(people.nora, verified_alice.id).release is None:
            text = desk.performers.release_text("en")
            desk.performers.sign_release(people.nora, verified_alice.id, "en", text.digest)
        key = new_key("nora")
        desk.performers.add_key(people.nora, verified_alice.id, "ed25519", to_base64url(key.public))
        desk.performers.verify(people.ursula, verified_alice.id, "Alice", key.fingerprint, "met in person")
        drafted = desk.consents.draft(
            people.petra, verified_alice.id, studio.production, a_scope(studio.production, **scope), signer_role=role
        ).id
        message = desk.consents.document_bytes(people.nora, drafted)
        desk.consents.add_signature(people.nora, drafted, sign(key, message, "signer").as_dict())
        studio.countersigned(drafted)
        if not authority:
            desk.representations.end(people.ursula, claim.id)
        return drafted

    return sign_as


def test_a_guardian_signs_for_a_minor_and_for_nobody_else(
    desk: Any, studio: Any, people: Any, verified_alice: Any, signs_for: Any, shows: Any
) -> None:
    becomes(desk, people, verified_alice.id, "birth", date(2014, 5, 1))
    signs_for("guardian")
    assert verdict(studio, verified_alice.id, shows("alice")) == "cleared"
    becomes(desk, people, verified_alice.id, "birth", date(1994, 5, 1))
    assert verdict(studio, verified_alice.id, shows("alice")) == "blocked"


def test_a_minor_s_own_signature_clears_nothing(
    desk: Any, studio: Any, people: Any, verified_alice: Any, shows: Any
) -> None:
    consent = studio.consent(verified_alice, "alice")
    becomes(desk, people, verified_alice.id, "birth", date(2014, 5, 1))
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert view.verdict == "needs_approval"  # her face names nobody until a guardian has released it: a person looks
    with desk.db.read() as session:
        (asked,) = session.scalars(select(Review).where(Review.check_id == view.id))
        assert asked.performer_id == verified_alice.id
    assert desk.consents.get(people.alice, consent).state == "invalidated"


def test_an_authority_that_has_ended_signs_for_nobody(
    desk: Any, studio: Any, people: Any, verified_alice: Any, signs_for: Any, shows: Any
) -> None:
    becomes(desk, people, verified_alice.id, "birth", date(2014, 5, 1))
    signs_for("guardian", authority=False)
    assert verdict(studio, verified_alice.id, shows("alice")) == "blocked"


def test_an_estate_signs_for_the_dead(
    desk: Any, studio: Any, people: Any, verified_alice: Any, signs_for: Any, shows: Any
) -> None:
    becomes(desk, people, verified_alice.id, "death", date(2024, 3, 1))
    signs_for("estate")
    assert verdict(studio, verified_alice.id, shows("alice")) == "cleared"


def test_the_union_signs_where_no_heir_was_found_and_does_not_countersign_itself(
    desk: Any, studio: Any, people: Any, verified_alice: Any, shows: Any
) -> None:
    becomes(desk, people, verified_alice.id, "death", date(2024, 3, 1))
    drafted = desk.consents.draft(
        people.petra, verified_alice.id, studio.production, a_scope(studio.production), signer_role="union",
        key_fingerprint=studio.union_key.fingerprint,
    ).id  # fmt: skip
    message = desk.consents.document_bytes(people.ursula, drafted)
    desk.consents.add_signature(people.ursula, drafted, sign(studio.union_key, message, "signer").as_dict())
    other = new_key("players-guild, second")
    desk.unions.add_key(people.ursula, "players-guild", to_base64url(other.public))
    with pytest.raises((Conflict, PermissionError)):
        desk.consents.countersign(people.ursula, drafted, sign(other, message, "countersigner").as_dict(), "yes")
    film = shows("alice")
    view = studio.check(film, studio.declare(as_replica(verified_alice.id)))
    assert view.verdict != "cleared"
    lena = desk.accounts.create(people.ada, "lena@example.org", "Lena")
    desk.accounts.grant_production(people.ada, lena.id, studio.production, "counsel")
    counsel = desk.accounts.identity(lena.id)
    desk.approvals.give(
        people.ursula, "search_for_heirs", "documented", check_id=view.id, performer_id=verified_alice.id,
        union_id="players-guild",
    )  # fmt: skip
    assert desk.checks.get(people.petra, view.id).verdict == "needs_approval"
    (asked,) = [one for one in desk.waiting_lists.page(counsel).rows if one.kind == "description_specific"]
    desk.approvals.give(
        counsel, "description_specific", "yes", check_id=view.id, performer_id=asked.performer_id,
        params={"consent": asked.consent_id},
    )  # fmt: skip
    assert desk.checks.get(people.petra, view.id).verdict == "cleared"


@pytest.mark.parametrize(
    "altered",
    [
        lambda row: {"document": row.document.replace('"max_uses":5', '"max_uses":9')},
        lambda row: {"document": row.document.replace('"languages":["en"]', '"languages":["es"]')},
        lambda row: {"digest": "0" * 64},
        lambda row: {"text": row.text + " And everything else."},
    ],
)
def test_a_paper_that_was_altered_in_the_database_clears_nothing(
    desk: Any, studio: Any, verified_alice: Any, shows: Any, altered: Any
) -> None:
    signed = studio.consent(verified_alice, "alice")
    with desk.db.write() as session:
        row = session.get_one(Consent, signed)
        session.execute(update(Consent).where(Consent.id == signed).values(**altered(row)))
        record(session, "system", EventKind.PERFORMER_VERIFIED, verified_alice.id)
    assert verdict(studio, verified_alice.id, shows("alice")) == "blocked"


def test_a_consent_without_its_signature_clears_nothing_whatever_its_state_says(
    desk: Any, studio: Any, verified_alice: Any, shows: Any
) -> None:
    drafted = studio.draft(verified_alice.id)
    with desk.db.write() as session:
        session.execute(update(Consent).where(Consent.id == drafted).values(state="given"))
        session.add(
            ConsentSignature(
                consent_id=drafted, role="countersigner", union_id="players-guild", fingerprint="x", signature={},
                submitted_by="x", submitted_at=desk.clock(),
            )
        )  # fmt: skip
        record(session, "system", EventKind.PERFORMER_VERIFIED, verified_alice.id)
    assert verdict(studio, verified_alice.id, shows("alice")) == "blocked"


def test_a_strike_suspends_the_consents_whose_terms_say_so(
    desk: Any, studio: Any, people: Any, verified_alice: Any, shows: Any
) -> None:
    studio.consent(verified_alice, "alice")
    desk.strikes.throw(people.ursula, AGREEMENT, performer_may_refuse="no")
    assert verdict(studio, verified_alice.id, shows("alice")) == "blocked"
