"""The list of everything that waits for one account, a page at a time, and how much that is."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Subquery, func, or_, select, union_all
from sqlalchemy.orm import Session

from registry.core.database import Database
from registry.core.paging import FIRST, SIZE, Asked, Listed, like, listed
from registry.core.permissions import Identity
from registry.people.disputes.service import speaks_as
from registry.records.tables.ledger import LedgerHead
from registry.records.tables.performers import Dispute
from registry.waiting.parts import parts
from registry.waiting.rows import KINDS, Row

OLDEST, NEWEST = "oldest", "newest"
SORTS = (OLDEST, NEWEST)
MOST_COUNTED = 100
"""A count beside a link goes no further."""
MOST_KEPT = 1000
"""Accounts whose count is kept until something is recorded."""

__all__ = ["KINDS", "SORTS", "Row", "WaitingFor"]


class WaitingFor:
    """What waits for an account. Nothing is proven here, and no decision is opened: whoever answers opens the thing itself, and
    is asked again whether they may."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._clock = clock
        self._counted: dict[Identity, tuple[object, int]] = {}

    def page(self, who: Identity, asked: Asked = FIRST, size: int = SIZE) -> Listed[Row]:
        """One page, what has waited longest first. asked.chosen: `kind` (of `KINDS`); searched for: production, company, person,
        shot, and the id of what waits."""
        with self._db.look() as session:
            found = self._all(session, who)
            rows = select(found)
            if asked.chosen.get("kind"):
                rows = rows.where(found.c.kind == asked.chosen["kind"])
            if asked.search:
                searched = (found.c.production, found.c.company, found.c.person, found.c.shot, found.c.key)
                rows = rows.where(or_(*(column.ilike(like(asked.search), escape="\\") for column in searched)))
            since = found.c.since.desc() if asked.sort == NEWEST else found.c.since.asc()
            return listed(session, rows.order_by(since, found.c.kind, found.c.key), asked, size).shown(
                lambda one: Row(**one._asdict())
            )

    def count(self, who: Identity) -> int:
        """How much waits, at most `MOST_COUNTED`. It is counted anew when anything was recorded, and each minute, since terms
        and offers end by themselves."""
        with self._db.look() as session:
            now = session.scalar(select(LedgerHead.index)), self._clock().replace(second=0, microsecond=0)
            known = self._counted.get(who)
            if known is not None and known[0] == now:
                return known[1]
            rows = select(self._all(session, who).c.kind).limit(MOST_COUNTED).subquery()
            count = session.scalar(select(func.count()).select_from(rows)) or 0
        if len(self._counted) >= MOST_KEPT:
            self._counted.clear()
        self._counted[who] = now, count
        return count

    def _all(self, session: Session, who: Identity) -> Subquery:
        return union_all(*parts(who, self._clock(), _speaking(session, who))).subquery()


def _speaking(session: Session, who: Identity) -> list[str]:
    """The open disputes without a finding in which this account may speak. They are few, and who may is no question to one table."""
    if not (who.unions or who.is_neutral):
        return []
    rows = select(Dispute).where(Dispute.resolved_at.is_(None), Dispute.finding.is_(None))
    return [one.id for one in session.scalars(rows) if speaks_as(session, who, one)]
