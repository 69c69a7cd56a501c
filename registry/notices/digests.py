"""The daily letter: for kinds of which an account wants to be told once a day, how many unread notices came, and no more.

It names nobody and shows nothing: e-mail is open to too many.
"""

import logging
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.core.database import Database
from registry.core.errors import RecordsAltered
from registry.core.texts import say
from registry.notices.inbox import UNREAD, state_for
from registry.notices.kinds import ALWAYS_AT_ONCE, How, NoticeKind, kind_of, messages_of
from registry.notices.letters import Letters
from registry.notices.readers import addressed_to, reader_of
from registry.records.tables.accounts import Account
from registry.records.tables.ledger import Notice
from registry.records.tables.notices import NoticeDigest, NoticeMark, NoticeSetting

log = logging.getLogger(__name__)

HOUR = 6
"""Of the day, in UTC: when its letter is written."""
FIRST = timedelta(days=1)
"""How far back an account's first letter reaches."""


class Digests:
    """Writes each day's letters; they are handed over with all others (`outgoing`)."""

    def __init__(self, db: Database, clock: Callable[[], datetime], letters: Letters) -> None:
        self._db = db
        self._clock = clock
        self._letters = letters

    def write_due(self) -> int:
        """Writes the letters of today that are due and have something to say; answers how many. A day has one letter, however
        often and by however many workers this is called."""
        moment = self._clock()
        cutoff = datetime.combine(moment.astimezone(UTC).date(), time(HOUR), UTC)
        if moment < cutoff:
            return 0
        there = select(NoticeDigest.account_id).where(NoticeDigest.day == cutoff.date())
        wanted = select(NoticeSetting.account_id).where(
            NoticeSetting.how == How.DIGEST, NoticeSetting.account_id.not_in(there)
        )
        with self._db.look() as session:
            accounts = sorted(set(session.scalars(wanted)))
        return sum(self._write(account_id, cutoff) for account_id in accounts)

    def _write(self, account_id: str, cutoff: datetime) -> bool:
        try:
            with self._db.write() as session:
                if session.get(NoticeDigest, (account_id, cutoff.date())) is not None:
                    return False
                digest = NoticeDigest(account_id=account_id, day=cutoff.date(), until=cutoff)
                session.add(digest)
                account = session.get(Account, account_id)
                counts = _counts(session, digest) if account is not None and account.disabled_at is None else Counter()
                if account is None or not counts:
                    return False
                lines = [
                    say(f"digest-{kind}", account.locale, count=counts[kind]) for kind in NoticeKind if counts[kind]
                ]
                self._letters.write(
                    session, "digest", account.email, account.locale, id=f"DG-{account_id}-{digest.day.isoformat()}",
                    params={"name": account.name, "lines": "\n".join(lines)},
                )  # fmt: skip
        except RecordsAltered as altered:
            log.error("no daily letter is written to %s (%s)", account_id, type(altered).__name__)
            return False
        return True


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
