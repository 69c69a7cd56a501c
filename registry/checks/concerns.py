"""What becomes of a check concerns those that show frames of its file, where somebody may not be used in it or that has changed; uses
that are released concern those of their consent."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from consent.verdicts import ALLOWED
from registry.ledger.concerns import concerning, concerning_none
from registry.records.concerned import Concerned, lacking_somebody_of, showing_frames_of
from registry.records.events import EventKind


@concerning(EventKind.CHECK_DECIDED)
def of_decision(session: Session, subject: str, details: Mapping[str, Any]) -> Concerned | None:
    return None if details["verdict"] in ALLOWED else lacking_somebody_of(session, subject)


@concerning(EventKind.CHECK_REDECIDED)
def of_change(session: Session, subject: str, _details: Mapping[str, Any]) -> Concerned | None:
    return showing_frames_of(session, subject)


concerning_none(
    *(
        EventKind.CHECK_QUEUED,
        EventKind.CHECK_TAKEN_UP,
        EventKind.CHECK_FAILED,
    ),
    *(
        EventKind.CHECK_STALE,
        EventKind.CHECK_CUT,
        EventKind.CHECK_CANCELLED,
        EventKind.RECEIPT_SUPERSEDED,
        EventKind.CONFORM_STATED,
        EventKind.CREDENTIAL_WRITTEN,
    ),
    *(EventKind.PIECE_QUEUED, EventKind.PIECE_TAKEN_UP, EventKind.PIECE_DONE),
    *(EventKind.FILES_QUEUED, EventKind.FILES_TAKEN_UP, EventKind.FILES_DONE, EventKind.FILES_FAILED),
)
