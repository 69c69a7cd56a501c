"""Reading look-alikes: who is known to be two, although a camera takes them for one."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.records.tables.performers import Dispute, LookAlike

DISTINCT = "distinct_people"
"""How a dispute ends that found two people."""


def look_alikes(session: Session) -> frozenset[frozenset[str]]:
    """Every pair in force: approved, or found to be two people when a dispute was resolved."""
    approved = select(LookAlike.performer_id, LookAlike.other_id).where(
        LookAlike.approved_at.is_not(None), LookAlike.ended_at.is_(None)
    )
    distinct = select(Dispute.performer_id, Dispute.claimant_id).where(Dispute.outcome == DISTINCT)
    pairs = [*session.execute(approved), *session.execute(distinct)]
    return frozenset(frozenset((one, other)) for one, other in pairs)


def alike_to(session: Session, performer_id: str) -> frozenset[str]:
    """Everybody who is an approved look-alike of this performer."""
    return frozenset().union(*(pair - {performer_id} for pair in look_alikes(session) if performer_id in pair))
