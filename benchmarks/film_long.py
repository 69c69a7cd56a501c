"""A long film at 1080p, checked in stretches: `python -m benchmarks.film_long [--data FOLDER] [--minutes N]`.

It is made of the evaluation films by repetition, with cuts at other places each time. Printed are the resident memory of whoever
examines it, with the decoding child; whether time grows with length, by the processor time a minute of its first and of its second
half; how long it takes until anything is found; and how much faster two workers are than one, who each take up the next stretch
when they are done with one. What both find is compared. Processor time includes that of the decoding children.
"""

import argparse
import multiprocessing
import random
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import cv2

from benchmarks.figures import last_line
from benchmarks.processes import resident, worked
from matching.examination import examine
from matching.face.engines import Engines
from matching.face.sense import FaceSense
from matching.findings import Examination
from matching.joining import joined
from matching.media.stream import Stretch, plan
from matching.packing import packed, unpacked

HOME = Path(__file__).resolve().parent.parent
SOURCES = ("film/*.mp4", "film/liveportrait/*.mp4", "film/faceforensics/original_*.mp4")
SIZE, RATE, GROUP = (1920, 1080), 24, 24
SHOT = 2, 8
"""Seconds of a shot."""
A_SOURCE = 8
"""Seconds that are taken of each film at most."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=HOME.parent / "shared" / "data")
    parser.add_argument("--minutes", type=float, default=120)
    arguments = parser.parse_args()
    sources = [path for pattern in SOURCES for path in sorted(arguments.data.glob(pattern))]
    if not sources:
        parser.exit(1, f"There are no films in {arguments.data}: nothing is measured.\n")
    with tempfile.TemporaryDirectory() as folder:
        film = Path(folder) / "long.mp4"
        made(sources, film, arguments.minutes * 60, Path(folder))
        last_line(measured(film))


def measured(film: Path) -> dict[str, object]:
    began = time.perf_counter()
    stretches = plan(film)
    surveyed = time.perf_counter() - began
    alone, alone_took = by_workers(film, stretches, 1)
    both, both_took = by_workers(film, stretches, 2)
    length = stretches[-1].end
    half = [[one for one in alone if (one.stretch.end <= length / 2) == first] for first in (True, False)]
    first, second = (
        sum(one.processor for one in part) / sum(one.stretch.end - one.stretch.start for one in part) for part in half
    )
    resident = max(one.resident for one in (*alone, *both))
    shown = surveyed + next(one.took for one in alone if one.found)
    figures: dict[str, object] = {
        "minutes": length / 60,
        "stretches": len(stretches),
        "resident_mb": resident,
        "processor_s_a_second": sum(one.processor for one in alone) / length,
        "second_half_by_first": second / first,
        "first_finding_s": shown,
        "one_worker_s": alone_took,
        "two_workers_s": both_took,
        "speed_up": alone_took / both_took,
        "appearances": len(whole(alone).appearances),
        "same": facts(whole(alone)) == facts(whole(both)),
    }
    for name, value in figures.items():
        print(f"  {name:24} {value}")
    return figures


@dataclass(frozen=True)
class Done:
    """A stretch that was examined. took, processor: seconds. resident: megabytes at most, of the worker and its child together."""

    stretch: Stretch
    content: bytes
    found: int
    took: float
    processor: float
    resident: float


_engines: list[Engines] = []


def by_workers(film: Path, stretches: Sequence[Stretch], count: int) -> tuple[list[Done], float]:
    with ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), _begin) as workers:
        list(workers.map(_ready, range(4 * count)))
        began = time.perf_counter()
        done = list(workers.map(_examined, [film] * len(stretches), stretches))
        return done, time.perf_counter() - began


def _begin() -> None:
    _engines.append(Engines())


def _ready(_number: int) -> None:
    time.sleep(0.2)


def _examined(film: Path, stretch: Stretch) -> Done:
    began, used = time.perf_counter(), worked()
    memory: list[float] = [0.0]
    over = threading.Event()
    watch = threading.Thread(target=_watch, args=(memory, over))
    watch.start()
    try:
        seen = examine(film, *_engines, stretch=stretch)
    finally:
        over.set()
        watch.join()
    took, processor = time.perf_counter() - began, worked() - used
    return Done(stretch, packed(seen), len(seen.appearances), took, processor, max(memory))


def _watch(memory: list[float], over: threading.Event) -> None:
    """Megabytes, so often."""
    while not over.wait(0.25):
        memory.append(resident())


def whole(done: Sequence[Done]) -> Examination:
    return joined([unpacked(one.content, [FaceSense()]) for one in done], {"face": FaceSense()})


def facts(seen: Examination) -> list[tuple[object, ...]]:
    return [(one.ref, one.start, one.end, one.place, one.problem, len(one.moments)) for one in seen.appearances]


def made(sources: Sequence[Path], to: Path, seconds: float, folder: Path, changed: float | None = None) -> None:
    """A film of so many seconds: runs of groups of frames of the sources, each of which a decoder can start with. changed: a moment at
    which another group is shown, in seconds."""
    groups = [list(_groups(_enlarged(path, folder / f"{at}.mp4"))) for at, path in enumerate(sources)]
    random_ = random.Random(1)
    with av.open(str(folder / "0.mp4")) as like, av.open(str(to), "w") as film:
        shown = film.add_stream_from_template(like.streams.video[0])
        number = 0
        while number < seconds * RATE:
            of = random_.choice(groups)
            length = min(random_.randint(*SHOT), len(of))
            first = random_.randint(0, len(of) - length)
            for packets in of[first : first + length]:
                if changed is not None and 0 <= changed * RATE - number < len(packets):
                    packets = random.Random(2).choice([group for group in groups if group is not of])[0][: len(packets)]
                for at, content in packets:
                    packet = av.Packet(content)
                    packet.stream, packet.time_base = shown, Fraction(1, RATE)
                    packet.pts = packet.dts = number + at
                    packet.duration, packet.is_keyframe = 1, at == 0
                    film.mux(packet)
                number += len(packets)


def _enlarged(path: Path, to: Path) -> Path:
    options = {
        "preset": "ultrafast", "crf": "24",
        "x264-params": f"keyint={GROUP}:min-keyint={GROUP}:scenecut=0:bframes=0:open-gop=0:log-level=none",
    }  # fmt: skip
    with av.open(str(path)) as film, av.open(str(to), "w") as copy:
        shown = copy.add_stream("libx264", rate=RATE, options=options)
        shown.width, shown.height, shown.pix_fmt = *SIZE, "yuv420p"
        for number, frame in enumerate(film.decode(video=0)):
            if number == A_SOURCE * RATE:
                break
            picture = cv2.resize(frame.to_ndarray(format="rgb24"), SIZE, interpolation=cv2.INTER_LINEAR)
            large = av.VideoFrame.from_ndarray(picture, format="rgb24")
            large.pts, large.time_base = number, Fraction(1, RATE)
            copy.mux(shown.encode(large))
        copy.mux(shown.encode())
    return to


def _groups(path: Path) -> Iterator[list[tuple[int, bytes]]]:
    """What a decoder can start with and all that follows: (frame, content)."""
    group: list[tuple[int, bytes]] = []
    with av.open(str(path)) as film:
        for packet in film.demux(video=0):
            if packet.size and packet.is_keyframe and group:
                yield group
                group = []
            if packet.size:
                group.append((len(group), bytes(packet)))
    if group:
        yield group


if __name__ == "__main__":
    main()
