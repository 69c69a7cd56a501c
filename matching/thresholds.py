"""The thresholds in force: read from the calibration's file, asked for a gallery's size and a person's
references.
"""

import json
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from matching import encoders as known
from matching.calibration import Tail, comparison_rate
from matching.reasons import Undecidable

FILE = Path(__file__).parent / "face" / "thresholds.json"
SMALLEST, GROWTH, LARGEST = 10, 1.5, 1_000_000


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
class Scorer:
    """How scores of several encoders become one: weights by encoder id, summing to one; tails by number of
    references; `verify`: the score for comparing with one declared person alone."""

    weights: MappingProxyType[str, float]
    tails: MappingProxyType[int, Tail]
    verify: float


@dataclass(frozen=True)
class Thresholds:
    """One calibration. encoders: id -> SHA-256 of the weights it holds for; scorers: by name, e.g.
    "sface".
    """

    id: str
    encoders: MappingProxyType[str, str]
    targets: MappingProxyType[str, float]
    scorers: MappingProxyType[str, Scorer]
    smallest_face: int
    least_sharpness: float

    @property
    def default(self) -> frozenset[str]:
        """The usual encoders, as far as this calibration knows them."""
        return known.DEFAULT & self.encoders.keys()

    def levels(self, scorer: str, people: int, references: int) -> Levels:
        """The thresholds for somebody enrolled with that many references in a gallery of `people`.

        Sizes are rounded up to the next step (10, 15, 23, ...), so that thresholds move when a gallery has
        grown by half and not with every enrolment. Raises Undecidable beyond the largest step; KeyError for
        a scorer that is not calibrated.
        """
        if people > LARGEST:
            raise Undecidable("gallery.too-large", subjects=people, limit=LARGEST)
        size = step(people)
        tails = self.scorers[scorer].tails
        tail = tails[max((count for count in tails if count <= references), default=min(tails))]

        def level(target: float) -> Level:
            rate = min(comparison_rate(target, size), tail.share)
            return Level(tail.score(rate), target, tail.extrapolated(rate))

        return Levels(level(self.targets["possible"]), level(self.targets["match"]), size)


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
    """Raises Undecidable where the file is missing, is not JSON, or lacks a part: without thresholds nothing is named."""
    try:
        return parse(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise Undecidable("thresholds.unreadable", file=path.name) from None


def parse(data: Mapping[str, Any]) -> Thresholds:
    """Thresholds from the file's content; KeyError, ValueError, TypeError or AttributeError where it is not one."""
    return Thresholds(
        id=str(data["id"]),
        encoders=MappingProxyType({key: str(value) for key, value in data["encoders"].items()}),
        targets=MappingProxyType({name: float(data["targets"][name]["fpir"]) for name in ("possible", "match")}),
        scorers=MappingProxyType({name: _scorer(part) for name, part in data["scorers"].items()}),
        smallest_face=int(data["not_identifiable"]["size_below"]),
        least_sharpness=float(data["not_identifiable"]["sharpness_below"]),
    )


def _scorer(part: dict[str, Any]) -> Scorer:
    return Scorer(
        weights=MappingProxyType({key: float(value) for key, value in part["weights"].items()}),
        tails=MappingProxyType({int(count): Tail(**tail) for count, tail in part["tails"].items()}),
        verify=float(part["one_to_one"]["score"]),
    )
