"""Giving up what finds somebody: by one sense, or by all of them."""

from datetime import datetime

from sqlalchemy.orm import Session

from registry.core.errors import NotFound
from registry.gallery.coverage import erase
from registry.ledger.record import record
from registry.notices.service import notify
from registry.people.disputes.claims import void_identity_without_likeness, withdraw_from
from registry.people.performers.files import drop_files
from registry.people.release import end
from registry.ports.keys import KeyStore
from registry.records.events import EventKind
from registry.records.performers import IdentityStanding
from registry.records.tables.performers import Performer


def withdraw(
    session: Session, keystore: KeyStore, actor: str, performer: Performer, at: datetime, modality: str | None = None
) -> None:
    """Ends the release for one sense, or every release, and destroys what was enrolled under it. What was confirmed goes on
    counting where something else is left that was confirmed with it. Raises `NotFound` where there is no release."""
    if not end(session, actor, performer.id, at, modality):
        raise NotFound("release", performer.id)
    _erase(session, keystore, actor, performer, "release_withdrawn", at, modality)


def forget(session: Session, keystore: KeyStore, actor: str, performer: Performer, at: datetime) -> None:
    """Destroys everything by which a performer can be found. It may be repeated."""
    end(session, actor, performer.id, at)
    _erase(session, keystore, actor, performer, "forgotten", at)
    performer.status = IdentityStanding.FORGOTTEN
    record(session, actor, EventKind.PERFORMER_FORGOTTEN, performer.id, at=at)
    notify(session, "notice-forgotten", performer=performer.id)


def _erase(
    session: Session,
    keystore: KeyStore,
    actor: str,
    performer: Performer,
    why: str,
    at: datetime,
    modality: str | None = None,
) -> None:
    drop_files(session, actor, performer.id, at, modality)
    withdraw_from(session, actor, performer, at, modality)
    erase(session, keystore, performer, actor, why, at, modality)
    void_identity_without_likeness(session, performer)
