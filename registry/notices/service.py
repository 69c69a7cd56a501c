"""Notices: `notify` puts one into the transaction of what it is about; `Notices` shows them to those they are for."""

from typing import Any

from sqlalchemy import false, or_, select
from sqlalchemy.orm import Session

from registry.core.database import Database, new_id, now
from registry.core.paging import FIRST, SIZE, ListPage, PageRequest, listed
from registry.core.permissions import Identity
from registry.notices.readers import PERFORMER, PRODUCTION, UNION, Reader, addressed_to
from registry.records.tables.ledger import Notice

NEWEST, OLDEST = "newest", "oldest"
SORTS = (NEWEST, OLDEST)


def notify(
    session: Session,
    message: str,
    *,
    performer: str | None = None,
    union: str | None = None,
    production: str | None = None,
    account: str | None = None,
    **params: Any,
) -> Notice:
    """Adds one notice: `message` is an id of registry/core/texts, `params` its values (plain JSON, never biometrics)."""
    notice = Notice(
        id=new_id("N"),
        performer_id=performer,
        union_id=union,
        production_id=production,
        account_id=account,
        message=message,
        params=params,
        created_at=now(),
    )
    session.add(notice)
    return notice


class Notices:
    """What performers, unions and productions were told, for those who act for them, and what an account was told."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def about(
        self,
        who: Identity,
        *,
        performer_id: str | None = None,
        union_id: str | None = None,
        production_id: str | None = None,
        account_id: str | None = None,
        asked: PageRequest = FIRST,
        size: int = SIZE,
    ) -> ListPage[Notice]:
        """A page of the notices to one of the viewer's own performers, unions or productions, or to themselves, the latest
        first; of others' none."""
        reader = Reader.of(who)
        wanted = ((PERFORMER, performer_id), (UNION, union_id), (PRODUCTION, production_id))
        own = [reader.narrowed(f"{kind}:{whom}") for kind, whom in wanted if whom is not None]
        mine = [addressed_to(one) for one in own if one is not None]
        if account_id is not None and account_id == who.account_id:
            mine.append(Notice.account_id == account_id)
        order = (Notice.created_at.asc(), Notice.id.asc())
        if asked.sort != OLDEST:
            order = (Notice.created_at.desc(), Notice.id.desc())
        rows = select(Notice).where(or_(false(), *mine)).order_by(*order)
        with self._db.look() as session:
            return listed(session, rows, asked, size)
