"""A film as a medium: cut into stretches, each a piece whose frames are decoded while they are read."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from matching.findings import Picture
from matching.media.film import kinds
from matching.media.film.facts import facts_of
from matching.media.film.kinds import form_of
from matching.media.film.reading import FilmReading
from matching.media.film.source import Source
from matching.media.medium import Medium, Stream, Stretch
from matching.media.picture import MEGABYTE, SECONDS, printable
from matching.media.sound import sound
from matching.reasons import Undecidable

FRAME_LIMIT = 40 * MEGABYTE
"""Pixels of one frame: 8K has 33 million."""

UNCUT = 90
"""A film of fewer seconds is examined as a whole."""


class Film(Medium):
    """Moving pictures in an MP4, QuickTime, Matroska, WebM, AVI or MXF file; where nothing moves in one, it is a sound file."""

    def holds(self, path: Path) -> bool:
        return form_of(path) is not None

    def stretches(self, path: Path) -> Sequence[Stretch]:
        form = _form(path)
        try:
            facts = facts_of(Source(path), form, SECONDS, FRAME_LIMIT)
        except Undecidable as undecided:
            if undecided.reason == "film.sound-only":
                return sound.cut(path, form)
            raise
        if facts.end < UNCUT or not facts.cuts:
            return ()
        spans = list(pairwise([0.0, *facts.cuts, facts.end]))
        return [Stretch(number, len(spans), start, end) for number, (start, end) in enumerate(spans)]

    def opened(self, path: Path, stretch: Stretch | None, *, seconds: int, pixels: int) -> Stream:
        form = _form(path)
        try:
            return _stream(path, form, stretch, seconds, pixels)
        except Undecidable as undecided:
            if undecided.reason == "film.sound-only":
                return sound.sounding(path, form, stretch, seconds)
            raise


def animation(path: Path, *, seconds: int, pixels: int) -> Stream:
    """An animated picture, every frame of which is looked at. Raises Undecidable."""
    form = kinds.animated(path)
    if form is None:  # it was changed since somebody asked
        raise Undecidable("file.unreadable", name=printable(path.name))
    return _stream(path, form, None, seconds, pixels)


def _stream(path: Path, form: str, stretch: Stretch | None, seconds: int, pixels: int) -> Stream:
    source, pixels = Source(path), min(pixels, FRAME_LIMIT)
    facts = facts_of(source, form, seconds, pixels)
    first = facts.films[0]
    pieces = FilmReading(source, facts, seconds, pixels).pieces(stretch)
    return Stream(source.sha256, source.size, "video", form, first.width, first.height, pieces, facts.sounds)


def stills(path: Path, times: Sequence[float]) -> list[Picture]:
    """The frames that are shown from these times on (seconds), of the first film in a file; none of what is no film in a container.
    Raises `Undecidable`."""
    form = form_of(path)
    if form is None or form in kinds.DRAWN:
        return []
    source = Source(path)
    facts = facts_of(source, form, SECONDS, FRAME_LIMIT)
    return FilmReading(source, facts, SECONDS, FRAME_LIMIT).stills(times)


@dataclass(frozen=True)
class FilmTime:
    """How a film counts its time. rate: frames a second, 0 where it is unknown. seconds: its length. timecode: of its first frame, as
    the file says, HH:MM:SS:FF or HH:MM:SS;FF; empty where it does not."""

    rate: Fraction
    seconds: float
    timecode: str


def film_time(path: Path) -> FilmTime | None:
    """None of a file that is no film. Raises `Undecidable` where it cannot be read."""
    form = form_of(path)
    if form is None:
        return None
    facts = facts_of(Source(path), form, SECONDS, FRAME_LIMIT)
    return FilmTime(Fraction(*facts.films[0].rate), facts.seen_until, facts.timecode)


def _form(path: Path) -> str:
    form = form_of(path)
    if form is None:  # it was changed since somebody asked
        raise Undecidable("file.unreadable", name=printable(path.name))
    return form
