"""Exact search among 160,000 people with three templates each: `python -m benchmarks.index [--rows N] [--rounds N]`.

Ours beside numpy as one would write it first, FAISS's flat index and usearch's exact search, interleaved in one process, on
the same unit vectors; recall is the share of probes whose nearest five are those of a search in double precision.
"""

import argparse
import statistics
import time
from collections.abc import Callable

import faiss
import numpy as np
import usearch.index
from numpy.typing import NDArray

from benchmarks.figures import last_line
from matching import thresholds
from matching.crowding import neighbours
from matching.face.findings import FaceSeen, Quality
from matching.face.sface import SFace
from matching.index import Gallery, answer
from matching.search import nearest

Matrix = NDArray[np.float32]
COUNT = 5


def naive(matrix: Matrix, probes: Matrix) -> NDArray[np.int64]:
    return np.argsort(-(probes @ matrix.T), axis=1)[:, :COUNT]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=480_000)
    parser.add_argument("--dimensions", type=int, default=128)
    parser.add_argument("--people", type=int, default=160_000)
    parser.add_argument("--rounds", type=int, default=9)
    arguments = parser.parse_args()
    rng = np.random.default_rng(0)
    matrix = rng.standard_normal((arguments.rows, arguments.dimensions), dtype=np.float32)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    probes = matrix[rng.choice(arguments.rows, 64)] + np.float32(0.05) * rng.standard_normal(
        (64, arguments.dimensions), dtype=np.float32
    )
    probes /= np.linalg.norm(probes, axis=1, keepdims=True)
    flat = faiss.IndexFlatIP(arguments.dimensions)
    flat.add(matrix)

    def with_usearch(asked: Matrix) -> NDArray[np.int64]:
        found = usearch.index.search(matrix, asked, COUNT, "ip", exact=True, threads=2)
        return np.asarray(found.keys).reshape(len(asked), -1)

    contestants: dict[str, Callable[[Matrix], NDArray[np.int64]]] = {
        "ours": lambda asked: nearest(matrix, asked, COUNT)[0],
        "numpy": lambda asked: naive(matrix, asked),
        "faiss flat": lambda asked: flat.search(asked, COUNT)[1],
        "usearch exact": with_usearch,
    }
    truth = np.argsort(-(probes.astype(np.float64) @ matrix.T.astype(np.float64)), axis=1)[:, :COUNT]
    times: dict[tuple[str, int], list[float]] = {}
    reads: list[float] = []
    for round_ in range(arguments.rounds + 1):  # the first warms up
        start = time.perf_counter()
        matrix.max()
        reads.append(time.perf_counter() - start)
        for name, run in contestants.items():
            for many in (1, 64):
                if name == "numpy" and many == 64 and round_ > 2:
                    continue  # it sorts everything: two rounds tell enough
                start = time.perf_counter()
                run(probes[:many])
                times.setdefault((name, many), []).append((time.perf_counter() - start) / many)
    read = statistics.median(reads[1:])
    print(
        f"{arguments.rows} x {arguments.dimensions}, {matrix.nbytes / 1e6:.0f} MB, one read of it: {read * 1e3:.1f} ms"
    )
    print("| | one probe, ms | x one read | 64 probes, ms each | times ours, one | times ours, 64 | recall |")
    print("|---|---|---|---|---|---|---|")
    own = {many: statistics.median(times["ours", many][1:]) for many in (1, 64)}
    figures: dict[str, object] = {"read_ms": read * 1e3}
    for name, run in contestants.items():
        one, each = (statistics.median(times[name, many][1:]) for many in (1, 64))
        recall = np.mean(np.sort(run(probes), axis=1) == np.sort(truth, axis=1))
        print(
            f"| {name} | {one * 1e3:.1f} | {one / read:.2f} | {each * 1e3:.2f} | {one / own[1]:.1f} | {each / own[64]:.1f} "
            f"| {recall:.4f} |"
        )
        figures[name] = {"one_ms": one * 1e3, "each_of_64_ms": each * 1e3, "recall": float(recall)}
    last_line(figures | in_the_product(arguments.people, arguments.rounds))


def in_the_product(people: int, rounds: int) -> dict[str, object]:
    """Sixty-four faces of one picture, half of them strangers, answered by the index among that many people."""
    rng = np.random.default_rng(1)
    drawn = rng.standard_normal((people, 3, 128), dtype=np.float32)
    drawn += 2 * rng.standard_normal((people, 1, 128), dtype=np.float32)
    drawn /= np.linalg.norm(drawn, axis=2, keepdims=True)
    start = time.perf_counter()
    gallery = Gallery([(str(row), {SFace.id: templates}) for row, templates in enumerate(drawn)], generation=1)
    built = time.perf_counter() - start
    strangers = rng.standard_normal((32, 128), dtype=np.float32)
    strangers /= np.linalg.norm(strangers, axis=1, keepdims=True)
    faces = [face(number, vector) for number, vector in enumerate([*drawn[:32, 0], *strangers])]
    limits, times = thresholds.load(), []
    for _ in range(rounds):
        start = time.perf_counter()
        found = answer(faces, gallery, limits)
        times.append(time.perf_counter() - start)
    right = sum(one.subject == str(row) for row, one in enumerate(found[:32]))
    print(
        f"\nAnswers among {people} people, three references each (ready in {built:.1f} s): 64 faces of one picture in "
        f"{statistics.median(times) * 1e3:.0f} ms, {statistics.median(times) / 64 * 1e3:.2f} ms each; {right} of 32 named"
    )
    start = time.perf_counter()
    neighbours(gallery, gallery, limits)
    seconds = time.perf_counter() - start
    print(f"Everybody looked through for references that are like too many others: {seconds:.0f} s")
    return {
        "people": people,
        "ready_s": built,
        "answers_ms": statistics.median(times) * 1e3,
        "named_of_32": right,
        "looked_through_s": seconds,
    }


def face(number: int, vector: Matrix) -> FaceSeen:
    return FaceSeen(
        ref=f"A{number}",
        modality="face",
        start=0.0,
        end=0.0,
        box=(number * 100, 0, 90, 90),
        landmarks=(),
        quality=Quality(size=90, sharpness=200.0, score=0.9, yaw=0.0),
        vectors={SFace.id: vector},
    )


if __name__ == "__main__":
    main()
