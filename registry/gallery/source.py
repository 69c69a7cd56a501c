"""The gallery: every template that can be read, in memory, and a loud list of those that cannot."""

import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matching import index
from matching.averages import Averages
from matching.findings import Appearance, Vector
from matching.gallery import Gallery, digest_of
from matching.index import Answer, SecondOpinion
from matching.reasons import Undecidable
from matching.thresholds import Thresholds
from registry.core.database import Database, now
from registry.gallery import keys
from registry.gallery.coverage import generation, notify_of_loss
from registry.gallery.encoders import in_force
from registry.gallery.opening import Listed, Opened, Side, listed, matrix, open_all
from registry.ledger.following import Followed
from registry.ports.keys import KeyStore
from registry.records.events import EventKind
from registry.records.look_alikes import look_alikes
from registry.records.tables.ledger import Event

LACKING = "encoder-lacking"
NOBODY = Averages((), {}, {})


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
    """One generation of what is enrolled for one sense.

    gallery: who can be found, by the encoders in force and no others. parked: templates that answer `possible` at most,
    because a dispute or a confirmation is open, or because they match too many others. losses: performers who should be
    found and cannot be, wholly or in part; a check that found nobody must not answer `none` while there are any.
    look_alikes: pairs of performers who are two and look like one. live, aside: the averages of everything that could be
    read of the live and the parked templates, of every encoder: the two galleries are those who have all encoders in
    force. opened: what became of each performer's templates.
    """

    gallery: Gallery
    parked: Gallery
    losses: tuple[Loss, ...]
    live: Averages = field(repr=False)
    aside: Averages = field(repr=False)
    opened: Mapping[str, Opened] = field(repr=False)
    thresholds: Thresholds = field(repr=False)
    encoders: frozenset[str]
    look_alikes: frozenset[frozenset[str]] = frozenset()

    def ask(
        self,
        appearances: Sequence[Appearance],
        second_opinion: SecondOpinion | None = None,
        declared: Collection[str] = frozenset(),
        *,
        alone: bool = True,
    ) -> list[Answer]:
        """`matching.index.answer` by the thresholds in force; `declared`: performers who are said to be there; `alone`: whether
        nobody can be found by any other sense. Raises `Undecidable`."""
        return index.answer(
            appearances,
            self.gallery,
            self.thresholds,
            second_opinion,
            self.look_alikes,
            parked=self.parked,
            declared=declared,
            alone=alone,
        )

    @property
    def modality(self) -> str:
        """The sense by which these people can be found."""
        return self.thresholds.modality

    def require(self, looked_with: Mapping[str, str]) -> None:
        """Raises `Undecidable` unless a file was looked at by every encoder in force, with the weights (encoder id ->
        SHA-256) for which there are thresholds."""
        known = self.thresholds.encoders
        missing = [name for name in sorted(self.encoders) if looked_with.get(name, "") != known.get(name)]
        if missing:
            raise Undecidable("gallery.encoder-missing", encoder=", ".join(missing))


class GallerySource:
    """Keeps the gallery of one sense, that of the thresholds, in memory and in step with the sealed templates.

    With a new generation everything that is on record is listed, and compared with what the gallery was made of: who is
    no longer on record goes, and only the templates of performers of whom something changed (a template, how it may
    answer, the key) are opened. What is kept of everybody else is the mean of their templates, nothing more: of every
    encoder that can be compared, so that a switch of encoders opens nothing.
    """

    def __init__(self, db: Database, keystore: KeyStore, thresholds: Callable[[], Thresholds]) -> None:
        self._db = db
        self._keystore = keystore
        self._thresholds = thresholds
        self._lock = threading.Lock()
        self._loaded: LoadedGallery | None = None
        self._bound = Followed("template", "performer_id")
        self._owners: frozenset[str] = frozenset()

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
                loaded = self._follow(session, number, self._thresholds())
            if loaded.losses:
                with self._db.write() as session:
                    _notify_losses(session, loaded.losses)
            self._loaded = loaded
            return loaded

    def encoders(self) -> frozenset[str]:
        """The encoders that are searched with, without opening anything. Raises `Undecidable`."""
        with self._db.read() as session:
            return in_force(session, self._thresholds())

    def own(self, performer_id: str) -> dict[str, list[Vector]]:
        """A performer's templates one by one, by encoder: those that answer in full. Raises `Undecidable`."""
        with self._db.read() as session:
            people = open_all(session, self._keystore, self._thresholds(), [performer_id], {})
            return {encoder: list(matrix(contents)) for *_, live, _ in people for encoder, contents in live.items()}

    def _follow(self, session: Session, number: int, thresholds: Thresholds) -> LoadedGallery:
        before = self._loaded
        if before is not None and before.thresholds != thresholds:
            before = None  # other templates may be comparable now
        if before is None:
            self._bound.forget()
            self._owners = frozenset()
        known: Mapping[str, Opened] = before.opened if before else {}
        encoders = in_force(session, thresholds)
        versions = keys.versions(self._keystore, thresholds.modality)
        found = listed(session, thresholds, versions)
        same = {name for name, what in known.items() if what.mark == found.marks.get(name)}
        opened = {name: known[name] for name in same}
        live, aside = Side(), Side()
        changed = [name for name in found.marks if name not in same]
        # a row that is missing must not make a performer go unnoticed, nor one that nobody enrolled make one found
        wanted = [*changed, *(known.keys() - found.marks.keys())]
        bound = self._bound.follow(session, found.owners, self._owners, wanted)
        opening = open_all(session, self._keystore, thresholds, changed, versions, proven=True)
        for performer_id, what, in_full, set_aside in opening:
            opened[performer_id] = what
            live.add(performer_id, in_full)
            aside.add(performer_id, set_aside)
        digest = digest_of(_content(found, encoders, opened.values()))
        gone = known.keys() - same
        averages = [
            old.updated(gone, new.averages())
            for old, new in ((before.live if before else NOBODY, live), (before.aside if before else NOBODY, aside))
        ]
        gallery, parked = (Gallery.of(one, encoders, generation=number, digest=digest) for one in averages)
        self._bound.keep(bound)
        self._owners = found.owners
        return LoadedGallery(
            gallery=gallery,
            parked=parked,
            losses=_losses(opened, encoders),
            live=averages[0],
            aside=averages[1],
            opened=opened,
            thresholds=thresholds,
            encoders=encoders,
            look_alikes=look_alikes(session),
        )


def _content(found: Listed, encoders: Iterable[str], opened: Iterable[Opened]) -> list[str]:
    """The encoders that are searched with, and a line a template: its id, and how it may answer or why it cannot."""
    why = {row: reason for what in opened for row, reason in what.lost.items()}
    return [
        *(f"searched with {encoder}" for encoder in encoders),
        *(f"{row} {why.get(row, 'live')}" for row in found.live),
        *(f"{row} {why.get(row, 'parked')}" for row in found.parked),
        *(f"{row} encoder-unknown" for row in found.unknown),
    ]


def _losses(opened: Mapping[str, Opened], encoders: frozenset[str]) -> tuple[Loss, ...]:
    """What cannot be opened, and whoever lacks an encoder in force: live and parked are searched apart, so each alone
    has to have them all."""
    lost: Counter[tuple[str, str]] = Counter()
    for performer_id, what in opened.items():
        lost.update((performer_id, reason) for reason in what.lost.values())
        for side in (what.live, what.aside):
            if side.readable and not encoders <= side.encoders:
                lost[performer_id, LACKING] += side.readable
    return tuple(Loss(performer_id, reason, count) for (performer_id, reason), count in sorted(lost.items()))


def _notify_losses(session: Session, losses: Iterable[Loss]) -> None:
    """Records each loss that no event tells of since the performer was last enrolled."""

    def latest(performer_id: str, kind: EventKind) -> int:
        rows = select(func.max(Event.index)).where(Event.subject == performer_id, Event.kind == kind)
        found = session.scalar(rows)
        return -1 if found is None else found

    for loss in losses:
        if latest(loss.performer_id, EventKind.COVERAGE_LOST) <= latest(
            loss.performer_id, EventKind.TEMPLATES_ENROLLED
        ):
            notify_of_loss(session, loss.performer_id, "system", "unreadable", now(), loss.templates)
