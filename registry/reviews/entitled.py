"""Who may answer a review now: the one rule, for whoever looks, whoever is told, and whoever asks whether anybody can."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.core.permissions import ANONYMOUS, Identity, On, Permission, allowed
from registry.people.accounts.identities import identity_of
from registry.records.performers import member_unions
from registry.records.tables.accounts import NeutralReviewer, UnionRepresentative
from registry.records.tables.checks import Check
from registry.records.tables.reviews import Review, ReviewAct, matter
from registry.reviews.rules import NEUTRAL, UNION, may_answer


def standing_of(session: Session, who: Identity, review: Review) -> str | None:
    """As whom this account may answer now; None: not at all.

    Where the performer has no union here, a representative of any union stands as one: an override takes a union and
    somebody neutral, and without this it would take what such a performer cannot have.
    """
    unions = member_unions(session, review.performer_id)
    production = session.scalar(select(Check.production_id).where(Check.id == review.check_id))
    on = On(review.performer_id, unions, production)
    standing = None
    if allowed(who, Permission.REVIEW_DECIDE, on):
        standing = f"{UNION}:{min(who.unions & unions)}"
    elif allowed(who, Permission.REVIEW_SECOND, on):
        standing = NEUTRAL if unions or not who.unions else f"{UNION}:{min(who.unions)}"
    if standing is None or _has_spoken(session, who, review):
        return None
    entitled = may_answer(review.kind, standing, voices_of(session, review.id), has_union=bool(unions))
    return standing if entitled else None


def voices_of(session: Session, review_id: str) -> list[tuple[str, str]]:
    """(standing, answer) of everybody who answered in this review, in order."""
    return [(act.standing, act.answer) for act in acts(session, review_id) if act.answer is not None]


def acts(session: Session, review_id: str) -> list[ReviewAct]:
    """What was done in this review, in order."""
    return list(session.scalars(select(ReviewAct).where(ReviewAct.review_id == review_id).order_by(ReviewAct.id)))


def _has_spoken(session: Session, who: Identity, review: Review) -> bool:
    rows = select(ReviewAct.id).where(ReviewAct.matter == matter(review), ReviewAct.account_id == who.account_id)
    return session.scalar(rows.limit(1)) is not None


def reviewers(session: Session) -> list[Identity]:
    """Everybody who may review at all: representatives of unions, and those appointed as neutral."""
    rows = [
        *session.scalars(select(UnionRepresentative.account_id).where(UnionRepresentative.ended_at.is_(None))),
        *session.scalars(select(NeutralReviewer.account_id).where(NeutralReviewer.ended_at.is_(None))),
    ]
    return [who for account in dict.fromkeys(rows) if (who := identity_of(session, account)) != ANONYMOUS]


def unattended(session: Session) -> list[str]:
    """The ids of open reviews that nobody is entitled to answer."""
    able = reviewers(session)
    waiting = session.scalars(select(Review).where(Review.answered_at.is_(None)).order_by(Review.due, Review.id))
    return [review.id for review in waiting if not any(standing_of(session, who, review) for who in able)]
