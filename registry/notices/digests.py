"""The daily letter: for kinds of which an account wants to be told once a day, how many unread notices came, and no more.

It names nobody and shows nothing: e-mail is open to too many.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from registry.core.database import Database
from registry.core.errors import RecordsAltered
from registry.core.texts import say
from registry.notices.inbox import UNREAD, state_for
from registry.notices.kinds import ALWAYS_AT_ONCE, How, NoticeKind, kind_of, messages_of
from registry.notices.outgoing import AT_ONCE, CLAIM, MOST_TRIES
from registry.notices.readers import addressed_to, reader_of
from registry.ports.post import Letter, Post, Undelivered
from registry.records.tables.accounts import Account
from registry.records.tables.ledger import Notice
from registry.records.tables.notices import NoticeDigest, NoticeMark, NoticeSetting

log = logging.getLogger(__name__)

HOUR = 6
"""Of the day, in UTC: when its letter is written."""
FIRST = timedelta(days=1)
"""How far back an account's first letter reaches."""


class Digests:
    """Writes each day's letters and hands them over. `post`: to whom."""

    def __init__(self, db: Database, clock: Callable[[], datetime], post: Post) -> None:
        self._db = db
        self._clock = clock
        self._post = post

    def deliver_due(self) -> int:
        """Hands over the letters that are due; answers how many. What fails is tried again later; a day has one letter, however
        often and by however many workers this is called."""
        moment = self._clock()
        cutoff = datetime.combine(moment.astimezone(UTC).date(), time(HOUR), UTC)
        if moment >= cutoff:
            self._write(cutoff)
        waiting = (
            select(NoticeDigest.account_id, NoticeDigest.day)
            .where(NoticeDigest.sent_at.is_(None), NoticeDigest.tries < MOST_TRIES)
            .where(or_(NoticeDigest.next_try_at.is_(None), NoticeDigest.next_try_at <= moment))
            .order_by(NoticeDigest.day, NoticeDigest.account_id)
            .limit(AT_ONCE)
        )
        with self._db.look() as session:
            due = [tuple(row) for row in session.execute(waiting)]
        return sum(self._deliver(key, moment) for key in due)

    def _write(self, cutoff: datetime) -> None:
        """One row for each account that wants a letter of this day and has none."""
        there = select(NoticeDigest.account_id).where(NoticeDigest.day == cutoff.date())
        wanted = select(NoticeSetting.account_id).where(
            NoticeSetting.how == How.DIGEST, NoticeSetting.account_id.not_in(there)
        )
        with self._db.look() as session:
            accounts = sorted(set(session.scalars(wanted)))
        if not accounts:
            return
        with self._db.write() as session:
            already = set(session.scalars(there))
            session.add_all(
                NoticeDigest(account_id=account, day=cutoff.date(), until=cutoff, tries=0)
                for account in accounts
                if account not in already
            )

    def _deliver(self, key: tuple[object, ...], moment: datetime) -> bool:
        tries = self._claim(key, moment)
        if tries is None:
            return False
        try:
            with self._db.read() as session:
                letters = list(_letters(session, session.get_one(NoticeDigest, key)))
            for letter in letters:
                self._post.hand_over(letter)
        except (Undelivered, RecordsAltered) as problem:
            log.error("the daily letter to %s could not be handed over (%s)", key[0], type(problem).__name__)
            self._note(key, next_try_at=moment + timedelta(minutes=2 ** min(tries, 11)))
            return False
        self._note(key, sent_at=moment, next_try_at=None)
        return bool(letters)

    def _claim(self, key: tuple[object, ...], moment: datetime) -> int | None:
        with self._db.write() as session:
            digest = session.get(NoticeDigest, key)
            if digest is None or digest.sent_at is not None:
                return None
            if digest.next_try_at is not None and digest.next_try_at > moment:
                return None
            digest.next_try_at, digest.tries = moment + CLAIM, digest.tries + 1
            return digest.tries - 1

    def _note(self, key: tuple[object, ...], **what: datetime | None) -> None:
        with self._db.write() as session:
            mine = NoticeDigest.account_id == key[0], NoticeDigest.day == key[1]
            session.execute(update(NoticeDigest).where(*mine).values(**what))


def _letters(session: Session, digest: NoticeDigest) -> Iterator[Letter]:
    """The letter of a day, if there is anything to say."""
    account = session.get(Account, digest.account_id)
    counts = _counts(session, digest) if account is not None and account.disabled_at is None else Counter()
    if account is None or not counts:
        return
    lines = [say(f"digest-{kind}", account.locale, count=counts[kind]) for kind in NoticeKind if counts[kind]]
    yield Letter(
        id=f"DG-{digest.account_id}-{digest.day.isoformat()}",
        to=account.email,
        subject=say("digest-subject", account.locale),
        text=say("digest-text", account.locale, name=account.name, lines="\n".join(lines)),
    )


def _counts(session: Session, digest: NoticeDigest) -> Counter[NoticeKind]:
    """How many unread notices of each kind came since the last letter."""
    rows = select(NoticeSetting.kind).where(
        NoticeSetting.account_id == digest.account_id, NoticeSetting.how == How.DIGEST
    )
    kinds = sorted(set(session.scalars(rows)) - ALWAYS_AT_ONCE)
    earlier = select(NoticeDigest.until).where(
        NoticeDigest.account_id == digest.account_id, NoticeDigest.day < digest.day
    )
    since = session.scalar(earlier.order_by(NoticeDigest.day.desc()).limit(1)) or digest.until - FIRST
    mark = (NoticeMark.notice_id == Notice.id) & (NoticeMark.account_id == digest.account_id)
    wanted = (
        select(Notice.message)
        .outerjoin(NoticeMark, mark)
        .where(
            addressed_to(reader_of(session, digest.account_id)),
            Notice.message.in_([message for kind in kinds for message in messages_of(kind)]),
            Notice.created_at > since,
            Notice.created_at <= digest.until,
            state_for(session, digest.account_id) == UNREAD,
        )
    )
    return Counter(kind_of(message) for message in session.scalars(wanted))
