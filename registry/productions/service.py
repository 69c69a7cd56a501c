"""Productions: who makes what, under which agreements. The registry issues their ids."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent import terms
from consent.document.fields import TERRITORY
from registry.core.database import Database, new_id
from registry.core.errors import Invalid, NotFound
from registry.core.permissions import Identity, On, Permission, allowed, require
from registry.ledger.record import record
from registry.notices.service import notify
from registry.people.accounts.offices import Office, give
from registry.productions import concerns as concerns
from registry.records.events import EventKind
from registry.records.tables.productions import Production, ProductionAgreement
from registry.records.tables.unions import UnionAgreement


def touching(session: Session, production_id: str) -> On:
    """Whose a production is: its own, and of the unions whose agreements it declared."""
    unions = session.scalars(
        select(UnionAgreement.union_id)
        .join(ProductionAgreement, ProductionAgreement.agreement == UnionAgreement.agreement)
        .where(ProductionAgreement.production_id == production_id)
    )
    return On(production_id=production_id, unions=frozenset(unions))


class Productions:
    """Registers productions and keeps which agreements a union confirmed for them."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._clock = clock

    def create(
        self,
        who: Identity,
        title: str,
        company: str,
        kind: str,
        commissioner: str = "other",
        agreements: Iterable[str] = (),
        photography_start: date | None = None,
        jurisdiction: str | None = None,
        time_zone: str = "UTC",
    ) -> Production:
        """Register a production; whoever does it becomes its first member.

        `kind`, `commissioner` and `agreements` are words of consent/terms.py. A declared agreement counts once its
        union has confirmed it. Raises `Invalid` naming each wrong field, `Conflict` for somebody with an office that
        excludes it, `Forbidden` for somebody not signed in.
        """
        require(who, Permission.PRODUCTION_CREATE)
        declared = tuple(dict.fromkeys(agreements))
        _check(title, company, kind, commissioner, jurisdiction, time_zone)
        with self._db.write() as session:
            known = dict(session.execute(select(UnionAgreement.agreement, UnionAgreement.union_id)).all())
            unknown = [agreement for agreement in declared if agreement not in known]
            if unknown:
                raise Invalid("production-agreement-unassigned", {"agreements": "production-agreement-unassigned"},
                              agreement=unknown[0])  # fmt: skip
            moment = self._clock()
            production = Production(
                id=new_id("PR"),
                title=title.strip(),
                company=company.strip(),
                kind=kind,
                commissioner=commissioner,
                photography_start=photography_start,
                jurisdiction=jurisdiction,
                time_zone=time_zone,
                created_by=who.account_id,
                created_at=moment,
            )
            session.add(production)
            session.flush()
            give(session, who, who.account_id, Office.MEMBER, production.id, moment)
            record(
                session, who.account_id, EventKind.PRODUCTION_CREATED, production.id, at=moment, production_kind=kind
            )
            for agreement in declared:
                session.add(
                    ProductionAgreement(
                        production_id=production.id,
                        agreement=agreement,
                        declared_by=who.account_id,
                        declared_at=moment,
                    )
                )
                record(
                    session,
                    who.account_id,
                    EventKind.PRODUCTION_AGREEMENT_DECLARED,
                    production.id,
                    at=moment,
                    agreement=agreement,
                )
                notify(
                    session,
                    "notice-agreement-declared",
                    union=known[agreement],
                    title=production.title,
                    company=production.company,
                    agreement=agreement,
                )
        return production

    def confirm_agreement(self, who: Identity, production_id: str, agreement: str) -> ProductionAgreement:
        """The union says that the production works under its agreement. Doing it again changes nothing.

        Raises `NotFound` where the production declared no such agreement, `Forbidden` for anybody but a
        representative of the agreement's union who does not work for the production.
        """
        with self._db.write() as session:
            declared = session.scalars(
                select(ProductionAgreement).where(
                    ProductionAgreement.production_id == production_id, ProductionAgreement.agreement == agreement
                )
            ).one_or_none()
            if declared is None:
                require(who, Permission.PRODUCTION_CONFIRM)
                raise NotFound("agreement of production", production_id)
            union = session.get_one(UnionAgreement, agreement).union_id
            require(who, Permission.PRODUCTION_CONFIRM, On(production_id=production_id, unions=frozenset({union})))
            if declared.confirmed_at is None:
                declared.confirmed_by, declared.confirmed_at = who.account_id, self._clock()
                record(
                    session,
                    who.account_id,
                    EventKind.PRODUCTION_AGREEMENT_CONFIRMED,
                    production_id,
                    at=declared.confirmed_at,
                    agreement=agreement,
                )
                notify(session, "notice-agreement-confirmed", production=production_id, agreement=agreement)
        return declared

    def get(self, who: Identity, production_id: str) -> Production:
        """One production. Raises `NotFound` for an unknown one and for one that the viewer may not see."""
        with self._db.read() as session:
            production = session.get(Production, production_id)
            if production is None or not allowed(who, Permission.PRODUCTION_READ, touching(session, production_id)):
                raise NotFound("production", production_id)
            return production

    def agreements(self, who: Identity, production_id: str) -> list[ProductionAgreement]:
        """The agreements that a production declared, with what became of them. Raises `NotFound` like `get`."""
        self.get(who, production_id)
        with self._db.read() as session:
            return list(
                session.scalars(
                    select(ProductionAgreement)
                    .where(ProductionAgreement.production_id == production_id)
                    .order_by(ProductionAgreement.agreement)
                )
            )

    def declared_to(self, who: Identity, union_id: str) -> list[tuple[Production, ProductionAgreement]]:
        """Productions that declared an agreement of this union which it has not confirmed, the newest first; none of the
        viewer's own, which somebody else has to confirm. Raises `Forbidden`."""
        require(who, Permission.UNION_ADMINISTER, On(unions=frozenset({union_id})))
        rows = (
            select(Production, ProductionAgreement)
            .join(ProductionAgreement, ProductionAgreement.production_id == Production.id)
            .join(UnionAgreement, UnionAgreement.agreement == ProductionAgreement.agreement)
            .where(UnionAgreement.union_id == union_id, ProductionAgreement.confirmed_at.is_(None))
            .where(Production.id.not_in(who.productions))
            .order_by(Production.created_at.desc(), Production.id, ProductionAgreement.agreement)
        )
        with self._db.look() as session:
            return [(production, agreement) for production, agreement in session.execute(rows)]

    def list_for(self, who: Identity) -> list[Production]:
        """The viewer's own productions and those that declared an agreement of the viewer's unions, newest first."""
        under = (
            select(ProductionAgreement.production_id)
            .join(UnionAgreement, UnionAgreement.agreement == ProductionAgreement.agreement)
            .where(UnionAgreement.union_id.in_(who.unions))
        )
        with self._db.look() as session:
            return list(
                session.scalars(
                    select(Production)
                    .where(Production.id.in_(who.productions) | Production.id.in_(under))
                    .order_by(Production.created_at.desc(), Production.id)
                )
            )


def _check(title: str, company: str, kind: str, commissioner: str, jurisdiction: str | None, time_zone: str) -> None:
    wrong: dict[str, str] = {}
    for name, text in (("title", title), ("company", company)):
        if not 0 < len(text.strip()) <= 200 or not text.isprintable():
            wrong[name] = "input-line-of-text"
    if kind not in tuple(terms.PRODUCTION_KINDS):
        wrong["kind"] = "production-kind-unknown"
    if commissioner not in tuple(terms.COMMISSIONERS):
        wrong["commissioner"] = "production-commissioner-unknown"
    if jurisdiction is not None:
        try:
            TERRITORY(jurisdiction)
        except ValueError:
            wrong["jurisdiction"] = "input-territory-unknown"
    try:
        ZoneInfo(time_zone)
    except (KeyError, ValueError, OSError):  # an unknown zone is a KeyError
        wrong["time_zone"] = "input-time-zone-unknown"
    if wrong:
        raise Invalid(fields=wrong)
