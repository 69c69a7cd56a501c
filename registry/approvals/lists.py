"""What waits for somebody's answer, a page at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, not_, or_, select, true

from consent.verdicts import NOT_CLEARED
from registry.approvals.kinds import KINDS
from registry.core.database import Database
from registry.core.paging import FIRST, SIZE, Asked, Listed, like, listed
from registry.core.permissions import Identity, Permission
from registry.records.checks import notices_to
from registry.records.performers import Standing
from registry.records.tables.approvals import Approval, CheckNeed
from registry.records.tables.checks import Check, CheckPerson
from registry.records.tables.consents import Coverage
from registry.records.tables.performers import Performer
from registry.records.tables.productions import Production, ProductionAgreement
from registry.records.tables.unions import UnionAgreement, UnionMembership

OLDEST, NEWEST = "oldest", "newest"
SORTS = (OLDEST, NEWEST)
ASKED = tuple(KINDS)
_FOR_UNION = tuple(name for name, kind in KINDS.items() if "union" in kind.bound_to)
Condition = ColumnElement[bool]


@dataclass(frozen=True)
class Waiting:
    """One answer that a check waits for, and that the viewer may give.

    answers: the accepted words, the yes first. performer_id, union_id, fact, consent_id: what `Approvals.give` has to be
    told, the last two as `params`.
    person: the pseudonym in the check. name: the performer's, for performer and union. unit: for whoever makes the file.
    """

    check_id: str
    production_id: str
    production: str
    company: str
    unit: str | None
    kind: str
    answers: tuple[str, ...]
    verdict: str
    since: datetime
    person: str | None
    performer_id: str | None
    name: str | None
    union_id: str | None
    fact: str | None
    consent_id: str | None
    declaration_sha256: str
    file_sha256: str


class WaitingLists:
    """What lists show of answers that are waited for. Nothing is proven here: whoever answers opens the check."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._clock = clock

    def page(self, who: Identity, asked: Asked = FIRST, size: int = SIZE, check: str | None = None) -> Listed[Waiting]:
        """One page of what waits for an answer of this viewer, the oldest decision first; of one check, if it is named.

        asked.chosen: `kind` (of `ASKED`); searched for: production, company, check id, and the performer's name where the
        viewer sees it. What was answered is not waited for, though a decision may still wait for others.
        """
        open_ = open_needs(who, self._clock())
        rows, name = open_.rows, open_.name
        if check is not None:
            rows = rows.where(Check.id == check)
        if asked.chosen.get("kind"):
            rows = rows.where(CheckNeed.kind == asked.chosen["kind"])
        if asked.search:
            searched = (Production.title, Production.company, Check.id, name)
            rows = rows.where(or_(*(column.ilike(like(asked.search), escape="\\") for column in searched)))
        union = func.coalesce(open_.union_id, "")
        since = decided_at.desc() if asked.sort == NEWEST else decided_at.asc()
        with self._db.look() as session:
            return listed(session, rows.order_by(since, Check.id, CheckNeed.position, union), asked, size).shown(_shown)


@dataclass(frozen=True)
class Open:
    """Answers that somebody may give now, as a query, and columns in it: the name as they see it, whether they make the file,
    which union is to answer."""

    rows: Select[Any]
    name: ColumnElement[Any]
    maker: Condition
    union_id: ColumnElement[Any]


def open_needs(who: Identity, at: datetime) -> Open:
    """Every answer that a check waits for and that `who` may give, each with its check and production."""
    made = who.productions | who.commissions | who.counsels
    maker = Check.production_id.in_(made)
    play = _in_play()
    name = case((maker, None), else_=Performer.name)
    rows = (
        select(
            CheckNeed,
            Check.production_id,
            Check.unit_key,
            decided_at.label("since"),
            Check.declaration_sha256,
            Check.file_sha256,
            Production.title,
            Production.company,
            name.label("name"),
            maker.label("maker"),
            play.c.union_id,
        )
        .join(Check, Check.id == CheckNeed.check_id)
        .join(Production, Production.id == Check.production_id)
        .outerjoin(Performer, Performer.id == CheckNeed.performer_id)
        .outerjoin(play, and_(play.c.production_id == Check.production_id, CheckNeed.kind.in_(_FOR_UNION)))
        .where(unindexed(Check.state) == "decided", Check.verdict.in_(NOT_CLEARED), Check.superseded_by.is_(None))
        .where(_within_reach(who), CheckNeed.told == maker, _sees(who, maker), _may(who, play.c.union_id))
        .where(not_(_answered(play.c.union_id, at)))
    )
    return Open(rows, name, maker, play.c.union_id)


def unindexed(column: Any) -> ColumnElement[Any]:
    """The same value, which no index finds: for what so many rows have that a search should not begin there."""
    return func.coalesce(column, "")


def _within_reach(who: Identity) -> Condition:
    """Which needs somebody could ever answer, as an index finds them; whether they may, says `_may`."""
    ties = {
        Permission.APPROVAL_COMMISSION: who.commissions,
        Permission.APPROVAL_LEGAL: who.counsels,
        Permission.APPROVAL_TELL: who.productions,
        Permission.APPROVAL_UNION: who.unions,
        Permission.FACT_CONFIRM: who.unions,
    }
    kinds = [name for name, kind in KINDS.items() if ties.get(kind.permission)]
    found = [CheckNeed.kind.in_(kinds)] if kinds else []
    if _own(who):
        found.append(CheckNeed.performer_id.in_(_own(who)))
    makes = not _own(who) and not who.unions  # and is told everything as whoever makes a file is
    return and_(or_(false(), *found), CheckNeed.told if makes else true())


decided_at = func.coalesce(Check.decided_at, Check.requested_at)
"""Since when a decision waits."""


def _shown(row: Any) -> Waiting:
    need: CheckNeed = row.CheckNeed
    return Waiting(
        check_id=need.check_id,
        production_id=row.production_id,
        production=row.title,
        company=row.company,
        unit=row.unit_key.removeprefix(f"{row.production_id}/") if row.maker else None,
        kind=need.kind,
        answers=KINDS[need.kind].answers,
        verdict=need.verdict,
        since=row.since,
        person=need.person,
        performer_id=need.performer_id,
        name=row.name,
        union_id=row.union_id,
        fact=need.fact,
        consent_id=need.consent_id,
        declaration_sha256=row.declaration_sha256,
        file_sha256=row.file_sha256,
    )


def _in_play() -> Any:
    """The unions of the agreements in play on each production (`records.productions.unions`)."""
    declared = select(ProductionAgreement.production_id, UnionAgreement.union_id).join(
        UnionAgreement, UnionAgreement.agreement == ProductionAgreement.agreement
    )
    covering = select(Coverage.production_id, UnionAgreement.union_id).join(
        UnionAgreement, UnionAgreement.agreement == Coverage.agreement
    )
    return declared.union(covering.where(Coverage.covered)).subquery()


def _members(who: Identity) -> Select[Any]:
    return select(UnionMembership.performer_id).where(
        UnionMembership.union_id.in_(who.unions),
        UnionMembership.confirmed_at.is_not(None),
        UnionMembership.ended_at.is_(None),
    )


def _own(who: Identity) -> set[str]:
    return {performer for performer, _kind in who.represents} | ({who.performer_id} if who.performer_id else set())


def _sees(who: Identity, maker: Condition) -> Condition:
    """What `checks.viewer_of` answers: whether the check is theirs to see at all."""
    found = exists().where(CheckPerson.check_id == Check.id, CheckPerson.answer == "match")
    verified = select(Performer.id).where(Performer.id.in_(_own(who)), Performer.status == Standing.VERIFIED)
    seen = [maker, found.where(CheckPerson.performer_id.in_(verified))]
    if who.unions:
        play = _in_play()
        own = exists().where(play.c.production_id == Check.production_id, play.c.union_id.in_(who.unions))
        told = notices_to(who.unions).where(
            Approval.production_id == Check.production_id, Approval.declaration_sha256 == Check.declaration_sha256
        )
        seen += [
            found.where(
                exists().where(  # asked of one person at a time: a list of all members would be gone through for each check
                    UnionMembership.performer_id == CheckPerson.performer_id,
                    UnionMembership.union_id.in_(who.unions),
                    UnionMembership.confirmed_at.is_not(None),
                    UnionMembership.ended_at.is_(None),
                )
            ),
            and_(CheckNeed.of_unions, own),
            told.exists(),
        ]
    return or_(*seen)


def _may(who: Identity, union: ColumnElement[str]) -> Condition:
    """What `permissions.allowed` answers of each kind of answer."""
    outside = Check.production_id.not_in(who.productions)
    untied = Check.production_id.not_in(who.productions | who.commissions | who.counsels)
    represented = [performer for performer, _kind in who.represents]
    performer = or_(
        and_(CheckNeed.performer_id == who.performer_id, outside) if who.performer_id else false(),
        and_(CheckNeed.performer_id.in_(represented), untied),
    )
    able: dict[Permission, Condition] = {
        Permission.APPROVAL_COMMISSION: and_(Check.production_id.in_(who.commissions), outside),
        Permission.APPROVAL_LEGAL: and_(Check.production_id.in_(who.counsels), outside),
        Permission.APPROVAL_TELL: Check.production_id.in_(who.productions),
        Permission.APPROVAL_UNION: and_(union.in_(who.unions), outside),
        Permission.APPROVAL_PERFORMER: performer,
        Permission.FACT_CONFIRM: or_(performer, and_(CheckNeed.performer_id.in_(_members(who)), outside)),
    }
    found = []
    for permission, condition in able.items():
        kinds = [name for name, kind in KINDS.items() if kind.permission is permission]
        found.append(and_(CheckNeed.kind.in_(kinds), condition))
    return and_(or_(*found), or_(CheckNeed.kind.not_in(_FOR_UNION), union.is_not(None)))


def _answered(union: ColumnElement[str], at: datetime) -> Condition:
    """Whether some side's answer to this counts (`answers.counting`)."""
    bound = Approval.kind.in_(_FOR_UNION)
    of_it = exists().where(
        Approval.kind == CheckNeed.kind,
        unindexed(Approval.production_id) == Check.production_id,
        or_(Approval.file_sha256.is_(None), Approval.file_sha256 == Check.file_sha256),
        unindexed(Approval.performer_id) == func.coalesce(CheckNeed.performer_id, ""),
        or_(not_(bound), Approval.union_id == union),
        Approval.params["fact"].as_string().is_not_distinct_from(CheckNeed.fact),
        Approval.revoked_at.is_(None),
        Approval.given_at <= at,
        or_(Approval.expires_at.is_(None), Approval.expires_at > at),
    )
    return or_(
        of_it.where(Approval.declaration_sha256 == Check.declaration_sha256),
        of_it.where(Approval.declaration_sha256.is_(None)),
    )
