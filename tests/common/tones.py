"""A sense that listens: it knows people by the pitch of a tone."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from matching.findings import Appearance, Examination, Vector
from matching.media.medium import RATE, Piece
from matching.modality import Finder, Modality
from matching.patience import Patience
from matching.references import Advice, Agreement, Assessment
from matching.samples import Samples, sampled
from matching.thresholds import Thresholds
from tests.common import squares
from tests.common.sounds import pitch
from tests.common.squares import ENCODER, WEIGHTS

LOW, MIDDLE, HIGH = 300.0, 600.0, 1200.0
"""Hertz: who sounds so is one person each, like nobody else."""
_QUIET = 0.02


@dataclass(frozen=True, eq=False, kw_only=True)
class ToneHeard(Appearance):
    """channel: in which it was the loudest; hertz."""

    channel: int
    hertz: float

    @property
    def measures(self) -> Mapping[str, float]:
        return {"side": 100}


class Listening(Finder):
    """reads: how many blocks it reads at most of each piece. Frames it looks at as well, and sees nobody."""

    listens = True

    def __init__(self, modality: str = "voice", reads: int | None = None) -> None:
        self.modality = modality
        self._reads = reads

    @property
    def weights(self) -> Mapping[str, str]:
        return {ENCODER: WEIGHTS}

    def find(self, piece: Piece, _patience: Patience, *, every_opinion: bool = False) -> Sequence[Appearance]:
        for _ in piece.frames:
            pass
        if piece.sound is None:
            return []
        heard: dict[int, tuple[int, float, float]] = {}
        at = 0
        for number, block in enumerate(piece.sound.blocks):
            for channel, row in enumerate(block):
                if len(row) > RATE // 10 and float(np.abs(row).max()) > _QUIET:
                    hertz = pitch(row)
                    start = heard.get(round(hertz / 50), (channel, at / RATE, 0.0))
                    heard[round(hertz / 50)] = (start[0], start[1], (at + len(row)) / RATE)
            at += block.shape[1]
            if self._reads is not None and number + 1 >= self._reads:
                break
        return [
            ToneHeard(
                modality=self.modality,
                start=piece.start + start,
                end=min(piece.start + end, piece.end),
                vectors={ENCODER: vector(50.0 * pitched)},
                channel=channel,
                hertz=50.0 * pitched,
            )
            for pitched, (channel, start, end) in sorted(heard.items())
        ]


class Tones(Modality):
    agreement = Agreement(least=0.45, same=2.0)
    evidence_type = "audio/wav"

    def __init__(self, name: str = "voice") -> None:
        self.name = name

    def thresholds(self) -> Thresholds:
        return squares.thresholds(self.name)

    def available(self) -> frozenset[str]:
        return frozenset({ENCODER})

    def digests(self, encoders: Collection[str]) -> Mapping[str, str]:
        return dict.fromkeys(encoders, WEIGHTS)

    def load(self, _encoders: Collection[str]) -> Finder:
        return Listening(self.name)

    def assess(self, examination: Examination) -> Assessment:
        own = self.of(examination)
        if len(own) == 1:
            return Assessment(True, (), own[0])
        return Assessment(False, (Advice("enrol.several-faces", {"count": len(own)}),), None)

    def samples(self, folder: Path, files: Sequence[str]) -> Samples:
        return sampled(self, folder, files)

    def records(self) -> tuple[type, ...]:
        return (ToneHeard,)

    def evidence(self, _appearance: Appearance, _others: object) -> bytes | None:
        return b"RIFF"


def vector(hertz: float) -> Vector:
    """Unlike that of any other pitch."""
    drawn = np.random.default_rng(round(hertz)).standard_normal(512)
    return np.asarray(drawn / np.linalg.norm(drawn), np.float32)
