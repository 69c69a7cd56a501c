"""Do the records say what the ledger says? The chain shows that no event was altered; this shows that no record was.

What lifts a verdict must follow from events: that a consent is given, that a key is confirmed and not revoked, that an
identity is established. What protects must still be there: enrolled templates, counted uses.
"""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consent.canonical import sha256_hex
from registry.audit.models import Event
from registry.consents.models import Consent, ConsentUse
from registry.events import Kind
from registry.performers.models import Performer, PerformerKey
from registry.performers.records import Standing, face_digest

_GIVING = (Kind.CONSENT_GIVEN, Kind.CONSENT_RESUMED)
_OF_STATE = (
    *_GIVING,
    Kind.CONSENT_REFUSED,
    Kind.CONSENT_WITHDRAWN,
    Kind.CONSENT_SUSPENDED,
    Kind.CONSENT_SUPERSEDED,
)
_ERASING = ("forgotten", "release_withdrawn", "dispute")


def given(session: Session, consent_id: str) -> bool:
    """Whether the last that the ledger tells of a consent's state is that it is given."""
    rows = select(Event.kind).where(Event.subject == consent_id, Event.kind.in_(_OF_STATE))
    return session.scalar(rows.order_by(Event.index.desc()).limit(1)) in _GIVING


def key_confirmed(session: Session, performer_id: str, fingerprint: str) -> bool:
    """Whether the ledger tells that a union confirmed this key as the performer's, and not that it was revoked."""
    confirmed = False
    for event in _of(session, performer_id, Kind.PERFORMER_VERIFIED, Kind.PERFORMER_KEY_REVOKED):
        if event.details.get("fingerprint") == fingerprint:
            return False
        confirmed = confirmed or event.details.get("key") == fingerprint
    return confirmed


def disagreements(session: Session) -> Iterator[str]:
    """The id of each record that says more, or less, than the ledger."""
    for consent in session.scalars(select(Consent)):
        drafted = [event.details["digest"] for event in _of(session, consent.id, Kind.CONSENT_DRAFTED)]
        same = drafted == [consent.digest] == [sha256_hex(consent.document.encode())]
        if not same or (consent.state == "given" and not given(session, consent.id)):
            yield consent.id
    for key in session.scalars(select(PerformerKey).where(PerformerKey.confirmed_at.is_not(None))):
        if key.revoked_at is None and not key_confirmed(session, key.performer_id, key.fingerprint):
            yield key.fingerprint
    for performer in session.scalars(select(Performer)):
        unconfirmed = performer.status == Standing.VERIFIED and not _of(session, performer.id, Kind.PERFORMER_VERIFIED)
        if unconfirmed or face_digest(session, performer.id) != _enrolled(session, performer.id):
            yield performer.id
    yield from _miscounted(session)


def _of(session: Session, subject: str, *kinds: Kind) -> list[Event]:
    rows = select(Event).where(Event.subject == subject, Event.kind.in_(kinds)).order_by(Event.index)
    return list(session.scalars(rows))


def _enrolled(session: Session, performer_id: str) -> str | None:
    """The digest of a performer's templates as they were last enrolled; None where they were erased since, or never."""
    face: str | None = None
    for event in _of(session, performer_id, Kind.TEMPLATES_ENROLLED, Kind.COVERAGE_LOST):
        if event.kind == Kind.TEMPLATES_ENROLLED:
            face = event.details["face"]
        elif event.details["why"] in _ERASING:
            face = None
    return face


def _miscounted(session: Session) -> Iterator[str]:
    """Consents of which the records count another number of uses than the ledger."""
    rows = select(ConsentUse.consent_id, func.sum(ConsentUse.amount)).where(ConsentUse.released_at.is_(None))
    counted = dict(session.execute(rows.group_by(ConsentUse.consent_id)).all())
    told: dict[str, int] = {}
    for kind, step in ((Kind.USE_COUNTED, 1), (Kind.USE_RELEASED, -1)):
        events = select(Event.subject, Event.details).where(Event.kind == kind)
        for consent_id, details in session.execute(events):
            told[consent_id] = told.get(consent_id, 0) + step * details["amount"]
    yield from sorted(
        consent_id
        for consent_id in counted.keys() | told.keys()
        if counted.get(consent_id, 0) != told.get(consent_id, 0)
    )
