"""The open-set protocol: who is enrolled with which pictures, who is probed, who is a stranger; and its error rates."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matching.calibration import Interval, bootstrap

Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Protocol:
    """A folder of faces, one sub-folder a person, and a JSON file that gives each person a role.

    genuine people are enrolled with `enrol_N` and probed with `probe_N`; gallery_only people are enrolled and never
    probed; strangers are probed and never enrolled. `distrusted`: pairs of names that are one person or relatives.
    """

    people: dict[str, dict[str, list[str] | str]]
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
    data = json.loads(path.read_text())
    pairs = [*data.get("label_errors_same_person", []), *data.get("relatives_and_twins", [])]
    return Protocol(data["people"], frozenset((a, b) for pair in pairs for a in pair for b in pair if a != b))


@dataclass(frozen=True)
class Trial:
    """enrolled: pictures of each person of the gallery. probes: pictures of enrolled people, owners: whose. strangers:
    pictures of people who are not enrolled."""

    enrolled: list[list[int]]
    probes: NDArray[np.int64]
    owners: NDArray[np.int64]
    strangers: NDArray[np.int64]


@dataclass(frozen=True)
class Outcome:
    """What one matcher scored in one trial: own [p] the right person's score, other [p] the best wrong one's, stranger
    [s] the best score of each stranger, people [p] whose probe each is. A face that was not found scores -inf."""

    own: Matrix
    other: Matrix
    stranger: Matrix
    people: NDArray[np.int64]

    def threshold(self, fpir: float) -> float:
        """The lowest score at which at most that share of the strangers is named (a name needs more than it)."""
        return float(np.sort(self.stranger)[::-1][int(fpir * len(self.stranger) + 1e-9)])

    def fnir(self, threshold: float) -> float:
        """Share of enrolled people's probes not answered with their own name at this threshold."""
        return float(1 - np.mean((self.own > threshold) & (self.own >= self.other)))

    def fpir(self, threshold: float) -> float:
        """Share of strangers who are given a name at this threshold."""
        return float(np.mean(self.stranger > threshold))

    def fnir_at(self, fpir: float, rounds: int = 200) -> Interval:
        """FNIR at the threshold that gives this FPIR, with its interval over people: strangers, who set the threshold,
        and enrolled people are drawn anew in every round."""
        rng = np.random.default_rng(1)

        def drawn(probes: NDArray[np.int64]) -> float:
            whole = len(probes) == len(self.own) and np.array_equal(probes, np.arange(len(probes)))
            strangers = self.stranger if whole else rng.choice(self.stranger, len(self.stranger))
            return Outcome(self.own[probes], self.other[probes], strangers, self.people).fnir(
                Outcome(self.own, self.other, strangers, self.people).threshold(fpir)
            )

        return bootstrap(self.people, drawn, rounds)


def outcome(scores: Matrix, strangers: Matrix, owners: NDArray[np.int64], members: NDArray[np.int64]) -> Outcome:
    """The trial in a gallery of `members` (people) only: scores [p, gallery], strangers [s, gallery], owners [p]."""
    place = np.full(scores.shape[1], -1)
    place[members] = np.arange(len(members))
    kept = place[owners] >= 0
    rows, own_place = scores[kept][:, members], place[owners[kept]]
    own = rows[np.arange(len(rows)), own_place]
    rows[np.arange(len(rows)), own_place] = -np.inf
    return Outcome(own, rows.max(axis=1), strangers[:, members].max(axis=1), owners[kept])
