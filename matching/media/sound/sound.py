"""A sound file as a medium: cut into stretches of equal length, each a piece that only sounds."""

import json
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

from matching.findings import Picture
from matching.media import picture
from matching.media.film import wire
from matching.media.film.process import DecodingChild, limits
from matching.media.film.source import Source, State
from matching.media.medium import Medium, Piece, Stream, Stretch
from matching.media.picture import SECONDS, printable
from matching.media.sound.facts import Track, tracks_of
from matching.media.sound.hearing import sound_of
from matching.media.sound.kinds import form_of
from matching.reasons import Undecidable

STRETCH, LEAST = 300, 60
"""Seconds: a stretch, and what is left over at least for one of its own."""

_MOST = 64  # files of which it is remembered what is in them: each stretch of one asks for it
_BYTES_A_SECOND = 20_000_000  # that are read at least
_ATTACHED = 50_000_000  # bytes of an attached picture

_CALLED = {"RIFF": "WAV", "W64": "WAV", "MP4": "M4A"}


class SoundFile(Medium):
    """Sound in a WAV, BWF, RF64, W64, AIFF, FLAC, OGG (Vorbis, Opus), MP3 or AAC file; what an MP4, Matroska or another file for
    films holds where nothing moves in it is opened by `sounding`."""

    def holds(self, path: Path) -> bool:
        return form_of(path) is not None

    def stretches(self, path: Path) -> Sequence[Stretch]:
        return cut(path, _form(path))

    def opened(self, path: Path, stretch: Stretch | None, *, seconds: int, pixels: int) -> Stream:
        return sounding(path, _form(path), stretch, seconds)


def cut(path: Path, form: str) -> Sequence[Stretch]:
    """See `Medium.stretches`. form: of a sound file or of a film. Raises Undecidable."""
    facts = _facts_of(Source(path), form, SECONDS)
    places = [0.0]
    while facts.length - places[-1] >= STRETCH + LEAST:
        places.append(places[-1] + STRETCH)
    if len(places) == 1:
        return ()
    spans = list(pairwise([*places, facts.length]))
    return [Stretch(number, len(spans), start, end) for number, (start, end) in enumerate(spans)]


def sounding(path: Path, form: str, stretch: Stretch | None, seconds: int) -> Stream:
    """See `Medium.opened`. form: of a sound file or of a film. Raises Undecidable."""
    source = Source(path)
    facts = _facts_of(source, form, seconds)
    pieces = _pieces(source, facts, stretch, seconds)
    return Stream(source.sha256, source.size, "audio", _CALLED.get(form, form), 0, 0, pieces, sounds=True)


@dataclass(frozen=True)
class _Facts:
    """form: of a sound file or of a film. covers: the numbers of the streams that are attached pictures. noted: whether other pictures
    may lie beside the sound."""

    form: str
    tracks: tuple[Track, ...]
    covers: tuple[int, ...]
    noted: bool

    @property
    def origin(self) -> Fraction:
        return min(one.begin for one in self.tracks)

    @property
    def length(self) -> float:
        """Seconds."""
        return float(max(one.end for one in self.tracks) - self.origin)


_lock = threading.Lock()
_known: dict[tuple[State, str], _Facts] = {}


def _pieces(source: Source, facts: _Facts, stretch: Stretch | None, seconds: int) -> Iterator[Piece]:
    """One that sounds; then one for each attached picture and each in the notes, which last no time."""
    start, end = (0.0, facts.length) if stretch is None else (stretch.start, stretch.end)
    sound = sound_of(source, facts.form, facts.tracks, facts.origin, start, end, seconds)
    yield Piece(0, start, end, sound=sound, continues=start > 0)
    if start > 0:
        return
    looked_at = chain(
        (_attached(source, facts.form, cover, seconds) for cover in facts.covers), _noted(source, facts, seconds)
    )
    for index, views in enumerate(looked_at, start=1):
        yield Piece(index, views=views)


def _attached(source: Source, form: str, index: int, seconds: int) -> tuple[Picture, ...]:
    content = b"".join(_pictures(source, {"do": "attached", "form": form, "index": index}, seconds, seconds))
    return picture.decode_bytes(content, source.name, seconds=seconds).views


def _noted(source: Source, facts: _Facts, seconds: int) -> Iterator[tuple[Picture, ...]]:
    if facts.noted:
        waits = seconds + source.size / _BYTES_A_SECOND
        for content in _pictures(source, {"do": "noted", "form": facts.form, "sounds": True}, seconds, waits):
            yield picture.decode_bytes(content, source.name, seconds=seconds).views


def _pictures(source: Source, asked: dict[str, Any], seconds: int, waits: float) -> Iterator[bytes]:
    job = {**asked, "drawn": False, **limits(0, waits)}
    with (
        source.descriptor() as descriptor,
        DecodingChild(descriptor, job, source.name, wait=seconds, waits=waits, longest=_ATTACHED) as child,
    ):
        yield from (part.tobytes() for kind, part in child.records() if kind == wire.ATTACHED)


def _facts_of(source: Source, form: str, seconds: int) -> _Facts:
    asked = source.state, form
    with _lock:
        if (known := _known.get(asked)) is not None:
            return known
    waits = seconds + source.size / _BYTES_A_SECOND
    job = {"do": "sounds", "form": form, "drawn": False, **limits(0, waits)}
    with (
        source.descriptor() as descriptor,
        DecodingChild(descriptor, job, source.name, wait=waits, waits=waits, longest=wire.LONGEST) as child,
    ):
        records = list(child.records())
    try:
        ((kind, content),) = records
        told = json.loads(content.tobytes())
        found = _Facts(form, tracks_of(told["tracks"]), tuple(map(int, told["covers"])), bool(told["noted"]))
        if kind != wire.SURVEY or not found.tracks:
            raise ValueError
    except (KeyError, TypeError, ValueError, RecursionError):
        raise Undecidable("decoder.failed", name=source.name) from None
    with _lock:
        while len(_known) >= _MOST:
            del _known[next(iter(_known))]
        _known[asked] = found
    return found


def _form(path: Path) -> str:
    form = form_of(path)
    if form is None:  # it was changed since somebody asked
        raise Undecidable("file.unreadable", name=printable(path.name))
    return form
