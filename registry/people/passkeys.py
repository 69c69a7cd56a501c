"""Passkeys that sign: keys of a performer or a union, each made at the signing host by one account, which alone uses it."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent import passkey as signing
from consent.canonical import from_base64url, to_base64url
from consent.signature import fingerprint
from registry.core.database import Database
from registry.core.errors import Conflict
from registry.core.permissions import Identity
from registry.core.places import Places
from registry.ledger.record import record
from registry.notices.service import notify
from registry.people import keys
from registry.ports.authenticators import creation, made
from registry.records.events import EventKind
from registry.records.tables.passkeys import Passkey
from registry.records.tables.performers import Performer, PerformerKey
from registry.records.tables.unions import UnionKey

KIND = "passkey"
MOST = 20
"""Passkeys of one account: on all of somebody's machines, and their security keys."""


class Passkeys:
    """What is known of passkeys, for those who see the keys."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._clock = clock

    def among(self, fingerprints: Sequence[str]) -> dict[str, Passkey]:
        """The passkeys among some keys that the caller may see, by fingerprint."""
        with self._db.look() as session:
            rows = session.scalars(select(Passkey).where(Passkey.fingerprint.in_(fingerprints)))
            return {row.fingerprint: row for row in rows}


def options(
    session: Session, who: Identity, places: Places, challenge: bytes, user: str, held: Sequence[str]
) -> dict[str, Any]:
    """What a browser is asked for to make one more. user: the name that it shows; held: fingerprints of the keys in force, of which
    an authenticator has one at most. Raises `Conflict` for an account that has too many."""
    there = session.scalars(select(Passkey).where(Passkey.account_id == who.account_id)).all()
    if len(there) >= MOST:
        raise Conflict("passkey-too-many", most=MOST)
    exclude = [from_base64url(row.credential_id) for row in usable(session, who, held, places).values()]
    # A handle of its own: an authenticator keeps one discoverable passkey for each, and would forget the one before.
    handle = hashlib.sha256(b"handle" + challenge).digest()
    return creation(places.sign_host, user, handle, challenge, exclude=exclude, discoverable=False)


def add_for_performer(
    session: Session, who: Identity, performer: Performer, role: str, at: datetime, **ceremony: Any
) -> PerformerKey:
    """The passkey that was made becomes a key of the performer, unconfirmed. ceremony: see `_made`. Raises `Invalid`,
    `Conflict`."""
    kept, public = _made(session, who, at, **ceremony)
    key = keys.add(session, who.account_id, performer, role, KIND, public, at)
    session.add(kept)
    return key


def add_for_union(session: Session, who: Identity, union_id: str, at: datetime, **ceremony: Any) -> UnionKey:
    """The passkey that was made becomes a key with which the union countersigns. Raises `Invalid`, `Conflict`."""
    kept, public = _made(session, who, at, **ceremony)
    key = UnionKey(
        fingerprint=keys.check_new_key(session, KIND, public), union_id=union_id, kind=KIND, public_key=public,
        added_by=who.account_id, added_at=at,
    )  # fmt: skip
    session.add_all([key, kept])
    record(session, who.account_id, EventKind.UNION_KEY_ADDED, union_id, at=at, fingerprint=key.fingerprint)
    notify(session, "notice-union-key-added", union=union_id, fingerprint=key.fingerprint)
    return key


def _made(
    session: Session, who: Identity, at: datetime, *, places: Places, challenge: bytes, credential: object, label: str
) -> tuple[Passkey, str]:
    found = made(credential, challenge, places.sign_host, places.signing)
    public = signing.public_key(places.sign_host, places.signing, found.cose)
    name = to_base64url(found.credential_id)
    if session.scalar(select(Passkey.fingerprint).where(Passkey.credential_id == name)) is not None:
        raise Conflict("passkey-known")
    kept = Passkey(
        fingerprint=fingerprint(public), credential_id=name, account_id=who.account_id, label=label,
        backup_eligible=found.backup_eligible, backed_up=found.backed_up, sign_count=found.sign_count, created_at=at,
    )  # fmt: skip
    return kept, to_base64url(public)


def usable(session: Session, who: Identity, fingerprints: Sequence[str], places: Places) -> dict[str, Passkey]:
    """Those of some keys that are passkeys of this account, made at this signing host."""
    rows = session.scalars(select(Passkey).where(Passkey.account_id == who.account_id))
    found = {row.fingerprint: row for row in rows if row.fingerprint in fingerprints}
    return {name: row for name, row in found.items() if _made_at(session, name, places)}


def _made_at(session: Session, name: str, places: Places) -> bool:
    public = keys.public_of(session, name)
    return public is not None and signing.read_public_key(public).origin == places.signing


def note_use(session: Session, name: str, said: signing.Authenticator, at: datetime) -> None:
    """Keeps what the authenticator said of itself. Raises `Conflict` where its counter went back: two have the same key."""
    row = session.get_one(Passkey, name)
    if (row.sign_count or said.sign_count) and said.sign_count <= row.sign_count:
        raise Conflict("passkey-copied")
    row.sign_count, row.backed_up, row.last_used_at = said.sign_count, said.backed_up, at
