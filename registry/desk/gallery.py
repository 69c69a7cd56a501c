"""Who can be recognised, and by what."""

from collections.abc import Callable, Collection
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from registry.desk.ledger import LedgerDesk
from registry.desk.services import service

if TYPE_CHECKING:
    from matching import Engines
    from matching.findings import Examination
    from matching.thresholds import Thresholds
    from registry.gallery.crowding import Crowding
    from registry.gallery.keystore import KeyStore
    from registry.gallery.source import GallerySource
    from registry.gallery.switching import Switching


class GalleryDesk(LedgerDesk):
    """Who can be recognised, and by what."""

    def examine(self, path: Path, encoders: Collection[str], *, every_opinion: bool = False) -> "Examination":
        """Look at one file by these encoders; with `every_opinion`, as enrolment does, by every other that is here, too.

        Raises `matching.Undecidable`, and `Busy` where others are looked at.
        """
        with self._few.one():
            if self._examine is not None:
                return self._examine(path, encoders, every_opinion=every_opinion)
            from matching import examine
            from matching.installed import available

            wanted = frozenset(encoders) | (available() if every_opinion else frozenset())
            return examine(path, self.engines(wanted), every_opinion=every_opinion)

    @service
    def engines(self) -> "Callable[[frozenset[str]], Engines]":
        """The matchers' networks for these encoders, loaded when they are first needed and kept until others are.

        Raises `matching.weights.ModelMissing`, `ModelAltered`.
        """
        from matching import Engines
        from matching.installed import load

        kept = lru_cache(maxsize=1)(lambda encoders: Engines(load(encoders)))

        def loaded(encoders: frozenset[str]) -> "Engines":
            with self.making:  # a network that two threads load is in memory twice
                return kept(encoders)

        return loaded

    @service
    def thresholds(self) -> "Thresholds":
        """The scores from which a face is somebody's, by the committed calibration. Raises `matching.Undecidable`."""
        if self._thresholds is not None:
            return self._thresholds
        from matching.thresholds import load

        return load()

    @service
    def keystore(self) -> "KeyStore":
        from registry.gallery.keystore import KeyStore

        return KeyStore(self.config.keystore)

    @service
    def gallery(self) -> "GallerySource":
        from registry.gallery.source import GallerySource

        return GallerySource(self.db, self.keystore, lambda: self.thresholds)

    @service
    def crowding(self) -> "Crowding":
        from registry.gallery.crowding import Crowding

        return Crowding(self.db, self.clock, self.gallery)

    @service
    def switching(self) -> "Switching":
        from matching.installed import digests
        from registry.gallery.switching import Switching

        return Switching(self.db, self.clock, self.gallery, self.crowding, digests)
