"""Files of a performer that wait to be looked at."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.senses import FIRST
from registry.ledger.record import record
from registry.records.events import EventKind
from registry.records.tables.jobs import FileJob


def drop_files(session: Session, actor: str, performer_id: str, at: datetime, modality: str | None = None) -> None:
    """Nothing is looked at for a performer any more, by one sense or by all, and what their jobs came to is deleted. Whoever works
    on one loses it; files that no job refers to are swept away."""
    for job in session.scalars(select(FileJob).where(FileJob.performer_id == performer_id)):
        if modality not in (None, job.options.get("modality") or FIRST):
            continue
        if job.outcome is None or job.outcome.keys() - {"message", "params"} or job.uploads:
            over = job.state in ("done", "failed")
            job.state, job.stage, job.lease_until = "failed", "failed", None
            job.outcome, job.uploads = {"message": "release-missing", "params": {}}, {}
            job.over_at = job.over_at if over else at
            record(session, actor, EventKind.FILES_DROPPED, job.id, at=at)
