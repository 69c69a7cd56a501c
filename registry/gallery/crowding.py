"""References that match too many others are parked: they answer `possible` only, and performer and unions are told."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import numpy as np
from sqlalchemy import Update, func, select, update
from sqlalchemy.orm import Session

from matching.crowding import TOO_MANY, crowded, neighbours
from matching.findings import Vector
from matching.gallery import Gallery
from matching.senses import FIRST
from matching.thresholds import step
from registry.core.database import Database
from registry.gallery.coverage import bump, generation, grow
from registry.gallery.enrolment import Reference
from registry.gallery.source import GallerySource, LoadedGallery
from registry.ledger.record import record
from registry.notices.service import notify
from registry.records.events import EventKind
from registry.records.performers import touching
from registry.records.tables.performers import Template

SYSTEM = "system"


def crowds(
    references: Sequence[Reference],
    performer_id: str,
    enrolled: Mapping[str, Sequence[Vector]],
    loaded: LoadedGallery,
    others: Gallery,
) -> bool:
    """Whether a performer who has `enrolled`, with these references more, would be like too many others."""
    vectors = {
        encoder: np.stack([*enrolled.get(encoder, ()), *(reference.seen.vectors[encoder] for reference in references)])
        for encoder in loaded.encoders
    }
    near = neighbours(Gallery([(performer_id, vectors)]), others, loaded.thresholds)[performer_id]
    known = {other for pair in loaded.look_alikes if performer_id in pair for other in pair}
    return len(near - known) >= TOO_MANY


def set_aside(session: Session, performer_id: str, at: datetime, modality: str = FIRST) -> None:
    """Parks all of a performer's references of one sense in the caller's transaction, which bumps the gallery."""
    session.execute(_of(performer_id, modality).values(crowded_at=at))
    record(session, SYSTEM, EventKind.REFERENCES_PARKED, performer_id, at=at, why="crowded")
    notify(session, "notice-references-parked", performer=performer_id)
    for union in sorted(touching(session, performer_id).unions):
        notify(session, "notice-member-references-parked", union=union, performer_id=performer_id)


def _of(performer_id: str, modality: str) -> Update:
    return update(Template).where(Template.performer_id == performer_id, Template.modality == modality)


class Crowding:
    """Looks at each sense's whole gallery again when it has grown by half, or is searched with other encoders: thresholds have
    moved, and so has who is near whom."""

    def __init__(self, db: Database, clock: Callable[[], datetime], *galleries: GallerySource) -> None:
        self._db = db
        self._clock = clock
        self._galleries = galleries
        self._settled: dict[str, tuple[int, frozenset[str]]] = {}

    def settle_when_moved(self) -> int:
        """`settle`, unless the gallery is of the size and of the encoders that were settled last in this process. Answers
        how many changed."""
        changed = 0
        for source in self._galleries:
            loaded = source.load()
            now = step(len(loaded.gallery) + len(loaded.parked)), loaded.encoders
            if now != self._settled.get(loaded.modality):
                changed += self._settle(source)
                self._settled[loaded.modality] = now
        return changed

    def settle(self) -> int:
        """Parks who is like too many others and lets go who no longer is; answers how many changed.

        Nothing is changed where somebody was enrolled meanwhile; the next run looks again.
        """
        return sum(self._settle(source) for source in self._galleries)

    def _settle(self, source: GallerySource) -> int:
        loaded = source.load()
        with self._db.look() as session:
            aside = _aside(session, loaded.modality)
            first = func.min(Template.created_at)
            order = list(
                session.scalars(
                    select(Template.performer_id)
                    .where(Template.modality == loaded.modality)
                    .group_by(Template.performer_id)
                    .order_by(first, Template.performer_id)
                )
            )
        # Whoever was crowded out is judged by those templates, also where they lack an encoder: then nothing is known.
        crowded_out = loaded.parked.without(frozenset(loaded.parked.subjects) - aside)
        everybody = loaded.gallery.updated(aside & frozenset(loaded.aside.subjects), crowded_out)
        near = neighbours(everybody, everybody, loaded.thresholds)
        wanted = crowded(near, order, loaded.look_alikes)
        with self._db.write() as session:
            if generation(session) != loaded.gallery.generation:
                return 0
            moment = self._clock()
            for performer_id in sorted(wanted - aside):
                set_aside(session, performer_id, moment, loaded.modality)
            released = sorted((aside & near.keys()) - wanted)
            for performer_id in released:
                session.execute(_of(performer_id, loaded.modality).values(crowded_at=None))
                record(session, SYSTEM, EventKind.REFERENCES_RELEASED, performer_id, at=moment)
                notify(session, "notice-references-released", performer=performer_id)
                for union in sorted(touching(session, performer_id).unions):
                    notify(session, "notice-member-references-released", union=union, performer_id=performer_id)
            if wanted - aside:
                bump(session)
            elif released:
                grow(session)
            return len(wanted - aside) + len(released)


def _aside(session: Session, modality: str) -> frozenset[str]:
    crowded_out = Template.modality == modality, Template.crowded_at.is_not(None)
    return frozenset(session.scalars(select(Template.performer_id).where(*crowded_out).distinct()))
