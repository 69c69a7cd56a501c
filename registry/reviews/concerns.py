"""Which check a reviewer's answer concerns: the one that it is about."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from registry.ledger.concerns import concerning, concerning_none
from registry.records.concerned import Concerned
from registry.records.events import Kind


@concerning(Kind.REVIEW_ANSWERED)
def of_answer(_session: Session, _subject: str, details: Mapping[str, Any]) -> Concerned:
    return Concerned(check=details["check"])


concerning_none(
    *(Kind.REVIEW_OPENED, Kind.REVIEW_SPOKEN, Kind.REVIEW_SETTLED, Kind.REVIEW_CARRIED, Kind.REVIEW_APPEALED),
    *(Kind.REVIEW_OVERDUE, Kind.REVIEW_SHOWN, Kind.REVIEW_FADED),
)
