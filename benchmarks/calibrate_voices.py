"""Derive the thresholds of voices: `python -m benchmarks.calibrate_voices --voices DIR [--cache DIR] [--out FILE]`.

Every speaker's recordings, in bits of some seconds of speech, are compared with every other speaker's: these scores give the tail
of false matches. Bits of one speaker give the misses, and which length is too short. A voice alone names nobody (`names`): clones
score far below real speech, so whoever is near is possible at most, and a declared performer is possible from lower down.
"""

import argparse
import datetime
import json
import math
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.spoken import Spoken, Vectors, behind_each_other, people
from matching import centring
from matching.calibration import Interval, binomial, bootstrap, fit_tail, identification_rate
from matching.thresholds import LARGEST, Thresholds, identity, parse
from matching.voice.hearing import mean, steadiness
from matching.voice.names import CAMPPLUS, ENCODERS, WESPEAKER
from matching.voice.sense import THRESHOLDS
from matching.weights import KNOWN

Matrix = NDArray[np.float64]

VOICES_A_FILM = 20
TARGETS = {
    "match": {"fpir": 1 / (100 * VOICES_A_FILM), "films": 100, "strangers": VOICES_A_FILM},
    "possible": {"fpir": 1 / VOICES_A_FILM, "to_look_at": 1, "strangers": VOICES_A_FILM},
}
SCORERS = {
    "wespeaker": {WESPEAKER: 1.0},
    "campplus": {CAMPPLUS: 1.0},
    "wespeaker+campplus": {WESPEAKER: 0.5, CAMPPLUS: 0.5},
}
GALLERIES = (10, 100, 1_000, 10_000, LARGEST)
PROBE = 3.0  # seconds of speech: the shortest that is said to be nobody's, and the widest scores
BIT = 5.0  # seconds of one reference at least
REFERENCES = (1, 3)
ONE_TO_ONE, SUSPECT = 1e-3, 3e-2
EXCEEDANCES = 400
LENGTHS = (1.0, 2.0, 3.0, 5.0, 10.0, 15.0, 30.0)
MOST_MISSED = 0.2
FEWEST = 50  # probes of a length, below which it tells nothing: its interval is wider than what it says
UNSTEADY = 0.01  # share of clean voices that is refused for not agreeing with itself


@dataclass(frozen=True, eq=False)
class Genuine:
    """A probe and the template of the same speaker. speaker: number of it. another: whether the template is of other recordings."""

    speaker: int
    probe: Vectors
    template: Vectors
    another: bool


class Trial:
    """Bits of each speaker's recordings as probes and as templates. Whoever has several recordings is probed with each, or with as many
    in a row as hold so many seconds, beside a template of the others; of anybody else a later part of the one recording is probed.
    centres: what all have in common, which is taken away before two are compared. enrolled: the same recordings as they are enrolled,
    where the others are changed. once: one genuine probe of each recording."""

    def __init__(
        self,
        recordings: Sequence[Spoken],
        seconds: float,
        references: int,
        centres: Vectors,
        enrolled: Sequence[Spoken] | None = None,
        *,
        once: bool = False,
    ) -> None:
        enrolled = recordings if enrolled is None else enrolled
        self.speakers = sorted({one.speaker for one in recordings})
        self.probes: list[tuple[int, Vectors]] = []
        self.templates: list[tuple[int, Vectors]] = []
        self.genuine: list[Genuine] = []
        for number, speaker in enumerate(self.speakers):
            own = [one for one in recordings if one.speaker == speaker]
            names = {one.name for one in own}
            whole = [(one.name, bit) for one in enrolled if one.name in names for bit in one.chunks(BIT)]
            if len(own) > 1:
                units = in_a_row(own, seconds)
                bits = [(unit.name, bit) for unit in units for bit in (unit.chunks(seconds)[: 1 if once else None])]
                self.probes += [(number, bit) for unit in units for bit in unit.chunks(seconds)]
                for name, bit in bits:
                    others = [known for place, known in whole if place not in name.split()]
                    if others:
                        self.genuine.append(Genuine(number, bit, _template(others, references), another=True))
            else:
                bits = [(own[0].name, bit) for bit in own[0].chunks(seconds)]
                self.probes += [(number, bit) for _, bit in bits]
                for bit in own[0].chunks(seconds, behind=BIT)[-1:] if len(whole) > 1 else ():
                    self.genuine.append(Genuine(number, bit, whole[0][1], another=False))
            if len(whole) > 1:
                self.templates.append((number, _template([bit for _, bit in whole], references)))
        self.probes = [(number, centring.found(bit, centres)) for number, bit in self.probes]
        self.templates = [(number, centring.found(bit, centres)) for number, bit in self.templates]
        self.genuine = [
            replace(one, probe=centring.found(one.probe, centres), template=centring.found(one.template, centres))
            for one in self.genuine
        ]

    def impostors(self, weights: dict[str, float]) -> Matrix:
        """Every probe against every other speaker's template; the same speaker is nan."""
        matrix = sum(
            weight
            * np.stack([bit[name] for _, bit in self.probes])
            @ np.stack([bit[name] for _, bit in self.templates]).T
            for name, weight in weights.items()
        )
        same = np.array([number for number, _ in self.probes])[:, None] == np.array([n for n, _ in self.templates])
        return np.where(same, np.nan, np.asarray(matrix, np.float64))

    def own(self, weights: dict[str, float]) -> tuple[Matrix, NDArray[np.int64]]:
        """Each genuine probe's score, and whose it is."""
        scores = [sum(w * float(one.probe[n] @ one.template[n]) for n, w in weights.items()) for one in self.genuine]
        return np.array(scores), np.array([one.speaker for one in self.genuine])


def centre(recordings: Sequence[Spoken]) -> dict[str, list[float]]:
    """By encoder, the mean over people of what all their recordings show together: an average of everybody, and nobody's voice."""
    people = {one.speaker: [] for one in recordings if len(one.seconds)}
    for one in recordings:
        if len(one.seconds):
            people[one.speaker].append(one)
    each = [behind_each_other(own) for own in people.values()]
    whole = [one.part(range(len(one.seconds))) for one in each]
    return {
        name: [round(float(x), 6) for x in np.mean([one[name] for one in whole], axis=0)] for name in sorted(ENCODERS)
    }


def _template(bits: Sequence[Vectors], references: int) -> Vectors:
    first = bits[:references]
    return mean(first, [1.0] * len(first))


def in_a_row(recordings: Sequence[Spoken], seconds: float) -> list[Spoken]:
    """Recordings as they are, and those that are too short put behind each other until they hold so many seconds of speech; a name is
    those of all, with a space between."""
    found, waiting = list[Spoken](), list[Spoken]()
    for one in recordings:
        waiting.append(one)
        if float(sum(each.seconds.sum() for each in waiting)) >= seconds:
            found.append(behind_each_other(waiting))
            waiting = []
    return found


def steady_below(recordings: Sequence[Spoken]) -> int:
    """Hundredths under which the windows of one person, two to four in a row of `PROBE` seconds at least, agree with each other in one
    of a hundred cases. How steady two people are at most is printed beside it."""
    own, two = list[float](), list[float]()
    for one in recordings:
        said = one.said(CAMPPLUS)
        for count in (2, 3, 4):
            rows = [said[at : at + count] for at in range(0, len(said) - count + 1, count)]
            own += [steadiness(row) for row in rows if sum(each.seconds for each in row) >= PROBE]
    for one, other in zip(recordings, [*recordings[len(recordings) // 2 :], *recordings], strict=False):
        if one.speaker != other.speaker and len(one.seconds) and len(other.seconds):
            two.append(steadiness([one.said(CAMPPLUS)[0], other.said(CAMPPLUS)[0]]))
    level = math.floor(100 * float(np.quantile(own, UNSTEADY)))
    print(
        f"unsteady below {level / 100}: {np.mean(np.array(own) < level / 100):.1%} of {len(own)} stretches of one person,"
    )
    print(f"{np.mean(np.array(two) < level / 100):.1%} of {len(two)} of two people one after the other\n")
    return level


def _missed(own: Matrix, owners: NDArray[np.int64], score: float) -> Interval:
    found = bootstrap(owners, lambda rows: float(np.mean(own[rows] <= score)))
    return binomial(0, len(own)) if found.high == 0 else found


def _rounded(interval: Interval) -> list[float]:
    return [round(value, 6) for value in (interval.value, interval.low, interval.high)]


def scorer(recordings: Sequence[Spoken], weights: dict[str, float], centres: Vectors) -> dict[str, Any]:
    trials = {count: Trial(recordings, PROBE, count, centres) for count in REFERENCES}
    flat = {count: _known(trial.impostors(weights)) for count, trial in trials.items()}
    verify, suspect = (
        max(float(np.quantile(one, 1 - rate)) for one in flat.values()) for rate in (ONE_TO_ONE, SUSPECT)
    )
    own, owners = trials[REFERENCES[-1]].own(weights)
    return {
        "weights": weights,
        "tails": {str(n): asdict(fit_tail(np.sort(one)[-EXCEEDANCES:], len(one))) for n, one in flat.items()},
        "comparisons": {str(count): len(one) for count, one in flat.items()},
        "one_to_one": {
            "score": round(verify, 4),
            "false_match_rate": ONE_TO_ONE,
            "false_non_match_rate": _rounded(_missed(own, owners, verify)),
            "possible": {"score": round(suspect, 4), "false_match_rate": SUSPECT},
        },
        "table": [],
    }


def _known(matrix: Matrix) -> Matrix:
    return matrix[np.isfinite(matrix)]


def table(name: str, thresholds: Thresholds, recordings: Sequence[Spoken]) -> list[dict[str, Any]]:
    """What the thresholds mean, by gallery size and references."""
    rows = []
    for references in REFERENCES:
        own, owners = Trial(recordings, PROBE, references, thresholds.centres).own(SCORERS[name])
        for size in GALLERIES:
            levels = thresholds.levels(name, size, references)
            row: dict[str, Any] = {"people": size, "references": references}
            for answer, level in (("possible", levels.possible), ("match", levels.match)):
                tail = thresholds.scorers[name].tails[references]
                rate = identification_rate(tail.rate(max(level.score, tail.start)), levels.gallery)
                row[answer] = {
                    "score": round(level.score, 4),
                    "fpir": round(rate, 8),
                    "extrapolated": level.extrapolated,
                    "fnir": _rounded(_missed(own, owners, level.score)),
                }
            rows.append(row)
    return rows


def limits(name: str, thresholds: Thresholds, recordings: Sequence[Spoken]) -> tuple[list[Any], list[Any]]:
    """The shortest speech of which less than one in five is missed, by gallery; and what was measured, by length."""
    measured, rows, steady = [], [], steady_below(recordings)
    trials = {
        seconds: Trial(recordings, seconds, REFERENCES[-1], thresholds.centres).own(SCORERS[name])
        for seconds in LENGTHS
    }
    for size in GALLERIES:
        score = thresholds.levels(name, size, REFERENCES[-1]).possible.score
        missed = {seconds: _missed(own, owners, score) for seconds, (own, owners) in trials.items()}
        measured.append({"people": size, "fnir": {str(s): _rounded(one) for s, one in missed.items()}})
        told = [s for s in LENGTHS if s >= PROBE and len(trials[s][0]) >= FEWEST]
        good = [s for s in told if all(missed[t].high < MOST_MISSED for t in told if t >= s)]
        rows.append(
            {
                "people": size,
                "seconds_below": min(good, default=LENGTHS[-1]),
                "steady_below": steady,
                "missed_below": MOST_MISSED,
            }
        )
    return rows, measured


def calibrate(recordings: Sequence[Spoken]) -> dict[str, Any]:
    centres = centre(recordings)
    given = {name: np.array(numbers, np.float32) for name, numbers in centres.items()}
    data: dict[str, Any] = {
        "id": "",
        "name": "librispeech",
        "made_by": "python -m benchmarks.calibrate_voices --voices DIR",
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "metric": "cosine of unit vectors less the centres, the weighted sum over encoders; a higher score is more alike",
        "modality": "voice",
        "names": False,
        "speakers": len({one.speaker for one in recordings}),
        "encoders": {encoder: KNOWN[name].sha256 for encoder, name in ENCODERS.items()},
        "centres": centres,
        "targets": TARGETS,
        "not_identifiable": {"limits": []},
        "scorers": {name: scorer(recordings, weights, given) for name, weights in SCORERS.items()},
    }
    data["id"] = identity(data)
    thresholds = parse(data)
    for name in SCORERS:
        data["scorers"][name]["table"] = table(name, thresholds, recordings)
    name = list(SCORERS)[-1]
    rows, measured = limits(name, thresholds, recordings)
    data["not_identifiable"] = {"scorer": name, "limits": rows, "measured": measured}
    data["id"] = identity(data)
    parse(data)
    return data


def show(data: dict[str, Any]) -> None:
    print("| scorer | references | people | possible: score, FNIR (95 %) | strongly alike: score, FNIR (95 %) |")
    print("|---|---|---|---|---|")
    for name, part in data["scorers"].items():
        for row in part["table"]:
            cells = [
                f"{row[answer]['score']:.3f}, {row[answer]['fnir'][0]:.1%} "
                f"({row[answer]['fnir'][1]:.1%}-{row[answer]['fnir'][2]:.1%})"
                for answer in ("possible", "match")
            ]
            print(f"| {name} | {row['references']} | {row['people']} | {cells[0]} | {cells[1]} |")
    print("\n| scorer | declared: score | false non-matches | possible from |\n|---|---|---|---|")
    for name, part in data["scorers"].items():
        one = part["one_to_one"]
        missed = one["false_non_match_rate"][0]
        print(f"| {name} | {one['score']:.3f} | {missed:.2%} | {one['possible']['score']:.3f} |")
    print("\n| people | missed by seconds of speech |\n|---|---|")
    for row in data["not_identifiable"]["measured"]:
        print(f"| {row['people']} | {', '.join(f'{s} s: {one[0]:.1%}' for s, one in row['fnir'].items())} |")
    print(json.dumps(data["not_identifiable"]["limits"]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--voices", type=Path, required=True, help="folder with `real`, a sub-folder a speaker")
    parser.add_argument("--cache", type=Path, help="where vectors are kept for the next run")
    parser.add_argument("--out", type=Path, default=THRESHOLDS)
    arguments = parser.parse_args()
    data = calibrate(people(arguments.voices, cache=arguments.cache))
    fresh = arguments.out.with_suffix(".new")
    fresh.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    os.replace(fresh, arguments.out)
    show(data)


if __name__ == "__main__":
    main()
