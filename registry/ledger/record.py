"""`record`: the one way to put an event into the ledger, inside the transaction of the change itself."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent.ledger import GENESIS, entry_hash
from registry.core.database import now
from registry.ledger.concerns import raise_concern
from registry.records.events import EventKind
from registry.records.tables.ledger import Event, LedgerHead


def record(
    session: Session, actor: str, kind: EventKind, subject: str, *, at: datetime | None = None, **details: Any
) -> Event:
    """Appends one event to the hash chain, in the caller's transaction.

    `actor` is an account id or `system`; `subject` the id of the record that changed; `details` plain JSON values
    (never vectors, pictures, secrets or free text about a person). The head row is locked, so concurrent writers
    append one after the other. Checks whose decision rests on what changed become due.
    """
    head = session.scalars(select(LedgerHead).with_for_update()).one_or_none()
    if head is None:
        head = LedgerHead(id=1, index=-1, hash=GENESIS)
        session.add(head)
    moment = (at or now()).astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    entry = {
        "index": head.index + 1,
        "at": moment,
        "actor": actor,
        "kind": str(kind),
        "subject": subject,
        "details": details,
    }
    event = Event(**entry, previous=head.hash, hash=entry_hash(head.hash, entry))
    session.add(event)
    head.index, head.hash = event.index, event.hash
    session.info["recorded"] = True
    raise_concern(session, kind, subject, details, event.index)
    return event
