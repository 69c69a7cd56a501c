"""Where somebody speaks: Silero VAD over one channel, block by block, and its speech in windows of a few seconds."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matching.media.medium import RATE
from matching.voice.names import DETECTOR
from matching.voice.networks import network

Samples = NDArray[np.float32]

STEP = 512
"""Samples that the detector judges at a time."""

BEFORE = 64
"""Samples of what came before that it has to see with them: without these it hears nothing."""

STARTS, ENDS = 0.5, 0.35
"""Probability from which speech begins, and below which it may end."""

PAUSE = round(0.3 * RATE / STEP)
"""Steps without speech after which it has ended."""

WINDOW, LEAST = 3 * RATE, round(0.8 * RATE)
"""Samples of a window of speech, and of the shortest that is encoded."""

NEAR = 2 * RATE
"""Samples between two bits of speech, each too short by itself, that are listened to together: words cut apart are still heard."""

FULL = 0.5
SILENT = 1e-4
"""Peak to which a block is brought before it is judged, so that nobody is missed for being quiet; and the peak below which there
is nothing to bring up (80 dB under full scale)."""


FADES = 0.8
"""How much of the loudest so far still counts in the next block, so that a pause is not brought up as if it were speech."""


@dataclass(frozen=True, eq=False)
class Window:
    """Some seconds of one channel in which somebody speaks without a pause. start, end: seconds from the beginning of the file.
    samples: None where they are too few to be told apart. noise: root mean square of what was heard between speech."""

    channel: int
    start: float
    end: float
    samples: Samples | None = field(repr=False)
    noise: float = 0.0


class Channel:
    """One channel on its way through the detector; what it holds does not grow with its length."""

    def __init__(self, number: int, start: float = 0.0) -> None:
        self._number, self._start = number, start
        self._rest = np.zeros(0, np.float32)
        self._at = 0  # samples judged
        self._noise = self._loudest = 0.0
        self.forget()

    def forget(self) -> None:
        """Begin anew behind something that was not listened to."""
        self._state = [np.zeros((1, 1, 128), np.float32), np.zeros((1, 1, 128), np.float32)]
        self._before = np.zeros(BEFORE, np.float32)
        self._speech: list[Samples] = []
        self._last, self._last_end = np.zeros(0, np.float32), self._at - NEAR - 1
        self._began, self._until, self._quiet, self._open = self._at, self._at, 0, False

    def skip(self, block: Samples) -> Iterator[Window]:
        """A block that is known without listening: it is silent, or another channel's."""
        yield from self.ended()
        self._at += len(self._rest) + len(block)
        self._rest = np.zeros(0, np.float32)

    def listen(self, block: Samples) -> Iterator[Window]:
        """The windows of speech that end in the next block."""
        samples = np.concatenate([self._rest, block])
        count = len(samples) // STEP
        samples, self._rest = samples[: count * STEP], samples[count * STEP :]
        if not count:
            return
        self._loudest = max(float(np.abs(samples).max()), FADES * self._loudest)
        level = np.float32(FULL / self._loudest) if SILENT <= self._loudest < FULL else np.float32(1.0)
        steps = samples.reshape(count, STEP)
        whole = np.concatenate([self._before, samples])
        seen = np.lib.stride_tricks.sliding_window_view(whole, BEFORE + STEP)[::STEP]
        judged, *self._state = network(DETECTOR)(np.ascontiguousarray(seen * level), *self._state)
        self._before = whole[-BEFORE:]
        for step, likely in zip(steps, judged.ravel(), strict=True):
            yield from self._step(step, float(likely))

    def ended(self) -> Iterator[Window]:
        """What is left at the end."""
        if self._speech:
            yield self._cut(self._size)
        self.forget()

    def _step(self, step: Samples, likely: float) -> Iterator[Window]:
        self._at += STEP
        if not self._open and likely < STARTS:
            self._noise = 0.95 * self._noise + 0.05 * float(np.sqrt(np.mean(step * step)))
            if self._speech and self._at - self._until > NEAR:
                yield self._cut(self._size)
            return
        if not self._speech:
            self._began = self._at - STEP
        self._open = True
        self._speech.append(step)
        self._quiet = self._quiet + 1 if likely < ENDS else 0
        self._until = self._at - self._quiet * STEP
        if self._quiet >= PAUSE:
            del self._speech[-self._quiet :]
            self._open, self._quiet = False, 0
            if self._size >= LEAST:  # else it waits for what follows soon
                yield self._cut(self._size)
        elif self._size >= WINDOW + LEAST:
            yield self._cut(WINDOW - WINDOW % STEP)

    @property
    def _size(self) -> int:
        return len(self._speech) * STEP

    def _cut(self, size: int) -> Window:
        """The first samples of the speech so far; the others stay."""
        samples = np.concatenate(self._speech[: size // STEP])
        start, end = self._began, self._until - (self._size - size)
        self._began, self._speech = end, self._speech[size // STEP :]
        if len(samples) < LEAST and start - self._last_end <= NEAR:  # a last word goes with what was said before it
            samples = np.concatenate([self._last, samples])
        else:
            self._last = samples[-LEAST:]
        self._last_end = end
        enough = samples if len(samples) >= LEAST else None
        return Window(self._number, self._start + start / RATE, self._start + end / RATE, enough, self._noise)
