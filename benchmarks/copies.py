"""How many copies are known again, by what was done to them, and how often two frames agree that have nothing in common.

    python -m benchmarks.copies [DATA]     DATA: a folder with faces/lfw and film, as ../shared/data

Each picture, and a frame of every second of each film, is changed and compared with all that are kept. A frame found under its own
file is a copy; one found under another file is a false one. The films are cut off from their likes first: a clip that was made out of
another shows the same frames.
"""

import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import last_line
from matching.copies.prints import CUTS, Prints, hashes_of, oriented
from matching.copies.search import AGREES, AGREES_COARSELY, Bank, _near, _words
from matching.findings import Picture

PICTURES = 600
UNRELATED = 1500
MOST_FRAMES = 12  # of one film
MADE_OF = {"Deepfakes_519_515": "519", "FaceSwap_634_660": "634", "NeuralTextures_004_982": "004"}
"""Manipulated clips of the data, and the originals that they were made of: those agree rightly."""

Change = Callable[[Picture], Picture]


def coded(quality: int) -> Change:
    def change(picture: Picture) -> Picture:
        _, data = cv2.imencode(".jpg", np.ascontiguousarray(picture), [cv2.IMWRITE_JPEG_QUALITY, quality])
        return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)

    return change


def cut(share: float, random_: np.random.Generator) -> Change:
    """So much of each side is cut off, somewhere."""

    def change(picture: Picture) -> Picture:
        height, width = picture.shape[:2]
        left, top = (random_.random(2) * share * (width, height)).astype(int)
        return picture[top : top + round((1 - share) * height), left : left + round((1 - share) * width)]

    return change


def resized(across: float, down: float) -> Change:
    return lambda p: np.asarray(cv2.resize(p, None, fx=across, fy=down, interpolation=cv2.INTER_AREA), np.uint8)


def recoloured(picture: Picture) -> Picture:
    hue = cv2.cvtColor(np.ascontiguousarray(picture), cv2.COLOR_RGB2HSV).astype(int) + np.array([30, 0, 0])
    return np.asarray(cv2.cvtColor((hue % [180, 256, 256]).astype(np.uint8), cv2.COLOR_HSV2RGB), np.uint8)


def lettered(picture: Picture) -> Picture:
    bar = picture.shape[0] // 6
    return np.asarray(cv2.copyMakeBorder(picture, bar, bar, 0, 0, cv2.BORDER_CONSTANT), np.uint8)


def changes() -> dict[str, Change]:
    by_lot = np.random.default_rng(11)
    cuts = {f"cut by {share:.0%}": cut(share, by_lot) for share in (0.05, 0.1, 0.15, 0.2, 0.25)}
    return {
        "JPEG, quality 30": coded(30),
        "a quarter of its size": resized(0.25, 0.25),
        "squeezed by a third": resized(1.0, 2 / 3),
        "mirrored": lambda p: p[:, ::-1],
        "turned": lambda p: np.rot90(p),
        "other hues": recoloured,
        "grey": lambda p: np.repeat(p.mean(axis=2, keepdims=True), 3, axis=2).astype(np.uint8),
        "half as bright": lambda p: p // 2,
        "brighter": lambda p: np.clip(p * 1.3 + 20, 0, 255).astype(np.uint8),
        "gamma 1.8": lambda p: (255 * (p / 255) ** 1.8).astype(np.uint8),
        "bars above and below": lettered,
        **cuts,
        "cut by 10%, mirrored, JPEG 50": lambda p: coded(50)(cut(0.1, by_lot)(p)[:, ::-1]),
    }


def pictures(folder: Path, count: int) -> list[tuple[str, Picture]]:
    """One of each person, drawn by lot."""
    people = sorted(path for path in (folder / "faces" / "lfw").iterdir() if path.is_dir())
    chosen = random.Random(5).sample(people, min(count, len(people)))
    return [(person.name, _read(min(person.glob("*.jpg")))) for person in chosen]


def _read(path: Path) -> Picture:
    return np.asarray(cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB), np.uint8)


def frames(folder: Path) -> Iterator[tuple[str, Picture]]:
    """A frame of every second of each film."""
    for path in sorted((folder / "film").rglob("*.mp4")):
        with av.open(str(path)) as film:
            beats: set[int] = set()
            for frame in film.decode(video=0):
                beat = int(frame.time or 0.0)
                if beat not in beats and len(beats) < MOST_FRAMES:
                    beats.add(beat)
                    yield _called(path.stem), np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)


def _called(film: str) -> str:
    return next((original for made, original in MADE_OF.items() if film.endswith(made)), film.rpartition("_")[2])


def kept(shown: list[tuple[str, Picture]]) -> dict[str, Prints]:
    by_file: dict[str, list[NDArray[np.uint8]]] = {}
    for name, picture in shown:
        found = hashes_of(picture)
        if found is not None:
            by_file.setdefault(name, []).append(found)
    return {name: Prints(np.zeros(len(some)), np.zeros(len(some)), np.stack(some)) for name, some in by_file.items()}


def found(bank: Bank, shown: list[tuple[str, Picture]], change: Change) -> tuple[float, float]:
    """The shares of frames found under their own file, and under another."""
    own = other = count = 0
    for name, picture in shown:
        hashes = hashes_of(np.ascontiguousarray(change(picture)))
        count += 1
        if hashes is not None:
            agreeing = bank.search(Prints(np.zeros(1), np.zeros(1), hashes[None])).keys()
            own += name in agreeing
            other += bool(agreeing - {name})
    return own / count, other / count


def nearest(files: dict[str, Prints]) -> NDArray[np.int64]:
    """How far each pair of files is apart at least, in bits of 256: of each one frame, with all cuts and turns of one of them."""
    names = list(files)
    all_cuts = np.stack([files[name].hashes[0] for name in names]).reshape(-1, 32)
    kept_words = np.ascontiguousarray(_words(all_cuts).T)
    apart = []
    for at, name in enumerate(names):
        least = np.full(len(names), 256)
        for turned in _words(oriented(files[name].hashes[0, 0])):
            bits = np.bitwise_count(kept_words ^ turned[:, None]).sum(axis=0, dtype=np.int64)
            least = np.minimum(least, bits.reshape(len(names), len(CUTS)).min(axis=1))
        apart.append(np.delete(least, at))
    return np.concatenate(apart)


def speed() -> tuple[float, float]:
    """Milliseconds in which one hash is compared with a million, and those in which a 1080p frame is hashed."""
    by_lot = np.random.default_rng(1)
    million = by_lot.integers(0, 2**63, (4, 1_000_000), dtype=np.uint64)
    sought, times = million[:, 17].copy(), []
    for _ in range(20):
        began = time.perf_counter()
        assert list(_near(million, sought)) == [(17, 0)]
        times.append(time.perf_counter() - began)
    frame = np.asarray(cv2.resize(by_lot.integers(0, 256, (68, 120, 3), np.uint8), (1920, 1080)), np.uint8)
    hashing = []
    for _ in range(20):
        began = time.perf_counter()
        hashes_of(frame)
        hashing.append(time.perf_counter() - began)
    return 1000 * float(np.median(times)), 1000 * float(np.median(hashing))


def main(folder: Path) -> None:
    shown = pictures(folder, PICTURES)
    films = list(frames(folder))
    files = kept(shown) | kept(films)
    bank = Bank(files)
    print(
        f"{len(shown)} pictures, {len(films)} frames of films, {len(bank)} hashes; agreed: {AGREES} bits of 256 or fewer\n"
    )
    print("| what was done | pictures found | falsely | frames of films found | falsely |\n|---|---|---|---|---|")
    rows = {}
    for name, change in changes().items():
        of_pictures, of_films = found(bank, shown, change), found(bank, films, change)
        rows[name] = {"pictures": of_pictures[0], "films": of_films[0], "false": max(of_pictures[1], of_films[1])}
        print(f"| {name} | {of_pictures[0]:.1%} | {of_pictures[1]:.2%} | {of_films[0]:.1%} | {of_films[1]:.2%} |")
    unrelated = nearest(kept(pictures(folder, UNRELATED)))
    least = {share: float(np.quantile(unrelated, share)) for share in (0.000001, 0.00001, 0.0001, 0.01)}
    falsely = {bits: int((unrelated <= bits).sum()) for bits in (31, 48, 56, AGREES, 68, 72, 76, 80)}
    print(
        f"\n{len(unrelated)} pairs of unrelated pictures, each in {8 * len(CUTS)} ways: nearest {unrelated.min()} bits apart"
    )
    print("falsely, by the bits that may differ: " + ", ".join(f"{bits}: {count}" for bits, count in falsely.items()))
    million, hashing = speed()
    print(f"one hash among a million: {million:.2f} ms; a 1080p frame with its {len(CUTS)} cuts: {hashing:.1f} ms")
    last_line(
        {
            "agrees_bits": AGREES,
            "agrees_coarsely_bits": AGREES_COARSELY,
            "found": rows,
            "unrelated_pairs": len(unrelated),
            "nearest_unrelated_bits": int(unrelated.min()),
            "falsely": falsely,
            "quantiles_bits": {f"{share:g}": bits for share, bits in least.items()},
            "million_ms": million,
            "frame_1080p_ms": hashing,
        }
    )


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data"))
