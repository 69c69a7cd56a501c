"""Lists of checks, a page at a time: of one production, one performer, one union, or of all that somebody sees."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, false, func, not_, null, or_, select, union_all
from sqlalchemy.orm import Session

from consent import verdicts
from consent.terms import VERDICTS
from consent.verdicts import ALLOWED
from registry.checks.receipts.issued import over
from registry.checks.service import UNDER_WAY, is_stale
from registry.core.database import Database
from registry.core.paging import ALL, FIRST, SIZE, ListPage, PageOf, PageRequest, like, listed
from registry.core.permissions import Identity
from registry.ledger.concerns import due
from registry.records.sight import OWED, Sight, Viewpoint
from registry.records.tables.checks import Check, CheckPerson, CheckReason
from registry.records.tables.productions import Production

NEWEST, OLDEST, WAITING = "newest", "oldest", "waiting"
SORTS = (NEWEST, OLDEST, WAITING)
CANNOT_DECIDE = "cannot_decide"
ANSWERS = (*VERDICTS, CANNOT_DECIDE)
STATES = ("under_way", "decided", "failed", "again")
VERSIONS = 6
"""Checks of one shot that a list shows."""
REFUSING = ("blocked", "needs_approval", "notify_only")
"""Verdicts of reasons that keep a file from being used as it is, the strictest first."""


@dataclass(frozen=True)
class CheckRow:
    """One check on a list, as its own page shows it to the same viewer (`viewed.CheckView`). has_picture: whether a small
    picture of it is kept that this viewer may see."""

    id: str
    role: str
    production_id: str
    production: str
    company: str
    requested_at: datetime
    decided_at: datetime | None
    state: str
    status: str | None
    verdict: str | None
    file_name: str | None
    unit: str | None
    has_picture: bool
    stale: bool
    over: bool

    @property
    def answer(self) -> str | None:
        """What is said first, once the check is over; see consent.verdicts."""
        return verdicts.answer(self.status, self.verdict)


@dataclass(frozen=True)
class ShotRow:
    """One shot of a production: its latest versions, the latest first, and how many checks there are of it."""

    unit: str
    versions: tuple[CheckRow, ...]
    checks: int


@dataclass(frozen=True)
class RefusalCount:
    """How many checks one clause of an agreement, a policy or a law kept from being cleared: that of a rule (ruleset/id), or
    without one what the check itself says (a message id)."""

    rule: str | None
    message: str
    verdict: str
    checks: int

    @property
    def clause(self) -> str:
        """What the list of these checks is asked for by."""
        return self.rule or self.message


class CheckLists:
    """What lists show of checks. Nothing is proven here: whoever relies on a check opens it."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._clock = clock

    def page(self, who: Identity, of: PageOf = ALL, asked: PageRequest = FIRST, size: int = SIZE) -> ListPage[CheckRow]:
        """One page. asked.chosen: `verdict` (one of `ANSWERS`), `state` (of `STATES`), `clause` (of a `RefusalCount`), `unit` (a shot,
        for whoever makes it); searched for: id, and file and unit for whoever makes it, else production and company."""
        with self._db.look() as session:
            sight, again = _sight(session, who, of), _Again(due(session), over(self._clock()))
            seen = select(Check.id).where(*_narrowed(sight, of, asked, again)).order_by(*_order(sight, asked.sort, of))
            page = listed(session, seen, asked, size)
            # what a row shows is read of this page's alone: before they are sorted, it would be read of all
            rows = {row.id: _shown(row) for row in session.execute(_rows(sight, again).where(Check.id.in_(page.rows)))}
            return page.shown(lambda check: rows[check])

    def shots(
        self, who: Identity, production_id: str, asked: PageRequest = FIRST, size: int = SIZE
    ) -> ListPage[ShotRow]:
        """One page of the shots of a production that somebody makes or approves, the one that was checked last first. Searched for:
        the shot, and its files. Empty for everybody else."""
        with self._db.look() as session:
            sight = _sight(session, who, PageOf(production=production_id))
            again = _Again(due(session), over(self._clock()))
            mine = and_(sight.checks, sight.maker, Check.production_id == production_id)
            units = select(Check.unit_id.label("unit"), func.max(Check.requested_at).label("last")).where(mine)
            if asked.search:
                pattern = like(asked.search)
                units = units.where(or_(*(c.ilike(pattern, escape="\\") for c in (Check.unit_id, Check.file_name))))
            found = units.group_by(Check.unit_id).subquery()
            page = listed(
                session,
                select(found.c.unit, found.c.last).order_by(found.c.last.desc(), found.c.unit.asc()),
                asked,
                size,
            )
            names = [row.unit for row in page.rows]
            rows = _rows(sight, again).where(mine, Check.unit_id.in_(names))
            of: dict[str, list[CheckRow]] = {name: [] for name in names}
            for row in session.execute(rows.order_by(Check.requested_at.desc(), Check.id.desc())):
                of[row.unit].append(_shown(row))
            return page.shown(lambda row: ShotRow(row.unit, tuple(of[row.unit][:VERSIONS]), len(of[row.unit])))

    def refused(self, who: Identity, of: PageOf) -> list[RefusalCount]:
        """Which clauses kept how many checks from being cleared, by what this viewer is told of each; most first."""
        with self._db.look() as session:
            sight = _sight(session, who, of)
            number = func.count(CheckReason.check_id.distinct())
            # by message only where no rule is named: several messages of one rule are one clause
            clause = (
                CheckReason.rule,
                case((CheckReason.rule.is_(None), CheckReason.message), else_=""),
                CheckReason.verdict,
            )
            rows = (
                select(CheckReason.rule, func.min(CheckReason.message), CheckReason.verdict, number)
                .where(CheckReason.verdict.in_(REFUSING), sight.said)
                .group_by(*clause)
                .order_by(number.desc(), *clause)
            )
            return [RefusalCount(*row) for row in session.execute(rows)]


def _sight(session: Session, who: Identity, of: PageOf) -> Sight:
    seen = Viewpoint(session, who)
    if of.production is not None:
        return seen.of_production(of.production)
    if of.performer is not None:
        return seen.of_performer(of.performer)
    return seen.of_union(of.union) if of.union is not None else seen.anywhere()


class _Again(NamedTuple):
    """What a check says no longer counts: it is due to be decided again, or the time is over for which it was answered."""

    due: ColumnElement[bool]
    over: ColumnElement[bool]


def _rows(sight: Sight, again: _Again) -> Any:

    def for_makers(column: Any) -> Any:
        return case((sight.maker, column), else_=null())

    production = select(Production.title).where(Production.id == Check.production_id)
    company = select(Production.company).where(Production.id == Check.production_id)
    return select(
        Check.id,
        sight.role.label("role"),
        Check.production_id,
        production.scalar_subquery().label("production"),
        company.scalar_subquery().label("company"),
        Check.requested_at,
        Check.decided_at,
        Check.state,
        Check.status,
        sight.strictness.label("strictness"),
        for_makers(Check.file_name).label("file_name"),
        for_makers(Check.unit_id).label("unit"),
        and_(sight.maker, Check.preview.is_not(None)).label("has_picture"),
        again.due.label("due"),
        again.over.label("over"),
        Check.verdict.in_(ALLOWED).label("allowed"),
    )


def _shown(row: Any) -> CheckRow:
    stale = bool(row.over) or is_stale(row.state, due=bool(row.due), allowed=bool(row.allowed))
    told = None if row.strictness is None or row.strictness < 0 else VERDICTS[row.strictness]
    return CheckRow(
        id=row.id,
        role=row.role,
        production_id=row.production_id,
        production=row.production,
        company=row.company,
        requested_at=row.requested_at,
        decided_at=row.decided_at,
        state=row.state,
        status=CANNOT_DECIDE if stale else row.status,
        verdict=told,
        file_name=row.file_name,
        unit=row.unit,
        has_picture=bool(row.has_picture),
        stale=stale,
        over=bool(row.over),
    )


def _narrowed(sight: Sight, of: PageOf, asked: PageRequest, again: _Again) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    seen = [sight.checks]
    allowed = func.coalesce(Check.verdict.in_(ALLOWED), False)
    stale = or_(Check.state == "stale", and_(again.due, allowed), again.over)
    if asked.search:
        found.append(_searched(sight, like(asked.search)))
    answer, state, clause = (asked.chosen.get(name, "") for name in ("verdict", "state", "clause"))
    if unit := asked.chosen.get("unit", ""):
        found.append(and_(sight.maker, Check.unit_id == unit))
    if answer == CANNOT_DECIDE:
        found.append(and_(Check.state.not_in(UNDER_WAY), or_(Check.status == CANNOT_DECIDE, stale)))
    elif answer:
        found += [Check.status == "decided", not_(stale)]
        told = sight.strictness == VERDICTS.index(answer)
        seen = [sight.checks, told] if of.union is None else [_only_if(_said_of_some(answer), sight.checks, told)]
    if state:
        found.append(_in_state(state, stale))
    if clause:
        of_check = and_(CheckReason.rule.is_(None), CheckReason.message == clause)
        said = CheckReason.verdict.in_(REFUSING), or_(CheckReason.rule == clause, of_check), sight.reasons
        return [_only_if(Check.id.in_(select(CheckReason.check_id).where(*said)), *found, *seen)]
    return [*found, *seen]


def _said_of_some(verdict: str) -> ColumnElement[bool]:
    """Whatever a viewer is told is said of the whole, of what unions share, or of somebody. Each is read from an index of verdicts:
    where nothing has that answer, nothing is gone through."""
    return Check.id.in_(
        union_all(
            select(Check.id).where(Check.verdict == verdict),
            select(Check.id).where(Check.shared_verdict == verdict),
            select(CheckPerson.check_id).where(CheckPerson.verdict == verdict),
            select(CheckReason.check_id).where(CheckReason.verdict == verdict, OWED),
        )
    )


def _only_if(first: ColumnElement[bool], *then: ColumnElement[bool]) -> ColumnElement[bool]:
    """Both, the first one first: databases ask in an order of their own, and what follows is long to answer."""
    return case((first, and_(*then)), else_=false())


def _in_state(state: str, stale: ColumnElement[bool]) -> ColumnElement[bool]:
    return {
        "under_way": Check.state.in_(UNDER_WAY),
        "decided": and_(Check.state == "decided", not_(stale)),
        "failed": Check.state == "failed",
        "again": stale,
    }[state]


def _searched(sight: Sight, pattern: str) -> ColumnElement[bool]:
    def has(column: Any) -> Any:
        return column.ilike(pattern, escape="\\")

    named = select(Production.id).where(or_(has(Production.title), has(Production.company)))
    whole = and_(sight.maker, or_(has(Check.file_name), has(Check.unit_id)))
    return or_(has(Check.id), whole, and_(not_(sight.maker), Check.production_id.in_(named)))


def _order(sight: Sight, sort: str, of: PageOf) -> tuple[Any, ...]:
    if sort == OLDEST or (
        sort == WAITING and (of.performer or of.union)
    ):  # nothing of theirs waits for an answer there
        return Check.requested_at.asc(), Check.id.asc()
    if sort == WAITING:
        # read from the index alone: what others are told of a check would be worked out for each before they are sorted
        asked = and_(sight.maker, Check.state == "decided", Check.verdict == "needs_approval")
        waits = case((or_(Check.state.in_(UNDER_WAY), asked), 0), else_=1)
        return waits.asc(), Check.requested_at.asc(), Check.id.asc()
    return Check.requested_at.desc(), Check.id.desc()
