"""A sense that hears: it knows people by the tone that they hum, for as long as they hum it."""

import hashlib
import io
import wave
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np

from matching.calibration import Tail
from matching.findings import Appearance, Box, Examination, Vector
from matching.media.stream import Piece
from matching.modality import Finder, Modality
from matching.patience import Patience
from matching.reasons import Undecidable
from matching.references import Advice, Agreement, Assessment
from matching.samples import Samples, sampled
from matching.thresholds import LARGEST, Level, Limits, Scorer, Thresholds

ENCODER, WEIGHTS = "hum", "e" * 64
ALICE, BOB = 300, 900
"""Hertz."""
RATE = 16_000


def hummed(*tones: int, seconds: float, jitter: float = 0.0) -> bytes:
    """A WAV file in which these tones are heard at once. jitter: makes two files of one voice differ a little."""
    moments = np.arange(int(seconds * RATE)) / RATE
    sound = sum(np.sin(2 * np.pi * tone * moments) for tone in tones) / max(1, len(tones)) * (0.5 + jitter / 10)
    file = io.BytesIO()
    with wave.open(file, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(RATE)
        written.writeframes((np.asarray(sound) * 32767).astype("<i2").tobytes())
    return file.getvalue()


def of_tone(tone: int, content: bytes = b"") -> Vector:
    """Whoever hums it: unit vector [32]; two tones are nearly at right angles, two files of one lie near each other."""

    def direction(seed: bytes) -> np.ndarray:
        number = int.from_bytes(hashlib.sha256(seed).digest()[:8], "big")
        return (values := np.random.default_rng(number).standard_normal(64)) / np.linalg.norm(values)

    mixed = direction(b"%d" % tone) + 0.25 * direction(content)
    return (mixed / np.linalg.norm(mixed)).astype(np.float32)


@dataclass(frozen=True, eq=False, kw_only=True)
class Hummed(Appearance):
    seconds: float = 0.0

    @property
    def measures(self) -> Mapping[str, float]:
        return {"seconds": self.seconds}


def examine(path: Path, *_encoders: object, **_how: object) -> Examination:
    """What is heard in a WAV file, in the shape of `matching.examine`. Raises `Undecidable` for anything else."""
    content = Path(path).read_bytes()
    try:
        with wave.open(io.BytesIO(content)) as file:
            rate, samples = file.getframerate(), np.frombuffer(file.readframes(file.getnframes()), "<i2")
    except (wave.Error, EOFError):
        raise Undecidable("file.unreadable", name=Path(path).name) from None
    frames = samples[: len(samples) // (rate // 10) * (rate // 10)].reshape(-1, rate // 10).astype(float)
    loud = np.abs(frames).max(axis=1) > 1000
    power = np.abs(np.fft.rfft(samples.astype(float))) if len(samples) else np.zeros(1)
    hertz = np.fft.rfftfreq(len(samples), 1 / rate) if len(samples) else np.zeros(1)
    tones = sorted({round(float(one) / 100) * 100 for one in hertz[power > 0.3 * power.max()]}) if loud.any() else []
    return Examination(
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        media="audio",
        format="WAV",
        width=0,
        height=0,
        appearances=tuple(
            Hummed(ref=f"A{n}", modality="voice", vectors={ENCODER: of_tone(tone, content)}, seconds=loud.sum() / 10)
            for n, tone in enumerate(tones, 1)
        ),
        encoders={ENCODER: WEIGHTS},
    )


class Humming(Finder):
    modality = "voice"

    @property
    def weights(self) -> Mapping[str, str]:
        return {ENCODER: WEIGHTS}

    def find(self, _piece: Piece, _patience: Patience, *, every_opinion: bool = False) -> Sequence[Appearance]:
        return []


class Spoken(Modality):
    """Files are looked at by `examine` above."""

    name = "voice"
    agreement = Agreement(least=0.45, same=2.0)
    evidence_type = "audio/wav"
    speech = "seconds"

    def thresholds(self) -> Thresholds:
        scorer = Scorer(
            MappingProxyType({ENCODER: 1.0}),
            MappingProxyType({1: Tail(0.3, 0.02, 0, 0.05, 1e-6)}),
            Level(0.54, 0.001, extrapolated=False),
        )
        return Thresholds(
            id="hums",
            encoders=MappingProxyType({ENCODER: WEIGHTS}),
            targets=MappingProxyType({"possible": 0.01, "match": 0.001}),
            scorers=MappingProxyType({"hum": scorer}),
            limits=(Limits(LARGEST, {"seconds": 3}),),
            modality="voice",
            names=False,
        )

    def available(self) -> frozenset[str]:
        return frozenset({ENCODER})

    def digests(self, encoders: Collection[str]) -> Mapping[str, str]:
        return dict.fromkeys(encoders, WEIGHTS)

    def load(self, _encoders: Collection[str]) -> Finder:
        return Humming()

    def assess(self, examination: Examination) -> Assessment:
        own = self.of(examination)
        if len(own) == 1:
            return Assessment(True, (), own[0])
        return Assessment(False, (Advice("enrol.several-faces", {"count": len(own)}),), None)

    def samples(self, folder: Path, files: Sequence[str]) -> Samples:
        return sampled(self, folder, files)

    def records(self) -> tuple[type, ...]:
        return (Hummed,)

    def evidence(self, _appearance: Appearance, _others: Callable[[float], Collection[Box]]) -> bytes | None:
        return None
