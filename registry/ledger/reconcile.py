"""What the ledger's events say of a record that lifts a verdict: that a consent is given, that a key is confirmed.

The records themselves are bound (registry.ledger.binding). This is asked beside: what lifts a verdict must follow from
events, whoever wrote the record.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.records.events import EventKind
from registry.records.tables.ledger import Event

_GIVING = (EventKind.CONSENT_GIVEN, EventKind.CONSENT_RESUMED)
_OF_STATE = (
    *_GIVING,
    EventKind.CONSENT_REFUSED,
    EventKind.CONSENT_WITHDRAWN,
    EventKind.CONSENT_SUSPENDED,
    EventKind.CONSENT_SUPERSEDED,
)


def given(session: Session, consent_id: str) -> bool:
    """Whether the last that the ledger tells of a consent's state is that it is given."""
    rows = select(Event.kind).where(Event.subject == consent_id, Event.kind.in_(_OF_STATE))
    return session.scalar(rows.order_by(Event.index.desc()).limit(1)) in _GIVING


def key_confirmed(session: Session, performer_id: str, fingerprint: str) -> bool:
    """Whether the ledger tells that a union confirmed this key as the performer's, and not that it was revoked."""
    confirmed = False
    for event in _of(session, performer_id, EventKind.PERFORMER_VERIFIED, EventKind.PERFORMER_KEY_REVOKED):
        if event.details.get("fingerprint") == fingerprint:
            return False
        confirmed = confirmed or event.details.get("key") == fingerprint
    return confirmed


def _of(session: Session, subject: str, *kinds: EventKind) -> list[Event]:
    rows = select(Event).where(Event.subject == subject, Event.kind.in_(kinds)).order_by(Event.index)
    return list(session.scalars(rows))
