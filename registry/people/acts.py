"""Acts that were signed, kept with what they did: whose key it was, and that the act says what was done."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent.act import About, ActError, SignedAct, act_bytes, parse_act, verify_act
from consent.signature import SignatureError, parse_signature
from registry.core.database import Database, new_id
from registry.core.errors import Conflict, Invalid
from registry.core.permissions import Identity, On, Permission, allowed
from registry.records.performers import touching
from registry.records.tables import passkeys as rows
from registry.records.tables.performers import PerformerKey
from registry.records.tables.unions import UnionKey


def keep_act(
    session: Session,
    who: Identity,
    act: SignedAct,
    about: About,
    on: On,
    subject: str,
    registry_id: str,
    at: datetime,
) -> dict[str, str]:
    """Keeps a signed act in the caller's transaction, beside what it did; answers what the event says of it. about: what was
    done; on: whose it is; subject: the record that was changed. Raises `Invalid` for an act that says something else, or is not
    signed by a confirmed key of who acts, `Conflict` for one that was used before."""
    said = act.act
    work = None if said.work is None else said.work.id
    named = said.registry_id, said.performer.id, work, said.about
    if named != (registry_id, on.performer_id, on.production_id, about):
        raise Invalid("act-differs")
    try:
        verify_act(act)
    except (ActError, SignatureError) as error:
        raise Invalid("consent-signature-invalid", problem=str(error)) from error
    _require_key(session, who, act, on)
    used = select(rows.ActOnRecord.id).where(rows.ActOnRecord.nonce == said.nonce)
    if session.scalar(used) is not None:
        raise Conflict("signing-request-used")
    kept = rows.ActOnRecord(
        id=new_id("SA"),
        subject=subject,
        performer_id=said.performer.id,
        nonce=said.nonce,
        document=act_bytes(said).decode(),
        text=act.text,
        signature=act.signature.as_dict(),
        signed_by=who.account_id,
        signed_at=at,
    )
    session.add(kept)
    return {"act": kept.id, "fingerprint": act.signature.fingerprint}


def _require_key(session: Session, who: Identity, act: SignedAct, on: On) -> None:
    found, role = act.signature, act.act.signer.role
    if role == "union":
        union_key = session.get(UnionKey, found.fingerprint)
        held = (
            union_key is not None
            and union_key.revoked_at is None
            and union_key.public_key == found.public_key
            and union_key.union_id in who.unions & on.unions
        )
    else:
        key = session.get(PerformerKey, found.fingerprint)
        roles = {kind for performer, kind in who.represents if performer == on.performer_id}
        if who.performer_id == on.performer_id:
            roles.add("performer")
        held = (
            key is not None
            and (key.performer_id, key.revoked_at, key.public_key) == (on.performer_id, None, found.public_key)
            and key.confirmed_at is not None
            and key.signer_role == role
            and role in roles
        )
    if not held:
        raise Invalid("consent-signature-key-unknown", fingerprint=found.fingerprint)


class Acts:
    """Signed acts, to be handed out."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of_performers(self, who: Identity, subject: str) -> dict[str, Any] | None:
        """The latest signed act about a record, as a file, for the performer's own side and their unions: only they may know
        whose it is. None where there is none, or it is not theirs to see."""
        found = self._latest(subject)
        if found is None:
            return None
        with self._db.read() as session:
            on = touching(session, found.act.performer.id)
        return found.as_dict() if allowed(who, Permission.PERFORMER_READ, on) else None

    def of_answer(self, approval_id: str) -> dict[str, Any] | None:
        """The signed answer for one use, as a file; whether the answer may be seen, its own page knows. None without one."""
        found = self._latest(approval_id)
        return None if found is None else found.as_dict()

    def among(self, subjects: Sequence[str]) -> frozenset[str]:
        """Those of some records, which the caller may see, about which an act was signed."""
        with self._db.look() as session:
            return frozenset(
                session.scalars(select(rows.ActOnRecord.subject).where(rows.ActOnRecord.subject.in_(subjects)))
            )

    def _latest(self, subject: str) -> SignedAct | None:
        kept = select(rows.ActOnRecord).where(rows.ActOnRecord.subject == subject)
        with self._db.read() as session:
            found = session.scalars(kept.order_by(rows.ActOnRecord.signed_at.desc(), rows.ActOnRecord.id)).first()
        if found is None:
            return None
        return SignedAct(parse_act(found.document.encode()), found.text, parse_signature(found.signature))
