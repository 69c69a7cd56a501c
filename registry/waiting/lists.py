"""The list of everything that waits for one account, a page at a time, and how much that is."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlakeyset import InvalidPage, unserialize_bookmark
from sqlalchemy import ColumnElement, Select, func, literal, or_, select, tuple_, union_all
from sqlalchemy.orm import Session

from registry.core.database import Database
from registry.core.paging import COUNTED, FIRST, SIZE, ListPage, PageRequest, like, listed
from registry.core.permissions import Identity
from registry.people.disputes.service import speaks_as
from registry.records.tables.ledger import LedgerHead
from registry.records.tables.performers import Dispute
from registry.waiting.parts import parts
from registry.waiting.rows import KINDS, WaitingPart, WaitingRow

OLDEST, NEWEST = "oldest", "newest"
SORTS = (OLDEST, NEWEST)
MOST_COUNTED = 100
"""A count beside a link goes no further."""
MOST_KEPT = 1000
"""Accounts whose count is kept until something is recorded."""

__all__ = ["KINDS", "SORTS", "WaitingFor", "WaitingRow"]


class WaitingFor:
    """What waits for an account. Nothing is proven here, and no decision is opened: whoever answers opens the thing itself, and
    is asked again whether they may."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._clock = clock
        self._counted: dict[Identity, tuple[object, int]] = {}

    def page(self, who: Identity, asked: PageRequest = FIRST, size: int = SIZE) -> ListPage[WaitingRow]:
        """One page, what has waited longest first. asked.chosen: `kind` (of `KINDS`); searched for: production, company, person,
        shot, and the id of what waits."""
        place = _place(asked)
        asked = asked if place else replace(asked, page=None)
        newest = asked.sort == NEWEST
        with self._db.look() as session:
            kind = asked.chosen.get("kind")
            found = [_narrowed(part, asked) for part in self._parts(session, who) if kind in (None, "", part.kind)]
            if not found:
                return ListPage((), 0)
            near = union_all(*(_near(part, place, newest, size) for part in found)).subquery()
            every = union_all(*(_some(part, COUNTED + 1) for part in found)).subquery()
            rows = select(near).order_by(*_order(near.c, newest))
            return listed(session, rows, asked, size, select(every)).shown(lambda one: WaitingRow(**one._asdict()))

    def count(self, who: Identity) -> int:
        """How much waits, at most `MOST_COUNTED`. It is counted anew when anything was recorded, and each minute, since terms
        and offers end by themselves."""
        with self._db.look() as session:
            now = session.scalar(select(LedgerHead.index)), self._clock().replace(second=0, microsecond=0)
            known = self._counted.get(who)
            if known is not None and known[0] == now:
                return known[1]
            some = union_all(*(_some(part.rows, MOST_COUNTED) for part in self._parts(session, who))).subquery()
            rows = select(some).limit(MOST_COUNTED).subquery()
            count = session.scalar(select(func.count()).select_from(rows)) or 0
        if len(self._counted) >= MOST_KEPT:
            self._counted.clear()
        self._counted[who] = now, count
        return count

    def _parts(self, session: Session, who: Identity) -> list[WaitingPart]:
        return list(parts(who, self._clock(), _speaking(session, who)))


_Place = tuple[datetime, str, str, str]


def _place(asked: PageRequest) -> tuple[_Place | None, bool] | None:
    """The row at which the page begins, and whether it goes back from there; None: a page that nobody named."""
    if asked.page is None:
        return None, False
    try:
        place, backwards = unserialize_bookmark(asked.page)
    except (InvalidPage, ValueError, TypeError, OverflowError):
        return None
    fits = place is None or [type(one) for one in place] == [datetime, str, str, str]
    return (place, backwards) if fits else None


def _order(columns: Any, descending: bool) -> list[ColumnElement[Any]]:
    return _directed((columns.since, columns.kind, columns.of, columns.key), descending)


def _directed(columns: Iterable[ColumnElement[Any]], descending: bool) -> list[ColumnElement[Any]]:
    return [one.desc() if descending else one.asc() for one in columns]


def _narrowed(part: WaitingPart, asked: PageRequest) -> Select[Any]:
    rows, pattern = part.rows, like(asked.search)
    if asked.search and part.searched is not None:
        rows = rows.where(part.searched(pattern))
    found = rows.subquery()
    if not asked.search or part.searched is not None:
        return select(found)
    searched = (found.c.production, found.c.company, found.c.person, found.c.shot, found.c.key)
    return select(found).where(or_(*(column.ilike(pattern, escape="\\") for column in searched)))


def _some(part: Select[Any], most: int) -> Select[Any]:
    """A one for each row of a part, but so many at most."""
    return select(part.with_only_columns(literal(1), maintain_column_froms=True).limit(most).subquery())


def _near(part: Select[Any], place: tuple[_Place | None, bool] | None, newest: bool, size: int) -> Select[Any]:
    """What the part can have on the page: each is read in its own order from there on, so that no part is gone through
    whole. Its kind is the same in all its rows: ordered by that as well, no index would serve."""
    at, backwards = place or (None, False)
    columns = part.selected_columns
    descending = newest != backwards
    if at is not None:
        here = tuple_(columns.since, columns.kind, columns.of, columns.key)
        part = part.where(here < at if descending else here > at)
    within = _directed((columns.since, columns.of, columns.key), descending)
    return select(part.order_by(*within).limit(size + 1).subquery())


def _speaking(session: Session, who: Identity) -> list[str]:
    """The open disputes without a finding in which this account may speak. They are few, and who may is no question to one table."""
    if not (who.unions or who.is_neutral):
        return []
    rows = select(Dispute).where(Dispute.resolved_at.is_(None), Dispute.finding.is_(None))
    return [one.id for one in session.scalars(rows) if speaks_as(session, who, one)]
