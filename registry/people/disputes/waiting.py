"""Disputes that nobody can settle as things are: for whoever asks whether the instance is staffed."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.core.permissions import ANONYMOUS
from registry.people.accounts.identities import identity_of
from registry.people.disputes.service import speaks_as
from registry.records.tables.accounts import NeutralReviewer, UnionRepresentative
from registry.records.tables.performers import Dispute


def unattended(session: Session) -> list[str]:
    """The ids of open disputes in which nothing is found yet and nobody may speak."""
    rows = [
        *session.scalars(select(UnionRepresentative.account_id).where(UnionRepresentative.ended_at.is_(None))),
        *session.scalars(select(NeutralReviewer.account_id).where(NeutralReviewer.ended_at.is_(None))),
    ]
    able = [who for account in dict.fromkeys(rows) if (who := identity_of(session, account)) != ANONYMOUS]
    waiting = select(Dispute).where(Dispute.resolved_at.is_(None), Dispute.finding.is_(None))
    return [
        dispute.id
        for dispute in session.scalars(waiting.order_by(Dispute.opened_at, Dispute.id))
        if not any(speaks_as(session, who, dispute) for who in able)
    ]
