"""The gallery: every template that can be read, in memory, and a loud list of those that cannot."""

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matching import index
from matching.findings import Appearance, Vector
from matching.gallery import Gallery, digest_of
from matching.index import Answer, SecondOpinion
from matching.thresholds import Thresholds
from registry.audit.models import Event
from registry.database import Database, now
from registry.events import Kind
from registry.performers.coverage import generation, tell_loss
from registry.performers.keystore import KeyStore
from registry.performers.look_alikes import look_alikes
from registry.performers.opening import Listed, Opened, Side, listed, matrix, open_all


@dataclass(frozen=True)
class Loss:
    """A performer of whom templates are on record that cannot be searched: a check may not say that they are absent.

    reason: `key-missing`, `unreadable` (altered, moved, or sealed under an earlier key) or `encoder-unknown` (made by
    weights for which there are no thresholds). templates: how many.
    """

    performer_id: str
    reason: str
    templates: int


@dataclass(frozen=True, eq=False)
class LoadedGallery:
    """One generation of what is enrolled.

    gallery: who can be found. parked: templates that answer `possible` at most, because a dispute or a confirmation
    is open, or because they match too many others. losses: performers who should be found and cannot be, wholly or in
    part; a check that found nobody must not answer `none` while there are any. look_alikes: pairs of performers who are
    two and look like one. opened: what became of each performer's templates.
    """

    gallery: Gallery
    parked: Gallery
    losses: tuple[Loss, ...]
    opened: Mapping[str, Opened] = field(repr=False)
    thresholds: Thresholds = field(repr=False)
    look_alikes: frozenset[frozenset[str]] = frozenset()

    def ask(self, appearances: Sequence[Appearance], second_opinion: SecondOpinion | None = None) -> list[Answer]:
        """`matching.index.answer` by the thresholds in force, with the parked templates asked where the others found nobody.

        A match is never weakened by a parked template, so claiming a face does not unname its owner. Raises
        `Undecidable`.
        """
        answers = index.answer(appearances, self.gallery, self.thresholds, second_opinion, self.look_alikes)
        if not len(self.parked):
            return answers
        asides = index.answer(appearances, self.parked, self.thresholds, second_opinion, self.look_alikes)
        return [_weigh(answer, aside) for answer, aside in zip(answers, asides, strict=True)]


def _weigh(answer: Answer, aside: Answer) -> Answer:
    if answer.answer in (index.MATCH, index.POSSIBLE) or aside.answer not in (index.MATCH, index.POSSIBLE):
        return answer
    return replace(aside, answer=index.POSSIBLE, subject=None)


class GallerySource:
    """Keeps the gallery in memory and in step with the sealed templates.

    With a new generation everything that is on record is listed, and compared with what the gallery was made of: who is
    no longer on record goes, and only the templates of performers of whom something changed (a template, how it may
    answer, the key) are opened. What is kept of everybody else is the mean of their templates, nothing more.
    """

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
                number = generation(session)
                if self._loaded is not None and self._loaded.gallery.generation == number:
                    return self._loaded
                loaded = self._follow(session, number, self._thresholds())
            if loaded.losses:
                with self._db.write() as session:
                    _tell_losses(session, loaded.losses)
            self._loaded = loaded
            return loaded

    def own(self, performer_id: str) -> dict[str, list[Vector]]:
        """A performer's templates one by one, by encoder: those that answer in full. Raises `Undecidable`."""
        with self._db.read() as session:
            people = open_all(session, self._keystore, self._thresholds(), [performer_id], {})
            return {encoder: list(matrix(contents)) for *_, live, _ in people for encoder, contents in live.items()}

    def _follow(self, session: Session, number: int, thresholds: Thresholds) -> LoadedGallery:
        before = self._loaded
        if before is None or before.thresholds != thresholds:
            before = LoadedGallery(Gallery([]), Gallery([]), (), {}, thresholds)
        versions = self._keystore.versions("P-")
        found = listed(session, thresholds, versions)
        same = {name for name, opened in before.opened.items() if opened.mark == found.marks.get(name)}
        opened = {name: before.opened[name] for name in same}
        live, parked = Side(), Side()
        changed = [name for name in found.marks if name not in same]
        for performer_id, what, in_full, aside in open_all(session, self._keystore, thresholds, changed, versions):
            opened[performer_id] = what
            live.add(performer_id, in_full)
            parked.add(performer_id, aside)
        troubled = {name: what for name, what in opened.items() if what.lost or what.overlooked}
        digest = digest_of(_content(found, troubled.values()))
        gone = before.opened.keys() - same
        return LoadedGallery(
            gallery=before.gallery.updated(gone, live.gallery(number, digest)),
            parked=before.parked.updated(gone, parked.gallery(number, digest)),
            losses=_losses(troubled),
            opened=opened,
            thresholds=thresholds,
            look_alikes=look_alikes(session),
        )


def _content(found: Listed, troubled: Iterable[Opened]) -> list[str]:
    """A line a template: its id, and how it may answer or why it cannot."""
    why = {row: reason for what in troubled for row, reason in what.lost.items()}
    return [
        *(f"{row} {why.get(row, 'live')}" for row in found.live),
        *(f"{row} {why.get(row, 'parked')}" for row in found.parked),
    ]


def _losses(opened: Mapping[str, Opened]) -> tuple[Loss, ...]:
    lost: Counter[tuple[str, str]] = Counter()
    for performer_id, what in opened.items():
        lost.update((performer_id, reason) for reason in what.lost.values())
        if what.overlooked:
            lost[performer_id, "encoder-unknown"] += what.overlooked
    return tuple(Loss(performer_id, reason, count) for (performer_id, reason), count in sorted(lost.items()))


def _tell_losses(session: Session, losses: Iterable[Loss]) -> None:
    """Records each loss that no event tells of since the performer was last enrolled."""

    def latest(performer_id: str, kind: Kind) -> int:
        rows = select(func.max(Event.index)).where(Event.subject == performer_id, Event.kind == kind)
        found = session.scalar(rows)
        return -1 if found is None else found

    for loss in losses:
        if latest(loss.performer_id, Kind.COVERAGE_LOST) <= latest(loss.performer_id, Kind.TEMPLATES_ENROLLED):
            tell_loss(session, loss.performer_id, "system", "unreadable", now(), loss.templates)
