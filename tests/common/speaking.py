"""A sense that listens: it knows people by the tone that they hum, tells when each hums, and reads sound as it is read everywhere."""

import hashlib
import io
import wave
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np

from matching.examination import examine as look
from matching.findings import Appearance, Box, Examination, Vector
from matching.media.medium import RATE
from matching.media.stream import Piece
from matching.modality import Finder
from matching.patience import Patience
from tests.common.sounds import Wave, joined, tone
from tests.common.spoken import ALICE, ENCODER, WEIGHTS, Spoken, of_tone

LIKE_ALICE = 500
"""Hertz: whoever hums it is like Alice, and may be her."""
BEAT = RATE // 10
"""Samples in which one tone is heard."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Hums(Appearance):
    turns: tuple[tuple[float, float], ...]
    sample: Wave = field(repr=False)

    @property
    def spans(self) -> tuple[tuple[float, float], ...]:
        return self.turns

    @property
    def measures(self) -> Mapping[str, float]:
        return {"seconds": sum(end - start for start, end in self.turns)}

    def apart(self, _other: Appearance) -> bool:
        return False


class Telling(Finder):
    modality = "voice"
    listens = True

    @property
    def weights(self) -> Mapping[str, str]:
        return {ENCODER: WEIGHTS}

    def find(self, piece: Piece, _patience: Patience, *, every_opinion: bool = False) -> Sequence[Appearance]:
        if piece.sound is None:
            return []
        sound = joined(piece.sound.blocks)[0]
        beats: dict[int, list[int]] = {}
        for at in range(len(sound) // BEAT):
            part = sound[at * BEAT : (at + 1) * BEAT]
            if np.abs(part).max() > 0.05:
                hertz = round(float(np.argmax(np.abs(np.fft.rfft(part)))) * 10 / 100) * 100
                beats.setdefault(hertz, []).append(at)
        return [_hums(hertz, heard, piece.start, sound) for hertz, heard in sorted(beats.items())]


def _hums(hertz: int, beats: list[int], begin: float, sound: Wave) -> Hums:
    breaks = [at for at in range(1, len(beats)) if beats[at] > beats[at - 1] + 1]
    edges = [0, *breaks, len(beats)]
    turns = tuple((begin + beats[a] / 10, begin + (beats[b - 1] + 1) / 10) for a, b in pairwise(edges))
    sample = np.concatenate([sound[at * BEAT : (at + 1) * BEAT] for at in beats])
    vectors = {ENCODER: _voice(hertz, sample.tobytes())}
    return Hums(
        modality="voice", start=turns[0][0], end=turns[-1][1], turns=turns, vectors=vectors, sample=sample[: 2 * RATE]
    )


def _voice(hertz: int, content: bytes) -> Vector:
    if hertz != LIKE_ALICE:
        return of_tone(hertz, content)
    own, other = of_tone(ALICE).astype(float), of_tone(LIKE_ALICE).astype(float)
    other -= (other @ own) * own
    mixed = 0.6 * own + 0.8 * other / np.linalg.norm(other)
    return (mixed / np.linalg.norm(mixed)).astype(np.float32)


class Speaking(Spoken):
    def load(self, _encoders: Collection[str]) -> Finder:
        return Telling()

    def records(self) -> tuple[type, ...]:
        return (Hums,)

    def evidence(self, appearance: Appearance, _others: Callable[[float], Collection[Box]]) -> bytes | None:
        assert isinstance(appearance, Hums)
        return wav_of(appearance.sample)


_heard: dict[str, Examination] = {}


def examine(path: Path, *_encoders: object, **_how: object) -> Examination:
    """What is heard in a sound file, listened to once in a process: nearly every test begins with the same recordings. Raises
    `Undecidable`."""
    digest = hashlib.sha256(Path(path).read_bytes()).hexdigest()
    if digest not in _heard:
        _heard[digest] = look(path, Telling())
    return _heard[digest]


def wav_of(sound: Wave) -> bytes:
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((sound * 32767).astype("<i2").tobytes())
    return content.getvalue()


def spoken(*parts: tuple[int, float]) -> bytes:
    """A WAV file: (tone in hertz, or 0 for silence; seconds), one after the other."""
    return wav_of(np.concatenate([tone(hertz, seconds, level=0.4 if hertz else 0.0) for hertz, seconds in parts]))
