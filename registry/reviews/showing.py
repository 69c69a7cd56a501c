"""A check's file, shown once more to those who have to look at it, as a job of the workers: only what they need is cut out."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.checks.deciding.people import Box as Place
from registry.checks.deciding.people import Recognition, noted_in
from registry.checks.intake.files import FileJobs, FilesView, Source, Subject, done
from registry.checks.intake.jobs import Jobs, Lease, Told
from registry.core.database import Database
from registry.core.errors import Conflict, NotFound
from registry.core.permissions import Identity, On, Permission, allowed
from registry.ledger.record import record
from registry.people.accounts.identities import identity_of
from registry.ports.blobs import Stored
from registry.records.events import EventKind
from registry.records.tables.checks import Check, CheckPerson
from registry.records.tables.reviews import Review
from registry.records.visibility import contestable
from registry.reviews.crops import wanted
from registry.reviews.queue import ReviewQueue

if TYPE_CHECKING:
    from matching.findings import Appearance, Box, Examination

KIND = "showing"


class Showings:
    """`examine` looks at a file again, where what was found is no longer kept; `evidence` is what a reviewer is shown of it,
    everybody else made unrecognisable."""

    def __init__(
        self,
        db: Database,
        files: FileJobs,
        jobs: Jobs,
        review_queue: ReviewQueue,
        examine: "Callable[[Path], Examination]",
        evidence: "Callable[[Appearance, Callable[[float], Collection[Box]]], bytes | None]",
    ) -> None:
        self._db = db
        self._files = files
        self._jobs = jobs
        self._review_queue = review_queue
        self._examine = examine
        self._evidence = evidence

    def ask(self, who: Identity, check_id: str, source: Source) -> str:
        """The production shows the file once more; the id of the job. Raises `Conflict` for another file, `NotFound`, and what
        `FileJobs.queue` raises."""

        def fit(uploads: Sequence[Stored]) -> None:
            if any(upload.sha256 != check.file_sha256 for upload in uploads):
                raise Conflict("review-other-file")

        with self._db.read() as session:
            check = _theirs(session, who, check_id)
        subject = Subject(production_id=check.production_id, check_id=check.id)
        return self._files.queue(who, KIND, subject, [source], {}, fit)

    def get(self, who: Identity, check_id: str, job_id: str) -> FilesView:
        """What became of it: `outcome` has `shown`, how many were shown to those who look. Raises `NotFound`."""
        with self._db.read() as session:
            check = _theirs(session, who, check_id)
        return self._files.get(job_id, KIND, Subject(check_id=check.id))

    def run(self, lease: Lease, told: Told) -> None:
        """See a queued one through. Raises `LeaseLost`, `Undecidable`."""
        with self._files.at_work(lease, told) as (job, say):
            say("looking", 10)
            with self._files.local(job) as (path,):
                found = self._examine(path).appearances
            with self._jobs.ending(lease) as (session, row, moment):
                # for whoever asked, as they are now
                check = _theirs(session, identity_of(session, row.requested_by), row.check_id)
                done(session, row, {"shown": self._show(session, row.requested_by, check, found, moment)}, moment)

    def _show(self, session: Session, actor: str, check: Check, found: "Sequence[Appearance]", moment: datetime) -> int:
        """Seals what is still to be looked at; how much of it the production is told of."""
        from matching.findings import everybody_else

        noted = {note["ref"]: _where(Recognition.of_note(note)) for note in noted_in(check.findings)}
        seen = {(one.modality, one.start, one.end, one.place): one for one in found}
        known, shown = _heard_of(session, check), 0
        for review in list(_unseen(session, self._review_queue, check)):
            evidence = {}
            for ref in wanted(check, review):
                one = seen.get(noted[ref]) if ref in noted else None
                part = None if one is None else self._evidence(one, everybody_else(found, one))
                if part is not None:
                    evidence[ref] = part
            if not evidence:
                continue
            self._review_queue.seal(session, review, evidence, moment)
            record(session, actor, EventKind.REVIEW_SHOWN, review.id, at=moment, check=check.id)
            if review.ref or review.performer_id in known:  # how many others were looked for is not told
                shown += len(evidence)
        return shown


def _theirs(session: Session, who: Identity, check_id: str) -> Check:
    """Raises `NotFound`."""
    check = session.get(Check, check_id)
    if check is None or not allowed(who, Permission.CHECK_REQUEST, On(production_id=check.production_id)):
        raise NotFound("check", check_id)
    return check


def _where(one: Recognition) -> tuple[str, float, float, Place | None]:
    """What tells an appearance of a file from every other when the very same file is examined again."""
    return one.modality, one.start, one.end, one.box


def _unseen(session: Session, review_queue: ReviewQueue, check: Check) -> Iterable[Review]:
    """The open reviews of a check for which there is nothing to look at."""
    rows = select(Review).where(Review.check_id == check.id, Review.answered_at.is_(None))
    return (review for review in session.scalars(rows) if not review_queue.evidence(session, review))


def _heard_of(session: Session, check: Check) -> set[str]:
    """The performers about whom the production hears what reviewers do."""
    mine = CheckPerson.pseudonym.in_(contestable(check.decision or {"persons": []}))
    return set(session.scalars(select(CheckPerson.performer_id).where(CheckPerson.check_id == check.id, mine)))
