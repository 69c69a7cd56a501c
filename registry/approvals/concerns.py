"""Which checks an answer, a strike or a standing preference concerns."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from registry.consents.concerns import of_consent
from registry.ledger.concerns import concerning, concerning_none
from registry.records.concerned import Concerned, under_agreement
from registry.records.events import EventKind
from registry.records.tables.approvals import Approval


@concerning(EventKind.APPROVAL_GIVEN, EventKind.APPROVAL_REVOKED)
def of_approval(_session: Session, _subject: str, details: Mapping[str, Any]) -> Concerned:
    return Concerned(productions=(details["production"],), declaration=details["declaration"], file=details["file"])


@concerning(EventKind.STRIKE_THROWN, EventKind.STRIKE_LIFTED)
def of_strike(session: Session, _subject: str, details: Mapping[str, Any]) -> Concerned:
    return under_agreement(session, details["agreement"])


@concerning(EventKind.PREFERENCE_SET, EventKind.PREFERENCE_ENDED)
def of_preference(_session: Session, subject: str, _details: Mapping[str, Any]) -> Concerned:
    return Concerned(performers=(subject,))


@concerning(EventKind.TIME_RAN_OUT)
def of_time(session: Session, subject: str, details: Mapping[str, Any]) -> Concerned | None:
    """What waits for a yes is told what it waits for now. A union's clock forbids nothing by itself."""
    answer = session.get(Approval, subject)
    if answer is None:
        return of_consent(session, subject, details)
    return Concerned((answer.production_id,), declaration=answer.declaration_sha256, file=answer.file_sha256)


concerning_none(EventKind.COUNTER_PROPOSED, EventKind.COUNTER_TAKEN_UP)
