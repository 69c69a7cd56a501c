"""Faces, as one sense among others."""

from collections.abc import Collection, Sequence
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

    def records(self) -> tuple[type, ...]:
        from matching.face.findings import FaceSeen, Quality

        return FaceSeen, Quality

    def samples(self, folder: Path, files: Sequence[str]) -> "Samples":
        from matching.embeddings import embed
        from matching.samples import Samples

        faces = embed(folder, files)
        return Samples(faces.vectors, {"size": faces.size, "sharpness": faces.sharpness})

    def evidence(self, appearance: Appearance, others: Collection[Box]) -> bytes | None:
        from matching.face.evidence import cut_out

        return cut_out(appearance, others)
