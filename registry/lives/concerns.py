"""Which checks a birth, a death or a coming of age concerns: those that show the performer."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from registry.ledger.concerns import concerning, concerning_none
from registry.records.concerned import Concerned
from registry.records.events import Kind


@concerning(Kind.BIRTH_RECORDED, Kind.DEATH_RECORDED, Kind.DEATH_CORRECTED, Kind.CAME_OF_AGE)
def of_life(_session: Session, subject: str, _details: Mapping[str, Any]) -> Concerned:
    return Concerned(performers=(subject,))


concerning_none(Kind.CONSENT_AFFECTED)
