"""The gallery: every template that can be read, in memory, and a loud list of those that cannot."""

import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matching import index
from matching.findings import Appearance, Vector
from matching.index import Answer, Gallery, SecondOpinion
from matching.reasons import Undecidable
from matching.thresholds import Thresholds
from registry.audit.models import Event
from registry.database import Database, now
from registry.events import Kind
from registry.performers.coverage import generation, tell_loss
from registry.performers.encoders import in_force
from registry.performers.keystore import KeyMissing, KeyStore
from registry.performers.look_alikes import look_alikes
from registry.performers.models import Template
from registry.performers.templates import Sealed, Unreadable, open_template

Vectors = dict[str, dict[str, list[Vector]]]
"""performer id -> encoder id -> templates"""

LACKING = "encoder-lacking"


@dataclass(frozen=True)
class Loss:
    """A performer of whom templates are on record that cannot be searched: a check may not say that they are absent.

    reason: `key-missing`, `unreadable` (altered, moved, or sealed under an earlier key) or `encoder-lacking` (none of
    an encoder in force, or only of weights for which there are no thresholds). templates: how many.
    """

    performer_id: str
    reason: str
    templates: int

    @property
    def readable(self) -> bool:
        """Whether they can be opened all the same, so that another enrolment is enough to find the performer again."""
        return self.reason == LACKING


@dataclass(frozen=True, eq=False)
class LoadedGallery:
    """One generation of what is enrolled.

    gallery: who can be found, by the encoders in force and no others. parked: templates that answer `possible` at most,
    because a dispute or a confirmation is open, or because they match too many others. losses: performers who should be
    found and cannot be, wholly or in part; a check that found nobody must not answer `none` while there are any.
    look_alikes: pairs of performers who are two and look like one. vectors, aside: everything that could be read of the
    live and the parked templates, of every encoder.
    """

    gallery: Gallery
    parked: Gallery
    losses: tuple[Loss, ...]
    vectors: Vectors = field(repr=False)
    thresholds: Thresholds = field(repr=False)
    encoders: frozenset[str]
    look_alikes: frozenset[frozenset[str]] = frozenset()
    aside: Vectors = field(default_factory=dict, repr=False)

    def ask(
        self,
        appearances: Sequence[Appearance],
        second_opinion: SecondOpinion | None = None,
        declared: Collection[str] = frozenset(),
    ) -> list[Answer]:
        """`matching.index.answer` by the thresholds in force; `declared`: performers who are said to be in the picture.
        Raises `Undecidable`."""
        return index.answer(
            appearances,
            self.gallery,
            self.thresholds,
            second_opinion,
            self.look_alikes,
            parked=self.parked,
            declared=declared,
        )

    def without(self, performer_id: str) -> Gallery:
        """Everybody else."""
        people = {subject: templates for subject, templates in self.vectors.items() if subject != performer_id}
        return _gallery(searchable(people, self.encoders), self.gallery.generation, ())

    def require(self, looked_with: Mapping[str, str]) -> None:
        """Raises `Undecidable` unless a file was looked at by every encoder in force, with the weights (encoder id ->
        SHA-256) for which there are thresholds."""
        known = self.thresholds.encoders
        missing = [name for name in sorted(self.encoders) if looked_with.get(name, "") != known.get(name)]
        if missing:
            raise Undecidable("gallery.encoder-missing", encoder=", ".join(missing))


def searchable(vectors: Mapping[str, Mapping[str, list[Vector]]], encoders: frozenset[str]) -> Vectors:
    """Who has templates of every encoder in force, with those alone: a search by fewer would be another search, one by
    more would overlook somebody."""
    return {
        performer_id: {encoder: held[encoder] for encoder in sorted(encoders)}
        for performer_id, held in vectors.items()
        if encoders <= held.keys()
    }


class GallerySource:
    """Builds the gallery from sealed templates, once a generation and process."""

    def __init__(self, db: Database, keystore: KeyStore, thresholds: Callable[[], Thresholds]) -> None:
        self._db = db
        self._keystore = keystore
        self._thresholds = thresholds
        self._lock = threading.Lock()
        self._loaded: LoadedGallery | None = None

    def load(self) -> LoadedGallery:
        """The gallery as it is now.

        The generation is read before the templates: should they change in between, the gallery carries the older
        number, and whoever compares it before deciding asks again. A loss is recorded and told once. Raises
        `Undecidable` where the thresholds cannot be read.
        """
        with self._lock:
            with self._db.read() as session:
                number = generation(session)  # first: it covers the choice of encoders, too
                if self._loaded is not None and self._loaded.gallery.generation == number:
                    return self._loaded
                rows = session.scalars(select(Template).order_by(Template.id)).all()
                pairs = look_alikes(session)
                thresholds = self._thresholds()
                encoders = in_force(session, thresholds)
            loaded = replace(_open(rows, number, thresholds, encoders, self._keystore), look_alikes=pairs)
            if loaded.losses:
                with self._db.write() as session:
                    _tell_losses(session, loaded.losses)
            self._loaded = loaded
            return loaded


def _open(
    rows: Iterable[Template], number: int, thresholds: Thresholds, encoders: frozenset[str], keystore: KeyStore
) -> LoadedGallery:
    live: Vectors = {}
    parked: Vectors = {}
    content = [f"searched with {encoder}" for encoder in sorted(encoders)]
    readable: Counter[tuple[str, bool]] = Counter()
    lost: Counter[tuple[str, str]] = Counter()
    key = cache(keystore.get)
    for row in rows:
        aside = row.parked_at is not None or row.crowded_at is not None
        comparable = thresholds.encoders.get(row.encoder) == row.weights_sha256
        state = ("parked" if aside else "live") if comparable else "encoder-unknown"
        try:
            if comparable:
                vector = _template(row, key(row.performer_id))
                side = parked if aside else live
                side.setdefault(row.performer_id, {}).setdefault(row.encoder, []).append(vector)
            readable[row.performer_id, aside] += 1
        except KeyMissing:
            state = "key-missing"
            lost[row.performer_id, state] += 1
        except Unreadable:
            state = "unreadable"
            lost[row.performer_id, state] += 1
        content.append(f"{row.id} {state}")
    for (performer_id, aside), count in readable.items():
        if not encoders <= (parked if aside else live).get(performer_id, {}).keys():
            lost[performer_id, LACKING] += count
    return LoadedGallery(
        gallery=_gallery(searchable(live, encoders), number, content),
        parked=_gallery(searchable(parked, encoders), number, content),
        losses=tuple(Loss(subject, reason, count) for (subject, reason), count in sorted(lost.items())),
        vectors=live,
        aside=parked,
        thresholds=thresholds,
        encoders=encoders,
    )


def _template(row: Template, key: bytes) -> Vector:
    return open_template(
        key,
        Sealed(row.nonce, row.ciphertext),
        performer_id=row.performer_id,
        modality=row.modality,
        encoder=row.encoder,
        weights_sha256=row.weights_sha256,
    )


def _gallery(vectors: Vectors, number: int, content: Iterable[str]) -> Gallery:
    people = [
        (subject, {encoder: np.stack(rows) for encoder, rows in templates.items()})
        for subject, templates in sorted(vectors.items())
    ]
    return Gallery(people, generation=number, content=content)


def _tell_losses(session: Session, losses: Iterable[Loss]) -> None:
    """Records each loss that no event tells of since the performer was last enrolled."""

    def latest(performer_id: str, kind: Kind) -> int:
        rows = select(func.max(Event.index)).where(Event.subject == performer_id, Event.kind == kind)
        found = session.scalar(rows)
        return -1 if found is None else found

    for loss in losses:
        if latest(loss.performer_id, Kind.COVERAGE_LOST) <= latest(loss.performer_id, Kind.TEMPLATES_ENROLLED):
            tell_loss(session, loss.performer_id, "system", "unreadable", now(), loss.templates)
