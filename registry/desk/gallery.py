"""Who can be recognised, and by what: the senses, their galleries, and how a file is looked at."""

from collections.abc import Callable, Collection, Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from registry.desk.ledger import LedgerDesk
from registry.desk.services import service

if TYPE_CHECKING:
    from matching.findings import Appearance, Box, Examination
    from matching.modality import Finder, Modality
    from matching.thresholds import Thresholds
    from registry.checks.examining.looking import Eyes
    from registry.gallery.crowding import Crowding
    from registry.gallery.source import GallerySource
    from registry.gallery.switching import Switching
    from registry.ports.keys import KeyStore


class GalleryDesk(LedgerDesk):
    """Wires up whatever recognises people."""

    def examine(self, path: Path, encoders: Collection[str], *, every_opinion: bool = False) -> "Examination":
        """Look at one file by these encoders; with `every_opinion`, as enrolment does, by every other that is here, too.

        Raises `matching.Undecidable`.
        """
        if self._examine is not None:
            return self._examine(path, encoders, every_opinion=every_opinion)
        from matching import examine

        return examine(path, *self.finders(frozenset(encoders), every_opinion), every_opinion=every_opinion)

    @service
    def senses(self) -> "Mapping[str, Modality]":
        """The senses by name, the usual one first."""
        if self._senses is not None:
            return {sense.name: sense for sense in self._senses}
        from matching.installed import SENSES

        return {sense.name: sense for sense in SENSES}

    @service
    def finders(self) -> "Callable[[frozenset[str], bool], tuple[Finder, ...]]":
        """The senses at work with these encoders; with `True`, each of them with every other that is here, too. Their networks
        are loaded when they are first needed, and kept, for checks and for enrolments alike, until others are.

        Raises `matching.weights.ModelMissing`, `ModelAltered`.
        """
        from registry.checks.examining.looking import finders

        # of each sense: with the encoders of checks, and with those of enrolments, which are often the same
        kept = lru_cache(maxsize=2 * len(self.senses))(lambda name, encoders: self.senses[name].load(encoders))

        def loaded(encoders: frozenset[str], every: bool) -> "tuple[Finder, ...]":
            with self.making:  # a network that two threads load is in memory twice
                senses = self.senses.values()
                return finders(senses, encoders, lambda sense, own: kept(sense.name, own), every=every)

        return loaded

    @service
    def thresholds(self) -> "Thresholds":
        """The scores from which somebody is recognised by the first sense, by its calibration. Raises `matching.Undecidable`."""
        return self._thresholds or next(iter(self.senses.values())).thresholds()

    @service
    def galleries(self) -> "Mapping[str, GallerySource]":
        """The gallery of each sense; the first goes by `thresholds`."""
        from registry.gallery.source import GallerySource

        return {name: GallerySource(self.db, self.keystore, partial(self.thresholds_of, name)) for name in self.senses}

    def thresholds_of(self, modality: str) -> "Thresholds":
        """The scores from which somebody is recognised by this sense. Raises `matching.Undecidable`."""
        first = modality == next(iter(self.senses))
        return self.thresholds if first else self.senses[modality].thresholds()

    @service
    def gallery(self) -> "GallerySource":
        """The gallery of the first sense."""
        return next(iter(self.galleries.values()))

    @service
    def eyes(self) -> "Eyes":
        from registry.checks.examining.looking import Eyes, open_eyes

        if self._examine is not None:
            return Eyes(self._examine, evidence=self.evidence)
        return open_eyes(self.finders, self.evidence, self.config.trust_list)

    def evidence(self, appearance: "Appearance", others: "Callable[[float], Collection[Box]]") -> bytes | None:
        """What a reviewer is shown of an appearance, by the sense that found it; see `matching.modality.Modality.evidence`."""
        return self.senses[appearance.modality].evidence(appearance, others)

    def _look_again(self, path: Path) -> "Examination":
        from registry.gallery.encoders import in_force

        with self.db.read() as session:
            encoders = frozenset[str]().union(
                *(in_force(session, self.thresholds_of(modality)) for modality in self.senses)
            )
        return self.eyes.examine(path, encoders)

    @service
    def keystore(self) -> "KeyStore":
        from registry.ports.keys import KeyFolder

        return KeyFolder(self.config.keystore)

    @service
    def crowding(self) -> "Crowding":
        from registry.gallery.crowding import Crowding

        return Crowding(self.db, self.clock, *self.galleries.values())

    @service
    def switching(self) -> "Switching":
        from registry.gallery.switching import Switching

        digests = {name: sense.digests for name, sense in self.senses.items()}
        return Switching(self.db, self.clock, self.galleries, self.crowding, digests)
