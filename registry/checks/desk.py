"""The part of the desk that perceives: the senses, their galleries, and how a file is looked at."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from registry.checks.limits import Few
from registry.database import Database

if TYPE_CHECKING:
    from matching.findings import Appearance, Box, Examination
    from matching.modality import Finder, Modality
    from matching.thresholds import Thresholds
    from registry.checks.looking import Eyes
    from registry.performers.gallery import GallerySource
    from registry.performers.keystore import KeyStore


class SenseDesk:
    """Wires up whatever recognises people; `Desk` says where their records are."""

    db: Database
    keystore: "KeyStore"
    _examine: "Callable[..., Examination] | None"
    _thresholds: "Thresholds | None"
    _senses: "Sequence[Modality] | None"
    _few: Few

    def examine(self, path: Path, encoders: Collection[str], *, every_opinion: bool = False) -> "Examination":
        """Look at one file by these encoders; with `every_opinion`, as enrolment does, by every other that is here, too.

        Raises `matching.Undecidable`, and `Busy` where others are looked at.
        """
        with self._few.one():
            if self._examine is not None:
                return self._examine(path, encoders, every_opinion=every_opinion)
            from matching import examine

            return examine(path, *self.finders(frozenset(encoders), every_opinion), every_opinion=every_opinion)

    @cached_property
    def senses(self) -> "Mapping[str, Modality]":
        """The senses by name, the usual one first."""
        if self._senses is not None:
            return {sense.name: sense for sense in self._senses}
        from matching.installed import SENSES

        return {sense.name: sense for sense in SENSES}

    @cached_property
    def finders(self) -> "Callable[[frozenset[str], bool], tuple[Finder, ...]]":
        """The senses at work with these encoders; with `True`, each of them with every other that is here, too. Their networks
        are loaded when they are first needed, and kept until others are.

        Raises `matching.weights.ModelMissing`, `ModelAltered`.
        """
        from registry.checks.looking import finders

        return lru_cache(maxsize=1)(lambda encoders, every: finders(self.senses.values(), encoders, every=every))

    @cached_property
    def thresholds(self) -> "Thresholds":
        """The scores from which somebody is recognised by the first sense, by its calibration. Raises `matching.Undecidable`."""
        return self._thresholds or next(iter(self.senses.values())).thresholds()

    @cached_property
    def galleries(self) -> "Mapping[str, GallerySource]":
        """The gallery of each sense; the first goes by `thresholds`."""
        from registry.performers.gallery import GallerySource

        return {name: GallerySource(self.db, self.keystore, partial(self._thresholds_of, name)) for name in self.senses}

    def _thresholds_of(self, modality: str) -> "Thresholds":
        first = modality == next(iter(self.senses))
        return self.thresholds if first else self.senses[modality].thresholds()

    @cached_property
    def gallery(self) -> "GallerySource":
        """The gallery of the first sense."""
        return next(iter(self.galleries.values()))

    @cached_property
    def eyes(self) -> "Eyes":
        from registry.checks.looking import Eyes, open_eyes

        if self._examine is not None:
            return Eyes(self._examine, evidence=self.evidence)
        return open_eyes(self.finders, self.evidence)

    def evidence(self, appearance: "Appearance", others: "Collection[Box]") -> bytes | None:
        """What a reviewer is shown of an appearance, by the sense that found it; see `matching.modality.Modality.evidence`."""
        return self.senses[appearance.modality].evidence(appearance, others)

    def _look_again(self, path: Path) -> "Examination":
        from registry.performers.encoders import in_force

        with self.db.read() as session:
            encoders = frozenset[str]().union(
                *(in_force(session, self._thresholds_of(modality)) for modality in self.senses)
            )
        with self._few.one():
            return self.eyes.examine(path, encoders)
