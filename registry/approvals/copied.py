"""What lists read of decisions: rows that are copied from each, and follow it."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from registry.approvals.waiting import need_rows
from registry.ledger.copies import Decided, Rows
from registry.records.reasons import reason_rows
from registry.records.tables.approvals import CheckNeed
from registry.records.tables.checks import Check, CheckReason


def _reasons(check: Decided, performers: Mapping[str, str]) -> Iterable[dict[str, Any]]:
    return reason_rows(check.id, check.decision or {}, performers)


def _needs(check: Decided, performers: Mapping[str, str]) -> Iterable[dict[str, Any]]:
    of = {"check_id": check.id, "production_id": check.production_id, "since": check.decided_at or check.requested_at}
    return ({**of, **row} for row in need_rows(check.decision or {}, performers))


COPIES: Mapping[type[Any], Rows] = {CheckReason: _reasons, CheckNeed: _needs}


def rewrite(session: Session, check: Check, performers: Mapping[str, str]) -> None:
    """Puts what is copied from the check's decision in the place of what an earlier one left. performers: pseudonym -> performer
    of the registered people."""
    for table, rows in COPIES.items():
        session.execute(delete(table).where(table.check_id == check.id))
        session.add_all(table(**row) for row in rows(check, performers))
