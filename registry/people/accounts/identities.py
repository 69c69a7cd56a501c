"""Who an account is in one transaction, with all the ties from which everything that it may do follows."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.core.permissions import ANONYMOUS, Identity
from registry.records.tables.accounts import (
    Account,
    NeutralReviewer,
    ProductionMember,
    Representation,
    UnionRepresentative,
)
from registry.records.tables.performers import Performer


def identity_of(session: Session, account_id: str) -> Identity:
    """The account with all its ties as they are in this transaction. Unknown or disabled: `ANONYMOUS`."""
    account = session.scalars(select(Account).where(Account.id == account_id)).one_or_none()
    if account is None or account.disabled_at is not None:
        return ANONYMOUS
    if account.is_administrator:
        return Identity(account.id, account.name, account.locale, is_administrator=True)
    authority = select(Representation.performer_id, Representation.kind).where(
        Representation.account_id == account_id,
        Representation.confirmed_by.is_not(None),
        Representation.accepted_at.is_not(None),
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
