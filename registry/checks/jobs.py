"""The job of a check: its own row is the truth. A lease says who works on it; every write names its attempt.

queued -> examining -> decided | failed. A lease that runs out (a killed worker) makes the job free again; whoever
takes it up has the next attempt number, and whatever the earlier one still writes has no effect.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from registry.checks.models import Check
from registry.database import Database
from registry.events import Kind, record

SYSTEM = "system"
"""Who acts in the ledger when no account does."""

DEATHS = 3
"""After so many workers that fell silent over one check, the file itself is taken for the cause."""


@dataclass(frozen=True)
class Lease:
    """The right to work on one check, as its n-th attempt."""

    check_id: str
    attempt: int


class LeaseLost(RuntimeError):
    """Somebody else has taken the job up; what this attempt found no longer counts."""


class Jobs:
    """Who works on which check. `lease_seconds`: how long a worker may be silent before its job is free again."""

    def __init__(self, db: Database, clock: Callable[[], datetime], lease_seconds: int) -> None:
        self._db = db
        self._clock = clock
        self.lease_seconds = lease_seconds

    def take(self, check_id: str) -> Lease | None:
        """Take a free job up; None where it is not free (running, over, or unknown) or has killed too many workers."""
        moment = self._clock()
        with self._db.write() as session:
            check = session.scalars(
                select(Check).where(Check.id == check_id, _free(moment)).with_for_update()
            ).one_or_none()
            if check is None:
                return None
            check.deaths += check.state == "examining"
            if check.deaths >= DEATHS:
                fail(session, check, moment, "check-worker-died", {"times": check.deaths})
                return None
            check.state, check.stage, check.progress = "examining", "examining", 0
            check.attempt += 1
            check.lease_until = moment + timedelta(seconds=self.lease_seconds)
            record(session, SYSTEM, Kind.CHECK_TAKEN_UP, check_id, at=moment, attempt=check.attempt)
            return Lease(check_id, check.attempt)

    def extend(self, lease: Lease) -> bool:
        """A sign of life. False: the lease is lost."""
        return self._write(lease, lease_until=self._clock() + timedelta(seconds=self.lease_seconds))

    def progress(self, lease: Lease, stage: str, per_cent: int) -> None:
        """Say how far the examination is. A lost lease writes nothing."""
        self._write(lease, stage=stage, progress=per_cent)

    def give_back(self, lease: Lease) -> None:
        """A worker that is asked to stop frees its job at once. Raises `LeaseLost`."""
        with self._db.write() as session:
            check = held(session, lease)
            check.state, check.stage, check.lease_until = "queued", "queued", None
            record(session, SYSTEM, Kind.CHECK_QUEUED, check.id, at=self._clock(), given_back=lease.attempt)

    def free(self) -> list[str]:
        """Checks that nobody works on: queued ones, and those whose worker fell silent. Oldest first."""
        with self._db.look() as session:
            return list(session.scalars(select(Check.id).where(_free(self._clock())).order_by(Check.requested_at)))

    def _write(self, lease: Lease, **values: Any) -> bool:
        with self._db.write() as session:
            result: CursorResult[Any] = session.execute(  # type: ignore[assignment]
                update(Check)
                .where(Check.id == lease.check_id, Check.attempt == lease.attempt, Check.state == "examining")
                .values(**values)
            )
            return result.rowcount == 1


def fail(session: Session, check: Check, moment: datetime, message: str, params: dict[str, Any]) -> None:
    """End a check without a decision: it cannot be decided, and why (a message id with parameters)."""
    reason = {"layer": "check", "verdict": "needs_approval", "message": message, "params": params, "person": None}
    check.state, check.stage, check.status, check.verdict = "failed", "failed", "cannot_decide", None
    check.decision = {"status": "cannot_decide", "verdict": None, "reasons": [reason], "duties": [], "rulesets": {}}
    check.decided_at, check.lease_until, check.upload = moment, None, None
    record(session, SYSTEM, Kind.CHECK_FAILED, check.id, at=moment, attempt=check.attempt, reason=message)


def held(session: Session, lease: Lease) -> Check:
    """The check's row, locked in this transaction. Raises `LeaseLost` where this attempt no longer holds it."""
    check = session.scalars(
        select(Check)
        .where(Check.id == lease.check_id, Check.attempt == lease.attempt, Check.state == "examining")
        .with_for_update()
    ).one_or_none()
    if check is None:
        raise LeaseLost(lease.check_id)
    return check


def _free(moment: datetime) -> Any:
    silent = and_(Check.state == "examining", Check.lease_until < moment)
    return or_(Check.state == "queued", silent)
