"""Who may act for a performer: guardians, representatives, managers and estates, with the proof on record."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from registry.core.database import Database
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.fields import clean_line, clean_sha256
from registry.core.permissions import Forbidden, Identity, Permission, allowed, require
from registry.ledger.record import record
from registry.notices.service import notify
from registry.people.accounts.offices import Office, give, require_free
from registry.records.events import EventKind
from registry.records.performers import load, may_end, touching
from registry.records.tables.accounts import Account, Representation
from registry.records.tables.performers import Performer


class RepresentationRole(StrEnum):
    """As what somebody signs for a performer; the words are those of a consent's `signer_role`."""

    GUARDIAN = "guardian"
    AUTHORISED_REPRESENTATIVE = "authorised_representative"
    MANAGER = "manager"
    ESTATE = "estate"


class Representations:
    """Authority takes two: whoever puts it on record, and a union representative who saw the proof; and nobody who holds
    an office is given it unasked. Until then, and after its end, it gives nothing and takes nothing."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._clock = clock

    def claim(
        self, who: Identity, account_id: str, performer_id: str, kind: str, proof: str, proof_sha256: str | None = None
    ) -> Representation:
        """Put on record that an account acts for a performer. `proof` says what document proves it; `proof_sha256`
        is that document's digest, where there is one (the union keeps the document).

        The performer, the union, a confirmed representative, or (for themselves) whoever registered the performer
        may. An account that holds an office already has to accept it first. Raises `Invalid`, `NotFound`, `Conflict`, `Forbidden`.
        """
        words, digest = clean_line(proof, 500), clean_sha256(proof_sha256) if proof_sha256 else None
        wrong = {}
        if kind not in list(RepresentationRole):
            wrong["kind"] = "field-choice"
        if words is None:
            wrong["proof"] = "field-line"
        if proof_sha256 and digest is None:
            wrong["proof_sha256"] = "field-sha256"
        if words is None or wrong:
            raise Invalid(fields=wrong)
        with self._db.write() as session:
            performer, on = load(session, performer_id)
            own = performer.registered_by == who.account_id == account_id
            if not own and not allowed(who, Permission.PERFORMER_READ, on):
                raise Forbidden(Permission.PERFORMER_READ)
            if performer.account_id == account_id:
                raise Conflict("performer-acts-for-themselves")
            require_free(session, account_id, Office.AGENT, performer_id)
            claim = Representation(
                account_id=account_id,
                performer_id=performer_id,
                kind=kind,
                proof=words,
                proof_sha256=digest,
                granted_by=who.account_id,
                granted_at=self._clock(),
            )
            session.add(claim)
            record(
                session, who.account_id, EventKind.REPRESENTATION_CLAIMED, performer_id, at=self._clock(),
                account=account_id, role=kind,
            )  # fmt: skip
            notify(
                session, "notice-representation-claimed", performer=performer_id, performer_id=performer_id, role=kind
            )
            for union in on.unions:
                notify(session, "notice-representation-claimed", union=union, performer_id=performer_id, role=kind)
            session.flush()
            give(session, who, account_id, Office.AGENT, performer_id, self._clock(), claim.id)
            return claim

    def confirm(self, who: Identity, representation_id: int) -> Representation:
        """A union representative saw the proof; neither who claimed it nor who gets the authority may say so.

        Raises `NotFound`, `Conflict`, `Forbidden`.
        """
        with self._db.write() as session:
            claim = session.get(Representation, representation_id)
            if claim is None or claim.ended_at is not None:
                raise NotFound("representation", str(representation_id))
            require(who, Permission.PERFORMER_VERIFY, touching(session, claim.performer_id))
            if who.account_id in (claim.granted_by, claim.account_id):
                raise Conflict("representation-confirmed-by-another")
            if claim.confirmed_by is not None:
                raise Conflict("already-confirmed")
            claim.confirmed_by, claim.confirmed_at = who.account_id, self._clock()
            record(
                session, who.account_id, EventKind.REPRESENTATION_CONFIRMED, claim.performer_id, at=self._clock(),
                account=claim.account_id, role=claim.kind,
            )  # fmt: skip
            notify(session, "notice-representation-confirmed", performer=claim.performer_id, role=claim.kind)
            return claim

    def end(self, who: Identity, representation_id: int) -> None:
        """The performer, the union or the representative ends it, at once; of others who act for the performer, whoever
        `may_end`. Raises `NotFound`, `Forbidden`."""
        with self._db.write() as session:
            claim = session.get(Representation, representation_id)
            if claim is None or claim.ended_at is not None:
                raise NotFound("representation", str(representation_id))
            if who.account_id != claim.account_id:
                performer, on = load(session, claim.performer_id)
                require(who, Permission.PERFORMER_READ, on)
                if not who.unions & on.unions and not may_end(who, performer):
                    raise Forbidden(Permission.PERFORMER_READ)
            claim.ended_at = self._clock()
            record(
                session, who.account_id, EventKind.REPRESENTATION_ENDED, claim.performer_id, at=self._clock(),
                account=claim.account_id,
            )  # fmt: skip
            notify(session, "notice-representation-ended", performer=claim.performer_id, role=claim.kind)

    def of(self, who: Identity, performer_id: str) -> list[tuple[Representation, str]]:
        """Everybody who acts, or says to act, for a performer, each with the account's name. Raises `NotFound`,
        `Forbidden`."""
        with self._db.read() as session:
            require(who, Permission.PERFORMER_READ, touching(session, performer_id))
            rows = (
                select(Representation, Account.name)
                .join(Account, Account.id == Representation.account_id)
                .where(Representation.performer_id == performer_id, Representation.ended_at.is_(None))
                .order_by(Representation.id)
            )
            return [(claim, name) for claim, name in session.execute(rows)]

    def acting(self, who: Identity) -> list[tuple[Representation, Performer]]:
        """Everybody for whom this account acts, or says to act."""
        require(who, Permission.SIGNED_IN)
        with self._db.read() as session:
            rows = (
                select(Representation, Performer)
                .join(Performer, Performer.id == Representation.performer_id)
                .where(Representation.account_id == who.account_id, Representation.ended_at.is_(None))
                .order_by(Representation.id)
            )
            return [(claim, performer) for claim, performer in session.execute(rows)]
