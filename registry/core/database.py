"""The database: one declarative base, sessions that read, transactions that write and must leave an event."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, Protocol

from sqlalchemy import URL, DateTime, Engine, MetaData, TypeDecorator, create_engine, event, inspect, make_url
from sqlalchemy.orm import DeclarativeBase, Session

NAMES = {  # deterministic constraint names, so that every migration can be undone on every database
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
# No vowels and nothing that looks like something else: ids are read aloud and never spell words.
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"


def new_id(prefix: str) -> str:
    """A fresh random id such as `P-7K3M9QX2BD` (49 bits: unguessable enough to be no counter, short enough to say)."""
    return f"{prefix}-" + "".join(secrets.choice(ALPHABET) for _ in range(10))


def now() -> datetime:
    """This moment in UTC, to the microsecond."""
    return datetime.now(UTC)


def sqlite_url(path: Path) -> URL:
    """The address of an SQLite file. It is put together from its parts: in a text, `?`, `%` or `#` in a folder's name
    would mean something else."""
    return URL.create("sqlite", database=str(path))


class UTCDateTime(TypeDecorator[datetime]):
    """An aware UTC moment. Naive values are refused, because a guessed zone is a wrong deadline."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone was about to be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """All tables. `silent` names the columns whose change alone needs no event (progress, leases)."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UTCDateTime}
    silent: ClassVar[frozenset[str]] = frozenset()


UNPROVEN = "unproven"
"""Execution option of a statement: the names of tables that are not proven before it runs, because its caller proves them
in another way."""


class UnrecordedChange(RuntimeError):
    """A transaction was about to change records without leaving an event in the ledger."""


class Guard(Protocol):
    """Keeps records from being relied on unproven, and from being changed unbound (registry.ledger.binding)."""

    def watch(self, session: Session, *, writing: bool) -> object: ...


class Database:
    """Opens sessions on one database.

    `read()` gives a session that is never committed, and in which everything that is read is proven first. `look()`
    gives one without proof: for lists, and for whoever only has a look. `write()` gives one transaction, in which
    everything is proven as well: it commits when the block ends well, rolls back when it does not, and refuses to commit
    a change that no event in it accounts for.

    Without a `guard` there is only `look()`.
    """

    def __init__(self, url: str | URL, guard: Guard | None = None) -> None:
        sqlite = make_url(url).get_backend_name() == "sqlite"
        self._guard = guard
        # What was proven at a transaction's beginning has to be so until its end: SQLite gives no other kind.
        kind: dict[str, Any] = (
            {"connect_args": {"timeout": 30}}
            if sqlite
            else {"pool_pre_ping": True, "isolation_level": "REPEATABLE READ"}
        )
        self.engine: Engine = create_engine(url, **kind)
        if sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        else:
            event.listen(self.engine, "begin", _begin_postgres)
        self._writer = self.engine.execution_options(write=True, alone=True)

    @contextmanager
    def look(self) -> Iterator[Session]:
        """A session for looking, without proof: nobody may rely on what it shows. Whatever it changed is thrown away."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for what somebody relies on; whatever it changed is thrown away. Raises `RecordsAltered` where a
        record that a statement in it reads is not what the ledger says."""
        with Session(self.engine, expire_on_commit=False) as session:
            self._watched(session, writing=False)
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction, alone: it waits for any other that writes, so that what it read stays true. Raises
        `RecordsAltered` as `read` does, and for a record that it is about to change."""
        with Session(self._writer, expire_on_commit=False) as session:
            event.listen(session, "before_flush", _notice_change)
            event.listen(session, "do_orm_execute", _notice_statement)
            event.listen(session, "before_commit", _demand_event)
            self._watched(session, writing=True)
            with session.begin():
                yield session

    def _watched(self, session: Session, *, writing: bool) -> None:
        if self._guard is None:
            raise RuntimeError("this database was opened without a guard: it can only be looked at")
        self._guard.watch(session, writing=writing)

    def close(self) -> None:
        self.engine.dispose()


SYNCHRONOUS = "FULL"
"""What was committed survives a power failure (SQLite). The head that is kept outside must never be ahead of it."""


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy's BEGIN below is the only one
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        "busy_timeout=30000",
        f"synchronous={SYNCHRONOUS}",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("write") else "BEGIN")


def _begin_postgres(connection: Any) -> None:
    # taken before the first SELECT, so that the transaction sees everything that was committed before it had the lock
    if connection.get_execution_options().get("alone"):
        connection.exec_driver_sql("LOCK TABLE ledger_head IN EXCLUSIVE MODE")


def _notice_change(session: Session, _context: Any, _instances: Any) -> None:
    for record in (*session.new, *session.deleted):
        if "*" not in record.silent:
            session.info["changed"] = type(record).__name__
    for record in session.dirty:
        state = inspect(record)
        touched = {column.key for column in state.mapper.column_attrs if state.attrs[column.key].history.has_changes()}
        if "*" not in record.silent and touched - record.silent:
            session.info["changed"] = type(record).__name__


def _notice_statement(execution: Any) -> None:
    """Statements over many rows do not pass through the flush; each column that an UPDATE sets is looked at here."""
    if not (execution.is_insert or execution.is_update or execution.is_delete):
        return
    record = execution.bind_mapper.class_
    values = execution.statement._values if execution.is_update else None  # there is no public name for them
    touched = {column.key for column in values} if values else {"*"}
    if "*" not in record.silent and touched - record.silent:
        execution.session.info["changed"] = record.__name__


def _demand_event(session: Session) -> None:
    session.flush()
    if session.info.get("changed") and not session.info.get("recorded"):
        raise UnrecordedChange(f"{session.info['changed']} was changed without an event: call events.record")
