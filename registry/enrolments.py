"""Enrolment as a job of the workers: asked for on a page or a command line, looked at in a process that examines, and written in
the very transaction that ends the job."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from registry.checks.intake.files import FileJobs, FilesView, Source, Subject, bounded, done
from registry.checks.intake.jobs import Lease, Told, held
from registry.core.database import Database
from registry.core.errors import Conflict
from registry.core.permissions import Identity, Permission, require
from registry.gallery.enrolment import Enrolment
from registry.gallery.recordings import Read
from registry.people.accounts.identities import identity_of
from registry.people.performers.service import CHANGED, Performers
from registry.people.readings.service import Readings
from registry.records.performers import touching
from registry.records.tables.jobs import FileJob

KIND = "enrolment"
RECORDING_BYTES = 16_000_000
"""The largest recording of a text: half a minute takes a third of it at the highest quality."""
ROUNDS = 5
"""How often references are compared again because the gallery changed meanwhile, before the enrolment gives up."""


class Enrolments:
    """Enrolments of one registry, from the request to what was accepted."""

    def __init__(
        self,
        db: Database,
        clock: Callable[[], datetime],
        files: FileJobs,
        performers: Performers,
        readings: Readings,
    ) -> None:
        self._db = db
        self._clock = clock
        self._files = files
        self._performers = performers
        self._readings = readings

    def ask(
        self,
        who: Identity,
        performer_id: str,
        sources: Sequence[Source],
        keep_pictures: bool | None = None,
        modality: str | None = None,
        readings: Sequence[str] = (),
    ) -> str:
        """Queue an enrolment from these files; the id of its job. See `Performers.enrol`. readings: ids of the texts that were
        read aloud in them, one a file, for a sense that hears speech; they are used up.

        Raises what it raises before it looks at anything, what `FileJobs.queue` raises, and `Conflict` for a text that cannot be
        used; then nothing is left behind.
        """
        self._performers.require_enrollable(who, performer_id, len(sources), modality, len(readings))
        if not readings:
            options = {"keep": keep_pictures, "modality": modality}
            return self._files.queue(who, KIND, Subject(performer_id=performer_id), sources, options)
        texts = [asdict(read) for read in self._readings.texts(who, performer_id, readings)]
        return self._files.queue(
            who,
            KIND,
            Subject(performer_id=performer_id),
            [bounded(source, RECORDING_BYTES) for source in sources],
            {"keep": keep_pictures, "modality": modality, "readings": texts},
            within=lambda session: self._readings.use(session, who, performer_id, readings),
        )

    def get(self, who: Identity, performer_id: str, job_id: str) -> FilesView:
        """What became of it: `outcome` has accepted and advice, likeness_digest, disputed, and parked, as `Enrolment` has. Raises
        `NotFound`, `Forbidden`."""
        with self._db.read() as session:
            require(who, Permission.PERFORMER_ENROL, touching(session, performer_id))
        return self._files.get(job_id, KIND, Subject(performer_id=performer_id))

    def run(self, lease: Lease, told: Told) -> None:
        """See a queued one through. Raises `LeaseLost`, `Undecidable`."""
        with self._files.at_work(lease, told) as (job, say):
            for again in range(ROUNDS):
                try:
                    self._see_through(lease, job, say)
                    break
                except Conflict as refused:
                    if refused.message_id != CHANGED or again == ROUNDS - 1:
                        raise
            self._files.drop(job)

    def _see_through(self, lease: Lease, job: FileJob, say: Told) -> None:
        with self._files.local(job) as paths:
            self._enrol(lease, job, paths, say)

    def _enrol(self, lease: Lease, job: FileJob, paths: Sequence[Path], say: Told) -> None:
        performer_id = str(job.performer_id)
        names = {path.name: one["name"] for path, one in zip(paths, job.uploads.values(), strict=True)}
        looked = 0

        def looking(_path: Path) -> None:
            nonlocal looked
            say("looking", 10 + 80 * looked // len(names))
            looked += 1

        def ending(session: Session, enrolment: Enrolment) -> None:
            # for whoever asked, as they are now: they may have lost the right while their files waited
            who = identity_of(session, job.requested_by)
            require(who, Permission.PERFORMER_ENROL, touching(session, performer_id))
            done(session, held(session, lease), _outcome(enrolment, names), self._clock())

        with self._db.read() as session:
            who = identity_of(session, job.requested_by)
        self._performers.enrol(
            who,
            performer_id,
            paths,
            job.options["keep"],
            job.options["modality"],
            readings=[Read(**text) for text in job.options.get("readings", ())],
            ending=ending,
            looking=looking,
        )


def _outcome(enrolment: Enrolment, names: Mapping[str, str]) -> dict[str, Any]:
    """What is kept of it for its asker: the files under the names that they came with."""
    return {
        "accepted": [names[file] for file in enrolment.accepted],
        "advice": [
            {
                "file": names[part.file],
                "message": part.message,
                "params": {key: names.get(str(value), value) for key, value in part.params.items()},
            }
            for part in enrolment.advice
        ],
        "likeness_digest": enrolment.likeness_digest,
        "disputed": enrolment.disputed,
        "parked": enrolment.parked,
    }
