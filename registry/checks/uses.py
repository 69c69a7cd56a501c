"""Uses, counted at clearance in the deciding transaction: versions of one unit are one use."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.checks.issued import recall
from registry.checks.jobs import SYSTEM
from registry.checks.models import Check
from registry.consents.models import ConsentUse
from registry.events import Kind, record

COUNTED_STAGES = ("final",)
"""Temporary material is not counted."""


def unit_key(production_id: str, unit_id: str) -> str:
    """The name of a unit across the registry."""
    return f"{production_id}/{unit_id}"


def count(session: Session, check: Check, consents: Mapping[str, int], moment: datetime) -> None:
    """Holds the check's unit under each consent: one use, or as many as it has lines where the consent counts lines.

    What an earlier version of the unit held under other consents is released, and its receipt is superseded: there
    is one clearance of a unit at a time.
    """
    held = {
        row.consent_id: row for row in session.scalars(select(ConsentUse).where(ConsentUse.unit_key == check.unit_key))
    }
    for consent_id, amount in sorted(consents.items()):
        row = held.get(consent_id)
        if row is None:
            row = ConsentUse(consent_id=consent_id, unit_key=check.unit_key, amount=0)
        free = row.released_at is not None or not row.amount
        if not free and row.amount != amount:
            _release(session, row, moment)
        if free or row.amount != amount:
            record(session, SYSTEM, Kind.USE_COUNTED, consent_id, at=moment, check=check.id, amount=amount)
        row.check_id, row.counted_at, row.released_at, row.amount = check.id, moment, None, amount
        session.add(row)
    for consent_id, row in held.items():
        if consent_id not in consents and row.released_at is None:
            _release(session, row, moment)
    _supersede(session, check, moment)


def _release(session: Session, row: ConsentUse, moment: datetime) -> None:
    row.released_at = moment
    record(session, SYSTEM, Kind.USE_RELEASED, row.consent_id, at=moment, check=row.check_id, amount=row.amount)


def _supersede(session: Session, check: Check, moment: datetime) -> None:
    earlier = session.scalars(
        select(Check).where(
            Check.unit_key == check.unit_key,
            Check.id != check.id,
            Check.verdict.in_(("cleared", "notify_only")),
            Check.superseded_by.is_(None),
            Check.unit_version < check.unit_version,
        )
    )
    for other in earlier:
        other.superseded_by = check.id
        recall(session, other.id, "superseded", moment)
        record(session, SYSTEM, Kind.RECEIPT_SUPERSEDED, other.id, at=moment, by=check.id)
