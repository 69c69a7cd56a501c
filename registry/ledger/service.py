"""The audit: is the ledger whole, are the records what it says, and what does it say?"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent.ledger import EMPTY, Head, LedgerError, verify_chain
from registry.core.database import Database
from registry.core.errors import NotFound, RecordsAltered
from registry.core.permissions import Identity, Permission, require
from registry.ledger import copies
from registry.ledger.binding import Bindings
from registry.ledger.copies import Rows
from registry.ledger.noticed import MOST
from registry.ledger.triggers import foreign_objects
from registry.ledger.whole import differences
from registry.records import schema
from registry.records.events import EventKind
from registry.records.tables.ledger import Event, LedgerHead

BATCH = 1000
ENTRY = ("index", "at", "actor", "kind", "subject", "details", "previous", "hash")


class Audit:
    """Reads the ledger of an instance, and everything that it binds. `copied`: what follows from records that it binds, and is
    compared with them (registry.ledger.copies)."""

    def __init__(
        self, db: Database, bindings: Bindings, copied: Mapping[type[Any], Rows] = MappingProxyType({})
    ) -> None:
        self._db = db
        self._bindings = bindings
        self._copied = copied

    def verify(self, seen: Head | None = None) -> Head:
        """Walk the whole chain and compare it with the signed head, with the copy of it in the instance's folder, and with
        a head that somebody has seen; answers the head.

        Raises `LedgerError` naming the first bad entry (altered, gap, reordered, unlinked, truncated, rewritten, or
        restored: the head that was seen was given up when a backup was put back), `RecordsAltered` for a head that is
        not signed, or a database that is behind the copy. Needs no account: whoever can read the database and the
        instance's folder can check it.
        """
        kept = self._bindings.heads.kept()
        with self._db.look() as session:
            signed = self._bindings.heads.check(session.connection(), kept)
            expected = EMPTY if signed is None else signed.head
            rows = session.scalars(select(Event).order_by(Event.index).execution_options(yield_per=BATCH))
            head = verify_chain(rows, expected)
            if head != expected:
                raise LedgerError(expected.index + 1, "unlinked")
            if seen is not None and seen != EMPTY:
                entry = session.get(Event, seen.index)
                if entry is None or entry.hash != seen.hash:
                    raise LedgerError(min(seen.index, head.index + 1), _lost(session, seen, entry is None))
        return head

    def altered_records(self) -> list[RecordsAltered]:
        """Every record that is not what the ledger says, every one that is missing or that nobody recorded, whatever was
        copied from records and is not what they say, and whatever in the database's schema this program has not made: a
        trigger that writes along, a key that no longer holds.

        Compares all of them, so it takes a while; what somebody relies on is compared each time that it is read. Where
        everything is whole, what had been noticed before is over; else it is noted, so that nothing is vouched for as a whole.
        """
        with self._db.look() as session:
            head = session.scalars(select(LedgerHead)).one_or_none()
            root = None if head is None else self._bindings.heads.verified(head.signed).records
            connection = session.connection()
            found = list(differences(connection, self._bindings.layout, root))
            if not found:  # else what the copies are made of again is not what it was
                found += copies.differences(session, self._copied)
            found += [RecordsAltered("schema", change) for change in schema.differences(connection)]
            found += [RecordsAltered("schema", name, "unknown") for name in foreign_objects(connection)]
        if not found:
            self._bindings.noticed.clear()
        for altered in found[:MOST]:
            self._bindings.noticed.add(altered)
        return found

    def head(self) -> dict[str, Any]:
        """The signed head, to be kept by somebody else. Raises `NotFound` where nothing was recorded yet."""
        kept = self._bindings.heads.kept()
        with self._db.look() as session:
            if self._bindings.heads.check(session.connection(), kept) is None:
                raise NotFound("head", "-")
            return dict(session.scalars(select(LedgerHead)).one().signed or {})

    def entries(self, who: Identity) -> Iterator[dict[str, Any]]:
        """Every entry, oldest first, as it was hashed. For union representatives and administrators."""
        require(who, Permission.LEDGER_READ)
        with self._db.look() as session:
            for row in session.scalars(select(Event).order_by(Event.index).execution_options(yield_per=BATCH)):
                yield {name: getattr(row, name) for name in ENTRY}


def _lost(session: Session, seen: Head, beyond: bool) -> str:
    """How a head that somebody has seen came to be missing."""
    for event in session.scalars(select(Event).where(Event.kind == EventKind.INSTANCE_RESTORED)):
        replaced = event.details.get("replaced") or {}
        if event.index <= seen.index <= replaced.get("index", -1):
            return "restored"
    return "truncated" if beyond else "rewritten"
