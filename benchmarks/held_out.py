"""Is the stated error kept by people whom the calibration has not seen? `python -m benchmarks.held_out --lfw DIR --protocol FILE`

People are split into halves at random: the tail of one half gives the thresholds, the other half tells how often different
people lie above them. 1.0: exactly as promised; less: better than promised.
"""

import argparse
from pathlib import Path

import numpy as np

from benchmarks.calibrate import SCORERS, Impostors
from benchmarks.figures import of_tables
from matching.embeddings import Faces, embed
from matching.measurement import Protocol, read

RATES = (1e-5, 3e-6, 1e-6)
SPLITS = 5


def half(faces: Faces, protocol: Protocol, names: set[str]) -> tuple[Faces, Protocol]:
    rows = [row for row, file in enumerate(protocol.files) if file.split("/")[0] in names]
    kept = Protocol({name: protocol.people[name] for name in sorted(names)}, protocol.distrusted)
    vectors = {name: column[rows] for name, column in faces.vectors.items()}
    return Faces(vectors, faces.size[rows], faces.sharpness[rows]), kept


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--lfw", type=Path, required=True, help="folder with a sub-folder a person")
    parser.add_argument("--protocol", type=Path, required=True, help="who is enrolled, probed and a stranger")
    arguments = parser.parse_args()
    protocol = read(arguments.protocol)
    faces = embed(arguments.lfw, protocol.files)
    names, rng = sorted(protocol.people), np.random.default_rng(0)
    splits = [set(rng.choice(names, len(names) // 2, replace=False).tolist()) for _ in range(SPLITS)]
    print(f"False matches a comparison on held-out people, as a multiple of what was promised; {2 * SPLITS} halves\n")
    print("| scorer | promised | median | smallest | largest |\n|---|---|---|---|---|")
    for scorer, weights in SCORERS.items():
        if not weights.keys() <= faces.vectors.keys():
            continue
        found: dict[float, list[float]] = {rate: [] for rate in RATES}
        for split in splits:
            sides = [half(faces, protocol, side) for side in (split, set(names) - split)]
            halves = [Impostors(seen, weights, kept, references=1) for seen, kept in sides]
            for fitted, held in (halves, halves[::-1]):
                tail = fitted.tail()
                for rate in RATES:
                    above = int((held.scores > tail.score(rate)).sum())
                    found[rate].append(above / held.comparisons / rate)
        for rate, ratios in found.items():
            print(
                f"| {scorer} | {rate:.0e} | {np.median(ratios):.2f} | {min(ratios):.2f} | {max(ratios):.2f} |",
                flush=True,
            )


if __name__ == "__main__":
    with of_tables():
        main()
