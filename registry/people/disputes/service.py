"""Disputes: the voices of both sides' unions and of outsiders, the period for objection, and what is carried out after it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.core.database import Database
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.permissions import Forbidden, Identity, On, Permission, allowed, require
from registry.ledger.record import record
from registry.notices.service import notify
from registry.people.disputes.claims import DisputeOutcome, carry_out, sides_of
from registry.people.disputes.rules import NEUTRAL, finding, may_speak, of_union
from registry.ports.keys import KeyStore
from registry.records.events import EventKind
from registry.records.performers import IdentityStanding, hears_of
from registry.records.tables.accounts import NeutralReviewer
from registry.records.tables.disputes import DisputeObjection, DisputeVoice
from registry.records.tables.performers import Dispute, IdentityConfirmation, Performer
from registry.records.tables.unions import UnionMembership


@dataclass(frozen=True)
class DisputeView:
    """A dispute, as those see it who may speak in it or object. The sides are shown by their ids.

    modality: by which sense they are alike.
    finding: what was found, until `objections_until` for anybody's objection. sides: of which the viewer may object now.
    speaks: as whom the viewer may speak now; None: not. again: somebody objected to what was found before.
    """

    id: str
    first: str
    claimant: str
    modality: str
    opened_at: datetime
    again: bool
    finding: str | None
    objections_until: datetime | None
    sides: tuple[str, ...]
    speaks: str | None


class Disputes:
    """`period`: how long a finding waits for objections before anything is erased."""

    def __init__(self, db: Database, clock: Callable[[], datetime], keystore: KeyStore, period: timedelta) -> None:
        self._db = db
        self._clock = clock
        self._keystore = keystore
        self._period = period

    def waiting(self, who: Identity) -> list[DisputeView]:
        """The open disputes in which this account may speak now, the oldest first."""
        with self._db.read() as session:
            return [view for row in _open(session) if (view := self._view(session, who, row)).speaks is not None]

    def about(self, who: Identity, performer_id: str) -> list[DisputeView]:
        """What was found about a performer of one's own, or a member, and is not carried out yet. Raises `Forbidden`."""
        with self._db.read() as session:
            require(who, Permission.DISPUTE_OBJECT, On(performer_id, speaking_for(session, performer_id)))
            return [
                self._view(session, who, row)
                for row in _open(session)
                if performer_id in sides_of(row) and row.finding is not None
            ]

    def found_in(self, who: Identity) -> list[DisputeView]:
        """Findings to which this account may object now."""
        with self._db.read() as session:
            return [view for row in _open(session) if (view := self._view(session, who, row)).sides]

    def of_union(self, who: Identity, union_id: str) -> list[DisputeView]:
        """Those in which this account may now speak as this union, or object for a member of it; the oldest first."""
        with self._db.read() as session:
            views = [self._view(session, who, row) for row in _open(session)]
            return [
                view
                for view in views
                if view.speaks == of_union(union_id)
                or any(union_id in speaking_for(session, side) for side in view.sides)
            ]

    def speak(self, who: Identity, dispute_id: str, outcome: str) -> DisputeView:
        """Say what was found (`DisputeOutcome`), for one's union or as somebody neutral. Once enough agree, both sides are told, and
        the period for objection begins.

        Raises `Invalid`, `NotFound`, `Conflict` (found already, or over), `Forbidden` for whoever has a part in it, has
        spoken in it, or is not wanted now.
        """
        if outcome not in list(DisputeOutcome):
            raise Invalid(fields={"outcome": "field-choice"})
        with self._db.write() as session:
            dispute = _load(session, dispute_id)
            standing = standing_of(session, who, dispute)
            if standing is None:
                raise Forbidden(Permission.DISPUTE_RESOLVE)
            if dispute.resolved_at is not None:
                raise Conflict("dispute-resolved")
            if dispute.finding is not None:
                raise Conflict("dispute-found")
            if speaks_as(session, who, dispute) is None:
                raise Forbidden(Permission.DISPUTE_RESOLVE)
            first, claimant = _unions(session, dispute)
            before, again = _said(session, dispute), dispute.round > 1
            moment = self._clock()
            unheard = [side for side in sides_of(dispute) if not hears_of(session, dispute, side)]
            session.add(
                DisputeVoice(
                    dispute_id=dispute.id, round=dispute.round, account_id=who.account_id, standing=standing,
                    outcome=outcome, said_at=moment,
                )
            )  # fmt: skip
            record(
                session,
                who.account_id,
                EventKind.DISPUTE_SPOKEN,
                dispute.id,
                at=moment,
                standing=standing,
                outcome=outcome,
            )
            for side in unheard:  # it is taken up, so whoever was not told of it is told now
                notify(session, "notice-dispute-opened", performer=side)
            found = finding(first, claimant, [*before, (standing, outcome)], again)
            if found is not None:
                self._begin_period(session, who, dispute, found, moment)
            else:
                call_outsiders(session, dispute)
            session.flush()
            return self._view(session, who, dispute)

    def _begin_period(self, session: Session, who: Identity, dispute: Dispute, found: str, moment: datetime) -> None:
        dispute.finding, dispute.found_at, dispute.objections_until = found, moment, moment + self._period
        record(
            session, who.account_id, EventKind.DISPUTE_FOUND, dispute.id, at=moment,
            outcome=found, until=dispute.objections_until.isoformat(),
        )  # fmt: skip
        _notify_sides(session, dispute, "found", outcome=found, until=dispute.objections_until.date().isoformat())

    def object(self, who: Identity, dispute_id: str, side: str) -> DisputeView:
        """One side (a performer's id) does not accept what was found: it is not carried out, and others have to speak, one
        of them from outside. Each side may do that once.

        Raises `NotFound`, `Conflict` (nothing is found, the period is over, or it objected before), `Forbidden`.
        """
        with self._db.write() as session:
            dispute = _load(session, dispute_id)
            if side not in sides_of(dispute) or not _may_object_for(session, who, dispute, side):
                raise Forbidden(Permission.DISPUTE_OBJECT)
            moment = self._clock()
            if dispute.finding is None or dispute.objections_until is None or dispute.objections_until <= moment:
                raise Conflict("dispute-nothing-found")
            if side in _objected(session, dispute):
                raise Conflict("dispute-objected-before")
            session.add(
                DisputeObjection(
                    dispute_id=dispute.id, side_id=side, round=dispute.round, finding=dispute.finding,
                    objected_by=who.account_id, objected_at=moment,
                )
            )  # fmt: skip
            dispute.round += 1
            dispute.finding = dispute.found_at = dispute.objections_until = None
            record(session, who.account_id, EventKind.DISPUTE_OBJECTED, dispute.id, at=moment, side=side)
            _notify_sides(session, dispute, "objected")
            session.flush()
            call_outsiders(session, dispute)
            return self._view(session, who, dispute)

    def carry_out_due(self) -> int:
        """Carries out every finding whose period is over, each in a transaction of its own; answers how many."""
        moment, done = self._clock(), 0
        due = select(Dispute.id).where(Dispute.resolved_at.is_(None), Dispute.objections_until <= moment)
        with self._db.read() as session:
            found = list(session.scalars(due.order_by(Dispute.objections_until)))
        for dispute_id in found:
            with self._db.write() as session:
                dispute = _load(session, dispute_id)
                over = dispute.objections_until is not None and dispute.objections_until <= moment
                if dispute.resolved_at is None and dispute.finding is not None and over:
                    carry_out(session, self._keystore, "system", dispute, DisputeOutcome(dispute.finding), moment)
                    done += 1
        return done

    def _view(self, session: Session, who: Identity, dispute: Dispute) -> DisputeView:
        until = dispute.objections_until
        sides = [] if until is None or until <= self._clock() else [
            side for side in sides_of(dispute)
            if side not in _objected(session, dispute) and _may_object_for(session, who, dispute, side)
        ]  # fmt: skip
        return DisputeView(
            id=dispute.id,
            first=dispute.performer_id,
            claimant=dispute.claimant_id,
            modality=dispute.modality,
            opened_at=dispute.opened_at,
            again=dispute.round > 1,
            finding=dispute.finding,
            objections_until=until,
            sides=tuple(sides),
            speaks=speaks_as(session, who, dispute),
        )


def speaks_as(session: Session, who: Identity, dispute: Dispute) -> str | None:
    """As whom this account may speak in a dispute now; None: not."""
    if dispute.resolved_at is not None or dispute.finding is not None:
        return None
    standing = standing_of(session, who, dispute)
    wanted = standing is not None and may_speak(
        standing, *_unions(session, dispute), _said(session, dispute), dispute.round > 1
    )
    return standing if wanted else None


def standing_of(session: Session, who: Identity, dispute: Dispute) -> str | None:
    """As whom this account might speak in a dispute; None: not at all.

    Nobody who is a side or acts for one, who put one on record or confirmed its identity, and nobody twice. A union counts
    for a side whose membership it confirmed; from outside is who reviews as neutral, or speaks for a union that neither side
    ever named.
    """
    sides = sides_of(dispute)
    first, claimant = _unions(session, dispute)
    if not all(allowed(who, Permission.DISPUTE_RESOLVE, On(side, first | claimant)) for side in sides):
        return None
    if _has_part(session, who, dispute) or who.account_id in _spoke(session, dispute) | _objectors(session, dispute):
        return None
    said = {standing for standing, _outcome in _said(session, dispute)}
    own = sorted(who.unions & (first | claimant), key=lambda union: (of_union(union) in said, union))
    if own:
        return of_union(own[0])
    if who.is_neutral:
        return NEUTRAL
    named = select(UnionMembership.union_id).where(UnionMembership.performer_id.in_(sides))
    elsewhere = sorted(who.unions - set(session.scalars(named)))
    return of_union(elsewhere[0]) if elsewhere and who.unions == frozenset(elsewhere) else None


def _has_part(session: Session, who: Identity, dispute: Dispute) -> bool:
    sides = sides_of(dispute)
    confirmed = select(IdentityConfirmation.id).where(
        IdentityConfirmation.performer_id.in_(sides), IdentityConfirmation.confirmed_by == who.account_id
    )
    registered = select(Performer.id).where(Performer.id.in_(sides), Performer.registered_by == who.account_id)
    return any(session.scalar(rows.limit(1)) is not None for rows in (confirmed, registered))


def _spoke(session: Session, dispute: Dispute) -> set[str]:
    """Everybody who spoke in the dispute, in whatever round."""
    return set(session.scalars(select(DisputeVoice.account_id).where(DisputeVoice.dispute_id == dispute.id)))


def _objectors(session: Session, dispute: Dispute) -> set[str]:
    return set(session.scalars(select(DisputeObjection.objected_by).where(DisputeObjection.dispute_id == dispute.id)))


def _said(session: Session, dispute: Dispute) -> list[tuple[str, str]]:
    rows = select(DisputeVoice).where(DisputeVoice.dispute_id == dispute.id, DisputeVoice.round == dispute.round)
    return [(voice.standing, voice.outcome) for voice in session.scalars(rows.order_by(DisputeVoice.id))]


def _objected(session: Session, dispute: Dispute) -> set[str]:
    return set(session.scalars(select(DisputeObjection.side_id).where(DisputeObjection.dispute_id == dispute.id)))


def _may_object_for(session: Session, who: Identity, dispute: Dispute, side: str) -> bool:
    """The performer, who acts for them, or their union: but nobody who spoke in it themselves."""
    on = On(side, speaking_for(session, side))
    return allowed(who, Permission.DISPUTE_OBJECT, on) and who.account_id not in _spoke(session, dispute)


def _unions(session: Session, dispute: Dispute) -> tuple[frozenset[str], frozenset[str]]:
    """The unions that speak for the one registered first, and for the claimant: those that did before there was a dispute.
    One that takes somebody in afterwards could do so in order to be that side's voice."""
    first, claimant = (speaking_for(session, side, dispute.opened_at) for side in sides_of(dispute))
    return first, claimant


def speaking_for(session: Session, performer_id: str, by: datetime | None = None) -> frozenset[str]:
    """The unions that said themselves (`by`: until then) that the performer is theirs: they confirmed the membership, or the
    identity of somebody who names them. One that was merely named did neither."""
    named = select(UnionMembership.union_id).filter_by(performer_id=performer_id, ended_at=None)
    confirmed = named.where(UnionMembership.confirmed_at.is_not(None))
    vouched = select(IdentityConfirmation.union_id).where(
        IdentityConfirmation.performer_id == performer_id, IdentityConfirmation.union_id.in_(named)
    )
    if by is not None:
        confirmed = confirmed.where(UnionMembership.confirmed_at <= by)
        vouched = vouched.where(IdentityConfirmation.confirmed_at <= by)
    verified = session.get_one(Performer, performer_id).status == IdentityStanding.VERIFIED
    return frozenset(session.scalars(confirmed)) | frozenset(session.scalars(vouched) if verified else ())


def _open(session: Session) -> list[Dispute]:
    rows = select(Dispute).where(Dispute.resolved_at.is_(None)).order_by(Dispute.opened_at, Dispute.id)
    return list(session.scalars(rows))


def _load(session: Session, dispute_id: str) -> Dispute:
    dispute = session.scalars(select(Dispute).where(Dispute.id == dispute_id).with_for_update()).one_or_none()
    if dispute is None:
        raise NotFound("dispute", dispute_id)
    return dispute


def _notify_sides(session: Session, dispute: Dispute, what: str, **params: str) -> None:
    for side in sides_of(dispute):
        notify(session, f"notice-dispute-{what}", performer=side, **params)
        for union in sorted(speaking_for(session, side)):
            notify(session, f"notice-member-dispute-{what}", union=union, performer_id=side, **params)


def call_outsiders(session: Session, dispute: Dispute) -> None:
    """Tells everybody who reviews as neutral that a voice from outside is wanted, once it is."""
    first, claimant = _unions(session, dispute)
    if not may_speak(NEUTRAL, first, claimant, _said(session, dispute), dispute.round > 1):
        return
    for account in session.scalars(select(NeutralReviewer.account_id).where(NeutralReviewer.ended_at.is_(None))):
        notify(session, "notice-dispute-neutral", account=account, dispute=dispute.id)
