"""What waits for somebody's answer, a page at a time."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, not_, or_, select
from sqlalchemy.orm import Session

from consent.verdicts import NOT_CLEARED
from registry.approvals.kinds import KINDS
from registry.core.database import Database
from registry.core.paging import FIRST, SIZE, ListPage, PageRequest, like, listed
from registry.core.permissions import Identity, Permission
from registry.records.checks import told_of
from registry.records.performers import IdentityStanding
from registry.records.sight import member_of
from registry.records.tables.approvals import Approval, CheckNeed
from registry.records.tables.checks import Check, CheckPerson
from registry.records.tables.consents import Coverage
from registry.records.tables.performers import Performer
from registry.records.tables.productions import Production, ProductionAgreement
from registry.records.tables.unions import UnionAgreement

OLDEST, NEWEST = "oldest", "newest"
SORTS = (OLDEST, NEWEST)
ASKED = tuple(KINDS)
_FOR_UNION = tuple(name for name, kind in KINDS.items() if "union" in kind.bound_to)
_MAKERS = (Permission.APPROVAL_COMMISSION, Permission.APPROVAL_LEGAL, Permission.APPROVAL_TELL)
_FOR_MAKERS = tuple(name for name, kind in KINDS.items() if kind.permission in _MAKERS)
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

    def page(
        self, who: Identity, asked: PageRequest = FIRST, size: int = SIZE, check: str | None = None
    ) -> ListPage[Waiting]:
        """One page of what waits for an answer of this viewer, the oldest decision first; of one check, if it is named.

        asked.chosen: `kind` (of `ASKED`); searched for: production, company, check id, the shot for whoever makes the file, and
        the performer's name for everybody else. What was answered is not waited for, though a decision may still wait for others.
        """
        wanted = open_needs(who, self._clock())
        rows = wanted.rows
        if check is not None:
            rows = rows.where(Check.id == check)
        if asked.chosen.get("kind"):
            rows = rows.where(CheckNeed.kind == asked.chosen["kind"])
        if asked.search:
            rows = rows.where(wanted.searched(like(asked.search)))
        union = func.coalesce(wanted.union_id, "")
        by_age = CheckNeed.since, CheckNeed.check_id, CheckNeed.position
        order = [column.desc() if asked.sort == NEWEST else column.asc() for column in by_age]
        with self._db.look() as session:
            found = listed(session, rows.order_by(*order, union), asked, size)
            more = _more(session, {row.CheckNeed.check_id for row in found.rows})
            names = _names(session, {row.CheckNeed.performer_id for row in found.rows})
            return found.shown(lambda row: _shown(row, more[row.CheckNeed.check_id], names, wanted.made))


@dataclass(frozen=True)
class OpenNeeds:
    """Answers that somebody may give now: `CheckNeed` and the union that is to answer, as a query; in it, whether they make the
    file; and the productions of which they make or approve files."""

    rows: Select[Any]
    union_id: ColumnElement[Any]
    maker: Condition
    made: frozenset[str]

    def searched(self, pattern: str) -> Condition:
        """Whether what the viewer is shown of a row is like this. Productions and performers are found first, so that each row is
        only asked whether it is of one."""

        def has(column: Any) -> Condition:
            return cast("Condition", column.ilike(pattern, escape="\\"))

        productions = select(Production.id).where(or_(has(Production.title), has(Production.company)))
        performers = select(Performer.id).where(has(Performer.name))
        named = or_(
            CheckNeed.performer_id.in_(performers), and_(CheckNeed.performer_id.is_(None), has(CheckNeed.person))
        )
        if self.made:
            shot = func.substr(Check.unit_key, func.length(Check.production_id) + 2)
            named = or_(and_(self.maker, or_(has(CheckNeed.person), has(shot))), and_(not_(self.maker), named))
        return or_(has(CheckNeed.check_id), CheckNeed.production_id.in_(productions), named)


def open_needs(who: Identity, at: datetime) -> OpenNeeds:
    """Every answer that a check waits for and that `who` may give. What was answered is not waited for."""
    made = who.productions | who.commissions | who.counsels
    maker = CheckNeed.production_id.in_(made)
    play = _in_play().subquery()
    rows = (
        select(CheckNeed, play.c.union_id)
        .join(Check, Check.id == CheckNeed.check_id)
        .outerjoin(play, and_(play.c.production_id == CheckNeed.production_id, CheckNeed.kind.in_(_FOR_UNION)))
        .where(Check.state == "decided", Check.verdict.in_(NOT_CLEARED), Check.superseded_by.is_(None))
        .where(_concerns(who, made), _sees(who, maker), _may(who, play.c.union_id))
        .where(not_(_answered(play.c.union_id, at)))
    )
    return OpenNeeds(rows, play.c.union_id, maker, made)


def _more(session: Session, checks: Collection[str]) -> dict[str, Any]:
    """What is shown of these checks, which are those of one page."""
    columns = (
        Check.id,
        Check.unit_key,
        Check.declaration_sha256,
        Check.file_sha256,
        Production.title,
        Production.company,
    )
    rows = select(*columns).join(Production, Production.id == Check.production_id).where(Check.id.in_(checks))
    return {row.id: row for row in session.execute(rows)}


def _names(session: Session, performers: Collection[str | None]) -> dict[str | None, str]:
    rows = select(Performer.id, Performer.name).where(Performer.id.in_(performers))
    return {row.id: row.name for row in session.execute(rows)}


def _shown(needed: Any, row: Any, names: Mapping[str | None, str], made: Collection[str]) -> Waiting:
    need: CheckNeed = needed.CheckNeed
    maker = need.production_id in made
    return Waiting(
        check_id=need.check_id,
        production_id=need.production_id,
        production=row.title,
        company=row.company,
        unit=row.unit_key.removeprefix(f"{need.production_id}/") if maker else None,
        kind=need.kind,
        answers=KINDS[need.kind].answers,
        verdict=need.verdict,
        since=need.since,
        person=need.person,
        performer_id=need.performer_id,
        name=None if maker else names.get(need.performer_id),
        union_id=needed.union_id,
        fact=need.fact,
        consent_id=need.consent_id,
        declaration_sha256=row.declaration_sha256,
        file_sha256=row.file_sha256,
    )


def _concerns(who: Identity, made: Collection[str]) -> Condition:
    """What may be theirs to answer, from the row alone: whoever makes a file hears what they are told of it, everybody else
    what concerns their own performers, members and agreements."""
    of_makers = CheckNeed.told.is_(True), CheckNeed.production_id.in_(made), CheckNeed.kind.in_(_FOR_MAKERS)
    found = [and_(*of_makers)] if made else []
    own = _own(who)
    if own or who.unions:
        others: list[Condition] = [CheckNeed.performer_id.in_(own)] if own else []
        if who.unions:
            others += [member_of(CheckNeed.performer_id, who.unions), CheckNeed.kind.in_(_FOR_UNION)]
        outside = [CheckNeed.production_id.not_in(made)] if made else []
        found.append(and_(CheckNeed.told.is_(False), *outside, or_(*others)))
    return or_(*found) if found else false()


def _in_play() -> Any:
    """The unions of the agreements in play on each production (`records.productions.unions`)."""
    declared = select(ProductionAgreement.production_id, UnionAgreement.union_id).join(
        UnionAgreement, UnionAgreement.agreement == ProductionAgreement.agreement
    )
    covering = select(Coverage.production_id, UnionAgreement.union_id).join(
        UnionAgreement, UnionAgreement.agreement == Coverage.agreement
    )
    return declared.union(covering.where(Coverage.covered))


def _own(who: Identity) -> set[str]:
    return {performer for performer, _kind in who.represents} | ({who.performer_id} if who.performer_id else set())


def _sees(who: Identity, maker: Condition) -> Condition:
    """What `checks.viewer_of` answers: whether the check is theirs to see at all."""
    found = exists().where(CheckPerson.check_id == Check.id, CheckPerson.answer == "match")
    verified = select(Performer.id).where(Performer.id.in_(_own(who)), Performer.status == IdentityStanding.VERIFIED)
    seen = [maker, found.where(CheckPerson.performer_id.in_(verified))]
    if who.unions:
        play = _in_play().subquery()
        own = CheckNeed.production_id.in_(select(play.c.production_id).where(play.c.union_id.in_(who.unions)))
        seen += [
            found.where(member_of(CheckPerson.performer_id, who.unions)),
            and_(CheckNeed.of_unions, own),
            exists().where(told_of(who.unions)),
        ]
    return or_(*seen)


def _may(who: Identity, union: ColumnElement[str]) -> Condition:
    """What `permissions.allowed` answers of each kind of answer."""
    outside = CheckNeed.production_id.not_in(who.productions)
    untied = CheckNeed.production_id.not_in(who.productions | who.commissions | who.counsels)
    represented = [performer for performer, _kind in who.represents]
    performer = or_(
        and_(CheckNeed.performer_id == who.performer_id, outside) if who.performer_id else false(),
        and_(CheckNeed.performer_id.in_(represented), untied),
    )
    able: dict[Permission, Condition] = {
        Permission.APPROVAL_COMMISSION: and_(CheckNeed.production_id.in_(who.commissions), outside),
        Permission.APPROVAL_LEGAL: and_(CheckNeed.production_id.in_(who.counsels), outside),
        Permission.APPROVAL_TELL: CheckNeed.production_id.in_(who.productions),
        Permission.APPROVAL_UNION: and_(union.in_(who.unions), outside),
        Permission.APPROVAL_PERFORMER: performer,
        Permission.FACT_CONFIRM: or_(performer, and_(member_of(CheckNeed.performer_id, who.unions), outside)),
    }
    found = []
    for permission, condition in able.items():
        kinds = [name for name, kind in KINDS.items() if kind.permission is permission]
        found.append(and_(CheckNeed.kind.in_(kinds), condition))
    return and_(or_(*found), or_(CheckNeed.kind.not_in(_FOR_UNION), union.is_not(None)))


def _answered(union: ColumnElement[str], at: datetime) -> Condition:
    """Whether some side's answer to this counts (`answers.counting`)."""
    bound = Approval.kind.in_(_FOR_UNION)
    given = exists().where(
        Approval.kind == CheckNeed.kind,
        Approval.production_id == CheckNeed.production_id,
        or_(Approval.file_sha256.is_(None), Approval.file_sha256 == Check.file_sha256),
        # not by its index, in which SQLite would go through the answers about nobody
        func.coalesce(Approval.performer_id, "") == func.coalesce(CheckNeed.performer_id, ""),
        or_(not_(bound), Approval.union_id == union),
        Approval.params["fact"].as_string().is_not_distinct_from(CheckNeed.fact),
        Approval.revoked_at.is_(None),
        Approval.given_at <= at,
        or_(Approval.expires_at.is_(None), Approval.expires_at > at),
    )
    # two questions, since each is looked up in an index and the one that holds both is not
    this = Approval.declaration_sha256 == Check.declaration_sha256
    return or_(given.where(this), given.where(Approval.declaration_sha256.is_(None)))
