"""Who holds a union's and a production's offices, and how such an office ends: by a colleague, or by stepping down."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from registry.core.database import Database
from registry.core.errors import Conflict, NotFound
from registry.core.permissions import Identity, On, Permission, require
from registry.ledger.record import record
from registry.notices.service import notify
from registry.people.accounts.offices import Office
from registry.records.events import EventKind
from registry.records.tables.accounts import Account, ProductionMember, UnionRepresentative

Tie = UnionRepresentative | ProductionMember


@dataclass(frozen=True)
class Holder:
    """Somebody who holds an office of a union or a production. disabled: their account is stopped. last: nobody who can act
    holds it beside them, so that it ends only where whoever ends it says that they know."""

    account_id: str
    name: str
    office: str
    since: datetime
    disabled: bool
    last: bool


@dataclass(frozen=True)
class PastHolder:
    """Somebody who held an office until it ended."""

    name: str
    office: str
    since: datetime
    until: datetime | None


class Holders:
    """The offices of unions and productions.

    Colleagues end each other's office, as they appoint each other. An administrator does neither while there is anybody: who
    could dismiss a union's representatives and appoint the next would choose who speaks for it. The commissioner's contact
    and counsel, whom an administrator appoints, an administrator dismisses.
    """

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._clock = clock

    def of_union(self, who: Identity, union_id: str) -> list[Holder]:
        """The union's representatives, by name. Raises `Forbidden`."""
        require(who, Permission.UNION_ADMINISTER, On(unions=frozenset({union_id})))
        with self._db.look() as session:
            return _holders(session, _of_union(union_id))

    def of_production(self, who: Identity, production_id: str) -> list[Holder]:
        """Members of the production, and who approves for it from outside, by name. Raises `Forbidden`."""
        require(who, Permission.PRODUCTION_DECLARE, On(production_id=production_id))
        with self._db.look() as session:
            return _holders(session, _of_production(production_id))

    def past_of_production(self, who: Identity, production_id: str) -> list[PastHolder]:
        """Whose office in the production is over, the latest first. Raises `Forbidden`."""
        require(who, Permission.PRODUCTION_DECLARE, On(production_id=production_id))
        rows = (
            select(Account.name, ProductionMember.role, ProductionMember.granted_at, ProductionMember.ended_at)
            .join(Account, Account.id == ProductionMember.account_id)
            .where(ProductionMember.production_id == production_id, ProductionMember.ended_at.is_not(None))
            .order_by(ProductionMember.ended_at.desc(), ProductionMember.id)
        )
        with self._db.look() as session:
            return [PastHolder(*row) for row in session.execute(rows)]

    def end_union(self, who: Identity, account_id: str, union_id: str, *, last: bool = False) -> None:
        """The account no longer acts for the union; a representative says so. last: also where nobody is left.

        Raises `NotFound`, `Conflict` for the last one unless `last`, `Forbidden`.
        """
        with self._db.write() as session:
            require(who, Permission.UNION_ADMINISTER, On(unions=frozenset({union_id})))
            end(session, who, _of_union(union_id), account_id, self._clock(), last=last)

    def end_production(self, who: Identity, account_id: str, production_id: str, *, last: bool = False) -> None:
        """The account has no part in the production any more: of a member another member says so, of anybody else the
        administrator. Raises `NotFound`, `Conflict` for the last member unless `last`, `Forbidden`."""
        rows = _of_production(production_id)
        with self._db.write() as session:
            tie = session.scalars(rows.where(ProductionMember.account_id == account_id)).one_or_none()
            if tie is not None and tie.role == Office.MEMBER:
                require(who, Permission.PRODUCTION_DECLARE, On(production_id=production_id))
            else:
                require(who, Permission.INSTANCE_ADMINISTER)
            end(session, who, rows, account_id, self._clock(), last=last)

    def is_last(self, office: str, of: str, account_id: str) -> bool:
        """Whether nobody who can act would hold this office once the account does not."""
        with self._db.look() as session:
            return _is_last(session, office, of, account_id)


def step_down(session: Session, who: Identity, office: str, of: str, at: datetime, *, last: bool) -> None:
    """Ends the acting account's own office in a union or a production. Raises `NotFound`, `Conflict`."""
    rows = _of_union(of) if office == Office.UNION else _of_production(of).where(ProductionMember.role == office)
    end(session, who, rows, who.account_id, at, last=last)


def end(session: Session, who: Identity, rows: Select[Any], account_id: str, at: datetime, *, last: bool) -> None:
    """Ends one of these ties in the caller's transaction, and tells the account and those whom it leaves. They are locked
    together, so that two who end each other's at one moment see it. Raises `NotFound`, `Conflict`."""
    ties = session.scalars(rows.with_for_update()).all()
    tie = next((one for one in ties if one.account_id == account_id), None)
    if tie is None:
        raise NotFound("account", account_id)
    office, of = _office(tie)
    if not last and _is_last(session, office, of, account_id):
        raise Conflict("office-last", office=office)
    tie.ended_at = at
    record(session, who.account_id, EventKind.MEMBERSHIP_ENDED, account_id, at=at, of=of)
    if account_id != who.account_id:
        notify(session, "notice-office-ended", account=account_id, office=office, of=of)
    name = session.get_one(Account, account_id).name
    if office == Office.UNION:
        notify(session, "notice-representative-ended", union=of, name=name)
    else:
        notify(session, "notice-production-office-ended", production=of, office=office, name=name)


def _of_union(union_id: str) -> Select[Any]:
    return select(UnionRepresentative).where(
        UnionRepresentative.union_id == union_id, UnionRepresentative.ended_at.is_(None)
    )


def _of_production(production_id: str) -> Select[Any]:
    return select(ProductionMember).where(
        ProductionMember.production_id == production_id, ProductionMember.ended_at.is_(None)
    )


def _office(tie: Tie) -> tuple[str, str]:
    """Which office it is, and of what."""
    if isinstance(tie, UnionRepresentative):
        return str(Office.UNION), tie.union_id
    return tie.role, tie.production_id


def _is_last(session: Session, office: str, of: str, account_id: str) -> bool:
    able = select(Account.id).where(Account.disabled_at.is_(None), Account.id != account_id)
    if office == Office.UNION:
        others = _of_union(of).where(UnionRepresentative.account_id.in_(able))
    elif office == Office.MEMBER:
        others = _of_production(of).where(ProductionMember.role == office, ProductionMember.account_id.in_(able))
    else:
        return False
    return session.scalar(others.limit(1)) is None


def _holders(session: Session, rows: Select[Any]) -> list[Holder]:
    ties = session.scalars(rows).all()
    accounts = select(Account).where(Account.id.in_([tie.account_id for tie in ties]))
    known = {account.id: account for account in session.scalars(accounts)}
    found = [
        Holder(
            account_id=tie.account_id,
            name=known[tie.account_id].name,
            office=_office(tie)[0],
            since=tie.granted_at,
            disabled=known[tie.account_id].disabled_at is not None,
            last=_is_last(session, *_office(tie), tie.account_id),
        )
        for tie in ties
    ]
    return sorted(found, key=lambda one: (one.office != Office.MEMBER, one.name, one.account_id))
