"""What is going on in an instance: what waits, what lies where, which letters leave, when it was copied last.

Counts and sizes alone: nothing of what a file shows, and of nobody whose it is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from shutil import disk_usage
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from registry.backup import LastBackup, last_backup
from registry.core.config import Config
from registry.core.database import Database, now
from registry.health.finding import HealthFinding, run, said
from registry.notices.letters import GIVEN_UP, REFUSED, SENT, WAITING
from registry.records.tables.checks import Check
from registry.records.tables.entry import OutgoingLetter
from registry.records.tables.jobs import CheckPiece, FileJob
from registry.records.tables.performers import ReferencePicture

SLOW = timedelta(minutes=10)
"""Nothing that waits for a worker waits so long where one is running, unless there is a great deal to do."""
STALE = timedelta(days=7)
"""A copy that is older is worth a remark."""


@dataclass(frozen=True)
class Queue:
    """Work for the workers. since: when the oldest that waits was asked for."""

    waiting: int
    at_work: int
    since: datetime | None


@dataclass(frozen=True)
class Place:
    """One folder or file of the instance. size: in bytes."""

    name: str
    size: int
    files: int


@dataclass(frozen=True)
class Storage:
    """free: bytes left on the disk; kept: pictures that performers chose to keep, sealed, inside the database, and their bytes."""

    free: int
    places: tuple[Place, ...]
    kept: int
    kept_size: int


@dataclass(frozen=True)
class Mail:
    """Letters. failing: of those that wait, those that could not be handed over yet; lost: given up or refused, and to how many
    addresses; delivered: when the last one was handed over."""

    server: str
    folder: str
    waiting: int
    failing: int
    oldest: datetime | None
    lost: int
    addresses: int
    delivered: datetime | None


@dataclass(frozen=True)
class Going:
    """All of it at one moment. own_tools: the database is copied by its own tools, of which nothing is known here."""

    queue: Queue
    storage: Storage
    mail: Mail
    backup: LastBackup | None
    own_tools: bool


def going(session: Session, config: Config) -> Going:
    return Going(
        _queue(session), _storage(session, config), _mail(session, config), last_backup(config),
        bool(config.database_url),
    )  # fmt: skip


def _queue(session: Session) -> Queue:
    kinds = (Check, FileJob, CheckPiece)
    states = [(kind, state) for kind in kinds for state in ("queued", "examining")]
    counted = {
        (kind, state): session.scalar(select(func.count()).select_from(kind).where(kind.state == state)) or 0
        for kind, state in states
    }
    oldest = [session.scalar(select(func.min(kind.requested_at)).where(kind.state == "queued")) for kind in kinds]
    return Queue(
        sum(count for (_kind, state), count in counted.items() if state == "queued"),
        sum(count for (_kind, state), count in counted.items() if state == "examining"),
        min((moment for moment in oldest if moment is not None), default=None),
    )


def _storage(session: Session, config: Config) -> Storage:
    folders = (("uploads", config.uploads), ("incoming", config.incoming), ("outbox", config.outbox))
    pictures = select(func.count(), func.sum(func.length(ReferencePicture.ciphertext)))
    kept, kept_size = session.execute(pictures).one()
    database = () if config.database_url else (_place("database", config.database),)
    places = (*database, *(_place(name, folder) for name, folder in folders), _place("keystore", config.keystore))
    return Storage(disk_usage(config.home).free, places, kept, int(kept_size or 0))


def _place(name: str, path: Path) -> Place:
    """Whatever lies there now: a file that goes meanwhile is not counted."""
    sizes = []
    for file in path.rglob("*") if path.is_dir() else (path, path.with_name(f"{path.name}-wal")):
        try:
            if file.is_file():
                sizes.append(file.stat().st_size)
        except OSError:
            continue
    return Place(name, sum(sizes), len(sizes))


def _mail(session: Session, config: Config) -> Mail:
    def counted(*states: str) -> Select[Any]:
        return select(func.count()).select_from(OutgoingLetter).where(OutgoingLetter.state.in_(states))

    lost = counted(REFUSED, GIVEN_UP)
    addresses = select(func.count(OutgoingLetter.recipient.distinct())).where(
        OutgoingLetter.state.in_((REFUSED, GIVEN_UP))
    )
    return Mail(
        server=config.smtp_host,
        folder=str(config.outbox),
        waiting=session.scalar(counted(WAITING)) or 0,
        failing=session.scalar(counted(WAITING).where(OutgoingLetter.tries > 0)) or 0,
        oldest=session.scalar(select(func.min(OutgoingLetter.created_at)).where(OutgoingLetter.state == WAITING)),
        lost=session.scalar(lost) or 0,
        addresses=session.scalar(addresses) or 0,
        delivered=session.scalar(select(func.max(OutgoingLetter.settled_at)).where(OutgoingLetter.state == SENT)),
    )


@contextmanager
def _looking(config: Config) -> Iterator[Session | None]:
    """A look at the instance's database; None where there is none yet."""
    if not config.database_url and not config.database.exists():
        yield None
        return
    db = Database(config.url)
    try:
        with db.look() as session:
            yield session
    finally:
        db.close()


def queue(config: Config) -> HealthFinding:
    """What waits for a worker does not wait long."""
    with _looking(config) as session:
        if session is None:
            return HealthFinding("queue", "ok", said("health-queue-none"))
        found = _queue(session)
    counts = {"waiting": found.waiting, "at_work": found.at_work}
    if found.since is not None and now() - found.since > SLOW:
        slow = said("health-queue-slow", since=f"{found.since:%Y-%m-%d %H:%M}", **counts)
        return HealthFinding("queue", "optional", slow, said("health-queue-look"))
    return HealthFinding("queue", "ok", said("health-queue", **counts))


def backups(config: Config) -> HealthFinding:
    """The database was copied lately, as far as this program knows."""
    if config.database_url:
        return HealthFinding("backups", "ok", said("health-backups-own-tools"))
    if not config.database.exists():
        return HealthFinding("backups", "ok", said("health-backups-no-instance"))
    last = last_backup(config)
    if last is None:
        return HealthFinding("backups", "optional", said("health-backups-none"), run("likeness backup FILE"))
    copied = said("health-backups", at=f"{last.at:%Y-%m-%d %H:%M}", entries=str(last.entries), name=last.name)
    if now() - last.at > STALE:
        return HealthFinding("backups", "optional", copied, run("likeness backup FILE"))
    return HealthFinding("backups", "ok", copied)
