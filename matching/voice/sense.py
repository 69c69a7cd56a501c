"""Voices, as one sense among others."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from matching import weights
from matching.findings import Appearance, Box, Examination
from matching.modality import Finder, Modality
from matching.references import Agreement, Assessment
from matching.thresholds import Thresholds, load
from matching.voice.names import DETECTOR, ENCODERS, SEGMENTATION

if TYPE_CHECKING:
    from matching.samples import Samples

THRESHOLDS = Path(__file__).parent / "thresholds.json"

AGREEMENT = Agreement(least=0.45, same=0.985)
"""Of a person's recordings, chosen and not measured: how alike they have to be, and from where two are copies of one."""


class VoiceSense(Modality):
    """Finds voices in what can be heard. Its networks are loaded when there is something to hear."""

    name = "voice"
    agreement = AGREEMENT
    evidence_type = "audio/wav"
    speech = "seconds"

    def thresholds(self) -> Thresholds:
        return load(THRESHOLDS)

    def available(self) -> frozenset[str]:
        def here(name: str) -> bool:
            return (weights.folder() / weights.KNOWN[name].file).is_file()

        heard = here(DETECTOR) and here(SEGMENTATION)
        return frozenset(encoder for encoder, name in ENCODERS.items() if heard and here(name))

    def digests(self, encoders: Collection[str]) -> dict[str, str]:
        for name in (DETECTOR, SEGMENTATION):
            weights.load(name)
        unknown = sorted(set(encoders) - ENCODERS.keys())
        if unknown:
            raise weights.ModelMissing(unknown[0], weights.folder())
        for encoder in encoders:
            weights.load(ENCODERS[encoder])
        return {encoder: weights.KNOWN[ENCODERS[encoder]].sha256 for encoder in sorted(encoders)}

    def load(self, encoders: Collection[str]) -> Finder:
        from matching.voice.hearing import Hearing

        return Hearing(encoders)

    def assess(self, examination: Examination) -> Assessment:
        from matching.voice.enrolment import assess

        return assess(examination)

    def evidence(self, appearance: Appearance, others: Callable[[float], Collection[Box]]) -> bytes | None:
        from matching.voice.evidence import snippet

        return snippet(appearance)

    def samples(self, folder: Path, files: Sequence[str]) -> "Samples":
        from matching.samples import sampled

        return sampled(self, folder, files)

    def records(self) -> tuple[type, ...]:
        from matching.voice.findings import Clarity, VoiceHeard

        return VoiceHeard, Clarity

    def together(self, found: Sequence[Appearance]) -> list[Appearance]:
        from matching.voice.joining import together

        return together(found)
