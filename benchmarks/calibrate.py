"""Derive the thresholds: `python -m benchmarks.calibrate --lfw DIR --protocol FILE [--out FILE]`.

Every picture of every person is compared with every other person (names that are one person, and relatives, left out):
these scores give the tail of false matches. The genuine probes of the protocol give the misses.
"""

import argparse
import datetime
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import degraded
from matching.calibration import (
    EXCEEDANCES,
    Interval,
    Tail,
    bootstrap,
    fit_tail,
    identification_rate,
    rate_for_film,
)
from matching.embeddings import Faces, embed
from matching.face.dlib_opinion import DlibOpinion
from matching.face.edgeface import EdgeFace
from matching.face.sface import SFace
from matching.measurement import Protocol, read, scores, templates
from matching.thresholds import FILE, LARGEST, Thresholds, identity, parse
from matching.weights import KNOWN

Matrix = NDArray[np.float32]
Drawn = dict[int, list[Tail]]

FACES_A_FILM = 150
TARGETS = {
    "match": {"fpir": rate_for_film(100, FACES_A_FILM), "films": 100, "faces": FACES_A_FILM},
    "possible": {"fpir": 2 / FACES_A_FILM, "to_look_at": 2, "faces": FACES_A_FILM},
}
SCORERS = {
    "sface": {SFace.id: 1.0},
    "sface+dlib": {SFace.id: 0.42, DlibOpinion.id: 0.58},
    "sface+edgeface": {SFace.id: 0.38, EdgeFace.id: 0.62},
    "sface+edgeface+dlib": {SFace.id: 0.29, EdgeFace.id: 0.48, DlibOpinion.id: 0.23},
}
GALLERIES = (10, 100, 1_000, 10_000, LARGEST)
REFERENCES = (1, 2, 3, 5)  # tails; more than five count as five
ENROLLED = (1, 3)  # misses: what the protocol enrols
ROUNDS = 100
DEGRADED = "sface+dlib"  # the scorer by which a face is called not identifiable
KEPT = 20 * EXCEEDANCES  # of the largest scores, so that every bootstrap sample finds its own tail among them
ONE_TO_ONE = 1e-3


class Impostors:
    """The largest scores of different people, with the two people of each; and how many comparisons there were."""

    def __init__(self, faces: Faces, weights: Mapping[str, float], protocol: Protocol, references: int) -> None:
        files = [file.split("/")[0] for file in protocol.files]
        names = sorted(protocol.people)
        number = {name: row for row, name in enumerate(names)}
        owner = np.array([number[name] for name in files])
        rows: list[list[int]] = [[] for _ in names]
        for row, person in enumerate(owner):
            rows[person].append(row)
        able = [person for person, group in enumerate(rows) if len(group) >= references]
        matrix = scores(faces, weights, [rows[person][:references] for person in able])
        column = {person: place for place, person in enumerate(able)}
        for person, place in column.items():
            matrix[rows[person], place] = np.nan
        for a, b in protocol.distrusted:
            if number.get(a) in column and b in number:
                matrix[rows[number[b]], column[number[a]]] = np.nan
        flat = matrix.ravel()
        known = np.isfinite(flat)
        self.people = len(names)
        self.pictures, self.able = np.bincount(owner, minlength=self.people), np.array(able)
        self.comparisons = int(known.sum())
        best = np.argpartition(np.where(known, flat, -np.inf), -KEPT)[-KEPT:]
        self.scores = flat[best].astype(np.float64)
        self.probe, self.template = owner[best // len(able)], self.able[best % len(able)]
        self.one_to_one = float(np.quantile(flat[known], 1 - ONE_TO_ONE))

    def tail(self) -> Tail:
        return fit_tail(np.sort(self.scores)[-EXCEEDANCES:], self.comparisons)

    def tails(self) -> list[Tail]:
        """As many tails of people drawn anew: both of a pair are drawn, so a pair counts as often as both came up."""
        rng, drawn = np.random.default_rng(0), []
        for _ in range(ROUNDS):
            times = np.bincount(rng.integers(self.people, size=self.people), minlength=self.people)
            again = times[self.probe] * times[self.template]
            total = (times * self.pictures).sum() * times[self.able].sum() * self.comparisons
            whole = self.pictures.sum() * len(self.able)
            sample = np.sort(np.repeat(self.scores, again))[-EXCEEDANCES:]
            drawn.append(fit_tail(sample, round(total / whole)))
        return drawn


def genuine(
    faces: Faces, weights: Mapping[str, float], protocol: Protocol, references: int
) -> tuple[Matrix, NDArray[np.int64]]:
    """The right person's score of each probe, and whose probe it is."""
    trial = protocol.trial(references)
    matrix = scores(faces, weights, trial.enrolled)
    return matrix[trial.probes, trial.owners], trial.owners


def _misses(own: Matrix, score: float, drawn: NDArray[np.int64]) -> float:
    return float(np.mean(own[drawn] <= score))


def _interval(interval: Interval) -> list[float]:
    return [round(value, 6) for value in (interval.value, interval.low, interval.high)]


def scorer(faces: Faces, weights: Mapping[str, float], protocol: Protocol) -> tuple[dict[str, Any], Drawn]:
    """One scorer's part of the file, its table still empty; and its tails of people drawn anew, for that table."""
    impostors = {count: Impostors(faces, weights, protocol, count) for count in REFERENCES}
    own, owners = genuine(faces, weights, protocol, ENROLLED[-1])
    verify = max(found.one_to_one for found in impostors.values())
    part = {
        "weights": dict(weights),
        "tails": {str(count): asdict(found.tail()) for count, found in impostors.items()},
        "comparisons": {str(count): found.comparisons for count, found in impostors.items()},
        "one_to_one": {
            "score": round(verify, 4),
            "false_match_rate": ONE_TO_ONE,
            "false_non_match_rate": _interval(bootstrap(owners, partial(_misses, own, verify))),
        },
        "table": [],
    }
    return part, {count: impostors[count].tails() for count in ENROLLED}


def table(name: str, thresholds: Thresholds, faces: Faces, protocol: Protocol, drawn: Drawn) -> list[dict[str, Any]]:
    """What the thresholds mean, by gallery size and references."""
    weights, rows = SCORERS[name], []
    for references in ENROLLED:
        own, owners = genuine(faces, weights, protocol, references)
        for people in GALLERIES:
            levels = thresholds.levels(name, people, references)
            row: dict[str, Any] = {"people": people, "references": references}
            for answer, level in (("possible", levels.possible), ("match", levels.match)):
                rate, *rates = (
                    identification_rate(tail.rate(max(level.score, tail.start)), levels.gallery)
                    for tail in (thresholds.scorers[name].tails[references], *drawn[references])
                )
                low, high = (float(edge) for edge in np.quantile(rates, [0.025, 0.975]))
                row[answer] = {
                    "score": round(level.score, 4),
                    "fpir": _interval(Interval(rate, low, high)),
                    "extrapolated": level.extrapolated,
                    "fnir": _interval(bootstrap(owners, partial(_misses, own, level.score))),
                }
            rows.append(row)
    return rows


def show(data: Mapping[str, Any]) -> None:
    print(
        "| scorer | references | people | possible: score, FPIR (95 %), FNIR (95 %) | match: score, FPIR (95 %), FNIR (95 %) |"
    )
    print("|---|---|---|---|---|")
    for name, part in data["scorers"].items():
        for row in part["table"]:
            cells = []
            for answer in ("possible", "match"):
                level = row[answer]
                fpir, fnir = level["fpir"], level["fnir"]
                mark = " (extrapolated)" if level["extrapolated"] else ""
                cells.append(
                    f"{level['score']:.3f}, {fpir[0]:.2g} ({fpir[1]:.2g}-{fpir[2]:.2g}){mark}, "
                    f"{fnir[0]:.2%} ({fnir[1]:.2%}-{fnir[2]:.2%})"
                )
            print(f"| {name} | {row['references']} | {row['people']} | {cells[0]} | {cells[1]} |")

    print("\nDeclared cast, one to one\n\n| scorer | score | false matches | FNMR (95 %) |\n|---|---|---|---|")
    for name, part in data["scorers"].items():
        one = part["one_to_one"]
        value, low, high = one["false_non_match_rate"]
        print(f"| {name} | {one['score']:.3f} | {one['false_match_rate']:.1%} | {value:.2%} ({low:.2%}-{high:.2%}) |")

    unseen = data["not_identifiable"]
    print(f"\nFaces made smaller or blurred ({unseen['scorer']}, three references, `possible`)\n")
    sizes = list(unseen["measured"][0]["fnir"])
    print("| change | found | size, pixels | sharpness |" + "".join(f" {size} people |" for size in sizes))
    print("|---|---|---|---|" + "---|" * len(sizes))
    for row in unseen["measured"]:
        cells = " | ".join(f"{value:.1%} ({low:.1%}-{high:.1%})" for value, low, high in row["fnir"].values())
        print(f"| {row['change']} | {row['found']:.1%} | {row['size']:.0f} | {row['sharpness']:.0f} | {cells} |")
    print("\nNot identifiable\n\n| people | under, pixels | under a sharpness of |\n|---|---|---|")
    for row in unseen["limits"]:
        print(f"| {row['people']} | {row['size_below']} | {row['sharpness_below']} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lfw", type=Path, required=True, help="folder with a sub-folder a person")
    parser.add_argument("--protocol", type=Path, required=True, help="who is enrolled, probed and a stranger")
    parser.add_argument("--out", type=Path, default=FILE)
    arguments = parser.parse_args()
    protocol = read(arguments.protocol)
    faces = embed(arguments.lfw, protocol.files)
    data, drawn = calibrate(faces, protocol, arguments.lfw)
    thresholds = _named(data)
    for name, part in data["scorers"].items():
        part["table"] = table(name, thresholds, faces, protocol, drawn[name])
    edges = {people: thresholds.levels(DEGRADED, people, ENROLLED[-1]).possible.score for people in GALLERIES}
    rows = degraded.measure(arguments.lfw, protocol, faces, SCORERS[DEGRADED], edges, templates)
    data["not_identifiable"] = {"scorer": DEGRADED, "limits": degraded.limits(rows, GALLERIES), "measured": rows}
    _named(data)
    fresh = arguments.out.with_suffix(".new")
    fresh.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    os.replace(fresh, arguments.out)
    show(data)


def _named(data: dict[str, Any]) -> Thresholds:
    data["id"] = identity(data)
    return parse(data)


def calibrate(faces: Faces, protocol: Protocol, folder: Path) -> tuple[dict[str, Any], dict[str, Drawn]]:
    """The file's content without what is measured at its thresholds, and each scorer's tails of people drawn anew."""
    date = datetime.datetime.now(datetime.UTC).date().isoformat()
    data: dict[str, Any] = {
        "id": "",
        "name": folder.name,
        "made_by": "python -m benchmarks.calibrate --lfw DIR --protocol FILE",
        "date": date,
        "metric": "cosine of unit vectors, the weighted sum over encoders; a higher score is more alike",
        "encoders": {
            SFace.id: KNOWN["sface"].sha256,
            DlibOpinion.id: DlibOpinion.sha256,
            EdgeFace.id: KNOWN["edgeface"].sha256,
        },
        "targets": TARGETS,
        "not_identifiable": {"limits": []},
        "scorers": {},
    }
    drawn: dict[str, Drawn] = {}
    for name, weights in SCORERS.items():
        if weights.keys() <= faces.vectors.keys():
            data["scorers"][name], drawn[name] = scorer(faces, weights, protocol)
            print(f"calibrated {name}", file=sys.stderr, flush=True)
    return data, drawn


if __name__ == "__main__":
    main()
