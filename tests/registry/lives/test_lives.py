"""Births and deaths are put on record by those who may know, and every paper is judged by the day of its signature."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from consent.signature import SigningKey, sign
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.permissions import Forbidden
from registry.ledger.record import record
from registry.records.events import EventKind
from registry.records.tables.accounts import Representation
from registry.records.tables.ledger import Event, Notice
from registry.records.tables.performers import Performer
from tests.registry.checks.conftest import a_scope, as_replica

DIED, PROOF = date(2026, 10, 5), "death certificate seen"


def messages(desk: Any, **whose: str) -> list[str]:
    ((column, whom),) = whose.items()
    with desk.db.read() as session:
        return list(session.scalars(select(Notice.message).where(getattr(Notice, column) == whom)))


def cleared(studio: Any, verified: Any, shows: Any, name: str = "alice", **scope: Any) -> tuple[str, Any]:
    consent = studio.consent(verified, name, **scope)
    view = studio.check(shows(name), studio.declare(as_replica(verified.id)))
    assert view.verdict == "cleared"
    return consent, view


def again(studio: Any, view: Any) -> Any:
    return studio.desk.checks.get(studio.people.petra, view.id)


def test_a_death_ends_the_consents_that_end_with_it_and_tells_everybody(
    desk: Any, studio: Any, people: Any, verified_alice: Any, shows: Any
) -> None:
    consent, view = cleared(studio, verified_alice, shows)
    desk.lives.record(people.ursula, verified_alice.id, "death", DIED, PROOF)
    assert again(studio, view).verdict == "blocked"
    assert desk.consents.get(people.alice, consent).state == "terminated"
    assert [flaw.message for flaw in desk.consents.get(people.ursula, consent).flaws] == ["death.ends"]
    shown = desk.consents.get(people.petra, consent)
    assert (shown.state, shown.flaws) == ("ended", ())
    assert {"notice-life-death", "notice-consent-affected"} <= set(messages(desk, performer_id=verified_alice.id))
    assert {"notice-life-death", "notice-consent-affected"} <= set(messages(desk, union_id="players-guild"))
    assert "notice-consent-not-usable" in messages(desk, production_id=studio.production)
    with desk.db.read() as session:
        kinds = session.scalars(select(Event.kind).where(Event.subject.in_([verified_alice.id, consent]))).all()
    assert {EventKind.DEATH_RECORDED, EventKind.CONSENT_AFFECTED} <= set(kinds)


def test_a_consent_that_survives_goes_on(desk: Any, studio: Any, people: Any, verified_alice: Any, shows: Any) -> None:
    consent, view = cleared(studio, verified_alice, shows, survives_death="yes")
    desk.lives.record(people.ursula, verified_alice.id, "death", DIED, PROOF)
    assert again(studio, view).verdict == "cleared"
    assert desk.consents.get(people.alice, consent).state == "given"
    assert "notice-consent-not-usable" not in messages(desk, production_id=studio.production)


def test_a_death_that_was_none_is_corrected_by_another_and_everything_counts_again(
    desk: Any, studio: Any, people: Any, verified_alice: Any, shows: Any, colleague: Any, clock: Any
) -> None:
    consent, view = cleared(studio, verified_alice, shows)
    desk.lives.record(people.ursula, verified_alice.id, "death", DIED, PROOF)
    with pytest.raises(Conflict, match="life-corrected-by-another"):
        desk.lives.record(people.ursula, verified_alice.id, "alive", None, "she rang")
    clock.forward(minutes=1)
    desk.lives.record(colleague, verified_alice.id, "alive", None, "she came to the office")
    assert again(studio, view).verdict == "cleared"
    assert desk.consents.get(people.alice, consent).state == "given"
    assert "notice-consent-usable-again" in messages(desk, production_id=studio.production)
    with pytest.raises(Conflict, match="life-on-record"):
        desk.lives.record(colleague, verified_alice.id, "alive", None, "again")


def test_only_the_union_that_confirmed_them_and_the_confirmed_estate_record_a_life(
    desk: Any, people: Any, verified_alice: Any, act_for: Callable[..., SigningKey]
) -> None:
    desk.unions.claim_membership(people.alice, verified_alice.id, "stage-alliance")  # claimed, and confirmed by nobody
    act_for("nora", verified_alice.id, "manager")
    for name in ("alice", "bob", "victor", "petra", "ada", "nora", "quentin"):
        with pytest.raises(Forbidden):
            desk.lives.record(people.__getattr__(name), verified_alice.id, "death", DIED, PROOF)
    people.accounts["edith"] = desk.accounts.create(people.ada, "edith@example.org", "Edith").id
    act_for("edith", verified_alice.id, "estate")
    event = desk.lives.record(people.edith, verified_alice.id, "death", DIED, PROOF)
    assert (event.union_id, event.recorded_by) == (None, people.accounts["edith"])
    assert [one.id for one in desk.lives.of(people.alice, verified_alice.id)] == [event.id]
    with pytest.raises(Forbidden):
        desk.lives.of(people.petra, verified_alice.id)
    with pytest.raises(NotFound):
        desk.lives.record(people.ursula, "P-NONE", "death", DIED, PROOF)


@pytest.mark.parametrize(
    ("kind", "day", "wrong"),
    [
        ("death", date(2026, 10, 6), "day"),  # 5 October, 09:00 in UTC: the 6th has not begun anywhere
        ("death", date(1989, 12, 31), "day"),
        ("death", None, "day"),
        ("birth", date(2026, 10, 6), "day"),
        ("birth", None, "day"),
        ("alive", DIED, "day"),
        ("resurrection", DIED, "kind"),
    ],
)
def test_what_cannot_have_been_is_refused(
    desk: Any, people: Any, verified_alice: Any, kind: str, day: date | None, wrong: str
) -> None:
    desk.lives.record(people.ursula, verified_alice.id, "birth", date(1990, 1, 1), "birth certificate seen")
    with pytest.raises(Invalid) as refused:
        desk.lives.record(people.ursula, verified_alice.id, kind, day, PROOF)
    assert set(refused.value.fields) == {wrong}
    with pytest.raises(Invalid, match="input-invalid"):
        desk.lives.record(people.ursula, verified_alice.id, "death", DIED, " ")


def test_a_day_that_has_begun_somewhere_is_a_day(
    desk: Any, people: Any, studio: Any, verified_alice: Any, clock: Any, shows: Any
) -> None:
    clock.moment = datetime(2026, 10, 5, 11, 0, tzinfo=UTC)  # 1 o'clock on the 6th in Kiritimati
    desk.lives.record(people.ursula, verified_alice.id, "death", date(2026, 10, 6), PROOF)
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert (view.status, view.verdict) == ("decided", "blocked")  # a case of the 5th knows of no death to come


def test_a_minor_s_own_signature_is_refused_and_one_from_before_never_comes_of_age(
    desk: Any, studio: Any, people: Any, verified_alice: Any, shows: Any, clock: Any
) -> None:
    before = studio.consent(verified_alice, "alice")
    desk.lives.record(people.ursula, verified_alice.id, "birth", date(2008, 10, 7), "birth certificate seen")
    later = studio.draft(verified_alice.id)
    with pytest.raises(Conflict, match="consent-signer-barred"):
        studio.signed(later, verified_alice.key, "alice")
    assert desk.consents.get(people.alice, before).state == "invalidated"
    clock.forward(days=10)  # she is 18 now
    desk.lives.come_of_age()
    assert studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id))).verdict != "cleared"
    assert desk.consents.get(people.alice, before).state == "invalidated"


def test_a_release_that_a_minor_signed_never_comes_of_age_either(
    desk: Any, people: Any, verified_alice: Any, fake_matching: Any, clock: Any
) -> None:
    desk.lives.record(people.ursula, verified_alice.id, "birth", date(2008, 10, 7), "birth certificate seen")
    card = desk.performers.card(people.alice, verified_alice.id)
    assert (card.release, card.parked, card.templates) == (None, 3, 3)
    assert "notice-release-void" in messages(desk, performer_id=verified_alice.id)
    digest = desk.performers.release_text("en").digest
    with pytest.raises(Conflict, match="release-guardian-signs"):
        desk.performers.sign_release(people.alice, verified_alice.id, "en", digest)
    confirm = people.ursula, verified_alice.id, "Alice", verified_alice.key.fingerprint, "met in person"
    clock.forward(days=10)
    with pytest.raises(Conflict, match="release-missing"):
        desk.performers.enrol(people.alice, verified_alice.id, [fake_matching.picture("alice")])
    with pytest.raises(Conflict, match="release-missing"):
        desk.performers.verify(*confirm)
    desk.performers.sign_release(people.alice, verified_alice.id, "en", digest)  # an adult's own, from today
    desk.performers.verify(*confirm)
    assert desk.performers.card(people.alice, verified_alice.id).parked == 0


def test_a_guardian_s_release_holds_and_an_adult_has_no_guardian(
    desk: Any, people: Any, act_for: Callable[..., SigningKey]
) -> None:
    performer, digest = str(people.alice.performer_id), desk.performers.release_text("en").digest
    act_for("nora", performer, "guardian")
    desk.lives.record(people.ursula, performer, "birth", date(1990, 1, 1), "birth certificate seen")
    with pytest.raises(Conflict, match="release-adult-signs"):
        desk.performers.sign_release(people.nora, performer, "en", digest)
    desk.lives.record(people.ursula, performer, "birth", date(2014, 1, 1), "a mistake of mine: certificate seen again")
    desk.performers.sign_release(people.nora, performer, "en", digest)
    desk.lives.record(people.ursula, performer, "birth", date(2014, 1, 2), "one day more")
    assert desk.performers.card(people.alice, performer).release is not None


def test_coming_of_age_ends_a_guardian_s_authority_and_has_the_papers_looked_at(
    desk: Any, studio: Any, people: Any, verified_alice: Any, shows: Any, clock: Any, act_for: Callable[..., SigningKey]
) -> None:
    desk.lives.record(people.ursula, verified_alice.id, "birth", date(2008, 10, 20), "birth certificate seen")
    key = act_for("nora", verified_alice.id, "guardian")
    text = desk.performers.release_text("en")
    desk.performers.sign_release(people.nora, verified_alice.id, "en", text.digest)
    desk.performers.verify(people.ursula, verified_alice.id, "Alice", key.fingerprint, "met in person")
    drafted = desk.consents.draft(
        people.petra, verified_alice.id, studio.production, a_scope(studio.production), signer_role="guardian"
    ).id
    signature = sign(key, desk.consents.document_bytes(people.nora, drafted), "signer").as_dict()
    desk.consents.add_signature(people.nora, drafted, signature)
    studio.countersigned(drafted)
    clock.moment = datetime(2026, 10, 19, 9, tzinfo=UTC)
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert view.verdict == "cleared"
    assert desk.lives.come_of_age() == 0
    clock.moment = datetime(2026, 10, 21, 9, tzinfo=UTC)
    assert desk.lives.come_of_age() == 1
    assert desk.lives.come_of_age() == 0
    assert again(studio, view).verdict == "needs_approval"
    with desk.db.read() as session:
        assert session.scalars(select(Representation.ended_at)).one() is not None
    assert "notice-life-of-age" in messages(desk, performer_id=verified_alice.id)
    assert "notice-life-of-age-guardian" in messages(desk, account_id=people.accounts["nora"])
    assert "notice-consent-not-usable" in messages(desk, production_id=studio.production)
    with pytest.raises(Forbidden):
        desk.consents.withdraw(people.nora, drafted)


def test_an_estate_that_signs_before_the_death_is_refused(
    desk: Any, studio: Any, people: Any, verified_alice: Any, act_for: Callable[..., SigningKey]
) -> None:
    key = act_for("nora", verified_alice.id, "estate")
    desk.performers.verify(people.ursula, verified_alice.id, "Alice", key.fingerprint, "met in person")
    drafted = desk.consents.draft(
        people.petra, verified_alice.id, studio.production, a_scope(studio.production), signer_role="estate"
    ).id
    signature = sign(key, desk.consents.document_bytes(people.nora, drafted), "signer").as_dict()
    with pytest.raises(Conflict, match="consent-signer-barred"):
        desk.consents.add_signature(people.nora, drafted, signature)
    desk.lives.record(people.nora, verified_alice.id, "death", DIED, PROOF)
    desk.consents.add_signature(people.nora, drafted, signature)


def test_a_death_said_at_registration_alone_gives_an_estate_no_authority(
    desk: Any, studio: Any, people: Any, verified_alice: Any, shows: Any, act_for: Callable[..., SigningKey]
) -> None:
    key = act_for("nora", verified_alice.id, "estate")
    desk.performers.verify(people.ursula, verified_alice.id, "Alice", key.fingerprint, "met in person")
    with desk.db.write() as session:  # as registration writes it
        performer = session.get_one(Performer, verified_alice.id)
        performer.life, performer.died = "deceased", date(2020, 1, 1)
        record(session, "system", EventKind.PERFORMER_REGISTERED, performer.id)
    drafted = desk.consents.draft(
        people.petra, verified_alice.id, studio.production, a_scope(studio.production), signer_role="estate"
    ).id
    signature = sign(key, desk.consents.document_bytes(people.nora, drafted), "signer").as_dict()
    desk.consents.add_signature(people.nora, drafted, signature)
    studio.countersigned(drafted)
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert view.verdict == "needs_approval"
    desk.lives.record(people.ursula, verified_alice.id, "death", date(2020, 1, 1), PROOF)
    assert again(studio, view).verdict == "cleared"
