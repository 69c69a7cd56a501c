"""What would follow from an act that cannot be undone, told to whoever is about to do it. Counts alone, and nothing changes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from consent.verdicts import ALLOWED
from registry.checks.receipts.issued import over
from registry.core.database import Database
from registry.core.errors import NotFound
from registry.core.permissions import Identity, On, Permission, allowed, require
from registry.ledger.concerns import due
from registry.records.concerned import showing, under_agreement
from registry.records.performers import touching
from registry.records.sight import member_of
from registry.records.tables.checks import Check, CheckPerson
from registry.records.tables.consents import Consent
from registry.records.tables.unions import UnionAgreement


@dataclass(frozen=True)
class Foreseen:
    """files: that are cleared now and have to be decided again; productions: whose they are."""

    files: int
    productions: int


class Foresight:
    """Counts what an act would stop."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._clock = clock

    def strike(self, who: Identity, agreement: str, production_id: str | None) -> Foreseen:
        """Of a strike under an agreement, against one production or all: the files that show members of the unions for which the
        viewer acts. Raises `Forbidden`."""
        with self._db.read() as session:
            held = session.get(UnionAgreement, agreement)
            unions = frozenset({held.union_id} if held is not None else ())
            require(who, Permission.STRIKE_THROW, On(unions=unions, production_id=production_id))
            person = CheckPerson.check_id == Check.id, member_of(CheckPerson.performer_id, unions)
            among = [under_agreement(session, agreement).condition(), exists().where(*person)]
            return self._counted(session, *among, *([Check.production_id == production_id] if production_id else ()))

    def withdrawal(self, who: Identity, consent_id: str) -> Foreseen:
        """Of withdrawing a consent: the files of its production that show its performer. Raises `NotFound`."""
        with self._db.read() as session:
            consent = session.get(Consent, consent_id)
            if consent is None:
                raise NotFound("consent", consent_id)
            on = On(consent.performer_id, touching(session, consent.performer_id).unions, consent.production_id)
            if not allowed(who, Permission.CONSENT_WITHDRAW, on):
                raise NotFound("consent", consent_id)
            of_production = Check.production_id == consent.production_id
            return self._counted(session, showing([consent.performer_id]).condition(), of_production)

    def forgetting(self, who: Identity, performer_id: str) -> Foreseen:
        """Of destroying a performer's templates: every file that shows them. Raises `Forbidden`."""
        require(who, Permission.PERFORMER_FORGET, On(performer_id=performer_id))
        with self._db.read() as session:
            return self._counted(session, showing([performer_id]).condition())

    def _counted(self, session: Session, *among: ColumnElement[bool]) -> Foreseen:
        released = Check.state == "decided", Check.superseded_by.is_(None), Check.verdict.in_(ALLOWED)
        live = ~due(session), ~over(self._clock())
        counts = select(func.count(), func.count(Check.production_id.distinct())).where(*released, *live, *among)
        return Foreseen(*session.execute(counts).one())
