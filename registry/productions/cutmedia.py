"""The files that a cut list names, found in a folder, and which part of each an event shows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import opentimelineio as otio

from matching.media.film.film import FilmTime, film_time
from matching.reasons import Undecidable
from registry.productions.cutlist import CutEvent, CutList, CutListError

MOST_FILES = 100_000
_SAME_RATE = 0.001
"""Frames a second by which two rates may differ: 23.976 is written for 24000/1001."""


@dataclass(frozen=True)
class PlacedEvent:
    """An event with its file. span: the part of the file that it shows, milliseconds from the file's beginning; None where that is
    the whole of it, or nobody can say: a picture, a change of speed, a file that cannot be read."""

    event: CutEvent
    file: Path
    span: tuple[int, int] | None

    def shows(self, spans: Iterable[tuple[int, int]]) -> bool:
        """Whether somebody who is in the file at these times is in the event. Without times they are."""
        spans = list(spans)
        if self.span is None or not spans:
            return True
        first, last = self.span
        return any(start <= last and end >= first for start, end in spans)


def placed(cut: CutList, folder: Path) -> list[PlacedEvent]:
    """Every event with its file in the folder or below. Raises `CutListError` that names each event whose file is missing or not the
    only one, counts other frames, or ends before the event does."""
    by_name, by_stem = _files(folder)
    found: list[PlacedEvent] = []
    problems: list[str] = []
    times: dict[Path, FilmTime | None] = {}
    for event in cut.events:
        files = next((files for name in event.media if (files := _named(name, by_name, by_stem))), [])
        if len(files) != 1:
            problems.append(_not_one(event, files, folder))
            continue
        [file] = files
        if file not in times:
            times[file] = _time_of(file)
        try:
            found.append(PlacedEvent(event, file, _span(event, file, times[file])))
        except CutListError as problem:
            problems += problem.problems
    if problems:
        raise CutListError(*problems)
    return found


def _files(folder: Path) -> tuple[dict[str, list[Path]], dict[str, list[Path]]]:
    by_name, by_stem = defaultdict(list), defaultdict(list)
    for number, path in enumerate(_below(folder)):
        if number >= MOST_FILES:
            raise CutListError(f"{folder} holds more than {MOST_FILES:,} files. Name the folder of this cut's media")
        by_name[path.name.casefold()].append(path)
        by_stem[path.stem.casefold()].append(path)
    return by_name, by_stem


def _below(folder: Path) -> Iterator[Path]:
    """Ordinary files only: a link could lead out of the folder."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            yield path


def _named(name: str, by_name: dict[str, list[Path]], by_stem: dict[str, list[Path]]) -> list[Path]:
    return by_name.get(name.casefold()) or by_stem.get(name.casefold()) or []


def _not_one(event: CutEvent, files: list[Path], folder: Path) -> str:
    names = " or ".join(event.media) or "no name at all"
    if not files:
        return f"{event}: its file ({names}) is not in {folder}"
    return f"{event}: several files may be its own ({', '.join(str(file.relative_to(folder)) for file in files[:5])})"


def _time_of(file: Path) -> FilmTime | None:
    try:
        return film_time(file)
    except Undecidable:  # its check says why
        return None


def _span(event: CutEvent, file: Path, time: FilmTime | None) -> tuple[int, int] | None:
    if time is None or event.start is None or event.duration is None:
        return None
    if time.rate and abs(float(time.rate - event.rate)) > _SAME_RATE:
        raise CutListError(
            f"{event}: the list counts {float(event.rate):g} frames a second, {file.name} has {float(time.rate):g}"
        )
    first = _first_frame(event, time)
    start, end = (event.start - first) / event.rate, (event.start - first + event.duration) / event.rate
    if start < 0 or end > Fraction(time.seconds) + 1 / event.rate:
        raise CutListError(
            f"{event}: it shows {float(start):.2f} to {float(end):.2f} s of {file.name}, which has 0 to {time.seconds:.2f} s"
        )
    return int(start * 1000), -int(-end * 1000 // 1)


def _first_frame(event: CutEvent, time: FilmTime) -> Fraction:
    """Of the file, as its timecode counts: as it says itself, else as the list says."""
    if time.timecode:
        try:
            rate = float(event.rate)
            return Fraction(otio.opentime.from_timecode(time.timecode, rate).value).limit_denominator(1)
        except ValueError:  # not counted at this rate
            pass
    return event.available or Fraction(0)
