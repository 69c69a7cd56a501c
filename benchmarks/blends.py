"""Faces that are two people's: `python -m benchmarks.blends [--people N] [--lfw DIR --protocol FILE]`.

Every two neighbours among the demo's people, three pictures enrolled each, their fourth portraits averaged with aligned eyes and
mouths, or morphed by the 468 vertices of the face mesh: what the index answers. With photographs of a protocol: from which
remainder on one in fifty honest faces is like somebody else (the levels of matching/blends.py), and what that costs.
"""

import argparse
import math
from collections import Counter
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.disguises import Picture, rounded
from benchmarks.figures import of_tables
from benchmarks.hidden import Cases
from matching import blends, thresholds
from matching.embeddings import Faces, embed
from matching.face import mesh
from matching.face.alignment import similarity
from matching.face.engines import Engines
from matching.face.looking import look
from matching.face.yunet import Face
from matching.gallery import Gallery
from matching.index import MATCH, answer
from matching.measurement import Protocol, read, templates

SHARES = (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7)
PEOPLE = (12, 100, 1_000)
ROUNDS = {12: 60, 100: 20, 1_000: 6}
HONEST = 0.98

Points = NDArray[np.float64]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=12, help="how many pairs of the demo's people are tried")
    parser.add_argument("--lfw", type=Path, help="folder with a sub-folder a person")
    parser.add_argument("--protocol", type=Path, help="who is enrolled and probed")
    arguments = parser.parse_args()
    of_the_demo(arguments.people)
    if arguments.lfw and arguments.protocol:
        protocol = read(arguments.protocol)
        honest(embed(arguments.lfw, protocol.files), protocol)


def of_the_demo(people: int) -> None:
    cases = Cases()
    print("| way | share of the second | named as one | sent to a person with both | sent to a person | nobody's |")
    print("|---|---|---|---|---|---|")
    for way in ("averaged", "morphed"):
        for share in SHARES:
            told = Counter(of_two(cases, place, way, share) for place in range(people))
            cells = (str(told[kind]) for kind in ("named", "both", "possible", "nobody"))
            print(f"| {way} | {share:.0%} | " + " | ".join(cells) + " |", flush=True)
    print()


def of_two(cases: Cases, place: int, way: str, share: float) -> str:
    """What is answered about a blend of somebody with the next of the demo's people."""
    both = [cases.people[place], cases.people[(place + 1) % len(cases.people)]]
    picture = blended([portrait(folder) for folder in both], cases.engines, way, share)
    seen = look(picture, cases.engines)
    (found,) = answer(seen[:1], cases.gallery, cases.limits, cases.engines.second_opinion)
    if found.answer == MATCH:
        return "named"
    known = {candidate.subject for candidate in found.candidates}
    return "both" if {folder.name for folder in both} <= known else "possible" if known else "nobody"


def portrait(folder: Path) -> Picture:
    return np.asarray(Image.open(folder / "4.jpg").convert("RGB"))


def blended(pictures: list[Picture], engines: Engines, way: str, share: float) -> Picture:
    """The first of two portraits with so much of the second."""
    first, second = (engines.detector.detect(picture)[0] for picture in pictures)
    there = _onto(second.points, first.points)
    size = pictures[0].shape[1::-1]
    moved = np.asarray(cv2.warpAffine(pictures[1], there, size, borderMode=cv2.BORDER_REFLECT), np.uint8)
    if way == "averaged":
        return _mixed(pictures[0], moved, share)
    one = vertices(engines.mesh, pictures[0], first)
    other = vertices(engines.mesh, pictures[1], second) @ there[:, :2].T + there[:, 2]
    return _morphed(pictures[0], _framed(one, size), moved, _framed(other, size), share)


def vertices(network: mesh.Mesh, picture: Picture, face: Face) -> Points:
    """The 468 vertices of a face [468, 2], in the picture's pixels."""
    across = face.points[1].astype(np.float64) - face.points[0]
    middle = (face.box[0] + face.box[2] / 2, face.box[1] + face.box[3] / 2)
    turn = math.degrees(math.atan2(across[1], across[0]))
    way = np.asarray(cv2.getRotationMatrix2D(middle, turn, mesh.SIDE / (mesh.AROUND * max(face.box[2:]))), np.float64)
    way[:, 2] += mesh.SIDE / 2 - np.array(middle)
    net = network._network()
    net.setInput(cv2.dnn.blobFromImage(cv2.warpAffine(picture, way, (mesh.SIDE, mesh.SIDE)), 1 / 255))
    back = cv2.invertAffineTransform(way)
    return np.asarray(net.forward().reshape(-1, 3)[:, :2].astype(np.float64) @ back[:, :2].T + back[:, 2])


def _onto(points: NDArray[np.float32], others: NDArray[np.float32]) -> Points:
    """The similarity that brings five points nearest to five others."""
    one, other = (np.vstack([similarity(five), [0, 0, 1]]) for five in (points, others))
    return np.asarray((np.linalg.inv(other) @ one)[:2])


def _mixed(one: Picture, other: Picture, share: float) -> Picture:
    return rounded(one * (1 - share) + other.astype(np.float32) * share)


def _framed(points: Points, size: tuple[int, int]) -> Points:
    """With points of the picture's edge, which stay where they are."""
    x, y = size[0] - 1, size[1] - 1
    edge = [[0, 0], [x / 2, 0], [x, 0], [0, y / 2], [x, y / 2], [0, y], [x / 2, y], [x, y]]
    return np.vstack([np.clip(points, 1, [x - 1, y - 1]), edge])


def _morphed(one: Picture, own: Points, other: Picture, others: Points, share: float) -> Picture:
    """Both pictures drawn out to the points between, triangle by triangle, and mixed."""
    between = own * (1 - share) + others * share
    corners = _triangles(between, one.shape[1::-1])
    y, x = np.mgrid[: one.shape[0], : one.shape[1]]
    here = np.stack([x, y], axis=-1).astype(np.float64)
    a, b, c = (between[corners[..., corner]] for corner in range(3))
    u, v, w = b - a, c - a, here - a
    area = u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0]
    area = np.where(np.abs(area) < 1e-9, 1e-9, area)
    second = (w[..., 0] * v[..., 1] - w[..., 1] * v[..., 0]) / area
    third = (u[..., 0] * w[..., 1] - u[..., 1] * w[..., 0]) / area
    parts = np.stack([1 - second - third, second, third], axis=-1)

    def drawn(picture: Picture, points: Points) -> Picture:
        way = np.einsum("yxk,yxkd->yxd", parts, points[corners]).astype(np.float32)
        return np.asarray(cv2.remap(picture, way, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT), np.uint8)

    return _mixed(drawn(one, own), drawn(other, others), share)


def _triangles(points: Points, size: tuple[int, ...]) -> NDArray[np.int64]:
    """The three points around each pixel, [h, w, 3]."""
    width, height = size
    plane = cv2.Subdiv2D((-1, -1, width + 2, height + 2))
    place: dict[tuple[float, float], int] = {}
    for number, point in enumerate(points.astype(np.float32)):
        plane.insert((float(point[0]), float(point[1])))
        place.setdefault((round(float(point[0]), 2), round(float(point[1]), 2)), number)
    corners = []
    for row in plane.getTriangleList():
        found = [place.get((round(float(row[k]), 2), round(float(row[k + 1]), 2))) for k in (0, 2, 4)]
        if None not in found:
            corners.append(found)
    which = np.zeros((height, width), np.int32)
    for number, triangle in enumerate(corners):
        cv2.fillConvexPoly(which, np.rint(points[triangle]).astype(np.int32), number)
    return np.asarray(corners, np.int64)[which]


def honest(faces: Faces, protocol: Protocol) -> None:
    """The remainders of honest faces that are named, and the share of them that goes to a person."""
    limits, rng = thresholds.load(), np.random.default_rng(0)
    print("| scorer | references | people | remainder of 98 in 100 | level in force | sent to a person |")
    print("|---|---|---|---|---|---|")
    for scorer in blends.LEVELS:
        weights = limits.scorers[scorer].weights
        for references in (1, 3):
            trial = protocol.trial(references)
            everybody = {name: templates(faces.vectors[name], trial.enrolled) for name in weights}
            trusted = _trusted(protocol)
            for people in (*PEOPLE, len(trial.enrolled)):
                levels, level = limits.levels(scorer, people, references), blends.level(scorer, references, people)
                most, sent = [], []
                for _ in range(ROUNDS.get(people, 1)):
                    members = np.sort(rng.choice(len(trial.enrolled), people, replace=False))
                    held = [(str(member), {name: everybody[name][[member]] for name in weights}) for member in members]
                    gallery, rows = Gallery(held), np.arange(people)
                    for probe, owner in zip(trial.probes, trial.owners, strict=True):
                        place = int(np.searchsorted(members, owner))
                        if place == people or members[place] != owner:
                            continue
                        vectors = {name: faces.vectors[name][probe] for name in weights}
                        cosines = {name: gallery.cosines(name, vectors[name], rows) for name in weights}
                        scores = sum(weight * cosines[name] for name, weight in weights.items())
                        able = trusted[owner][members]
                        able[place] = False
                        if scores[place] < levels.match.score or not able.any():
                            continue
                        left = blends.remainders(vectors, cosines, weights, gallery, rows, place)
                        most.append(left[able].max())
                        sent.append(bool(((left >= level) | (scores >= levels.possible.score))[able].any()))
                print(
                    f"| {scorer} | {references} | {people} | {np.quantile(most, HONEST):.3f} | {level:.3f} "
                    f"| {np.mean(sent):.2%} of {len(sent)} |",
                    flush=True,
                )


def _trusted(protocol: Protocol) -> NDArray[np.bool_]:
    """Which two people of the gallery are known to be two, and no relatives."""
    names = [name for name in sorted(protocol.people) if protocol.people[name]["role"] != "stranger"]
    place = {name: row for row, name in enumerate(names)}
    trusted = np.ones((len(names), len(names)), bool)
    for one, other in protocol.distrusted:
        if one in place and other in place:
            trusted[place[one], place[other]] = False
    return trusted


if __name__ == "__main__":
    with of_tables():
        main()
