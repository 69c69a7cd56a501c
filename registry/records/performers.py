"""Reading performers' records: whom they touch, how far their identity is established, which likeness is confirmed."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from matching.senses import FIRST
from registry.core.database import UNPROVEN
from registry.core.days import of_age_on
from registry.core.errors import NotFound
from registry.core.permissions import Identity, On
from registry.records.tables.consents import Consent
from registry.records.tables.disputes import DisputeVoice
from registry.records.tables.performers import (
    BiometricRelease,
    Dispute,
    IdentityConfirmation,
    Performer,
    PerformerKey,
    Template,
)
from registry.records.tables.unions import UnionMembership


class IdentityStanding(StrEnum):
    """How far a performer's identity is established. Only `verified` lets a consent clear anything."""

    UNVERIFIED = "unverified"
    VERIFIED = "verified"
    DISPUTED = "disputed"
    FORGOTTEN = "forgotten"


def load(session: Session, performer_id: str) -> tuple[Performer, On]:
    """The performer, and the record reduced to whose it is. Raises `NotFound`."""
    performer = session.get(Performer, performer_id)
    if performer is None:
        raise NotFound("performer", performer_id)
    return performer, touching(session, performer_id)


def touching(session: Session, performer_id: str) -> On:
    """The performer and the unions in which membership is claimed or confirmed.

    A claimed one counts, because the union must see the performer to confirm anything; only the performer (or who
    acts for them) can claim.
    """
    rows = select(UnionMembership.union_id).where(
        UnionMembership.performer_id == performer_id, UnionMembership.ended_at.is_(None)
    )
    return On(performer_id=performer_id, unions=frozenset(session.scalars(rows)))


def member_unions(session: Session, performer_id: str) -> frozenset[str]:
    """The unions that confirmed the performer's membership. One that was merely named speaks for nobody."""
    rows = select(UnionMembership.union_id).where(
        UnionMembership.performer_id == performer_id,
        UnionMembership.confirmed_at.is_not(None),
        UnionMembership.ended_at.is_(None),
    )
    return frozenset(session.scalars(rows))


def speaks_over(who: Identity, performer: Performer, said_by: str | None) -> bool:
    """Whether somebody who acts for a performer would undo what the performer said themselves (`said_by`: the account that
    did). An estate speaks for the dead."""
    estate = performer.life == "deceased" and (performer.id, "estate") in who.represents
    return said_by is not None and said_by == performer.account_id != who.account_id and not estate


def may_end(who: Identity, performer: Performer) -> bool:
    """Whether somebody who acts for a performer may give up what protects them, their likeness on record or their union: a
    guardian, the estate of the dead, and anybody else only where the performer has no account to say so with."""
    guardian = (performer.id, "guardian") in who.represents
    return guardian or not speaks_over(who, performer, performer.account_id)


def open_disputes(session: Session, performer_id: str) -> list[Dispute]:
    """Disputes about this performer's likeness that no person has resolved yet, on either side."""
    rows = select(Dispute).where(
        Dispute.resolved_at.is_(None),
        or_(Dispute.performer_id == performer_id, Dispute.claimant_id == performer_id),
    )
    return list(session.scalars(rows))


def hears_of(session: Session, dispute: Dispute, performer_id: str) -> bool:
    """Whether a side may know of a dispute: at once where its identity is confirmed, else once somebody has taken it up. Who
    enrols somebody's picture under a new name must not learn from it whether the likeness is registered, nor when it is."""
    if session.get_one(Performer, performer_id).status == IdentityStanding.VERIFIED:
        return True
    taken_up = select(DisputeVoice.id).where(DisputeVoice.dispute_id == dispute.id)
    return session.scalar(taken_up.limit(1)) is not None


def claims_a_likeness(session: Session, performer_id: str) -> bool:
    """Whether a dispute is open in which this performer came second."""
    claims = select(Dispute.id).where(Dispute.claimant_id == performer_id, Dispute.resolved_at.is_(None))
    return session.scalar(claims.limit(1)) is not None


def waits_for_dispute(session: Session, performer: Performer) -> bool:
    """Whether nothing of this performer can be confirmed before a dispute is over: they claim somebody's likeness, or nobody
    has confirmed either side."""
    return claims_a_likeness(session, performer.id) or standing(session, performer) is IdentityStanding.DISPUTED


def standing(session: Session, performer: Performer) -> IdentityStanding:
    """The identity as a clearance case must see it.

    An identity that a union has confirmed goes on counting whatever anybody claims: what a claim may end, a person
    ends who has looked at both sides. Of those whom nobody has confirmed, both wait while a dispute is open. What a
    confirmed performer claims beside their own likeness waits as well, because the templates of a claim are parked.
    """
    if performer.status == IdentityStanding.UNVERIFIED and open_disputes(session, performer.id):
        return IdentityStanding.DISPUTED
    return IdentityStanding(performer.status)


def hears_of_findings(session: Session, performer_id: str) -> bool:
    """Whether this performer may learn anything about a file that they were found in: only once their identity is
    established. Whoever merely claims a likeness hears of no unreleased picture, at any door."""
    return standing(session, session.get_one(Performer, performer_id)) is IdentityStanding.VERIFIED


def life(performer: Performer, today: date) -> dict[str, Any]:
    """What is on record of somebody's life, as a clearance case has it on this day: a death that is dated later where
    somebody else lives has happened there, and so has it here."""
    days = {"died": performer.died, "born": performer.born}
    known = {name: None if day is None else min(day, today).isoformat() for name, day in days.items()}
    minor = False if performer.born is None else today < of_age_on(performer.born)
    return {"life": performer.life, "minor": minor} | known


def likeness_digest(session: Session, performer_id: str) -> str | None:
    """SHA-256 over the enrolled templates of a performer, as a union representative confirms it; None without any.

    It covers ids, encoders and ciphertexts, so a template that was added, exchanged or altered shows.
    """
    rows = session.scalars(select(Template).where(Template.performer_id == performer_id).order_by(Template.id)).all()
    if not rows:
        return None
    digest = hashlib.sha256()
    for row in rows:
        part = hashlib.sha256(row.ciphertext).hexdigest()
        digest.update(f"{row.id} {row.modality} {row.encoder} {row.weights_sha256} {part}\n".encode())
    return digest.hexdigest()


def live_releases(session: Session, performer_id: str) -> list[BiometricRelease]:
    """The biometric releases under which templates may exist, one for each sense at most."""
    rows = select(BiometricRelease).where(
        BiometricRelease.performer_id == performer_id, BiometricRelease.withdrawn_at.is_(None)
    )
    return list(session.scalars(rows.order_by(BiometricRelease.signed_at, BiometricRelease.id)))


def live_release(session: Session, performer_id: str, modality: str) -> BiometricRelease | None:
    """The biometric release under which templates of this sense may exist, if there is one."""
    return next((one for one in live_releases(session, performer_id) if one.modality == modality), None)


def lacks_release(session: Session, performer_id: str) -> bool:
    """Whether something is enrolled, of any sense, that no release in force covers."""
    covered = {release.modality for release in live_releases(session, performer_id)}
    enrolled = select(Template.modality).where(Template.performer_id == performer_id).distinct()
    return not set(session.scalars(enrolled)) <= covered


def live_keys(session: Session, performer_id: str) -> list[PerformerKey]:
    """The keys that were not revoked. Only those with `confirmed_at` are known to be this person's."""
    rows = select(PerformerKey).where(PerformerKey.performer_id == performer_id, PerformerKey.revoked_at.is_(None))
    return list(session.scalars(rows.order_by(PerformerKey.added_at)))


def confirmations(session: Session, performer_id: str) -> list[IdentityConfirmation]:
    """Every time that somebody confirmed this performer's identity, the latest first."""
    rows = select(IdentityConfirmation).where(IdentityConfirmation.performer_id == performer_id)
    return list(session.scalars(rows.order_by(IdentityConfirmation.confirmed_at.desc())))


@dataclass(frozen=True)
class SenseCard:
    """What there is of one sense. consented: whether a consent in force covers the use of what this sense recognises, which
    checks can only find where something is enrolled."""

    release: BiometricRelease | None
    templates: int
    consented: bool

    @property
    def gap(self) -> bool:
        """Whether somebody may use it, and nobody would notice whether they use it otherwise."""
        return self.consented and not self.templates


@dataclass(frozen=True)
class Card:
    """What the performer and their unions see of the record.

    release: of the first sense; senses: by each, what there is. unions: id -> whether the union confirmed the membership. templates:
    how many are enrolled; parked: how many of them answer `possible` only, or rest on nothing that is confirmed. likeness_digest:
    what a confirmation of identity names. disputed: that somebody else claims the likeness is said, never who. waits: whether
    nothing can be confirmed before that is over. The side itself is told of a dispute as `hears_of` says; its union at once.
    """

    performer: Performer
    standing: IdentityStanding
    unions: dict[str, bool]
    release: BiometricRelease | None
    templates: int
    parked: int
    likeness_digest: str | None
    keys: list[PerformerKey]
    confirmations: list[IdentityConfirmation]
    disputed: bool
    waits: bool
    senses: dict[str, SenseCard]


def card(session: Session, performer: Performer, *, own: bool) -> Card:
    """The performer's card, for their own side or for a union. Whoever asks was found to be allowed already."""
    open_ = [one for one in open_disputes(session, performer.id) if not own or hears_of(session, one, performer.id)]
    unheard = own and not open_
    unverified = performer.status == IdentityStanding.UNVERIFIED
    memberships = select(UnionMembership).where(
        UnionMembership.performer_id == performer.id, UnionMembership.ended_at.is_(None)
    )
    aside = func.coalesce(Template.crowded_at, Template.parked_at)
    parked = list(session.scalars(select(aside).where(Template.performer_id == performer.id)))
    return Card(
        performer=performer,
        standing=IdentityStanding(performer.status) if unheard else standing(session, performer),
        unions={row.union_id: row.confirmed_by is not None for row in session.scalars(memberships)},
        release=live_release(session, performer.id, FIRST) or next(iter(live_releases(session, performer.id)), None),
        templates=len(parked),
        parked=len(parked) if own and unverified else sum(moment is not None for moment in parked),
        likeness_digest=likeness_digest(session, performer.id),
        keys=live_keys(session, performer.id),
        confirmations=confirmations(session, performer.id),
        disputed=bool(open_),
        waits=not unheard and waits_for_dispute(session, performer),
        senses=_senses(session, performer.id),
    )


def _senses(session: Session, performer_id: str) -> dict[str, SenseCard]:
    """Of every sense of which there is anything."""
    of = (
        select(Template.modality, func.count()).where(Template.performer_id == performer_id).group_by(Template.modality)
    )
    templates = {row[0]: row[1] for row in session.execute(of)}
    releases = {release.modality: release for release in live_releases(session, performer_id)}
    papers = select(Consent.document).where(Consent.performer_id == performer_id, Consent.state == "given")
    # a hint what to enrol, which allows nothing: to prove it, every consent of the registry would be read
    given = session.scalars(papers, execution_options={UNPROVEN: frozenset({"consent"})})
    consented = {one for paper in given for one in json.loads(paper)["scope"]["modalities"]}
    names = templates.keys() | releases.keys() | consented
    return {one: SenseCard(releases.get(one), templates.get(one, 0), one in consented) for one in sorted(names)}
