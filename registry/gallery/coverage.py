"""What the gallery can find changes here: bumping its generation, erasing a performer from it, telling of a loss."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from registry.gallery import keys, own_pictures, recordings
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


def erase(
    session: Session,
    keystore: KeyStore,
    performer: Performer,
    actor: str,
    why: str,
    at: datetime,
    modality: str | None = None,
) -> None:
    """Destroys the performer's key of one sense, or of all of them, then the sealed rows, in the caller's transaction.

    The key goes first: should the transaction fail after that, the rows that are left cannot be read by anybody, and
    the gallery reports them as lost until the act is repeated.
    """
    keys.destroy(keystore, performer.id, modality)
    own_pictures.erase(session, keystore, performer.id, modality)
    recordings.erase(session, keystore, performer.id, modality)
    templates = session.scalar(select(func.count()).select_from(Template).where(*_of(Template, performer.id, modality)))
    session.execute(delete(Template).where(*_of(Template, performer.id, modality)))
    session.execute(delete(ReferencePicture).where(*_of(ReferencePicture, performer.id, modality)))
    bump(session)
    if templates:
        notify_of_loss(session, performer.id, actor, why, at, templates, modality)


def _of(table: type[Template | ReferencePicture], performer_id: str, modality: str | None) -> list[ColumnElement[bool]]:
    """Which rows are a performer's, of one sense or of all."""
    sense = [] if modality is None else [table.modality == modality]
    return [table.performer_id == performer_id, *sense]


def notify_of_loss(
    session: Session,
    performer_id: str,
    actor: str,
    why: str,
    at: datetime,
    templates: int,
    modality: str | None = None,
) -> None:
    """A loss of coverage is an event, and the performer and their unions are told: it is never a silent `none`.

    `why`: forgotten, release_withdrawn, dispute, or unreadable. modality: the one sense that it concerns; None: all.
    """
    sense = {} if modality is None else {"modality": modality}
    record(session, actor, EventKind.COVERAGE_LOST, performer_id, at=at, why=why, templates=templates, **sense)
    left = session.scalar(select(Template.id).where(Template.performer_id == performer_id).limit(1))
    in_part = modality is not None and left is not None
    what, part = ("sense", {"sense": modality}) if in_part else ("coverage", {})
    notify(session, f"notice-{what}-lost", performer=performer_id, why=why, **part)
    for union in sorted(touching(session, performer_id).unions):
        notify(session, f"notice-member-{what}-lost", union=union, performer_id=performer_id, why=why, **part)
