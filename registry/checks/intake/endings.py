"""How a job ends without a result, and which files are here for it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from registry.approvals import copied
from registry.ledger.record import record
from registry.records.events import Kind
from registry.records.tables.checks import Check
from registry.records.tables.jobs import FileJob

SYSTEM = "system"
"""Who acts in the ledger when no account does."""

Remedy = dict[str, str]


def fail(
    session: Session,
    job: Check | FileJob,
    moment: datetime,
    message: str,
    params: Mapping[str, Any],
    remedy: Remedy | None = None,
) -> None:
    """End a job without a result: why (a message id with parameters), and what may help. A check cannot be decided; of other
    files nothing was done."""
    job.state, job.stage, job.lease_until = "failed", "failed", None
    if isinstance(job, Check):
        _fail_check(job, moment, message, params, remedy)
        copied.rewrite(session, job, {})
        kind = Kind.CHECK_FAILED
    else:
        job.outcome = {"message": message, "params": dict(params)} | ({"remedy": remedy} if remedy else {})
        job.over_at, job.uploads = moment, {}
        kind = Kind.FILES_FAILED
    record(session, SYSTEM, kind, job.id, at=moment, attempt=job.attempt, reason=message)


def _fail_check(check: Check, moment: datetime, message: str, params: Mapping[str, Any], remedy: Remedy | None) -> None:
    reason = {"layer": "check", "verdict": "needs_approval", "message": message, "params": dict(params), "person": None}
    reason |= {"remedy": remedy} if remedy else {}
    check.status, check.verdict = "cannot_decide", None
    check.decision = {"status": "cannot_decide", "verdict": None, "reasons": [reason], "duties": [], "rulesets": {}}
    check.decided_at, check.upload = moment, None


def files_of(job: Check | FileJob) -> frozenset[str]:
    """The names, in the uploads folder, of what is to be looked at."""
    if isinstance(job, Check):
        return frozenset() if job.upload is None else frozenset({job.upload})
    return frozenset(job.uploads)
