"""The picture where the decision is: whom a file shows, and their union, see their own part of it before they answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.checks.deciding.facts import resolve_names
from registry.checks.receipts.receipt import only_heard
from registry.core.database import Database
from registry.core.errors import NotFound
from registry.core.permissions import Identity
from registry.gallery import own_pictures
from registry.gallery.own_pictures import OwnPiece
from registry.ledger.record import record
from registry.ports.keys import KeyStore
from registry.productions.declaration import Declaration, read_declaration
from registry.records.checks import viewer_of
from registry.records.events import EventKind
from registry.records.tables.checks import Check, CheckPerson
from registry.records.tables.ledger import Event
from registry.records.tables.performers import Performer
from registry.records.visibility import Role
from registry.reviews.evidence import SAFE_TYPES, PieceOfEvidence


@dataclass(frozen=True)
class OwnShown:
    """One piece that the viewer may look at. number: what it is asked for by, from 1 on; kind: crop or shot."""

    number: int
    kind: str
    media_type: str


@dataclass(frozen=True)
class OwnPart:
    """One person whom the viewer may see in a check. pseudonym: theirs there. treatment: as the production declared it, None where
    it did not declare them. gone: why there is nothing to look at (days, erased, none), None where there is.
    heard: they were found by their voice alone."""

    performer_id: str
    name: str
    pseudonym: str
    treatment: str | None
    pieces: tuple[OwnShown, ...]
    gone: str | None
    heard: bool = False


@dataclass(frozen=True)
class OwnParts:
    """A check as those see it whom it shows. unit, version: of the shot."""

    unit: str
    version: int
    people: tuple[OwnPart, ...]


class OwnPictures:
    """Shows performers and unions the part of a check that is theirs."""

    def __init__(self, db: Database, clock: Callable[[], datetime], keystore: KeyStore) -> None:
        self._db = db
        self._clock = clock
        self._keystore = keystore

    def of(self, who: Identity, check_id: str) -> OwnParts | None:
        """What there is to look at, described. None for whoever makes or approves the file, who has the picture of the check
        itself. Raises `NotFound` as the check does."""
        with self._db.read() as session:
            check, role, performers = self._seen_by(session, who, check_id)
            if role.makes_it:
                return None
            declared, kept = read_declaration(check.declaration), self._kept(session, check, performers)
            people = tuple(self._part(session, check, declared, one, kept) for one in sorted(performers))
            return OwnParts(declared.unit.id, declared.unit.version, people)

    def piece(self, who: Identity, check_id: str, number: int) -> PieceOfEvidence:
        """The piece of this number. That this account saw this performer's picture is put on record, once. Raises `NotFound`, for
        whoever may not see it as for what is not there."""
        with self._db.read() as session:
            check, role, performers = self._seen_by(session, who, check_id)
            kept = [] if role.makes_it else self._kept(session, check, performers)
            if not 1 <= number <= len(kept):
                raise NotFound("check", check_id)
            performer, piece = kept[number - 1]
            known = _has_seen(session, who, check_id, performer)
        if not known:
            with self._db.write() as session:
                details = {"performer": performer}
                record(session, who.account_id, EventKind.OWN_PICTURE_SHOWN, check_id, at=self._clock(), **details)
        return PieceOfEvidence(piece.media_type, piece.content)

    def purge(self) -> int:
        """Destroys what was kept for as long as it may be; how many there were."""
        return own_pictures.purge(self._db, self._keystore, self._clock())

    def _seen_by(self, session: Session, who: Identity, check_id: str) -> tuple[Check, Role, frozenset[str]]:
        check = session.get(Check, check_id)
        viewer = None if check is None else viewer_of(session, who, check)
        if check is None or viewer is None:
            raise NotFound("check", check_id)
        return check, viewer.role, viewer.performers

    def _kept(self, session: Session, check: Check, performers: frozenset[str]) -> list[tuple[str, OwnPiece]]:
        """(performer, piece) of everybody whom the viewer may see, in the order of their numbers."""
        return [
            (performer, piece)
            for performer in sorted(performers)
            for piece in own_pictures.opened(session, self._keystore, check.id, performer)
            if piece.media_type in SAFE_TYPES
        ]

    def _part(
        self, session: Session, check: Check, declared: Declaration, performer_id: str, kept: list[tuple[str, OwnPiece]]
    ) -> OwnPart:
        rows = select(CheckPerson.pseudonym).where(
            CheckPerson.check_id == check.id, CheckPerson.performer_id == performer_id
        )
        pieces = tuple(
            OwnShown(number, piece.kind, piece.media_type)
            for number, (performer, piece) in enumerate(kept, 1)
            if performer == performer_id
        )
        pseudonym = session.scalars(rows).first() or ""
        return OwnPart(
            performer_id=performer_id,
            name=session.get_one(Performer, performer_id).name,
            pseudonym=pseudonym,
            treatment=_treatment(session, declared, performer_id),
            pieces=pieces,
            gone=None if pieces else self._why_gone(session, check, performer_id),
            heard=_only_heard(check, pseudonym),
        )

    def _why_gone(self, session: Session, check: Check, performer_id: str) -> str:
        since = check.decided_at or check.requested_at
        lost = select(Event.at).where(Event.subject == performer_id, Event.kind == EventKind.COVERAGE_LOST)
        if any(datetime.fromisoformat(at.replace("Z", "+00:00")) >= since for at in session.scalars(lost)):
            return "erased"
        return "days" if self._clock() >= check.requested_at + timedelta(days=own_pictures.DAYS) else "none"


def _only_heard(check: Check, pseudonym: str) -> bool:
    persons = (check.decision or {}).get("persons", ())
    return any(one["pseudonym"] == pseudonym and only_heard(one) for one in persons)


def _treatment(session: Session, declared: Declaration, performer_id: str) -> str | None:
    names = resolve_names(session, [entry.name for entry in declared.cast if entry.name])
    for entry in declared.cast:
        if performer_id in (entry.performer, names.get(entry.name or "")):
            return str(entry.treatment)
    return None


def _has_seen(session: Session, who: Identity, check_id: str, performer_id: str) -> bool:
    rows = select(Event.details).where(
        Event.subject == check_id, Event.kind == EventKind.OWN_PICTURE_SHOWN, Event.actor == who.account_id
    )
    return any(details.get("performer") == performer_id for details in session.scalars(rows))
