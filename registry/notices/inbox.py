"""The inbox: everything that one account was told, whomever it acts for, and what it made of it.

A notice may be read by several accounts. Each has its own marks: nobody reads, puts away or counts for somebody else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from registry.core.database import Database
from registry.core.errors import NotFound
from registry.core.paging import FIRST, SIZE, ListPage, PageRequest, listed
from registry.core.permissions import Identity, Permission, require
from registry.notices.kinds import NoticeKind, kind_of, messages_of
from registry.notices.readers import ACCOUNT, PERFORMER, PRODUCTION, UNION, Reader, addressed_to
from registry.notices.service import NEWEST, OLDEST
from registry.records.tables.ledger import Notice
from registry.records.tables.notices import NoticeMark, NoticeReader

SORTS = (NEWEST, OLDEST)
KINDS = tuple(str(kind) for kind in NoticeKind)
UNREAD, READ, ARCHIVED = "unread", "read", "archived"
STATES = (UNREAD, READ, ARCHIVED)
MOST_COUNTED = 100
"""An unread count goes no further: what is over a hundred is many."""


@dataclass(frozen=True)
class Message:
    """One notice in an inbox. whom, whose: the kind of its addressee, and its id (none for the account itself)."""

    id: str
    whom: str
    whose: str | None
    kind: str
    message: str
    params: dict[str, Any]
    at: datetime
    state: str


class Inbox:
    """One account's inbox."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._clock = clock

    def page(self, who: Identity, asked: PageRequest = FIRST, size: int = SIZE) -> ListPage[Message]:
        """One page, the latest first. asked.chosen: `whom` (as `addressees` names them), `kind` (of `KINDS`), `state` (of
        `STATES`; without it, what is not put away). Raises `Forbidden`."""
        require(who, Permission.SIGNED_IN)
        reader = Reader.of(who)
        whom, kind, state = (asked.chosen.get(name) for name in ("whom", "kind", "state"))
        conditions = [addressed_to(reader)]
        if whom:
            one = reader.narrowed(whom)
            conditions.append(Notice.account_id == who.account_id if one is reader else addressed_to(one or Reader("")))
        if kind:
            conditions.append(Notice.message.in_(messages_of(kind)))
        order = (Notice.created_at.asc(), Notice.id.asc())
        if asked.sort != OLDEST:
            order = (Notice.created_at.desc(), Notice.id.desc())
        with self._db.look() as session:
            shown = state_for(session, who.account_id)
            conditions.append(shown == state if state else shown != ARCHIVED)
            rows = (
                select(Notice, shown.label("state"))
                .outerjoin(NoticeMark, _own_mark(who.account_id))
                .where(*conditions)
                .order_by(*order)
            )
            return listed(session, rows, asked, size).shown(_message)

    def unread(self, who: Identity) -> int:
        """How many are unread, at most `MOST_COUNTED`."""
        with self._db.look() as session:
            rows = (
                select(Notice.id)
                .outerjoin(NoticeMark, _own_mark(who.account_id))
                .where(addressed_to(Reader.of(who)), state_for(session, who.account_id) == UNREAD)
                .limit(MOST_COUNTED)
            )
            return session.scalar(select(func.count()).select_from(rows.subquery())) or 0

    def get(self, who: Identity, notice_id: str) -> Message:
        """One notice. Raises `NotFound`, for somebody else's as for one that is not there."""
        with self._db.look() as session:
            return _message(_own(session, who, notice_id))

    def mark(self, who: Identity, notice_id: str, state: str) -> None:
        """Notes for the acting account that a notice is read, unread, or put away. Raises `NotFound`."""
        if state not in STATES:
            raise NotFound("notice", notice_id)
        with self._db.write() as session:
            if _own(session, who, notice_id).state == state:
                return
            mark = session.get(NoticeMark, (who.account_id, notice_id))
            if mark is None:
                session.add(NoticeMark(account_id=who.account_id, notice_id=notice_id, state=state))
            else:
                mark.state = state

    def read_all(self, who: Identity) -> None:
        """Everything so far is read. What was put away stays so. Raises `Forbidden`."""
        require(who, Permission.SIGNED_IN)
        with self._db.write() as session:
            marks = select(NoticeMark).where(NoticeMark.account_id == who.account_id, NoticeMark.state == UNREAD)
            for mark in session.scalars(marks):
                session.delete(mark)
            reader = session.get(NoticeReader, who.account_id)
            if reader is None:
                session.add(NoticeReader(account_id=who.account_id, read_until=self._until(session, who)))
            else:
                reader.read_until = max(reader.read_until, self._until(session, who))

    def _until(self, session: Session, who: Identity) -> datetime:
        """The latest notice that is there to be read: one that is written meanwhile is not taken for read."""
        latest = session.scalar(select(func.max(Notice.created_at)).where(addressed_to(Reader.of(who))))
        return latest or self._clock()


def addressees(who: Identity) -> list[str]:
    """What an inbox can be narrowed to: the account itself, and each whom it acts for."""
    return [f"{ACCOUNT}:", *Reader.of(who).addressees()]


def _own_mark(account_id: str) -> ColumnElement[bool]:
    return and_(NoticeMark.notice_id == Notice.id, NoticeMark.account_id == account_id)


def state_for(session: Session, account_id: str) -> ColumnElement[str]:
    """The state of each notice for one account, as a column beside its own mark."""
    reader = session.get(NoticeReader, account_id)
    if reader is None:
        return func.coalesce(NoticeMark.state, UNREAD)
    return case(
        (NoticeMark.state.is_not(None), NoticeMark.state), (Notice.created_at <= reader.read_until, READ), else_=UNREAD
    )


def _own(session: Session, who: Identity, notice_id: str) -> Any:
    require(who, Permission.SIGNED_IN)
    rows = (
        select(Notice, state_for(session, who.account_id).label("state"))
        .outerjoin(NoticeMark, _own_mark(who.account_id))
        .where(Notice.id == notice_id, addressed_to(Reader.of(who)))
    )
    row = session.execute(rows).one_or_none()
    if row is None:
        raise NotFound("notice", notice_id)
    return row


def _message(row: Any) -> Message:
    notice: Notice = row.Notice
    to = ((PERFORMER, notice.performer_id), (UNION, notice.union_id), (PRODUCTION, notice.production_id))
    whom, whose = next(((kind, of) for kind, of in to if of is not None), (ACCOUNT, None))
    return Message(
        notice.id, whom, whose, str(kind_of(notice.message)), notice.message, dict(notice.params), notice.created_at,
        row.state,
    )  # fmt: skip
