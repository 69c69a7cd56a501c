"""How a job ends without a result, and which files are here for it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from consent.spans import whole
from registry.approvals import copied
from registry.ledger.record import record
from registry.records.events import EventKind
from registry.records.tables.checks import Check
from registry.records.tables.jobs import CheckKnown, CheckPiece, FileJob

SYSTEM = "system"
"""Who acts in the ledger when no account does."""

Remedy = dict[str, str]


Job = Check | CheckPiece | FileJob


def fail(
    session: Session,
    job: Job,
    moment: datetime,
    message: str,
    params: Mapping[str, Any],
    remedy: Remedy | None = None,
) -> None:
    """End a job without a result: why (a message id with parameters), and what may help. A check cannot be decided, nor can one
    with a piece that could not be looked at; of other files nothing was done."""
    if isinstance(job, FileJob):
        job.state, job.stage, job.lease_until = "failed", "failed", None
        job.outcome = {"message": message, "params": dict(params)} | ({"remedy": remedy} if remedy else {})
        job.over_at, job.uploads = moment, {}
        record(session, SYSTEM, EventKind.FILES_FAILED, job.id, at=moment, attempt=job.attempt, reason=message)
        return
    check = job.check if isinstance(job, CheckPiece) else job
    why = [_reason(message, params, remedy)]
    if isinstance(job, CheckPiece):
        start, end = whole(job.starts_at, job.ends_at)
        why.append(_reason("check-stretch", {"start_ms": start, "end_ms": end}))
    undecided(session, check, moment, why)
    record(session, SYSTEM, EventKind.CHECK_FAILED, check.id, at=moment, attempt=check.attempt, reason=message)


def cancel(session: Session, check: Check, moment: datetime, actor: str) -> None:
    """End a check because it is not wanted any more; like one that failed, it releases nothing."""
    undecided(session, check, moment, [_reason("check-cancelled", {})])
    record(session, actor, EventKind.CHECK_CANCELLED, check.id, at=moment, attempt=check.attempt)


def undecided(session: Session, check: Check, moment: datetime, why: list[dict[str, Any]]) -> None:
    """The check is over, and could not be decided for these reasons."""
    check.state, check.stage, check.lease_until = "failed", "failed", None
    check.status, check.verdict = "cannot_decide", None
    check.decision = {"status": "cannot_decide", "verdict": None, "reasons": why, "duties": [], "rulesets": {}}
    check.decided_at, check.upload = moment, None
    copied.rewrite(session, check, {})
    drop_pieces(session, check)
    session.execute(delete(CheckKnown).where(CheckKnown.check_id == check.id))


def _reason(message: str, params: Mapping[str, Any], remedy: Remedy | None = None) -> dict[str, Any]:
    reason = {"layer": "check", "verdict": "needs_approval", "message": message, "params": dict(params), "person": None}
    return reason | ({"remedy": remedy} if remedy else {})


def drop_pieces(session: Session, check: Check) -> None:
    """Whatever was found in the pieces of a check that is over goes with the transaction that ends it."""
    session.execute(delete(CheckPiece).where(CheckPiece.check_id == check.id))


def files_of(job: Job) -> frozenset[str]:
    """The names, in the uploads folder, of what is to be looked at."""
    if isinstance(job, CheckPiece):
        return files_of(job.check)
    if isinstance(job, Check):
        return frozenset() if job.upload is None else frozenset({job.upload})
    return frozenset(job.uploads)
