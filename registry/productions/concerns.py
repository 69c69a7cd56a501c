"""Which checks a change of a production concerns: its own."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from registry.ledger.concerns import concerning, concerning_none
from registry.records.concerned import Concerned
from registry.records.events import EventKind


@concerning(EventKind.PRODUCTION_AGREEMENT_DECLARED, EventKind.PRODUCTION_AGREEMENT_CONFIRMED)
def of_production(_session: Session, subject: str, _details: Mapping[str, Any]) -> Concerned:
    return Concerned(productions=(subject,))


concerning_none(
    EventKind.PRODUCTION_CREATED,
    EventKind.DECLARATION_BEGUN,
    EventKind.DECLARATION_MADE,
    EventKind.DECLARATION_DROPPED,
    EventKind.SHOT_NOTED,
)
