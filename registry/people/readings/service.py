"""Texts to read aloud, each for one recording of one performer, and listening to what was recorded."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from registry.core.database import Database, new_id
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.permissions import Forbidden, Identity, Permission, allowed, require
from registry.gallery import pictures, recordings
from registry.gallery.recordings import Heard, Kept, Read
from registry.ledger.record import record
from registry.people.readings.drawing import draw
from registry.ports.keys import KeyStore
from registry.records.events import EventKind
from registry.records.performers import live_release, load
from registry.records.tables.ledger import Event
from registry.records.tables.readings import Reading

if TYPE_CHECKING:
    from matching.modality import Modality

MINUTES = 30
"""How long a text can be used from when it was drawn."""
MOST = 6
"""Texts that one account has open for a performer, and recordings of one enrolment."""
USUAL = 3


@dataclass(frozen=True)
class OpenReading:
    """A text that waits for its recording. until: when it expires."""

    id: str
    text: str
    language: str
    until: datetime


class Readings:
    """senses: by name, those that hear speech among them."""

    def __init__(
        self, db: Database, clock: Callable[[], datetime], keystore: KeyStore, senses: "Mapping[str, Modality]"
    ) -> None:
        self._db = db
        self._clock = clock
        self._keystore = keystore
        self._senses = senses

    @property
    def modality(self) -> str | None:
        """The sense by which people are enrolled from what they read aloud; None where none is installed."""
        return next((name for name, sense in self._senses.items() if sense.speech is not None), None)

    def require_modality(self) -> str:
        """The same. Raises `NotFound` where none is installed."""
        if self.modality is None:
            raise NotFound("sense", "voice")
        return self.modality

    def draw(self, who: Identity, performer_id: str, language: str, count: int = USUAL) -> list[OpenReading]:
        """Draws fresh texts in the place of whatever this account had open for the performer. Raises `Invalid` for the number of
        them, `Conflict` without a release for the sense, `NotFound`, `Forbidden`."""
        modality, moment = self.require_modality(), self._clock()
        if not 1 <= count <= MOST:
            raise Invalid("reading-count", {"count": "reading-count"}, limit=MOST)
        with self._db.write() as session:
            _performer, on = load(session, performer_id)
            require(who, Permission.PERFORMER_ENROL, on)
            if live_release(session, performer_id, modality) is None:
                raise Conflict("release-missing")
            for row in _open(session, who, performer_id, datetime.min.replace(tzinfo=moment.tzinfo)):
                session.delete(row)
            for _ in range(count):
                read = draw(language)
                session.add(
                    Reading(
                        id=new_id("RT"), performer_id=performer_id, asked_by=who.account_id, language=read.language,
                        text=read.text, drawn_at=moment,
                    )
                )  # fmt: skip
            session.flush()
            return self._shown(session, who, performer_id)

    def open(self, who: Identity, performer_id: str) -> list[OpenReading]:
        """The texts that wait for a recording by this account. Raises `NotFound`, `Forbidden`."""
        with self._db.read() as session:
            _performer, on = load(session, performer_id)
            require(who, Permission.PERFORMER_ENROL, on)
            return self._shown(session, who, performer_id)

    def texts(self, who: Identity, performer_id: str, ids: Sequence[str]) -> list[Read]:
        """What these texts say, where each can be used by this account for this performer. Raises `Conflict`."""
        with self._db.read() as session:
            return [Read(row.text, row.language) for row in self._usable(session, who, performer_id, ids)]

    def use(self, session: Session, who: Identity, performer_id: str, ids: Sequence[str]) -> None:
        """Uses them up, in the caller's transaction. Raises `Conflict`."""
        for row in self._usable(session, who, performer_id, ids):
            row.used_at = self._clock()

    def _usable(self, session: Session, who: Identity, performer_id: str, ids: Sequence[str]) -> list[Reading]:
        rows = [session.get(Reading, one) for one in ids]
        if len(set(ids)) != len(ids):
            raise Conflict("reading-used")
        found = [row for row in rows if row is not None]
        mine = [row for row in found if (row.performer_id, row.asked_by) == (performer_id, who.account_id)]
        if len(mine) != len(ids):
            raise Conflict("reading-unknown")
        if any(row.used_at is not None for row in mine):
            raise Conflict("reading-used")
        if any(row.drawn_at <= self._since() for row in mine):
            raise Conflict("reading-expired", minutes=MINUTES)
        return mine

    def _since(self) -> datetime:
        return self._clock() - timedelta(minutes=MINUTES)

    def _shown(self, session: Session, who: Identity, performer_id: str) -> list[OpenReading]:
        lasts = timedelta(minutes=MINUTES)
        rows = _open(session, who, performer_id, self._since())
        return [OpenReading(row.id, row.text, row.language, row.drawn_at + lasts) for row in rows]

    def heard(self, who: Identity, performer_id: str) -> list[Heard]:
        """The recordings that can be listened to until the identity is confirmed, for the performer's own side and for whoever
        may confirm it. Raises `NotFound`, `Forbidden`."""
        with self._db.read() as session:
            self._require_listener(session, who, performer_id)
            return recordings.kept(session, performer_id)

    def hear(self, who: Identity, performer_id: str, recording_id: str) -> Kept:
        """One of them. That somebody else listened to it is put on record, once for each account. Raises `NotFound`,
        `Forbidden`."""
        with self._db.read() as session:
            own = self._require_listener(session, who, performer_id)
            piece = recordings.opened(session, self._keystore, performer_id, recording_id)
            if piece is None:
                raise NotFound("recording", recording_id)
            known = own or _has_heard(session, who, recording_id)
        if not known:
            with self._db.write() as session:
                moment, of = self._clock(), {"performer": performer_id}
                record(session, who.account_id, EventKind.RECORDING_HEARD, recording_id, at=moment, **of)
        return piece

    def references(self, who: Identity, performer_id: str) -> int:
        """How many recordings the performer keeps, for their own side. Raises `NotFound`, `Forbidden`."""
        with self._db.read() as session:
            return len(self._references(session, who, performer_id))

    def reference(self, who: Identity, performer_id: str, number: int) -> Kept:
        """One of them, 1 the latest. Raises `NotFound`, `Forbidden`."""
        with self._db.read() as session:
            found = self._references(session, who, performer_id)
        if not 1 <= number <= len(found):
            raise NotFound("reference", performer_id)
        return found[number - 1]

    def _references(self, session: Session, who: Identity, performer_id: str) -> list[Kept]:
        _performer, on = load(session, performer_id)
        require(who, Permission.PERFORMER_ENROL, on)
        return pictures.opened_of(session, self._keystore, performer_id, self.require_modality())

    def _require_listener(self, session: Session, who: Identity, performer_id: str) -> bool:
        """Whether it is the performer's own side that listens. Raises `NotFound`, `Forbidden`."""
        _performer, on = load(session, performer_id)
        if allowed(who, Permission.PERFORMER_ENROL, on):
            return True
        if not allowed(who, Permission.PERFORMER_VERIFY, on):
            raise Forbidden(Permission.PERFORMER_VERIFY)
        return False

    def purge(self) -> int:
        """Destroys recordings that were kept for as long as they may be, and texts that nobody can use any more; how many
        recordings there were."""
        moment = self._clock()
        old = Reading.drawn_at <= moment - timedelta(days=1)
        with self._db.look() as session:
            due = session.scalar(select(exists(Reading.id).where(old)))
        if due:
            with self._db.write() as session:
                session.execute(delete(Reading).where(old))
        return recordings.purge(self._db, self._keystore, moment)


def _open(session: Session, who: Identity, performer_id: str, since: datetime) -> list[Reading]:
    rows = select(Reading).where(Reading.performer_id == performer_id)
    found = [row for row in session.scalars(rows.order_by(Reading.drawn_at, Reading.id)) if row.used_at is None]
    return [row for row in found if row.asked_by == who.account_id and row.drawn_at > since]


def _has_heard(session: Session, who: Identity, recording_id: str) -> bool:
    rows = select(Event.index).where(
        Event.kind == EventKind.RECORDING_HEARD, Event.subject == recording_id, Event.actor == who.account_id
    )
    return session.scalar(rows.limit(1)) is not None
