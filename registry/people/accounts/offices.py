"""Offices: as what an account acts, which of them exclude one another, and that nobody is given a second one unasked.

A production could otherwise make a union's representative its member, who could then neither strike against it nor confirm
anything about it; whoever puts a reviewer on record as somebody's manager would have taken the matter from them. So every
grant, through whatever door it comes, is made by `give`: it looks at the one table, and where the account holds an office
already it makes an offer, which changes nothing until the account itself accepts it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import combinations

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.core.database import new_id
from registry.core.errors import Conflict, NotFound
from registry.core.permissions import Identity, On, Permission, require
from registry.ledger.record import record
from registry.notices.service import notify
from registry.records.events import EventKind
from registry.records.tables.accounts import (
    Account,
    NeutralReviewer,
    OfficeOffer,
    ProductionMember,
    Representation,
    UnionRepresentative,
)
from registry.records.tables.performers import Performer

OFFER_LASTS = timedelta(days=30)


class Office(StrEnum):
    """As what an account acts."""

    ADMINISTRATOR = "administrator"
    UNION = "union"  # a union's representative
    NEUTRAL = "neutral"
    MEMBER = "member"  # of a production
    COMMISSIONER = "commissioner"  # the commissioner's contact for a production
    COUNSEL = "counsel"  # of a production
    PERFORMER = "performer"
    AGENT = "agent"  # acts for a performer: guardian, representative, manager, estate


IN_PRODUCTION = frozenset({Office.MEMBER, Office.COMMISSIONER, Office.COUNSEL})


@dataclass(frozen=True)
class HeldOffice:
    """An office that an account holds. of: the union, production or performer; empty where it is of none."""

    office: Office
    of: str = ""


def _excluded() -> Mapping[frozenset[Office], bool]:
    table = {frozenset(pair): False for pair in combinations(sorted(IN_PRODUCTION), 2)}
    for production in IN_PRODUCTION:
        table[frozenset({Office.UNION, production})] = True
    for alone in (Office.NEUTRAL, Office.ADMINISTRATOR):
        table |= {frozenset({alone, other}): True for other in Office if other is not alone}
    return table


EXCLUDED: Mapping[frozenset[Office], bool] = _excluded()
"""The one table: two offices that no account holds together; True: wherever they are, False: in one production.

Who runs the instance and who reviews as neutral is nothing else. Who speaks for a union works for no production: not as its
member, not for its commissioner, not as its counsel. In one production one account has one part. A performer may also speak
for a union, act for another performer, or make a film: in a matter of their own the permissions keep them apart.
"""


def exclude(one: HeldOffice, other: HeldOffice) -> bool:
    """Whether no account may hold these two together."""
    everywhere = EXCLUDED.get(frozenset({one.office, other.office}))
    return everywhere is not None and (everywhere or one.of == other.of)


def held(session: Session, account_id: str) -> list[HeldOffice]:
    """The offices that an account holds now; what it was offered, or what somebody else has still to confirm, is none."""
    account = session.get(Account, account_id)
    unions = select(UnionRepresentative.union_id).where(
        UnionRepresentative.account_id == account_id, UnionRepresentative.ended_at.is_(None)
    )
    productions = select(ProductionMember.role, ProductionMember.production_id).where(
        ProductionMember.account_id == account_id, ProductionMember.ended_at.is_(None)
    )
    neutral = select(NeutralReviewer.account_id).where(
        NeutralReviewer.account_id == account_id, NeutralReviewer.ended_at.is_(None)
    )
    performers = select(Performer.id).where(Performer.account_id == account_id)
    acting = select(Representation.performer_id).where(
        Representation.account_id == account_id,
        Representation.accepted_at.is_not(None),
        Representation.ended_at.is_(None),
    )
    return [
        *([HeldOffice(Office.ADMINISTRATOR)] if account is not None and account.is_administrator else []),
        *(HeldOffice(Office.UNION, union) for union in session.scalars(unions)),
        *(HeldOffice(Office.NEUTRAL) for _ in session.scalars(neutral)),
        *(HeldOffice(Office(role), production) for role, production in session.execute(productions)),
        *(HeldOffice(Office.PERFORMER, performer) for performer in session.scalars(performers)),
        *(HeldOffice(Office.AGENT, performer) for performer in session.scalars(acting)),
    ]


def require_free(session: Session, account_id: str, office: Office, of: str = "") -> list[HeldOffice]:
    """The offices that the account holds, once none of them excludes this one. Raises `NotFound`, `Conflict`.

    The account's row is locked, so that two grants at the same moment see each other.
    """
    account = session.scalars(select(Account).where(Account.id == account_id).with_for_update()).one_or_none()
    if account is None:
        raise NotFound("account", account_id)
    there, wanted = held(session, account_id), HeldOffice(office, of)
    if office is Office.PERFORMER and any(one.office is office for one in there):
        raise Conflict("account-has-performer")
    if wanted in there and office is not Office.AGENT:
        raise Conflict("already-granted")
    in_the_way = next((one for one in there if exclude(one, wanted)), None)
    if in_the_way is None:
        return there
    if in_the_way.office is Office.ADMINISTRATOR:
        raise Conflict("administrator-holds-no-office")
    if office is Office.NEUTRAL:
        raise Conflict("neutral-has-office")
    if in_the_way.of == of:
        raise Conflict("already-granted")
    raise Conflict("office-excluded", held=str(in_the_way.office))


def require_may_grant(session: Session, who: Identity, office: Office, of: str) -> None:
    """A union's representatives appoint others, a production's members other members: while there is nobody, and for every
    other office, an administrator does. Raises `Forbidden`."""
    if office is Office.UNION:
        anybody = select(UnionRepresentative.id).filter_by(union_id=of, ended_at=None)
        permission, on = Permission.UNION_ADMINISTER, On(unions=frozenset({of}))
    elif office is Office.MEMBER:
        anybody = select(ProductionMember.id).filter_by(production_id=of, role=str(office), ended_at=None)
        permission, on = Permission.PRODUCTION_DECLARE, On(production_id=of)
    else:
        require(who, Permission.INSTANCE_ADMINISTER)
        return
    there = session.scalar(anybody.limit(1)) is not None
    require(who, permission if there else Permission.INSTANCE_ADMINISTER, on)


def give(
    session: Session, who: Identity, account_id: str, office: Office, of: str, at: datetime, number: int | None = None
) -> bool:
    """Gives an account an office, or, where that needs its own yes, offers it: True where it holds it now.

    `who` was found to be allowed to. `number`: of the representation that is to be accepted. The account's own yes is needed
    for every office beside another one; for being the performer of a record, which nobody can lay down; and for whatever a
    production offers, which would else learn from the answer who holds an office. Raises `NotFound`, `Conflict`.
    """
    there = require_free(session, account_id, office, of)
    always = office is Office.PERFORMER or (office is Office.MEMBER and of in who.productions)
    asked = HeldOffice(office, of) not in there and (bool(there) or always)
    if account_id == who.account_id or not asked:
        take(session, Grant(account_id, office, of, who.account_id, who.account_id, at, number))
        if account_id != who.account_id and office is not Office.AGENT:
            notify(session, "notice-office-given", account=account_id, office=str(office), of=of)
        return True
    if any((one.office, one.of, one.number) == (str(office), of, number) for one in pending(session, account_id, at)):
        raise Conflict("already-offered")
    offer = OfficeOffer(
        id=new_id("O"), account_id=account_id, office=str(office), of=of, number=number,
        offered_by=who.account_id, offered_at=at,
    )  # fmt: skip
    session.add(offer)
    record(
        session,
        who.account_id,
        EventKind.OFFICE_OFFERED,
        offer.id,
        at=at,
        account=account_id,
        office=str(office),
        of=of,
    )
    notify(session, "notice-office-offered", account=account_id, office=str(office), of=of)
    return False


def pending(session: Session, account_id: str, at: datetime) -> list[OfficeOffer]:
    """The offers that an account may still accept, the oldest first."""
    rows = select(OfficeOffer).where(
        OfficeOffer.account_id == account_id,
        OfficeOffer.answered_at.is_(None),
        OfficeOffer.offered_at > at - OFFER_LASTS,
    )
    return list(session.scalars(rows.order_by(OfficeOffer.offered_at, OfficeOffer.id)))


@dataclass(frozen=True)
class Grant:
    """An office that an account holds from `at` on: who granted it, and who did the last that it needed (`actor`)."""

    account_id: str
    office: Office
    of: str
    granted_by: str
    actor: str
    at: datetime
    number: int | None = None


def take(session: Session, grant: Grant) -> None:
    """Writes it down. Raises `Conflict`, `NotFound`."""
    _TAKE.get(grant.office, _in_production)(session, grant)


def _union(session: Session, grant: Grant) -> None:
    rows = select(UnionRepresentative).filter_by(account_id=grant.account_id, union_id=grant.of)
    row = session.scalars(rows).one_or_none() or UnionRepresentative(account_id=grant.account_id, union_id=grant.of)
    _written(session, row, grant, EventKind.MEMBERSHIP_GRANTED, of=grant.of)
    notify(session, "notice-representative-appointed", union=grant.of)


def _in_production(session: Session, grant: Grant) -> None:
    rows = select(ProductionMember).filter_by(account_id=grant.account_id, production_id=grant.of)
    row = session.scalars(rows).one_or_none() or ProductionMember(account_id=grant.account_id, production_id=grant.of)
    row.role = str(grant.office)
    _written(session, row, grant, EventKind.MEMBERSHIP_GRANTED, of=grant.of)
    if grant.account_id != grant.granted_by:
        notify(session, "notice-production-office-given", production=grant.of, office=str(grant.office))


def _neutral(session: Session, grant: Grant) -> None:
    row = session.get(NeutralReviewer, grant.account_id) or NeutralReviewer(account_id=grant.account_id)
    _written(session, row, grant, EventKind.NEUTRAL_APPOINTED)


def _written(
    session: Session,
    row: UnionRepresentative | ProductionMember | NeutralReviewer,
    grant: Grant,
    kind: EventKind,
    **details: str,
) -> None:
    row.granted_by, row.granted_at, row.ended_at = grant.granted_by, grant.at, None
    session.add(row)
    record(session, grant.actor, kind, grant.account_id, at=grant.at, **details)


def _performer(session: Session, grant: Grant) -> None:
    performer = session.get(Performer, grant.of)
    if performer is None or performer.account_id is not None:
        raise NotFound("performer", grant.of)
    performer.account_id = grant.account_id
    session.flush()
    record(session, grant.actor, EventKind.PERFORMER_TIED, grant.of, at=grant.at, account=grant.account_id)


def _agent(session: Session, grant: Grant) -> None:
    claim = session.get(Representation, grant.number)
    if claim is None or claim.ended_at is not None or claim.account_id != grant.account_id:
        raise NotFound("representation", str(grant.number))
    claim.accepted_at = grant.at
    record(
        session, grant.actor, EventKind.REPRESENTATION_ACCEPTED, grant.of, at=grant.at,
        account=grant.account_id, role=claim.kind,
    )  # fmt: skip


_TAKE: Mapping[Office, Callable[[Session, Grant], None]] = {
    Office.UNION: _union,
    Office.NEUTRAL: _neutral,
    Office.PERFORMER: _performer,
    Office.AGENT: _agent,
}
