"""Putting other encoders in force: an administrator's act, refused while anybody would be lost by it.

Thresholds and decisions move with it, so it is an event, and whatever was compared before is compared anew.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.encoders import NAMES, SECOND
from matching.reasons import Undecidable
from matching.thresholds import Levels, Thresholds, scorer_of
from registry.core.database import Database
from registry.core.errors import Conflict, NotFound
from registry.core.permissions import Identity, Permission, require
from registry.gallery.coverage import generation
from registry.gallery.crowding import Crowding
from registry.gallery.encoders import choose, in_force
from registry.gallery.source import GallerySource, LoadedGallery
from registry.gallery.spaces import spaces
from registry.ledger.record import record
from registry.records.events import EventKind
from registry.records.tables.ledger import LedgerHead

USUAL_REFERENCES = 3
NAMED = 10  # ids in one line; more are for a list


@dataclass(frozen=True)
class Switch:
    """What a switch brings, or brought. modality: of which sense. people: how many are searched for; scorer: made of all of the
    encoders; levels: its thresholds for that many people, each with three pictures; generation: of the gallery, as it is then."""

    modality: str
    before: tuple[str, ...]
    encoders: tuple[str, ...]
    people: int
    scorer: str
    thresholds: str
    levels: Levels
    generation: int


class Switching:
    """`galleries`: of each sense, the usual one first. `installed`: by sense, what answers the SHA-256 of the verified weights of
    its encoders, or raises `Undecidable`."""

    def __init__(
        self,
        db: Database,
        clock: Callable[[], datetime],
        galleries: Mapping[str, GallerySource],
        crowding: Crowding,
        installed: Mapping[str, Callable[[Collection[str]], Mapping[str, str]]],
    ) -> None:
        self._db = db
        self._clock = clock
        self._galleries = galleries
        self._crowding = crowding
        self._installed = installed

    def plan(self, who: Identity, names: Iterable[str], modality: str | None = None) -> Switch:
        """What `switch` would do; changes nothing, and raises what `switch` raises."""
        require(who, Permission.INSTANCE_ADMINISTER)
        loaded, encoders = self._prepared(names, modality)
        with self._db.read() as session:
            return _plan(session, loaded, encoders)

    def switch(self, who: Identity, names: Iterable[str], modality: str | None = None) -> Switch:
        """Searches with these encoders (ids or short names) and no others of their sense from now on; other senses go on as
        they are. modality: the sense, the usual one unless named.

        Afterwards who is like too many others is looked at anew. Raises `Forbidden`; `NotFound` for a sense that is not installed;
        `Undecidable` for weights that are
        missing or altered; `Conflict` for a name that nobody knows, where there are no thresholds for these encoders or
        not for these weights, where somebody lacks a template or has one that cannot be read, and where nothing would
        change.
        """
        require(who, Permission.INSTANCE_ADMINISTER)
        loaded, encoders = self._prepared(names, modality)
        with self._db.write() as session:
            # Whoever holds the ledger's head changes the gallery alone, so nobody is enrolled without one of them.
            session.scalars(select(LedgerHead).with_for_update()).one_or_none()
            done = _plan(session, loaded, encoders)
            choose(session, encoders, done.modality)
            record(
                session,
                who.account_id,
                EventKind.ENCODERS_SWITCHED,
                "instance",
                at=self._clock(),
                modality=done.modality,
                before=list(done.before),
                encoders=list(done.encoders),
                scorer=done.scorer,
                thresholds=done.thresholds,
                people=done.people,
            )
        self._crowding.settle()
        return done

    def _prepared(self, names: Iterable[str], modality: str | None) -> tuple[LoadedGallery, frozenset[str]]:
        """The gallery as it is, and the ids of these encoders, which can be used here."""
        sense = next(iter(self._galleries)) if modality is None else modality
        if sense not in self._galleries:
            raise NotFound("sense", sense)
        loaded = self._galleries[sense].load()
        encoders = resolve(names, loaded.thresholds)
        differ = [
            name
            for name, weights in self._installed[sense](encoders).items()
            if loaded.thresholds.encoders[name] != weights
        ]
        if differ:
            raise Conflict("switch-weights-differ", encoders=", ".join(differ), thresholds=loaded.thresholds.id)
        return loaded, encoders


def resolve(names: Iterable[str], thresholds: Thresholds) -> frozenset[str]:
    """The ids of the encoders with these ids or short names. Raises `Conflict` for one that is unknown, and where
    there are no thresholds for all of them together, or for those that are asked first."""
    encoders = set()
    for name in names:
        encoder = NAMES.get(name, name)
        if encoder not in thresholds.encoders:
            raise Conflict("switch-unknown", name=name, known=_known(thresholds))
        encoders.add(encoder)
    try:
        for asked in (encoders - SECOND, encoders):
            scorer_of(asked, thresholds.scorers)
    except Undecidable:
        raise Conflict("switch-no-thresholds", scorers="; ".join(thresholds.scorers)) from None
    return frozenset(encoders)


def _known(thresholds: Thresholds) -> str:
    """The encoders for which there are thresholds, each with its short name if it has one."""
    short = {encoder: name for name, encoder in NAMES.items()}
    return ", ".join(f"{one} ({short[one]})" if one in short else one for one in thresholds.encoders)


def _plan(session: Session, loaded: LoadedGallery, encoders: frozenset[str]) -> Switch:
    if generation(session) != loaded.gallery.generation:
        raise Conflict("enrolment-changed")
    thresholds = loaded.thresholds
    before = in_force(session, thresholds)
    if encoders == before:
        raise Conflict("switch-in-force-already")
    unreadable = sorted({loss.performer_id for loss in loaded.losses if not loss.readable})
    if unreadable:
        raise Conflict("switch-unreadable", people=len(unreadable), who=", ".join(unreadable[:NAMED]))
    found = [space for space in spaces(session, thresholds) if space.calibrated and space.encoder in encoders]
    lacking = [f"{space.encoder} ({len(space.lacking)})" for space in found if space.lacking]
    if lacking:
        without = set[str]().union(*(space.lacking for space in found))
        raise Conflict("switch-lacking", people=len(without), encoders=", ".join(lacking))
    people = max((space.performers for space in found), default=0)
    scorer = scorer_of(encoders, thresholds.scorers)
    return Switch(
        modality=thresholds.modality,
        before=tuple(sorted(before)),
        encoders=tuple(sorted(encoders)),
        people=people,
        scorer=scorer,
        thresholds=thresholds.id,
        levels=thresholds.levels(scorer, people, USUAL_REFERENCES),
        generation=loaded.gallery.generation + 1,
    )
