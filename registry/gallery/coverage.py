"""What the gallery can find changes here: bumping its generation, erasing a performer from it, telling of a loss."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from registry.gallery import own_pictures
from registry.ledger.record import record
from registry.notices.service import notify
from registry.ports.keys import KeyStore
from registry.records.events import EventKind
from registry.records.performers import touching
from registry.records.tables.performers import GalleryState, Performer, ReferencePicture, Template


def generation(session: Session) -> int:
    """The gallery's generation: goes up by one with every change of what is enrolled."""
    return session.scalar(select(GalleryState.generation)) or 0


def bump(session: Session) -> int:
    """Raises the generation in the caller's transaction, so that no decision rests on the gallery before it."""
    return supersede(session, generation(session))


def grow(session: Session) -> int:
    """The same for a change by which more can be found than before, and nothing else: a reference is added, or one that was
    set aside answers in full. It changes nothing where everybody who was found was named (`outdated`)."""
    state = _state(session)
    state.generation += 1
    return state.generation


def supersede(session: Session, known: int) -> int:
    """Sets the generation to one after `known`: whoever compared at that generation or before compares anew."""
    state = _state(session)
    state.generation = state.narrowed_at = max(known, state.generation) + 1
    return state.generation


def _state(session: Session) -> GalleryState:
    state = session.scalars(select(GalleryState).with_for_update()).one_or_none()
    if state is None:
        state = GalleryState(id=1, generation=0, narrowed_at=0)
        session.add(state)
    return state


def outdated(session: Session, compared_at: int, *, unnamed: bool) -> bool:
    """Whether what was compared at a generation may come out differently now. unnamed: whether somebody was found whom nobody
    is named for, or may be somebody: that may be whoever was enrolled since. Anything else than an enrolment bears on
    everybody."""
    state = session.scalars(select(GalleryState)).one_or_none()
    if state is None:
        return compared_at != 0
    return compared_at > state.generation or compared_at < (state.generation if unnamed else state.narrowed_at)


def erase(session: Session, keystore: KeyStore, performer: Performer, actor: str, why: str, at: datetime) -> None:
    """Destroys the performer's key, then the sealed rows, in the caller's transaction.

    The key goes first: should the transaction fail after that, the rows that are left cannot be read by anybody, and
    the gallery reports them as lost until the act is repeated.
    """
    keystore.destroy(performer.id)
    own_pictures.erase(session, keystore, performer.id)
    templates = session.scalar(select(func.count()).select_from(Template).where(Template.performer_id == performer.id))
    session.execute(delete(Template).where(Template.performer_id == performer.id))
    session.execute(delete(ReferencePicture).where(ReferencePicture.performer_id == performer.id))
    bump(session)
    if templates:
        notify_of_loss(session, performer.id, actor, why, at, templates)


def notify_of_loss(session: Session, performer_id: str, actor: str, why: str, at: datetime, templates: int) -> None:
    """A loss of coverage is an event, and the performer and their unions are told: it is never a silent `none`.

    `why`: forgotten, release_withdrawn, dispute, or unreadable.
    """
    record(session, actor, EventKind.COVERAGE_LOST, performer_id, at=at, why=why, templates=templates)
    notify(session, "notice-coverage-lost", performer=performer_id, why=why)
    for union in sorted(touching(session, performer_id).unions):
        notify(session, "notice-member-coverage-lost", union=union, performer_id=performer_id, why=why)
