"""Public keys: usable, and nobody else's."""

from datetime import datetime

from sqlalchemy.orm import Session

from consent.canonical import from_base64url
from consent.signature import VERIFIERS, SignatureError, check_public_key, fingerprint
from registry.core.errors import Conflict, Invalid, NotFound
from registry.ledger.record import record
from registry.notices.service import notify
from registry.records.events import EventKind
from registry.records.tables.performers import Performer, PerformerKey
from registry.records.tables.unions import UnionKey


def check_new_key(session: Session, kind: str, public_key: str) -> str:
    """The fingerprint of a public key (base64url) that nobody has registered yet.

    A union's key and a performer's are never the same: one hand could sign and countersign. Raises `Invalid` for
    bytes that are no usable key, `Conflict` where it is registered.
    """
    if kind not in VERIFIERS:
        raise Invalid(fields={"kind": "field-choice"})
    try:
        public = from_base64url(public_key)
        check_public_key(public)
    except (SignatureError, ValueError) as error:
        raise Invalid(fields={"public_key": "field-public-key"}) from error
    name = fingerprint(public)
    if session.get(PerformerKey, name) is not None or session.get(UnionKey, name) is not None:
        raise Conflict("key-registered", fingerprint=name)
    return name


def add(
    session: Session, actor: str, performer: Performer, role: str, kind: str, public_key: str, at: datetime
) -> PerformerKey:
    """Registers a performer's key in the caller's transaction, unconfirmed. Raises `Invalid`, `Conflict`."""
    name = check_new_key(session, kind, public_key)
    key = PerformerKey(
        fingerprint=name,
        performer_id=performer.id,
        signer_role=role,
        kind=kind,
        public_key=public_key,
        added_by=actor,
        added_at=at,
    )
    session.add(key)
    record(session, actor, EventKind.PERFORMER_KEY_ADDED, performer.id, at=at, fingerprint=name, role=role)
    notify(session, "notice-key-added", performer=performer.id, fingerprint=name)
    return key


def revoke(session: Session, actor: str, performer_id: str, name: str, at: datetime) -> None:
    """Revokes a performer's key in the caller's transaction. Raises `NotFound`."""
    key = session.get(PerformerKey, name)
    if key is None or key.performer_id != performer_id or key.revoked_at is not None:
        raise NotFound("key", name)
    key.revoked_at = at
    record(session, actor, EventKind.PERFORMER_KEY_REVOKED, performer_id, at=at, fingerprint=name)
    notify(session, "notice-key-revoked", performer=performer_id, fingerprint=name)
