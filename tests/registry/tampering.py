"""The ledger of an instance, checked as a whole."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from consent.ledger import Head, verify_chain
from registry.desk import Desk
from registry.ledger.record import record
from registry.records.events import EventKind
from registry.records.tables.ledger import Event


def chain(desk: Desk) -> Head:
    """The head of the chain. Raises `LedgerError` where it is broken."""
    with desk.db.look() as session:
        events = session.scalars(select(Event).order_by(Event.index)).all()
    return verify_chain(events)


@contextmanager
def written(desk: Desk) -> Iterator[Session]:
    """A transaction of the program's own: whatever it changes is on record, and bound."""
    with desk.db.write() as session:
        yield session
        record(session, "system", EventKind.INSTANCE_CREATED, "instance")


def alter(desk: Desk, statement: str) -> None:
    """What somebody does who can write to the database."""
    with desk.db.engine.execution_options(write=True).begin() as connection:
        connection.execute(text(statement))
