"""What lists read of decisions: rows that are copied from each, and follow it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from registry.approvals.waiting import need_rows
from registry.ledger.copies import Rows
from registry.records.reasons import reason_rows
from registry.records.tables.approvals import CheckNeed
from registry.records.tables.checks import Check, CheckReason

COPIES: Mapping[type[Any], Rows] = {CheckReason: reason_rows, CheckNeed: need_rows}


def rewrite(session: Session, check: Check, performers: Mapping[str, str]) -> None:
    """Puts what is copied from the check's decision in the place of what an earlier one left. performers: pseudonym -> performer
    of the registered people."""
    for table, rows in COPIES.items():
        session.execute(delete(table).where(table.check_id == check.id))
        session.add_all(table(**row) for row in rows(check.id, check.decision or {}, performers))
