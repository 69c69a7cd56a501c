"""Drafts of declarations: begun, saved, listed, resumed and dropped by the production that will declare."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.core.database import Database, new_id
from registry.core.errors import NotFound
from registry.core.permissions import Identity, On, Permission, require
from registry.ledger.record import record
from registry.productions import concerns as concerns
from registry.productions.declaration import Declaration as Declared
from registry.productions.drafts.known import Maker
from registry.records.events import EventKind
from registry.records.tables.productions import Declaration, Production, ProductionAgreement


class Drafts:
    """The declarations that productions are writing."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._clock = clock

    def begin(self, who: Identity, production_id: str, answers: Mapping[str, Any]) -> Declaration:
        """A new draft with its first answers. Raises `Forbidden`, `NotFound`."""
        with self._db.write() as session:
            return self.begin_in(session, who, production_id, answers)

    def begin_in(self, session: Session, who: Identity, production_id: str, answers: Mapping[str, Any]) -> Declaration:
        """The same, in the caller's transaction."""
        require(who, Permission.PRODUCTION_DECLARE, On(production_id=production_id))
        if session.get(Production, production_id) is None:
            raise NotFound("production", production_id)
        moment = self._clock()
        draft = Declaration(
            id=new_id("D"),
            production_id=production_id,
            draft=dict(answers),
            created_by=who.account_id,
            created_at=moment,
            updated_at=moment,
        )
        session.add(draft)
        session.flush()
        record(session, who.account_id, EventKind.DECLARATION_BEGUN, draft.id, at=moment, production=production_id)
        return draft

    def save(self, who: Identity, draft_id: str, answers: Mapping[str, Any]) -> Declaration:
        """Takes the place of the answers so far. Raises `NotFound` for a draft that is not the viewer's."""
        with self._db.write() as session:
            draft = _own(session, who, draft_id)
            draft.draft, draft.updated_at = dict(answers), self._clock()
        return draft

    def get(self, who: Identity, draft_id: str) -> Declaration:
        """One draft. Raises `NotFound` for one that is not the viewer's."""
        with self._db.read() as session:
            return _own(session, who, draft_id)

    def list_for(self, who: Identity, production_id: str) -> list[Declaration]:
        """The drafts of a production, those worked on last first. Raises `Forbidden`."""
        require(who, Permission.PRODUCTION_DECLARE, On(production_id=production_id))
        rows = select(Declaration).where(Declaration.production_id == production_id)
        with self._db.look() as session:
            return list(session.scalars(rows.order_by(Declaration.updated_at.desc(), Declaration.id)))

    def drop(self, who: Identity, draft_id: str) -> None:
        """Delete a draft; checks that were made with it keep their own copy. Raises `NotFound`."""
        with self._db.write() as session:
            draft = _own(session, who, draft_id)
            session.delete(draft)
            record(session, who.account_id, EventKind.DECLARATION_DROPPED, draft.id, at=self._clock())

    def maker(self, who: Identity, production_id: str) -> Maker:
        """What questions depend on, of the production that declares. Raises `Forbidden`, `NotFound`."""
        require(who, Permission.PRODUCTION_DECLARE, On(production_id=production_id))
        with self._db.read() as session:
            production = session.get(Production, production_id)
            if production is None:
                raise NotFound("production", production_id)
            agreements = select(ProductionAgreement.agreement).where(ProductionAgreement.production_id == production_id)
            return Maker(
                id=production.id,
                kind=production.kind,
                commissioner=production.commissioner,
                agreements=tuple(sorted(session.scalars(agreements))),
                jurisdiction=production.jurisdiction,
                today=self._clock().astimezone(ZoneInfo(production.time_zone)).date().isoformat(),
            )


def sent_in(session: Session, who: Identity, draft_id: str, declared: Declared, at: datetime) -> None:
    """Notes, in the transaction that queues the check, that a file was sent in under the draft as it stands declared.
    Raises `NotFound` for a draft that is not the viewer's, or not of this production."""
    draft = _own(session, who, draft_id)
    if draft.production_id != declared.production:
        raise NotFound("draft", draft_id)
    draft.declared, draft.sha256 = declared.canonical().decode(), declared.sha256
    record(session, who.account_id, EventKind.DECLARATION_MADE, draft.id, at=at, declaration=declared.sha256)


def _own(session: Session, who: Identity, draft_id: str) -> Declaration:
    draft = session.get(Declaration, draft_id)
    if draft is None or draft.production_id not in who.productions:
        raise NotFound("draft", draft_id)
    return draft
