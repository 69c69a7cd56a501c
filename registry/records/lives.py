"""Reading what is on record of a life: whose word counts, and what they have said."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.records.tables.lives import LifeEvent
from registry.records.tables.performers import IdentityConfirmation
from registry.records.tables.unions import UnionMembership


def confirming_unions(session: Session, performer_id: str) -> frozenset[str]:
    """The unions that confirmed who the performer is, and those of which they are a confirmed member: their word on a life
    counts. A membership that is merely claimed is none."""
    identity = select(IdentityConfirmation.union_id).where(IdentityConfirmation.performer_id == performer_id)
    member = select(UnionMembership.union_id).where(
        UnionMembership.performer_id == performer_id,
        UnionMembership.confirmed_at.is_not(None),
        UnionMembership.ended_at.is_(None),
    )
    return frozenset(session.scalars(identity)) | frozenset(session.scalars(member))


def last(session: Session, performer_id: str, *kinds: str) -> LifeEvent | None:
    """The latest event of these kinds: what holds of them."""
    rows = select(LifeEvent).where(LifeEvent.performer_id == performer_id, LifeEvent.kind.in_(kinds))
    return session.scalars(rows.order_by(LifeEvent.recorded_at.desc(), LifeEvent.id.desc()).limit(1)).first()


def birth_confirmed(session: Session, performer_id: str) -> bool:
    """Whether the birth date was put on record by those who may know, and not only said at registration."""
    return last(session, performer_id, "birth") is not None


def death_confirmed(session: Session, performer_id: str) -> bool:
    """Whether the death was put on record by those who may know, and not only said at registration, nor corrected since."""
    event = last(session, performer_id, "death", "alive")
    return event is not None and event.kind == "death"
