"""What the operator sees of accounts: their offices, what opens them, and which offices do not lie well in one hand."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.core.database import Database
from registry.core.errors import NotFound
from registry.core.permissions import Identity, Permission, require
from registry.people.accounts.factors import has_factor
from registry.people.accounts.offices import IN_PRODUCTION, HeldOffice, Office, exclude, held
from registry.records.naming import name_of
from registry.records.tables.accounts import AccessToken, Account, WebSession
from registry.records.tables.consents import Consent
from registry.records.tables.passkeys import SignInPasskey
from registry.records.tables.unions import UnionMembership

NamedOffice = tuple[HeldOffice, str]
"""An office, and the name of the union or production that it is of; of which performer, the operator need not know."""
PERSONAL = frozenset({Office.PERFORMER, Office.AGENT})


@dataclass(frozen=True)
class OfficeConflict:
    """Two offices of one account. excluded: nobody may hold both, and an older program granted them; else both may be held, and
    in the matter that they share the permissions let this account act for one side only."""

    account: Account
    one: NamedOffice
    other: NamedOffice
    excluded: bool


@dataclass(frozen=True)
class AccountCard:
    """An account as its operator sees it. password: whether it has one; passkeys, sessions, tokens: how many open it now."""

    account: Account
    offices: list[NamedOffice]
    conflicts: list[OfficeConflict]
    password: bool
    second_factor: bool
    passkeys: int
    sessions: int
    tokens: int


class AccountCards:
    """Reads; whoever changes something does it through the services of accounts, factors and requests."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._clock = clock

    def show(self, who: Identity, account_id: str) -> AccountCard:
        """Raises `NotFound`, `Forbidden`."""
        require(who, Permission.INSTANCE_ADMINISTER)
        with self._db.read() as session:
            account = session.get(Account, account_id)
            if account is None:
                raise NotFound("account", account_id)
            in_force = (AccessToken.revoked_at.is_(None), AccessToken.expires_at > self._clock())
            return AccountCard(
                account=account,
                offices=_named(session, held(session, account_id)),
                conflicts=list(_of(session, account)),
                password=account.password_hash is not None,
                second_factor=has_factor(session, account_id),
                passkeys=_count(session, SignInPasskey, account_id, SignInPasskey.revoked_at.is_(None)),
                sessions=_count(session, WebSession, account_id),
                tokens=_count(session, AccessToken, account_id, *in_force),
            )

    def offices(self, who: Identity, accounts: Iterable[Account]) -> dict[str, list[NamedOffice]]:
        """Account id -> its offices. Raises `Forbidden`."""
        require(who, Permission.INSTANCE_ADMINISTER)
        with self._db.look() as session:
            return {account.id: _named(session, held(session, account.id)) for account in accounts}

    def conflicts(self, who: Identity) -> list[OfficeConflict]:
        """Of every account that is not disabled, those that exclude each other first. Raises `Forbidden`."""
        require(who, Permission.INSTANCE_ADMINISTER)
        with self._db.look() as session:
            return sorted(conflicts(session), key=lambda found: not found.excluded)


def conflicts(session: Session) -> Iterator[OfficeConflict]:
    """Of every account that is not disabled, by address."""
    for account in session.scalars(select(Account).where(Account.disabled_at.is_(None)).order_by(Account.email)):
        yield from _of(session, account)


def _of(session: Session, account: Account) -> Iterator[OfficeConflict]:
    for one, other in combinations(held(session, account.id), 2):
        excluded = exclude(one, other)
        if excluded or _share(session, one, other) or _share(session, other, one):
            first, second = _named(session, [one, other])
            yield OfficeConflict(account, first, second, excluded)


def _share(session: Session, personal: HeldOffice, other: HeldOffice) -> bool:
    """Whether somebody who is, or acts for, a performer speaks for that performer's union, or has a part in a production that
    asked that performer for a consent: then they would stand on both sides."""
    if personal.office not in PERSONAL:
        return False
    if other.office is Office.UNION:
        rows: Any = select(UnionMembership.id).filter_by(performer_id=personal.of, union_id=other.of, ended_at=None)
    elif other.office in IN_PRODUCTION:
        rows = select(Consent.id).filter_by(performer_id=personal.of, production_id=other.of)
    else:
        return False
    return session.scalar(rows.limit(1)) is not None


def _named(session: Session, offices: Iterable[HeldOffice]) -> list[NamedOffice]:
    return [(one, "" if one.office in PERSONAL else name_of(session, one.of)) for one in offices]


def _count(session: Session, table: Any, account_id: str, *narrowed: Any) -> int:
    rows = select(func.count()).select_from(table).where(table.account_id == account_id, *narrowed)
    return session.scalar(rows) or 0
