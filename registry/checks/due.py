"""Which decisions rest on a record that has just changed: they are due, and until they are made again nothing counts.

`events.record` calls `mark` for every change, so no service can forget it, and it happens in the transaction of the
change itself: a crash right after it leaves a check due, never a receipt that looks sound.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from registry.checks.models import Check, CheckPerson
from registry.consents.models import Consent, ConsentSignature, Coverage
from registry.database import UNPROVEN
from registry.events import Kind
from registry.performers.models import Dispute
from registry.productions.models import ProductionAgreement

_OF_CONSENT = frozenset(
    {
        Kind.CONSENT_SIGNED,
        Kind.CONSENT_COUNTERSIGNED,
        Kind.CONSENT_GIVEN,
        Kind.CONSENT_REFUSED,
        Kind.CONSENT_WITHDRAWN,
        Kind.CONSENT_SUSPENDED,
        Kind.CONSENT_RESUMED,
        Kind.CONSENT_SUPERSEDED,
        Kind.USE_RELEASED,
    }
)
_OF_PERFORMER = frozenset(
    {
        Kind.PERFORMER_VERIFIED,
        Kind.PERFORMER_KEY_REVOKED,
        Kind.PERFORMER_FORGOTTEN,
        Kind.MEMBERSHIP_CONFIRMED,
        Kind.MEMBERSHIP_ENDED,
        Kind.REPRESENTATION_CONFIRMED,
        Kind.REPRESENTATION_ENDED,
        Kind.PREFERENCE_SET,
        Kind.PREFERENCE_ENDED,
        Kind.BIRTH_RECORDED,
        Kind.DEATH_RECORDED,
        Kind.DEATH_CORRECTED,
        Kind.CAME_OF_AGE,
    }
)
_OF_PRODUCTION = frozenset({Kind.PRODUCTION_AGREEMENT_DECLARED, Kind.PRODUCTION_AGREEMENT_CONFIRMED})
_OF_AGREEMENT = frozenset({Kind.STRIKE_THROWN, Kind.STRIKE_LIFTED, Kind.AGREEMENT_ASSIGNED})
_OF_DISPUTE = frozenset({Kind.DISPUTE_OPENED, Kind.DISPUTE_RESOLVED})
_OF_APPROVAL = frozenset({Kind.APPROVAL_GIVEN, Kind.APPROVAL_REVOKED})


def mark(session: Session, kind: Kind, subject: str, details: Mapping[str, Any]) -> None:
    """Marks the decided checks that a change of this kind concerns."""
    concerned = _concerned(session, kind, subject, details)
    if concerned is not None:
        still = Check.state == "decided", Check.superseded_by.is_(None)
        # Whom it concerns is proven. A check that is missed all the same was altered itself, which shows at every door
        # that it is read at; to look for it here would mean to read all the checks of a production.
        found = update(Check).where(*still, concerned).values(due=True)
        session.execute(found, execution_options={UNPROVEN: {"check_"}})


def _concerned(session: Session, kind: Kind, subject: str, details: Mapping[str, Any]) -> ColumnElement[bool] | None:
    if kind in _OF_CONSENT:
        consent = session.get(Consent, subject)
        return (
            None
            if consent is None
            else and_(Check.production_id == consent.production_id, _shows(consent.performer_id))
        )
    if kind == Kind.COVERAGE_CONFIRMED:
        return and_(Check.production_id == subject, _shows(details["performer"]))
    if kind == Kind.REVIEW_ANSWERED:
        return and_(Check.id == details["check"])
    if kind in _OF_PRODUCTION:
        return Check.production_id == subject
    if kind in _OF_PERFORMER:
        return _shows(subject)
    if kind in _OF_DISPUTE:
        dispute = session.get(Dispute, subject)
        return None if dispute is None else or_(_shows(dispute.performer_id), _shows(dispute.claimant_id))
    if kind == Kind.UNION_KEY_REVOKED:
        signed = select(Consent.performer_id).join(ConsentSignature, ConsentSignature.consent_id == Consent.id)
        theirs = signed.where(ConsentSignature.fingerprint == details["fingerprint"])
        return Check.id.in_(select(CheckPerson.check_id).where(CheckPerson.performer_id.in_(theirs)))
    if kind in _OF_AGREEMENT:
        return _under(details.get("agreement", subject))
    if kind in _OF_APPROVAL:
        same = [Check.production_id == details["production"]]
        if details["declaration"] is not None:
            same.append(Check.declaration_sha256 == details["declaration"])
        if details["file"] is not None:
            same.append(Check.file_sha256 == details["file"])
        return and_(*same)
    return None


def _shows(performer_id: str) -> ColumnElement[bool]:
    return Check.id.in_(select(CheckPerson.check_id).where(CheckPerson.performer_id == performer_id))


def _under(agreement: str) -> ColumnElement[bool]:
    """Checks of productions that declared the agreement, or for which it was said to cover somebody's work."""
    declared = select(ProductionAgreement.production_id).where(ProductionAgreement.agreement == agreement)
    covering = select(Coverage.production_id).where(Coverage.agreement == agreement, Coverage.covered)
    return or_(Check.production_id.in_(declared), Check.production_id.in_(covering))
