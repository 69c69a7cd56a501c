"""Two performers who claim one likeness: a dispute that people resolve, and that silences neither.

The one registered first goes on matching at full strength. The templates of the claimant answer `possible` only, so
that a picture of the likeness is never attributed to the claimant instead. An identity that was confirmed goes on counting,
and can be confirmed anew; the claimant, and two of whom nobody has confirmed either, wait for a person as long as the
dispute is open (`records.standing`).
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matching.senses import FIRST
from registry.core.database import new_id
from registry.core.errors import Conflict
from registry.gallery.coverage import erase, grow
from registry.ledger.record import record
from registry.notices.service import notify
from registry.people.release import end
from registry.ports.keys import KeyStore
from registry.records.events import EventKind
from registry.records.look_alikes import alike_to
from registry.records.performers import IdentityStanding, claims_a_likeness, hears_of, member_unions, open_disputes
from registry.records.tables.accounts import NeutralReviewer
from registry.records.tables.performers import Dispute, Performer, PerformerKey, Template


class DisputeOutcome(StrEnum):
    """What was found."""

    DISTINCT_PEOPLE = "distinct_people"  # alike, but two: both stay enrolled
    SAME_PERSON = "same_person"  # registered twice: the second record is closed
    CLAIM_REFUSED = "claim_refused"  # the claimant is not that person
    CLAIM_UPHELD = "claim_upheld"  # the one registered first is not that person


WITHDRAWN = "withdrawn"
"""The outcome of a dispute in which one side gave up its templates before anybody decided."""


def raise_disputes(
    session: Session,
    actor: str,
    claimant: Performer,
    registered: Iterable[str],
    at: datetime,
    modality: str = FIRST,
) -> list[Dispute]:
    """Opens a dispute with everybody whose likeness the claimant claims by one sense, unless a person found the two to be distinct
    by it, or a union has approved that they are look-alikes: that two people look alike says nothing of whose a voice is. Each
    side is told as far as it may know of it (`records.hears_of`).

    Raises `Conflict` where a person has already found that the likeness is not the claimant's to register.
    """
    opened = []
    alike = alike_to(session, claimant.id) if modality == FIRST else frozenset()
    for performer_id in sorted(frozenset(registered) - alike):
        earlier = _between(session, claimant.id, performer_id, modality)
        if any(_lost(dispute, claimant.id) for dispute in earlier):
            raise Conflict("claim-refused-before")
        if any(dispute.outcome in (None, DisputeOutcome.DISTINCT_PEOPLE) for dispute in earlier):
            continue
        sides = {"performer_id": performer_id, "claimant_id": claimant.id}
        dispute = Dispute(id=new_id("D"), **sides, modality=modality, opened_at=at)
        session.add(dispute)
        opened.append(dispute)
        record(session, actor, EventKind.DISPUTE_OPENED, dispute.id, at=at)
        concerned = [(side, member_unions(session, side)) for side in (performer_id, claimant.id)]
        for side, unions in concerned:
            if hears_of(session, dispute, side):
                notify(session, "notice-dispute-opened", performer=side)
            for union in sorted(unions):
                notify(session, "notice-member-dispute-opened", union=union, performer_id=side, dispute=dispute.id)
        if not all(unions for _side, unions in concerned) or len(frozenset().union(*(of for _, of in concerned))) < 2:
            for account in session.scalars(select(NeutralReviewer.account_id).filter_by(ended_at=None)):
                notify(session, "notice-dispute-neutral", account=account, dispute=dispute.id)
    session.flush()
    return opened


def _between(session: Session, one: str, other: str, modality: str) -> list[Dispute]:
    sides = (one, other)
    rows = select(Dispute).where(Dispute.performer_id.in_(sides), Dispute.claimant_id.in_(sides))
    rows = rows.where(Dispute.modality == modality)
    return list(session.scalars(rows))


def _lost(dispute: Dispute, performer_id: str) -> bool:
    if dispute.claimant_id == performer_id:
        return dispute.outcome in (DisputeOutcome.CLAIM_REFUSED, DisputeOutcome.SAME_PERSON)
    return dispute.outcome == DisputeOutcome.CLAIM_UPHELD


def sides_of(dispute: Dispute) -> tuple[str, str]:
    """The one who registered the likeness first, and the claimant."""
    return dispute.performer_id, dispute.claimant_id


def carry_out(
    session: Session, keystore: KeyStore, actor: str, dispute: Dispute, outcome: DisputeOutcome, at: datetime
) -> None:
    """Carries out what was found, in the caller's transaction: the loser's templates of that sense are erased, and a consent of
    either side counts again only as far as that side's identity is (still, or anew) verified. Who may say what was found,
    and when it is carried out, is in registry.people.disputes."""
    first = session.get_one(Performer, dispute.performer_id)
    claimant = session.get_one(Performer, dispute.claimant_id)
    _close(session, actor, dispute, outcome, at)
    if outcome is DisputeOutcome.CLAIM_UPHELD:
        _lose(session, keystore, actor, first, dispute.modality, at)
    elif outcome is DisputeOutcome.CLAIM_REFUSED:
        _lose(session, keystore, actor, claimant, dispute.modality, at)
    elif outcome is DisputeOutcome.SAME_PERSON:
        _lose(session, keystore, actor, claimant, None, at)
        end(session, actor, claimant.id, at)
        claimant.status = IdentityStanding.FORGOTTEN
    if outcome in (DisputeOutcome.CLAIM_UPHELD, DisputeOutcome.DISTINCT_PEOPLE):
        unpark_if_settled(session, claimant)


def _lose(
    session: Session, keystore: KeyStore, actor: str, performer: Performer, modality: str | None, at: datetime
) -> None:
    """What a performer has no right to is erased, and whoever confirmed them has to do so anew, whatever else is enrolled."""
    erase(session, keystore, performer, actor, "dispute", at, modality)
    void_identity(session, performer)


def withdraw_from(
    session: Session, actor: str, performer: Performer, at: datetime, modality: str | None = None
) -> None:
    """Closes the disputes of a performer who gave up their templates, of one sense or of all: nobody claims the likeness against
    the other."""
    disputes = [one for one in open_disputes(session, performer.id) if modality in (None, one.modality)]
    for dispute in disputes:
        _close(session, actor, dispute, WITHDRAWN, at)
        if dispute.claimant_id != performer.id:
            unpark_if_settled(session, session.get_one(Performer, dispute.claimant_id))


def _close(session: Session, actor: str, dispute: Dispute, outcome: str, at: datetime) -> None:
    dispute.resolved_at, dispute.resolved_by, dispute.outcome = at, actor, outcome
    session.flush()
    record(session, actor, EventKind.DISPUTE_RESOLVED, dispute.id, at=at, outcome=str(outcome))
    for side in sides_of(dispute):
        if not hears_of(session, dispute, side):
            continue
        notify(session, "notice-dispute-resolved", performer=side, outcome=str(outcome))


def void_identity(session: Session, performer: Performer) -> None:
    """What a union representative confirmed no longer holds: likeness, keys and name must be confirmed anew."""
    performer.status = IdentityStanding.UNVERIFIED
    keys = select(PerformerKey).where(PerformerKey.performer_id == performer.id)
    for key in session.scalars(keys):
        key.confirmed_at = None


def void_identity_without_likeness(session: Session, performer: Performer) -> None:
    """The identity no longer holds where nothing is left that was confirmed with it: of no sense is there a template that answers
    in full."""
    session.flush()
    left = select(Template.id).where(Template.performer_id == performer.id, Template.parked_at.is_(None))
    if session.scalar(left.limit(1)) is None:
        void_identity(session, performer)


def unpark_if_settled(session: Session, performer: Performer) -> None:
    """Templates that only a dispute kept parked answer in full again.

    Those of a verified performer stay parked: they were added after the confirmation, and wait for the next one.
    """
    if performer.status != IdentityStanding.VERIFIED and not claims_a_likeness(session, performer.id):
        unpark(session, performer.id)


def unpark(session: Session, performer_id: str) -> None:
    """All of a performer's templates answer in full."""
    session.execute(update(Template).where(Template.performer_id == performer_id).values(parked_at=None))
    grow(session)
