"""Accounts: who can sign in, and the ties from which everything that they may do follows."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from registry.core.database import Database, new_id
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.fields import clean_email, clean_line
from registry.core.paging import FIRST, SIZE, ListPage, PageRequest, like, listed
from registry.core.permissions import Identity, Permission, require
from registry.ledger.kept import KeptAnswers
from registry.ledger.record import record
from registry.notices.service import notify
from registry.people.accounts.identities import identity_of
from registry.people.accounts.offices import Office, give, require_may_grant
from registry.people.accounts.passkeys import remove_all
from registry.people.accounts.passwords import PASSWORD_LENGTH, wrong_with
from registry.people.accounts.sessions import end_all
from registry.people.accounts.tokens import revoke_all
from registry.people.accounts.tries import TooManyTries
from registry.records.events import EventKind
from registry.records.tables.accounts import Account
from registry.records.tables.productions import Production
from registry.records.tables.unions import Union

if TYPE_CHECKING:
    from registry.people.accounts.throttle import Throttle

PRODUCTION_ROLES = ("member", "commissioner", "counsel")


class Accounts:
    """An administrator runs the instance and holds no office beside it: `identity` gives an administrator's account
    no union, production or performer, and no grant makes one. So nobody who runs the machine releases anything or
    sees biometrics through an account of their own."""

    def __init__(
        self, db: Database, clock: Callable[[], datetime], hasher: PasswordHasher, throttle: "Throttle"
    ) -> None:
        self._db = db
        self._clock = clock
        self._hasher = hasher
        self._throttle = throttle
        self._identities = KeptAnswers(identity_of)

    def create(
        self,
        who: Identity,
        email: str,
        name: str,
        password: str | None = None,
        *,
        administrator: bool = False,
        unions: Sequence[str] = (),
    ) -> Account:
        """A new account, acting for `unions` as their first representative. Without a password it cannot sign in with
        one (only act on the command line).

        Raises `Invalid` naming the wrong fields, `NotFound`, `Conflict` where the address is taken, `Forbidden`.
        """
        require(who, Permission.INSTANCE_ADMINISTER)
        account = self._new(email, name, password, administrator)
        with self._db.write() as session:
            self._add(session, account, who.account_id)
            session.flush()
            for union in unions:
                self._grant_union(session, who, account.id, union)
            return account

    def create_first_administrator(self, email: str, name: str, password: str | None) -> Account:
        """The account that a fresh instance starts with. Raises `Conflict` once there is any account."""
        account = self._new(email, name, password, True)
        with self._db.write() as session:
            if session.scalar(select(Account.id).limit(1)) is not None:
                raise Conflict("instance-has-accounts")
            record(session, "system", EventKind.INSTANCE_CREATED, "instance", at=self._clock())
            return self._add(session, account, "system")

    def _new(self, email: str, name: str, password: str | None, administrator: bool) -> Account:
        wrong = {}
        clean_address, clean_name = clean_email(email), clean_line(name)
        if clean_address is None:
            wrong["email"] = "field-email"
        if clean_name is None:
            wrong["name"] = "field-line"
        if password is not None and (problem := wrong_with(password, (email, name))):
            wrong["password"] = problem
        if clean_address is None or clean_name is None or wrong:
            raise Invalid(fields=wrong)
        return Account(
            id=new_id("A"),
            email=clean_address,
            name=clean_name,
            password_hash=self._hasher.hash(password) if password is not None else None,
            is_administrator=administrator,
            created_at=self._clock(),
        )

    def _add(self, session: Session, account: Account, actor: str) -> Account:
        if _by_email(session, account.email) is not None:
            raise Conflict("email-taken")
        session.add(account)
        role = "administrator" if account.is_administrator else "account"
        record(session, actor, EventKind.ACCOUNT_CREATED, account.id, at=self._clock(), role=role)
        return account

    @cached_property
    def _decoy(self) -> str:
        return self._hasher.hash("nobody has this password")

    def authenticate(self, email: str, password: str, address: str = "") -> Account | None:
        """The account with this address and password, or None: unknown, wrong and disabled look alike, cost one hash each
        and write nothing. `address`: from where it is tried.

        Raises `TooManyTries` for an account about which somebody at the same address was wrong too often.
        """
        decoy, clean_address = self._decoy, clean_email(email)
        if not self._throttle.may_try(email, address):
            raise TooManyTries
        with self._db.look() as session:  # proving it would take longer where there is something to prove
            seen = _by_email(session, clean_address) if clean_address is not None else None
        stored = seen.password_hash if seen is not None and seen.disabled_at is None else None
        if not self._fits(stored or decoy, password) or seen is None or stored is None:
            self._throttle.was_wrong(address)
            return None
        with self._db.read() as session:
            account = session.get(Account, seen.id)
        if account is None or account.disabled_at is not None or account.password_hash != stored:
            return None
        self._throttle.was_right(email, address)
        if not self._hasher.check_needs_rehash(stored):
            return account
        fresh = self._hasher.hash(password)
        with self._db.write() as session:
            current = session.get_one(Account, account.id)
            if current.password_hash != stored or current.disabled_at is not None:
                return None
            current.password_hash = fresh
            record(session, current.id, EventKind.PASSWORD_CHANGED, current.id, at=self._clock(), why="rehashed")
            return current

    def _fits(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password[: PASSWORD_LENGTH[1] + 1])
        except (VerificationError, InvalidHashError):
            return False

    def change_password(self, who: Identity, current: str, new: str, address: str = "") -> None:
        """The account's owner sets another password, and every session of the account is over: whoever knew the old one
        is out. Raises `Invalid` where the current one is wrong or the new one too short or too long, `TooManyTries`."""
        require(who, Permission.SIGNED_IN)
        with self._db.read() as session:
            account = session.get(Account, who.account_id)
        if account is None or self.authenticate(account.email, current, address) is None:
            raise Invalid(fields={"current": "field-password-wrong"})
        if problem := wrong_with(new, (account.email, account.name)):
            raise Invalid(fields={"new": problem})
        hashed = self._hasher.hash(new)
        with self._db.write() as session:
            self.put_password(session, account.id, hashed, "changed")

    def hashed(self, password: str, email: str, name: str) -> str:
        """A new password as it is kept. Raises `Invalid` where it is too short, too long or too easy to guess."""
        if problem := wrong_with(password, (email, name)):
            raise Invalid(fields={"password": problem})
        return self._hasher.hash(password)

    def put_password(self, session: Session, account_id: str, hashed: str, why: str) -> None:
        """In the caller's transaction: every session of the account is over, and it is told."""
        session.get_one(Account, account_id).password_hash = hashed
        end_all(session, account_id)
        record(session, account_id, EventKind.PASSWORD_CHANGED, account_id, at=self._clock(), why=why)
        notify(session, "notice-password-changed", account=account_id)

    def open_account(self, session: Session, email: str, name: str, hashed: str) -> Account:
        """In the caller's transaction: an account that somebody opens for themselves, who has shown that the address is
        theirs. Raises `Invalid`, `Conflict` where the address is taken."""
        account = self._new(email, name, None, False)
        account.password_hash = hashed
        self._add(session, account, account.id)
        session.flush()
        return account

    def disable(self, who: Identity, account_id: str) -> None:
        """The account can do nothing any more, at once, and its sessions and access tokens are gone for good; its offices stay its
        own, so nobody slips into them.

        Raises `NotFound`, `Conflict` for the last administrator, `Forbidden`.
        """
        require(who, Permission.INSTANCE_ADMINISTER)
        with self._db.write() as session:
            account = self._load(session, account_id)
            if account.disabled_at is not None:
                return
            others = select(Account.id).where(
                Account.is_administrator, Account.disabled_at.is_(None), Account.id != account_id
            )
            if account.is_administrator and session.scalar(others.limit(1)) is None:
                raise Conflict("last-administrator")
            account.disabled_at = self._clock()
            end_all(session, account_id)
            revoke_all(session, who.account_id, account_id, self._clock())
            record(session, who.account_id, EventKind.ACCOUNT_DISABLED, account_id, at=self._clock())

    def close(self, session: Session, actor: str, account: Account) -> None:
        """In the caller's transaction: nothing opens the account any more, neither password nor passkey, session or token,
        until its owner chooses a password. A second factor stays, and keys for signing are another matter."""
        account.password_hash = None
        end_all(session, account.id)
        revoke_all(session, actor, account.id, self._clock())
        remove_all(session, actor, account.id, self._clock())
        record(session, actor, EventKind.PASSWORD_CHANGED, account.id, at=self._clock(), why="withdrawn")
        notify(session, "notice-account-reset", account=account.id)

    def prove(self, who: Identity, password: str, address: str = "") -> bool:
        """Whether this is the acting account's password. Raises `TooManyTries`."""
        require(who, Permission.SIGNED_IN)
        with self._db.read() as session:
            email = session.get_one(Account, who.account_id).email
        return self.authenticate(email, password, address) is not None

    def enable(self, who: Identity, account_id: str) -> None:
        """The account may act again. Raises `NotFound`, `Forbidden`."""
        require(who, Permission.INSTANCE_ADMINISTER)
        with self._db.write() as session:
            account = self._load(session, account_id)
            if account.disabled_at is not None:
                account.disabled_at = None
                record(session, who.account_id, EventKind.ACCOUNT_ENABLED, account_id, at=self._clock())

    def _load(self, session: Session, account_id: str) -> Account:
        account = session.get(Account, account_id)
        if account is None:
            raise NotFound("account", account_id)
        return account

    def by_email(self, email: str) -> Account | None:
        """The account with this address, whatever its spelling in capitals; for those who already act here."""
        address = clean_email(email)
        with self._db.read() as session:
            return _by_email(session, address) if address is not None else None

    def identity(self, account_id: str) -> Identity:
        """The account with all its ties as they are now. Unknown or disabled: `ANONYMOUS`."""
        with self._db.read() as session:
            return self.identity_in(session, account_id)

    def identity_in(self, session: Session, account_id: str) -> Identity:
        """The same, as they are in a transaction that is under way."""
        return self._identities.of(session, account_id)

    def grant_union(self, who: Identity, account_id: str, union_id: str) -> bool:
        """The account may act for the union, or is offered to: True where it may now. Its representatives say so; an
        administrator only appoints the first.

        Raises `NotFound`, `Conflict` (already so, or an office that excludes it), `Forbidden`.
        """
        with self._db.write() as session:
            return self._grant_union(session, who, account_id, union_id)

    def _grant_union(self, session: Session, who: Identity, account_id: str, union_id: str) -> bool:
        if session.get(Union, union_id) is None:
            raise NotFound("union", union_id)
        require_may_grant(session, who, Office.UNION, union_id)
        return give(session, who, account_id, Office.UNION, union_id, self._clock())

    def grant_production(self, who: Identity, account_id: str, production_id: str, role: str = "member") -> bool:
        """The account works for the production as a `member`, or answers for its `commissioner` or as its `counsel`; or it
        is offered to: True where it is so now.

        Its members appoint members, an administrator only where it has none. Who answers for the commissioner, and who
        is counsel, an administrator says and never a member: a production does not choose who approves what it does.
        Raises `Invalid`, `NotFound`, `Conflict` (it has a role in it already, or an office that excludes it),
        `Forbidden`.
        """
        if role not in PRODUCTION_ROLES:
            raise Invalid(fields={"role": "field-choice"})
        with self._db.write() as session:
            if session.get(Production, production_id) is None:
                raise NotFound("production", production_id)
            require_may_grant(session, who, Office(role), production_id)
            return give(session, who, account_id, Office(role), production_id, self._clock())

    def page(self, who: Identity, asked: PageRequest = FIRST, size: int = SIZE) -> ListPage[Account]:
        """One page of all accounts, by name. asked.chosen: `state` (of `STATES`); searched for: name and address. Raises
        `Forbidden`."""
        require(who, Permission.INSTANCE_ADMINISTER)
        rows = select(Account).order_by(Account.name, Account.id)
        if asked.search:
            pattern = like(asked.search)
            rows = rows.where(or_(Account.name.ilike(pattern, escape="\\"), Account.email.ilike(pattern, escape="\\")))
        if asked.chosen.get("state"):
            rows = rows.where(_IN_STATE[asked.chosen["state"]])
        with self._db.look() as session:
            return listed(session, rows, asked, size)


_IN_STATE: dict[str, ColumnElement[bool]] = {
    "active": Account.disabled_at.is_(None),
    "disabled": Account.disabled_at.is_not(None),
    "administrator": Account.is_administrator.is_(True),
}
STATES = tuple(_IN_STATE)


def _by_email(session: Session, address: str) -> Account | None:
    return session.scalars(select(Account).where(Account.email == address)).one_or_none()
