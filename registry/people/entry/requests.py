"""What somebody asks for who is not signed in: a new password, or an account where the operator lets everybody open one.

The answer is the same, and comes as fast, whether there is an account with the address or not: asking writes down that it was
asked, and a worker looks later whether that leads to a letter.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.core.database import Database, new_id
from registry.core.errors import Conflict, Invalid, NotFound, RecordsAltered
from registry.core.fields import clean_email
from registry.core.permissions import Identity, Permission, require
from registry.notices.letters import Letters
from registry.people.accounts.service import Accounts
from registry.people.accounts.tries import TooManyTries
from registry.people.entry import links
from registry.records.tables.accounts import Account
from registry.records.tables.entry import EntryLink, EntryRequest

if TYPE_CHECKING:
    from registry.people.accounts.throttle import Throttle

log = logging.getLogger(__name__)

RESET_LASTS = timedelta(minutes=30)
REGISTRATION_LASTS = timedelta(hours=24)
WELCOME_LASTS = timedelta(days=7)
FIRST_LASTS = timedelta(hours=24)
AT_ONCE = 50


class Requests:
    """open_to_all: whether everybody may open an account."""

    def __init__(
        self,
        db: Database,
        clock: Callable[[], datetime],
        accounts: Accounts,
        letters: Letters,
        throttle: "Throttle",
        *,
        open_to_all: bool,
    ) -> None:
        self._db = db
        self._clock = clock
        self._accounts = accounts
        self._letters = letters
        self._throttle = throttle
        self.open_to_all = open_to_all

    def ask(self, purpose: str, email: str, language: str, address: str = "") -> None:
        """Asks for a link of this purpose. Raises `Invalid` for what is no address, `TooManyTries` where somebody at the same
        address of the network asks too often; `NotFound` where nobody may register."""
        self.require_open(purpose)
        recipient = clean_email(email)
        if recipient is None:
            raise Invalid(fields={"email": "field-email"})
        if not self._throttle.may_ask(address):
            raise TooManyTries
        if not self._throttle.may_write_to(recipient):
            return  # they have letters enough; whoever asks is told the same
        with self._db.write() as session:
            session.add(
                EntryRequest(id=new_id("R"), purpose=purpose, email=recipient, language=language, made_at=self._clock())
            )

    def require_open(self, purpose: str) -> None:
        """Raises `NotFound` where it is about registering, and nobody may."""
        if purpose == links.REGISTRATION and not self.open_to_all:
            raise NotFound("page", "")

    def resolve_due(self) -> int:
        """Writes the letters to which requests lead; answers how many requests it were."""
        with self._db.look() as session:
            due = list(
                session.scalars(select(EntryRequest.id).order_by(EntryRequest.made_at, EntryRequest.id).limit(AT_ONCE))
            )
        for request_id in due:
            try:
                self._resolve(request_id)
            except RecordsAltered as altered:
                log.error("the request %s leads to nothing (%s)", request_id, type(altered).__name__)
        return len(due)

    def _resolve(self, request_id: str) -> None:
        with self._db.write() as session:
            request = session.get(EntryRequest, request_id)
            if request is None:
                return
            account = session.scalars(select(Account).where(Account.email == request.email)).one_or_none()
            if request.purpose == links.PASSWORD and account is not None and account.disabled_at is None:
                self._let_choose(session, account, "letter-password", RESET_LASTS, account.id)
            elif request.purpose == links.REGISTRATION and account is not None:
                self._letters.write(
                    session, "letter-registered", account.email, account.locale, params={"name": account.name}
                )
            elif request.purpose == links.REGISTRATION and self.open_to_all:
                row, path = links.make(
                    session, links.REGISTRATION, request.email, "anonymous", self._clock(), REGISTRATION_LASTS,
                    language=request.language,
                )  # fmt: skip
                self._letters.write(
                    session, "letter-registration", row.email, row.language, path, expires=row.expires_at
                )
            session.delete(request)

    def _let_choose(self, session: Session, account: Account, kind: str, lasts: timedelta, by: str) -> None:
        row, path = links.make(session, links.PASSWORD, account.email, by, self._clock(), lasts, account_id=account.id)
        params = {"name": account.name, "until": f"{row.expires_at:%Y-%m-%d %H:%M} UTC"}
        self._letters.write(session, kind, account.email, account.locale, path, expires=row.expires_at, params=params)

    def welcome(self, who: Identity, account_id: str) -> None:
        """Writes to an account that has no password yet, and lets its owner choose one. Raises `NotFound`, `Conflict`,
        `Forbidden`."""
        require(who, Permission.INSTANCE_ADMINISTER)
        with self._db.write() as session:
            account = self._without_password(session, account_id)
            self._let_choose(session, account, "letter-welcome", WELCOME_LASTS, who.account_id)

    def reset(self, who: Identity, account_id: str) -> None:
        """Nothing opens the account any more (see `Accounts.close`), and its owner is written a link to choose a password: for
        somebody who lost what they sign in with, or where somebody else got hold of it. Raises `NotFound`, `Conflict` for
        one's own and for a disabled one, `Forbidden`."""
        require(who, Permission.INSTANCE_ADMINISTER)
        if account_id == who.account_id:
            raise Conflict("account-reset-own")
        with self._db.write() as session:
            account = session.get(Account, account_id)
            if account is None:
                raise NotFound("account", account_id)
            if account.disabled_at is not None:
                raise Conflict("account-reset-disabled")
            for link in session.scalars(select(EntryLink).where(EntryLink.account_id == account.id)).all():
                if links.is_open(link, self._clock()):
                    link.closed_at, link.closed_by, link.closed_how = self._clock(), who.account_id, "withdrawn"
            self._accounts.close(session, who.account_id, account)
            self._let_choose(session, account, "letter-account-reset", WELCOME_LASTS, who.account_id)

    def first_path(self, account_id: str) -> str:
        """The path of a link with which an instance's first administrator chooses a password: told on the terminal where
        the instance was made. Raises `NotFound`, `Conflict`."""
        with self._db.write() as session:
            account = self._without_password(session, account_id)
            _row, path = links.make(
                session, links.PASSWORD, account.email, "system", self._clock(), FIRST_LASTS, account_id=account.id
            )
            return path

    def _without_password(self, session: Session, account_id: str) -> Account:
        account = session.get(Account, account_id)
        if account is None:
            raise NotFound("account", account_id)
        if account.password_hash is not None:
            raise Conflict("account-has-password")
        return account

    def look(self, purpose: str, secret: str) -> str:
        """The address that a link was sent to; it changes nothing. Raises `NotFound`."""
        with self._db.read() as session:
            return links.find(session, purpose, secret, self._clock()).email

    def choose_password(self, secret: str, password: str) -> str:
        """The link's account has this password from now on, is signed out everywhere, and is told; answers its id. Raises
        `NotFound`, `Invalid`."""
        with self._db.read() as session:
            seen = links.find(session, links.PASSWORD, secret, self._clock())
            account = session.get_one(Account, seen.account_id)
        hashed = self._accounts.hashed(password, account.email, account.name)
        with self._db.write() as session:
            row = links.find(session, links.PASSWORD, secret, self._clock())
            account = session.get_one(Account, row.account_id)
            if account.disabled_at is not None:
                raise NotFound("link", "")
            links.use(row, account.id, self._clock())
            others = session.scalars(select(EntryLink).where(EntryLink.account_id == account.id)).all()
            for other in others:
                if links.is_open(other, self._clock()):
                    other.closed_at, other.closed_by, other.closed_how = self._clock(), account.id, "withdrawn"
            self._accounts.put_password(session, account.id, hashed, "reset")
            return account.id

    def register(self, secret: str, name: str, password: str) -> str:
        """Opens an account for whoever holds the link; answers its id. Raises `NotFound`, `Invalid`, `Conflict`."""
        self.require_open(links.REGISTRATION)
        hashed = self._accounts.hashed(password, self.look(links.REGISTRATION, secret), name)
        with self._db.write() as session:
            row = links.find(session, links.REGISTRATION, secret, self._clock())
            account = self._accounts.open_account(session, row.email, name, hashed)
            links.use(row, account.id, self._clock())
            return account.id
