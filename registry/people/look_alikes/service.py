"""Look-alikes: two enrolled performers who are two, although a camera takes them for one.

One of them signs that the other is somebody else (twins, siblings, a double); a union's representative who is neither of
them and confirmed neither approves or refuses it. Once approved, whoever is near both goes to a person instead of
naming one.
"""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from consent.canonical import canonical
from consent.signature import SignatureError, parse_signature, verify
from registry.core.database import Database, new_id
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.fields import clean_line
from registry.core.permissions import Forbidden, Identity, On, Permission, allowed, require
from registry.gallery import pictures
from registry.gallery.coverage import bump
from registry.ledger.record import record
from registry.notices.service import notify
from registry.people.look_alikes.words import with_words
from registry.ports.keys import KeyStore
from registry.records.events import EventKind
from registry.records.performers import load, member_unions, touching
from registry.records.tables.performers import (
    IdentityConfirmation,
    LookAlike,
    Performer,
    PerformerKey,
    Template,
)

TYPE = "likeness-look-alikes"
OPEN = ("drafted", "signed")


@dataclass(frozen=True)
class PairView:
    """A declaration as one of those whom it concerns sees it. Unions see it from its signature on.

    performer: the name of who declares, which the paper holds, too; other: the name of whom they are distinct from,
    where the viewer may read that record. paper, signature: what was signed, and how. own: whether the viewer acts for
    the performer; mine: whether the viewer may decide now. unions: those that it concerns. For whoever may decide:
    refused_before, when a union last refused another declaration about the two, and pictures, (performer, how many) of
    those whose record the viewer may read.
    """

    id: str
    state: str
    performer_id: str
    performer: str
    other_id: str
    other: str | None
    paper: str
    fingerprint: str
    signature: dict[str, Any] | None
    drafted_at: datetime
    signed_at: datetime | None
    approved_at: datetime | None
    refused_at: datetime | None
    ended_at: datetime | None
    own: bool
    mine: bool
    unions: frozenset[str]
    refused_before: datetime | None
    pictures: tuple[tuple[str, int], ...]


class LookAlikes:
    """Declarations of look-alikes. `registry_id`: what a signed one names this registry by."""

    def __init__(
        self, db: Database, clock: Callable[[], datetime], registry_id: Callable[[], str], keystore: KeyStore
    ) -> None:
        self._db = db
        self._clock = clock
        self._registry_id = registry_id
        self._keystore = keystore

    def draft(self, who: Identity, performer_id: str, other_id: str) -> LookAlike:
        """The bytes for the performer to sign. Raises `Invalid`, `NotFound`, `Conflict`, `Forbidden`.

        What the performer lacks is said first, so that nobody without a confirmed likeness and key learns anything of
        others. Of the other it is told only whether they are enrolled, to those who know their registry id, as twins
        do; an id that nobody has and one of somebody who is not enrolled are answered alike. Only what this performer
        declared stands in the way of declaring it again: whom a dispute was with, and who declared them, stays untold.
        """
        moment = self._clock()
        with self._db.write() as session:
            performer, on = load(session, performer_id)
            require(who, Permission.LOOK_ALIKE_DECLARE, on)
            if not _enrolled(session, performer_id):
                raise Conflict("look-alike-not-enrolled", performer=performer_id)
            key = _key(session, who, performer_id)
            if other_id == performer_id:
                raise Invalid(fields={"other": "look-alike-yourself"})
            if clean_line(other_id, 32) is None or not _enrolled(session, other_id):
                raise Invalid(fields={"other": "look-alike-other-unknown"})
            declared = select(LookAlike).where(LookAlike.performer_id == performer_id, LookAlike.other_id == other_id)
            for earlier in session.scalars(declared):
                if earlier.state == "approved":
                    raise Conflict("look-alike-exists")
                if earlier.state in OPEN:
                    raise Conflict("look-alike-under-way", pair=earlier.id)
            document = {
                "type": TYPE,
                "version": 1,
                "registry": self._registry_id(),
                "performer": performer_id,
                "name": performer.name,
                "distinct_from": other_id,
                "key": key.fingerprint,
                "nonce": secrets.token_hex(16),
            }
            if key.kind == "passkey":  # its owner reads the words on the signing page
                document = with_words(document)
            pair = LookAlike(
                id=new_id("L"),
                performer_id=performer_id,
                other_id=other_id,
                document=canonical(document).decode(),
                fingerprint=key.fingerprint,
                drafted_by=who.account_id,
                drafted_at=moment,
            )
            session.add(pair)
            session.flush()
            record(session, who.account_id, EventKind.LOOK_ALIKE_DRAFTED, pair.id, at=moment)
            return pair

    def document(self, who: Identity, pair_id: str) -> bytes:
        """The bytes that are signed, for everybody who may read the declaration. Raises `NotFound`, `Forbidden`."""
        with self._db.read() as session:
            return self._load(session, who, pair_id).document.encode()

    def get(self, who: Identity, pair_id: str) -> PairView:
        """One declaration. Raises `NotFound`, `Forbidden`."""
        with self._db.read() as session:
            return _view(session, self._keystore, who, self._load(session, who, pair_id))

    def of(self, who: Identity, performer_id: str) -> list[PairView]:
        """What the performer has declared, the latest first. Raises `NotFound`, `Forbidden`."""
        with self._db.read() as session:
            _performer, on = load(session, performer_id)
            require(who, Permission.LOOK_ALIKE_DECLARE, on)
            rows = select(LookAlike).where(LookAlike.performer_id == performer_id)
            rows = rows.order_by(LookAlike.drafted_at.desc(), LookAlike.id)
            return [_view(session, self._keystore, who, pair) for pair in session.scalars(rows)]

    def told_apart(self, who: Identity, performer_id: str) -> list[datetime]:
        """Since when the performer is told apart from somebody who declared it, once for each; never from whom.

        Raises `NotFound`, `Forbidden`.
        """
        with self._db.read() as session:
            _performer, on = load(session, performer_id)
            require(who, Permission.LOOK_ALIKE_DECLARE, on)
            rows = select(LookAlike).where(LookAlike.other_id == performer_id).order_by(LookAlike.approved_at)
            return [pair.approved_at for pair in session.scalars(rows) if pair.approved_at and pair.state == "approved"]

    def pictures(self, who: Identity, pair_id: str, performer_id: str) -> list[bytes]:
        """The kept pictures of one of the two, for whoever may decide now and may read that performer's record.

        Raises `NotFound`, `Forbidden`.
        """
        with self._db.read() as session:
            view = _view(session, self._keystore, who, self._load(session, who, pair_id))
            if performer_id not in dict(view.pictures):
                return []
            return pictures.opened(session, self._keystore, performer_id)

    def sign(self, who: Identity, pair_id: str, signature: object) -> None:
        """The performer's signature over those bytes. Raises `Invalid`, `NotFound`, `Conflict`, `Forbidden`."""
        moment = self._clock()
        with self._db.write() as session:
            pair = _load(session, pair_id)
            require(who, Permission.LOOK_ALIKE_DECLARE, On(pair.performer_id))
            if pair.state != "drafted":
                raise Conflict("look-alike-signed" if pair.signed_at is not None else "look-alike-over")
            try:
                found = parse_signature(signature)
                verify(found, pair.document.encode())
            except SignatureError as error:
                raise Invalid("consent-signature-invalid", problem=str(error)) from error
            if found.fingerprint != pair.fingerprint:
                raise Invalid("consent-signature-other-key", fingerprint=found.fingerprint)
            key = session.get(PerformerKey, found.fingerprint)
            theirs = key is not None and key.performer_id == pair.performer_id and key.revoked_at is None
            if found.role != "signer" or not theirs:
                raise Invalid("consent-signature-key-unknown", fingerprint=found.fingerprint)
            pair.signature, pair.signed_at = found.as_dict(), moment
            record(session, who.account_id, EventKind.LOOK_ALIKE_SIGNED, pair.id, at=moment)
            for union in sorted(_unions(session, pair)):
                notify(session, "notice-look-alike-waits", union=union, pair=pair.id)

    def signed(self, who: Identity) -> list[PairView]:
        """Every declaration that waits for one of the viewer's unions: those that this account may decide, then those
        that wait for somebody else there."""
        with self._db.look() as session:
            rows = select(LookAlike).where(LookAlike.signed_at.is_not(None)).order_by(LookAlike.signed_at, LookAlike.id)
            waiting = [pair for pair in session.scalars(rows) if pair.state == "signed" and _reads(session, who, pair)]
            views = [_view(session, self._keystore, who, pair) for pair in waiting]
            return sorted((view for view in views if who.unions & view.unions), key=lambda view: not view.mine)

    def waiting(self, who: Identity) -> list[PairView]:
        """The signed declarations that this account may decide, the first signed first."""
        return [view for view in self.signed(who) if view.mine]

    def approve(self, who: Identity, pair_id: str) -> None:
        """A neutral representative approves. Raises `NotFound`, `Conflict`, `Forbidden`."""
        moment = self._clock()
        with self._db.write() as session:
            pair = _to_decide(session, who, pair_id)
            pair.approved_by, pair.approved_at = who.account_id, moment
            bump(session)
            record(session, who.account_id, EventKind.LOOK_ALIKE_APPROVED, pair.id, at=moment)
            for side in (pair.performer_id, pair.other_id):
                notify(session, "notice-look-alike-approved", performer=side)

    def refuse(self, who: Identity, pair_id: str) -> None:
        """A neutral representative, the same as may approve, does not. Only the performer who declared it is told: the
        other never heard of it. Raises `NotFound`, `Conflict`, `Forbidden`."""
        moment = self._clock()
        with self._db.write() as session:
            pair = _to_decide(session, who, pair_id)
            pair.refused_by, pair.refused_at = who.account_id, moment
            record(session, who.account_id, EventKind.LOOK_ALIKE_REFUSED, pair.id, at=moment)
            notify(session, "notice-look-alike-refused", performer=pair.performer_id, pair=pair.id)

    def end(self, who: Identity, pair_id: str) -> None:
        """The performer takes the declaration back; where it was in force, the other is told. Raises `NotFound`,
        `Forbidden`."""
        moment = self._clock()
        with self._db.write() as session:
            pair = _load(session, pair_id)
            require(who, Permission.LOOK_ALIKE_DECLARE, On(pair.performer_id))
            if pair.state in ("refused", "ended"):
                return
            if pair.state == "approved":
                notify(session, "notice-look-alike-ended", performer=pair.other_id)
                bump(session)
            pair.ended_at = moment
            record(session, who.account_id, EventKind.LOOK_ALIKE_ENDED, pair.id, at=moment)

    def _load(self, session: Session, who: Identity, pair_id: str) -> LookAlike:
        pair = _load(session, pair_id)
        if not _reads(session, who, pair):
            raise Forbidden(Permission.LOOK_ALIKE_READ)
        return pair


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


def _enrolled(session: Session, performer_id: str) -> bool:
    return session.scalar(select(Template.id).where(Template.performer_id == performer_id).limit(1)) is not None


def _key(session: Session, who: Identity, performer_id: str) -> PerformerKey:
    """The key that the paper names: the latest confirmed one, of whoever declares before anybody else's."""
    role = "performer" if who.performer_id == performer_id else dict(who.represents).get(performer_id)
    keys = select(PerformerKey).where(
        PerformerKey.performer_id == performer_id,
        PerformerKey.revoked_at.is_(None),
        PerformerKey.confirmed_at.is_not(None),
    )
    held = sorted(session.scalars(keys), key=lambda key: (key.signer_role == role, key.added_at))
    if not held:
        raise Conflict("look-alike-no-key", performer=performer_id)
    return held[-1]


def _unions(session: Session, pair: LookAlike) -> frozenset[str]:
    return member_unions(session, pair.performer_id) | member_unions(session, pair.other_id)


def _reads(session: Session, who: Identity, pair: LookAlike) -> bool:
    """The performer, who acts for them, and, once it is signed, the unions of both; never the other, who is told
    nothing before it is in force and nobody's name then, even as a union's representative."""
    if allowed(who, Permission.LOOK_ALIKE_READ, On(pair.performer_id)):
        return True
    is_other = allowed(who, Permission.LOOK_ALIKE_DECLARE, On(pair.other_id))
    unions = On(unions=_unions(session, pair))
    return pair.signed_at is not None and not is_other and allowed(who, Permission.LOOK_ALIKE_READ, unions)


def _to_decide(session: Session, who: Identity, pair_id: str) -> LookAlike:
    """A declaration that is open to this account's decision. Raises `NotFound`, `Conflict`, `Forbidden`."""
    pair = _load(session, pair_id)
    if not _may_approve(session, who, pair):
        raise Forbidden(Permission.LOOK_ALIKE_APPROVE)
    if pair.state != "signed":
        raise Conflict("look-alike-not-open")
    return pair


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


def _view(session: Session, keystore: KeyStore, who: Identity, pair: LookAlike) -> PairView:
    names = {side: session.get_one(Performer, side).name for side in (pair.performer_id, pair.other_id)}
    readable = [side for side in names if allowed(who, Permission.PERFORMER_READ, touching(session, side))]
    mine = pair.state == "signed" and _may_approve(session, who, pair)
    kept = [(side, pictures.kept(session, keystore, side)) for side in readable] if mine else []
    return PairView(
        id=pair.id,
        state=pair.state,
        performer_id=pair.performer_id,
        performer=names[pair.performer_id],
        other_id=pair.other_id,
        other=names[pair.other_id] if pair.other_id in readable else None,
        paper=pair.document,
        fingerprint=pair.fingerprint,
        signature=pair.signature,
        drafted_at=pair.drafted_at,
        signed_at=pair.signed_at,
        approved_at=pair.approved_at,
        refused_at=pair.refused_at,
        ended_at=pair.ended_at,
        own=allowed(who, Permission.LOOK_ALIKE_DECLARE, On(pair.performer_id)),
        mine=mine,
        unions=_unions(session, pair),
        refused_before=_refused_before(session, pair) if mine else None,
        pictures=tuple((side, count) for side, count in kept if count),
    )


def _refused_before(session: Session, pair: LookAlike) -> datetime | None:
    sides = (pair.performer_id, pair.other_id)
    rows = select(LookAlike.refused_at).where(
        LookAlike.performer_id.in_(sides), LookAlike.other_id.in_(sides), LookAlike.refused_at.is_not(None)
    )
    return session.scalar(rows.order_by(LookAlike.refused_at.desc()).limit(1))
