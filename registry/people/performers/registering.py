"""A performer's record begins: unverified, with membership claimed where it was said."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from registry.core.database import new_id
from registry.core.errors import NotFound
from registry.ledger.record import record
from registry.people.unions.service import claim
from registry.records.events import EventKind
from registry.records.performers import IdentityStanding
from registry.records.tables.performers import Performer
from registry.records.tables.unions import Union


def begin_record(
    session: Session,
    actor: str,
    name: str,
    at: datetime,
    born: date | None = None,
    died: date | None = None,
) -> Performer:
    """Adds a record to the caller's transaction. `name` is clean."""
    performer = Performer(
        id=new_id("P"),
        name=name,
        status=IdentityStanding.UNVERIFIED,
        life="deceased" if died else "living",
        born=born,
        died=died,
        registered_by=actor,
        registered_at=at,
    )
    session.add(performer)
    session.flush()
    record(session, actor, EventKind.PERFORMER_REGISTERED, performer.id, at=at)
    return performer


def claim_in(session: Session, actor: str, performer_id: str, unions: Sequence[str], at: datetime) -> None:
    """Claims membership in each of these unions. Raises `NotFound`, `Conflict`."""
    for union in dict.fromkeys(unions):
        if session.get(Union, union) is None:
            raise NotFound("union", union)
        claim(session, actor, performer_id, union, at)
