"""The parts of the list, each a query: as whom somebody may answer stands in it, so that no row leads to a refusal."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, exists, func, literal, not_, or_, select
from sqlalchemy.orm import aliased

from registry.approvals.lists import open_needs
from registry.consents.lists import lacks
from registry.consents.records import OPEN
from registry.core.permissions import Identity
from registry.people.accounts.offices import OFFER_LASTS
from registry.records.performers import IdentityStanding
from registry.records.tables.accounts import OfficeOffer, Representation
from registry.records.tables.approvals import CheckNeed
from registry.records.tables.checks import Check
from registry.records.tables.consents import Consent, Coverage
from registry.records.tables.ledger import Notice
from registry.records.tables.performers import (
    Dispute,
    IdentityConfirmation,
    LookAlike,
    Performer,
    PerformerKey,
    Template,
)
from registry.records.tables.productions import Production, ProductionAgreement
from registry.records.tables.reviews import Review, ReviewCrop
from registry.records.tables.unions import Union, UnionMembership
from registry.reviews.lists import entitled
from registry.reviews.rules import ReviewKind as ReviewKind
from registry.waiting.rows import (
    AGREEMENT,
    ANSWER,
    APPEAL,
    COUNTERSIGN,
    COVERAGE,
    DISPUTE,
    FILE,
    IDENTITY,
    LOOK_ALIKE,
    MEMBERSHIP,
    OFFER,
    REPRESENTATION,
    REVIEW,
    SIGN,
    WaitingPart,
    held,
    member,
    own,
    row,
    tied,
)

Rows = Select[Any]


def parts(who: Identity, at: datetime, disputes: list[str]) -> Iterator[WaitingPart]:
    """Every part that this account could have something in. `disputes`: in which it may speak."""
    if own(who) or who.unions or tied(who):
        yield _answers(who, at)
    if own(who) or who.unions:
        yield WaitingPart(SIGN, _to_sign(who, at))
    if who.productions:
        yield WaitingPart(FILE, _files(who))
        yield WaitingPart(FILE, _doubtful_files(who))
    if who.unions or who.is_neutral:
        yield from (WaitingPart(kind, _reviews(who, kind)) for kind in (REVIEW, APPEAL))
    if disputes:
        yield WaitingPart(DISPUTE, _disputes(disputes))
    if who.unions:
        yield from (WaitingPart(COUNTERSIGN, _to_countersign(who, union, at)) for union in sorted(who.unions))
        yield WaitingPart(COVERAGE, _coverage(who, at))
        yield WaitingPart(MEMBERSHIP, _memberships(who))
        yield WaitingPart(IDENTITY, _identities(who))
        yield WaitingPart(REPRESENTATION, _representations(who))
        yield WaitingPart(AGREEMENT, _agreements(who))
        yield WaitingPart(LOOK_ALIKE, _look_alikes(who))
    yield WaitingPart(OFFER, _offers(who, at))


def _answers(who: Identity, at: datetime) -> WaitingPart:
    wanted = open_needs(who, at)
    union = func.coalesce(wanted.union_id, "")
    key = CheckNeed.check_id.concat("/").concat(CheckNeed.position).concat("/").concat(union)
    shot = func.substr(Check.unit_key, func.length(Check.production_id) + 2)
    name = case((wanted.maker, CheckNeed.person), else_=func.coalesce(Performer.name, CheckNeed.person))
    columns = row(
        ANSWER, key, CheckNeed.since, CheckNeed.check_id, what=CheckNeed.kind, fact=CheckNeed.fact,
        verdict=CheckNeed.verdict, production=Production.title, company=Production.company,
        shot=case((wanted.maker, shot), else_=None), person=name, beside=wanted.union_id,
    )  # fmt: skip
    rows = wanted.rows.join(Production, Production.id == CheckNeed.production_id).outerjoin(
        Performer, Performer.id == CheckNeed.performer_id
    )
    return WaitingPart(ANSWER, rows.with_only_columns(*columns, maintain_column_froms=True), wanted.searched)


def _to_sign(who: Identity, at: datetime) -> Rows:
    """A consent that is signed by the performer, by who acts for them and does not work for whoever asks, or by their union."""
    by_union = Consent.document.contains('"role":"union"', autoescape=True)
    acting = [performer for performer, _kind in who.represents]
    able = [and_(Consent.performer_id.in_(acting), Consent.production_id.not_in(tied(who)), not_(by_union))]
    if who.performer_id:
        able.append(and_(Consent.performer_id == who.performer_id, not_(by_union)))
    if who.unions:
        outside = Consent.production_id.not_in(who.productions)
        able.append(and_(by_union, outside, member(Consent.performer_id, who.unions)))
    return _consents(SIGN).where(
        Consent.state.in_(OPEN), Consent.signed_at.is_(None), Consent.ends_at > at, or_(*able)
    )  # fmt: skip


def _to_countersign(who: Identity, union: str, at: datetime) -> Rows:
    return (
        _consents(COUNTERSIGN, Consent.signed_at, union)
        .where(lacks(union, who), Consent.ends_at > at)
        .where(Consent.performer_id.not_in(own(who)), Consent.production_id.not_in(who.productions))
    )


def _coverage(who: Identity, at: datetime) -> Rows:
    """A member's consent for a production that says to work under the union's agreement: the union has not said whether that
    covers the work."""
    said = exists().where(
        Coverage.performer_id == Consent.performer_id,
        Coverage.production_id == Consent.production_id,
        Coverage.agreement == ProductionAgreement.agreement,
    )
    return (
        _consents(COVERAGE, what=ProductionAgreement.agreement)
        .join(ProductionAgreement, ProductionAgreement.production_id == Consent.production_id)
        .where(ProductionAgreement.agreement.in_(held(who.unions)), not_(said))
        .where(Consent.state.in_((*OPEN, "given")), Consent.ends_at > at, member(Consent.performer_id, who.unions))
        .where(Consent.performer_id.not_in(own(who)), Consent.production_id.not_in(who.productions))
    )


def _consents(kind: str, since: Any = Consent.drafted_at, union: str | None = None, what: Any = None) -> Rows:
    key = Consent.id if what is None else Consent.id.concat("/").concat(what)
    if union is not None:
        key = Consent.id.concat(f"/{union}")
    columns = row(
        kind, key, since, Consent.id, what=what, production=Production.title, company=Production.company,
        person=Performer.name, beside=union if union is None else literal(union),
    )  # fmt: skip
    return (
        select(*columns)
        .select_from(Consent)
        .join(Performer, Performer.id == Consent.performer_id)
        .join(Production, Production.id == Consent.production_id)
    )


def _files(who: Identity) -> Rows:
    """A check that can no longer be decided from what was found, and that nobody compares again: the file has to come back."""
    # few checks are stale and a production has many, so no index finds the production
    theirs = func.coalesce(Check.production_id, "").in_(who.productions)
    return _of_check().where(theirs, Check.state == "stale", Check.superseded_by.is_(None))


def _doubtful_files(who: Identity) -> Rows:
    """Something that somebody has to look at and that is not kept any more: asked for as it was told, and of an appearance in the
    file alone, so that nobody learns for whom people look."""
    there = exists().where(ReviewCrop.review_id == Review.id)
    told = exists().where(
        Notice.production_id == Check.production_id,
        Notice.message == "notice-review-show-again",
        Notice.params["check"].as_string() == Check.id,
    )
    unseen = (
        select(Review.check_id)
        .where(Review.answered_at.is_(None), Review.ref != "", not_(there))
        .where(Review.check_id == Check.id)
    )
    open_ = select(Review.check_id).where(Review.answered_at.is_(None), Review.ref != "")
    return _of_check().where(
        Check.id.in_(open_), unseen.exists(), Check.production_id.in_(who.productions), Check.state == "decided",
        Check.superseded_by.is_(None), told,
    )  # fmt: skip


def _of_check() -> Rows:
    shot = func.substr(Check.unit_key, func.length(Check.production_id) + 2)
    columns = row(
        FILE,
        Check.id,
        func.coalesce(Check.decided_at, Check.requested_at),
        Check.id,
        production=Production.title,
        company=Production.company,
        shot=shot,
    )
    return select(*columns).select_from(Check).join(Production, Production.id == Check.production_id)


def _reviews(who: Identity, kind: str) -> Rows:
    """Nothing here names the production or its file, as the review itself does not."""
    second = Review.kind.in_((ReviewKind.MATCH, ReviewKind.AGAIN))
    columns = row(kind, Review.id, Review.opened_at, Review.id, what=Review.kind, person=Performer.name)
    return (
        select(*columns)
        .select_from(Review)
        .join(Performer, Performer.id == Review.performer_id)
        .join(Check, Check.id == Review.check_id)
        .where(Review.answered_at.is_(None), entitled(who), second if kind == APPEAL else not_(second))
    )


def _disputes(ids: list[str]) -> Rows:
    return select(*row(DISPUTE, Dispute.id, Dispute.opened_at, Dispute.id)).where(Dispute.id.in_(ids))


def _memberships(who: Identity) -> Rows:
    return _members(MEMBERSHIP, UnionMembership.claimed_at, who).where(UnionMembership.confirmed_at.is_(None))


def _identities(who: Identity) -> Rows:
    """A member with a likeness and a key that nobody has confirmed: that is what a union confirms together."""
    waiting = exists().where(
        PerformerKey.performer_id == Performer.id,
        PerformerKey.confirmed_at.is_(None),
        PerformerKey.revoked_at.is_(None),
        PerformerKey.signer_role == "performer",
    )
    return _members(IDENTITY, UnionMembership.confirmed_at, who).where(
        UnionMembership.confirmed_at.is_not(None),
        Performer.status == IdentityStanding.UNVERIFIED,
        waiting,
        exists().where(Template.performer_id == Performer.id),
    )


def _members(kind: str, since: Any, who: Identity) -> Rows:
    key = Performer.id.concat("/").concat(UnionMembership.union_id)
    columns = row(kind, key, since, UnionMembership.union_id, person=Performer.name, beside=Performer.id)
    return (
        select(*columns)
        .select_from(UnionMembership)
        .join(Performer, Performer.id == UnionMembership.performer_id)
        .where(UnionMembership.union_id.in_(who.unions), UnionMembership.ended_at.is_(None))
        .where(Performer.id.not_in(own(who)), Performer.status != IdentityStanding.FORGOTTEN)
    )


def _representations(who: Identity) -> Rows:
    """A claim to act for a member: confirmed by neither who put it on record nor who would act."""
    columns = row(
        REPRESENTATION, Representation.id, Representation.granted_at, UnionMembership.union_id, what=Representation.kind,
        person=Performer.name, beside=Performer.id,
    )  # fmt: skip
    return (
        select(*columns)
        .select_from(Representation)
        .join(Performer, Performer.id == Representation.performer_id)
        .join(UnionMembership, UnionMembership.performer_id == Performer.id)
        .where(UnionMembership.union_id.in_(who.unions), UnionMembership.ended_at.is_(None))
        .where(Representation.confirmed_at.is_(None), Representation.ended_at.is_(None))
        .where(Representation.granted_by != who.account_id, Representation.account_id != who.account_id)
        .where(Performer.id.not_in(own(who)))
    )


def _agreements(who: Identity) -> Rows:
    key = ProductionAgreement.production_id.concat("/").concat(ProductionAgreement.agreement)
    columns = row(
        AGREEMENT, key, ProductionAgreement.declared_at, Production.id, what=ProductionAgreement.agreement,
        production=Production.title, company=Production.company,
    )  # fmt: skip
    return (
        select(*columns)
        .select_from(ProductionAgreement)
        .join(Production, Production.id == ProductionAgreement.production_id)
        .where(ProductionAgreement.agreement.in_(held(who.unions)), ProductionAgreement.confirmed_at.is_(None))
        .where(Production.id.not_in(who.productions))
    )


def _look_alikes(who: Identity) -> Rows:
    """A signed declaration of which a member is a side, for who is and acts for neither side and confirmed neither."""
    sides = LookAlike.performer_id, LookAlike.other_id
    confirmed = exists().where(
        IdentityConfirmation.performer_id.in_(sides), IdentityConfirmation.confirmed_by == who.account_id
    )
    signer = aliased(Performer)
    columns = row(LOOK_ALIKE, LookAlike.id, LookAlike.signed_at, LookAlike.id, person=signer.name)
    return (
        select(*columns)
        .select_from(LookAlike)
        .join(signer, signer.id == LookAlike.performer_id)
        .where(LookAlike.signed_at.is_not(None), LookAlike.approved_at.is_(None), LookAlike.refused_at.is_(None))
        .where(LookAlike.ended_at.is_(None), or_(*(member(side, who.unions) for side in sides)), not_(confirmed))
        .where(*(side.not_in(own(who)) for side in sides))
    )


def _offers(who: Identity, at: datetime) -> Rows:
    """With the name of what the office is of; of a performer the id, as `records.naming.name_of` says it."""
    person = case((and_(Union.id.is_(None), Production.id.is_(None)), OfficeOffer.of))
    columns = row(
        OFFER, OfficeOffer.id, OfficeOffer.offered_at, OfficeOffer.id, what=OfficeOffer.office, production=Production.title,
        company=func.coalesce(Production.company, Union.name), person=person,
    )  # fmt: skip
    rows = (
        select(*columns)
        .select_from(OfficeOffer)
        .outerjoin(Union, Union.id == OfficeOffer.of)
        .outerjoin(Production, Production.id == OfficeOffer.of)
    )
    return rows.where(
        OfficeOffer.account_id == who.account_id,
        OfficeOffer.answered_at.is_(None),
        OfficeOffer.offered_at > at - OFFER_LASTS,
    )
