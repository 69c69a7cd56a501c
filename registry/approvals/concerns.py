"""Which checks an answer, a strike or a standing preference concerns."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import Session

from registry.ledger.concerns import concerning, concerning_none
from registry.records.checks import showing, under_agreement
from registry.records.events import Kind
from registry.records.tables.checks import Check


@concerning(Kind.APPROVAL_GIVEN, Kind.APPROVAL_REVOKED)
def of_approval(_session: Session, _subject: str, details: Mapping[str, Any]) -> ColumnElement[bool]:
    same = [Check.production_id == details["production"]]
    if details["declaration"] is not None:
        same.append(Check.declaration_sha256 == details["declaration"])
    if details["file"] is not None:
        same.append(Check.file_sha256 == details["file"])
    return and_(*same)


@concerning(Kind.STRIKE_THROWN, Kind.STRIKE_LIFTED)
def of_strike(_session: Session, _subject: str, details: Mapping[str, Any]) -> ColumnElement[bool]:
    return under_agreement(details["agreement"])


@concerning(Kind.PREFERENCE_SET, Kind.PREFERENCE_ENDED)
def of_preference(_session: Session, subject: str, _details: Mapping[str, Any]) -> ColumnElement[bool]:
    return showing(subject)


# what it tells of was over at that moment by itself, and is judged so whenever a decision is made
concerning_none(Kind.TIME_RAN_OUT)
