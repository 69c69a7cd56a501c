"""Signed consents that nobody can complete any more.

What is signed by the performer's side counts once its unions have countersigned. A union that no longer can (the membership
ended, or another union holds the agreement now) leaves a paper that nobody completes. It does not count by that: who signed
it relied on a second pair of eyes, and an ending is nobody's yes. It lapses, and whoever still wants it asks for it anew.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import Select, not_, select
from sqlalchemy.orm import Session

from registry.consents import records
from registry.consents.lists import lacks_any
from registry.core.database import Database
from registry.core.errors import RecordsAltered
from registry.ledger.record import record
from registry.notices.service import notify
from registry.records.events import EventKind
from registry.records.performers import member_unions
from registry.records.tables.accounts import Account, UnionRepresentative
from registry.records.tables.consents import Consent

SYSTEM = "system"


def lapse(session: Session, actor: str, performer_id: str, at: datetime) -> list[str]:
    """Ends those of a performer's signed consents that no union has to countersign any more, in the transaction of what made it so;
    answers which. Either side is told, the production not why."""
    session.flush()
    waiting = _waiting(session, performer_id)
    lapsed = [consent for consent in waiting if not records.missing_countersigners(session, consent)]
    for consent in lapsed:
        consent.state = "lapsed"
        record(session, actor, EventKind.CONSENT_LAPSED, consent.id, at=at)
        notify(session, "notice-consent-lapsed", performer=performer_id, consent=consent.id)
        for union in sorted(records.touching(session, consent).unions):
            notify(session, "notice-consent-lapsed", union=union, consent=consent.id)
        notify(session, "notice-consent-ask-again", production=consent.production_id, consent=consent.id)
    return [consent.id for consent in lapsed]


def unattended(session: Session) -> list[str]:
    """The signed consents, by id, for whose union's countersignature there is nobody who could act for that union."""
    able = select(UnionRepresentative.union_id).where(
        UnionRepresentative.ended_at.is_(None),
        UnionRepresentative.account_id.in_(select(Account.id).where(Account.disabled_at.is_(None))),
    )
    attended = set(session.scalars(able.distinct()))
    return [
        consent.id
        for consent in session.scalars(_signed().where(lacks_any()).order_by(Consent.id))
        if records.missing_countersigners(session, consent).keys() - attended
    ]


class Lapses:
    """What lapses, or would."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._clock = clock

    def without(self, performer_id: str, union_id: str) -> int:
        """How many of a performer's signed consents would lapse with the membership in this union."""
        with self._db.look() as session:
            unions = member_unions(session, performer_id) - {union_id}
            return sum(
                not records.missing_countersigners(
                    session, consent, records.countersigners(session, performer_id, consent.production_id, unions)
                )
                for consent in _waiting(session, performer_id)
            )

    def due(self) -> int:
        """Lapses whatever is left with nobody to complete it, whichever act left it; answers how many."""
        moment, rows = self._clock(), _signed().where(not_(lacks_any()))
        with self._db.look() as session:  # whoever is found is proven when it is put on record
            performers = set(session.scalars(rows.with_only_columns(Consent.performer_id)))
        lapsed = 0
        for performer_id in sorted(performers):
            with suppress(RecordsAltered), self._db.write() as session:  # the others do not wait for it
                lapsed += len(lapse(session, SYSTEM, performer_id, moment))
        return lapsed


def _signed() -> Select[Any]:
    return select(Consent).where(Consent.state.in_(records.OPEN), Consent.signed_at.is_not(None))


def _waiting(session: Session, performer_id: str) -> list[Consent]:
    return list(session.scalars(_signed().where(Consent.performer_id == performer_id).order_by(Consent.id)))
