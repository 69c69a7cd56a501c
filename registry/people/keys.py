"""Public keys: usable, and nobody else's."""

import re
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent.canonical import from_base64url
from consent.signature import PUBLIC_KEYS, SignatureError, fingerprint
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.permissions import Identity
from registry.ledger.record import record
from registry.notices.service import notify
from registry.records.events import EventKind
from registry.records.tables.performers import IdentityConfirmation, Performer, PerformerKey
from registry.records.tables.unions import UnionKey

FILES = ("ed25519",)
"""Kinds of key of which somebody types the public half. A passkey is made at the signing page and in no other way."""
_SHOWN = re.compile(r"\s*public[ _]key\s*[:=]?\s*", re.IGNORECASE)


def typed_key(text: str) -> str:
    """A public key as somebody pastes it: alone, or with what `likeness key` prints before it on its line."""
    return _SHOWN.sub("", text, count=1).strip() if _SHOWN.match(text) else text.strip()


def require_of_file(kind: str) -> None:
    """Raises `Invalid` for a key that nobody types."""
    if kind not in FILES:
        raise Invalid(fields={"kind": "field-choice"})


def check_new_key(session: Session, kind: str, public_key: str) -> str:
    """The fingerprint of a public key (base64url) that nobody has registered yet.

    A union's key and a performer's are never the same: one hand could sign and countersign. Raises `Invalid` for
    bytes that are no usable key, `Conflict` where it is registered.
    """
    if kind not in PUBLIC_KEYS:
        raise Invalid(fields={"kind": "field-choice"})
    try:
        public = from_base64url(public_key)
        PUBLIC_KEYS[kind](public)
    except (SignatureError, ValueError) as error:
        raise Invalid(fields={"public_key": "field-public-key"}) from error
    name = fingerprint(public)
    if session.get(PerformerKey, name) is not None or session.get(UnionKey, name) is not None:
        raise Conflict("key-registered", fingerprint=name)
    return name


def public_of(session: Session, name: str) -> bytes | None:
    """The public key with this fingerprint, whoever's it is and whether or not it was revoked."""
    key = session.get(PerformerKey, name) or session.get(UnionKey, name)
    return None if key is None else from_base64url(key.public_key)


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
    """Revokes a performer's key in the caller's transaction; also one that was replaced as lost, and turns out to be somebody
    else's now: what it signed counts no more. Raises `NotFound`."""
    key = session.get(PerformerKey, name)
    over = key is not None and key.revoked_at is not None and key.replaced_by is None
    if key is None or key.performer_id != performer_id or over:
        raise NotFound("key", name)
    key.revoked_at, key.replaced_by = key.revoked_at or at, None
    record(session, actor, EventKind.PERFORMER_KEY_REVOKED, performer_id, at=at, fingerprint=name)
    notify(session, "notice-key-revoked", performer=performer_id, fingerprint=name)


def lost_key(session: Session, who: Identity, performer_id: str, old: str, new: str) -> PerformerKey:
    """The key in whose place a union may put another: one of this performer's that is in force and that this union confirmed, not
    another union that somebody has claimed to belong to since. Raises `Invalid`."""
    if old == new:
        raise Invalid(fields={"replaces": "key-replaces-itself"})
    key = session.get(PerformerKey, old)
    found = session.get(PerformerKey, new)
    own = (
        key is not None and key.performer_id == performer_id and key.revoked_at is None and key.confirmed_at is not None
    )
    if key is None or found is None or not own or found.signer_role != key.signer_role:
        raise Invalid(fields={"replaces": "identity-key-unknown"})
    confirmed = select(IdentityConfirmation.union_id).where(
        IdentityConfirmation.performer_id == performer_id, IdentityConfirmation.key_fingerprint == old
    )
    if not who.unions & set(session.scalars(confirmed)):
        raise Invalid(fields={"replaces": "key-confirmed-elsewhere"})
    return key


def replace(
    session: Session, who: Identity, performer_id: str, old: str, new: str, at: datetime, **signed: str
) -> None:
    """A union puts a key that it has confirmed in the place of a lost one, in the caller's transaction; see `lost_key`. What the old
    key signed before still counts; it signs nothing new. signed: what the event says of a signature. Raises `Invalid`."""
    key = lost_key(session, who, performer_id, old, new)
    key.revoked_at, key.replaced_by = at, new
    record(session, who.account_id, EventKind.PERFORMER_KEY_REPLACED, performer_id, at=at, old=old, key=new, **signed)
    notify(session, "notice-key-replaced", performer=performer_id, fingerprint=old, by=new)
