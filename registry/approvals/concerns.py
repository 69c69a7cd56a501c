"""Which checks an answer, a strike or a standing preference concerns."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from registry.ledger.concerns import concerning, concerning_none
from registry.records.concerned import Concerned, under_agreement
from registry.records.events import Kind


@concerning(Kind.APPROVAL_GIVEN, Kind.APPROVAL_REVOKED)
def of_approval(_session: Session, _subject: str, details: Mapping[str, Any]) -> Concerned:
    return Concerned(productions=(details["production"],), declaration=details["declaration"], file=details["file"])


@concerning(Kind.STRIKE_THROWN, Kind.STRIKE_LIFTED)
def of_strike(session: Session, _subject: str, details: Mapping[str, Any]) -> Concerned:
    return under_agreement(session, details["agreement"])


@concerning(Kind.PREFERENCE_SET, Kind.PREFERENCE_ENDED)
def of_preference(_session: Session, subject: str, _details: Mapping[str, Any]) -> Concerned:
    return Concerned(performers=(subject,))


# what it tells of was over at that moment by itself, and is judged so whenever a decision is made
concerning_none(Kind.TIME_RAN_OUT)
