"""What a voice has of its own, beside what every finding has."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matching.findings import Appearance

Turns = tuple[tuple[float, float], ...]
"""Spans of time in seconds from the beginning of the file, in order and apart."""

Heard = NDArray[np.int16]
"""Samples of one channel, `matching.media.medium.RATE` a second."""

SHORT, OVERLAP = "voice.too-short", "voice.overlap"
NARROW = "voice.narrow"
AT_ONCE = "voice.at-once"
"""Two or more are heard at the same time: whoever they sound like together is possible at most."""

OTHER_PITCH = "voice.other-pitch"
"""How somebody sounds when they are played higher or lower: whoever is like that was found by it, and is possible at most."""


FAINT = 56.0
"""dB. The upper tones of 192 in 200 recordings lie at most 49 under the loudest; over a telephone, of all, 96 or more
(`python -m benchmarks.bands`)."""


@dataclass(frozen=True)
class Clarity:
    """How well one voice can be heard. seconds: of speech in which nobody else was heard, pauses left out. level: root mean square
    of it in dB under full scale (negative). noise: how far it stands out from what is heard between speech, in dB, at most 99.
    clipped: share of its samples at full scale, 0 to 1. steady: mean cosine of each two of its windows, at most 1: low where several
    speak at a time, or one voice is not one; 1.0 of a single window, which tells nothing of it (`AT_ONCE` does). faint: how far what
    is heard from 5 to 7.5 kHz lies below what is loudest, in dB (`matching.voice.band`)."""

    seconds: float
    level: float
    noise: float
    clipped: float
    steady: float
    faint: float = 0.0


@dataclass(frozen=True, eq=False, kw_only=True)
class VoiceHeard(Appearance):
    """One speaker over a span. turns: when they speak. channels: in which they are heard, 0, 1, ... sample: their clearest seconds,
    for a reviewer's sealed copy; it lives in memory only. shared: whether they speak while others do."""

    modality: str = "voice"
    turns: Turns
    channels: tuple[int, ...]
    quality: Clarity
    sample: Heard | None = field(default=None, repr=False)
    shared: bool = False

    @property
    def spans(self) -> Turns:
        return self.turns

    @property
    def doubt(self) -> str | None:
        return self.problem if self.problem in (AT_ONCE, OTHER_PITCH) else None

    @property
    def measures(self) -> Mapping[str, float]:
        return {"seconds": self.quality.seconds, "noise": self.quality.noise}

    def apart(self, other: Appearance) -> bool:
        """Two voices may be one person's even at one time: a line is laid over another, or heard twice."""
        return False

    def unfit(self, least: Mapping[str, float]) -> str | None:
        if self.problem is not None:
            return self.problem
        if self.quality.seconds < least["seconds"]:
            return SHORT
        if self.quality.steady < least["steady"] / 100:
            return OVERLAP
        return NARROW if self.quality.faint > FAINT else None


def together(spans: Iterable[tuple[float, float]], gap: float = 0.0) -> Turns:
    """Spans as few as cover the same; those with no more than `gap` seconds between them are one."""
    found: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1] + gap:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return tuple(found)


def length(turns: Turns) -> float:
    """Seconds in all."""
    return sum(end - start for start, end in turns)
