"""Accounts: who can sign in, and the ties from which everything that they may do follows."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.accounts.models import Account, NeutralReviewer, ProductionMember, Representation, UnionRepresentative
from registry.database import Database, new_id
from registry.errors import Conflict, Invalid, NotFound
from registry.events import Kind, record
from registry.fields import clean_email, clean_line
from registry.notices import tell
from registry.performers.models import Performer
from registry.permissions import ANONYMOUS, Identity, On, Permission, require
from registry.productions.models import Production
from registry.unions.models import Union

PASSWORD_LENGTH = (10, 1024)
"""Shortest and longest password, in characters. Length is what helps; no rules on kinds of characters."""
FREE_ATTEMPTS = 10
LOCK = timedelta(minutes=1)
"""After `FREE_ATTEMPTS` wrong passwords in a row one attempt a `LOCK` is left. It is short on purpose: a long lock
would let anybody who knows an address keep its owner from withdrawing a consent."""

PRODUCTION_ROLES = ("member", "commissioner", "counsel")

Office = TypeVar("Office", UnionRepresentative, ProductionMember)


class Accounts:
    """An administrator runs the instance and holds no office beside it: `identity` gives an administrator's account
    no union, production or performer, and no grant makes one. So nobody who runs the machine releases anything or
    sees biometrics through an account of their own."""

    def __init__(self, db: Database, clock: Callable[[], datetime], hasher: PasswordHasher) -> None:
        self._db = db
        self._clock = clock
        self._hasher = hasher

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
            record(session, "system", Kind.INSTANCE_CREATED, "instance", at=self._clock())
            return self._add(session, account, "system")

    def _new(self, email: str, name: str, password: str | None, administrator: bool) -> Account:
        wrong = {}
        clean_address, clean_name = clean_email(email), clean_line(name)
        if clean_address is None:
            wrong["email"] = "field-email"
        if clean_name is None:
            wrong["name"] = "field-line"
        if password is not None and not PASSWORD_LENGTH[0] <= len(password) <= PASSWORD_LENGTH[1]:
            wrong["password"] = "field-password"  # noqa: S105 - the id of a text
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
        record(session, actor, Kind.ACCOUNT_CREATED, account.id, at=self._clock(), role=role)
        return account

    @cached_property
    def _decoy(self) -> str:
        return self._hasher.hash("nobody has this password")

    def authenticate(self, email: str, password: str) -> Account | None:
        """The account with this address and password, or None: unknown, wrong, disabled and locked look alike and
        cost one hash each. Every attempt is counted before the password is tried, so that many at once count too."""
        decoy, address = self._decoy, clean_email(email)
        with self._db.write() as session:
            account = _by_email(session, address) if address is not None else None
            usable = account is not None and self._take_attempt(account)
        stored = account.password_hash if account is not None and usable else None
        if not self._fits(stored or decoy, password) or account is None or stored is None:
            return None
        fresh = self._hasher.hash(password) if self._hasher.check_needs_rehash(stored) else None
        with self._db.write() as session:
            current = session.get_one(Account, account.id)
            if current.password_hash != stored or current.disabled_at is not None:
                return None
            current.failed_attempts, current.locked_until = 0, None
            if fresh is not None:
                current.password_hash = fresh
                record(session, current.id, Kind.PASSWORD_CHANGED, current.id, at=self._clock(), why="rehashed")
            return current

    def _take_attempt(self, account: Account) -> bool:
        now = self._clock()
        if account.disabled_at is not None or (account.locked_until is not None and account.locked_until > now):
            return False
        account.failed_attempts += 1
        if account.failed_attempts >= FREE_ATTEMPTS:
            account.locked_until = now + LOCK
        return True

    def _fits(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password[: PASSWORD_LENGTH[1] + 1])
        except (VerificationError, InvalidHashError):
            return False

    def change_password(self, who: Identity, current: str, new: str) -> None:
        """The account's owner sets another password. Raises `Invalid` where the current one is wrong or the new
        one too short or too long."""
        require(who, Permission.SIGNED_IN)
        with self._db.read() as session:
            account = session.get(Account, who.account_id)
        if account is None or self.authenticate(account.email, current) is None:
            raise Invalid(fields={"current": "field-password-wrong"})
        if not PASSWORD_LENGTH[0] <= len(new) <= PASSWORD_LENGTH[1]:
            raise Invalid(fields={"new": "field-password"})
        with self._db.write() as session:
            session.get_one(Account, account.id).password_hash = self._hasher.hash(new)
            record(session, account.id, Kind.PASSWORD_CHANGED, account.id, at=self._clock(), why="changed")

    def disable(self, who: Identity, account_id: str) -> None:
        """The account can do nothing any more, at once; its offices stay its own, so nobody slips into them.

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
            record(session, who.account_id, Kind.ACCOUNT_DISABLED, account_id, at=self._clock())

    def enable(self, who: Identity, account_id: str) -> None:
        """The account may act again. Raises `NotFound`, `Forbidden`."""
        require(who, Permission.INSTANCE_ADMINISTER)
        with self._db.write() as session:
            account = self._load(session, account_id)
            if account.disabled_at is not None:
                account.disabled_at = None
                record(session, who.account_id, Kind.ACCOUNT_ENABLED, account_id, at=self._clock())

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
            return identity_of(session, account_id)

    def grant_union(self, who: Identity, account_id: str, union_id: str) -> None:
        """The account may act for the union. Its representatives say so; an administrator only appoints the first.

        Raises `NotFound`, `Conflict` (an administrator, or already so), `Forbidden`.
        """
        with self._db.write() as session:
            self._grant_union(session, who, account_id, union_id)

    def _grant_union(self, session: Session, who: Identity, account_id: str, union_id: str) -> None:
        if session.get(Union, union_id) is None:
            raise NotFound("union", union_id)
        held = session.scalars(select(UnionRepresentative).where(UnionRepresentative.union_id == union_id)).all()
        self._require_or_found(who, Permission.UNION_ADMINISTER, On(unions=frozenset({union_id})), held)
        fresh = UnionRepresentative(account_id=account_id, union_id=union_id)
        self._grant(session, who, account_id, held, fresh, union_id)
        tell(session, "notice-representative-appointed", union=union_id, account=account_id)

    def grant_production(self, who: Identity, account_id: str, production_id: str, role: str = "member") -> None:
        """The account works for the production as a `member`, or answers for its `commissioner` or as its `counsel`.

        Its members appoint members, an administrator only where it has none. Who answers for the commissioner, and who
        is counsel, an administrator says and never a member: a production does not choose who approves what it does.
        Raises `Invalid`, `NotFound`, `Conflict` (an administrator, or an account that has a role in it already),
        `Forbidden`.
        """
        if role not in PRODUCTION_ROLES:
            raise Invalid(fields={"role": "field-choice"})
        with self._db.write() as session:
            if session.get(Production, production_id) is None:
                raise NotFound("production", production_id)
            office = select(ProductionMember).where(ProductionMember.production_id == production_id)
            held = session.scalars(office).all()
            members = [one for one in held if one.role == "member"] if role == "member" else []
            self._require_or_found(who, Permission.PRODUCTION_DECLARE, On(production_id=production_id), members)
            fresh = ProductionMember(account_id=account_id, production_id=production_id)
            self._grant(session, who, account_id, held, fresh, production_id).role = role

    def end_union(self, who: Identity, account_id: str, union_id: str) -> None:
        """The account no longer acts for the union. Raises `NotFound`, `Forbidden`."""
        with self._db.write() as session:
            require(who, Permission.UNION_ADMINISTER, On(unions=frozenset({union_id})))
            office = select(UnionRepresentative).where(
                UnionRepresentative.union_id == union_id,
                UnionRepresentative.account_id == account_id,
                UnionRepresentative.ended_at.is_(None),
            )
            held = session.scalars(office).one_or_none()
            if held is None:
                raise NotFound("account", account_id)
            held.ended_at = self._clock()
            record(session, who.account_id, Kind.MEMBERSHIP_ENDED, account_id, at=self._clock(), of=union_id)

    def _require_or_found(
        self, who: Identity, permission: Permission, on: On, held: Sequence[UnionRepresentative | ProductionMember]
    ) -> None:
        anybody = any(office.ended_at is None for office in held)
        require(who, permission if anybody else Permission.INSTANCE_ADMINISTER, on)

    def _grant(
        self, session: Session, who: Identity, account_id: str, held: Sequence[Office], fresh: Office, of: str
    ) -> Office:
        if self._load(session, account_id).is_administrator:
            raise Conflict("administrator-holds-no-office")
        office = next((office for office in held if office.account_id == account_id), fresh)
        if office is not fresh and office.ended_at is None:
            raise Conflict("already-granted")
        office.granted_by, office.granted_at, office.ended_at = who.account_id, self._clock(), None
        session.add(office)
        record(session, who.account_id, Kind.MEMBERSHIP_GRANTED, account_id, at=self._clock(), of=of)
        return office

    def list(self, who: Identity) -> list[Account]:
        require(who, Permission.INSTANCE_ADMINISTER)
        with self._db.look() as session:
            return list(session.scalars(select(Account).order_by(Account.email)))


def _by_email(session: Session, address: str) -> Account | None:
    return session.scalars(select(Account).where(Account.email == address)).one_or_none()


def identity_of(session: Session, account_id: str) -> Identity:
    """The account with all its ties as they are in this transaction. Unknown or disabled: `ANONYMOUS`."""
    account = session.get(Account, account_id)
    if account is None or account.disabled_at is not None:
        return ANONYMOUS
    if account.is_administrator:
        return Identity(account.id, account.name, account.locale, is_administrator=True)
    authority = select(Representation.performer_id, Representation.kind).where(
        Representation.account_id == account_id,
        Representation.confirmed_by.is_not(None),
        Representation.ended_at.is_(None),
    )
    unions = select(UnionRepresentative.union_id).where(
        UnionRepresentative.account_id == account_id, UnionRepresentative.ended_at.is_(None)
    )
    productions = select(ProductionMember.production_id, ProductionMember.role).where(
        ProductionMember.account_id == account_id, ProductionMember.ended_at.is_(None)
    )
    held = [(production, role) for production, role in session.execute(productions)]
    neutral = select(NeutralReviewer.account_id).where(
        NeutralReviewer.account_id == account_id, NeutralReviewer.ended_at.is_(None)
    )
    return Identity(
        account.id,
        account.name,
        account.locale,
        performer_id=session.scalar(select(Performer.id).where(Performer.account_id == account_id)),
        represents=tuple((performer, kind) for performer, kind in session.execute(authority)),
        unions=frozenset(session.scalars(unions)),
        productions=frozenset(production for production, role in held if role == "member"),
        commissions=frozenset(production for production, role in held if role == "commissioner"),
        counsels=frozenset(production for production, role in held if role == "counsel"),
        is_neutral=session.scalar(neutral) is not None,
    )
