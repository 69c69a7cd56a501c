"""Signatures on consents: whose key may sign, and what a signature that came in must show."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent.document import ConsentDocument
from consent.signature import Signature, SignatureError, parse_signature, verify
from registry.consents import records
from registry.consents.signers import flaws
from registry.core.errors import Conflict, Invalid
from registry.core.permissions import Identity
from registry.records.events import EventKind
from registry.records.performers import may_end, member_unions
from registry.records.tables.consents import Consent, ConsentSignature
from registry.records.tables.ledger import Event
from registry.records.tables.performers import Performer, PerformerKey
from registry.records.tables.unions import UnionKey


def signer(session: Session, performer: Performer, role: str, fingerprint: str | None) -> tuple[str, str]:
    """The key that the document names, and the signer's name: the latest that a union has confirmed, if one was.
    Raises `Conflict` where there is no such key."""
    keys: Sequence[UnionKey | PerformerKey]
    if role == "union":
        unions = member_unions(session, performer.id)
        of_unions = select(UnionKey).where(UnionKey.union_id.in_(unions), UnionKey.revoked_at.is_(None))
        keys = session.scalars(of_unions.order_by(UnionKey.added_at.desc())).all()
    else:
        own = select(PerformerKey).where(
            PerformerKey.performer_id == performer.id,
            PerformerKey.signer_role == role,
            PerformerKey.revoked_at.is_(None),
        )
        known_first = PerformerKey.confirmed_at.is_(None), PerformerKey.added_at.desc()
        keys = session.scalars(own.order_by(*known_first)).all()
    for key in keys:
        if fingerprint in (None, key.fingerprint):
            return key.fingerprint, performer.name if role == "performer" else f"{role} for {performer.name}"
    raise Conflict("consent-signer-has-no-key", role=role)


def checked(signature: object, consent: Consent, role: str) -> Signature:
    """The signature record, once it is of that role and holds over the consent's bytes. Raises `Invalid`."""
    try:
        found = parse_signature(signature)
        if found.role != role:
            raise SignatureError(f"made in the role {found.role}, not {role}")
        verify(found, consent.document.encode())
    except SignatureError as error:
        raise Invalid("consent-signature-invalid", problem=str(error)) from error
    return found


def require_no_own_no(session: Session, terms: ConsentDocument, who: Identity, performer_id: str) -> None:
    """A new paper takes the place of one that the performer refused or withdrew themselves only where they sign it, or somebody
    who may decide in their place (`may_end`). Raises `Conflict`."""
    earlier = session.get(Consent, terms.replaces.consent_id) if terms.replaces is not None else None
    if earlier is None or earlier.performer_id != performer_id or earlier.state not in ("refused", "withdrawn"):
        return
    refusals = select(Event.actor).where(Event.kind == str(EventKind.CONSENT_REFUSED), Event.subject == earlier.id)
    said_no = earlier.withdrawn_by if earlier.state == "withdrawn" else session.scalar(refusals)
    performer = session.get_one(Performer, performer_id)
    if said_no is not None and said_no == performer.account_id and not may_end(who, performer):
        raise Conflict("approval-performer-said-no")


def registered_to(session: Session, found: Signature, terms: ConsentDocument, performer_id: str) -> str | None:
    """Checks that the key is registered for the signer's role; answers the union that signed as consenter, if one."""
    if terms.signer.role == "union":
        union_key = session.get(UnionKey, found.fingerprint)
        if union_key is not None and union_key.revoked_at is None and union_key.public_key == found.public_key:
            return union_key.union_id
    else:
        key = session.get(PerformerKey, found.fingerprint)
        wanted = performer_id, None, found.public_key, terms.signer.role
        if key is not None and (key.performer_id, key.revoked_at, key.public_key, key.signer_role) == wanted:
            return None
    raise Invalid("consent-signature-key-unknown", fingerprint=found.fingerprint)


def require_entitled(session: Session, terms: ConsentDocument, at: datetime) -> None:
    """Refuses a signature that could never count, by what is on record of the performer's life. Raises `Conflict`."""
    performer = session.get_one(Performer, terms.performer.id)
    against = flaws(terms, performer, signed_at=at, now=at, zone=records.zone_of(session, terms))
    barred = [flaw for flaw in against if flaw.verdict == "blocked"]
    if barred:
        raise Conflict("consent-signer-barred", why=barred[0].words)


def row(consent: Consent, found: Signature, who: Identity, moment: datetime, union: str | None) -> ConsentSignature:
    return ConsentSignature(
        consent_id=consent.id,
        role=found.role,
        union_id=union,
        fingerprint=found.fingerprint,
        signature=found.as_dict(),
        submitted_by=who.account_id,
        submitted_at=moment,
    )


def strictest(one: str | None, other: str) -> str:
    return max((one or "yes", other), key=("yes", "unsure", "no").index)
