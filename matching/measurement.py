"""Known error: the open-set protocol (who is enrolled with which pictures, who is probed, who is a stranger), its error
rates, and what they depend on. The benchmarks and the product measure with this very code.
"""

import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.calibration import Interval, binomial, bootstrap
from matching.embeddings import Faces
from matching.samples import Samples
from matching.thresholds import Thresholds

Matrix = NDArray[np.float32]

Rows = NDArray[np.int64]

ROUNDS = 200


@dataclass(frozen=True)
class Protocol:
    """A folder of faces, one sub-folder a person, and a JSON file that gives each person a role.

    genuine people are enrolled with `enrol_N` and probed with `probe_N`; gallery_only people are enrolled and never
    probed; strangers are probed and never enrolled. `distrusted`: pairs of names that are one person or relatives.
    """

    people: dict[str, dict[str, Any]]
    distrusted: frozenset[tuple[str, str]]

    @property
    def files(self) -> list[str]:
        """Every picture, as person/file, in a fixed order."""
        return [f"{name}/{file}" for name in sorted(self.people) for file in self.people[name]["files"]]

    def trial(self, references: int) -> "Trial":
        """Enrolment with up to that many pictures a person (1 or 3), as indices into `files`."""
        index = {file: number for number, file in enumerate(self.files)}

        def pictures(name: str, part: str) -> list[int]:
            return [index[f"{name}/{file}"] for file in self.people[name].get(part, [])]

        gallery = [name for name in sorted(self.people) if self.people[name]["role"] != "stranger"]
        strangers = [name for name in sorted(self.people) if self.people[name]["role"] == "stranger"]
        probes = [
            (picture, owner) for owner, name in enumerate(gallery) for picture in pictures(name, f"probe_{references}")
        ]
        return Trial(
            enrolled=[pictures(name, f"enrol_{references}") for name in gallery],
            probes=np.array([picture for picture, _ in probes]),
            owners=np.array([owner for _, owner in probes]),
            strangers=np.array([picture for name in strangers for picture in pictures(name, "files")]),
        )


def read(path: Path) -> Protocol:
    """Raises OSError or ValueError for a file that is no protocol."""
    data = json.loads(path.read_text(encoding="utf-8"))
    pairs = [*data.get("label_errors_same_person", []), *data.get("relatives_and_twins", [])]
    return Protocol(data["people"], frozenset((a, b) for pair in pairs for a in pair for b in pair if a != b))


@dataclass(frozen=True)
class Trial:
    """enrolled: pictures of each person of the gallery. probes: pictures of enrolled people, owners: whose. strangers:
    pictures of people who are not enrolled."""

    enrolled: list[list[int]]
    probes: Rows
    owners: Rows
    strangers: Rows


@dataclass(frozen=True)
class ProbeOutcome:
    """What one matcher scored in one gallery: own [p] the right person's score, other [p] the best wrong one's, stranger
    [s] the best score of each stranger, owner [p] whose probe each is."""

    own: Matrix
    other: Matrix
    stranger: Matrix
    owner: Rows

    def threshold(self, fpir: float) -> float:
        """The lowest score at which at most that share of the strangers is named (a name needs more than it)."""
        return float(np.sort(self.stranger)[::-1][int(fpir * len(self.stranger) + 1e-9)])

    def fnir(self, threshold: float) -> float:
        """Share of enrolled people's probes not answered with their own name at this threshold."""
        return float(1 - np.mean((self.own > threshold) & (self.own >= self.other)))

    def fpir(self, threshold: float) -> float:
        """Share of strangers who are given a name at this threshold."""
        return float(np.mean(self.stranger > threshold))

    def drawn(self, rng: np.random.Generator) -> "ProbeOutcome":
        """A bootstrap sample: enrolled people, each with all their probes, and strangers, with replacement."""
        people = np.unique(self.owner)
        times = np.bincount(rng.choice(people, len(people)), minlength=int(people.max()) + 1)[self.owner]
        rows = np.repeat(np.arange(len(self.owner)), times)
        return ProbeOutcome(
            self.own[rows], self.other[rows], rng.choice(self.stranger, len(self.stranger)), self.owner[rows]
        )


def outcome(scores: Matrix, trial: Trial, members: Rows) -> ProbeOutcome:
    """Scores [pictures, gallery] of a trial, in a gallery of `members` (people) only."""
    place = np.full(scores.shape[1], -1)
    place[members] = np.arange(len(members))
    kept = place[trial.owners] >= 0
    rows = scores[np.ix_(trial.probes[kept], members)]
    own_place = (np.arange(len(rows)), place[trial.owners[kept]])
    own = rows[own_place]
    rows[own_place] = -np.inf
    stranger = scores[np.ix_(trial.strangers, members)].max(axis=1)
    return ProbeOutcome(own, rows.max(axis=1), stranger, trial.owners[kept])


def open_set(scores: Matrix, trial: Trial, size: int | None, rates: Sequence[float]) -> list[Interval]:
    """FNIR at each FPIR, with 95 % intervals, in galleries of `size` people (None: everybody).

    Everybody: the value itself, with a bootstrap over people and strangers. Smaller: the mean over galleries drawn at
    random, each with a bootstrap of its own.
    """
    rng = np.random.default_rng(0)
    everybody = np.arange(scores.shape[1])
    if size is None or size >= len(everybody):
        whole = outcome(scores, trial, everybody)
        samples = [whole.drawn(rng) for _ in range(ROUNDS)]
        values = [whole.fnir(whole.threshold(rate)) for rate in rates]
    else:
        galleries = [outcome(scores, trial, rng.choice(everybody, size, replace=False)) for _ in range(ROUNDS)]
        samples = [gallery.drawn(rng) for gallery in galleries]
        values = [float(np.mean([one.fnir(one.threshold(rate)) for one in galleries])) for rate in rates]
    found = [[sample.fnir(sample.threshold(rate)) for sample in samples] for rate in rates]
    return [
        Interval(value, *(float(edge) for edge in np.quantile(drawn, [0.025, 0.975])))
        for value, drawn in zip(values, found, strict=True)
    ]


FEWEST = 200
"""Probes below which a rate of a part is not told: its interval would be wider than what it says."""
EDGES = MappingProxyType({"size": (24, 48, 80, 120, 180), "sharpness": (10, 30, 100, 300, 1000)})
"""Measure -> where its parts begin; a measure without is not told by its parts."""
BINS = 40
POINTS = 60


@dataclass(frozen=True)
class Slice:
    """The misses among the probes of one kind: `fnir` is None where there are fewer than 200."""

    label: str
    probes: int
    fnir: float | None


@dataclass(frozen=True)
class Report:
    """What one matcher does on one set of faces, at the thresholds in force.

    det: (threshold, FPIR, FNIR) from strict to loose. genuine, impostor: shares of scores in `BINS` bins from `edges[0]`
    to `edges[-1]`. levels: possible and match -> score, FPIR and FNIR with intervals. by: size, sharpness and group ->
    parts.
    """

    scorer: str
    thresholds: str
    people: int
    probes: int
    strangers: int
    references: int
    det: tuple[tuple[float, float, float], ...]
    edges: tuple[float, ...]
    genuine: tuple[float, ...]
    impostor: tuple[float, ...]
    levels: Mapping[str, Mapping[str, float | tuple[float, float, float]]]
    by: Mapping[str, tuple[Slice, ...]] = field(default_factory=dict)


def templates(vectors: Matrix, groups: Sequence[Sequence[int]]) -> Matrix:
    """One unit vector a group of rows: their mean, as the gallery makes it; zeros where no face was found."""
    means = np.stack([vectors[list(rows)].mean(axis=0) for rows in groups])
    lengths = np.linalg.norm(means, axis=1, keepdims=True)
    return np.asarray(means / np.where(lengths > 0, lengths, 1), np.float32)


def scores(faces: Faces | Samples, weights: Mapping[str, float], groups: Sequence[Sequence[int]]) -> Matrix:
    """Every picture against every group of references: float32 [pictures, groups]."""
    parts = [
        weight * faces.vectors[name] @ templates(faces.vectors[name], groups).T for name, weight in weights.items()
    ]
    return np.asarray(sum(parts), np.float32)


def report(samples: Samples, protocol: Protocol, thresholds: Thresholds, scorer: str, references: int = 3) -> Report:
    """Measures one scorer by a protocol. Raises ValueError for a protocol without probes or without strangers."""
    trial = protocol.trial(references)
    if not len(trial.probes) or not len(trial.strangers):
        raise ValueError("a protocol needs people who are probed and strangers")
    whole = outcome(
        scores(samples, thresholds.scorers[scorer].weights, trial.enrolled), trial, np.arange(len(trial.enrolled))
    )
    levels = thresholds.levels(scorer, len(trial.enrolled), references)
    every = np.concatenate([whole.own, whole.stranger])
    grid = np.quantile(every, np.linspace(0, 1, POINTS))
    edges = np.linspace(float(every.min()), float(every.max()) + 1e-6, BINS + 1)
    hit = (whole.own > levels.possible.score) & (whole.own >= whole.other)
    groups = [str(protocol.people[protocol.files[row].rpartition("/")[0]].get("group", "")) for row in trial.probes]
    return Report(
        scorer=scorer,
        thresholds=thresholds.id,
        people=len(trial.enrolled),
        probes=len(trial.probes),
        strangers=len(trial.strangers),
        references=references,
        det=tuple((float(edge), whole.fpir(float(edge)), whole.fnir(float(edge))) for edge in grid[::-1]),
        edges=tuple(map(float, edges)),
        genuine=tuple(map(float, np.histogram(whole.own, edges)[0] / len(whole.own))),
        impostor=tuple(map(float, np.histogram(whole.stranger, edges)[0] / len(whole.stranger))),
        levels={
            "possible": _level(whole, levels.possible.score),
            "match": _level(whole, levels.match.score),
        },
        by={
            **{
                by: _parts(hit, values[trial.probes], EDGES[by])
                for by, values in samples.measures.items()
                if by in EDGES
            },
            "group": tuple(
                _part(group, hit[[own == group for own in groups]]) for group in sorted(set(groups)) if group
            ),
        },
    )


def _level(whole: ProbeOutcome, score: float) -> dict[str, float | tuple[float, float, float]]:
    named = binomial(int((whole.stranger > score).sum()), len(whole.stranger))
    wrong = ~((whole.own > score) & (whole.own >= whole.other))
    missed = bootstrap(whole.owner, lambda rows: float(wrong[rows].mean()))
    if missed.high == 0:  # without a miss, drawing people again shows none either
        missed = binomial(0, len(wrong))
    return {
        "score": score,
        "fpir": (named.value, named.low, named.high),
        "fnir": (missed.value, missed.low, missed.high),
    }


def _parts(hit: NDArray[np.bool_], values: NDArray[np.float32], edges: Sequence[int]) -> tuple[Slice, ...]:
    bounds = [0.0, *edges, np.inf]
    parts = []
    for low, high in itertools.pairwise(bounds):
        inside = (values >= low) & (values < high)
        parts.append(_part(f"{low:.0f}+" if high == np.inf else f"{low:.0f}-{high:.0f}", hit[inside]))
    return tuple(parts)


def _part(label: str, hit: NDArray[np.bool_]) -> Slice:
    return Slice(label, len(hit), float(1 - hit.mean()) if len(hit) >= FEWEST else None)
