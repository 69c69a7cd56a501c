"""What there is to be looked at in a film's file, and where it can be cut: read through once, hardly a frame decoded."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, BinaryIO, cast

import av
import av.container
import av.error
import av.logging
from av.stream import Disposition
from av.video.stream import VideoStream

from matching.media import notes
from matching.media.contents import Contents
from matching.media.film import beside, frames, pictures
from matching.media.film.beside.claims import Claims
from matching.media.film.beside.units import CODECS as UNITS
from matching.media.film.container import CODECS, FilmClock, FilmRefused, aspect, opened
from matching.media.film.keys import SectionKeys
from matching.media.sound import tracks
from matching.media.sound.tracks import TrackPackets
from matching.shots import REMEMBERED

_WORDS = {
    *("mov_text", "subrip", "srt", "text", "ass", "ssa", "webvtt", "ttml", "eia_608"),
}  # subtitles that are no pictures
_ATTACHED, _CHAPTERS = Disposition.attached_pic, Disposition.timed_thumbnails
_RATE = 1_000
"""Frames a second at most, on average over the file: no screen shows more."""
_HOURS = 12
_LONGEST = 3600  # seconds that a last frame may be said to last
_SHORT = 0.15
"""Seconds by which a file may be shorter than it says: of its last frames some do not say how long they last."""
AHEAD, AHEAD_SECONDS = REMEMBERED + 1, 2
"""Frames and seconds before a stretch from which on it is decoded, at least: for the cuts (`matching.shots`) and for what is looked at
(`choice.chosen`)."""
_FIRST, STRETCH, LEAST = 8, 60, 30
"""Seconds: the first stretch at least, of which something can soon be shown; another one at least; and what is left over at least."""

PICTURE = 128  # bytes that the smallest picture of somebody has

_EARLIER = Fraction(1, 5)
"""Seconds by which sound may begin before the picture and be heard that much later: so much lies between them in many files, for
what decoders need ahead, and nobody notices (ITU-R BT.1359). Where it is more, the file begins with the sound."""


def survey(file: BinaryIO, form: str, pixels: int, side: int) -> dict[str, Any]:
    """form: of `container.DEMUXERS`. pixels, side: how many a frame may have, in all and across or down. Raises FilmRefused."""
    with complaints() as said:  # of small files, all is read while they are opened
        container = opened(file, form)
    check_reader(container, said)
    films, covers, sounds = _streams(container)
    if not films:
        raise FilmRefused("film.sound-only" if sounds else "film.no-frames", {})
    for film in films:
        _check_sides(film, pixels, side)
    claims = Claims()
    spans = _read(container, films, sounds, claims)
    noted = beside.contents(file, form, claims)
    if more := beside.surplus(noted):
        raise FilmRefused("film.more-than-a-film", {"bytes": more})
    heard, deaf = _heard(file, form, sounds)
    origin = shown = min(span.first for span in spans)
    earliest = min((Fraction(*one["begin"]) for one in heard), default=origin)
    if earliest < origin - _EARLIER:
        origin = earliest
    seen = max(span.last for span in spans) - origin
    end = max([seen, *(Fraction(*one["end"]) - origin for one in heard)])
    if end > _HOURS * 3600:
        raise FilmRefused("film.too-long", {"limit": _HOURS})
    if any(len(span.times) > _RATE * max(float(end), 1.0) for span in spans):
        raise FilmRefused("film.too-many-frames", {"limit": _RATE})
    told = [_told(file, form, film, span, origin, pixels) for film, span in zip(films, spans, strict=True)]
    cuttable = len(films) == 1 and not spans[0].in_order and shown == origin
    cuts = _cuts(spans[0], origin, end, seen, interlaced=told[0]["interlaced"]) if cuttable else []
    return {
        "origin": [origin.numerator, origin.denominator],
        "end": float(end),
        "cuts": [at for at, _, _ in cuts],
        "begins": [begins for _, begins, _ in cuts],
        "before": [before for _, _, before in cuts],
        "sounds": bool(sounds),
        "tracks": heard,
        "deaf": deaf,
        "timecode": _timecode(films[0], container),
        "covers": covers,
        "noted": any(len(note) >= PICTURE for note in notes.everything(noted)),
        "films": told,
    }


def noted(file: BinaryIO, form: str) -> Contents:
    """What lies in a file beside its films, which were surveyed."""
    container, claims = opened(file, form), Claims()
    films, _, sounds = _streams(container)
    _read(container, films, sounds, claims)
    return beside.contents(file, form, claims)


def _heard(
    file: BinaryIO, form: str, sounds: dict[int, TrackPackets]
) -> tuple[list[dict[str, Any]], tuple[str, dict[str, Any]] | None]:
    """The tracks of sound; or why they cannot be heard, which matters to whoever listens alone."""
    try:
        return tracks.told(file, form, sounds), None
    except FilmRefused as refused:
        reason, params = refused.args
        return [], (reason, params)


def _told(file: BinaryIO, form: str, film: VideoStream, span: "_Span", origin: Fraction, pixels: int) -> dict[str, Any]:
    """By its first frame, which is decoded for it."""
    file.seek(0)
    again = opened(file, form)
    shown = again.streams[film.index]
    assert isinstance(shown, VideoStream)
    start, end = float(span.first - origin), float(span.last - origin)
    clock = FilmClock(span.base, origin, in_order=span.in_order)
    _, first = next(frames.decoded(again, shown, clock, 0.0, end, pixels), (0.0, None))
    if first is None:
        raise FilmRefused("film.no-frames", {})
    width, height = pictures.displayed(first, aspect(shown))
    if width * height > pixels:
        raise FilmRefused("picture.too-many-pixels", {"width": width, "height": height, "limit": pixels // 1_000_000})
    return {
        "index": film.index,
        "width": width,
        "height": height,
        "start": start,
        "end": end,
        "in_order": span.in_order,
        "rate": _rate(film),
        "interlaced": first.interlaced_frame,
        "alpha": any(part.is_alpha for part in first.format.components),
        "keys": span.keyed,
    }


def _rate(film: VideoStream) -> list[int]:
    """Frames a second, as a fraction; of a varying rate the average."""
    rate = film.average_rate or film.base_rate or Fraction(0)
    return [rate.numerator, rate.denominator]


def _timecode(film: VideoStream, container: av.container.InputContainer) -> str:
    """At which its first frame was recorded, as the file says; nothing where it does not."""
    kept = (film.metadata, *(stream.metadata for stream in container.streams), container.metadata)
    return next((one["timecode"] for one in kept if "timecode" in one), "")


def _streams(container: av.container.InputContainer) -> tuple[list[VideoStream], list[int], dict[int, TrackPackets]]:
    """The films, the indices of attached pictures, and the tracks of sound. Raises FilmRefused for whatever a viewer could see that is
    none of these."""
    films: list[VideoStream] = []
    covers: list[int] = []
    sounds: dict[int, TrackPackets] = {}
    for stream in cast(list[Any], container.streams):
        if stream.type == "video":
            if stream.disposition & _ATTACHED and not stream.disposition & _CHAPTERS:  # of those there are many
                covers.append(stream.index)
            else:
                _check_codec(stream)
                films.append(stream)
        elif stream.type == "audio":
            sounds[stream.index] = TrackPackets(stream.time_base or Fraction(1))
        else:
            check_lines(stream)
    return films, covers, sounds


def check_lines(stream: Any) -> None:
    """Raises FilmRefused for a stream that is neither seen nor heard, and that could be more than words."""
    if stream.type == "subtitle":
        if stream.codec_context is None or stream.codec_context.name not in _WORDS:
            raise FilmRefused("film.subtitles", {})
    elif stream.type == "attachment":  # a font can draw anybody
        raise FilmRefused("film.attachment", {})
    elif stream.type != "data":
        raise FilmRefused("film.codec", {"codec": "unknown"})


def of_lines(container: av.container.InputContainer) -> dict[int, str]:
    """The streams of subtitles and data, each with the name of its codec."""
    found = [stream for stream in cast(list[Any], container.streams) if stream.type in ("subtitle", "data")]
    return {one.index: "" if one.codec_context is None else one.codec_context.name for one in found}


def _check_codec(stream: VideoStream) -> None:
    if stream.codec_context is None:
        raise FilmRefused("film.codec", {"codec": "unknown"})
    if stream.codec_context.name not in CODECS:
        raise FilmRefused("film.codec", {"codec": stream.codec_context.name})
    if stream.metadata.get("alpha_mode", "0") != "0":  # beside the frames, where the decoder does not look
        raise FilmRefused("film.transparent", {})


def _check_sides(film: VideoStream, pixels: int, side: int) -> None:
    width, height = film.codec_context.width, film.codec_context.height
    if width < 1 or height < 1:
        raise FilmRefused("film.broken", {})
    if width * height > pixels:
        raise FilmRefused("picture.too-many-pixels", {"width": width, "height": height, "limit": pixels // 1_000_000})
    if max(width, height) > side:
        raise FilmRefused("picture.too-long", {"width": width, "height": height, "limit": side})


@dataclass
class _Span:
    """What the packets of one stream say. first, last: when its first frame begins and its last one ends, seconds on the file's own
    clock, of which `base` is one tick. times: when each frame begins. keys: the same of those with which a decoder can start.
    in_order: see `FilmClock`. keyed: `SectionKeys` of the frames."""

    first: Fraction
    last: Fraction
    times: list[Fraction]
    keys: list[Fraction]
    base: Fraction
    in_order: bool
    keyed: list[str]


_Told = tuple[int | None, int | None, int, bool]
"""Of a packet: when it is shown, when it is decoded, how long it lasts, and whether a decoder can start with it."""


def _read(
    container: av.container.InputContainer,
    films: list[VideoStream],
    sounds: dict[int, TrackPackets],
    claims: Claims,
) -> list[_Span]:
    """`sounds` take in what is theirs, `claims` where everything lies. Raises FilmRefused where something is missing."""
    packets: dict[int, list[_Told]] = {film.index: [] for film in films}
    keys = {film.index: SectionKeys(*_described(film), film.time_base) for film in films}
    starts = {film.index: film.start_time or 0 for film in films}
    coded = {film.index: _described(film) for film in films if film.codec_context.name in UNITS}
    lines = of_lines(container)
    begins, ends = [], []
    try:
        with complaints() as said:
            for packet in container.demux():
                index = packet.stream_index
                claims.add(packet.pos, packet.size, key=packet.is_keyframe and index not in sounds)
                if index in lines:
                    claims.lines(lines[index], packet)
                elif index in coded and packet.size:
                    claims.units(*coded[index], packet)
                stamp = packet.dts if packet.pts is None else packet.pts
                if packet.size and packet.time_base and stamp is not None:
                    begins.append(stamp * packet.time_base)
                    ends.append((stamp + (packet.duration or 0)) * packet.time_base)
                if packet.has_sidedata("encryption_info"):
                    raise FilmRefused("film.encrypted", {})
                if packet.size and index in packets:
                    told = packet.pts, packet.dts, packet.duration or 0, packet.is_keyframe
                    packets[index].append(told)
                    keys[index].add(
                        float(((stamp or 0) - starts[index]) * (packet.time_base or 0)), told, memoryview(packet)
                    )
                elif packet.size and index in sounds:
                    sounds[index].add(packet)
    except (av.error.FFmpegError, ValueError) as error:
        raise FilmRefused("film.broken", {}) from error
    check_reader(container, said)
    lasts = float(max(ends) - min(begins)) if ends else 0.0
    if any(film.frames > len(packets[film.index]) for film in films):
        raise FilmRefused("film.damaged", {"start": lasts, "end": lasts})
    promised = (container.duration or 0) / av.time_base
    if promised > lasts + _SHORT:
        raise FilmRefused("film.damaged", {"start": lasts, "end": promised})
    avi = container.format.name == "avi"
    return [_span(film, packets[film.index], keys[film.index].told(), avi=avi) for film in films]


def _described(film: VideoStream) -> tuple[str, bytes | None]:
    return film.codec_context.name, film.codec_context.extradata


@contextmanager
def complaints() -> Iterator[list[tuple[int, str, str]]]:
    """What FFmpeg says while no decoder works beside: one that did would wait for Python, and Python for it."""
    av.logging.set_level(av.logging.ERROR)
    try:
        with av.logging.Capture() as said:
            yield said
    finally:
        av.logging.set_level(None)


def check_reader(container: av.container.InputContainer, said: list[tuple[int, str, str]]) -> None:
    """Raises FilmRefused where the reader of the container stumbled: it goes on behind what it could not read, without a word to us."""
    if any(level <= av.logging.ERROR and name.startswith(container.format.name) for level, name, _ in said):
        raise FilmRefused("film.broken", {})


def _span(film: VideoStream, packets: list[_Told], keyed: list[str], *, avi: bool) -> _Span:
    base, rate = film.time_base, film.average_rate or film.guessed_rate
    if not packets or base is None:
        raise FilmRefused("film.no-frames", {})
    in_order = avi or any(pts is None for pts, *_ in packets)
    stamps = []
    for pts, dts, duration, key in packets:
        stamp = dts if in_order else pts
        if stamp is None:
            raise FilmRefused("film.times", {})
        stamps.append((stamp, duration, key))
    stamps.sort()
    last, duration, _ = stamps[-1]
    length = duration * base if 0 < duration * base <= _LONGEST else 1 / rate if rate else Fraction(1, 25)
    times = [at * base for at, _, _ in stamps]
    keys = [at * base for at, _, key in stamps if key]
    return _Span(times[0], last * base + length, times, keys, base, in_order, keyed)


def _cuts(
    span: _Span, origin: Fraction, end: Fraction, seen: Fraction, *, interlaced: bool
) -> list[tuple[float, float, int]]:
    """Where the film is cut, of which is seen until `seen` and heard until `end`; from where it is decoded for what lies behind,
    so that enough is seen before; and how many frames are before that, each field of an interlaced film for one."""
    cuts: list[tuple[float, float, int]] = []
    last = Fraction(0)
    for key in span.keys:
        at = key - origin
        if at >= last + (STRETCH if cuts else _FIRST) and end - at >= LEAST:
            ahead = min(span.times[max(bisect_left(span.times, key) - AHEAD, 0)], key - AHEAD_SECONDS)
            place = bisect_right(span.keys, ahead) - 1
            begins = span.keys[place] if place >= 0 else span.times[0]
            before = bisect_left(span.times, begins) * (2 if interlaced else 1)
            cuts.append((float(at), float(begins - origin), before))
            last = at
    shown, at = len(span.times) * (2 if interlaced else 1), seen
    while at < end and end - at >= LEAST:  # where it only sounds
        cuts.append((float(at), float(at), shown))
        at += STRETCH
    return cuts
