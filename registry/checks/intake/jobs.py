"""The jobs of the workers (`Check`, `CheckPiece`, `FileJob`): a job's own row is the truth. A lease says who works on it; every
write names its attempt.

queued -> examining -> over (decided, done or failed). A lease that runs out (a killed worker) makes the job free again; whoever
takes it up has the next attempt number, and whatever the earlier one still writes has no effect.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select, union_all, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from registry.checks.intake.endings import SYSTEM, Job, fail, files_of
from registry.checks.intake.queue import NEVER, QueueLimits, Share, first, in_turn
from registry.core.database import UNPROVEN, Database
from registry.core.errors import RecordsAltered
from registry.ledger.record import record
from registry.records.events import EventKind
from registry.records.tables.checks import Check
from registry.records.tables.jobs import CheckPiece, FileJob

Table = type[Check] | type[CheckPiece] | type[FileJob]
TABLES: tuple[Table, ...] = (Check, CheckPiece, FileJob)
CHECK, PIECE = "check", "piece"
"""The kinds of the jobs that are checks, and pieces of checks; the others say theirs in their row."""
_KINDS: dict[str, Table] = {CHECK: Check, PIECE: CheckPiece}
_KIND_OF = {table: kind for kind, table in _KINDS.items()}
_QUEUED = {Check: EventKind.CHECK_QUEUED, CheckPiece: EventKind.PIECE_QUEUED, FileJob: EventKind.FILES_QUEUED}
_TAKEN_UP = {Check: EventKind.CHECK_TAKEN_UP, CheckPiece: EventKind.PIECE_TAKEN_UP, FileJob: EventKind.FILES_TAKEN_UP}

Told = Callable[[str, int], None]
"""Hears how far an examination is: its stage, and per cent of it."""

DEATHS = 3
"""After so many workers that died over one job, the file itself is taken for the cause."""

TIMEOUTS = 2
"""A job that was not done in its time is tried once more: the machine may have been busy with others."""

AGAIN = timedelta(minutes=10)
"""A job whose own record was altered is left alone for so long: the operator was told, and may have put it right."""

_WHOSE_TURN: dict[str, Any] = {UNPROVEN: frozenset(table.__tablename__ for table in TABLES)}
"""Who comes next is only looked at: the job itself is proven when it is taken up, by its key."""

SMALLER = {"ask": "production", "for": "smaller-file"}


@dataclass(frozen=True)
class Lease:
    """The right to work on one job, as its n-th attempt. job: its id; kind: check, piece, or what a `FileJob` says."""

    job: str
    attempt: int
    kind: str = CHECK

    @property
    def table(self) -> Table:
        return _KINDS.get(self.kind, FileJob)


class LeaseLost(RuntimeError):
    """Somebody else has taken the job up; what this attempt found no longer counts."""


class Jobs:
    """Who works on which job. `lease_seconds`: how long a worker may be silent before its job is free again; `drop`
    deletes a file of a job that is over."""

    def __init__(
        self,
        db: Database,
        clock: Callable[[], datetime],
        lease_seconds: int,
        drop: Callable[[str], None] = lambda _upload: None,
    ) -> None:
        self._db = db
        self._clock = clock
        self.lease_seconds = lease_seconds
        self._drop = drop
        self._altered: dict[str, datetime] = {}

    def take(self, job: str) -> Lease | None:
        """Take up this very job, or the first of its pieces that waits; None where nothing of it is free (running, over, or
        unknown) or it has killed too many workers."""

        def choose(session: Session, moment: datetime) -> str:
            piece = select(CheckPiece.id).where(CheckPiece.check_id == job, _free(CheckPiece, moment))
            return session.scalar(piece.order_by(CheckPiece.id).limit(1), execution_options=_WHOSE_TURN) or job

        return self._take_up(choose)

    def next(self, held: Collection[Lease] = (), most: int = 1) -> Lease | None:
        """Take up the job whose turn it is (`queue.in_turn`); None where there is none, or it may not be taken.

        held: what the other workers beside this one work on; `most`: how many of them one production or account may have.
        Where nothing is to be done, nothing is written and nobody is kept from writing. A job whose own record was
        altered keeps nobody else waiting. Raises `RecordsAltered` where it is the ledger itself.
        """
        with self._db.look() as session:
            moment = self._clock()
            if session.execute(_ANYBODY, {"moment": moment}).first() is None:
                return None
            if self._turn(session, moment, held, most) is None:
                return None
        try:
            return self._take_up(lambda session, moment: self._turn(session, moment, held, most))
        except RecordsAltered as altered:
            if altered.table not in _WHOSE_TURN[UNPROVEN]:
                raise
            self._altered[_whole(altered.key)] = self._clock()
            return None

    def _turn(self, session: Session, moment: datetime, held: Collection[Lease], most: int) -> str | None:
        order = [one for one in turns(session, moment) if moment - self._altered.get(_whole(one.job), NEVER) >= AGAIN]
        beside = select(_JOBS.c.production, _JOBS.c.account).where(_JOBS.c.id.in_([lease.job for lease in held]))
        shares = [
            {production, account} - {None}
            for production, account in session.execute(beside, execution_options=_WHOSE_TURN)
        ]
        chosen = first(order, shares, most)
        return None if chosen is None else chosen.job

    def _take_up(self, choose: Callable[[Session, datetime], str | None]) -> Lease | None:
        with self._db.write() as session:
            moment = self._clock()
            # Workers who look at the same moment choose the same job, so one of them gets it and the others look again:
            # nobody's turn is taken twice. A late attempt that still writes to the row is not waited for either.
            job = _locked(session, choose(session, moment), moment)
            if job is None:
                return None
            if isinstance(job, CheckPiece):  # where one piece was altered, nobody works on the others
                session.scalars(select(CheckPiece.id).where(CheckPiece.check_id == job.check_id)).all()
            files = files_of(job)
            if job.state == "queued" or _outlived(session, job, moment):
                job.state, job.stage, job.progress = "examining", "examining", 0
                job.attempt += 1
                job.taken_up_at, job.lease_until = moment, moment + timedelta(seconds=self.lease_seconds)
                record(session, SYSTEM, _TAKEN_UP[type(job)], job.id, at=moment, attempt=job.attempt)
                return Lease(job.id, job.attempt, job.kind if isinstance(job, FileJob) else _KIND_OF[type(job)])
        self._drop_of(job, files)
        return None

    def extend(self, lease: Lease) -> bool:
        """A sign of life. False: the lease is lost."""
        return self._write(lease, lease_until=self._clock() + timedelta(seconds=self.lease_seconds))

    def progress(self, lease: Lease, stage: str, per_cent: int) -> None:
        """Say how far the examination is. A lost lease writes nothing."""
        self._write(lease, stage=stage, progress=per_cent)

    def give_back(self, lease: Lease) -> None:
        """A worker that is asked to stop frees its job at once. Raises `LeaseLost`."""
        with self.ending(lease) as (session, job, moment):
            queue_again(session, job, moment, given_back=lease.attempt)

    def died(self, lease: Lease) -> None:
        """Whoever worked on it is gone: it is free again, until too many have died over it. Raises `LeaseLost`."""
        with self.ending(lease) as (session, job, moment):
            if _outlived(session, job, moment):
                queue_again(session, job, moment, died=lease.attempt)

    def ran_out(self, lease: Lease, seconds: int) -> None:
        """It took longer than the `seconds` that it may, and was stopped: it is tried once more, then it has failed.
        Raises `LeaseLost`."""
        with self.ending(lease) as (session, job, moment):
            job.timeouts += 1
            if job.timeouts < TIMEOUTS:
                queue_again(session, job, moment, ran_out=lease.attempt)
            else:
                fail(session, job, moment, "check-timeout", {"seconds": seconds, "times": job.timeouts}, SMALLER)

    def fail(self, lease: Lease, message: str, **params: str | int | float) -> None:
        """It has no result (a check cannot be decided), and why. Raises `LeaseLost`."""
        with self.ending(lease) as (session, job, moment):
            fail(session, job, moment, message, params)

    @contextmanager
    def ending(self, lease: Lease) -> Iterator[tuple[Session, Any, datetime]]:
        """One transaction of whoever holds the lease; the job's files that are no longer wanted after it are deleted. Raises
        `LeaseLost`."""
        with self._db.write() as session:
            job = held(session, lease)
            files = files_of(job)
            yield session, job, self._clock()
        self._drop_of(job, files)

    def _drop_of(self, job: Job, files: frozenset[str]) -> None:
        for file in files - files_of(job):
            self._drop(file)

    def free(self) -> list[str]:
        """Jobs that nobody works on: queued ones, and those whose worker fell silent. In the order of their turns."""
        with self._db.look() as session:
            return [one.job for one in turns(session, self._clock())]

    def _write(self, lease: Lease, **values: Any) -> bool:
        with self._db.write() as session:
            change = update(lease.table).where(*_holds(lease)).values(**values)
            result: CursorResult[Any] = session.execute(change)  # type: ignore[assignment]
            return result.rowcount == 1


def held(session: Session, lease: Lease) -> Any:
    """The job's row, locked in this transaction. Raises `LeaseLost` where this attempt no longer holds it."""
    job = session.scalars(select(lease.table).where(*_holds(lease)).with_for_update()).one_or_none()
    if job is None:
        raise LeaseLost(lease.job)
    return job


def _holds(lease: Lease) -> tuple[ColumnElement[bool], ...]:
    table = lease.table
    return table.id == lease.job, table.attempt == lease.attempt, table.state == "examining"


def _locked(session: Session, job: str | None, moment: datetime) -> Any:
    """The row of this job, where it is free."""
    for table in TABLES if job is not None else ():
        wanted = select(table).where(table.id == job, _free(table, moment)).with_for_update(skip_locked=True)
        found: Any = session.scalars(wanted).one_or_none()
        if found is not None:
            return found
    return None


def turns(session: Session, moment: datetime) -> list[QueueLimits]:
    """The jobs that nobody works on, in the order in which they are taken up."""
    rows = (_waiting(table).where(_free(table, moment)) for table in TABLES)
    waiting = [QueueLimits(*row) for some in rows for row in session.execute(some, execution_options=_WHOSE_TURN)]
    return in_turn(waiting, _shares(session, moment, waiting)) if waiting else []


def before(session: Session, job: str, moment: datetime) -> int | None:
    """How many checks and others are taken up before this job; None where it does not wait."""
    order = [one.job for one in turns(session, moment)]
    return len({_whole(other) for other in order[: order.index(job)]}) if job in order else None


def _whole(job: str) -> str:
    """The check that a piece belongs to; of any other job, itself."""
    return job.partition(".")[0]


def _waiting(table: Table) -> Any:
    return select(table.id, table.production_id, table.requested_by, table.requested_at, table.deaths + table.timeouts)


def _shares(session: Session, moment: datetime, waiting: Iterable[QueueLimits]) -> dict[str, Share]:
    """What those who wait have of the workers, by production and account."""
    waiting = list(waiting)
    shares: dict[str, Share] = {}
    for column, names in (
        ("production_id", {one.production for one in waiting} - {None}),
        ("requested_by", {one.account for one in waiting}),
    ):
        running, served = Counter[str](), dict.fromkeys(names, NEVER)
        for table in TABLES:
            share = getattr(table, column)
            at_work = table.state == "examining", table.lease_until >= moment
            counts = select(share, func.count()).where(*at_work).group_by(share)
            running.update({name: int(n) for name, n in session.execute(counts, execution_options=_WHOSE_TURN)})
            for name in names:
                latest = select(func.max(table.taken_up_at)).where(share == name)
                served[name] = max(served[name], session.scalar(latest, execution_options=_WHOSE_TURN) or NEVER)
        shares |= {name: Share(running[name], served[name]) for name in names if name is not None}
    return shares


def _free(table: Table, moment: Any) -> ColumnElement[bool]:
    return or_(table.state == "queued", and_(table.state == "examining", table.lease_until < moment))


_ANYBODY = union_all(*(select(table.id).where(_free(table, bindparam("moment"))) for table in TABLES)).limit(1)
"""Whether anybody waits at all, built once: it is asked many times a second."""
_JOBS = union_all(
    *(
        select(table.id, table.production_id.label("production"), table.requested_by.label("account"))
        for table in TABLES
    )
).subquery()


def _outlived(session: Session, job: Job, moment: datetime) -> bool:
    """Count a worker's death; False where it was one too many, and the job is over."""
    job.deaths += 1
    if job.deaths < DEATHS:
        return True
    fail(session, job, moment, "check-worker-died", {"times": job.deaths}, SMALLER)
    return False


def queue_again(session: Session, job: Job, moment: datetime, **why: int) -> None:
    """Let another attempt begin, and say why there is one."""
    job.state, job.stage, job.progress, job.lease_until = "queued", "queued", 0, None
    record(session, SYSTEM, _QUEUED[type(job)], job.id, at=moment, **why)
