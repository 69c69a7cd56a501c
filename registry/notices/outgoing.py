"""Letters about notices: a notice is written in the transaction of what it is about, and a worker hands its letters over.

A letter says that there is something to read and nothing of what it is: e-mail is open to too many.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from registry.core.database import Database
from registry.core.errors import RecordsAltered
from registry.core.texts import say
from registry.notices.kinds import ALWAYS_AT_ONCE, How, kind_of
from registry.notices.readers import accounts_behind
from registry.notices.settings import how_told
from registry.ports.post import Letter, Post, Undelivered
from registry.records.tables.ledger import Notice

log = logging.getLogger(__name__)

MOST_TRIES = 12
"""The last one is about three days after the first."""
CLAIM = timedelta(minutes=5)
"""For whoever hands over the letters of one notice, before another takes it to be dead."""
AT_ONCE = 50
"""Notices of one round, so that what else a worker does is not kept waiting."""
LATELY, MOST_LATELY = timedelta(hours=1), 20
"""No more notices of an hour to one addressee are written about, but for those that nobody switches off; all are in the inbox."""


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
                letters = list(_letters(session, session.get_one(Notice, notice_id), moment))
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


def _letters(session: Session, notice: Notice, moment: datetime) -> Iterator[Letter]:
    """To everybody who reads the notice and wants to be told of its kind at once."""
    kind = kind_of(notice.message)
    if kind not in ALWAYS_AT_ONCE and _told_enough(session, notice, moment):
        return
    for account in accounts_behind(session, notice):
        if how_told(session, account.id, kind) is How.AT_ONCE:
            yield Letter(
                id=f"{notice.id}-{account.id}",
                to=account.email,
                subject=say("letter-subject", account.locale),
                text=say("letter-text", account.locale, name=account.name),
            )


def _told_enough(session: Session, notice: Notice, moment: datetime) -> bool:
    """Whether the same addressee was written to so often lately that another letter would say nothing new. Whoever sends a
    thousand files must not be able to bury somebody's letters that matter."""
    same = [
        column == whom
        for column, whom in (
            (Notice.performer_id, notice.performer_id),
            (Notice.union_id, notice.union_id),
            (Notice.production_id, notice.production_id),
            (Notice.account_id, notice.account_id),
        )
        if whom is not None
    ]
    lately = select(Notice.id).where(*same, Notice.sent_at > moment - LATELY).limit(MOST_LATELY).subquery()
    return (session.scalar(select(func.count()).select_from(lately)) or 0) >= MOST_LATELY
