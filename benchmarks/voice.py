"""Known error of voices: `python -m benchmarks.voice --voices DIR [--cache DIR]`.

Equal error, and misses when 1 % and 0.1 % of strangers are named, by length of speech and by channel, for each encoder
alone and for both, at our thresholds and at those that the encoders are published with; what their own examples do beside ours; clones
and changed voices apart; and how fast it listens. The last line is JSON: the equal error of both at 10 s, and
the speed, by the clock and by the time of processors.

Genuine trials are of recordings apart: each recording, or as many in a row as hold so many seconds, once beside a template of three
other recordings of the same person. Five people have ten recordings each; everybody else has one, and is a stranger only.
"""

import argparse
import functools
import json
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.calibrate_voices import SCORERS, Trial
from benchmarks.spoken import CHANNELS, EVERY, Samples, Spoken, Vectors, people, sound, spoken
from matching import centring
from matching.chances import several
from matching.media.medium import RATE, Piece, Sound
from matching.patience import Patience
from matching.voice.encoders import encode
from matching.voice.hearing import TURNED
from matching.voice.pitch import SEMITONES, turned
from matching.voice.sense import VoiceSense

LENGTHS = (2.0, 5.0, 10.0, 15.0, 30.0)
IN_CHANNELS = (5.0, 10.0)
RATES = (0.01, 0.001)
PROBED = 4
"""Recordings of each person that are changed in every way."""
BOTH = "wespeaker+campplus"
REFERENCES = 3
PUBLISHED = {"campplus": 0.31}
"""The cosine from which an encoder's own project takes two recordings for one person's: `yesOrno_thr` in the configuration of CAM++ on
ModelScope. WeSpeaker publishes none."""

CHANGES: dict[str, Callable[[Samples], Samples]] = {
    "as it is": lambda samples: samples,
    "backwards": lambda samples: np.ascontiguousarray(samples[::-1]),
    **{f"{n:+d} semitones": (lambda samples, n=n: turned(samples, n)) for n in (-4, -2, 2, 4)},
    **{f"{n:+d} % faster": (lambda samples, n=n: turned(samples, 12 * float(np.log2(1 + n / 100)))) for n in (-10, 10)},
}
"""What somebody may do to a voice so that it is not known; its speed changes with the pitch."""

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


def row(name: str, what: str, found: Trial, simply: Trial) -> float:
    """simply: the same trials as the encoders' own projects compare two, with nothing taken away."""
    own, other, best = open_set(found, SCORERS[name])
    eer = equal_error(own, other)
    missed = [float(np.mean(own <= np.quantile(best, 1 - rate))) for rate in RATES]
    level = VoiceSense().thresholds().levels(name, len(found.templates), REFERENCES).possible.score
    cells = [f"{np.mean(own <= at):.1%} missed, {np.mean(best > at):.1%} of strangers possible" for at in (level,)]
    published = PUBLISHED.get(name)
    own_way, _, best_way = open_set(simply, SCORERS[name])
    cells.append(
        "none"
        if published is None
        else f"{np.mean(own_way <= published):.1%} missed, {np.mean(best_way > published):.1%} possible"
    )
    print(
        f"| {what} | {name} | {len(own)} | {len(best)} | {eer:.2%} | {missed[0]:.1%} | {missed[1]:.1%} | {' | '.join(cells)} |",
        flush=True,
    )
    return eer


def errors(folder: Path, cache: Path | None) -> float:
    """Prints the table; answers with the equal error of both at 10 s of studio sound."""
    print("| probes | scorer | genuine | strangers | EER | FNIR at FPIR 1 % | 0.1 % | at our threshold | at its own |")
    print("|---|---|---|---|---|---|---|---|---|")
    studio, at_ten = people(folder, "studio", cache), 0.0
    for seconds in LENGTHS:
        trials = apart(studio, seconds, studio)
        for name in SCORERS:
            found = row(name, f"{seconds:.0f} s, studio", *trials)
            at_ten = found if (seconds, name) == (10.0, BOTH) else at_ten
    for channel in CHANNELS:
        if channel != "studio":
            heard = people(folder, channel, cache, every=8)
            for seconds in IN_CHANNELS:
                row(BOTH, f"{seconds:.0f} s, {channel}", *apart(heard, seconds, studio))
    print("\nNo recording here is of acted emotion, and nobody is recorded on two days: neither is measured.")
    return at_ten


def apart(recordings: list[Spoken], seconds: float, enrolled: list[Spoken]) -> list[Trial]:
    """Trials of recordings apart alone: as we compare them, and with nothing taken away."""
    trials = [Trial(recordings, seconds, REFERENCES, centres, enrolled, once=True) for centres in (in_force(), {})]
    for trial in trials:
        trial.genuine = [one for one in trial.genuine if one.another]
    return trials


@functools.cache
def in_force() -> Vectors:
    """What is taken away of every vector before two are compared."""
    return VoiceSense().thresholds().centres


def examples(folder: Path, cache: Path | None) -> None:
    """Each two recordings compared whole, as the encoders' own examples do (no detector of speech, no windows: `plain`), and as we do."""
    recordings = people(folder, "studio", cache, every=2)
    names = {one.name for one in recordings if len(one.seconds)}
    files = {path.stem: path for path in (folder / "real").rglob("*.flac") if path.stem in names}
    recordings = [one for one in recordings if one.name in files]
    owners = np.array([one.speaker for one in recordings])
    first, second = np.triu_indices(len(recordings), 1)
    same = owners[first] == owners[second]
    simply = [plain(files[one.name], cache) for one in recordings]
    ours = [centring.found(whole(one), in_force()) for one in recordings]
    scorers = VoiceSense().thresholds().scorers
    print("\n| recipe | pairs of one person | of two | EER | threshold | one person refused | two taken for one |")
    print("|---|---|---|---|---|---|---|")
    for what, vectors in (("its own example", simply), ("ours", ours)):
        for name, weights in SCORERS.items():
            if what == "ours" or name != BOTH:
                scores = sum(
                    w * np.stack([v[n] for v in vectors]) @ np.stack([v[n] for v in vectors]).T
                    for n, w in weights.items()
                )
                pairs = np.asarray(scores, np.float64)[first, second]
                level = scorers[name].verify.score if what == "ours" else PUBLISHED.get(name)
                cells = (
                    ["none", "", ""]
                    if level is None
                    else [
                        f"{level:.2f}",
                        f"{np.mean(pairs[same] <= level):.2%}",
                        f"{np.mean(pairs[~same] > level):.2%}",
                    ]
                )
                eer = equal_error(pairs[same], pairs[~same])
                print(
                    f"| {name}, {what} | {same.sum()} | {(~same).sum()} | {eer:.2%} | {' | '.join(cells)} |", flush=True
                )


def plain(path: Path, cache: Path | None) -> Vectors:
    """A recording as the examples of WeSpeaker and 3D-Speaker take it: all of it at once, 80 bands less their mean, one vector."""
    kept = None if cache is None else cache / f"{path.stem}-plain.npz"
    if kept is not None and kept.is_file():
        with np.load(kept) as data:
            return {name: data[name] for name in EVERY}
    found = encode(sound(path), EVERY)
    if kept is not None:
        np.savez(kept, **found)
    return found


def whole(one: Spoken) -> Vectors:
    return one.part(range(len(one.seconds)))


def fused(one: Vectors, other: Vectors, weights: dict[str, float] = SCORERS[BOTH]) -> float:
    one, other = centring.found(one, in_force()), centring.found(other, in_force())
    return sum(weight * float(one[name] @ other[name]) for name, weight in weights.items())


def clones(folder: Path, cache: Path | None) -> None:
    """Each clone against whom it is of, enrolled by another recording, among everybody."""
    crowd: dict[str, Vectors] = {}
    for one in people(folder, "studio", cache):
        if len(one.seconds):
            crowd.setdefault(one.speaker, whole(one))
    heard: list[tuple[str, Vectors, Vectors]] = []
    for person in sorted((folder / "cloned").iterdir()):
        reference = whole(spoken(person.name, person / "real_reference.wav", "studio", cache))
        for path in sorted(person.glob("*.wav")):
            said = spoken(person.name, path, "studio", cache)
            if path.stem != "real_reference" and len(said.seconds):
                heard.append((path.stem, whole(said), reference))
    systems = sorted({stem for stem, *_ in heard if stem != "real_target"})
    print(
        "\n| what | scorer | files | mean score | right person first | possible among 132 | among 1,000 | declared: verified | possible |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for name in SCORERS:
        for kind in ("real_target", "clone_", *(systems if name == BOTH else ())):
            own = [
                (said, reference)
                for stem, said, reference in heard
                if stem.startswith(kind) and (kind not in systems or stem == kind)
            ]
            print(f"| {kind.replace('_', ' ').strip()} | {name} | {_cells(name, own, crowd)} |")


def _cells(name: str, own: list[tuple[Vectors, Vectors]], crowd: dict[str, Vectors]) -> str:
    thresholds, weights = VoiceSense().thresholds(), SCORERS[name]
    scorer = thresholds.scorers[name]
    scores = np.array([fused(said, reference, weights) for said, reference in own])
    first = sum(
        fused(said, ref, weights) > max(fused(said, other, weights) for other in crowd.values()) for said, ref in own
    )
    levels = [thresholds.levels(name, size, 1).possible.score for size in (len(crowd) + 1, 1000)]
    levels += [scorer.verify.score, (scorer.suspect or scorer.verify).score]
    return " | ".join(
        map(str, [len(own), f"{scores.mean():.2f}", first, *(int((scores >= one).sum()) for one in levels)])
    )


def changed(folder: Path, cache: Path | None) -> None:
    """Who is found though they were changed, beside a template of three other recordings: as it is heard, and turned back too."""
    recordings, size, seconds = people(folder, "studio", cache), 1000, 5
    thresholds = VoiceSense().thresholds()
    templates: dict[str, Vectors] = {}
    probes: list[tuple[str, Path]] = []
    for speaker in sorted({one.speaker for one in recordings}):
        own = [one for one in recordings if one.speaker == speaker and one.chunks(seconds)]
        if own:
            templates[speaker] = Trial(own, seconds, REFERENCES, {}).templates[0][1] if len(own) > 1 else whole(own[0])
        probes += [
            (speaker, folder / "real" / speaker / f"{one.name}.flac") for one in own[REFERENCES : REFERENCES + PROBED]
        ]
    levels = [thresholds.levels(BOTH, n, REFERENCES).possible.score for n in (100, size)]
    stricter = [thresholds.levels(BOTH, several(n, len(SEMITONES)), REFERENCES).possible.score for n in (100, size)]

    def heard(samples: Samples) -> list[Vectors]:
        return [
            encode(samples, EVERY),
            *(encode(turned(samples[: round(TURNED * RATE)], by), EVERY) for by in SEMITONES),
        ]

    def found(vectors: list[Vectors], others: list[Vectors], at: int) -> tuple[bool, bool]:
        scores = [max(fused(one, other) for other in others) for one in vectors]
        return scores[0] >= levels[at], scores[0] >= levels[at] or max(scores[1:]) >= stricter[at]

    print("\n| change | recordings | found among 100: as heard, with turning back | among 1,000 |\n|---|---|---|---|")
    for name, change in CHANGES.items():
        every = [(heard(change(sound(path)[: seconds * RATE])), templates[speaker]) for speaker, path in probes]
        cells = [np.mean([found(vectors, [own], at) for vectors, own in every], axis=0) for at in (0, 1)]
        print(
            f"| {name} | {len(every)} | {' | '.join(f'{plain:.0%}, {back:.0%}' for plain, back in cells)} |", flush=True
        )
    strangers = sorted((folder / "real" / "one_utterance_each").glob("*.flac"))[::2]
    taken = []
    for path in strangers:
        others = [one for speaker, one in templates.items() if speaker != path.stem.partition("-")[0]]
        taken.append(found(heard(sound(path)[: seconds * RATE]), others, 0))
    plain, back = np.mean(taken, axis=0)
    print(
        f"\nOf {len(taken)} strangers {plain:.1%} are possible among {len(templates)} as they are heard, {back:.1%} with turning back."
    )


def speed(folder: Path) -> tuple[float, float]:
    """Seconds of sound a second, and a second of one processor, of a long conversation without pauses between the recordings, in one
    channel: the former says little where others work on the same processors."""
    sense = VoiceSense()
    finder = sense.load(sense.encoders)
    files = sorted((folder / "real" / "one_utterance_each").glob("*.flac"))[:30]
    whole = np.concatenate([sound(path) for path in files])
    taken, used = [], []
    for times in (1, 3):
        length = times * len(whole)

        def blocks(length: int = length) -> Iterator[NDArray[np.float32]]:
            for at in range(0, length, 2 * RATE):
                yield np.take(whole, range(at, min(at + 2 * RATE, length)), mode="wrap")[None]

        piece = Piece(end=length / RATE, sound=Sound(1, RATE, blocks()))
        began, worked = time.perf_counter(), time.process_time()
        voices = finder.find(piece, Patience(1e6))
        took, worked = time.perf_counter() - began, time.process_time() - worked
        taken.append(length / RATE / took)
        used.append(length / RATE / worked)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{length / RATE:.0f} s of sound in {took:.1f} s ({worked:.1f} s of processors, {length / RATE / worked:.0f} times real time "
            f"on one), {len(voices)} voices; memory at most {memory:.0f} MB",
            flush=True,
        )
    return max(taken), max(used)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--voices", type=Path, required=True, help="folder with `real` and `cloned`")
    parser.add_argument("--cache", type=Path, help="where vectors are kept for the next run")
    arguments = parser.parse_args()
    eer = errors(arguments.voices, arguments.cache)
    examples(arguments.voices, arguments.cache)
    clones(arguments.voices, arguments.cache)
    changed(arguments.voices, arguments.cache)
    print()
    realtime, of_one = speed(arguments.voices)
    print(
        json.dumps(
            {"eer": round(eer, 5), "realtime": round(realtime, 1), "realtime_of_one_processor": round(of_one, 1)}
        )
    )


if __name__ == "__main__":
    main()
