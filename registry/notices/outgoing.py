"""Letters about notices: a notice is written in the transaction of what it is about, and a worker hands its letters over.

A letter says that there is something to read and nothing of what it is: e-mail is open to too many.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from registry.core.database import Database
from registry.core.errors import RecordsAltered
from registry.core.texts import say
from registry.ports.post import Letter, Post, Undelivered
from registry.records.tables.accounts import Account, ProductionMember, Representation, UnionRepresentative
from registry.records.tables.ledger import Notice
from registry.records.tables.performers import Performer

log = logging.getLogger(__name__)

MOST_TRIES = 12
"""The last one is about three days after the first."""
CLAIM = timedelta(minutes=5)
"""For whoever hands over the letters of one notice, before another takes it to be dead."""
AT_ONCE = 50
"""Notices of one round, so that what else a worker does is not kept waiting."""


class Outgoing:
    """Hands over what is due. `post`: to whom."""

    def __init__(self, db: Database, clock: Callable[[], datetime], post: Post) -> None:
        self._db = db
        self._clock = clock
        self._post = post

    def deliver_due(self) -> int:
        """Hands over the letters of notices that wait for it; answers of how many notices. One that fails is tried again
        later, after longer and longer, and in the end no more: the notice itself stays to be read."""
        moment = self._clock()
        waiting = (
            select(Notice.id)
            .where(Notice.sent_at.is_(None), Notice.tries < MOST_TRIES)
            .where(or_(Notice.next_try_at.is_(None), Notice.next_try_at <= moment))
            .order_by(Notice.created_at, Notice.id)
            .limit(AT_ONCE)
        )
        with self._db.look() as session:
            due = list(session.scalars(waiting))
        return sum(self._deliver(notice_id, moment) for notice_id in due)

    def _deliver(self, notice_id: str, moment: datetime) -> bool:
        tries = self._claim(notice_id, moment)
        if tries is None:
            return False
        try:
            with self._db.read() as session:
                letters = list(_letters(session, session.get_one(Notice, notice_id)))
            for letter in letters:
                self._post.hand_over(letter)
        except (Undelivered, RecordsAltered) as problem:
            log.error("the letters of %s could not be handed over (%s)", notice_id, type(problem).__name__)
            self._note(notice_id, next_try_at=moment + timedelta(minutes=2 ** min(tries, 11)))
            return False
        self._note(notice_id, sent_at=moment, next_try_at=None)
        return True

    def _claim(self, notice_id: str, moment: datetime) -> int | None:
        """How often it has been tried before, once this process has it to itself for a while."""
        with self._db.write() as session:
            notice = session.get(Notice, notice_id)
            if notice is None or notice.sent_at is not None:
                return None
            if notice.next_try_at is not None and notice.next_try_at > moment:
                return None
            notice.next_try_at, notice.tries = moment + CLAIM, notice.tries + 1
            return notice.tries - 1

    def _note(self, notice_id: str, **what: datetime | None) -> None:
        with self._db.write() as session:
            session.execute(update(Notice).where(Notice.id == notice_id).values(**what))


def _letters(session: Session, notice: Notice) -> Iterator[Letter]:
    for account in _readers(session, notice):
        yield Letter(
            id=f"{notice.id}-{account.id}",
            to=account.email,
            subject=say("letter-subject", account.locale),
            text=say("letter-text", account.locale, name=account.name),
        )


def _readers(session: Session, notice: Notice) -> list[Account]:
    """The accounts that may read a notice: its own, or those that act for whom it is to."""
    ids: set[str | None] = {notice.account_id}
    if notice.performer_id is not None:
        own = select(Performer.account_id).where(Performer.id == notice.performer_id)
        acting = select(Representation.account_id).where(
            Representation.performer_id == notice.performer_id,
            Representation.confirmed_at.is_not(None),
            Representation.accepted_at.is_not(None),
            Representation.ended_at.is_(None),
        )
        ids |= {*session.scalars(own), *session.scalars(acting)}
    if notice.union_id is not None:
        ids |= set(
            session.scalars(select(UnionRepresentative.account_id).filter_by(union_id=notice.union_id, ended_at=None))
        )
    if notice.production_id is not None:
        members = select(ProductionMember.account_id).filter_by(production_id=notice.production_id, ended_at=None)
        ids |= set(session.scalars(members.where(ProductionMember.role == "member")))
    found = (session.get(Account, account_id) for account_id in sorted(one for one in ids if one is not None))
    return [account for account in found if account is not None and account.disabled_at is None]
