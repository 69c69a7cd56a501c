"""Which check a reviewer's answer concerns: the one that it is about."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from registry.ledger.concerns import concerning, concerning_none
from registry.records.concerned import Concerned
from registry.records.events import EventKind


@concerning(EventKind.REVIEW_ANSWERED)
def of_answer(_session: Session, _subject: str, details: Mapping[str, Any]) -> Concerned:
    return Concerned(check=details["check"])


concerning_none(
    *(
        EventKind.REVIEW_OPENED,
        EventKind.REVIEW_SPOKEN,
        EventKind.REVIEW_SETTLED,
        EventKind.REVIEW_CARRIED,
        EventKind.REVIEW_APPEALED,
    ),
    *(EventKind.REVIEW_OVERDUE, EventKind.REVIEW_SHOWN, EventKind.REVIEW_FADED, EventKind.OWN_PICTURE_SHOWN),
)
