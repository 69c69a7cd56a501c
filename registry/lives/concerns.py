"""Which checks a birth, a death or a coming of age concerns: those that show the performer."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from registry.ledger.concerns import concerning, concerning_none
from registry.records.concerned import Concerned
from registry.records.events import EventKind


@concerning(EventKind.BIRTH_RECORDED, EventKind.DEATH_RECORDED, EventKind.DEATH_CORRECTED, EventKind.CAME_OF_AGE)
def of_life(_session: Session, subject: str, _details: Mapping[str, Any]) -> Concerned:
    return Concerned(performers=(subject,))


concerning_none(EventKind.CONSENT_AFFECTED)
