"""Neutral reviewers: appointed by an administrator for second reviews."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from registry.accounts.models import Account, NeutralReviewer, ProductionMember, UnionRepresentative
from registry.database import Database
from registry.errors import Conflict, NotFound
from registry.events import Kind, record
from registry.permissions import Identity, Permission, require


class Neutrals:
    """Who may look a second time without speaking for a union."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._clock = clock

    def appoint(self, who: Identity, account_id: str) -> None:
        """The account reviews as a neutral person from now on.

        Raises `NotFound`, `Conflict` for an administrator or somebody who acts for a union or a production, and where
        it is so already; `Forbidden`.
        """
        require(who, Permission.INSTANCE_ADMINISTER)
        with self._db.write() as session:
            account = session.get(Account, account_id)
            if account is None:
                raise NotFound("account", account_id)
            for office in (UnionRepresentative, ProductionMember):
                held = select(office.id).where(office.account_id == account_id, office.ended_at.is_(None))
                if session.scalar(held.limit(1)) is not None:
                    raise Conflict("neutral-has-office")
            if account.is_administrator:
                raise Conflict("administrator-holds-no-office")
            row = session.get(NeutralReviewer, account_id) or NeutralReviewer(account_id=account_id)
            if row.granted_at is not None and row.ended_at is None:
                raise Conflict("already-granted")
            row.granted_by, row.granted_at, row.ended_at = who.account_id, self._clock(), None
            session.add(row)
            record(session, who.account_id, Kind.NEUTRAL_APPOINTED, account_id, at=self._clock())

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
            record(session, who.account_id, Kind.NEUTRAL_ENDED, account_id, at=self._clock())
