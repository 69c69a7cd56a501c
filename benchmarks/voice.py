"""Known error of voices: `python -m benchmarks.voice --voices DIR [--cache DIR]`.

Equal error, and misses when 1 % and 0.1 % of strangers are named, by length of speech and by channel, for each encoder
alone and for both at our thresholds; clones apart; and how fast it listens. The last line is JSON.
"""

import argparse
import json
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.calibrate_voices import SCORERS, Trial
from benchmarks.spoken import CHANNELS, Spoken, Vectors, people, sound, spoken
from matching.media.medium import RATE, Piece, Sound
from matching.patience import Patience
from matching.voice.sense import VoiceSense

LENGTHS = (2.0, 5.0, 10.0, 15.0)
RATES = (0.01, 0.001)
BOTH = "wespeaker+campplus"
SHARP_TURNS = 2.0 ** (1 / 12)

Scores = NDArray[np.float64]


def equal_error(own: Scores, other: Scores) -> float:
    """The rate at which as many are wrongly refused as accepted."""
    levels = np.sort(np.concatenate([own, other]))
    missed = np.searchsorted(np.sort(own), levels) / len(own)
    taken = 1 - np.searchsorted(np.sort(other), levels) / len(other)
    at = int(np.argmin(np.abs(missed - taken)))
    return float((missed[at] + taken[at]) / 2)


def open_set(found: Trial, weights: dict[str, float]) -> tuple[Scores, Scores, Scores]:
    """Scores of the right person; of everybody else; and of each probe its best among everybody else."""
    matrix = found.impostors(weights)
    own, _ = found.own(weights)
    return own, matrix[np.isfinite(matrix)], np.nanmax(matrix, axis=1)


def row(name: str, what: str, found: Trial, weights: dict[str, float]) -> float:
    own, other, best = open_set(found, weights)
    eer = equal_error(own, other)
    missed = [float(np.mean(own <= np.quantile(best, 1 - rate))) for rate in RATES]
    level = VoiceSense().thresholds().levels(name, len(found.templates), 3).possible.score
    ours = f"{np.mean(own <= level):.1%} missed, {np.mean(best > level):.1%} of strangers possible"
    print(f"| {what} | {name} | {len(own)} | {eer:.2%} | {missed[0]:.1%} | {missed[1]:.1%} | {ours} |", flush=True)
    return eer


def errors(folder: Path, cache: Path | None) -> float:
    """Prints the table; answers with the equal error of both at 10 s of studio sound."""
    print("| probes | scorer | genuine | EER | FNIR at FPIR 1 % | 0.1 % | at our threshold |")
    print("|---|---|---|---|---|---|---|")
    studio, at_ten = people(folder, "studio", cache), 0.0
    for seconds in LENGTHS:
        for name, weights in SCORERS.items():
            found = row(name, f"{seconds:.0f} s, studio", Trial(studio, seconds, 3), weights)
            at_ten = found if (seconds, name) == (10.0, BOTH) else at_ten
    for channel in CHANNELS:
        if channel != "studio":
            heard = people(folder, channel, cache, every=8)
            row(BOTH, f"5 s, {channel}", Trial(heard, 5.0, 3, studio), SCORERS[BOTH])
    return at_ten


def whole(one: Spoken) -> Vectors:
    return one.part(range(len(one.seconds)))


def fused(one: Vectors, other: Vectors) -> float:
    return sum(weight * float(one[name] @ other[name]) for name, weight in SCORERS[BOTH].items())


def clones(folder: Path, cache: Path | None) -> None:
    """Each clone against whom it is of, enrolled by another recording, among everybody."""
    crowd: dict[str, Vectors] = {}
    for one in people(folder, "studio", cache):
        if len(one.seconds):
            crowd.setdefault(one.speaker, whole(one))
    thresholds = VoiceSense().thresholds()
    scorer = thresholds.scorers[BOTH]
    verify, suspect = scorer.verify.score, (scorer.suspect or scorer.verify).score
    rows = []
    for person in sorted((folder / "cloned").iterdir()):
        reference = whole(spoken(person.name, person / "real_reference.wav", "studio", cache))
        for path in sorted(person.glob("*.wav")):
            if path.stem != "real_reference":
                heard = spoken(person.name, path, "studio", cache)
                if len(heard.seconds):
                    rows.append((path.stem, fused(whole(heard), reference), _first(whole(heard), reference, crowd)))
    print(
        "\n| what | files | mean score | right person first | possible among 132 | among 1,000 | declared: verified | possible |"
    )
    print("|---|---|---|---|---|---|---|")
    kinds = {"real": "real_target", "clone": "clone_"} | {
        path: path for path in sorted({r[0] for r in rows if r[0] != "real_target"})
    }
    for kind, begins in kinds.items():
        own = [one for one in rows if one[0] == begins or (kind == "clone" and one[0].startswith(begins))]
        scores = np.array([score for _, score, _ in own])
        levels = [thresholds.levels(BOTH, size, 1).possible.score for size in (len(crowd) + 1, 1000)]
        cells = [int((scores >= level).sum()) for level in (*levels, verify, suspect)]
        first = sum(right for *_, right in own)
        print(f"| {kind} | {len(own)} | {scores.mean():.2f} | {first} | {' | '.join(map(str, cells))} |")


def _first(heard: Vectors, reference: Vectors, crowd: dict[str, Vectors]) -> bool:
    return fused(heard, reference) > max(fused(heard, other) for other in crowd.values())


def changed(folder: Path, cache: Path | None) -> None:
    """What somebody may do to a voice so that it is not known: how alike it stays."""
    print("\n| change | mean score to the same recording unchanged |\n|---|---|")
    files = sorted((folder / "real" / "one_utterance_each").glob("*.flac"))[:12]
    ways: dict[str, Callable[[NDArray[np.float32]], NDArray[np.float32]]] = {
        "backwards": lambda samples: np.ascontiguousarray(samples[::-1]),
        **{f"{n:+d} semitones, speed changed with them": _faster(n) for n in (-4, -2, 2, 4)},
    }
    from benchmarks.spoken import windows
    from matching.voice.hearing import mean

    for name, way in ways.items():
        found = []
        for path in files:
            plain = whole(spoken(path.stem, path, "studio", cache))
            heard = windows(way(sound(path)))
            if heard:
                other = mean([one.vectors for one in heard], [one.seconds for one in heard])
                found.append(fused(plain, other))
        print(f"| {name} | {np.mean(found):.2f} ({len(found)} of {len(files)} heard as speech) |", flush=True)


def _faster(semitones: int) -> Callable[[NDArray[np.float32]], NDArray[np.float32]]:
    def change(samples: NDArray[np.float32]) -> NDArray[np.float32]:
        at = np.arange(0, len(samples) - 1, SHARP_TURNS**semitones)
        return np.interp(at, np.arange(len(samples)), samples).astype(np.float32)

    return change


def speed(folder: Path) -> float:
    """Seconds of sound a second, of a long conversation without pauses between the recordings, in one channel."""
    sense = VoiceSense()
    finder = sense.load(sense.encoders)
    files = sorted((folder / "real" / "one_utterance_each").glob("*.flac"))[:30]
    whole = np.concatenate([sound(path) for path in files])
    taken = []
    for times in (1, 3):
        length = times * len(whole)

        def blocks(length: int = length) -> Iterator[NDArray[np.float32]]:
            for at in range(0, length, 2 * RATE):
                yield np.take(whole, range(at, min(at + 2 * RATE, length)), mode="wrap")[None]

        piece = Piece(end=length / RATE, sound=Sound(1, RATE, blocks()))
        began = time.perf_counter()
        voices = finder.find(piece, Patience(1e6))
        took = time.perf_counter() - began
        taken.append(length / RATE / took)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{length / RATE:.0f} s of sound in {took:.1f} s, {len(voices)} voices; memory at most {memory:.0f} MB",
            flush=True,
        )
    return max(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--voices", type=Path, required=True, help="folder with `real` and `cloned`")
    parser.add_argument("--cache", type=Path, help="where vectors are kept for the next run")
    arguments = parser.parse_args()
    eer = errors(arguments.voices, arguments.cache)
    clones(arguments.voices, arguments.cache)
    changed(arguments.voices, arguments.cache)
    print()
    print(json.dumps({"eer": round(eer, 5), "realtime": round(speed(arguments.voices), 1)}))


if __name__ == "__main__":
    main()
