"""The thresholds in force: read from the calibration's file, asked for a gallery's size and a person's
references.
"""

import hashlib
import json
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from matching import encoders as known
from matching.calibration import Interval, Tail, comparison_rate
from matching.findings import Vector
from matching.reasons import Undecidable
from matching.senses import FIRST

FILE = Path(__file__).parent / "face" / "thresholds.json"
SMALLEST, GROWTH, LARGEST = 10, 1.5, 160_000
BELOW = "_below"  # what the name of a limit ends in, in the file
MISSED = "missed" + BELOW  # what the limits hold for: no measure of a finding


@dataclass(frozen=True)
class Level:
    """An answer is given above `score`. target: share of strangers (FPIR) it may be given to, wrongly.
    extrapolated: the calibration's sample was too small to show that rate; it follows from the fitted
    tail.
    """

    score: float
    target: float
    extrapolated: bool


@dataclass(frozen=True)
class Levels:
    """The two thresholds for one person of a gallery; `gallery` is the size that they were derived for."""

    possible: Level
    match: Level
    gallery: int


@dataclass(frozen=True)
class Missed:
    """The share of enrolled people with so many references who are not found, in a gallery of up to `people`."""

    people: int
    references: int
    share: Interval


@dataclass(frozen=True)
class Limits:
    """Below the `least` of any measure (for a face its size in pixels, and its sharpness), more than one in five may be missed
    in a gallery of up to `people`: nobody is said to be absent by such a finding."""

    people: int
    least: Mapping[str, float]


@dataclass(frozen=True)
class Scorer:
    """How scores of several encoders become one: weights by encoder id, summing to one; tails by number of
    references; verify: for comparing with one declared person alone, its target being the rate of false matches; missed:
    what was measured of misses. suspect: one declared person alone is possible from there on; None where that takes no less than
    anybody else."""

    weights: Mapping[str, float]
    tails: Mapping[int, Tail]
    verify: Level
    missed: tuple[Missed, ...] = ()
    suspect: Level | None = None


@dataclass(frozen=True)
class Thresholds:
    """One calibration of one sense (`modality`). faces: how many unknown ones a film shows for which the targets are meant.
    encoders: id -> SHA-256 of the weights it holds for; scorers: by name, e.g.
    "sface". names: whether anybody may be named by this sense alone among all who are enrolled; else they are possible at most.
    centres: encoder id -> the mean of the vectors of many people, which is taken away before two are compared (`matching.centring`);
    empty where they are compared as they are.
    """

    id: str
    encoders: MappingProxyType[str, str]
    targets: MappingProxyType[str, float]
    scorers: MappingProxyType[str, Scorer]
    limits: tuple[Limits, ...]
    modality: str = FIRST
    faces: int = 150
    names: bool = True
    centres: Mapping[str, Vector] = field(default_factory=dict, repr=False, compare=False)

    @property
    def default(self) -> frozenset[str]:
        """The usual encoders, as far as this calibration knows them; all that it knows, where none of them is usual."""
        return known.DEFAULT & self.encoders.keys() or frozenset(self.encoders)

    def levels(self, scorer: str, people: int, references: int) -> Levels:
        """The thresholds for somebody enrolled with that many references in a gallery of `people`.

        Sizes are rounded up to the next step (10, 15, 23, ...), so that thresholds move when a gallery has
        grown by half and not with every enrolment. More references lie nearer to everybody, so a number between two
        that were measured takes the thresholds of the larger. Raises Undecidable beyond the largest step; KeyError
        for a scorer that is not calibrated.
        """
        if people > LARGEST:
            raise Undecidable("gallery.too-large", subjects=people, limit=LARGEST)
        size = step(people)
        tails = self.scorers[scorer].tails
        tail = tails[min((count for count in tails if count >= references), default=max(tails))]

        def level(target: float) -> Level:
            rate = min(comparison_rate(target, size), tail.share)
            return Level(tail.score(rate), target, tail.extrapolated(rate))

        return Levels(level(self.targets["possible"]), level(self.targets["match"]), size)

    def missed(self, scorer: str, people: int, references: int) -> Interval | None:
        """The share of people with so many references who are answered `none`, in a gallery of up to `people`: what was
        measured for no more references and no fewer people. None where nothing was."""
        able = [
            row
            for row in self.scorers[scorer].missed
            if step(row.people) >= step(people) and row.references <= references
        ]
        return min(able, key=lambda row: (row.people, -row.references)).share if able else None

    def identifiable(self, people: int) -> Limits:
        """From which measures on a finding can be said to be nobody's in a gallery of that many people: what was
        measured for no fewer of them. Raises Undecidable where it was not."""
        for limits in self.limits:
            if step(limits.people) >= step(people):
                return limits
        raise Undecidable("gallery.too-large", subjects=people, limit=LARGEST)


def scorer_of(encoders: Collection[str], scorers: Mapping[str, Scorer]) -> str:
    """The scorer that is made of exactly these encoders: fewer would be another error than the one that was chosen.

    Raises Undecidable where there is none.
    """
    for name, scorer in scorers.items():
        if scorer.weights.keys() == set(encoders):
            return name
    raise Undecidable("thresholds.missing", encoders=", ".join(sorted(encoders)))


def step(people: int) -> int:
    """The gallery size that thresholds are derived for: the next of 10, 15, 23, 34, ... (each half as large
    again).
    """
    steps = max(0, math.ceil(math.log(max(people, 1) / SMALLEST, GROWTH) - 1e-9))
    return math.ceil(SMALLEST * GROWTH**steps - 1e-9)


def load(path: Path = FILE) -> Thresholds:
    """Raises Undecidable where the file is missing, is not JSON, lacks a part, or was changed by hand: without thresholds
    nothing is named."""
    try:
        return parse(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise Undecidable("thresholds.unreadable", file=path.name) from None


def identity(data: Mapping[str, Any]) -> str:
    """The id of a calibration: its name, its date, and the SHA-256 of everything else in it (twelve digits), so that no
    receipt can name thresholds other than those that were used."""
    content = json.dumps({key: part for key, part in data.items() if key != "id"}, sort_keys=True)
    return f"{data['name']}-{data['date']}-{hashlib.sha256(content.encode()).hexdigest()[:12]}"


def parse(data: Mapping[str, Any]) -> Thresholds:
    """Thresholds from the file's content; KeyError, ValueError, TypeError or AttributeError where it is not one, or not
    the one that its id names."""
    if data["id"] != identity(data):
        raise ValueError("the thresholds were changed after they were derived")
    return Thresholds(
        id=str(data["id"]),
        encoders=MappingProxyType({key: str(value) for key, value in data["encoders"].items()}),
        targets=MappingProxyType({name: float(data["targets"][name]["fpir"]) for name in ("possible", "match")}),
        scorers=MappingProxyType({name: _scorer(part) for name, part in data["scorers"].items()}),
        limits=tuple(
            Limits(
                int(row["people"]),
                {key.removesuffix(BELOW): float(row[key]) for key in row if key.endswith(BELOW) and key != MISSED},
            )
            for row in data["not_identifiable"]["limits"]
        ),
        modality=str(data.get("modality", FIRST)),
        faces=min(
            int(target["strangers" if "strangers" in target else "faces"]) for target in data["targets"].values()
        ),
        names=bool(data.get("names", True)),
        centres=MappingProxyType(
            {str(key): np.array(numbers, np.float32) for key, numbers in data.get("centres", {}).items()}
        ),
    )


def _scorer(part: dict[str, Any]) -> Scorer:
    one = part["one_to_one"]
    suspect = one.get("possible")
    return Scorer(
        weights=MappingProxyType({key: float(value) for key, value in part["weights"].items()}),
        tails=MappingProxyType({int(count): Tail(**tail) for count, tail in part["tails"].items()}),
        verify=Level(float(one["score"]), float(one["false_match_rate"]), extrapolated=False),
        missed=tuple(
            Missed(int(row["people"]), int(row["references"]), Interval(*map(float, row["possible"]["fnir"])))
            for row in part["table"]
        ),
        suspect=suspect and Level(float(suspect["score"]), float(suspect["false_match_rate"]), extrapolated=False),
    )
