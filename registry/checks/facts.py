"""What the registry knows for one check, read in one transaction: plain records, so that the case is built by pure code."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.consents import records
from registry.consents.models import Coverage
from registry.consents.records import Filed
from registry.errors import NotFound
from registry.fields import folded
from registry.performers.models import Performer
from registry.performers.records import Standing, standing
from registry.productions.models import Production, ProductionAgreement
from registry.unions.models import UnionAgreement

ADULT = 18


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
    """A performer on record. minor: None where no birth date is on record, which for a verified identity means that
    the union saw an adult. unions: memberships that a union confirmed. coverage: agreement -> what its union said of
    this performer's work on this production. consents: given or refused to this production, oldest first."""

    id: str
    name: str
    standing: Standing
    life: str
    died: date | None
    minor: bool | None
    unions: frozenset[str]
    coverage: dict[str, bool]
    consents: tuple[Filed, ...]


@dataclass(frozen=True)
class Facts:
    """Everything that the registry contributes to one case. today: in the production's time zone. union_of: which
    union countersigns under an agreement."""

    today: date
    production: ProductionFacts
    performers: dict[str, PerformerFacts]
    union_of: dict[str, str]


def gather(session: Session, production_id: str, performer_ids: Iterable[str], *, unit_key: str, at: datetime) -> Facts:
    """Read what is known at this moment. Raises `NotFound` for an unknown production; unknown performers are left out."""
    production = session.get(Production, production_id)
    if production is None:
        raise NotFound("production", production_id)
    zone = ZoneInfo(production.time_zone)
    today = at.astimezone(zone).date()
    declared = session.scalars(select(ProductionAgreement).where(ProductionAgreement.production_id == production_id))
    known = session.scalars(select(Performer).where(Performer.id.in_(set(performer_ids))))
    return Facts(
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
            performer.id: _performer(session, performer, production_id, unit_key, today) for performer in known
        },
        union_of=dict(session.execute(select(UnionAgreement.agreement, UnionAgreement.union_id)).all()),
    )


def _performer(
    session: Session, performer: Performer, production_id: str, unit_key: str, today: date
) -> PerformerFacts:
    coverage = session.scalars(
        select(Coverage).where(Coverage.performer_id == performer.id, Coverage.production_id == production_id)
    )
    return PerformerFacts(
        id=performer.id,
        name=performer.name,
        standing=standing(session, performer),
        life=performer.life,
        died=performer.died,
        minor=None if performer.born is None else age(performer.born, today) < ADULT,
        unions=records.member_unions(session, performer.id),
        coverage={row.agreement: row.covered for row in coverage},
        consents=tuple(records.filed(session, performer, production_id, unit_key=unit_key)),
    )


def age(born: date, today: date) -> int:
    """Whole years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def resolve_names(session: Session, names: Iterable[str]) -> dict[str, str]:
    """Performers whose registered name is exactly one of `names` (case and spacing aside); a name that two performers
    bear is left out, because nobody knows which of them is meant."""
    wanted = {folded(name): name for name in names}
    if not wanted:
        return {}
    rows = select(Performer.folded_name, Performer.id).where(Performer.folded_name.in_(wanted))
    found: dict[str, list[str]] = {}
    for name, performer_id in session.execute(rows):
        found.setdefault(wanted[name], []).append(performer_id)
    return {name: ids[0] for name, ids in found.items() if len(ids) == 1}
