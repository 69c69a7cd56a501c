"""Neutral reviewers: appointed by an administrator for second reviews."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from registry.core.database import Database
from registry.core.errors import NotFound
from registry.core.permissions import Identity, Permission, require
from registry.ledger.record import record
from registry.people.accounts.offices import Office, give
from registry.records.events import EventKind
from registry.records.tables.accounts import Account, NeutralReviewer


class Neutrals:
    """Who may look a second time without speaking for a union."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._clock = clock

    def appoint(self, who: Identity, account_id: str) -> bool:
        """The account reviews as a neutral person from now on; answers that it does.

        Raises `NotFound`, `Conflict` for an account with any other office, and where it is so already; `Forbidden`.
        """
        require(who, Permission.INSTANCE_ADMINISTER)
        with self._db.write() as session:
            return give(session, who, account_id, Office.NEUTRAL, "", self._clock())

    def list(self, who: Identity) -> list[tuple[Account, datetime]]:
        """Every neutral reviewer, and since when, in the order of their names. Raises `Forbidden`."""
        require(who, Permission.INSTANCE_ADMINISTER)
        with self._db.read() as session:
            held = select(Account, NeutralReviewer.granted_at).join(
                NeutralReviewer, NeutralReviewer.account_id == Account.id
            )
            rows = session.execute(held.where(NeutralReviewer.ended_at.is_(None)).order_by(Account.name, Account.id))
            return [(account, since) for account, since in rows]

    def dismiss(self, who: Identity, account_id: str) -> None:
        """The account no longer reviews. Raises `NotFound`, `Forbidden`."""
        require(who, Permission.INSTANCE_ADMINISTER)
        with self._db.write() as session:
            row = session.get(NeutralReviewer, account_id)
            if row is None or row.ended_at is not None:
                raise NotFound("neutral", account_id)
            row.ended_at = self._clock()
            record(session, who.account_id, EventKind.NEUTRAL_ENDED, account_id, at=self._clock())
