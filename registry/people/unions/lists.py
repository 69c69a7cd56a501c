"""The members of a union, a page at a time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from registry.core.database import Database
from registry.core.paging import FIRST, SIZE, ListPage, PageRequest, like, listed
from registry.core.permissions import Identity, On, Permission, require
from registry.records.performers import IdentityStanding
from registry.records.tables.performers import Performer
from registry.records.tables.unions import UnionMembership

NAME, NEWEST = "name", "newest"
SORTS = (NAME, NEWEST)
MEMBERSHIPS = ("confirmed", "claimed")
STANDINGS = (str(IdentityStanding.UNVERIFIED), str(IdentityStanding.VERIFIED), str(IdentityStanding.FORGOTTEN))
VERIFY = "verify"
WAITS = (VERIFY,)


@dataclass(frozen=True)
class MemberRow:
    """Who is, or claims to be, a member. status: of their identity; confirmed: that the union confirmed the membership."""

    id: str
    name: str
    status: str
    confirmed: bool
    claimed_at: datetime


class MemberLists:
    """What lists show of a union's members."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def page(self, who: Identity, union_id: str, asked: PageRequest = FIRST, size: int = SIZE) -> ListPage[MemberRow]:
        """One page. asked.chosen: `standing` (of `STANDINGS`), `membership` (of `MEMBERSHIPS`), `waits` (of `WAITS`: for the
        union to confirm identity or membership); searched for: name and id. Raises `Forbidden` (an administrator sees no
        members)."""
        require(who, Permission.UNION_ADMINISTER, On(unions=frozenset({union_id})))
        rows = (
            select(
                Performer.id,
                Performer.name,
                Performer.status,
                UnionMembership.confirmed_at.is_not(None).label("confirmed"),
                UnionMembership.claimed_at,
            )
            .join(UnionMembership, UnionMembership.performer_id == Performer.id)
            .where(UnionMembership.union_id == union_id, UnionMembership.ended_at.is_(None), *_narrowed(asked))
            .order_by(*_order(asked.sort))
        )
        with self._db.look() as session:
            return listed(session, rows, asked, size).shown(
                lambda row: MemberRow(row.id, row.name, row.status, bool(row.confirmed), row.claimed_at)
            )


def _narrowed(asked: PageRequest) -> list[Any]:
    found: list[Any] = []
    if asked.search:
        pattern = like(asked.search)
        found.append(or_(Performer.name.ilike(pattern, escape="\\"), Performer.id.ilike(pattern, escape="\\")))
    if asked.chosen.get("standing"):
        found.append(Performer.status == asked.chosen["standing"])
    open_ = UnionMembership.confirmed_at.is_(None)
    if asked.chosen.get("membership"):
        found.append(open_ if asked.chosen["membership"] == "claimed" else UnionMembership.confirmed_at.is_not(None))
    if asked.chosen.get("waits"):
        found.append(or_(Performer.status == IdentityStanding.UNVERIFIED, open_))
    return found


def _order(sort: str) -> tuple[Any, ...]:
    if sort == NEWEST:
        return UnionMembership.claimed_at.desc(), Performer.id.desc()
    return Performer.name.asc(), Performer.id.asc()
