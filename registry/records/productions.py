"""Reading productions: which agreements and unions are in play on one."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.records.tables.consents import Coverage
from registry.records.tables.productions import ProductionAgreement
from registry.records.tables.unions import UnionAgreement


def agreements(session: Session, production_id: str) -> frozenset[str]:
    """The agreements in play: declared by the production, or said by their union to cover somebody's work on it."""
    declared = select(ProductionAgreement.agreement).where(ProductionAgreement.production_id == production_id)
    covering = select(Coverage.agreement).where(Coverage.production_id == production_id, Coverage.covered)
    return frozenset(session.scalars(declared)) | frozenset(session.scalars(covering))


def unions(session: Session, production_id: str) -> frozenset[str]:
    """The unions of the agreements in play."""
    of = select(UnionAgreement.union_id).where(UnionAgreement.agreement.in_(agreements(session, production_id)))
    return frozenset(session.scalars(of))
