"""Hands letters over: first every notice becomes a letter to each of its readers who wants one at once, then each letter goes by itself.

So one reader whose address is refused, and a crash in the middle, concern that one letter alone.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from registry.core.database import Database
from registry.core.errors import RecordsAltered
from registry.notices.kinds import ALWAYS_AT_ONCE, How, kind_of
from registry.notices.letters import EXPIRED, GIVEN_UP, KEEP, REFUSED, SENT, WAITING, Letters, settle
from registry.notices.readers import accounts_behind
from registry.notices.settings import how_told
from registry.ports.post import Letter, LetterRefused, Post, Undelivered, Unreachable
from registry.ports.sealing import SealBroken
from registry.records.tables.accounts import Account
from registry.records.tables.entry import OutgoingLetter
from registry.records.tables.ledger import Notice

log = logging.getLogger(__name__)

MOST_TRIES = 12
"""The last one is about three days after the first."""
CLAIM = timedelta(minutes=5)
"""For whoever hands a letter over, before another takes it to be dead."""
PROBLEM = 200
"""Characters of what a server said, as they are kept."""
AT_ONCE = 50
"""Notices, and letters, of one round, so that what else a worker does is not kept waiting."""
LATELY, MOST_LATELY = timedelta(hours=1), 20
"""No more notices of an hour to one addressee are written about, but for those that nobody switches off; all are in the inbox."""
LONGEST_PAUSE = timedelta(hours=1)
"""Between two tries while nothing can be handed over at all: that is nobody's letter's fault, and counts for none."""


class Outgoing:
    """Hands over what is due. `post`: to whom."""

    def __init__(self, db: Database, clock: Callable[[], datetime], post: Post, letters: Letters) -> None:
        self._db = db
        self._clock = clock
        self._post = post
        self._letters = letters
        self._paused_until: datetime | None = None
        self._pause = timedelta(0)

    def deliver_due(self) -> int:
        """Hands over the letters that wait for it, in the order in which they were written; answers how many. One that fails
        is tried again later, after longer and longer, and in the end no more: the notice itself stays to be read. Where the
        server cannot be reached the round ends, so that the order stays."""
        self._write_letters()
        moment = self._clock()
        if self._paused_until is not None and moment < self._paused_until:
            return 0
        sent = 0
        try:
            for letter_id in self._due(moment):
                sent += self._deliver(letter_id)
                self._paused_until, self._pause = None, timedelta(0)
        except Unreachable as problem:
            self._pause = min(max(2 * self._pause, timedelta(minutes=1)), LONGEST_PAUSE)
            self._paused_until = self._clock() + self._pause
            log.error("letters cannot be handed over (%s)", problem)
        self._clear()
        return sent

    def _due(self, moment: datetime) -> list[str]:
        """The letters whose turn it is. One that is in somebody's hands, or is tried again later, holds up those that were
        written to the same address after it: each of us reads in order."""
        rows = (
            select(OutgoingLetter.id, OutgoingLetter.recipient, OutgoingLetter.next_try_at)
            .where(OutgoingLetter.state == WAITING)
            .order_by(OutgoingLetter.created_at, OutgoingLetter.id)
            .limit(40 * AT_ONCE)
        )
        due, held = [], set()
        with self._db.look() as session:
            for letter_id, recipient, next_try in session.execute(rows):
                if next_try is not None and next_try > moment:
                    held.add(recipient)
                elif recipient not in held:
                    due.append(letter_id)
        return due[:AT_ONCE]

    def _write_letters(self) -> None:
        """A letter to each reader of every notice that has none yet."""
        rows = select(Notice.id).where(Notice.sent_at.is_(None)).order_by(Notice.created_at, Notice.id).limit(AT_ONCE)
        with self._db.look() as session:
            new = list(session.scalars(rows))
        for notice_id in new:
            try:
                self._write_letters_of(notice_id)
            except RecordsAltered as altered:
                log.error("nobody is written to about %s (%s)", notice_id, type(altered).__name__)

    def _write_letters_of(self, notice_id: str) -> None:
        with self._db.write() as session:
            notice = session.get(Notice, notice_id)
            if notice is None or notice.sent_at is not None:
                return
            moment = self._clock()
            for account in _written_to(session, notice, moment):
                self._letters.write(
                    session, "letter", account.email, account.locale, id=f"{notice.id}-{account.id}",
                    params={"name": account.name},
                )  # fmt: skip
            notice.sent_at = moment

    def _deliver(self, letter_id: str) -> bool:
        try:
            letter = self._claim(letter_id)
        except RecordsAltered as altered:
            log.error("the letter %s is not handed over (%s)", letter_id, type(altered).__name__)
            return False
        if letter is None:
            return False
        try:
            self._post.hand_over(letter)
        except LetterRefused as refusal:
            log.error("the letter %s is not taken, and not tried again (%s)", letter_id, refusal)
            self._note(letter_id, REFUSED, refusal)
        except Unreachable as problem:
            self._give_back(letter_id, problem)
            raise
        except Undelivered as problem:
            log.error("the letter %s could not be handed over (%s)", letter_id, problem)
            self._later(letter_id, problem)
        else:
            self._note(letter_id, SENT)
            return True
        return False

    def _claim(self, letter_id: str) -> Letter | None:
        """The letter in words, once this process has it to itself for a while."""
        moment = self._clock()
        with self._db.write() as session:
            row = session.get(OutgoingLetter, letter_id)
            if row is None or row.state != WAITING or (row.next_try_at is not None and row.next_try_at > moment):
                return None
            if row.expires_at is not None and row.expires_at <= moment:
                settle(row, EXPIRED, moment)
                return None
            try:
                letter = self._letters.worded(row)
            except (SealBroken, KeyError) as problem:
                log.error("the letter %s cannot be put in words any more (%s)", letter_id, type(problem).__name__)
                settle(row, GIVEN_UP, moment)
                return None
            row.next_try_at, row.tries = moment + CLAIM, row.tries + 1
            return letter

    def _note(self, letter_id: str, state: str, problem: Exception | None = None) -> None:
        with self._db.write() as session:
            row = session.get_one(OutgoingLetter, letter_id)
            row.problem = None if problem is None else str(problem)[:PROBLEM]
            settle(row, state, self._clock())

    def _give_back(self, letter_id: str, problem: Exception) -> None:
        with self._db.write() as session:
            row = session.get_one(OutgoingLetter, letter_id)
            row.next_try_at, row.tries, row.problem = None, row.tries - 1, str(problem)[:PROBLEM]

    def _later(self, letter_id: str, problem: Exception) -> None:
        with self._db.write() as session:
            row = session.get_one(OutgoingLetter, letter_id)
            row.problem = str(problem)[:PROBLEM]
            if row.tries >= MOST_TRIES:
                settle(row, GIVEN_UP, self._clock())
            else:
                row.next_try_at = self._clock() + timedelta(minutes=2 ** min(row.tries - 1, 11))

    def _clear(self) -> None:
        before = self._clock() - KEEP
        with self._db.look() as session:
            rows = select(OutgoingLetter.id).where(OutgoingLetter.settled_at < before).limit(AT_ONCE)
            old = list(session.scalars(rows))
        if old:
            with self._db.write() as session:
                session.execute(delete(OutgoingLetter).where(OutgoingLetter.id.in_(old)))


def _written_to(session: Session, notice: Notice, moment: datetime) -> list[Account]:
    """Everybody who reads the notice and wants to be told of its kind at once."""
    kind = kind_of(notice.message)
    if kind not in ALWAYS_AT_ONCE and _told_enough(session, notice, moment):
        return []
    return [one for one in accounts_behind(session, notice) if how_told(session, one.id, kind) is How.AT_ONCE]


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
