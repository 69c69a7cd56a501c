"""Sound for the tests: real speech where it is, and what is no speech."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from matching.media.medium import RATE, Piece, Sound

Samples = NDArray[np.float32]

SPEECH = Path(os.environ.get("LIKENESS_TEST_DATA", Path(__file__).parents[4] / "shared" / "data")) / "voices"


def recording(speaker: str, number: int = 0) -> Samples:
    """One recording of a real person, a channel at 16 kHz."""
    found = sorted((SPEECH / "real").glob(f"**/{speaker}-*.flac"))
    if not found:
        pytest.skip("no recordings of real people here")
    return decoded(found[number])


def decoded(path: Path) -> Samples:
    with av.open(str(path)) as container:
        resampler = av.AudioResampler("fltp", "mono", RATE)
        frames = [part for frame in container.decode(audio=0) for part in resampler.resample(frame)]
        frames += resampler.resample(None)
    return np.concatenate([frame.to_ndarray()[0] for frame in frames]).astype(np.float32)


def piece(*channels: Samples, block: float = 2.0, start: float = 0.0) -> Piece:
    """A piece in which these channels can be heard."""
    size = max(map(len, channels))
    whole = np.stack([np.pad(one, (0, size - len(one))) for one in channels])

    def blocks() -> Iterator[NDArray[np.float32]]:
        for at in range(0, size, round(block * RATE)):
            yield whole[:, at : at + round(block * RATE)]

    return Piece(start=start, end=start + size / RATE, sound=Sound(len(channels), RATE, blocks()))


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE), np.float32)


def noise(seconds: float, level: float = 0.1) -> Samples:
    return np.asarray(np.random.default_rng(1).normal(0, level, round(seconds * RATE)), np.float32)


def chords(seconds: float, roots: Sequence[float] = (220.0, 261.6, 196.0, 174.6)) -> Samples:
    """Held chords with overtones, one after the other."""
    time = np.arange(round(seconds * RATE)) / RATE
    out = np.zeros(len(time))
    for number in range(int(seconds * 2)):
        here = (time >= number / 2) & (time < (number + 1) / 2)
        root = roots[number % len(roots)]
        for step in (0, 4, 7):
            out[here] += sum(np.sin(2 * np.pi * root * 2 ** (step / 12) * k * time[here]) / k for k in range(1, 5))
    return np.asarray(0.1 * out / np.std(out), np.float32)
