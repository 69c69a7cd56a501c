"""Which checks a change of a person, a union or an account concerns."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.ledger.concerns import concerning, concerning_none
from registry.records.concerned import Concerned, showing, under_agreement
from registry.records.events import EventKind
from registry.records.tables.consents import Consent, ConsentSignature
from registry.records.tables.performers import Dispute


@concerning(
    EventKind.PERFORMER_VERIFIED,
    EventKind.PERFORMER_KEY_REVOKED,
    EventKind.PERFORMER_KEY_REPLACED,
    EventKind.PERFORMER_FORGOTTEN,
    EventKind.MEMBERSHIP_CONFIRMED,
    EventKind.MEMBERSHIP_ENDED,
    EventKind.REPRESENTATION_CONFIRMED,
    EventKind.REPRESENTATION_ENDED,
)
def of_performer(_session: Session, subject: str, _details: Mapping[str, Any]) -> Concerned:
    return Concerned(performers=(subject,))


@concerning(EventKind.DISPUTE_OPENED, EventKind.DISPUTE_RESOLVED)
def of_dispute(session: Session, subject: str, _details: Mapping[str, Any]) -> Concerned | None:
    dispute = session.get(Dispute, subject)
    return None if dispute is None else Concerned(performers=(dispute.performer_id, dispute.claimant_id))


@concerning(EventKind.UNION_KEY_REVOKED)
def of_union_key(session: Session, _subject: str, details: Mapping[str, Any]) -> Concerned:
    signed = select(Consent.performer_id).join(ConsentSignature, ConsentSignature.consent_id == Consent.id)
    theirs = signed.where(ConsentSignature.fingerprint == details["fingerprint"])
    return showing(session.scalars(theirs))


@concerning(EventKind.AGREEMENT_ASSIGNED)
def of_agreement(session: Session, subject: str, details: Mapping[str, Any]) -> Concerned:
    return under_agreement(session, details.get("agreement", subject))


# what is offered, claimed or begun binds nobody until somebody confirms it; what is looked for is the gallery's matter
concerning_none(
    *(EventKind.ACCOUNT_CREATED, EventKind.ACCOUNT_DISABLED, EventKind.ACCOUNT_ENABLED, EventKind.PASSWORD_CHANGED),
    *(
        EventKind.INVITATION_SENT,
        EventKind.INVITATION_ACCEPTED,
        EventKind.INVITATION_WITHDRAWN,
        EventKind.INVITATION_CONFIRMED,
    ),
    *(
        EventKind.BROWSER_ADDED,
        EventKind.INVITATION_REFUSED,
        EventKind.SECOND_FACTOR_ADDED,
        EventKind.SECOND_FACTOR_REMOVED,
        EventKind.RECOVERY_CODE_USED,
    ),
    *(EventKind.PASSKEY_ADDED, EventKind.PASSKEY_REMOVED),
    *(EventKind.TOKEN_CREATED, EventKind.TOKEN_REVOKED, EventKind.MEMBERSHIP_GRANTED, EventKind.MEMBERSHIP_CLAIMED),
    *(EventKind.OFFICE_OFFERED, EventKind.OFFICE_DECLINED, EventKind.NEUTRAL_APPOINTED, EventKind.NEUTRAL_ENDED),
    *(
        EventKind.REPRESENTATION_CLAIMED,
        EventKind.REPRESENTATION_ACCEPTED,
        EventKind.UNION_CREATED,
        EventKind.UNION_KEY_ADDED,
    ),
    *(EventKind.PERFORMER_REGISTERED, EventKind.PERFORMER_TIED, EventKind.PERFORMER_KEY_ADDED),
    *(
        EventKind.RELEASE_SIGNED,
        EventKind.RELEASE_WITHDRAWN,
        EventKind.DISPUTE_SPOKEN,
        EventKind.DISPUTE_FOUND,
        EventKind.DISPUTE_OBJECTED,
    ),
    *(
        EventKind.LOOK_ALIKE_DRAFTED,
        EventKind.LOOK_ALIKE_SIGNED,
        EventKind.LOOK_ALIKE_APPROVED,
        EventKind.LOOK_ALIKE_REFUSED,
    ),
    *(EventKind.LOOK_ALIKE_ENDED, EventKind.FILES_DROPPED),
)
