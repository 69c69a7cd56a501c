"""The encoders in force: those that this instance searches with, until an administrator chooses others."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.thresholds import Thresholds
from registry.gallery.coverage import bump
from registry.records.tables.performers import GalleryState


def in_force(session: Session, thresholds: Thresholds) -> frozenset[str]:
    """The ids of the encoders in force: those on record, or the usual ones where nobody chose."""
    chosen = session.scalar(select(GalleryState.encoders))
    return thresholds.default if chosen is None else frozenset(chosen)


def choose(session: Session, encoders: Collection[str]) -> int:
    """Puts these encoders in force in the caller's transaction; answers the gallery's generation after it."""
    generation = bump(session)
    session.get_one(GalleryState, 1).encoders = sorted(encoders)
    return generation
