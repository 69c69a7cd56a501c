"""Files that are handed in to be looked at and are no check: a job of the workers from the request to what came of it."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.checks.intake.endings import SYSTEM
from registry.checks.intake.jobs import Jobs, Lease, Told, held, turns
from registry.checks.intake.uploads import Uploads, clean_name
from registry.core.database import UNPROVEN, Database, new_id
from registry.core.errors import Busy, Conflict, Invalid, NotFound, RecordsAltered, RegistryError
from registry.core.permissions import Forbidden, Identity
from registry.ledger.record import record
from registry.ports.blobs import Gone, Stored
from registry.records.events import EventKind
from registry.records.tables.jobs import FileJob

UNDER_WAY = ("queued", "examining")

Source = tuple[str, Callable[[], BinaryIO]]
"""A file's own name, and what opens it."""


class _Bounded:
    """A stream of which no more than so many bytes are read."""

    def __init__(self, source: BinaryIO, most: int) -> None:
        self._source, self._most, self._left = source, most, most

    def read(self, size: int = -1) -> bytes:
        """Raises `Invalid` once there is more."""
        part = self._source.read(self._left + 1 if size < 0 else min(size, self._left + 1))
        self._left -= len(part)
        if self._left < 0:
            raise Invalid("upload-too-large", megabytes=self._most // 1_000_000)
        return part

    def __enter__(self) -> "_Bounded":
        return self

    def __exit__(self, *_error: object) -> None:
        self._source.close()


def bounded(source: Source, most: int) -> Source:
    """The same file, refused where it is longer than so many bytes before the rest of it is taken in."""
    name, opened = source
    return name, lambda: cast(BinaryIO, _Bounded(opened(), most))


@dataclass(frozen=True)
class Subject:
    """What the files are about: a performer, or a check of a production."""

    performer_id: str | None = None
    production_id: str | None = None
    check_id: str | None = None


@dataclass(frozen=True)
class FilesView:
    """A job as whoever may see what it is about sees it. before: how many are taken up before it, None where it does not wait.
    outcome: what came of it; of a failed one `message` and `params` say why."""

    id: str
    state: str
    stage: str
    progress: int
    before: int | None = None
    outcome: Mapping[str, Any] = field(default_factory=dict)

    @property
    def under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def failed(self) -> bool:
        return self.state == "failed"


class FileJobs:
    """`most`: how many jobs one account may have waiting or at work."""

    def __init__(self, db: Database, clock: Callable[[], datetime], uploads: Uploads, jobs: Jobs, most: int) -> None:
        self._db = db
        self._clock = clock
        self._uploads = uploads
        self._jobs = jobs
        self._most = most

    def queue(
        self,
        who: Identity,
        kind: str,
        subject: Subject,
        sources: Sequence[Source],
        options: Mapping[str, Any],
        fit: Callable[[Sequence[Stored]], None] = lambda _uploads: None,
        within: Callable[[Session], None] = lambda _session: None,
    ) -> str:
        """Take files in and queue their job; its id. Whether this account may, its caller has found out. `fit` raises where these
        are not the files that are needed; `within` is called in the transaction that queues the job, and nothing is queued where
        it raises.

        Raises `Busy` where too many wait already, `Invalid` for a file that is too large, `Conflict` for a full disk; then
        nothing is left behind.
        """
        with self._db.read() as session:  # before anything is stored
            self._require_room(session, who)
        taken: dict[str, dict[str, str]] = {}
        uploads: list[Stored] = []
        try:
            for name, opened in sources:
                with opened() as source:
                    uploads.append(upload := self._uploads.take(source))
                taken[upload.name] = {"name": clean_name(name), "sha256": upload.sha256}
            fit(uploads)
            with self._db.write() as session:
                self._require_room(session, who)
                within(session)
                moment = self._clock()
                job = FileJob(
                    id=new_id("J"),
                    kind=kind,
                    performer_id=subject.performer_id,
                    production_id=subject.production_id,
                    check_id=subject.check_id,
                    requested_by=who.account_id,
                    requested_at=moment,
                    options=dict(options),
                    uploads=taken,
                )
                session.add(job)
                about = subject.performer_id or subject.check_id
                record(session, who.account_id, EventKind.FILES_QUEUED, job.id, at=moment, job=kind, about=about)
                return job.id
        except BaseException:
            for upload in uploads:
                self._uploads.delete(upload.name)
            raise

    def _require_room(self, session: Session, who: Identity) -> None:
        under_way = select(func.count()).where(FileJob.state.in_(UNDER_WAY), FileJob.requested_by == who.account_id)
        # as with checks: how long the queue is decides nothing about anybody
        waiting = session.scalar(under_way, execution_options={UNPROVEN: frozenset({"file_job"})}) or 0
        if waiting >= self._most:
            raise Busy("files-queue-full", most=self._most)

    def get(self, job_id: str, kind: str, subject: Subject) -> FilesView:
        """The job, where it is of this kind and about this subject. Raises `NotFound`."""
        with self._db.read() as session:
            job = session.get(FileJob, job_id)
            if job is None or (job.kind, job.performer_id, job.check_id) != (
                kind,
                subject.performer_id,
                subject.check_id,
            ):
                raise NotFound("job", job_id)
            order = [one.job for one in turns(session, self._clock())] if job.state in UNDER_WAY else []
            if job.id in order:  # whose worker is gone waits again, although its row still names the attempt
                return FilesView(job.id, "queued", "queued", 0, order.index(job.id))
            return FilesView(job.id, job.state, job.stage, job.progress, None, job.outcome or {})

    def state(self, job_id: str) -> str:
        """queued, examining, done or failed. Raises `NotFound`."""
        with self._db.read() as session:
            found = session.scalar(select(FileJob.state).where(FileJob.id == job_id))
            if found is None:
                raise NotFound("job", job_id)
            return found

    @contextmanager
    def at_work(self, lease: Lease, told: Told) -> Iterator[tuple[FileJob, Told]]:
        """The job of a lease, and whom to tell how far it is. What is refused in this block ends it, with the reason. Raises
        `LeaseLost`."""

        def say(stage: str, per_cent: int) -> None:
            self._jobs.progress(lease, stage, per_cent)
            told(stage, per_cent)

        with self._db.read() as session:
            job: FileJob = held(session, lease)
        try:
            yield job, say
        except RecordsAltered:
            raise
        except RegistryError as refused:
            self._jobs.fail(lease, refused.message_id, **refused.params)
        except Forbidden:
            self._jobs.fail(lease, "files-not-allowed")

    @contextmanager
    def local(self, job: FileJob) -> Iterator[list[Path]]:
        """The job's files as files of this machine, while the block lasts. Raises `Conflict` where one is not what was
        handed in."""
        with ExitStack() as here:
            try:
                paths = [here.enter_context(self._uploads.file(name)) for name in job.uploads]
            except Gone:
                raise Conflict("check-file-changed") from None
            if any(_sha256(path) != one["sha256"] for path, one in zip(paths, job.uploads.values(), strict=True)):
                raise Conflict("check-file-changed")
            yield paths

    def drop(self, job: FileJob) -> None:
        """Delete the files of a job that is over."""
        for name in job.uploads:
            self._uploads.delete(name)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def done(session: Session, job: FileJob, outcome: Mapping[str, Any], moment: datetime) -> None:
    """End a job with what came of it, in the caller's transaction, whose other changes are made because of it."""
    job.state, job.stage, job.progress, job.lease_until = "done", "done", 100, None
    job.outcome, job.over_at, job.uploads = dict(outcome), moment, {}
    record(session, SYSTEM, EventKind.FILES_DONE, job.id, at=moment, attempt=job.attempt)
