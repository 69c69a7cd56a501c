"""Which checks a change of a person, a union or an account concerns."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.ledger.concerns import concerning, concerning_none
from registry.records.concerned import Concerned, showing, under_agreement
from registry.records.events import Kind
from registry.records.tables.consents import Consent, ConsentSignature
from registry.records.tables.performers import Dispute


@concerning(
    Kind.PERFORMER_VERIFIED,
    Kind.PERFORMER_KEY_REVOKED,
    Kind.PERFORMER_FORGOTTEN,
    Kind.MEMBERSHIP_CONFIRMED,
    Kind.MEMBERSHIP_ENDED,
    Kind.REPRESENTATION_CONFIRMED,
    Kind.REPRESENTATION_ENDED,
)
def of_performer(_session: Session, subject: str, _details: Mapping[str, Any]) -> Concerned:
    return Concerned(performers=(subject,))


@concerning(Kind.DISPUTE_OPENED, Kind.DISPUTE_RESOLVED)
def of_dispute(session: Session, subject: str, _details: Mapping[str, Any]) -> Concerned | None:
    dispute = session.get(Dispute, subject)
    return None if dispute is None else Concerned(performers=(dispute.performer_id, dispute.claimant_id))


@concerning(Kind.UNION_KEY_REVOKED)
def of_union_key(session: Session, _subject: str, details: Mapping[str, Any]) -> Concerned:
    signed = select(Consent.performer_id).join(ConsentSignature, ConsentSignature.consent_id == Consent.id)
    theirs = signed.where(ConsentSignature.fingerprint == details["fingerprint"])
    return showing(session.scalars(theirs))


@concerning(Kind.AGREEMENT_ASSIGNED)
def of_agreement(session: Session, subject: str, details: Mapping[str, Any]) -> Concerned:
    return under_agreement(session, details.get("agreement", subject))


# what is offered, claimed or begun binds nobody until somebody confirms it; what is looked for is the gallery's matter
concerning_none(
    *(Kind.ACCOUNT_CREATED, Kind.ACCOUNT_DISABLED, Kind.ACCOUNT_ENABLED, Kind.PASSWORD_CHANGED),
    *(Kind.TOKEN_CREATED, Kind.TOKEN_REVOKED, Kind.MEMBERSHIP_GRANTED, Kind.MEMBERSHIP_CLAIMED),
    *(Kind.OFFICE_OFFERED, Kind.OFFICE_DECLINED, Kind.NEUTRAL_APPOINTED, Kind.NEUTRAL_ENDED),
    *(Kind.REPRESENTATION_CLAIMED, Kind.REPRESENTATION_ACCEPTED, Kind.UNION_CREATED, Kind.UNION_KEY_ADDED),
    *(Kind.PERFORMER_REGISTERED, Kind.PERFORMER_TIED, Kind.PERFORMER_KEY_ADDED),
    *(Kind.RELEASE_SIGNED, Kind.RELEASE_WITHDRAWN, Kind.DISPUTE_SPOKEN, Kind.DISPUTE_FOUND, Kind.DISPUTE_OBJECTED),
    *(Kind.LOOK_ALIKE_DRAFTED, Kind.LOOK_ALIKE_SIGNED, Kind.LOOK_ALIKE_APPROVED, Kind.LOOK_ALIKE_REFUSED),
    *(Kind.LOOK_ALIKE_ENDED, Kind.FILES_DROPPED),
)
