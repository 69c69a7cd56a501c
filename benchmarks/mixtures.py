"""People who talk at the same time: `python -m benchmarks.mixtures --voices DIR [--people N]`.

Prints how much clean speech, and how many mixtures of two people who are nobody's reference, are too unsteady for anybody to be said
to be absent (`matching.voice.hearing.steadiness`), and with how many windows.
"""

import argparse
from pathlib import Path

import numpy as np

from benchmarks.calibrate_voices import STEADY_BELOW
from benchmarks.spoken import Samples, music, sound
from matching.media.medium import RATE
from matching.voice.encoders import encode
from matching.voice.hearing import Spoke, steadiness
from matching.voice.names import CAMPPLUS
from matching.voice.speech import WINDOW, Window

SECONDS = 6


def mixed(one: Samples, other: Samples, below: float) -> Samples:
    """Both at a time, the other so many dB below."""
    size = min(len(one), len(other))
    one, other = one[:size], other[:size]
    level = float(np.std(one)) / max(float(np.std(other)), 1e-9) * 10 ** (-below / 20)
    return np.asarray(one + level * other, np.float32)


def steady(samples: Samples) -> float:
    parts = [samples[at : at + WINDOW] for at in range(0, len(samples) - WINDOW // 2, WINDOW)]
    return steadiness([Spoke(Window(0, 0, 0, None), encode(p, frozenset({CAMPPLUS})), len(p) / RATE) for p in parts])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--voices", type=Path, required=True, help="folder with `real`")
    parser.add_argument("--people", type=int, default=60)
    arguments = parser.parse_args()
    files = sorted((arguments.voices / "real" / "one_utterance_each").glob("*.flac"))[1::2][: arguments.people]
    clips = [sound(path)[RATE // 2 :][: SECONDS * RATE] for path in files]
    found: dict[str, list[float]] = {}
    for number, one in enumerate(clips):
        other = clips[(number + 1) % len(clips)]
        found.setdefault("clean", []).append(steady(one))
        for below in (0, 6, 10):
            found.setdefault(f"two people, {below} dB", []).append(steady(mixed(one, other, below)))
        if number % 2 == 0:
            played = music(len(one) / RATE, seed=number)
            found.setdefault("music, 6 dB", []).append(steady(mixed(one, played, 6)))
    print("| what | files | unsteady |\n|---|---|---|")
    for what, values in found.items():
        print(f"| {what} | {len(values)} | {np.mean(np.array(values) < STEADY_BELOW / 100):.0%} |", flush=True)


if __name__ == "__main__":
    main()
