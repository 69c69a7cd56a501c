"""Sessions of browsers, kept here: what ends one ends it everywhere, whatever cookie somebody has copied meanwhile."""

import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from consent.canonical import canonical, sha256_hex
from registry.core.database import Database, new_id
from registry.core.errors import NotFound
from registry.core.permissions import ANONYMOUS, Identity, Permission, asleep, decides, require
from registry.ledger.kept import KeptAnswers
from registry.notices.letters import Letters
from registry.people.accounts.browsers import is_new, tell
from registry.people.accounts.factors import has_factor
from registry.records.tables.accounts import WebSession

SECRET_BYTES = 32
GRACE = timedelta(seconds=30)
"""How long a secret that was just replaced still opens its session: requests of one page travel side by side."""
NOTED_EVERY = timedelta(minutes=1)
"""A use is written down at most so often: reading a page is no reason to write to the database each time."""
LONGEST_BROWSER = 200


@dataclass(frozen=True)
class Resumed:
    """Who acts in a session. secret: the one that the browser has to send from now on, where it was replaced."""

    who: Identity
    secret: str | None = None
    second: bool = False  # the session has had its second factor
    halfway: bool = False  # the account has one, and the session has not had it: nothing else is open to it


@dataclass(frozen=True)
class SessionView:
    """One session of an account, as its owner sees it. browser: as it names itself. address: it was opened from there."""

    id: str
    browser: str
    address: str
    began_at: datetime
    seen_at: datetime
    current: bool


class Sessions:
    """Opens, resumes and ends sessions.

    idle: a session that is not used for so long is over; longest: so is one that began so long ago, however it is used.
    The secret is told to the browser alone; here is what recognises it. It is replaced when the account may do something
    else than before, so that whoever got hold of a session gets nothing more with it. `identity` answers who an account is
    in a transaction.
    """

    def __init__(
        self,
        db: Database,
        clock: Callable[[], datetime],
        identity: Callable[[Session, str], Identity],
        idle: timedelta,
        longest: timedelta,
        letters: Letters,
        *,
        required: bool = False,
    ) -> None:
        """required: whoever decides for others does it only in a session that has had its second factor."""
        self._db = db
        self._clock = clock
        self._identity = identity
        self._idle = idle
        self._longest = longest
        self._letters = letters
        self._required = required
        self._asked_for_second = KeptAnswers(has_factor)

    def open(
        self, account_id: str, browser: str = "", address: str = "", mark: str | None = None, *, second: bool = False
    ) -> str:
        """A new session of an account that has just proved who it is; answers its secret. Those that are over go.

        mark: by which the account's browsers are told apart (`known_browsers`); a new one is told to the account. second:
        it proved it with both factors, as a passkey does that verified its user.
        """
        secret, moment = _fresh(account_id), self._clock()
        with self._db.read() as session:
            who = self._identity(session, account_id)
        with self._db.write() as session:
            session.execute(
                delete(WebSession).where(
                    WebSession.account_id == account_id,
                    or_(WebSession.seen_at <= moment - self._idle, WebSession.began_at <= moment - self._longest),
                )
            )
            session.add(
                WebSession(
                    id=new_id("S"),
                    account_id=account_id,
                    secret_sha256=_digest(secret),
                    ties_sha256=_ties(who),
                    browser=_printable(browser),
                    address=address[:64],
                    began_at=moment,
                    seen_at=moment,
                    second_at=moment if second else None,
                )
            )
            if mark is not None and is_new(session, account_id, mark, moment):
                tell(session, self._letters, account_id, _printable(browser), moment)
        return secret

    def resume(self, secret: str) -> Resumed | None:
        """Who acts with this secret; None for one that is unknown, over or ended, and for a disabled account's."""
        moment = self._clock()
        with self._db.read() as session:
            found, who, halfway = self._acting(session, secret, moment)
        if found is None or who == ANONYMOUS:
            return None
        latest = found.secret_sha256 == _digest(secret)
        if latest and found.ties_sha256 != _ties(who):
            return Resumed(who, self._replace(secret, _ties(who)), has_had_second(found), halfway)
        if moment - found.seen_at >= NOTED_EVERY:
            with self._db.write() as session:
                if (row := session.get(WebSession, found.id)) is not None:
                    row.seen_at = moment
        return Resumed(who, None, has_had_second(found), halfway)

    def _acting(self, session: Session, secret: str, moment: datetime) -> tuple[WebSession | None, Identity, bool]:
        """The session of a secret; who acts in it: the account, with the offices that decide asleep where they need a second
        factor first; and whether it still lacks one that the account has."""
        found = self._live(session, secret, moment)
        if found is None:
            return None, ANONYMOUS, False
        who, had = self._identity(session, found.account_id), has_had_second(found)
        halfway = not had and self._asked_for_second.of(session, found.account_id)
        return found, asleep(who) if self._required and not had and decides(who) else who, halfway

    def peek(self, secret: str) -> Identity:
        """Who acts with this secret, without noting that it was used; `ANONYMOUS` where nobody does."""
        with self._db.read() as session:
            _found, who, halfway = self._acting(session, secret, self._clock())
        return ANONYMOUS if halfway else who

    def _replace(self, secret: str, ties: str) -> str | None:
        """A new secret in the place of this one; None where another request of the same page was faster."""
        moment = self._clock()
        with self._db.write() as session:
            row = session.scalars(
                select(WebSession).where(_of(secret), WebSession.secret_sha256 == _digest(secret)).with_for_update()
            ).one_or_none()
            if row is None:
                return None
            fresh = _fresh(row.account_id)
            row.previous_sha256, row.previous_until = row.secret_sha256, moment + GRACE
            row.secret_sha256, row.ties_sha256, row.seen_at = _digest(fresh), ties, moment
        return fresh

    def _live(self, session: Session, secret: str, moment: datetime) -> WebSession | None:
        digest = _digest(secret)
        rows = select(WebSession).where(
            or_(
                WebSession.secret_sha256 == digest,
                (WebSession.previous_sha256 == digest) & (WebSession.previous_until > moment),
            ),
            WebSession.seen_at > moment - self._idle,
            WebSession.began_at > moment - self._longest,
        )
        return session.scalars(rows.where(_of(secret))).one_or_none()

    def end(self, secret: str) -> None:
        """The session of this secret is over, at once; without one nothing happens."""
        digest = _digest(secret)
        with self._db.write() as session:
            session.execute(
                delete(WebSession).where(
                    _of(secret), or_(WebSession.secret_sha256 == digest, WebSession.previous_sha256 == digest)
                )
            )

    def own(self, who: Identity, secret: str | None = None) -> list[SessionView]:
        """One's own sessions that are not over, the latest used first; `secret` is that of the present one."""
        require(who, Permission.SIGNED_IN)
        moment, present = self._clock(), _digest(secret) if secret is not None else None
        rows = select(WebSession).where(
            WebSession.account_id == who.account_id,
            WebSession.seen_at > moment - self._idle,
            WebSession.began_at > moment - self._longest,
        )
        with self._db.read() as session:
            return [
                SessionView(
                    row.id, row.browser, row.address, row.began_at, row.seen_at,
                    present in (row.secret_sha256, row.previous_sha256) if present else False,
                )
                for row in session.scalars(rows.order_by(WebSession.seen_at.desc(), WebSession.id))
            ]  # fmt: skip

    def end_one(self, who: Identity, session_id: str) -> None:
        """One of one's own sessions is over, at once. Raises `NotFound`, also for somebody else's."""
        require(who, Permission.SIGNED_IN)
        with self._db.write() as session:
            row = session.get(WebSession, session_id)
            if row is None or row.account_id != who.account_id:
                raise NotFound("session", session_id)
            session.delete(row)

    def end_own(self, who: Identity) -> int:
        """All of one's own sessions are over, at once. Answers how many it were."""
        require(who, Permission.SIGNED_IN)
        with self._db.write() as session:
            return end_all(session, who.account_id)


def has_had_second(row: WebSession) -> bool:
    """Whether a session has had its second factor: the one rule about it."""
    return row.second_at is not None


def end_all(session: Session, account_id: str) -> int:
    """Every session of an account is over with the caller's transaction. Answers how many it were."""
    rows = session.scalars(select(WebSession).where(WebSession.account_id == account_id)).all()
    for row in rows:
        session.delete(row)
    return len(rows)


def _fresh(account_id: str) -> str:
    """A secret that names its account: the browser has it in a cookie that this registry signed, so that nobody makes their
    own session somebody else's by changing the record of it."""
    return f"{account_id}.{secrets.token_urlsafe(SECRET_BYTES)}"


def _of(secret: str) -> ColumnElement[bool]:
    """The sessions of the account that a secret names: they are proven together, so that none is missing or made up."""
    return WebSession.account_id == secret.partition(".")[0]


def _printable(browser: str) -> str:
    return "".join(sign for sign in browser if sign.isprintable())[:LONGEST_BROWSER]


def _digest(secret: str) -> str:
    # 256 random bits need no slow hash: there is nothing to guess
    return sha256_hex(secret.encode(errors="replace"))


def _ties(who: Identity) -> str:
    """What an account may do, in one digest: another one means that it may do something else than before."""
    ties = {name: sorted(map(list, value)) if isinstance(value, tuple) else sorted(value)
            if isinstance(value, frozenset) else value
            for name, value in asdict(who).items() if name not in ("account_id", "name", "locale")}  # fmt: skip
    return sha256_hex(canonical(ties))
