"""Which decisions rest on a record that has just changed: they are due, and until they are made again nothing counts.

`events.record` calls `mark` for every change, so no service can forget it, and it happens in the transaction of the
change itself: a crash right after it leaves a check due, never a receipt that looks sound.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from registry.checks.models import Check, CheckPerson

_CONSENT = frozenset(
    f"consent.{what}"
    for what in ("signed", "countersigned", "given", "refused", "withdrawn", "suspended", "resumed", "superseded")
)
_OF_PERFORMER = frozenset(
    {
        "performer.verified",
        "performer.key_revoked",
        "membership.confirmed",
        "membership.ended",
        "representation.confirmed",
        "representation.ended",
        "preference.set",
        "preference.ended",
        "performer.forgotten",
    }
)
_OF_PRODUCTION = frozenset({"production.agreement_declared", "production.agreement_confirmed"})


def mark(session: Session, kind: str, subject: str, details: Mapping[str, Any]) -> None:
    """Marks the decided checks that a change of this kind concerns."""
    concerned = _concerned(session, str(kind), subject, details)
    if concerned is not None:
        still = Check.state == "decided", Check.superseded_by.is_(None)
        session.execute(update(Check).where(*still, concerned).values(due=True))


def _concerned(
    session: Session, kind: str, subject: str, details: Mapping[str, Any]
) -> ColumnElement[bool] | None:
    from registry.consents.models import Consent, ConsentSignature
    from registry.performers.models import Dispute

    if kind in _CONSENT or kind == "use.released":
        consent = session.get_one(Consent, subject)
        return and_(Check.production_id == consent.production_id, _shows(consent.performer_id))
    if kind == "coverage.confirmed":
        return and_(Check.production_id == subject, _shows(details["performer"]))
    if kind in _OF_PRODUCTION:
        return Check.production_id == subject
    if kind in _OF_PERFORMER:
        return _shows(subject)
    if kind in ("dispute.opened", "dispute.resolved"):
        dispute = session.get(Dispute, subject)
        return None if dispute is None else or_(_shows(dispute.performer_id), _shows(dispute.claimant_id))
    if kind == "union.key_revoked":
        signed = select(Consent.performer_id).join(ConsentSignature, ConsentSignature.consent_id == Consent.id)
        theirs = signed.where(ConsentSignature.fingerprint == details["fingerprint"])
        return Check.id.in_(select(CheckPerson.check_id).where(CheckPerson.performer_id.in_(theirs)))
    if kind in ("strike.thrown", "strike.lifted", "agreement.assigned"):
        return _under(details.get("agreement", subject))
    if kind in ("approval.given", "approval.revoked"):
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
    from registry.consents.models import Coverage
    from registry.productions.models import ProductionAgreement

    declared = select(ProductionAgreement.production_id).where(ProductionAgreement.agreement == agreement)
    covering = select(Coverage.production_id).where(Coverage.agreement == agreement, Coverage.covered)
    return or_(Check.production_id.in_(declared), Check.production_id.in_(covering))
