"""One 1080p picture with four faces, from pixels to answers: the registry beside face_recognition's own recipe.

    .venv/bin/python -m benchmarks.picture [--rounds N] [--data FOLDER] [--sample N]

Both take turns in one process, on the same picture with the same twelve people enrolled; the figures are
medians and their ratios. Then the faces that each finds in the evaluation pictures are counted, matched by
overlap, so that speed is not bought with overlooked faces.
"""

import argparse
import random
import statistics
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.figures import last_line
from matching import thresholds
from matching.examination import examine
from matching.face.boxes import Quad, overlap
from matching.face.engines import Engines
from matching.face.findings import FaceSeen
from matching.face.looking import look
from matching.findings import Picture
from matching.index import Gallery, answer
from matching.media.picture import decode
from matching.references import templates

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its models package still uses pkg_resources
    import face_recognition

HOME = Path(__file__).resolve().parent.parent
PICTURES = HOME / "registry" / "demo" / "pictures"
SCENE = PICTURES / "scenes" / "four.jpg"
RECIPE = "face_recognition's recipe"
FOUND = 0.3  # intersection over union: dlib's boxes are squares, YuNet's are tall


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--data", type=Path, default=HOME.parent / "shared" / "data")
    parser.add_argument("--sample", type=int, default=500, help="how many of the LFW pictures are searched")
    arguments = parser.parse_args()
    engines = Engines()
    figures = race(engines, arguments.rounds)
    if arguments.data.is_dir():
        figures |= compare_faces_found(engines, arguments.data, arguments.sample)
    else:
        print(f"No evaluation pictures at {arguments.data}: faces found are not compared.")
    last_line(figures)


def race(engines: Engines, rounds: int) -> dict[str, object]:
    people = [folder for folder in sorted((PICTURES / "people").iterdir()) if folder.is_dir()]
    gallery = Gallery([(folder.name, enrolled(folder, engines)) for folder in people], generation=1)
    known = [
        code
        for folder in people
        for code in face_recognition.face_encodings(face_recognition.load_image_file(folder / "1.jpg"))
    ]
    limits = thresholds.load()
    asked = 0

    def opinion(seen: FaceSeen) -> dict[str, np.ndarray]:
        nonlocal asked
        asked += 1
        return engines.second_opinion(seen)

    picture: Picture = face_recognition.load_image_file(SCENE)

    def ours(every: bool) -> int:
        seen = look(picture, engines, every_opinion=every)
        return sum(found.answer == "match" for found in answer(seen, gallery, limits, opinion))

    def recipe() -> int:
        places = face_recognition.face_locations(picture)
        codes = face_recognition.face_encodings(picture, places)
        return sum(any(face_recognition.compare_faces(known, code)) for code in codes)

    contestants: dict[str, Callable[[], int]] = {
        RECIPE: recipe,
        "second opinion where uncertain": lambda: ours(every=False),
        "second opinion on every face": lambda: ours(every=True),
    }
    contestants["(decoding, face_recognition)"] = lambda: len(face_recognition.load_image_file(SCENE))
    contestants["(decoding, in a child)"] = lambda: decode(SCENE).size
    named = {name: run() for name, run in contestants.items()}  # also warms up
    times: dict[str, list[float]] = {name: [] for name in contestants}
    asked = 0
    for _ in range(rounds):
        for name, run in contestants.items():
            start = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - start)
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    slowest = medians[RECIPE]
    print(f"{SCENE.name}, 1920 x 1080, four faces, median of {rounds} rounds:")
    for name, median in medians.items():
        if name.startswith("("):
            print(f"  {name:32} {median * 1000:7.0f} ms")
        else:
            print(f"  {name:32} {median * 1000:7.0f} ms   x {slowest / median:4.1f}   people named: {named[name]}")
    print(f"  faces that the second opinion was asked for where uncertain: {asked / rounds:.0f} of 4")
    return {"median_ms": {name: median * 1e3 for name, median in medians.items()}, "asked_of_4": asked / rounds}


def enrolled(folder: Path, engines: Engines) -> dict[str, np.ndarray]:
    pictures = (folder / f"{number}.jpg" for number in (1, 2, 3))
    return templates([examine(path, engines, every_opinion=True).appearances[0] for path in pictures])


def compare_faces_found(engines: Engines, data: Path, sample: int) -> dict[str, object]:
    every = [path for path in data.rglob("*") if path.suffix.lower() in (".jpg", ".jpeg", ".png")]
    lfw = sorted(path for path in every if "lfw" in path.parts)
    others = sorted(path for path in every if "lfw" not in path.parts and "c2pa" not in path.parts)
    pictures = others + random.Random(1).sample(lfw, min(sample, len(lfw)))
    theirs = ours = missed = 0
    for path in pictures:
        picture: Picture = face_recognition.load_image_file(path)
        found = [seen.box for seen in look(picture, engines)]
        ours += len(found)
        for top, right, bottom, left in face_recognition.face_locations(picture):
            theirs += 1
            box: Quad = (left, top, right - left, bottom - top)
            if all(overlap(box, other) < FOUND for other in found):
                missed += 1
                print(f"  only face_recognition: {path.relative_to(data)} {tuple(map(round, box))}")
    print(f"{len(pictures)} evaluation pictures: {theirs} faces found by face_recognition, {ours} by the registry,")
    print(f"  of face_recognition's {theirs} the registry misses {missed}.")
    return {"pictures": len(pictures), "theirs": theirs, "ours": ours, "missed": missed}


if __name__ == "__main__":
    main()
