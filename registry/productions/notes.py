"""Notes on a shot: what those who make or approve it write to each other. They decide nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from registry.core.database import Database, new_id
from registry.core.errors import Invalid, NotFound
from registry.core.fields import clean_line
from registry.core.permissions import Identity, On, Permission, require
from registry.ledger.record import record
from registry.productions import concerns as concerns
from registry.records.events import EventKind
from registry.records.tables.accounts import Account
from registry.records.tables.productions import Production, ShotNote

LONGEST = 2000
MOST = 500
"""Notes of one shot that are shown, the latest."""


@dataclass(frozen=True)
class Note:
    """One note. by: the name of who wrote it; check: which version it is about, if it is about one."""

    id: str
    by: str
    at: datetime
    text: str
    check: str | None


class Notes:
    """Notes on the shots of productions, for their members, the commissioner's contact and counsel."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._clock = clock

    def write(self, who: Identity, production_id: str, unit: str, text: str, check: str | None = None) -> str:
        """Puts a note on record; answers its id. Raises `Invalid`, `Forbidden`, `NotFound`."""
        require(who, Permission.SHOT_NOTE, On(production_id=production_id))
        said = "\n".join(" ".join(line.split()) for line in text.strip().splitlines())
        if not said or len(said) > LONGEST:
            raise Invalid(fields={"text": "note-empty" if not said else "note-too-long"})
        if any(line and clean_line(line, LONGEST) is None for line in said.split("\n")):
            raise Invalid(fields={"text": "note-hidden-characters"})
        moment = self._clock()
        with self._db.write() as session:
            if session.get(Production, production_id) is None:
                raise NotFound("production", production_id)
            note = ShotNote(
                id=new_id("SN"), production_id=production_id, unit=unit[:64], check_id=check, text=said,
                written_by=who.account_id, written_at=moment,
            )  # fmt: skip
            session.add(note)
            session.flush()
            record(session, who.account_id, EventKind.SHOT_NOTED, note.id, at=moment, production=production_id)
        return note.id

    def of_shot(self, who: Identity, production_id: str, unit: str) -> list[Note]:
        """The notes on one shot, oldest first. Raises `Forbidden`."""
        require(who, Permission.SHOT_NOTE, On(production_id=production_id))
        rows = (
            select(ShotNote, Account.name)
            .join(Account, Account.id == ShotNote.written_by)
            .where(ShotNote.production_id == production_id, ShotNote.unit == unit)
            .order_by(ShotNote.written_at.desc(), ShotNote.id)
            .limit(MOST)
        )
        with self._db.read() as session:
            found = [Note(one.id, name, one.written_at, one.text, one.check_id) for one, name in session.execute(rows)]
        return found[::-1]
