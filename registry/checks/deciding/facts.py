"""What the registry knows for one check, read in one transaction: plain records, so that the case is built by pure code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.checks.deciding import uses
from registry.consents import records
from registry.consents.records import Filed
from registry.core.days import day_in, of_age_on
from registry.core.errors import NotFound
from registry.core.fields import folded
from registry.records.performers import IdentityStanding, member_unions, standing
from registry.records.tables.checks import Check
from registry.records.tables.consents import Coverage
from registry.records.tables.performers import Performer
from registry.records.tables.productions import Production, ProductionAgreement
from registry.records.tables.unions import UnionAgreement


@dataclass(frozen=True)
class ProductionFacts:
    """A production on record. agreements: each one that it declared -> whether its union confirmed it."""

    id: str
    kind: str
    commissioner: str
    agreements: dict[str, bool]
    photography_start: date | None
    jurisdiction: str | None
    zone: ZoneInfo


@dataclass(frozen=True)
class PerformerFacts:
    """A performer on record. born, died: of a day that has not come yet where the production is, its own. minor: None where no
    birth date is on record, which for a verified identity means that the union saw an adult. unions: memberships that a
    union confirmed. coverage: agreement -> what its union said of this performer's work on this production. consents: given
    or refused to this production, oldest first. anonymous: stands in for somebody of whom the production may know no more
    (registry.checks.deciding.asking)."""

    id: str
    name: str
    standing: IdentityStanding
    life: str
    died: date | None
    minor: bool | None
    unions: frozenset[str]
    coverage: dict[str, bool]
    consents: tuple[Filed, ...]
    born: date | None = None
    anonymous: bool = False


@dataclass(frozen=True)
class CheckFacts:
    """Everything that the registry contributes to one case. at: this moment; today: the day that it is where the
    production is. union_of: which union countersigns under an agreement. first_seen: the day on which the production
    first had this very file checked. covering: agreements of which a union said that they cover somebody's work on it."""

    at: datetime
    today: date
    production: ProductionFacts
    performers: dict[str, PerformerFacts]
    union_of: dict[str, str]
    first_seen: date | None = None
    covering: frozenset[str] = frozenset()


def gather(
    session: Session,
    production_id: str,
    performer_ids: Iterable[str],
    *,
    unit_key: str,
    at: datetime,
    file_sha256: str | None = None,
) -> CheckFacts:
    """Read what is known at this moment. Raises `NotFound` for an unknown production; unknown performers are left out."""
    production = session.get(Production, production_id)
    if production is None:
        raise NotFound("production", production_id)
    zone = ZoneInfo(production.time_zone)
    cleared = uses.cleared_with(session, unit_key, file_sha256) if file_sha256 else {}
    today = day_in(at, zone)
    declared = session.scalars(select(ProductionAgreement).where(ProductionAgreement.production_id == production_id))
    known = session.scalars(select(Performer).where(Performer.id.in_(set(performer_ids))))
    return CheckFacts(
        at=at,
        today=today,
        production=ProductionFacts(
            id=production.id,
            kind=production.kind,
            commissioner=production.commissioner,
            agreements={row.agreement: row.confirmed_at is not None for row in declared},
            photography_start=production.photography_start,
            jurisdiction=production.jurisdiction,
            zone=zone,
        ),
        performers={
            performer.id: _performer(session, performer, production_id, unit_key, today, cleared) for performer in known
        },
        union_of=dict(session.execute(select(UnionAgreement.agreement, UnionAgreement.union_id)).all()),
        first_seen=_first_seen(session, production_id, file_sha256, zone),
        covering=frozenset(
            session.scalars(select(Coverage.agreement).where(Coverage.production_id == production_id, Coverage.covered))
        ),
    )


def _first_seen(session: Session, production_id: str, file_sha256: str | None, zone: ZoneInfo) -> date | None:
    same = Check.production_id == production_id, Check.file_sha256 == file_sha256
    first = session.scalar(select(func.min(Check.requested_at)).where(*same)) if file_sha256 else None
    return None if first is None else day_in(first, zone)


def _performer(
    session: Session,
    performer: Performer,
    production_id: str,
    unit_key: str,
    today: date,
    cleared: Mapping[str, datetime],
) -> PerformerFacts:
    coverage = session.scalars(
        select(Coverage).where(Coverage.performer_id == performer.id, Coverage.production_id == production_id)
    )
    return PerformerFacts(
        id=performer.id,
        name=performer.name,
        standing=standing(session, performer),
        life=performer.life,
        died=None if performer.died is None else min(performer.died, today),
        born=None if performer.born is None else min(performer.born, today),
        minor=None if performer.born is None else today < of_age_on(performer.born),
        unions=member_unions(session, performer.id),
        coverage={row.agreement: row.covered for row in coverage},
        consents=tuple(records.filed(session, performer, production_id, unit_key=unit_key, cleared=cleared)),
    )


def resolve_names(session: Session, names: Iterable[str]) -> dict[str, str]:
    """Performers whose registered name is exactly one of `names` (case and spacing aside); a name that two performers
    bear is left out, because nobody knows which of them is meant."""
    wanted = {name: folded(name) for name in names}
    if not wanted:
        return {}
    found: dict[str, list[str]] = {name: [] for name in wanted.values()}
    rows = select(Performer.folded_name, Performer.id).where(Performer.folded_name.in_(found))
    for name, performer_id in session.execute(rows):
        found[name].append(performer_id)
    return {name: found[short][0] for name, short in wanted.items() if len(found[short]) == 1}
