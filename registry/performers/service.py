"""Performers: their records, keys, biometric release and enrolment, and how their identity is established."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.accounts.models import Account
from registry.database import Database, new_id
from registry.errors import Conflict, Invalid, NotFound
from registry.events import Kind, record
from registry.fields import clean_line
from registry.notices import tell
from registry.performers.gallery import GallerySource
from registry.performers.keys import check_new_key
from registry.performers.keystore import KeyStore
from registry.performers.models import Performer, PerformerKey
from registry.performers.records import Standing, live_keys, load
from registry.permissions import Forbidden, Identity, On, Permission, allowed, require
from registry.unions.models import Union, UnionMembership
from registry.unions.service import claim

if TYPE_CHECKING:
    from matching.findings import Examination


class Performers:
    """The record of a performer and what its owner does with it; enrolment and identity are in modules beside."""

    def __init__(
        self,
        db: Database,
        clock: Callable[[], datetime],
        keystore: KeyStore,
        gallery: GallerySource,
        examine: "Callable[[Path], Examination]",
    ) -> None:
        self._db = db
        self._clock = clock
        self._keystore = keystore
        self._gallery = gallery
        self._examine = examine

    def register(
        self,
        who: Identity,
        name: str,
        account: str | None = None,
        unions: Sequence[str] = (),
        born: date | None = None,
        died: date | None = None,
    ) -> Performer:
        """A new performer, `unverified`, with membership claimed in `unions`.

        `account` is the account that the performer signs in with: one's own, or one that a representative of one of
        the unions names. Raises `Invalid`, `NotFound`, `Conflict`, `Forbidden`.
        """
        require(who, Permission.PERFORMER_REGISTER)
        clean_name = clean_line(name)
        today = self._clock().date()
        wrong = {}
        if clean_name is None:
            wrong["name"] = "field-line"
        if born is not None and born > today:
            wrong["born"] = "field-date"
        if died is not None and (died > today or (born is not None and died < born)):
            wrong["died"] = "field-date"
        if clean_name is None or wrong:
            raise Invalid(fields=wrong)
        if account not in (None, who.account_id) and not who.unions & frozenset(unions):
            raise Forbidden(Permission.PERFORMER_REGISTER)
        with self._db.write() as session:
            if account is not None:
                self._may_be_performer(session, account)
            performer = Performer(
                id=new_id("P"),
                name=clean_name,
                account_id=account,
                status=Standing.UNVERIFIED,
                life="deceased" if died else "living",
                born=born,
                died=died,
                registered_by=who.account_id,
                registered_at=self._clock(),
            )
            session.add(performer)
            session.flush()
            record(session, who.account_id, Kind.PERFORMER_REGISTERED, performer.id, at=self._clock())
            for union in dict.fromkeys(unions):
                if session.get(Union, union) is None:
                    raise NotFound("union", union)
                claim(session, who.account_id, performer.id, union, self._clock())
            return performer

    def _may_be_performer(self, session: Session, account_id: str) -> None:
        account = session.get(Account, account_id)
        if account is None:
            raise NotFound("account", account_id)
        if account.is_administrator:
            raise Conflict("administrator-holds-no-office")
        if session.scalar(select(Performer.id).where(Performer.account_id == account_id)) is not None:
            raise Conflict("account-has-performer")

    def get(self, who: Identity, performer_id: str) -> Performer:
        """Raises `NotFound`, `Forbidden`."""
        with self._db.read() as session:
            performer, on = load(session, performer_id)
            if not _in_the_making(who, performer):
                require(who, Permission.PERFORMER_READ, on)
            return performer

    def for_viewer(self, who: Identity) -> list[Performer]:
        """Every performer whom this account may see: itself, those it acts for, its unions' members."""
        with self._db.read() as session:
            rows = session.scalars(select(Performer).order_by(Performer.name, Performer.id))
            members: dict[str, set[str]] = {}
            ties = select(UnionMembership.performer_id, UnionMembership.union_id)
            for performer_id, union_id in session.execute(ties.where(UnionMembership.ended_at.is_(None))):
                members.setdefault(performer_id, set()).add(union_id)
            return [
                row
                for row in rows
                if _in_the_making(who, row)
                or allowed(who, Permission.PERFORMER_READ, On(row.id, frozenset(members.get(row.id, ()))))
            ]

    def add_key(self, who: Identity, performer_id: str, kind: str, public_key: str) -> PerformerKey:
        """A public key (base64url) with which the performer, or who acts for them, signs.

        It counts as this person's once a union representative confirms its fingerprint. Raises `Invalid`,
        `Conflict`, `NotFound`, `Forbidden`.
        """
        with self._db.write() as session:
            performer, on = load(session, performer_id)
            require(who, Permission.PERFORMER_KEY_ADD, on)
            fingerprint = check_new_key(session, kind, public_key)
            role = "performer"
            if who.performer_id != performer_id:
                role = next(kind for represented, kind in who.represents if represented == performer_id)
            key = PerformerKey(
                fingerprint=fingerprint,
                performer_id=performer.id,
                signer_role=role,
                kind=kind,
                public_key=public_key,
                added_by=who.account_id,
                added_at=self._clock(),
            )
            session.add(key)
            record(
                session,
                who.account_id,
                Kind.PERFORMER_KEY_ADDED,
                performer_id,
                at=self._clock(),
                fingerprint=fingerprint,
                role=role,
            )
            tell(session, "notice-key-added", performer=performer_id, fingerprint=fingerprint)
            return key

    def revoke_key(self, who: Identity, performer_id: str, fingerprint: str) -> None:
        """The key signs nothing new from now on. Raises `NotFound`, `Forbidden`."""
        with self._db.write() as session:
            _performer, on = load(session, performer_id)
            require(who, Permission.PERFORMER_KEY_ADD, on)
            key = session.get(PerformerKey, fingerprint)
            if key is None or key.performer_id != performer_id or key.revoked_at is not None:
                raise NotFound("key", fingerprint)
            key.revoked_at = self._clock()
            record(
                session,
                who.account_id,
                Kind.PERFORMER_KEY_REVOKED,
                performer_id,
                at=self._clock(),
                fingerprint=fingerprint,
            )
            tell(session, "notice-key-revoked", performer=performer_id, fingerprint=fingerprint)

    def keys(self, who: Identity, performer_id: str) -> list[PerformerKey]:
        """The keys in force, the oldest first. Raises `NotFound`, `Forbidden`."""
        with self._db.read() as session:
            _performer, on = load(session, performer_id)
            require(who, Permission.PERFORMER_READ, on)
            return live_keys(session, performer_id)


def _in_the_making(who: Identity, performer: Performer) -> bool:
    """Whoever registered somebody without an account sees the record until a union knows the person."""
    return (
        performer.registered_by == who.account_id
        and performer.account_id is None
        and performer.status == Standing.UNVERIFIED
    )
