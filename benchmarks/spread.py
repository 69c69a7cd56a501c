"""What could be known of each person at enrolment, so that unusual voices are not overlooked more often:
`python -m benchmarks.spread --voices DIR [--cache DIR]`.

Scores are changed by what a template tells, thresholds are derived anew from the changed scores, and who is missed is counted at the same
rate of strangers who are possible, 1 in 20:

* own spread: how far the references of one person are less alike than is usual (mean cosine of each two), in part added to their scores;
* z-norm: scores less the mean, over the standard deviation, of those that a cohort of other people has with the template; s-norm: the
  mean of that and of the same with the probe in the place of the template;
* own level: less that mean alone;
* centred: less the mean of the cohort's vectors, of template and probe alike (`matching.centring`). This is in force.

In each draw half of those with one recording are the cohort, and nothing else: nobody is compared by what was learned from them. Five
people have ten recordings each: three, drawn at random, are their references, the others their probes. The rest have one recording: three
windows of it are the references, the others the probes.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.calibrate_voices import BIT, PROBE, SCORERS, TARGETS
from benchmarks.spoken import CHANNELS, Spoken, Vectors, people
from benchmarks.voice import BOTH, whole
from matching import centring
from matching.calibration import comparison_rate, fit_tail
from matching.voice.hearing import mean

Scores = NDArray[np.float64]

REFERENCES, DRAWS = 3, 40
GALLERIES = (1_000, 10_000, 160_000)
EXCEEDANCES = 300


@dataclass(frozen=True, eq=False)
class Drawn:
    """templates [n], and how alike the references of each are, less what is usual for people with as many recordings; several [n]: who
    has several recordings. probes [p] of whom (`owners`), and which of them are apart from the references; the others are strangers
    only. cohort: everybody by whom scores are changed."""

    templates: list[Vectors]
    agreement: Scores
    several: NDArray[np.bool_]
    probes: list[Vectors]
    owners: NDArray[np.int64]
    apart: NDArray[np.bool_]
    cohort: list[Vectors]


def cosines(ones: Sequence[Vectors], others: Sequence[Vectors]) -> Scores:
    parts = [
        weight * np.stack([one[name] for one in ones]) @ np.stack([other[name] for other in others]).T
        for name, weight in SCORERS[BOTH].items()
    ]
    return np.asarray(sum(parts), np.float64)


def draw(studio: dict[str, list[Spoken]], heard: dict[str, list[Spoken]], rng: np.random.Generator) -> Drawn:
    """heard: the same recordings through a channel, of as many people as were heard through it."""
    single = [speaker for speaker, own in studio.items() if len(own) == 1]
    cohort = set(rng.permutation(single)[: len(single) // 2])
    templates, alike, several = list[Vectors](), list[float](), list[bool]()
    probes, owners, apart = list[Vectors](), list[int](), list[bool]()
    for speaker, own in studio.items():
        if speaker in cohort:
            continue
        references, bits = _enrolled(own, heard.get(speaker, []), rng)
        if len(references) == REFERENCES:
            strange = [bit for one in heard.get(speaker, []) for bit in one.chunks(PROBE)]
            probes += [*bits, *strange]
            owners += [len(templates)] * (len(bits) + len(strange))
            apart += [True] * len(bits) + [False] * len(strange)
            templates.append(mean(references, [1.0] * REFERENCES))
            alike.append(float(cosines(references, references)[np.triu_indices(REFERENCES, 1)].mean()))
            several.append(len(own) > 1)
    agreement, many = np.array(alike), np.array(several)
    for kind in (many, ~many):
        agreement[kind] -= agreement[kind].mean()
    known = [whole(studio[speaker][0]) for speaker in sorted(cohort)]
    return Drawn(templates, agreement, many, probes, np.array(owners), np.array(apart), known)


def _enrolled(
    own: Sequence[Spoken], said: Sequence[Spoken], rng: np.random.Generator
) -> tuple[list[Vectors], list[Vectors]]:
    """References of one person, and probes of what is not in them."""
    if len(own) == 1:
        references = [own[0].part([row]) for row in range(min(REFERENCES, len(own[0].seconds)))]
        behind = float(own[0].seconds[:REFERENCES].sum()) - 0.1
        return references, [bit for one in said for bit in one.chunks(PROBE, behind)]
    able = [one for one in own if one.chunks(BIT)]
    taken = [able[place] for place in rng.permutation(len(able))[:REFERENCES]]
    names = {one.name for one in taken}
    return [one.chunks(BIT)[0] for one in taken], [
        b for one in said if one.name not in names for b in one.chunks(PROBE)
    ]


def ways(one: Drawn) -> dict[str, Scores]:
    """Scores [p, n] of probes with templates, by how they were changed."""
    plain, others = cosines(one.probes, one.templates), cosines(one.templates, one.cohort)
    probes = cosines(one.probes, one.cohort)
    z = (plain - others.mean(axis=1)) / others.std(axis=1)
    t = (plain - probes.mean(axis=1)[:, None]) / probes.std(axis=1)[:, None]
    centre = {name: np.mean([voice[name] for voice in one.cohort], axis=0) for name in SCORERS[BOTH]}
    sides = [[centring.found(voice, centre) for voice in side] for side in (one.probes, one.templates)]
    return {
        "as they are": plain,
        "own spread, a quarter": plain - 0.25 * one.agreement,
        "own spread, half": plain - 0.5 * one.agreement,
        "z-norm": z,
        "s-norm": (z + t) / 2,
        "own level": plain - others.mean(axis=1),
        "centred": cosines(*sides),
    }


def measured(one: Drawn, scores: Scores) -> list[float]:
    """Missed of those with several recordings, by size of the gallery; each of them, and everybody else, in one of 10,000."""
    same = one.owners[:, None] == np.arange(scores.shape[1])
    own, owners = scores[np.arange(len(scores)), one.owners][one.apart], one.owners[one.apart]
    other, several = scores[~same], one.several[owners]
    tail = fit_tail(np.sort(other)[-EXCEEDANCES:], len(other))
    rates = [comparison_rate(float(TARGETS["possible"]["fpir"]), size) for size in GALLERIES]
    levels = [tail.score(min(rate, tail.share)) for rate in rates]
    missed = [own[several] <= level for level in levels]
    each = [own[owners == who] <= levels[1] for who in np.flatnonzero(one.several)]
    return [float(np.mean(part)) for part in (*missed, *each, own[~several] <= levels[1])]


def told(draws: Sequence[Drawn]) -> None:
    """Whether those whose references are less alike are less like themselves."""
    rows = []
    for one in draws:
        scores = cosines(one.probes, one.templates)[np.arange(len(one.owners)), one.owners]
        mine = [scores[one.apart & (one.owners == who)].mean() for who in np.flatnonzero(one.several)]
        rows.append([one.agreement[one.several], mine])
    means = np.mean(rows, axis=0)
    print(
        "Each of those with several recordings: how alike their references are beside the others', and the mean score"
    )
    print(f"of their own probes: {means.round(3).tolist()}; correlation {np.corrcoef(means)[0, 1]:.2f}")


def by_speaker(recordings: Sequence[Spoken]) -> dict[str, list[Spoken]]:
    found: dict[str, list[Spoken]] = {}
    for one in recordings:
        if len(one.seconds):
            found.setdefault(one.speaker, []).append(one)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--voices", type=Path, required=True, help="folder with `real`, a sub-folder a speaker")
    parser.add_argument("--cache", type=Path, help="where vectors are kept for the next run")
    arguments = parser.parse_args()
    studio = by_speaker(people(arguments.voices, "studio", arguments.cache))
    five = [speaker for speaker, own in studio.items() if len(own) > 1]
    print(
        f"| channel | scores | {' | '.join(f'{size:,}' for size in GALLERIES)} | {' | '.join(five)} | one recording |"
    )
    print(f"|{'---|' * (3 + len(GALLERIES) + len(five))}")
    for channel in CHANNELS:
        heard = studio if channel == "studio" else by_speaker(people(arguments.voices, channel, arguments.cache, 8))
        rng = np.random.default_rng(0)
        draws = [draw(studio, heard, rng) for _ in range(DRAWS)]
        every: dict[str, list[list[float]]] = {}
        for one in draws:
            for name, scores in ways(one).items():
                every.setdefault(name, []).append(measured(one, scores))
        for name, found in every.items():
            print(f"| {channel} | {name} | {' | '.join(f'{x:.1%}' for x in np.mean(found, axis=0))} |", flush=True)
        if channel == "studio":
            drawn = draws
    print()
    told(drawn)


if __name__ == "__main__":
    main()
