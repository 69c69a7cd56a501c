"""Births and deaths: put on record by the union that confirmed the person, or by a confirmed estate, and what follows."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.core.database import Database, new_id
from registry.core.days import begun_anywhere, of_age_on, over_anywhere
from registry.core.errors import Conflict, Invalid, RecordsAltered
from registry.core.fields import clean_line
from registry.core.permissions import Forbidden, Identity, On, Permission, allowed, require
from registry.ledger.record import record
from registry.lives import consequences
from registry.notices.service import notify
from registry.records.events import EventKind
from registry.records.lives import birth_confirmed, confirming_unions, death_confirmed, last
from registry.records.performers import load, touching
from registry.records.tables.accounts import Representation
from registry.records.tables.lives import LifeEvent
from registry.records.tables.performers import Performer

SYSTEM = "system"
KINDS = {"birth": EventKind.BIRTH_RECORDED, "death": EventKind.DEATH_RECORDED, "alive": EventKind.DEATH_CORRECTED}
"""What may be recorded -> the event that says so."""


class Lives:
    """What is recorded of performers' lives."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._clock = clock

    def record(self, who: Identity, performer_id: str, kind: str, day: date | None, proof: str) -> LifeEvent:
        """Somebody who has seen the proof puts a `birth` date or a `death` on record, or that the performer is `alive` whose
        death was recorded (without a day; another person than recorded the death).

        A representative of a union that confirmed the performer's identity or membership may, and the confirmed estate. Every
        consent on which it bears is judged anew by the day of its signature, and whoever it concerns is told. Raises
        `Invalid` for a day that cannot be, `Conflict` where it is on record already, `NotFound`, `Forbidden`.
        """
        words = clean_line(proof)
        wrong = {} if words is not None else {"proof": "field-line"}
        if kind not in KINDS:
            wrong["kind"] = "field-choice"
        elif (day is None) is not (kind == "alive"):
            wrong["day"] = "field-required" if day is None else "field-choice"
        if words is None or wrong:
            raise Invalid(fields=wrong)
        moment = self._clock()
        with self._db.write() as session:
            performer, _on = load(session, performer_id)
            unions = confirming_unions(session, performer_id)
            require(who, Permission.LIFE_RECORD, On(performer_id, unions))
            _may_be(session, who, performer, kind, day, moment)
            before = consequences.speaking_against(session, performer, moment)
            if kind == "birth":
                performer.born = day
            else:
                performer.died, performer.life = day, "living" if day is None else "deceased"
            event = LifeEvent(
                id=new_id("LE"),
                performer_id=performer_id,
                kind=kind,
                day=day,
                proof=words,
                union_id=min(who.unions & unions, default=None),
                recorded_by=who.account_id,
                recorded_at=moment,
            )
            session.add(event)
            record(session, who.account_id, KINDS[kind], performer_id, at=moment, event=event.id, union=event.union_id)
            _notify(session, performer_id, f"notice-life-{kind}", unions)
            if kind == "birth":
                consequences.of_release(session, who.account_id, performer, moment)
            consequences.of_consents(session, who.account_id, performer, before, moment)
        return event

    def of(self, who: Identity, performer_id: str) -> list[LifeEvent]:
        """What is on record of a performer's life, the latest first. Raises `NotFound`, `Forbidden`."""
        with self._db.read() as session:
            _performer, on = load(session, performer_id)
            require(who, Permission.PERFORMER_READ, on)
            rows = select(LifeEvent).where(LifeEvent.performer_id == performer_id)
            return list(session.scalars(rows.order_by(LifeEvent.recorded_at.desc(), LifeEvent.id)))

    def may_record(self, who: Identity, performer_id: str) -> bool:
        """Whether this account's word on the performer's life counts."""
        with self._db.read() as session:
            return allowed(who, Permission.LIFE_RECORD, On(performer_id, confirming_unions(session, performer_id)))

    def require_recorder(self, who: Identity, performer_id: str) -> None:
        """Raises `Forbidden` unless this account's word on the performer's life counts."""
        if not self.may_record(who, performer_id):
            raise Forbidden(Permission.LIFE_RECORD)

    def come_of_age(self) -> int:
        """Puts on record that performers have come of age since they were registered, and ends their guardians' authority;
        answers how many. Where nobody has, nothing is written."""
        moment = self._clock()
        today = over_anywhere(moment)
        with self._db.look() as session:  # whoever is found is proven when it is put on record
            known = select(LifeEvent.performer_id).where(LifeEvent.kind == "of_age")
            born = select(Performer.id, Performer.born, Performer.registered_at).where(
                Performer.born.is_not(None), Performer.life == "living", Performer.id.not_in(known)
            )
            grown = [
                performer
                for performer, birth, registered in session.execute(born)
                if birth is not None and over_anywhere(registered) < of_age_on(birth) <= today
            ]
        for performer_id in grown:
            with suppress(RecordsAltered), self._db.write() as session:  # the others do not wait for it
                self._grown_up(session, performer_id, moment)
        return len(grown)

    def _grown_up(self, session: Session, performer_id: str, moment: datetime) -> None:
        performer, _on = load(session, performer_id)
        if performer.born is None or last(session, performer_id, "of_age") is not None:
            return
        day = of_age_on(performer.born)
        event = LifeEvent(
            id=new_id("LE"), performer_id=performer_id, kind="of_age", day=day, proof="", recorded_by=SYSTEM,
            recorded_at=moment,
        )  # fmt: skip
        session.add(event)
        record(session, SYSTEM, EventKind.CAME_OF_AGE, performer_id, at=moment, event=event.id)
        guardians = select(Representation).where(
            Representation.performer_id == performer_id,
            Representation.kind == "guardian",
            Representation.ended_at.is_(None),
        )
        for authority in session.scalars(guardians):
            authority.ended_at = moment
            record(
                session, SYSTEM, EventKind.REPRESENTATION_ENDED, performer_id, at=moment, account=authority.account_id
            )
            notify(session, "notice-life-of-age-guardian", account=authority.account_id, performer_id=performer_id)
        _notify(session, performer_id, "notice-life-of-age", confirming_unions(session, performer_id))
        consequences.of_consents(session, SYSTEM, performer, {}, moment)


def _may_be(
    session: Session, who: Identity, performer: Performer, kind: str, day: date | None, moment: datetime
) -> None:
    """Whether it can have been so, and is not on record already. Raises `Invalid`, `Conflict`."""
    if day is not None and day > begun_anywhere(moment):
        raise Invalid(fields={"day": "life-in-the-future"})
    if kind == "birth":
        if performer.died is not None and day is not None and day > performer.died:
            raise Invalid(fields={"day": "field-date"})
        same = day == performer.born and birth_confirmed(session, performer.id)
    else:
        if performer.born is not None and day is not None and day < performer.born:
            raise Invalid(fields={"day": "field-date"})
        same = day == performer.died and (day is None or death_confirmed(session, performer.id))
        told = last(session, performer.id, "death")
        if kind == "alive" and not same and told is not None and told.recorded_by == who.account_id:
            raise Conflict("life-corrected-by-another")
    if same:
        raise Conflict("life-on-record")


def _notify(session: Session, performer_id: str, message: str, unions: frozenset[str]) -> None:
    notify(session, message, performer=performer_id, performer_id=performer_id)
    for union in sorted(unions | touching(session, performer_id).unions):
        notify(session, message, union=union, performer_id=performer_id)
