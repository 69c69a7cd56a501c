"""Reviews that wait for somebody's answer, a page at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, not_, or_, select

from registry.core.database import Database
from registry.core.days import over_anywhere
from registry.core.paging import FIRST, SIZE, ListPage, PageRequest, like, listed
from registry.core.permissions import Identity, Permission, require
from registry.records.tables.checks import Check
from registry.records.tables.performers import Performer
from registry.records.tables.reviews import Review, ReviewAct
from registry.records.tables.unions import UnionMembership
from registry.reviews.rules import NEUTRAL, UNION, ReviewAnswer, ReviewKind

DUE, NEWEST = "due", "newest"
SORTS = (DUE, NEWEST)
KINDS = tuple(str(kind) for kind in ReviewKind)
OVERDUE = "overdue"
WHEN = (OVERDUE,)


@dataclass(frozen=True)
class ReviewRow:
    """One review on the list of whoever may answer it now. Nothing in it names the production or its file. heard: it is about voices
    alone."""

    id: str
    check_id: str
    kind: str
    side: str
    performer_id: str
    performer: str
    heard: bool
    why: str | None
    opened_at: datetime
    due: date
    overdue: bool


class ReviewLists:
    """What lists show of reviews; whoever answers one opens it, and is asked again whether they may."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._clock = clock

    def waiting(self, who: Identity, asked: PageRequest = FIRST, size: int = SIZE) -> ListPage[ReviewRow]:
        """One page of what this account may answer now, the first due first. asked.chosen: `kind` (of `KINDS`), `due` (of
        `WHEN`); searched for: the performer's name, and id. Raises `Forbidden`."""
        require(who, Permission.REVIEW_READ)
        today = over_anywhere(self._clock())
        rows = (
            select(
                Review.id, Review.check_id, Review.kind, Review.side, Review.performer_id, Performer.name.label("performer"), Review.heard,
                Review.why, Review.opened_at, Review.due,
            )
            .join(Performer, Performer.id == Review.performer_id)
            .join(Check, Check.id == Review.check_id)
            .where(Review.answered_at.is_(None), entitled(who), *_narrowed(asked, today))
            .order_by(*_order(asked.sort))
        )  # fmt: skip
        with self._db.look() as session:
            page = listed(session, rows, asked, size)
        return page.shown(lambda row: ReviewRow(**row._asdict(), overdue=row.due < today))


def entitled(who: Identity) -> ColumnElement[bool]:
    """What `entitled.standing_of` answers of each, as a condition on `Review` with its `Check`."""
    own = {performer for performer, _kind in who.represents} | ({who.performer_id} - {None})
    concerned = Review.performer_id.in_(_members().where(UnionMembership.union_id.in_(who.unions)))
    has_union = Review.performer_id.in_(_members())
    as_union = or_(concerned, not_(has_union)) if who.unions else false()
    outside = has_union if who.unions else not_(false())
    as_neutral = and_(not_(concerned), outside) if who.unions or who.is_neutral else false()
    first = Review.kind.in_((ReviewKind.POSSIBLE, ReviewKind.NOT_FOUND))
    return and_(
        Review.performer_id.not_in(own),
        Check.production_id.not_in(who.productions | who.commissions | who.counsels),
        not_(exists().where(ReviewAct.matter == _MATTER, ReviewAct.account_id == who.account_id)),
        or_(
            and_(first, or_(as_union, and_(as_neutral, not_(has_union)))),
            and_(not_(first), as_union, not_(_spoken(ReviewAct.standing.startswith(f"{UNION}:")))),
            and_(not_(first), as_neutral, not_(_spoken(ReviewAct.standing == NEUTRAL))),
        ),
    )


_MATTER = Review.check_id.concat("/").concat(Review.ref).concat("/").concat(Review.performer_id)
"""As `records.tables.reviews.matter` writes it."""


def _members() -> Select[Any]:
    return select(UnionMembership.performer_id).where(
        UnionMembership.confirmed_at.is_not(None), UnionMembership.ended_at.is_(None)
    )


def _spoken(standing: ColumnElement[bool]) -> ColumnElement[bool]:
    """Somebody of this standing has answered; that they could not tell leaves others of it free to."""
    told = ReviewAct.answer != ReviewAnswer.CANNOT_TELL
    return exists().where(ReviewAct.review_id == Review.id, ReviewAct.answer.is_not(None), told, standing)


def _narrowed(asked: PageRequest, today: date) -> list[Any]:
    found: list[Any] = []
    if asked.search:
        pattern = like(asked.search)
        found.append(or_(Performer.name.ilike(pattern, escape="\\"), Review.id.ilike(pattern, escape="\\")))
    if asked.chosen.get("kind"):
        found.append(Review.kind == asked.chosen["kind"])
    if asked.chosen.get("due"):
        found.append(Review.due < today)
    return found


def _order(sort: str) -> tuple[Any, ...]:
    if sort == NEWEST:
        return Review.opened_at.desc(), Review.id.desc()
    return Review.due.asc(), Review.id.asc()
