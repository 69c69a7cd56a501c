"""Which check a reviewer's answer concerns: the one that it is about."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import Session

from registry.ledger.concerns import concerning, concerning_none
from registry.records.events import Kind
from registry.records.tables.checks import Check


@concerning(Kind.REVIEW_ANSWERED)
def of_answer(_session: Session, _subject: str, details: Mapping[str, Any]) -> ColumnElement[bool]:
    return and_(Check.id == details["check"])


concerning_none(
    *(Kind.REVIEW_OPENED, Kind.REVIEW_SPOKEN, Kind.REVIEW_SETTLED, Kind.REVIEW_CARRIED, Kind.REVIEW_APPEALED),
    *(Kind.REVIEW_OVERDUE, Kind.REVIEW_SHOWN, Kind.REVIEW_FADED),
)
