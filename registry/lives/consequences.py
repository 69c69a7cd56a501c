"""What a birth date or a death means for what was signed: each paper judged by the day of its signature, each side told."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consent.clearance.facts import ADULT
from consent.verdicts import strictest
from registry.consents import records
from registry.consents.signers import Flaw, barred_by, flaws
from registry.core.days import age, over_anywhere
from registry.gallery.coverage import bump
from registry.ledger.record import record
from registry.notices.service import notify
from registry.people.release import end
from registry.records.events import EventKind
from registry.records.performers import live_releases, touching
from registry.records.tables.accounts import Representation
from registry.records.tables.consents import Consent
from registry.records.tables.performers import BiometricRelease, Performer, Template

LIVE = ("given", "suspended")

Spoken = Mapping[str, tuple[Flaw, ...]]
"""Consent -> what speaks against it; only where something does."""


def speaking_against(session: Session, performer: Performer, at: datetime) -> Spoken:
    """What speaks now against the performer's consents in force, because of a birth or a death on record."""
    found = {}
    for consent in _in_force(session, performer.id):
        terms = records.document(consent)
        against = flaws(
            terms, performer, signed_at=consent.signed_at or at, now=at, zone=records.zone_of(session, terms)
        )
        if against:
            found[consent.id] = against
    return found


def of_consents(session: Session, actor: str, performer: Performer, before: Spoken, at: datetime) -> None:
    """Puts on record what is different now for each consent, and tells performer, unions and production.

    The production is told that a consent is no longer usable, or is again, not why. `before`: what spoke against them.
    """
    session.flush()
    now = speaking_against(session, performer, at)
    for consent in _in_force(session, performer.id):
        then, against = before.get(consent.id, ()), now.get(consent.id, ())
        consent.barred = barred_by(against)
        if then == against:
            continue
        why = [flaw.message for flaw in against]
        record(session, actor, EventKind.CONSENT_AFFECTED, consent.id, at=at, why=why)
        told = {"consent": consent.id, "verdict": strictest(flaw.verdict for flaw in against) or "none"}
        notify(session, "notice-consent-affected", performer=consent.performer_id, **told)
        for union in sorted(records.touching(session, consent).unions):
            notify(session, "notice-consent-affected", union=union, **told)
        message = "notice-consent-not-usable" if against else "notice-consent-usable-again"
        notify(session, message, production=consent.production_id, consent=consent.id)


def _in_force(session: Session, performer_id: str) -> list[Consent]:
    rows = select(Consent).where(Consent.performer_id == performer_id, Consent.state.in_(LIVE))
    return list(session.scalars(rows.order_by(Consent.drafted_at, Consent.id)))


def of_release(session: Session, actor: str, performer: Performer, at: datetime) -> None:
    """A release that a minor signed alone never was one: it ends, and no later birthday makes it valid.

    The templates are not erased, which would leave the very child unprotected that the law means to protect: they are set
    aside and name nobody any more, until a guardian (or the performer, once of age) has signed and the union confirms anew.
    """
    if not any(signed_by_minor(session, release, performer) for release in live_releases(session, performer.id)):
        return
    end(session, actor, performer.id, at)
    session.execute(
        update(Template).where(Template.performer_id == performer.id, Template.parked_at.is_(None)).values(parked_at=at)
    )
    bump(session)
    notify(session, "notice-release-void", performer=performer.id)
    for union in sorted(touching(session, performer.id).unions):
        notify(session, "notice-member-release-void", union=union, performer_id=performer.id)


def signed_by_minor(session: Session, release: BiometricRelease, performer: Performer) -> bool:
    """Whether the release was signed when the performer was, or may have been, a minor, and by nobody who was guardian."""
    if performer.born is None or age(performer.born, over_anywhere(release.signed_at)) >= ADULT:
        return False
    guardian = select(Representation.id).where(
        Representation.performer_id == performer.id,
        Representation.account_id == release.signed_by,
        Representation.kind == "guardian",
        Representation.confirmed_at.is_not(None),
    )
    return session.scalar(guardian.limit(1)) is None
