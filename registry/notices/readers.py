"""Who reads which notices: the accounts behind an addressee, and the addressees of an account."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, false, not_, or_, select
from sqlalchemy.orm import Session

from registry.core.permissions import Identity
from registry.notices.kinds import FINDINGS
from registry.records.performers import IdentityStanding
from registry.records.tables.accounts import Account, ProductionMember, Representation, UnionRepresentative
from registry.records.tables.ledger import Notice
from registry.records.tables.performers import Performer

PERFORMER, UNION, PRODUCTION, ACCOUNT = "performer", "union", "production", "account"


@dataclass(frozen=True)
class Reader:
    """One account and everybody whose notices it reads: those that it is or acts for, its unions, its productions."""

    account_id: str
    performers: frozenset[str] = frozenset()
    unions: frozenset[str] = frozenset()
    productions: frozenset[str] = frozenset()

    @classmethod
    def of(cls, who: Identity) -> "Reader":
        """The reader that an acting account is."""
        performers = {performer for performer, _kind in who.represents} | ({who.performer_id} - {None})
        return cls(who.account_id, frozenset(filter(None, performers)), who.unions, who.productions)

    def narrowed(self, whom: str) -> "Reader | None":
        """The reader of one addressee alone, named as `addressees` names it; None: not one of theirs."""
        kind, _, name = whom.partition(":")
        if kind == ACCOUNT and not name:
            return self
        own = {PERFORMER: self.performers, UNION: self.unions, PRODUCTION: self.productions}.get(kind, frozenset())
        if name not in own:
            return None
        of = {f"{kind}s": frozenset({name})}
        return Reader("", **of)

    def addressees(self) -> list[str]:
        """Everybody whose notices it reads, `kind:id`."""
        groups = ((PERFORMER, self.performers), (UNION, self.unions), (PRODUCTION, self.productions))
        return [f"{kind}:{one}" for kind, ids in groups for one in sorted(ids)]


def addressed_to(reader: Reader) -> ColumnElement[bool]:
    """The notices that a reader may read, as a condition on `Notice`.

    Of a file in which a performer was found they read only while their identity is confirmed, whenever it was written.
    """
    found = []
    if reader.account_id:
        found.append(Notice.account_id == reader.account_id)
    if reader.performers:
        confirmed = select(Performer.id).where(
            Performer.id.in_(reader.performers), Performer.status == IdentityStanding.VERIFIED
        )
        open_to_all = not_(Notice.message.in_(sorted(FINDINGS)))
        own = Notice.performer_id.in_(sorted(reader.performers))
        found.append(and_(own, or_(open_to_all, Notice.performer_id.in_(confirmed))))
    if reader.unions:
        found.append(Notice.union_id.in_(sorted(reader.unions)))
    if reader.productions:
        found.append(Notice.production_id.in_(sorted(reader.productions)))
    return or_(*found) if found else false()


def accounts_behind(session: Session, notice: Notice) -> list[Account]:
    """The accounts that may read a notice, and are not stopped: its own, or those that act for whom it is to."""
    ids: set[str | None] = {notice.account_id}
    for of, rows in _acting(notice):
        if of is not None:
            ids |= set(session.scalars(rows))
    found = (session.get(Account, account_id) for account_id in sorted(one for one in ids if one is not None))
    return [account for account in found if account is not None and account.disabled_at is None]


def _acting(notice: Notice) -> Collection[tuple[str | None, Select[str | None]]]:
    """For each kind of addressee, its id, and the accounts that act for it."""
    representing = select(Representation.account_id).where(Representation.performer_id == notice.performer_id, *_acts())
    union = select(UnionRepresentative.account_id).filter_by(union_id=notice.union_id, ended_at=None)
    members = select(ProductionMember.account_id).filter_by(
        production_id=notice.production_id, ended_at=None, role="member"
    )
    return (
        (notice.performer_id, select(Performer.account_id).where(Performer.id == notice.performer_id)),
        (notice.performer_id, representing),
        (notice.union_id, union),
        (notice.production_id, members),
    )


def reader_of(session: Session, account_id: str) -> Reader:
    """The reader that an account is now; the letters that gather a day's notices are written without anybody acting."""
    own = select(Performer.id).where(Performer.account_id == account_id)
    acting = select(Representation.performer_id).where(Representation.account_id == account_id, *_acts())
    unions = select(UnionRepresentative.union_id).filter_by(account_id=account_id, ended_at=None)
    productions = select(ProductionMember.production_id).filter_by(account_id=account_id, ended_at=None, role="member")
    return Reader(
        account_id,
        frozenset(session.scalars(own)) | frozenset(session.scalars(acting)),
        frozenset(session.scalars(unions)),
        frozenset(session.scalars(productions)),
    )


def _acts() -> tuple[ColumnElement[bool], ...]:
    return (
        Representation.confirmed_at.is_not(None),
        Representation.accepted_at.is_not(None),
        Representation.ended_at.is_(None),
    )
