"""Unions: who countersigns under which agreement, with which key, for which members."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent.terms import UNION_AGREEMENTS
from registry.core.database import Database
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.fields import clean_line, clean_slug
from registry.core.permissions import Forbidden, Identity, On, Permission, allowed, require
from registry.ledger.record import record
from registry.notices.service import notify
from registry.people.keys import check_new_key, require_of_file, typed_key
from registry.records.events import EventKind
from registry.records.performers import load, may_end
from registry.records.tables.performers import Performer
from registry.records.tables.unions import Union, UnionAgreement, UnionKey, UnionMembership

Left = Callable[[Session, str, str, datetime], object]
"""Called with the transaction, the acting account, the performer who left and the moment."""
_CALENDAR = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")


class Unions:
    """An administrator creates a union and names its agreements; from then on its representatives speak for it.

    left: settles what rested on a membership that ended.
    """

    def __init__(self, db: Database, clock: Callable[[], datetime], left: Left) -> None:
        self._db = db
        self._clock = clock
        self._left = left

    def create(
        self,
        who: Identity,
        id: str,
        name: str,
        contact: str = "",
        calendar: str = "US",
        agreements: Sequence[str] = (),
    ) -> Union:
        """A new union, that countersigns under `agreements` (words of consent/terms.py).

        `id` is a slug, `contact` whom a production is told to ask, `calendar` an ISO 3166 country or subdivision whose
        business days count. Raises `Invalid`, `Conflict`, `Forbidden`.
        """
        require(who, Permission.INSTANCE_ADMINISTER)
        slug, clean_name, address = clean_slug(id), clean_line(name), clean_line(contact, 254) if contact else ""
        wrong = {}
        if slug is None:
            wrong["id"] = "field-slug"
        if clean_name is None:
            wrong["name"] = "field-line"
        if address is None:
            wrong["contact"] = "field-line"
        if not _CALENDAR.fullmatch(calendar):
            wrong["calendar"] = "field-calendar"
        if slug is None or clean_name is None or address is None or wrong:
            raise Invalid(fields=wrong)
        with self._db.write() as session:
            taken = select(Union.id).where((Union.id == slug) | (Union.name == clean_name))
            if session.scalar(taken) is not None:
                raise Conflict("union-exists", id=slug)
            union = Union(id=slug, name=clean_name, contact=address, calendar=calendar, created_at=self._clock())
            session.add(union)
            session.flush()
            record(session, who.account_id, EventKind.UNION_CREATED, slug, at=self._clock())
            for agreement in agreements:
                self._assign(session, who, agreement, slug)
            return union

    def get(self, union_id: str) -> Union:
        """Raises `NotFound`."""
        with self._db.read() as session:
            return _load(session, union_id)

    def assign_agreement(self, who: Identity, agreement: str, union_id: str) -> None:
        """Say which union countersigns under an agreement of the rules. Once it is said, only that union hands it on.

        Raises `Invalid`, `NotFound`, `Forbidden`.
        """
        with self._db.write() as session:
            _load(session, union_id)
            self._assign(session, who, agreement, union_id)

    def _assign(self, session: Session, who: Identity, agreement: str, union_id: str) -> None:
        if agreement not in UNION_AGREEMENTS:
            raise Invalid(fields={"agreement": "field-choice"})
        held = session.get(UnionAgreement, agreement)
        if held is None:
            require(who, Permission.INSTANCE_ADMINISTER)
            session.add(UnionAgreement(agreement=agreement, union_id=union_id))
        else:
            require(who, Permission.UNION_ADMINISTER, On(unions=frozenset({held.union_id})))
            held.union_id = union_id
        record(session, who.account_id, EventKind.AGREEMENT_ASSIGNED, agreement, at=self._clock(), union=union_id)

    def agreements(self, union_id: str | None = None) -> dict[str, str]:
        """Agreement id -> union id, of one union or of all."""
        rows = select(UnionAgreement).order_by(UnionAgreement.agreement)
        if union_id is not None:
            rows = rows.where(UnionAgreement.union_id == union_id)
        with self._db.read() as session:
            return {row.agreement: row.union_id for row in session.scalars(rows)}

    def add_key(self, who: Identity, union_id: str, public_key: str, kind: str = "ed25519") -> UnionKey:
        """A public key (base64url) with which the union countersigns. Raises `Invalid`, `Conflict`, `Forbidden`."""
        with self._db.write() as session:
            _load(session, union_id)
            require(who, Permission.UNION_ADMINISTER, On(unions=frozenset({union_id})))
            require_of_file(kind)
            public_key = typed_key(public_key)
            fingerprint = check_new_key(session, kind, public_key)
            key = UnionKey(
                fingerprint=fingerprint,
                union_id=union_id,
                kind=kind,
                public_key=public_key,
                added_by=who.account_id,
                added_at=self._clock(),
            )
            session.add(key)
            record(
                session, who.account_id, EventKind.UNION_KEY_ADDED, union_id, at=self._clock(), fingerprint=fingerprint
            )
            notify(session, "notice-union-key-added", union=union_id, fingerprint=fingerprint)
            return key

    def revoke_key(self, who: Identity, union_id: str, fingerprint: str) -> None:
        """The key signs nothing new from now on. Raises `NotFound`, `Forbidden`."""
        with self._db.write() as session:
            require(who, Permission.UNION_ADMINISTER, On(unions=frozenset({union_id})))
            key = session.get(UnionKey, fingerprint)
            if key is None or key.union_id != union_id or key.revoked_at is not None:
                raise NotFound("key", fingerprint)
            key.revoked_at = self._clock()
            record(
                session,
                who.account_id,
                EventKind.UNION_KEY_REVOKED,
                union_id,
                at=self._clock(),
                fingerprint=fingerprint,
            )
            notify(session, "notice-union-key-revoked", union=union_id, fingerprint=fingerprint)

    def keys(self, union_id: str) -> list[UnionKey]:
        """The union's public keys that are in force."""
        with self._db.read() as session:
            rows = select(UnionKey).where(UnionKey.union_id == union_id, UnionKey.revoked_at.is_(None))
            return list(session.scalars(rows.order_by(UnionKey.added_at)))

    def claim_membership(self, who: Identity, performer_id: str, union_id: str) -> None:
        """The performer (or who acts for them) says to be a member; the union then sees the record.

        Raises `NotFound`, `Conflict`, `Forbidden`.
        """
        with self._db.write() as session:
            _performer, on = load(session, performer_id)
            require(who, Permission.PERFORMER_ENROL, on)
            _load(session, union_id)
            claim(session, who.account_id, performer_id, union_id, self._clock())

    def confirm_membership(self, who: Identity, performer_id: str, union_id: str) -> None:
        """The union confirms the member; not in a matter of one's own. Raises `NotFound`, `Conflict`, `Forbidden`."""
        with self._db.write() as session:
            require(who, Permission.PERFORMER_VERIFY, On(performer_id=performer_id, unions=frozenset({union_id})))
            membership = _membership(session, performer_id, union_id)
            if membership is None or membership.ended_at is not None:
                raise NotFound("membership", performer_id)
            if membership.confirmed_by is not None:
                raise Conflict("already-confirmed")
            membership.confirmed_by, membership.confirmed_at = who.account_id, self._clock()
            record(
                session, who.account_id, EventKind.MEMBERSHIP_CONFIRMED, performer_id, at=self._clock(), union=union_id
            )
            notify(session, "notice-membership-confirmed", performer=performer_id, union_id=union_id)

    def end_membership(self, who: Identity, performer_id: str, union_id: str) -> None:
        """The performer or the union ends it; of those who act for the performer, whoever `may_end`, also where they speak
        for the union as well. Signed consents that waited for this union alone lapse. Either side is told.

        Raises `NotFound`, `Forbidden`.
        """
        with self._db.write() as session:
            membership = _membership(session, performer_id, union_id)
            if membership is None or membership.ended_at is not None:
                raise NotFound("membership", performer_id)
            on = On(performer_id=performer_id, unions=frozenset({union_id}))
            require(who, Permission.PERFORMER_READ, on)
            for_union = allowed(who, Permission.PERFORMER_VERIFY, on)
            if not for_union and not may_end(who, session.get_one(Performer, performer_id)):
                raise Forbidden(Permission.PERFORMER_READ)
            membership.ended_at = self._clock()
            record(session, who.account_id, EventKind.MEMBERSHIP_ENDED, performer_id, at=self._clock(), of=union_id)
            notify(session, "notice-membership-ended", performer=performer_id, union_id=union_id)
            notify(session, "notice-member-left", union=union_id, performer_id=performer_id)
            self._left(session, who.account_id, performer_id, membership.ended_at)

    def list(self) -> list[Union]:
        """Every union; that they exist is no secret."""
        with self._db.look() as session:
            return list(session.scalars(select(Union).order_by(Union.id)))


def claim(session: Session, actor: str, performer_id: str, union_id: str, at: datetime) -> None:
    """Adds a claimed membership to the caller's transaction. Raises `Conflict` where it is claimed already."""
    membership = _membership(session, performer_id, union_id)
    if membership is None:
        session.add(UnionMembership(union_id=union_id, performer_id=performer_id, claimed_at=at))
    elif membership.ended_at is None:
        raise Conflict("membership-exists")
    else:
        membership.claimed_at, membership.confirmed_by, membership.confirmed_at = at, None, None
        membership.ended_at = None
    record(session, actor, EventKind.MEMBERSHIP_CLAIMED, performer_id, at=at, union=union_id)
    notify(session, "notice-membership-claimed", union=union_id, performer_id=performer_id)


def _load(session: Session, union_id: str) -> Union:
    union = session.get(Union, union_id)
    if union is None:
        raise NotFound("union", union_id)
    return union


def _membership(session: Session, performer_id: str, union_id: str) -> UnionMembership | None:
    rows = select(UnionMembership).where(
        UnionMembership.performer_id == performer_id, UnionMembership.union_id == union_id
    )
    return session.scalars(rows).one_or_none()
