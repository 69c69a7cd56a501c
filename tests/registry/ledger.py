"""The ledger of an instance, checked as a whole."""

from sqlalchemy import select

from consent.ledger import Head, verify_chain
from registry.audit.models import Event
from registry.desk import Desk


def chain(desk: Desk) -> Head:
    """The head of the chain. Raises `LedgerError` where it is broken."""
    with desk.db.read() as session:
        events = session.scalars(select(Event).order_by(Event.index)).all()
    return verify_chain(events)
