"""Look-alikes: two enrolled performers who are two, although a camera takes them for one.

One of them signs that the other is somebody else (twins, siblings, a double); a union's representative who is neither of
them and confirmed neither approves it. From then on a face that is near both goes to a person instead of naming one.
"""

import json
import secrets
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from consent.canonical import canonical
from consent.signature import SignatureError, parse_signature, verify
from registry.database import Database, new_id
from registry.errors import Conflict, Invalid, NotFound
from registry.events import Kind, record
from registry.notices import tell
from registry.performers.coverage import bump
from registry.performers.models import Dispute, IdentityConfirmation, LookAlike, PerformerKey, Template
from registry.performers.records import load, touching
from registry.permissions import Forbidden, Identity, On, Permission, allowed, require

TYPE = "likeness-look-alikes"
DISTINCT = "distinct_people"


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


class LookAlikes:
    """Declarations of look-alikes. `registry_id`: what a signed one names this registry by."""

    def __init__(self, db: Database, clock: Callable[[], datetime], registry_id: Callable[[], str]) -> None:
        self._db = db
        self._clock = clock
        self._registry_id = registry_id

    def draft(self, who: Identity, performer_id: str, other_id: str) -> LookAlike:
        """The bytes for the performer to sign. Raises `Invalid`, `NotFound`, `Conflict`, `Forbidden`.

        Whether the other is enrolled here is told to those who know the registry id of the other, as twins do.
        """
        moment = self._clock()
        with self._db.write() as session:
            performer, on = load(session, performer_id)
            require(who, Permission.LOOK_ALIKE_DECLARE, on)
            if other_id == performer_id:
                raise Invalid(fields={"other": "field-choice"})
            for side in (performer_id, other_id):
                if session.scalar(select(Template.id).where(Template.performer_id == side).limit(1)) is None:
                    raise Conflict("look-alike-not-enrolled", performer=side)
            if other_id in alike_to(session, performer_id):
                raise Conflict("look-alike-exists")
            keys = select(PerformerKey.fingerprint).where(
                PerformerKey.performer_id == performer_id,
                PerformerKey.revoked_at.is_(None),
                PerformerKey.confirmed_at.is_not(None),
            )
            fingerprint = session.scalar(keys.order_by(PerformerKey.added_at.desc()))
            if fingerprint is None:
                raise Conflict("consent-signer-has-no-key", role="performer")
            document = {
                "type": TYPE,
                "version": 1,
                "registry": self._registry_id(),
                "performer": performer_id,
                "name": performer.name,
                "distinct_from": other_id,
                "key": fingerprint,
                "nonce": secrets.token_hex(16),
            }
            pair = LookAlike(
                id=new_id("L"),
                performer_id=performer_id,
                other_id=other_id,
                document=canonical(document).decode(),
                fingerprint=fingerprint,
                drafted_by=who.account_id,
                drafted_at=moment,
            )
            session.add(pair)
            session.flush()
            record(session, who.account_id, Kind.LOOK_ALIKE_DRAFTED, pair.id, at=moment)
            return pair

    def document(self, who: Identity, pair_id: str) -> bytes:
        """The bytes that are signed. Raises `NotFound`, `Forbidden`."""
        with self._db.read() as session:
            pair = _load(session, pair_id)
            require(who, Permission.LOOK_ALIKE_DECLARE, On(pair.performer_id))
            return pair.document.encode()

    def sign(self, who: Identity, pair_id: str, signature: object) -> None:
        """The performer's signature over those bytes. Raises `Invalid`, `NotFound`, `Conflict`, `Forbidden`."""
        moment = self._clock()
        with self._db.write() as session:
            pair = _load(session, pair_id)
            require(who, Permission.LOOK_ALIKE_DECLARE, On(pair.performer_id))
            if pair.signed_at is not None:
                raise Conflict("look-alike-signed")
            try:
                found = parse_signature(signature)
                verify(found, pair.document.encode())
            except SignatureError as error:
                raise Invalid("consent-signature-invalid", problem=str(error)) from error
            key = session.get(PerformerKey, found.fingerprint)
            theirs = key is not None and key.performer_id == pair.performer_id and key.revoked_at is None
            if found.role != "signer" or not theirs or found.fingerprint != pair.fingerprint:
                raise Invalid("consent-signature-key-unknown", fingerprint=found.fingerprint)
            pair.signature, pair.signed_at = found.as_dict(), moment
            record(session, who.account_id, Kind.LOOK_ALIKE_SIGNED, pair.id, at=moment)
            for union in sorted(_unions(session, pair)):
                tell(session, "notice-look-alike-waits", union=union, pair=pair.id)

    def waiting(self, who: Identity) -> list[LookAlike]:
        """Signed declarations that this account may approve, and what became of them since."""
        with self._db.read() as session:
            rows = select(LookAlike).where(LookAlike.signed_at.is_not(None), LookAlike.ended_at.is_(None))
            return [
                pair
                for pair in session.scalars(rows.order_by(LookAlike.drafted_at))
                if pair.approved_at is None and _may_approve(session, who, pair)
            ]

    def approve(self, who: Identity, pair_id: str) -> None:
        """A neutral representative approves. Raises `NotFound`, `Conflict`, `Forbidden`."""
        moment = self._clock()
        with self._db.write() as session:
            pair = _load(session, pair_id)
            if not _may_approve(session, who, pair):
                raise Forbidden(Permission.LOOK_ALIKE_APPROVE)
            if pair.signed_at is None or pair.approved_at is not None:
                raise Conflict("look-alike-not-open")
            pair.approved_by, pair.approved_at = who.account_id, moment
            bump(session)
            record(session, who.account_id, Kind.LOOK_ALIKE_APPROVED, pair.id, at=moment)
            for side in (pair.performer_id, pair.other_id):
                tell(session, "notice-look-alike-approved", performer=side)

    def end(self, who: Identity, pair_id: str) -> None:
        """The performer takes the declaration back. Raises `NotFound`, `Forbidden`."""
        with self._db.write() as session:
            pair = _load(session, pair_id)
            require(who, Permission.LOOK_ALIKE_DECLARE, On(pair.performer_id))
            if pair.ended_at is None:
                pair.ended_at = self._clock()
                bump(session)
                record(session, who.account_id, Kind.LOOK_ALIKE_ENDED, pair.id, at=self._clock())


def names_of(document: bytes) -> tuple[str, str]:
    """The performer who signs, and whom they are distinct from. Raises ValueError for other papers."""
    data = json.loads(document)
    if not isinstance(data, dict) or data.get("type") != TYPE:
        raise ValueError("this is no declaration of look-alikes")
    return str(data["performer"]), str(data["distinct_from"])


def _load(session: Session, pair_id: str) -> LookAlike:
    pair = session.get(LookAlike, pair_id)
    if pair is None:
        raise NotFound("look-alike", pair_id)
    return pair


def _unions(session: Session, pair: LookAlike) -> frozenset[str]:
    return touching(session, pair.performer_id).unions | touching(session, pair.other_id).unions


def _may_approve(session: Session, who: Identity, pair: LookAlike) -> bool:
    """Neither of the two, nobody who acts for one of them, and nobody who confirmed the identity of one."""
    sides = (pair.performer_id, pair.other_id)
    confirmed = select(IdentityConfirmation.id).where(
        or_(*(IdentityConfirmation.performer_id == side for side in sides)),
        IdentityConfirmation.confirmed_by == who.account_id,
    )
    unions = _unions(session, pair)
    return session.scalar(confirmed.limit(1)) is None and all(
        allowed(who, Permission.LOOK_ALIKE_APPROVE, On(side, unions)) for side in sides
    )
