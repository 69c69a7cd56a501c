"""People who talk at the same time, or take turns: `python -m benchmarks.mixtures --voices DIR [--people N]`.

Prints how much clean speech is said to be of several people at a time, and how many mixtures of two are, each heard as a file of its
own by the sense itself: in one of three seconds, which is a single window, and in one of six. Then, of two who take turns without a
pause, six seconds each, how many are found by a template of the rest of their recording: by windows that are parted where the speaker
changes, and, beside it, by whole ones.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from unittest import mock

import numpy as np

from benchmarks.spoken import Samples, Vectors, mp3, music, sound, telephone
from benchmarks.voice import BOTH, fused
from matching.media.medium import RATE, Piece, Sound
from matching.modality import Finder
from matching.patience import Patience
from matching.voice import hearing
from matching.voice.findings import VoiceHeard
from matching.voice.sense import VoiceSense

LENGTHS = (3.6, 6.0)
"""Seconds of a file: 3.6 of read speech are one window."""

BELOW = (0, 6, 10, 15)

TURNS, SAID = (1.0, 1.5, 2.0, 3.0), 6
"""Seconds of a turn, and of what each says in all."""
GALLERIES = (100, 1_000)


def mixed(one: Samples, other: Samples, below: float) -> Samples:
    """Both at a time, the other so many dB below."""
    size = min(len(one), len(other))
    one, other = one[:size], other[:size]
    level = float(np.std(one)) / max(float(np.std(other)), 1e-9) * 10 ** (-below / 20)
    return np.asarray(one + level * other, np.float32)


def played(samples: Samples) -> Samples:
    return mixed(samples, music(len(samples) / RATE, seed=len(samples)), 6)


def noisy(samples: Samples) -> Samples:
    return mixed(samples, np.random.default_rng(0).normal(size=len(samples)).astype(np.float32), 10)


CLEAN: dict[str, Callable[[Samples], Samples]] = {
    "clean": lambda samples: samples,
    "telephone": telephone,
    "MP3 64 kbit/s": mp3,
    "music, 6 dB": played,
    "noise, 10 dB": noisy,
}


def heard(finder: Finder, samples: Samples) -> list[VoiceHeard]:
    piece = Piece(end=len(samples) / RATE, sound=Sound(1, RATE, [samples[None]]))
    return [one for one in finder.find(piece, Patience(1e6)) if isinstance(one, VoiceHeard)]


def noticed(finder: Finder, samples: Samples) -> bool:
    """Whether anything in it is told of several people, or of a voice that is not one."""
    found = heard(finder, samples)
    steady = VoiceSense().thresholds().identifiable(10).least["steady"] / 100
    return any(one.shared or (one.vectors and one.quality.steady < steady) for one in found)


def rows(finder: Finder, clips: Sequence[Samples], seconds: float) -> dict[str, list[bool]]:
    found: dict[str, list[bool]] = {}
    cut = [clip[: round(seconds * RATE)] for clip in clips]
    for number, one in enumerate(cut):
        for name, change in CLEAN.items():
            found.setdefault(f"one person, {name}", []).append(noticed(finder, change(one)))
        for below in BELOW:
            both = mixed(one, cut[(number + 1) % len(cut)], below)
            found.setdefault(f"two people, {below} dB", []).append(noticed(finder, both))
        both = played(mixed(one, cut[(number + 1) % len(cut)], 6))
        found.setdefault("two people, 6 dB, under music at 6 dB", []).append(noticed(finder, both))
    return found


WINDOWS = {"whole": lambda window, _likely: [window], "parted": hearing.parted}


def in_turns(one: Samples, other: Samples, seconds: float) -> Samples:
    size, louder = round(seconds * RATE), float(np.std(one)) / max(float(np.std(other)), 1e-9)
    starts = range(0, SAID * RATE - size + 1, size)
    return np.concatenate([part for at in starts for part in (one[at : at + size], louder * other[at : at + size])])


def turns(finder: Finder, clips: Sequence[Samples]) -> None:
    levels = [VoiceSense().thresholds().levels(BOTH, size, 1).possible.score for size in GALLERIES]
    rest = [heard(finder, clip[SAID * RATE :]) for clip in clips]
    templates: list[Vectors] = [max(found, key=lambda one: one.quality.seconds).vectors for found in rest]
    print(f"\n| turns of | files | windows | {' | '.join(f'found among {size:,}: each, both' for size in GALLERIES)} |")
    print(f"|{'---|' * (3 + len(GALLERIES))}")
    for seconds in TURNS:
        for what in WINDOWS:
            best = []
            with mock.patch.object(hearing, "parted", WINDOWS[what]):
                for number, clip in enumerate(clips):
                    after = (number + 1) % len(clips)
                    voices = [one for one in heard(finder, in_turns(clip, clips[after], seconds)) if one.vectors]
                    own = [[fused(one.vectors, templates[at]) for one in voices] for at in (number, after)]
                    best.append([max(scores, default=-1.0) for scores in own])
            found = [np.array(best) >= level for level in levels]
            cells = [f"{one.mean():.0%}, {one.all(axis=1).mean():.0%}" for one in found]
            print(f"| {seconds} s | {len(clips)} | {what} | {' | '.join(cells)} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--voices", type=Path, required=True, help="folder with `real`")
    parser.add_argument("--people", type=int, default=60)
    arguments = parser.parse_args()
    files = sorted((arguments.voices / "real" / "one_utterance_each").glob("*.flac"))[1::2]
    clips = [sound(path)[RATE // 2 :] for path in files]
    long = [clip for clip in clips if len(clip) >= max(LENGTHS) * RATE][: arguments.people]
    longer = [clip for clip in clips if len(clip) >= 2 * SAID * RATE][: arguments.people]
    sense = VoiceSense()
    found = [rows(sense.load(sense.encoders), long, seconds) for seconds in LENGTHS]
    print(f"| what | files | {' | '.join(f'noticed in {seconds} s' for seconds in LENGTHS)} |\n|---|---|---|---|")
    for what in found[0]:
        print(f"| {what} | {len(found[0][what])} | {' | '.join(f'{np.mean(one[what]):.0%}' for one in found)} |")
    turns(sense.load(sense.encoders), longer)


if __name__ == "__main__":
    main()
