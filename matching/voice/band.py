"""Whether a voice has its upper tones: a telephone takes them away, and most of what tells one voice from another goes with them."""

import numpy as np
from numpy.typing import NDArray

from matching.media.medium import RATE

FRAME = 512
"""Samples, 32 ms."""

UPPER = 5000.0, 7500.0
"""Hz. Below, what was recorded at 8 kHz leaves traces of itself when it is made to fit; above, some players and encoders cut off."""

LOUD = 0.9
"""Of all frames so many are less loud, at each frequency, than what is compared: upper tones are in few sounds of speech, and a single
click is none of them."""

MOVING = 6.0
"""dB between loud and faint moments of the upper tones, from which on they may be a voice's. Noise that somebody adds has 2, and all but
one of 200 recordings 9 or more (`python -m benchmarks.bands`)."""

SILENT = 200.0
"""dB; no sound that is stored in 16 bits has more between its loudest and its faintest."""


def faintness(samples: NDArray[np.float32]) -> float:
    """How far what is heard in `UPPER` lies below what is loudest, in dB, 0 to `SILENT`; 0 of less than a frame. What is always there,
    as noise is, counts as nothing: it hides upper tones, or stands in for them. samples: [n], `RATE` a second."""
    whole = len(samples) // FRAME * FRAME
    if not whole:
        return 0.0
    powers = np.abs(np.fft.rfft(samples[:whole].reshape(-1, FRAME) * np.hanning(FRAME), axis=1)) ** 2
    at = np.fft.rfftfreq(FRAME, 1 / RATE)
    above = (at > UPPER[0]) & (at < UPPER[1])
    power = np.quantile(powers, LOUD, axis=0)
    if not power.max() > 0 or moving(powers[:, above].sum(axis=1)) < MOVING:
        return SILENT
    upper = float(power[above].max())
    return float(np.clip(10 * np.log10(power.max() / max(upper, 1e-30)), 0.0, SILENT))


def moving(powers: NDArray[np.float64]) -> float:
    """How much louder the loud frames are than the faint ones, in dB."""
    faint, loud = np.quantile(powers, (1 - LOUD, LOUD))
    return float(10 * np.log10(max(loud, 1e-30) / max(faint, 1e-30)))
