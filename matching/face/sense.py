"""Faces, as one sense among others."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from matching.face.limits import AGREEMENT
from matching.findings import Appearance, Box, Examination
from matching.modality import Finder, Modality
from matching.references import Assessment
from matching.thresholds import Thresholds, load

if TYPE_CHECKING:
    from matching.samples import Samples


class FaceSense(Modality):
    """Finds faces in what can be seen. Its networks are loaded when it is put to work: whoever only names it waits for nothing."""

    name = "face"
    agreement = AGREEMENT
    evidence_type = "image/jpeg"

    def thresholds(self) -> Thresholds:
        return load()

    def available(self) -> frozenset[str]:
        from matching.face.installed import available

        return available()

    def digests(self, encoders: Collection[str]) -> dict[str, str]:
        from matching.face.installed import digests

        return digests(encoders)

    def load(self, encoders: Collection[str]) -> Finder:
        from matching.face.engines import Engines
        from matching.face.installed import load as loaded

        return Engines(loaded(encoders))

    def assess(self, examination: Examination) -> Assessment:
        from matching.face.enrolment import assess

        return assess(examination)

    def join(self, before: Appearance, after: Appearance) -> Appearance | None:
        from matching.face.appearing import carried_on
        from matching.face.findings import FaceSeen

        if isinstance(before, FaceSeen) and isinstance(after, FaceSeen) and (before.closing or after.opening):
            return carried_on(before, after)
        return super().join(before, after)

    def settled(self, appearance: Appearance) -> Appearance:
        from matching.face.appearing import trimmed
        from matching.face.findings import FaceSeen

        return trimmed(appearance) if isinstance(appearance, FaceSeen) else appearance

    def records(self) -> tuple[type, ...]:
        from matching.face.findings import Edge, FaceSeen, Quality
        from matching.findings import Moment

        return FaceSeen, Quality, Edge, Moment

    def samples(self, folder: Path, files: Sequence[str]) -> "Samples":
        from matching.embeddings import embed
        from matching.samples import Samples

        faces = embed(folder, files)
        return Samples(faces.vectors, {"size": faces.size, "sharpness": faces.sharpness})

    def evidence(self, appearance: Appearance, others: Callable[[float], Collection[Box]]) -> bytes | None:
        from matching.face.evidence import moments

        return moments(appearance, others)
