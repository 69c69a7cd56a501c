"""Uses, counted at clearance in the deciding transaction: versions of one unit are one use, and one file of it is cleared.

A version names one file. So a unit cannot be cleared over and over with other pictures under its name: another file needs
a higher version, and takes the place of the one before it. The same file may be checked again as often as need be.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from consent.verdicts import ALLOWED
from registry.checks.intake.endings import SYSTEM
from registry.checks.receipts.issued import recall
from registry.ledger.record import record
from registry.productions.contradictions import IN_USE
from registry.productions.declaration import read_declaration
from registry.records.events import EventKind
from registry.records.tables.checks import Check
from registry.records.tables.consents import ConsentUse

_CLEARED = (
    or_(and_(Check.state == "decided", Check.status == "decided"), Check.state == "stale"),
    Check.verdict.in_(ALLOWED),
)


def unit_key(production_id: str, unit_id: str) -> str:
    """The name of a unit across the registry."""
    return f"{production_id}/{unit_id}"


def counted(check: Check) -> bool:
    """Whether its declaration is of material that is delivered. Temporary material is not counted."""
    return read_declaration(check.declaration).asset.stage in IN_USE


def taken(session: Session, unit: str, version: int, file_sha256: str) -> int | None:
    """The latest version under which another file of this unit was cleared, where that is this version or a later one;
    None where nothing is in this file's way, or this very file is what the unit is cleared with."""
    cleared = list(session.scalars(select(Check).where(Check.unit_key == unit, *_CLEARED)))
    if any(check.file_sha256 == file_sha256 and check.superseded_by is None for check in cleared):
        return None
    versions = [check.unit_version for check in cleared if check.file_sha256 != file_sha256]
    latest = max(versions, default=version - 1)
    return latest if latest >= version else None


def cleared_with(session: Session, unit: str, file_sha256: str) -> dict[str, datetime]:
    """Consent -> when this very file was first cleared and counted as this unit under it, as far as it still is what the unit
    is cleared with: then it was made before, whatever became of the consent since."""
    rows = (
        select(ConsentUse.consent_id, ConsentUse.counted_at)
        .join(Check, Check.id == ConsentUse.check_id)
        .where(ConsentUse.unit_key == unit, ConsentUse.released_at.is_(None), Check.file_sha256 == file_sha256)
    )
    return dict(session.execute(rows).all())


def clear(session: Session, check: Check, consents: Mapping[str, int], moment: datetime) -> None:
    """The check's file is what its unit is cleared with from now on.

    `consents`: those that it rests on, each with how many uses the unit is under it. Of material that is delivered these
    are held; what another file of the unit held under other consents is released. The receipts of other files of the unit are
    superseded; temporary material leaves those of delivered files alone.
    """
    delivered = counted(check)
    if delivered:
        _hold(session, check, consents, moment)
    others = session.scalars(
        select(Check).where(
            Check.unit_key == check.unit_key,
            Check.file_sha256 != check.file_sha256,
            Check.superseded_by.is_(None),
            *_CLEARED,
        )
    )
    for other in others:
        if delivered or not counted(other):
            other.superseded_by = check.id
            recall(session, other.id, "superseded", moment)
            record(session, SYSTEM, EventKind.RECEIPT_SUPERSEDED, other.id, at=moment, by=check.id)


def _hold(session: Session, check: Check, consents: Mapping[str, int], moment: datetime) -> None:
    """One use under each consent, or as many as the unit has lines where the consent counts lines. The same file, declared
    anew, is never fewer uses than it was: what was said of it before is cleared, too."""
    held = {
        row.consent_id: row for row in session.scalars(select(ConsentUse).where(ConsentUse.unit_key == check.unit_key))
    }

    def of_this_file(row: ConsentUse) -> bool:
        return row.released_at is None and session.get_one(Check, row.check_id).file_sha256 == check.file_sha256

    for consent_id, asked in sorted(consents.items()):
        row = held.get(consent_id)
        if row is None:
            row = ConsentUse(consent_id=consent_id, unit_key=check.unit_key, amount=0, counted_at=moment)
        free = row.released_at is not None or not row.amount
        same = not free and of_this_file(row)
        amount = max(asked, row.amount) if same else asked
        if not free and row.amount != amount:
            _release(session, row, moment)
        if free or row.amount != amount:
            record(session, SYSTEM, EventKind.USE_COUNTED, consent_id, at=moment, check=check.id, amount=amount)
        if not same:
            row.counted_at = moment
        row.check_id, row.released_at, row.amount = check.id, None, amount
        session.add(row)
    for consent_id, row in held.items():
        if consent_id not in consents and row.released_at is None and not of_this_file(row):
            _release(session, row, moment)


def _release(session: Session, row: ConsentUse, moment: datetime) -> None:
    row.released_at = moment
    record(session, SYSTEM, EventKind.USE_RELEASED, row.consent_id, at=moment, check=row.check_id, amount=row.amount)
