"""How far the upper tones of a voice lie below what is loudest: `python -m benchmarks.bands [--voices DIR]`.

Of clean and cloned recordings as they are, and of the same over a telephone: cut at 300 and 3,400 Hz, the same with noise from 5 to
7.5 kHz in the place of what was cut, and made to 8,000 samples a second and back. `matching.voice.findings.FAINT` lies between.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import last_line
from matching.media.medium import RATE
from matching.voice.band import UPPER, faintness
from matching.voice.findings import FAINT

HOME = Path(__file__).resolve().parent.parent
SECONDS = 20
ENDINGS = ".flac", ".wav", ".mp3", ".ogg"

Samples = NDArray[np.float32]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--voices", type=Path, default=HOME.parent / "shared" / "data" / "voices")
    files = sorted(path for path in parser.parse_args().voices.rglob("*") if path.suffix in ENDINGS)
    if not files:
        parser.exit(1, "There are no recordings: nothing is measured.\n")
    heard = [samples(path) for path in files]
    kinds = {
        "as they are": heard,
        "cut": [cut(one) for one in heard],
        "cut, with noise": [hissing(cut(one)) for one in heard],
        "8,000 a second": [back(one) for one in heard],
    }
    told: dict[str, object] = {"recordings": len(heard), "limit_db": FAINT}
    for name, every in kinds.items():
        found = np.array([faintness(one) for one in every])
        beyond = int(np.sum(found > FAINT))
        least, most = float(found.min()), float(found.max())
        print(
            f"  {name:16} {np.median(found):6.1f} dB ({least:.1f} to {most:.1f}), beyond {FAINT:.0f}: {beyond} of {len(found)}"
        )
        print(f"  {'':16} next to the limit: {nearest(found)}")
        told[name] = {"median": float(np.median(found)), "least": least, "most": most, "beyond": beyond}
    last_line(told)


def nearest(found: NDArray[np.float64]) -> str:
    """The nearest on either side."""
    under, over = found[found <= FAINT], found[found > FAINT]
    sides = [
        f"{side:.1f}" for one, side in ((under, under.max(initial=0.0)), (over, over.min(initial=999.0))) if len(one)
    ]
    return " and ".join(sides)


def samples(path: Path) -> Samples:
    with av.open(str(path)) as file:
        return joined(file.decode(audio=0), RATE)[: SECONDS * RATE]


def joined(frames: Iterator[av.AudioFrame], rate: int) -> Samples:
    fitting = av.AudioResampler(format="flt", layout="mono", rate=rate)
    parts = [part for frame in frames for part in fitting.resample(frame)] + fitting.resample(None)
    return np.concatenate([part.to_ndarray().ravel() for part in parts])


def cut(heard: Samples) -> Samples:
    spectrum, at = np.fft.rfft(heard), np.fft.rfftfreq(len(heard), 1 / RATE)
    spectrum[(at < 300) | (at > 3400)] = 0
    return np.asarray(np.fft.irfft(spectrum, len(heard)), np.float32)


def hissing(heard: Samples) -> Samples:
    """With noise above, 60 dB under full scale."""
    spectrum = np.fft.rfft(np.random.default_rng(1).normal(size=len(heard)))
    at = np.fft.rfftfreq(len(heard), 1 / RATE)
    spectrum[(at < UPPER[0]) | (at > UPPER[1])] = 0
    noise = np.fft.irfft(spectrum, len(heard))
    return np.asarray(heard + noise / noise.std() * 0.001, np.float32)


def back(heard: Samples) -> Samples:
    return joined(iter([frame(joined(iter([frame(heard, RATE)]), 8000), 8000)]), RATE)


def frame(heard: Samples, rate: int) -> av.AudioFrame:
    made = av.AudioFrame.from_ndarray(heard[None], "flt", "mono")
    made.sample_rate = rate
    return made


if __name__ == "__main__":
    main()
