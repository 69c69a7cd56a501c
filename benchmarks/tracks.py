"""The error of a film's appearances, measured: `python -m benchmarks.tracks --lfw DIR --protocol FILE [--people N]`.

A track is made of several pictures of one person, which differ more than the moments of a film do. Each is found and encoded as a
film's moments are, weighed together as they are there, and compared with everybody else: how often a stranger's score passes the
thresholds by one picture, by what the track shows together, and where most of its moments have to bear it; and how often the person
is found, by each. Rates are of comparisons, which is what thresholds are derived from: times the gallery's size they are those of
strangers.
"""

import argparse
import hashlib
import os
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from benchmarks.figures import last_line
from matching import chances, thresholds
from matching.calibration import comparison_rate
from matching.embeddings import read
from matching.face import crops
from matching.face.appearing import weight
from matching.face.engines import Engines
from matching.face.glancing import PIXELS, glance
from matching.face.looking import described
from matching.face.sface import SFace
from matching.findings import Moment
from matching.measurement import read as protocol_of
from matching.moments import mean

LONGEST, SHORTEST = 5, 3
SIZES = (10, 100, 1_000)


@dataclass(frozen=True)
class Person:
    """vectors: [k, 128], a row a picture; weights: [k]."""

    name: str
    vectors: np.ndarray
    weights: np.ndarray


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--lfw", type=Path, required=True)
    parser.add_argument("--protocol", type=Path, required=True)
    parser.add_argument("--people", type=int, default=10_000, help="how many people of each kind at most")
    arguments = parser.parse_args()
    protocol = protocol_of(arguments.protocol)
    several, single = [], []
    for name in sorted(protocol.people):
        files = sorted(path.name for path in (arguments.lfw / name).iterdir())
        kind = several if len(files) >= SHORTEST + 1 else single if len(files) == 1 else None
        if kind is not None and len(kind) < arguments.people:
            kind.append([f"{name}/{file}" for file in files[: LONGEST + 1]])
    people = encoded(arguments.lfw, [*several, *single])
    tracks = [person for person in people if len(person.vectors) >= SHORTEST + 1]
    print(
        f"{len(tracks)} tracks of {SHORTEST} to {LONGEST} pictures, compared with {len(people)} people by one picture each\n"
    )
    last_line(measured(tracks, people, protocol.distrusted))


def measured(tracks: Sequence[Person], people: Sequence[Person], distrusted: object) -> dict[str, object]:
    """The first picture of each person is enrolled; the others of each track are its moments."""
    limits = thresholds.load()
    gallery = np.stack([person.vectors[0] for person in people])
    names = [person.name for person in people]
    own = np.array([names.index(track.name) for track in tracks])
    whole, moments = [], []
    for track in tracks:
        seen = [
            Moment(float(at), float(w), {SFace.id: vector})
            for at, (vector, w) in enumerate(zip(track.vectors[1:], track.weights[1:], strict=True))
        ]
        whole.append(gallery @ mean(seen)[SFace.id])
        moments.append(track.vectors[1:] @ gallery.T)
    together = np.stack(whole)
    single = np.stack([rows[0] for rows in moments])
    strange = np.ones_like(together, bool)
    for row, track in enumerate(tracks):
        strange[row] = [name != track.name and (name, track.name) not in distrusted for name in names]  # type: ignore[operator]
    figures: dict[str, object] = {"comparisons": int(strange.sum()), "tracks": len(tracks)}
    print(
        "| answer | gallery | promised | one picture | the track | as a film asks | borne | found by one | track | asks | borne |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for kind in ("possible", "match"):
        for size in SIZES:
            level = getattr(limits.levels("sface", size, 1), kind)
            edge = level.score
            asked = getattr(
                limits.levels("sface", size * chances.NEARER, 1), kind
            ).score  # of a film of 150 appearances
            bearing = np.stack([(rows >= asked).sum(axis=0) for rows in moments])
            counts = np.array([len(rows) for rows in moments])[:, None]
            borne = (together >= asked) & (bearing >= chances.BEARING) & (2 * bearing > counts)
            rate = comparison_rate(limits.targets[kind], size)
            cells = [f"{rate:.1e}"]
            ways = {"one": single >= edge, "track": together >= edge, "asked": together >= asked, "borne": borne}
            for name, passed in ways.items():
                cells.append(f"{passed[strange].mean():.1e} ({int(passed[strange].sum())})")
                figures[f"{kind}_{size}_{name}_strangers"] = int(passed[strange].sum())
            for name, passed in ways.items():
                found = passed[np.arange(len(tracks)), own].mean()
                cells.append(f"{found:.1%}")
                figures[f"{kind}_{size}_{name}_found"] = round(float(found), 4)
            print(f"| {kind} | {size} | {' | '.join(cells)} |")
    return figures


def encoded(folder: Path, people: Sequence[Sequence[str]]) -> list[Person]:
    """The face nearest to the middle of each picture, kept in the cache of `matching.embeddings`."""
    files = [file for each in people for file in each]
    home = Path(os.environ.get("LIKENESS_CACHE") or Path(tempfile.gettempdir()) / "likeness-benchmarks")
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = "\n".join(["moments", str(folder.resolve()), *files])
    path = home / f"{hashlib.sha256(key.encode()).hexdigest()[:24]}.npz"
    if not path.exists():
        vectors, weights = _looked_at(folder, files)
        np.savez(path, allow_pickle=False, vectors=vectors, weights=weights)
    with np.load(path) as data:
        rows: Mapping[str, int] = {file: row for row, file in enumerate(files)}
        found = []
        for each in people:
            able = [rows[file] for file in each if data["weights"][rows[file]] > 0]
            if able:
                found.append(Person(each[0].split("/")[0], data["vectors"][able], data["weights"][able]))
    return found


def _looked_at(folder: Path, files: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    engines, start = Engines(), time.monotonic()
    vectors, weights = np.zeros((len(files), 128), np.float32), np.zeros(len(files), np.float32)
    for row, file in enumerate(files):
        picture = read(folder / file)
        faces, _ = glance([(picture, PIXELS)], engines.detector.network)[0]
        if faces:
            face = min(
                faces, key=lambda one: abs(one.box[0] + one.box[2] / 2 - 125) + abs(one.box[1] + one.box[3] / 2 - 125)
            )
            x, y, w, h = (round(side) for side in face.box)
            (seen,) = described([face], [crops.cut(picture, (x, y, w, h))], engines)
            if seen.vectors:
                vectors[row], weights[row] = seen.vectors[SFace.id], weight(seen.quality)
        if row % 500 == 499:
            print(f"  {row + 1} of {len(files)}, {time.monotonic() - start:.0f} s", flush=True)
    return vectors, weights


if __name__ == "__main__":
    cv2.setNumThreads(1)
    main()
