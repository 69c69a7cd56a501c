"""The encoders in force: those that this instance searches with, until an administrator chooses others."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.senses import FIRST
from matching.thresholds import Thresholds
from registry.gallery.coverage import bump
from registry.records.tables.performers import GalleryState


def in_force(session: Session, thresholds: Thresholds) -> frozenset[str]:
    """The ids of the encoders of the thresholds' sense that are in force: those on record, or the usual ones where nobody
    chose."""
    chosen = _chosen(session).get(thresholds.modality)
    return thresholds.default if chosen is None else frozenset(chosen)


def choose(session: Session, encoders: Collection[str], modality: str = FIRST) -> int:
    """Puts these encoders of a sense in force in the caller's transaction; answers the gallery's generation after it."""
    generation = bump(session)
    chosen = _chosen(session) | {modality: sorted(encoders)}
    state = session.get_one(GalleryState, 1)
    state.encoders = chosen[FIRST] if chosen.keys() == {FIRST} else chosen
    return generation


def _chosen(session: Session) -> dict[str, list[str]]:
    """Sense -> the encoders that were chosen for it; a plain list was written when there was one sense."""
    chosen = session.scalar(select(GalleryState.encoders))
    if chosen is None:
        return {}
    return dict(chosen) if isinstance(chosen, dict) else {FIRST: list(chosen)}
