"""Receipts that were handed out, and which of them no longer count."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select, update
from sqlalchemy.orm import Session

from consent.moments import parse_utc
from consent.verdicts import ALLOWED
from registry.gallery.coverage import outdated
from registry.ledger.concerns import due
from registry.records.tables.checks import Check, IssuedReceipt
from registry.records.tables.performers import GalleryState

LONGEST = timedelta(days=366)
"""The longest life of a receipt that the settings allow."""


def issue(session: Session, check: Check, receipt: dict[str, Any], moment: datetime, *, unnamed: bool) -> None:
    """Notes a fresh receipt; an earlier one of the same check no longer counts. unnamed: whether the file shows somebody
    whom nobody is named for, or who may be somebody (`gallery.coverage.outdated`)."""
    recall(session, check.id, "redecided", moment)
    ends = parse_utc(receipt["expires_at"])
    session.add(
        IssuedReceipt(
            id=receipt["receipt_id"],
            check_id=check.id,
            generation=receipt["gallery"]["generation"],
            unnamed=unnamed,
            expires_at=ends,
            expires_on=ends.date().isoformat(),
        )
    )


def recall(session: Session, check_id: str, reason: str, moment: datetime) -> None:
    """From this moment the check's receipts no longer count (redecided, superseded, recheck)."""
    session.execute(
        update(IssuedReceipt)
        .where(IssuedReceipt.check_id == check_id, IssuedReceipt.stale_since.is_(None))
        .values(stale_since=moment, stale_reason=reason)
    )


def live(session: Session, check_id: str, moment: datetime) -> bool:
    """Whether the check's latest receipt still counts: not recalled, not expired, no gallery that may know more."""
    rows = select(IssuedReceipt).where(IssuedReceipt.check_id == check_id, IssuedReceipt.stale_since.is_(None))
    row = session.scalars(rows).one_or_none()
    if row is None or row.expires_at <= moment:
        return False
    return not outdated(session, row.generation, unnamed=row.unnamed)


def over(moment: datetime) -> ColumnElement[bool]:
    """Whether the time is over for which a check let its file be used, as a condition on `Check`: its receipt has ended with its
    own last moment, or with that of a consent or an answer that it rests on, and no other took its place."""
    released = (
        Check.state == "decided",
        Check.superseded_by.is_(None),
        func.coalesce(Check.verdict.in_(ALLOWED), false()),
    )
    latest = IssuedReceipt.check_id == Check.id, IssuedReceipt.stale_since.is_(None)
    return and_(*released, exists().where(*latest, IssuedReceipt.expires_at <= moment).correlate(Check))


def is_over(check: Check, moment: datetime) -> bool:
    """The same of one check."""
    released = check.state == "decided" and check.superseded_by is None and check.verdict in ALLOWED
    return released and check.receipt is not None and parse_utc(check.receipt["expires_at"]) <= moment


def unexpired(moment: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Receipts that would still be in their period, as conditions on `IssuedReceipt`; none of them can be missing unproven."""
    return IssuedReceipt.expires_on.in_(_days_from(moment)), IssuedReceipt.expires_at > moment


def _days_from(moment: datetime) -> list[str]:
    """Every day on which a receipt that is in its period may expire: then the list is known to lack none."""
    first = moment.astimezone(UTC).date()
    return [(first + timedelta(days=days)).isoformat() for days in range(LONGEST.days + 2)]


RESTS_ON = ("issued_receipt", "check_", "check_person", "gallery_state", "open_concern")
"""The tables that say which receipts no longer count: of each, all that `stale_receipts` and `due` read."""


def stale_receipts(session: Session, moment: datetime) -> list[IssuedReceipt]:
    """Every receipt that would still be in its period and no longer counts, by id.

    Recalled ones; those of checks whose decision is due again; and those made with another gallery, if somebody who was
    enrolled since may be in the file. Reads `RESTS_ON` and nothing else.
    """
    rows = (
        select(IssuedReceipt)
        .join(Check, Check.id == IssuedReceipt.check_id)
        .where(*unexpired(moment), _stale(session, due(session)))
        .order_by(IssuedReceipt.id)
    )
    return list(session.scalars(rows))


def is_stale(session: Session, issued: IssuedReceipt) -> bool:
    """The same of one receipt."""
    rows = (
        select(IssuedReceipt.id)
        .join(Check, Check.id == IssuedReceipt.check_id)
        .where(
            IssuedReceipt.id == issued.id,
            Check.id == issued.check_id,
            _stale(session, due(session, issued.check_id)),
        )
    )
    return session.scalars(rows).one_or_none() is not None


def _stale(session: Session, again: ColumnElement[bool]) -> ColumnElement[bool]:
    """again: whether the check is due to be decided again."""
    gallery = session.scalars(select(GalleryState)).one_or_none() or GalleryState(generation=0, narrowed_at=0)
    return or_(
        IssuedReceipt.stale_since.is_not(None),
        and_(again, Check.verdict.in_(ALLOWED)),  # of another, a change that concerns others would show
        Check.state != "decided",
        IssuedReceipt.generation > gallery.generation,
        IssuedReceipt.generation < gallery.narrowed_at,
        and_(IssuedReceipt.unnamed, IssuedReceipt.generation < gallery.generation),
    )
