"""Lists of consents, a page at a time: of one production, one performer, one union, or of all that somebody sees."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, not_, or_, select

from registry.consents.records import OPEN
from registry.core.database import Database
from registry.core.paging import ALL, FIRST, SIZE, ListPage, PageOf, PageRequest, like, listed
from registry.core.permissions import Identity
from registry.records.tables.consents import Consent, ConsentSignature, Coverage
from registry.records.tables.performers import Performer
from registry.records.tables.productions import Production, ProductionAgreement
from registry.records.tables.unions import UnionAgreement, UnionMembership
from registry.records.visibility import ENDED, FOR_PRODUCTION, UNFINISHED

NEWEST, OLDEST, ENDING = "newest", "oldest", "ending"
SORTS = (NEWEST, OLDEST, ENDING)
STATES = (
    *("requested", "signed", "deferred", "given", "suspended", "refused", "withdrawn", "terminated", "invalidated"),
    *("lapsed", "superseded", "expired", ENDED),
)
"""What a consent can be shown as, on lists and pages; a production alone sees `requested`, `signed`, `given` and `ended`."""
Rows = Select[*tuple[Any, ...]]
COUNTERSIGN = "countersign"
WAITS = (COUNTERSIGN,)


@dataclass(frozen=True)
class ConsentRow:
    """One consent on a list, as its own page shows it to the same viewer (`viewing.ConsentView`). waits: for a countersignature."""

    id: str
    state: str
    performer_id: str
    performer: str
    production_id: str
    production: str
    company: str
    drafted_at: datetime
    signed_at: datetime | None
    ends_at: datetime
    waits: bool


class ConsentLists:
    """What lists show of consents. Nothing is proven here: whoever relies on a consent opens it."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._clock = clock

    def page(
        self, who: Identity, of: PageOf = ALL, asked: PageRequest = FIRST, size: int = SIZE
    ) -> ListPage[ConsentRow]:
        """One page. asked.chosen: `state` (one of `STATES`), `waits` (of `WAITS`: for the countersignature of the union whose
        list it is); searched for: id, performer, production and company."""
        state = _state(who, self._clock())
        rows = (
            select(
                Consent.id,
                state.label("state"),
                Consent.performer_id,
                Performer.name.label("performer"),
                Consent.production_id,
                Production.title.label("production"),
                Production.company,
                Consent.drafted_at,
                Consent.signed_at,
                Consent.ends_at,
                _waits().label("waits"),
            )
            .join(Performer, Performer.id == Consent.performer_id)
            .join(Production, Production.id == Consent.production_id)
            .where(_seen(who, of))
        )
        with self._db.look() as session:
            wanted = _narrowed(rows, state, who, of, asked).order_by(*_order(asked.sort))
            return listed(session, wanted, asked, size).shown(lambda row: ConsentRow(*row))


def _own(who: Identity) -> Collection[str]:
    return {performer for performer, _kind in who.represents} | ({who.performer_id} if who.performer_id else set())


def _held(unions: Collection[str]) -> Select[Any]:
    return select(UnionAgreement.agreement).where(UnionAgreement.union_id.in_(unions))


def _member(unions: Collection[str]) -> ColumnElement[bool]:
    return Consent.performer_id.in_(
        select(UnionMembership.performer_id).where(
            UnionMembership.union_id.in_(unions),
            UnionMembership.confirmed_at.is_not(None),
            UnionMembership.ended_at.is_(None),
        )
    )


def _concerned(unions: Collection[str]) -> ColumnElement[bool]:
    """Consents of which one of these unions hears: of a member, or of work that its agreement covers."""
    if not unions:
        return false()
    covered = exists().where(*_OF_PAIR, Coverage.covered, Coverage.agreement.in_(_held(unions)))
    return or_(_member(unions), covered)


_OF_PAIR = (Coverage.performer_id == Consent.performer_id, Coverage.production_id == Consent.production_id)


def _seen(who: Identity, of: PageOf) -> ColumnElement[bool]:
    """What `Permission.CONSENT_READ` says of each, on this list."""
    if of.union is not None:
        return _concerned(who.unions & {of.union})
    seen = or_(Consent.performer_id.in_(_own(who)), Consent.production_id.in_(who.productions), _concerned(who.unions))
    if of.performer is not None:
        return and_(Consent.performer_id == of.performer, seen)
    return seen if of.production is None else and_(Consent.production_id == of.production, seen)


def _state(who: Identity, now: datetime) -> ColumnElement[str]:
    """What `viewing.show` shows of each."""
    barred = and_(Consent.barred.is_not(None), Consent.state.in_(("given", "suspended")))
    over = Consent.ends_at <= now
    unfinished = and_(Consent.state == "given", lacks_any())
    whole = case(
        (barred, Consent.barred), (and_(over, Consent.state == "given"), "expired"), (unfinished, UNFINISHED),
        else_=Consent.state,
    )  # fmt: skip
    if not who.productions:
        return whole
    others = or_(Consent.performer_id.in_(_own(who)), _concerned(who.unions))
    narrow = and_(Consent.production_id.in_(who.productions), not_(others))
    unanswered = Consent.state.in_([state for state, shown in FOR_PRODUCTION.items() if shown == "requested"])
    told = case(
        (or_(over, barred), ENDED),
        (unfinished, UNFINISHED),
        (Consent.state == "given", "given"),
        (unanswered, "requested"),
        else_=ENDED,
    )
    return case((narrow, told), else_=whole)


def _narrowed(rows: Rows, state: ColumnElement[str], who: Identity, of: PageOf, asked: PageRequest) -> Rows:
    if asked.search:
        pattern = like(asked.search)
        searched = (Consent.id, Performer.name, Production.title, Production.company)
        rows = rows.where(or_(*(column.ilike(pattern, escape="\\") for column in searched)))
    if asked.chosen.get("state"):
        rows = rows.where(_shown_as(state, asked.chosen["state"]))
    if asked.chosen.get("waits"):
        rows = rows.where(lacks(of.union, who) if of.union is not None else false())
    return rows


def _shown_as(state: ColumnElement[str], wanted: str) -> ColumnElement[bool]:
    """What waits for more than the signer's signature is shown as signed."""
    signed = Consent.signed_at.is_not(None)
    if wanted == UNFINISHED:
        return or_(state == UNFINISHED, and_(state.in_(OPEN), signed))
    return and_(state == wanted, not_(signed)) if wanted in OPEN else state == wanted


def _waits() -> ColumnElement[bool]:
    """Whether it is signed and some union has still to countersign it."""
    return and_(Consent.signed_at.is_not(None), Consent.state.in_((*OPEN, "given")), lacks_any())


def lacks_any() -> ColumnElement[bool]:
    """A consent that some union has still to countersign (`records.missing_countersigners`)."""
    covered = exists().where(*_OF_PAIR, Coverage.covered, Coverage.agreement == UnionAgreement.agreement)
    said = exists().where(*_OF_PAIR, Coverage.agreement == UnionAgreement.agreement)
    confirmed = exists().where(
        ProductionAgreement.production_id == Consent.production_id,
        ProductionAgreement.agreement == UnionAgreement.agreement,
        ProductionAgreement.confirmed_at.is_not(None),
    )
    theirs = exists().where(
        UnionMembership.performer_id == Consent.performer_id,
        UnionMembership.union_id == UnionAgreement.union_id,
        UnionMembership.confirmed_at.is_not(None),
        UnionMembership.ended_at.is_(None),
    )
    there = exists().where(
        ConsentSignature.consent_id == Consent.id, ConsentSignature.union_id == UnionAgreement.union_id
    )
    needed = or_(covered, and_(confirmed, theirs, not_(said)))
    return exists().where(needed, not_(there)).select_from(UnionAgreement).correlate(Consent)


def lacks(union: str, who: Identity) -> ColumnElement[bool]:
    """A signed consent that this union has still to countersign (`records.missing_countersigners`)."""
    if union not in who.unions:
        return false()
    held = _held({union})
    covered = exists().where(*_OF_PAIR, Coverage.covered, Coverage.agreement.in_(held))
    said = exists().where(*_OF_PAIR, Coverage.agreement == ProductionAgreement.agreement)
    said = said.correlate(Consent, ProductionAgreement)  # by itself it is tied only to the query just around it
    confirmed = exists().where(
        ProductionAgreement.production_id == Consent.production_id,
        ProductionAgreement.agreement.in_(held),
        ProductionAgreement.confirmed_at.is_not(None),
        not_(said),
    )
    there = exists().where(ConsentSignature.consent_id == Consent.id, ConsentSignature.union_id == union)
    return and_(
        Consent.signed_at.is_not(None),
        Consent.state.in_((*OPEN, "given")),
        or_(covered, and_(_member({union}), confirmed)),
        not_(there),
    )


def _order(sort: str) -> tuple[Any, ...]:
    if sort == OLDEST:
        return Consent.drafted_at.asc(), Consent.id.asc()
    if sort == ENDING:
        return Consent.ends_at.asc(), Consent.id.asc()
    return Consent.drafted_at.desc(), Consent.id.desc()
