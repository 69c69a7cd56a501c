"""Which checks a change of a production concerns: its own."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from registry.ledger.concerns import concerning, concerning_none
from registry.records.concerned import Concerned
from registry.records.events import Kind


@concerning(Kind.PRODUCTION_AGREEMENT_DECLARED, Kind.PRODUCTION_AGREEMENT_CONFIRMED)
def of_production(_session: Session, subject: str, _details: Mapping[str, Any]) -> Concerned:
    return Concerned(productions=(subject,))


concerning_none(
    Kind.PRODUCTION_CREATED, Kind.DECLARATION_BEGUN, Kind.DECLARATION_MADE, Kind.DECLARATION_DROPPED, Kind.SHOT_NOTED
)
