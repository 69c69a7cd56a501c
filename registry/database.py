"""The database: one declarative base, sessions that read, transactions that write and must leave an event."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

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


class UnrecordedChange(RuntimeError):
    """A transaction was about to change records without leaving an event in the ledger."""


class Database:
    """Opens sessions on one database.

    `read()` gives a session that is never committed. `write()` gives one transaction: it commits when the block
    ends well, rolls back when it does not, and refuses to commit a change that no event in it accounts for.
    """

    def __init__(self, url: str | URL) -> None:
        sqlite = make_url(url).get_backend_name() == "sqlite"
        self.engine: Engine = create_engine(
            url, connect_args={"timeout": 30} if sqlite else {}, pool_pre_ping=not sqlite
        )
        if sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        self._writer = self.engine.execution_options(write=True)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for looking; whatever it changed is thrown away."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction; on SQLite it takes the write lock at once, so that what it read stays true."""
        with Session(self._writer, expire_on_commit=False) as session:
            event.listen(session, "before_flush", _notice_change)
            event.listen(session, "do_orm_execute", _notice_statement)
            event.listen(session, "before_commit", _demand_event)
            with session.begin():
                yield session

    def close(self) -> None:
        self.engine.dispose()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy's BEGIN below is the only one
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        "busy_timeout=30000",
        "synchronous=NORMAL",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("write") else "BEGIN")


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
