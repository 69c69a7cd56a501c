"""The audit: is the ledger whole, and what does it say?"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from consent.ledger import EMPTY, Head, LedgerError, verify_chain
from registry.audit.agreement import disagreements
from registry.audit.models import Event, LedgerHead
from registry.database import Database
from registry.permissions import Identity, Permission, require

BATCH = 1000
ENTRY = ("index", "at", "actor", "kind", "subject", "details", "previous", "hash")


class Audit:
    """Reads the ledger of an instance."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def verify(self) -> Head:
        """Walk the whole chain and compare it with the head on record; answers the head.

        Raises `LedgerError` naming the first bad entry: altered, gap, reordered, unlinked, truncated or rewritten.
        Needs no account: whoever can read the database file can check it.
        """
        with self._db.read() as session:
            kept = session.scalars(select(LedgerHead)).one_or_none()
            expected = EMPTY if kept is None else Head(kept.index, kept.hash)
            rows = session.scalars(select(Event).order_by(Event.index).execution_options(yield_per=BATCH))
            head = verify_chain(rows, expected)
        if head != expected:
            raise LedgerError(expected.index + 1, "unlinked")
        return head

    def altered_records(self) -> list[str]:
        """The ids of records that do not say what the ledger says: somebody changed them behind its back."""
        with self._db.read() as session:
            return list(disagreements(session))

    def entries(self, who: Identity) -> Iterator[dict[str, Any]]:
        """Every entry, oldest first, as it was hashed. For union representatives and administrators."""
        require(who, Permission.LEDGER_READ)
        with self._db.read() as session:
            for row in session.scalars(select(Event).order_by(Event.index).execution_options(yield_per=BATCH)):
                yield {name: getattr(row, name) for name in ENTRY}
