"""A second version of a film, of which one shot was changed: `python -m benchmarks.film_versions [--data FOLDER] [--minutes N]`.

The film is made of the evaluation films by repetition, with cuts at other places each time, at 640 x 360; in the second version one
group of frames in the middle is another one. Printed are the processor time and the time of both versions, and of the second one where
nothing is known of the first; which half minutes were known; and whether what was found is the same to the last bit.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import film_long
from benchmarks.figures import last_line
from benchmarks.film_long import HOME, SOURCES, made
from matching.examination import examine
from matching.face.engines import Engines
from matching.known import KnownAnswers, read, written
from matching.media.stream import plan
from matching.packing import packed

SIZE = 640, 360


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=HOME.parent / "shared" / "data")
    parser.add_argument("--minutes", type=float, default=3)
    arguments = parser.parse_args()
    sources = [path for pattern in SOURCES for path in sorted(arguments.data.glob(pattern))]
    if not sources:
        parser.exit(1, f"There are no films in {arguments.data}: nothing is measured.\n")
    film_long.SIZE = SIZE
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder) / "first.mp4", Path(folder) / "second.mp4"
        made(sources, first, arguments.minutes * 60, Path(folder))
        made(sources, second, arguments.minutes * 60, Path(folder), arguments.minutes * 30)
        last_line(measured(first, second))


def measured(first: Path, second: Path) -> dict[str, object]:
    engines = Engines()
    examine(first, engines, stretch=plan(first)[-1])  # networks are ready by then
    told = [KnownAnswers() for _ in plan(first)]
    one = _examined(first, engines, told)
    kept = b"".join(written(known.given) for known in told)
    earlier = read(kept)
    again = [KnownAnswers(earlier) for _ in plan(second)]
    other = _examined(second, engines, again)
    anew = _examined(second, engines, [KnownAnswers() for _ in plan(second)])
    sections: dict[int, bool] = {}
    for known in again:
        for number, all_of_it in known.sections.items():
            sections[number] = sections.get(number, True) and all_of_it
    figures: dict[str, object] = {
        "first_processor_s": one[1],
        "second_processor_s": other[1],
        "second_anew_processor_s": anew[1],
        "processor_ratio": other[1] / anew[1],
        "second_s": other[2],
        "second_anew_s": anew[2],
        "half_minutes": len(sections),
        "known": sum(sections.values()),
        "kept_kb": len(kept) / 1000,
        "same": other[0] == anew[0],
    }
    for name, value in figures.items():
        print(f"  {name:24} {value}")
    return figures


def _examined(film: Path, engines: Engines, known: Sequence[KnownAnswers]) -> tuple[list[bytes], float, float]:
    """What was found in each stretch; processor time, with that of the decoding children, and time, in seconds."""
    began, used = time.perf_counter(), sum(os.times()[:4])
    stretches = plan(film)
    found = [packed(examine(film, engines, stretch=at, known=of)) for at, of in zip(stretches, known, strict=True)]
    return found, sum(os.times()[:4]) - used, time.perf_counter() - began


if __name__ == "__main__":
    main()
