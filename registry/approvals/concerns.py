"""Which checks an answer, a strike or a standing preference concerns."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from registry.ledger.concerns import concerning, concerning_none
from registry.records.concerned import Concerned, under_agreement
from registry.records.events import EventKind


@concerning(EventKind.APPROVAL_GIVEN, EventKind.APPROVAL_REVOKED)
def of_approval(_session: Session, _subject: str, details: Mapping[str, Any]) -> Concerned:
    return Concerned(productions=(details["production"],), declaration=details["declaration"], file=details["file"])


@concerning(EventKind.STRIKE_THROWN, EventKind.STRIKE_LIFTED)
def of_strike(session: Session, _subject: str, details: Mapping[str, Any]) -> Concerned:
    return under_agreement(session, details["agreement"])


@concerning(EventKind.PREFERENCE_SET, EventKind.PREFERENCE_ENDED)
def of_preference(_session: Session, subject: str, _details: Mapping[str, Any]) -> Concerned:
    return Concerned(performers=(subject,))


# what it tells of was over at that moment by itself, and is judged so whenever a decision is made
concerning_none(EventKind.TIME_RAN_OUT)
concerning_none(EventKind.COUNTER_PROPOSED, EventKind.COUNTER_TAKEN_UP)
