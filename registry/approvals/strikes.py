"""Strikes: thrown and lifted by the union whose agreement it is, against all producers or one."""

from collections.abc import Callable
from datetime import datetime
from typing import get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent import terms
from registry.core.database import Database, new_id
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.permissions import Identity, On, Permission, require
from registry.ledger.record import record
from registry.notices.service import notify
from registry.records.events import EventKind
from registry.records.tables.approvals import Strike
from registry.records.tables.productions import Production, ProductionAgreement
from registry.records.tables.unions import UnionAgreement

MAY_REFUSE = get_args(terms.MayRefuse)


class Strikes:
    """The strike switch. From then on nothing that a strike touches releases, until a worker has decided it again."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._clock = clock

    def throw(
        self, who: Identity, agreement: str, production_id: str | None = None, performer_may_refuse: str = "yes"
    ) -> Strike:
        """A strike under an agreement begins now. `production_id`: against this producer alone. `performer_may_refuse`:
        whether a performer may lawfully refuse to work (yes, no, unclear).

        Raises `Invalid`, `NotFound`, `Conflict` where it is on already, `Forbidden`.
        """
        if performer_may_refuse not in MAY_REFUSE:
            raise Invalid(fields={"performer_may_refuse": "field-choice"})
        with self._db.write() as session:
            self._require(session, who, agreement, production_id)
            if production_id is not None and session.get(Production, production_id) is None:
                raise NotFound("production", production_id)
            same = Strike.agreement == agreement, Strike.production_id == production_id, Strike.ended_at.is_(None)
            if session.scalars(select(Strike).where(*same)).first() is not None:
                raise Conflict("strike-is-on", agreement=agreement)
            strike = Strike(
                id=new_id("S"),
                agreement=agreement,
                production_id=production_id,
                performer_may_refuse=performer_may_refuse,
                began_at=self._clock(),
                began_by=who.account_id,
            )
            session.add(strike)
            self._written(session, who, EventKind.STRIKE_THROWN, strike)
        return strike

    def lift(self, who: Identity, strike_id: str) -> Strike:
        """The strike is over. Raises `NotFound`, `Conflict` where it is already, `Forbidden`."""
        with self._db.write() as session:
            strike = session.get(Strike, strike_id)
            if strike is None:
                require(who, Permission.STRIKE_THROW)
                raise NotFound("strike", strike_id)
            self._require(session, who, strike.agreement, strike.production_id)
            if strike.ended_at is not None:
                raise Conflict("strike-is-over", strike=strike_id)
            strike.ended_at, strike.ended_by = self._clock(), who.account_id
            self._written(session, who, EventKind.STRIKE_LIFTED, strike)
        return strike

    def list(self, union_id: str | None = None) -> list[Strike]:
        """Strikes, the latest first, of one union or all: that there is one is no secret."""
        rows = select(Strike).join(UnionAgreement, UnionAgreement.agreement == Strike.agreement)
        if union_id is not None:
            rows = rows.where(UnionAgreement.union_id == union_id)
        with self._db.read() as session:
            return list(session.scalars(rows.order_by(Strike.began_at.desc(), Strike.id)))

    def _require(self, session: Session, who: Identity, agreement: str, production_id: str | None) -> None:
        held = session.get(UnionAgreement, agreement)
        unions = frozenset({held.union_id} if held is not None else ())
        require(who, Permission.STRIKE_THROW, On(unions=unions, production_id=production_id))

    def _written(self, session: Session, who: Identity, kind: EventKind, strike: Strike) -> None:
        record(
            session, who.account_id, kind, strike.id, at=self._clock(), agreement=strike.agreement,
            production=strike.production_id,
        )  # fmt: skip
        message = f"notice-{str(kind).replace('.', '-')}"
        under = select(ProductionAgreement.production_id).where(ProductionAgreement.agreement == strike.agreement)
        concerned = set(session.scalars(under)) if strike.production_id is None else {strike.production_id}
        for production in sorted(concerned):
            notify(session, message, production=production, agreement=strike.agreement)
        notify(
            session,
            message,
            union=session.get_one(UnionAgreement, strike.agreement).union_id,
            agreement=strike.agreement,
        )
