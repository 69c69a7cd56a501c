"""The frames of one film in a file, decoded in order: each is there, or it is said which are not."""

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
from typing import Any

import av
import av.container
import av.error
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from matching.media.film.container import FilmClock, FilmRefused


class _NoStart(Exception):
    """The decoder could not start where the file says that it can."""


def decoded(
    container: av.container.InputContainer, film: VideoStream, clock: FilmClock, start: float, end: float, pixels: int
) -> Iterator[tuple[float, VideoFrame]]:
    """Each frame that is shown from `start` until before `end`, in seconds, with when it begins; and the first that is later, if one
    is. Raises FilmRefused where one is missing or damaged, or the sides change."""
    film.codec_context.thread_type = "AUTO"
    film.codec_context.options = {"err_detect": "explode", "max_pixels": str(pixels)}
    if start > 0:
        try:
            _seek(container, film, clock, start)
            yield from _decoded(container, film, clock, start, end, sure=False)
            return
        except _NoStart:
            _seek(container, film, clock, 0.0)
    yield from _decoded(container, film, clock, start, end, sure=True)


def _decoded(
    container: av.container.InputContainer, film: VideoStream, clock: FilmClock, start: float, end: float, *, sure: bool
) -> Iterator[tuple[float, VideoFrame]]:
    """sure: whether every frame must be whole, from the first packet on. Raises _NoStart, too, where that is False."""
    awaited: list[float] = []
    sides: tuple[int, int] | None = None
    latest = start
    broken: float | None = None
    for packet in _packets(container, film):
        lost: list[float] = []
        if packet.size and _is_shown(film, packet):
            heappush(awaited, clock.of_packet(packet))
        frames = _frames(film, packet)
        if frames is None or packet.is_corrupt:
            lost.append(awaited[0] if awaited else latest)
        for frame in frames or ():
            at = clock.of_frame(frame, awaited)
            while awaited and awaited[0] < at:
                lost.append(heappop(awaited))
            if awaited and awaited[0] == at:
                heappop(awaited)
            if frame.is_corrupt:
                lost.append(at)
            broken = _first(lost, start, end, broken)
            if not (sure or sides) and (broken is not None or (at >= start and not frame.key_frame)):
                raise _NoStart
            if broken is not None:
                if at >= end or (frame.key_frame and at > max([broken, *lost])):
                    raise FilmRefused("film.damaged", {"start": broken, "end": min(at, end)})
                continue
            if at < start:
                continue
            if at < latest:
                raise FilmRefused("film.times", {})
            if sides not in (None, (frame.width, frame.height)):
                raise FilmRefused("film.size-changes", {"at": at})
            sides, latest = (frame.width, frame.height), at
            yield at, frame
            if at >= end:
                return
        broken = _first(lost, start, end, broken)
    broken = _first(awaited, start, end, broken)
    if broken is not None:
        raise FilmRefused("film.damaged", {"start": broken, "end": end})


def _first(lost: list[float], start: float, end: float, before: float | None) -> float | None:
    """When the first frame of the span is shown that was lost; before: what was known of it."""
    return min([at for at in lost if start <= at < end] + ([] if before is None else [before]), default=None)


def timed(frames: Iterable[tuple[float, VideoFrame]], end: float) -> Iterator[tuple[float, float, VideoFrame]]:
    """Each frame that begins before `end`, with when it begins and ends: when the next one begins, or at `end`."""
    held: tuple[float, VideoFrame] | None = None
    for at, frame in frames:
        if held is not None:
            yield held[0], min(at, end), held[1]
        if at >= end:
            return
        held = at, frame
    if held is not None:
        yield held[0], end, held[1]


def _seek(container: av.container.InputContainer, film: VideoStream, clock: FilmClock, start: float) -> None:
    container.seek(clock.stamp(start), stream=film, backward=True)


def _packets(container: av.container.InputContainer, film: VideoStream) -> "Iterator[av.Packet[Any]]":
    try:
        yield from container.demux(film)
    except (av.error.FFmpegError, ValueError) as error:
        raise FilmRefused("film.broken", {}) from error


def _frames(film: VideoStream, packet: "av.Packet[Any]") -> list[VideoFrame] | None:
    """None where the decoder fails."""
    try:
        return film.codec_context.decode(packet)
    except av.error.EOFError:
        return []
    except (av.error.FFmpegError, ValueError):
        return None


def _is_shown(film: VideoStream, packet: "av.Packet[Any]") -> bool:
    """VP8 has frames that are there for others alone (RFC 6386, 9.1)."""
    return film.codec_context.name != "vp8" or bool(bytes(packet)[0] & 0x10)
