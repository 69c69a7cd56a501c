"""The job of a check: its own row is the truth. A lease says who works on it; every write names its attempt.

queued -> examining -> decided | failed. A lease that runs out (a killed worker) makes the job free again; whoever
takes it up has the next attempt number, and whatever the earlier one still writes has no effect.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from registry.checks.intake.queue import NEVER, Share, Waiting, first, in_turn
from registry.core.database import UNPROVEN, Database
from registry.core.errors import RecordsAltered
from registry.ledger.record import record
from registry.records import reasons
from registry.records.events import Kind
from registry.records.tables.checks import Check

Told = Callable[[str, int], None]
"""Hears how far an examination is: its stage, and per cent of it."""

SYSTEM = "system"
"""Who acts in the ledger when no account does."""

DEATHS = 3
"""After so many workers that died over one check, the file itself is taken for the cause."""

TIMEOUTS = 2
"""A check that was not done in its time is tried once more: the machine may have been busy with others."""

AGAIN = timedelta(minutes=10)
"""A check whose own record was altered is left alone for so long: the operator was told, and may have put it right."""

_WHOSE_TURN: dict[str, Any] = {UNPROVEN: frozenset({"check_"})}
"""Who comes next is only looked at: the check itself is proven when it is taken up, by its key."""

SMALLER = {"ask": "production", "for": "smaller-file"}


@dataclass(frozen=True)
class Lease:
    """The right to work on one check, as its n-th attempt."""

    check_id: str
    attempt: int


class LeaseLost(RuntimeError):
    """Somebody else has taken the job up; what this attempt found no longer counts."""


class Jobs:
    """Who works on which check. `lease_seconds`: how long a worker may be silent before its job is free again; `drop`
    deletes the file of a check that is over."""

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

    def take(self, check_id: str) -> Lease | None:
        """Take up this very job; None where it is not free (running, over, or unknown) or has killed too many workers."""
        return self._take_up(lambda _session, _moment: check_id)

    def next(self, held: Collection[Lease] = (), most: int = 1) -> Lease | None:
        """Take up the job whose turn it is (`queue.in_turn`); None where there is none, or it may not be taken.

        held: what the other workers beside this one work on; `most`: how many of them one production or account may have.
        Where nothing is to be done, nothing is written and nobody is kept from writing. A check whose own record was
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
            if altered.table != Check.__tablename__:
                raise
            self._altered[altered.key] = self._clock()
            return None

    def _turn(self, session: Session, moment: datetime, held: Collection[Lease], most: int) -> str | None:
        order = [one for one in turns(session, moment) if moment - self._altered.get(one.check, NEVER) >= AGAIN]
        checks = [lease.check_id for lease in held]
        shares = select(Check.production_id, Check.requested_by).where(Check.id.in_(checks))
        beside = session.execute(shares, execution_options=_WHOSE_TURN).all()
        chosen = first(order, [tuple(shares) for shares in beside], most)
        return None if chosen is None else chosen.check

    def _take_up(self, choose: Callable[[Session, datetime], str | None]) -> Lease | None:
        with self._db.write() as session:
            moment = self._clock()
            # Workers who look at the same moment choose the same check, so one of them gets it and the others look again:
            # nobody's turn is taken twice. A late attempt that still writes to the row is not waited for either.
            wanted = select(Check).where(Check.id == choose(session, moment), _free(moment))
            check = session.scalars(wanted.with_for_update(skip_locked=True)).one_or_none()
            if check is None:
                return None
            upload = check.upload
            if check.state == "queued" or _outlived(session, check, moment):
                check.state, check.stage, check.progress = "examining", "examining", 0
                check.attempt += 1
                check.taken_up_at, check.lease_until = moment, moment + timedelta(seconds=self.lease_seconds)
                record(session, SYSTEM, Kind.CHECK_TAKEN_UP, check.id, at=moment, attempt=check.attempt)
                return Lease(check.id, check.attempt)
        self._drop_of(check, upload)
        return None

    def extend(self, lease: Lease) -> bool:
        """A sign of life. False: the lease is lost."""
        return self._write(lease, lease_until=self._clock() + timedelta(seconds=self.lease_seconds))

    def progress(self, lease: Lease, stage: str, per_cent: int) -> None:
        """Say how far the examination is. A lost lease writes nothing."""
        self._write(lease, stage=stage, progress=per_cent)

    def give_back(self, lease: Lease) -> None:
        """A worker that is asked to stop frees its job at once. Raises `LeaseLost`."""
        with self._ending(lease) as (session, check, moment):
            _queue_again(session, check, moment, given_back=lease.attempt)

    def died(self, lease: Lease) -> None:
        """Whoever worked on it is gone: it is free again, until too many have died over it. Raises `LeaseLost`."""
        with self._ending(lease) as (session, check, moment):
            if _outlived(session, check, moment):
                _queue_again(session, check, moment, died=lease.attempt)

    def ran_out(self, lease: Lease, seconds: int) -> None:
        """It took longer than the `seconds` that it may, and was stopped: it is tried once more, then it cannot be decided.
        Raises `LeaseLost`."""
        with self._ending(lease) as (session, check, moment):
            check.timeouts += 1
            if check.timeouts < TIMEOUTS:
                _queue_again(session, check, moment, ran_out=lease.attempt)
            else:
                fail(session, check, moment, "check-timeout", {"seconds": seconds, "times": check.timeouts}, SMALLER)

    def fail(self, lease: Lease, message: str, **params: str | int | float) -> None:
        """It cannot be decided, and why. Raises `LeaseLost`."""
        with self._ending(lease) as (session, check, moment):
            fail(session, check, moment, message, params)

    @contextmanager
    def _ending(self, lease: Lease) -> Iterator[tuple[Session, Check, datetime]]:
        with self._db.write() as session:
            check = held(session, lease)
            upload = check.upload
            yield session, check, self._clock()
        self._drop_of(check, upload)

    def _drop_of(self, check: Check, upload: str | None) -> None:
        if upload is not None and check.upload is None:
            self._drop(upload)

    def free(self) -> list[str]:
        """Checks that nobody works on: queued ones, and those whose worker fell silent. In the order of their turns."""
        with self._db.look() as session:
            return [one.check for one in turns(session, self._clock())]

    def _write(self, lease: Lease, **values: Any) -> bool:
        with self._db.write() as session:
            result: CursorResult[Any] = session.execute(  # type: ignore[assignment]
                update(Check)
                .where(Check.id == lease.check_id, Check.attempt == lease.attempt, Check.state == "examining")
                .values(**values)
            )
            return result.rowcount == 1


def fail(
    session: Session,
    check: Check,
    moment: datetime,
    message: str,
    params: Mapping[str, Any],
    remedy: dict[str, str] | None = None,
) -> None:
    """End a check without a decision: it cannot be decided, why (a message id with parameters) and what may help."""
    reason = {"layer": "check", "verdict": "needs_approval", "message": message, "params": dict(params), "person": None}
    reason |= {"remedy": remedy} if remedy else {}
    check.state, check.stage, check.status, check.verdict = "failed", "failed", "cannot_decide", None
    check.decision = {"status": "cannot_decide", "verdict": None, "reasons": [reason], "duties": [], "rulesets": {}}
    check.decided_at, check.lease_until, check.upload = moment, None, None
    reasons.rewrite(session, check, {})
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


def turns(session: Session, moment: datetime) -> list[Waiting]:
    """The checks that nobody works on, in the order in which they are taken up."""
    columns = Check.id, Check.production_id, Check.requested_by, Check.requested_at, Check.deaths + Check.timeouts
    free = session.execute(select(*columns).where(_free(moment)), execution_options=_WHOSE_TURN)
    waiting = [Waiting(*row) for row in free]
    return in_turn(waiting, _shares(session, moment, waiting)) if waiting else []


def _shares(session: Session, moment: datetime, waiting: Iterable[Waiting]) -> dict[str, Share]:
    """What those who wait have of the workers, by production and account."""
    shares = {}
    for column, names in (
        (Check.production_id, {one.production for one in waiting}),
        (Check.requested_by, {one.account for one in waiting}),
    ):
        at_work = Check.state == "examining", Check.lease_until >= moment
        counts = select(column, func.count()).where(*at_work).group_by(column)
        running = {name: int(count) for name, count in session.execute(counts, execution_options=_WHOSE_TURN)}
        for name in names:
            latest = select(func.max(Check.taken_up_at)).where(column == name)
            served = session.scalar(latest, execution_options=_WHOSE_TURN)
            shares[name] = Share(running.get(name, 0), served or NEVER)
    return shares


def _free(moment: Any) -> ColumnElement[bool]:
    return or_(Check.state == "queued", and_(Check.state == "examining", Check.lease_until < moment))


_ANYBODY = select(Check.id).where(_free(bindparam("moment"))).limit(1)
"""Whether anybody waits at all, built once: it is asked many times a second."""


def _outlived(session: Session, check: Check, moment: datetime) -> bool:
    """Count a worker's death; False where it was one too many, and the check is over."""
    check.deaths += 1
    if check.deaths < DEATHS:
        return True
    fail(session, check, moment, "check-worker-died", {"times": check.deaths}, SMALLER)
    return False


def _queue_again(session: Session, check: Check, moment: datetime, **why: int) -> None:
    check.state, check.stage, check.progress, check.lease_until = "queued", "queued", 0, None
    record(session, SYSTEM, Kind.CHECK_QUEUED, check.id, at=moment, **why)
